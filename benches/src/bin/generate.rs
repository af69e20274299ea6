//! Writes one of the benches' inputs to standard output, for `processes.py` and for whoever wants to
//! look at one: `generate transcript HOURS`, `generate srt CUES`, `generate webvtt CUES`.

use std::io::Write;
use std::process::ExitCode;

use cuekit_benches::generate;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let text = match args.as_slice() {
        [kind, size] => match (kind.as_str(), size.parse()) {
            ("transcript", Ok(hours)) => generate::transcript(hours),
            ("srt", Ok(cues)) => generate::srt(cues),
            ("webvtt", Ok(cues)) => generate::webvtt(cues),
            _ => return usage(),
        },
        _ => return usage(),
    };
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("generate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: generate transcript HOURS | srt CUES | webvtt CUES");
    ExitCode::from(2)
}
