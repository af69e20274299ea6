//! What captions say and how they are cut, changed on the command line; all else stays as it was.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn cuekit(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cuekit")).current_dir(folder).args(arguments).output().unwrap()
}

/// What is printed for a file.
fn printed(name: &str, content: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    fs::write(folder.path().join("names.txt"), "# who\nada\tAda\nlovelace=Lovelace\n").unwrap();
    let output = cuekit(folder.path(), &[&["transform", name], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

const ROLLING: &str = "WEBVTT\n\n\
    00:01.000 --> 00:03.000\nwe went to\n\n00:03.000 --> 00:05.000\nwe went to\nthe old harbour\n\n\
    00:05.000 --> 00:07.000\nthe old harbour\nand found it\n\n00:07.000 --> 00:09.000\nand found it\nfull of boats\n\n\
    00:09.000 --> 00:11.000\nfull of boats\nso we stayed\n\n00:11.000 --> 00:13.000\nso we stayed\nall summer long\n\n\
    00:13.000 --> 00:15.000\nall summer long\nand wrote letters\n\n00:15.000 --> 00:17.000\nand wrote letters\nto our friends\n\n\
    00:17.000 --> 00:19.000\nto our friends\nback at home\n";

#[test]
fn rolling_captions_are_said_once_and_cut_anew() {
    let text = printed("a.vtt", ROLLING, &["--unroll"]);
    assert_eq!(text.matches("the old harbour").count(), 1, "{text}");
    assert!(text.contains("00:03.000 --> 00:05.000\nthe old harbour\n"), "{text}");
    let text = printed("a.vtt", ROLLING, &["--unroll", "--combine", "sentences", "--recut", "--language", "en"]);
    let words = text.lines().filter(|line| !line.contains("-->") && !line.is_empty()).collect::<Vec<_>>().join(" ");
    assert!(words.contains("we went to the old harbour and found it full of boats so we stayed"), "{words}");
}

#[test]
fn only_what_was_asked_for_changes() {
    let srt = "\u{FEFF}7\r\n0:00:03.500 -> 00:00:04,5 X1:10\r\nADA <i>LOVELACE</i> (LAUGHS)\r\n\r\n9\r\n\
               00:00:01,000 --> 00:00:02,000\r\nWELL.\r\n";
    let text = printed("a.srt", srt, &["--case", "sentence", "--replace", "names.txt", "--sounds", "drop"]);
    let well = "00:00:01,000 --> 00:00:02,000\r\nwell.\r\n";
    // The table gives names back what the case took.
    assert_eq!(text, format!("\u{FEFF}7\r\n0:00:03.500 -> 00:00:04,5 X1:10\r\nAda <i>Lovelace</i>\r\n\r\n9\r\n{well}"));
    let text = printed("a.srt", srt, &["--sort", "--number", "10", "--strip-styles"]);
    assert!(text.contains("10\r\n00:00:01,000") && text.contains("11\r\n0:00:03.500"), "{text}");
    assert!(text.contains("ADA LOVELACE (LAUGHS)"), "{text}");
}

#[test]
fn cues_are_joined_and_cut_by_other_limits() {
    let srt = "1\n00:00:01,000 --> 00:00:02,500\nWhat we need most\n\n2\n00:00:02,500 --> 00:00:04,000\nis a little more time.\n\n\
               3\n00:00:09,000 --> 00:00:10,000\nYes.\n";
    let text = printed("a.srt", srt, &["--combine", "sentences"]);
    assert!(text.contains("00:00:01,000 --> 00:00:04,000\nWhat we need most is a little more time.\n"), "{text}");
    let text = printed("a.srt", srt, &["--recut", "--max-cpl", "16", "--language", "en"]);
    assert!(text.lines().all(|line| line.contains("-->") || line.chars().count() <= 16), "{text}");
    let text = printed("a.srt", srt, &["--combine", "short", "--language", "en"]);
    assert!(text.contains("What we need most is a little more time."), "{text}");
}

#[test]
fn only_long_cues_are_cut_and_turns_come_apart() {
    let srt = "5\n00:00:01,000 --> 00:00:10,000\nThis is said in one go and never ends, or so it seems to all of us. And then it does.\n\n\
               9\n0:00:11.000 -> 00:00:12,5\nShort.\n\n12\n00:00:20,000 --> 00:00:24,000\n{\\an8}- Are you there?\n- I am.\n";
    let text = printed("a.srt", srt, &["--recut-long", "--split-dialogue", "--language", "en", "--profile", "netflix"]);
    assert!(text.starts_with("5\n00:00:01,000 --> 00:00:") && text.contains("--> 00:00:10,000\n"), "{text}");
    assert!(text.contains("9\n0:00:11.000 -> 00:00:12,5\nShort.\n"), "{text}");
    assert!(text.contains("{\\an8}Are you there?\n") && text.contains("00:00:24,000\n{\\an8}I am.\n"), "{text}");
    let words = |text: &str| {
        text.split_whitespace()
            .filter(|word| word.starts_with(char::is_alphabetic))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&text)[..20], words(srt)[..20]);
}

#[test]
fn a_dry_run_shows_what_changes_and_writes_nothing() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\nONE\n\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n";
    let shown = printed("a.srt", srt, &["--case", "lower", "--in-place", "--dry-run"]);
    assert_eq!(shown, "- 0:00:01.000 --> 0:00:02.000  ONE\n+ 0:00:01.000 --> 0:00:02.000  one\n");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.srt"), "1\n00:00:01,000 --> 00:00:02,000\nOne\n").unwrap();
    fs::write(folder.path().join("bad.txt"), "no table\n").unwrap();
    for arguments in [&["--max-cpl", "20"][..], &[], &["--replace", "bad.txt"], &["--replace", "none.txt"]] {
        let output = cuekit(folder.path(), &[&["transform", "a.srt"], arguments].concat());
        assert!(matches!(output.status.code(), Some(2 | 3)) && output.stdout.is_empty(), "{arguments:?}");
    }
}
