//! What is lost is told, and refused where that was asked for: by readers, by writers, and on the way.

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in a folder that holds one file.
fn cuekit(name: &str, bytes: &[u8], args: &[&str]) -> (Output, Option<Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_cuekit"));
    let output = Command::new(program).args(args).current_dir(folder.path()).output().unwrap();
    let written = args.iter().skip_while(|arg| **arg != "-o").nth(1);
    let written = written.and_then(|name| std::fs::read(folder.path().join(name)).ok());
    (output, written)
}

/// Whether `--fail-on-loss` refuses, naming this code.
#[track_caller]
fn refused(name: &str, bytes: &[u8], args: &[&str], code: &str) {
    let args = [&["convert", name][..], args, &["--fail-on-loss"]].concat();
    let (output, written) = cuekit(name, bytes, &args);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains(code) && said.contains("nothing was written"), "{said}");
    assert!(written.is_none() && output.stdout.is_empty());
}

#[track_caller]
fn accepted(name: &str, bytes: &[u8], args: &[&str]) {
    let args = [&["convert", name][..], args, &["--fail-on-loss"]].concat();
    let (output, _) = cuekit(name, bytes, &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

const COORDINATES: &[u8] = b"1\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20\nHi\n";
const NO_CUE: &[u8] = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n\nno cue at all\n";

#[test]
fn what_a_reader_left_in_the_source_is_lost_unless_it_is_copied() {
    for to in ["webvtt", "json", "podcast-json", "whisper"] {
        refused("a.srt", COORDINATES, &["--to", to], "loss-source");
    }
    refused("a.srt", COORDINATES, &["--to", "srt", "--anew"], "loss-source");
    refused("a.srt", COORDINATES, &["--to", "srt", "--cues", "caption"], "loss-source");
    accepted("a.srt", COORDINATES, &["--to", "srt"]);
    refused("a.vtt", NO_CUE, &["--to", "srt"], "loss-source");
    refused("a.vtt", NO_CUE, &["--to", "webvtt", "--anew"], "loss-source");
    accepted("a.vtt", NO_CUE, &["--to", "webvtt"]);
}

#[test]
fn what_a_reader_left_out_is_lost() {
    refused(
        "a.sbv",
        b"of whom?\n\n0:00:01.000,0:00:02.000\nHi\n",
        &["--from", "sbv", "--to", "srt"],
        "line-unreadable",
    );
    let bytes = "1\n00:00:01,000 --> 00:00:02,000\nÉté à Orléans, où ça ?\n".as_bytes();
    accepted("a.srt", bytes, &["--to", "srt"]);
    refused("a.srt", &[bytes, b"\xE9\n"].concat(), &["--to", "srt"], "undecodable-bytes");
    accepted("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n(laughs) Hi\n", &["--to", "srt", "--sounds", "drop"]);
}

#[test]
fn ids_and_heads_that_a_format_has_no_place_for_are_told() {
    let vtt = b"WEBVTT - the title\n\nintro\n00:01.000 --> 00:02.000\nHi\n\n2\n00:02.000 --> 00:03.000\nHo\n";
    for to in ["srt", "podcast-json"] {
        refused("a.vtt", vtt, &["--to", to], "loss-ids");
        refused("a.vtt", vtt, &["--to", to], "loss-metadata");
    }
    accepted("a.vtt", vtt, &["--to", "webvtt", "--anew"]);
    accepted("a.vtt", vtt, &["--to", "json"]);
    accepted("a.srt", b"7\n00:00:01,000 --> 00:00:02,000\nHi\n", &["--to", "podcast-json"]);
}

#[test]
fn the_docs_say_which_codes_are_losses() {
    let page = include_str!("../docs/diagnostics.md");
    let mut rows = 0;
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let columns: Vec<&str> = row.split('|').map(str::trim).collect();
        let codes: Vec<&str> = columns[1].split('`').filter(|part| part.contains('-')).collect();
        assert!(!codes.is_empty() && ["", "yes", "unless copied"].contains(&columns[3]), "{row}");
        for code in codes {
            assert_eq!(cuekit::is_loss(code), columns[3] == "yes", "{code}");
            rows += 1;
        }
    }
    assert!(rows > 60, "{rows}");
}
