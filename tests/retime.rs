//! Captions moved in time, and nothing else.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use cuekit::{
    Document, Format, ReadOptions, Selection, Sink, Source, TimeMap, Timecode, Timestamp, WriteOptions, retime,
};
use proptest::prelude::*;

fn cuekit(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cuekit")).current_dir(folder).args(arguments).output().unwrap()
}

/// What is printed for a file.
fn printed(name: &str, content: impl AsRef<[u8]>, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    let output = cuekit(folder.path(), &[&["retime", name], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// How it fails, and what it says.
fn refused(name: &str, content: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    let output = cuekit(folder.path(), &[&["retime", name], arguments].concat());
    assert!(output.stdout.is_empty());
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

const SRT: &str = "\u{FEFF}1\r\n00:00:01,000 --> 00:00:02,000 X1:10\r\nOne <i>two</i>\r\n\r\n7\r\n0:00:03.500 -> 00:00:04,5\r\nthree\r\n\r\n\r\n";
const VTT: &str = "WEBVTT - a talk\n\nNOTE kept\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Ann>Hi <00:01.500>there\n\n\
                   STYLE\nnot a style here\n\n00:03.000 --> 00:59:59.999\n<v Ben>Bye\n";

#[test]
fn only_times_change() {
    let text = String::from_utf8(printed("a.srt", SRT, &["--shift", "1.5s"])).unwrap();
    assert_eq!(
        text,
        SRT.replace("01,000 --> 00:00:02,000", "02,500 --> 00:00:03,500")
            .replace("0:00:03.500 -> 00:00:04,5", "00:00:05.000 -> 00:00:06,000")
    );
    let text = String::from_utf8(printed("a.vtt", VTT, &["--shift", "1s"])).unwrap();
    let moved =
        VTT.replace("00:01.000 --> 00:02.000", "00:02.000 --> 00:03.000").replace("<00:01.500>", "<00:00:02.500>");
    assert_eq!(text, moved.replace("00:03.000 --> 00:59:59.999", "00:04.000 --> 01:00:00.999"));
}

#[test]
fn the_encoding_stays() {
    let latin = b"1\n00:00:01,000 --> 00:00:02,000\nd\xE9j\xE0 vu, \xE7a va ? Tr\xE8s bien, merci.\n";
    let moved = printed("a.srt", latin, &["--shift", "1s"]);
    assert_eq!(moved, [&b"1\n00:00:02,000 --> 00:00:03,000"[..], &latin[31..]].concat());
}

#[test]
fn only_what_was_selected_moves() {
    let moved = |arguments: &[&str]| {
        let text = String::from_utf8(printed("a.vtt", VTT, arguments)).unwrap();
        [text.contains("00:01.000 -->"), text.contains("00:03.000 -->")].map(|stays| !stays)
    };
    assert_eq!(moved(&["--shift", "5s", "--from", "0:02"]), [false, true]);
    assert_eq!(moved(&["--shift", "5s", "--to", "0:02"]), [true, false]);
    assert_eq!(moved(&["--shift", "5s", "--cues", "2.."]), [false, true]);
    assert_eq!(moved(&["--shift", "5s", "--speaker", "Ann"]), [true, false]);
    let (exit, message) = refused("a.vtt", VTT, &["--shift", "5s", "--speaker", "Zoe"]);
    assert!(exit == Some(2) && message.contains("there are Ann, Ben"), "{message}");
}

#[test]
fn a_time_below_zero_is_an_error_that_names_the_most_there_can_be() {
    let (exit, message) = refused("a.srt", SRT, &["--shift", "-2.5s"]);
    assert_eq!(exit, Some(2));
    assert!(message.contains("cue 1 at -0:00:01.500") && message.contains("--shift -1s is the most"), "{message}");
    assert!(!printed("a.srt", SRT, &["--shift", "-1s"]).is_empty());
    let text = String::from_utf8(printed("a.srt", SRT, &["--shift=-1500ms", "--negative", "clamp"])).unwrap();
    assert!(text.contains("00:00:00,000 --> 00:00:00,500"), "{text}");
    let text = String::from_utf8(printed("a.srt", SRT, &["--shift=-1500ms", "--negative", "drop"])).unwrap();
    assert!(!text.contains("One") && text.contains("00:00:02.000 -> 00:00:03,000"), "{text}");
}

#[test]
fn hours_of_three_digits_are_kept_and_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.srt"), SRT).unwrap();
    let output = cuekit(folder.path(), &["retime", "a.srt", "--shift", "99:59:57"]);
    let (text, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("\n100:00:00.500 -> 100:00:01,500\r\n"), "{text}");
    assert!(said.contains("[srt-hours]") && said.contains("from cue 2 on") && said.contains("1 cue)"), "{said}");
}

#[test]
fn what_begins_together_is_not_cut() {
    let srt = "1\n00:00:01,000 --> 00:00:05,000\n{\\an8}A sign\n\n2\n00:00:01,000 --> 00:00:04,000\nSpeech\n\n\
               3\n00:00:03,000 --> 00:00:06,000\nMore\n";
    let text = String::from_utf8(printed("a.srt", srt, &["--overlap", "cut"])).unwrap();
    assert_eq!(text, srt.replace("00:00:05,000", "00:00:03,000").replace("00:00:04,000", "00:00:03,000"));
}

#[test]
fn merged_cues_keep_both_voices() {
    let vtt = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>Hello\n\n00:02.000 --> 00:04.000\n<v Ben>Hi\n";
    let text = String::from_utf8(printed("a.vtt", vtt, &["--overlap", "merge"])).unwrap();
    assert!(text.contains("00:01.000 --> 00:04.000\n<v Ann>Hello</v>\n<v Ben>Hi</v>\n"), "{text}");
}

#[test]
fn an_end_may_keep_off_a_cut_when_overlaps_are_pushed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.srt"), "1\n00:00:08,620 --> 00:00:16,620\nOne\n").unwrap();
    fs::write(folder.path().join("shots.txt"), "12.620\n").unwrap();
    let limits = ["--max-duration", "4s", "--shots", "shots.txt", "--overlap"];
    for overlap in ["push", "keep", "cut"] {
        let output = cuekit(folder.path(), &[&["retime", "a.srt"], &limits[..], &[overlap]].concat());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("00:00:12,536"), "{overlap}: {text}");
    }
}

#[test]
fn below_zero_is_asked_when_all_steps_are_done() {
    let text = printed("a.srt", SRT, &["--shift", "-2s", "--then", "--shift", "2s"]);
    assert_eq!(text, SRT.as_bytes());
    let (exit, message) = refused("a.srt", SRT, &["--shift", "-100s", "--negative", "drop"]);
    assert!(exit == Some(2) && message.contains("all cues"), "{message}");
}

#[test]
fn times_that_nobody_meant_are_refused() {
    for arguments in [&["--shift", "2562047:47:16"][..], &["--rate", "1000000000000"], &["--rate", "-1"]] {
        let (exit, message) = refused("a.srt", SRT, arguments);
        assert!(exit == Some(2) && !message.contains("panicked") && !message.contains("'-- "), "{message}");
    }
}

#[test]
fn one_file_is_not_moved_twice() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.srt"), SRT).unwrap();
    let output = cuekit(folder.path(), &["retime", "a.srt", "./a.srt", "--shift", "1s", "--in-place"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("a.srt")).unwrap(), SRT);
}

