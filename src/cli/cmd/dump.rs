//! `cuekit dump`: what a reader sees, for conformance suites. Nothing is repaired, reported or
//! changed on the way: a suite compares this with what the standard says.

use std::ffi::OsStr;

use cuekit::Limits;
use cuekit::format::webvtt;

use crate::cli::args::Dump;
use crate::cli::exit::{Exit, Failure};
use crate::cli::input::Input;
use crate::cli::output::Output;
use crate::cli::render::Printer;

pub(crate) fn run(args: &Dump) -> Exit {
    match dump(args) {
        Ok(()) => Exit::Good,
        Err(failure) => {
            Printer::new(false).failure(None, &failure);
            failure.exit
        }
    }
}

fn dump(args: &Dump) -> Result<(), Failure> {
    let limits = Limits::default();
    let text = match &args.webvtt {
        Some(file) => {
            let input = Input::from(file.as_os_str());
            let bytes = input.read(&limits).map_err(|failure| failure.named(&input))?;
            let mut json = webvtt::dump_file(&bytes).map_err(|error| Failure::from(error).named(&input))?;
            json.push('\n');
            json
        }
        None => {
            let bytes = Input::from(OsStr::new("-")).read(&limits)?;
            webvtt::dump_cue_text(&String::from_utf8_lossy(&bytes))
        }
    };
    Output::Stdout.write(text.as_bytes(), false)
}
