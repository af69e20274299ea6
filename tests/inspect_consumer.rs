//! `cuekit inspect --consumer` and `cuekit formats --schema` as a person meets them.

use std::process::{Command, Output};

const BROKEN: &str =
    "1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n00:00:03,5 --> 00:00:04,000\nNo number, short decimals.\n";

fn cuekit(folder: &tempfile::TempDir, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cuekit")).args(args).current_dir(folder.path()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("good.srt", b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n");
    write("broken.srt", BROKEN.as_bytes());
    write("latin.srt", b"1\n00:00:01,000 --> 00:00:02,000\nCaf\xe9 cr\xe8me, voil\xe0.\n");
    write("late.srt", b"1\n00:00:01,000 --> 300:00:02,000\nHello.\n");
    write("captions.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n");
    folder
}

#[cfg(feature = "srtlib")]
mod with_srtlib {
    use super::*;

    #[test]
    fn what_it_reads_is_a_yes() {
        let folder = folder();
        let output = cuekit(&folder, &["inspect", "--consumer", "srtlib", "good.srt"]);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(text(&output.stdout), "good.srt: yes, srtlib reads it (1 cue)\n");
    }

    #[test]
    fn what_it_refuses_has_its_line_and_what_mends_it() {
        let folder = folder();
        let output = cuekit(&folder, &["inspect", "--consumer", "srtlib", "broken.srt", "good.srt"]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(
            text(&output.stdout),
            "broken.srt: no, srtlib refuses it\n  line 5: refused: there is no number above the times of this cue\n  \
             mended by: cuekit convert broken.srt --anew -o NEW.srt\ngood.srt: yes, srtlib reads it (1 cue)\n"
        );
        assert!(cuekit(&folder, &["convert", "broken.srt", "--anew", "-o", "NEW.srt"]).status.success());
        assert_eq!(cuekit(&folder, &["inspect", "--consumer", "srtlib", "NEW.srt"]).status.code(), Some(0));
        for (file, said) in [
            ("latin.srt", "line 3: refused: these bytes are no UTF-8"),
            ("latin.srt", "mended by: cuekit convert latin.srt -o NEW.srt"),
            ("late.srt", "convert does not mend it all: line 2 would be refused: \"300:00:02,000\""),
            ("captions.vtt", "line 1: refused: \"WEBVTT\" is no number"),
        ] {
            let output = cuekit(&folder, &["inspect", "--consumer", "srtlib", file]);
            assert_eq!(output.status.code(), Some(1));
            assert!(text(&output.stdout).contains(said), "{}", text(&output.stdout));
        }
    }

    #[test]
    fn the_answer_is_there_as_json() {
        let folder = folder();
        let output = cuekit(&folder, &["inspect", "--json", "--consumer", "srtlib", "broken.srt", "good.srt"]);
        assert_eq!(output.status.code(), Some(1));
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let answer = &found[0]["consumer"];
        assert_eq!((&answer["reads"], &answer["mended"]), (&false.into(), &true.into()));
        assert_eq!((&answer["name"], &answer["total"]), (&"srtlib".into(), &1.into()));
        assert_eq!(answer["command"], "cuekit convert broken.srt --anew -o NEW.srt");
        assert_eq!(answer["findings"][0]["line"], 5);
        assert_eq!(answer["findings"][0]["kind"], "refused");
        assert_eq!(found[0]["cues"], 2, "and all else that inspect tells");
        assert_eq!(found[1]["consumer"]["reads"], true);
        let plain = cuekit(&folder, &["inspect", "--json", "good.srt"]);
        assert!(!text(&plain.stdout).contains("consumer"));
    }

    #[test]
    fn an_unreadable_file_is_unreadable_to_both() {
        let folder = folder();
        let output = cuekit(&folder, &["inspect", "--consumer", "srtlib", "nowhere.srt"]);
        assert_eq!(output.status.code(), Some(3));
        let output = cuekit(&folder, &["inspect", "--consumer", "vlc", "good.srt"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("[possible values: srtlib]"), "{}", text(&output.stderr));
    }
}

#[cfg(all(feature = "cli", not(feature = "srtlib")))]
#[test]
fn without_srtlib_it_says_how_to_have_it() {
    let folder = folder();
    let output = cuekit(&folder, &["inspect", "--consumer", "srtlib", "good.srt"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("built without srtlib") && said.contains("--features srtlib"), "{said}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_schema_is_printed_for_who_asks() {
    let folder = folder();
    for (name, title) in
        [("json", "cuekit JSON, version 1"), ("podcast-json", "Podcasting 2.0 transcript, version 1.0.0")]
    {
        let output = cuekit(&folder, &["formats", "--schema", name]);
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(schema["title"], title);
        assert!(text(&cuekit(&folder, &["formats"]).stdout).contains(&format!("--schema {name}")));
    }
    let output = cuekit(&folder, &["formats", "--schema", "srt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("json, podcast-json"), "{}", text(&output.stderr));
}