#[test]
fn fields_that_are_not_kept_are_told() {
    let json = r#"{"version":"1.0.0","segments":[{"startTime":1,"endTime":2.5,"body":"Hi","speakerId":"u-77"}],"author":"me"}"#;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), json).unwrap();
    let output = cuekit(folder.path(), &["retime", "a.json", "--shift", "1s"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("segments[].speakerId") && said.contains("author") && !said.contains("version"), "{said}");
}

#[test]
fn what_moves_into_others_or_is_nothing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.srt"), SRT).unwrap();
    let told = |arguments: &[&str]| {
        let output = cuekit(folder.path(), &[&["retime", "a.srt"], arguments].concat());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(told(&["--shift", "-2s", "--cues", "2"]).contains("cues-collide"));
    assert!(told(&["--shift", "1s", "--cues", "100.."]).contains("selection-empty"));
    fs::write(folder.path().join("shots.txt"), "3600.5\n3610.0\n").unwrap();
    assert!(told(&["--shots", "shots.txt"]).contains("shots-elsewhere"));
    fs::write(folder.path().join("b.srt"), "1\n00:01:00,000 --> 00:01:02,000\nA label that drop-frame has not\n")
        .unwrap();
    let output = cuekit(folder.path(), &["retime", "b.srt", "--timecode", "29.97df"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("timecode-label"));
}

#[test]
fn steps_are_rounded_once() {
    // There and back through a rate of which no millisecond is a whole one.
    let steps = ["--rate", "1001/1000", "--then", "--rate", "1000/1001"];
    assert_eq!(printed("a.srt", SRT.replace(",5\r", ",500\r"), &steps), SRT.replace(",5\r", ",500\r").as_bytes());
    let text = String::from_utf8(printed("a.srt", SRT, &["--fps", "25:24", "--then", "--shift", "-1s"])).unwrap();
    assert!(text.contains("00:00:00,042 --> 00:00:01,083"), "{text}");
}

#[test]
fn the_outcome_may_be_said_behind_the_last_step() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.srt"), SRT).unwrap();
    let steps = ["retime", "a.srt", "--shift", "1s", "--then", "--shift", "500ms", "-o", "b.srt", "--quiet"];
    let output = cuekit(folder.path(), &steps);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(fs::read_to_string(folder.path().join("b.srt")).unwrap().contains("00:00:02,500 --> 00:00:03,500"));
}

/// A film of forty cues whose rhythm is its own.
fn film(shift: i64, ratio: (i64, i64), language: &str) -> String {
    let mut millis = 20_000;
    let clock = |millis: i64| {
        format!("{:02}:{:02}:{:02},{:03}", millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000)
    };
    (0..60i64)
        .map(|n| {
            millis += 1500 + (n * n * 7919 + n * 104_729) % 6700;
            let at = millis * ratio.0 / ratio.1 + shift;
            format!("{}\n{} --> {}\n{language} {n}\n\n", n + 1, clock(at), clock(at + 1200))
        })
        .collect()
}

#[test]
fn captions_are_aligned_to_those_of_another_language_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    write("en.srt", film(0, (1, 1), "line"));
    write("fr.srt", film(4200, (25, 24), "ligne"));
    let arguments = ["retime", "fr.srt", "--to-reference", "en.srt", "-o", "new.srt"];
    let output = cuekit(folder.path(), &arguments);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.starts_with("matches en.srt") && shown.contains(" 24/25 "), "{shown}");
    let starts = |name: &str| -> Vec<i64> {
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        let source = Source::from_text(text);
        let document =
            Format::by_name("srt").unwrap().read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        document.cues.iter().map(|cue| cue.start.to_millis()).collect()
    };
    for (a, b) in starts("new.srt").into_iter().zip(starts("en.srt")) {
        assert!((a - b).abs() <= 5, "{a} {b}");
    }
    write(
        "other.srt",
        (0..50i64)
            .map(|n| {
                let at = 5000 + n * 4000 + (n * n * 6101) % 2900;
                format!(
                    "{}\n00:{:02}:{:02},{:03} --> 00:{:02}:{:02},{:03}\nx\n\n",
                    n + 1,
                    at / 60_000,
                    at / 1000 % 60,
                    at % 1000,
                    at / 60_000,
                    at / 1000 % 60,
                    at % 1000
                )
            })
            .collect(),
    );
    let output = cuekit(folder.path(), &["retime", "fr.srt", "--to-reference", "other.srt"]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(1) && output.stdout.is_empty() && message.contains("does not match"),
        "{message}"
    );
}

