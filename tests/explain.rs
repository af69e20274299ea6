//! `cuekit convert --explain` as a person meets it: what is explained, where it is printed, what is refused.
//! That its numbers are the optimiser's is tested beside them, in `src/caption/explain.rs`.

use std::path::Path;
use std::process::{Command, Output};

const TALK: &str = "Ada:\n[0:02] Good evening, everyone. We open the doors at nine, and not a minute later.\n\n\
                    Ben:\n[0:09] Why at nine? Nobody has ever come before ten.\n\n\
                    Ada:\n[0:14] Because somebody might.\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("talk.txt"), TALK).unwrap();
    folder
}

fn cuekit(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cuekit")).args(args).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// What is printed on standard output when all goes well.
#[track_caller]
fn printed(folder: &Path, args: &[&str]) -> String {
    let output = cuekit(folder, args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).to_owned()
}

#[track_caller]
fn refused(folder: &Path, args: &[&str], said: &str) {
    let output = cuekit(folder, args);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains(said), "{said:?} is not said in:\n{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
}

fn names(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

/// The numbers of the cues on a page.
fn cues(page: &str) -> Vec<&str> {
    page.lines().filter_map(|line| line.strip_prefix("cue ")?.split(',').next()).collect()
}

#[test]
fn a_cue_is_chosen_by_number_range_or_time() {
    let folder = folder();
    let explain = |wanted: &[&str]| {
        let args = [&["convert", "talk.txt", "-q", "--explain"], wanted].concat();
        let page = printed(folder.path(), &args);
        cues(&page).into_iter().map(|cue| cue.parse().unwrap()).collect::<Vec<usize>>()
    };
    let all = explain(&[]);
    assert_eq!(all, (1..=all.len()).collect::<Vec<_>>());
    assert_eq!(explain(&["2"]), [2]);
    assert_eq!(explain(&["2..3"]), [2, 3]);
    assert_eq!(explain(&["2..99"]), all[1..]);
    assert_eq!(explain(&["0:02"]), [1]);
    assert_eq!(explain(&["0:00"]), [1]);
    assert_eq!(explain(&["14s"]), [all.len()]);
    assert_eq!(explain(&["0:00..1:00"]), all);
    assert_eq!(names(folder.path()), 1, "nothing is written");
}

#[test]
fn it_says_what_speaks_for_the_breaks() {
    let folder = folder();
    let page = printed(folder.path(), &["convert", "talk.txt", "-q", "--explain", "2"]);
    for said in
        ["after a comma (", "a conjunction after the comma (", "after an article", "taken", "other ways to cut it"]
    {
        assert!(page.contains(said), "{said:?} is not said in:\n{page}");
    }
    let last = printed(folder.path(), &["convert", "talk.txt", "-q", "--explain", "0:14"]);
    assert!(last.contains("the text ends, so a cue must end"), "{last}");
}

#[test]
fn a_cue_that_two_speakers_share_is_explained_as_one() {
    let folder = folder();
    let talk = "Ada:\n[0:02] Did you see the boat come in?\n\nBen:\n[0:04] Yes.\n\nAda:\n[0:05] No, really?\n\n\
                Ben:\n[0:06] I was standing on the pier.\n";
    std::fs::write(folder.path().join("boat.txt"), talk).unwrap();
    let explain = |dialogue: &str, more: &[&str]| {
        let args = ["convert", "boat.txt", "-q", "--speakers", "never", "--dialogue", dialogue, "--explain"];
        printed(folder.path(), &[&args, more].concat())
    };
    let page = explain("dashed", &["2"]);
    for said in [
        ", Ben and Ada\n  -Yes.\n  -No, really?\n",
        "the line ends where the turn changes, after \"Yes.\"",
        "two speakers share it",
        "the first turn alone: one line",
        "another speaker begins, so a cue must end, or the line of a shared one",
    ] {
        assert!(page.contains(said), "{said:?} is not said in:\n{page}");
    }
    let json = explain("dashed", &["2", "--json"]);
    let cue = &serde_json::from_str::<serde_json::Value>(&json).unwrap()["files"][0]["explanation"][0];
    assert_eq!(cue["text"], "-Yes.\n-No, really?");
    assert_eq!((&cue["places"][0]["turn"], &cue["places"][0]["taken"]), (&true.into(), &"line".into()));
    let page = explain("separate", &[]);
    assert!(page.contains("another speaker begins, so a cue must end\n"), "{page}");
    assert!(!page.contains("share"), "{page}");
}

#[test]
fn captions_are_written_too_if_asked_for() {
    let folder = folder();
    let plain = printed(folder.path(), &["convert", "talk.txt", "-q", "--to", "webvtt"]);
    let page = printed(folder.path(), &["convert", "talk.txt", "-q", "-o", "talk.vtt", "--explain", "1"]);
    assert_eq!(cues(&page), ["1"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("talk.vtt")).unwrap(), plain);
    // Where captions have standard output, the explanation stands beside them.
    let output = cuekit(folder.path(), &["convert", "talk.txt", "-q", "--to", "webvtt", "--explain", "1"]);
    assert_eq!(text(&output.stdout), plain);
    assert_eq!(cues(text(&output.stderr)), ["1"]);
}

#[test]
fn several_files_are_explained_one_after_another() {
    let folder = folder();
    std::fs::write(folder.path().join("more.txt"), TALK).unwrap();
    let page = printed(folder.path(), &["convert", "talk.txt", "more.txt", "-q", "--explain", "1"]);
    assert_eq!(cues(&page), ["1", "1"]);
    assert!(page.starts_with("talk.txt\n") && page.contains("\nmore.txt\n"), "{page}");
}

#[test]
fn the_report_has_it_as_data() {
    let folder = folder();
    let json = printed(folder.path(), &["convert", "talk.txt", "--json", "--explain", "2"]);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let cues = report["files"][0]["explanation"].as_array().unwrap();
    assert_eq!(cues.len(), 1);
    let cue = &cues[0];
    assert_eq!(cue["cue"], 2);
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let sum: f64 = cue["reasons"].as_array().unwrap().iter().map(|reason| number(&reason["score"])).sum();
    assert!((sum - number(&cue["score"])).abs() < 0.1, "{cue}");
    let end = &cue["places"][cue["end_place"].as_u64().unwrap() as usize];
    assert_eq!(end["taken"], "cue");
    for other in cue["others"].as_array().unwrap() {
        assert!(number(&other["difference"]) <= 0.0);
        assert_eq!(cue["places"][other["place"].as_u64().unwrap() as usize]["as_end"], other["difference"]);
    }
    for place in cue["places"].as_array().unwrap() {
        let of = |key| place["features"].as_array().unwrap().iter().map(|f| number(&f[key])).sum::<f64>();
        assert!((of("line") - number(&place["line"])).abs() < 0.1, "{place}");
        assert!((of("cue") - number(&place["cue"])).abs() < 0.1, "{place}");
    }
}

#[test]
fn what_cannot_be_explained_is_said() {
    let folder = folder();
    refused(folder.path(), &["convert", "talk.txt", "--explain", "99"], "there is no cue 99: the captions have ");
    refused(folder.path(), &["convert", "talk.txt", "--explain", "0"], "counted from 1");
    refused(folder.path(), &["convert", "talk.txt", "--explain", "3..2"], "ends before it begins");
    refused(folder.path(), &["convert", "talk.txt", "--explain", "1:00:00"], "nothing is shown at 1:00:00.000");
    refused(folder.path(), &["convert", "talk.txt", "--explain", "soon"], "write a cue (12)");
    refused(folder.path(), &["convert", "--explain", "talk.txt"], "name the file before --explain");
    let srt = "1\n00:00:01,000 --> 00:00:02,000\nYes.\n";
    std::fs::write(folder.path().join("kept.srt"), srt).unwrap();
    refused(folder.path(), &["convert", "kept.srt", "--explain"], "nothing to explain");
    let page = printed(folder.path(), &["convert", "kept.srt", "-q", "--cues", "caption", "--explain"]);
    assert_eq!(cues(&page), ["1"]);
}

#[test]
fn files_that_all_fail_in_one_way_end_as_one_does() {
    let folder = folder();
    std::fs::write(folder.path().join("long.txt"), TALK.to_owned() + "\n[0:20] And then one more.\n").unwrap();
    std::fs::write(folder.path().join("empty.txt"), "").unwrap();
    let code = |args: &[&str]| cuekit(folder.path(), &[&["convert"], args].concat()).status.code();
    assert_eq!(code(&["talk.txt", "--explain", "999"]), Some(2));
    assert_eq!(code(&["talk.txt", "long.txt", "--explain", "999"]), Some(2));
    assert_eq!(code(&["talk.txt", "empty.txt", "--explain", "999"]), Some(1));
    assert_eq!(code(&["talk.txt", "empty.txt", "--explain", "1"]), Some(1));
    assert_eq!(code(&["empty.txt", "empty.txt", "--explain", "1"]), Some(3));
}