#[test]
fn limits_are_kept_all_at_once_and_told_where_they_cannot_be() {
    let srt = "1\n00:00:01,013 --> 00:00:01,300\nOne\n\n2\n00:00:02,000 --> 00:00:04,000\ntwo\n";
    let limits = ["--snap-frames", "25", "--min-gap", "2f", "--min-duration", "20f"];
    let text = String::from_utf8(printed("a.srt", srt, &limits)).unwrap();
    assert!(text.contains("00:00:01,000 --> 00:00:01,800") && text.contains("00:00:02,000 --> 00:00:04,000"), "{text}");
    assert_eq!(printed("a.srt", &text, &limits), text.as_bytes());
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.srt"), srt).unwrap();
    let output = cuekit(folder.path(), &["retime", "a.srt", "--min-duration", "3s", "--cues", "1..1", "--dry-run"]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("limit-broken"), "{message}");
    assert!(!String::from_utf8(output.stdout).unwrap().contains("cue 2"));
}

#[test]
fn a_part_can_begin_at_zero_and_a_programme_anywhere() {
    let text = String::from_utf8(printed("a.srt", SRT, &["--trim", "1.5s..4s", "--rezero"])).unwrap();
    assert!(text.contains("00:00:00,000 --> 00:00:00,500") && text.contains("00:00:02.000 -> 00:00:02,500"), "{text}");
    let text = String::from_utf8(printed("a.srt", SRT, &["--start-at", "10:00:00:12@25"])).unwrap();
    assert!(text.contains("10:00:00,480 --> 10:00:01,480"), "{text}");
    let (exit, message) = refused("a.srt", SRT, &["--trim", "1:00..2:00"]);
    assert!(exit == Some(2) && message.contains("no cue"), "{message}");
}

#[test]
fn labels_of_time_code_become_times() {
    let srt = "1\n01:00:00,000 --> 01:00:02,500\nAn hour of labels\n";
    let text = String::from_utf8(printed("a.srt", srt, &["--timecode", "29.97"])).unwrap();
    assert!(text.contains("01:00:03,600 --> 01:00:06,103"), "{text}");
    let text = String::from_utf8(printed("a.srt", text, &["--to-timecode", "29.97"])).unwrap();
    assert_eq!(text, srt);
    let text = String::from_utf8(printed("a.srt", srt, &["--timecode", "29.97df"])).unwrap();
    assert!(text.contains("00:59:59,996 --> 01:00:02,499"), "{text}");
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.srt"), SRT).unwrap();
    let output =
        cuekit(folder.path(), &["retime", "a.srt", "--shift", "1s", "--cues", "1..1", "--in-place", "--dry-run"]);
    let shown = "@@ cue 1 @@ One two\n- 0:00:01.000 --> 0:00:02.000\n+ 0:00:02.000 --> 0:00:03.000\n";
    assert_eq!(String::from_utf8(output.stdout).unwrap(), shown);
    assert_eq!(fs::read_to_string(folder.path().join("a.srt")).unwrap(), SRT);
    let output = cuekit(folder.path(), &["retime", "a.srt", "--shift", "1s", "--in-place", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let change = &report["files"][0]["retimed"]["changes"][1];
    assert_eq!(change, &serde_json::json!({"cue": 2, "from": [3.5, 4.5], "to": [4.5, 5.5]}));
    assert!(
        fs::read_to_string(folder.path().join("a.srt")).unwrap().contains("00:00:02,000 --> 00:00:03,000 X1:10\r\n")
    );
}

#[test]
fn a_cue_that_goes_is_named_in_formats_without_places_too() {
    let json =
        r#"{"cuekit": 1, "cues": [{"start": 1, "end": 2, "text": "One"}, {"start": 5, "end": 6, "text": "two"}]}"#;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), json).unwrap();
    let arguments = ["retime", "a.json", "--shift=-3s", "--negative", "drop", "--dry-run", "--json"];
    let report: serde_json::Value = serde_json::from_slice(&cuekit(folder.path(), &arguments).stdout).unwrap();
    let wanted = serde_json::json!([{"cue": 1, "from": [1.0, 2.0]}, {"cue": 2, "from": [5.0, 6.0], "to": [2.0, 3.0]}]);
    assert_eq!(report["files"][0]["retimed"]["changes"], wanted);
}

#[test]
fn what_makes_no_sense_is_refused_before_a_file_is_read() {
    for (arguments, what) in [
        (&[][..], "nothing is asked for"),
        (&["--from", "1s"][..], "but not how"),
        (&["--shift", "60f"][..], "of which rate"),
        (&["--anchor", "1s=2s", "--anchor", "2s=1s"][..], "backwards"),
        (&["--shift", "1s", "--then"][..], "nothing is asked for"),
        (&["--cues", "5..2", "--shift", "1s"][..], "ends before it begins"),
        (&["--cues", "1..2", "--shift", "1s", "--trim", "1s..2s"][..], "two steps"),
    ] {
        let (exit, message) = refused("a.srt", SRT, arguments);
        assert!(exit == Some(2) && message.contains(what), "{arguments:?}: {message}");
    }
    let (exit, message) = refused("a.txt", "Ann: [0:01] Hello.\n\nBen: [0:05] Hello.\n", &["--shift", "1s"]);
    assert!(exit == Some(2) && message.contains("cuekit convert"), "{message}");
}

#[test]
fn time_code_is_exact_over_ten_hours() {
    for rate in ["23.976", "29.97", "29.97df", "59.94", "59.94df", "25"] {
        let timecode: Timecode = rate.parse().unwrap();
        let last = timecode.frame("10:00:00:00").unwrap();
        for frame in (0..last).step_by(101) {
            // Written in milliseconds and read again, a frame is the same frame.
            assert_eq!(timecode.nearest(timecode.time(frame).round_to_millis()), frame);
            assert_eq!(timecode.frame(&timecode.label(frame)), Some(frame));
        }
    }
}

fn rewritten(text: &str, change: impl FnOnce(&mut Document<'_>)) -> String {
    let format = Format::by_name("srt").unwrap();
    let source = Source::from_text(text);
    let mut document = format.read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
    change(&mut document);
    format.write(&document, &WriteOptions::default(), &mut Sink::new()).unwrap()
}

fn file(cues: &[(u32, u32)]) -> String {
    let clock = |millis: u32| {
        format!("{:02}:{:02}:{:02},{:03}", millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000)
    };
    cues.iter().map(|(start, length)| format!("9\n{} --> {}\nText\n\n", clock(*start), clock(start + length))).collect()
}

fn apply(map: &TimeMap) -> impl Fn(&mut Document<'_>) {
    |document| {
        retime(document, map, &Selection::default());
    }
}

proptest! {
    /// Shift and shift back is byte-identical, wherever it leads on the way.
    #[test]
    fn shift_and_back(cues in proptest::collection::vec((0u32..36_000_000, 0u32..9000), 1..9), by in -40_000_000_000_000i64..400_000_000_000_000) {
        let text = file(&cues);
        let by = Timestamp::from_nanos(by);
        let there_and_back = rewritten(&text, |document| {
            apply(&TimeMap::shift(by))(document);
            apply(&TimeMap::shift(-by))(document);
        });
        prop_assert_eq!(&there_and_back, &text);
        let later = Timestamp::from_millis(by.to_millis().abs());
        let there = rewritten(&text, apply(&TimeMap::shift(later)));
        prop_assert_eq!(&rewritten(&there, apply(&TimeMap::shift(-later))), &text);
    }

    /// A rate and its inverse, each written out: within a millisecond on a file of ten hours.
    #[test]
    fn rate_and_back(cues in proptest::collection::vec((0u32..36_000_000, 0u32..9000), 1..9), rate in 0usize..6) {
        let rates = ["25/23.976", "25/24", "24/23.976", "1001/1000", "30/29.97", "23.976/25"];
        let ratio: cuekit::Ratio = rates[rate].parse().unwrap();
        let text = file(&cues);
        let there = rewritten(&text, apply(&TimeMap::stretch(ratio)));
        let back = rewritten(&there, apply(&TimeMap::stretch(ratio.inverse())));
        let times = |text: &str| -> Vec<i64> {
            let source = Source::from_text(text);
            let document = Format::by_name("srt").unwrap().read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
            document.cues.iter().flat_map(|cue| [cue.start.to_millis(), cue.end.to_millis()]).collect()
        };
        for (a, b) in times(&text).into_iter().zip(times(&back)) {
            prop_assert!((a - b).abs() <= 1, "{} {}", a, b);
        }
    }

    /// Anchors are met to the millisecond.
    #[test]
    fn anchors_are_met(steps in proptest::collection::vec((1i64..900_000, 1i64..900_000), 1..9)) {
        let mut anchors = Vec::new();
        let (mut old, mut new) = (0, 0);
        for (a, b) in steps {
            (old, new) = (old + a, new + b);
            anchors.push(cuekit::Anchor { old: Timestamp::from_millis(old), new: Timestamp::from_millis(new) });
        }
        let map = TimeMap::through(&anchors).unwrap();
        for anchor in &anchors {
            prop_assert_eq!(map.residual(*anchor), Timestamp::ZERO);
        }
        for pair in anchors.windows(2) {
            let middle = Timestamp::from_nanos((pair[0].old.as_nanos() + pair[1].old.as_nanos()) / 2);
            let wanted = (pair[0].new.as_nanos() + pair[1].new.as_nanos()) / 2;
            prop_assert!((map.apply(middle).as_nanos() - wanted).abs() <= 1);
        }
    }
}

#[test]
fn what_is_odd_about_a_list_of_shots_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.srt"), SRT).unwrap();
    fs::write(folder.path().join("shots.txt"), "0:00:02.400\nsoon\n").unwrap();
    let shots = ["retime", "a.srt", "--shots", "shots.txt", "--snap-frames", "25"];
    let message = String::from_utf8(cuekit(folder.path(), &shots).stderr).unwrap();
    assert!(message.contains("shots-unreadable") && message.contains("shots.txt:2:1"), "{message}");
    let message = cuekit(folder.path(), &[&shots[..], &["--quiet"]].concat()).stderr;
    assert_eq!(String::from_utf8(message).unwrap(), "");
    let (exit, message) = refused("a.srt", SRT, &["--shots", "none.txt"]);
    assert!(exit == Some(3) && message.contains("none.txt: there is no such file"), "{message}");
}
