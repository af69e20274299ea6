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

/// What is written for a file in a format, and read again from that and written as another.
fn there_and_back(name: &str, text: &str, args: &[&str], through: &str) -> (String, String) {
    let first = cuekit(name, text.as_bytes(), &[&["convert", name, "--to", through][..], args].concat()).0;
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let to = name.rsplit('.').next().unwrap();
    let second = cuekit("a.json", &first.stdout, &["convert", "a.json", "--to", to]).0;
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(second.status.success() && !said.contains('['), "{said}");
    (String::from_utf8(first.stdout).unwrap(), String::from_utf8(second.stdout).unwrap())
}

#[test]
fn the_native_json_keeps_fonts_and_struck_out_text() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\n<font color=\"red\" face=\"A & B\">Hi <s>there</s></font>\n";
    assert_eq!(there_and_back("a.srt", srt, &[], "json").1, srt);
    accepted("a.srt", srt.as_bytes(), &["--to", "json"]);
    refused("a.srt", srt.as_bytes(), &["--to", "podcast-json"], "loss-styles");
}

#[test]
fn the_native_json_keeps_the_dashes_of_turns_that_became_one_speakers() {
    let vtt = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ada>- Yes.</v>\n<v Ben>- No.</v>\n";
    let (_, back) = there_and_back("a.vtt", vtt, &[], "json");
    assert_eq!(back, vtt);
    let (json, back) = there_and_back("a.vtt", vtt, &["--speaker", "Ben=Ada"], "json");
    assert!(json.contains(r#""text": "- Yes.\n- No.""#), "{json}");
    assert_eq!(back, vtt.replace("Ben", "Ada"));
}

#[test]
fn names_of_two_in_a_cue_are_told_where_there_is_one_field() {
    let vtt = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>- Yes.</v>\n<v Ben>- No.</v>\n";
    for to in ["podcast-json", "whisper"] {
        refused("a.vtt", vtt, &["--to", to], "loss-speakers");
    }
    accepted("a.vtt", vtt, &["--to", "json"]);
}

#[test]
fn what_captions_that_are_cut_anew_have_no_place_for_is_told() {
    let text = "Ada: [0:02] Tu viens ?\n\nBen: [0:03] Oui.\n\nAda: [0:30] Et puis, la chaise était blanche et grise.\n";
    let dashed = ["--to", "json", "--language", "fr", "--dialogue", "dashed"];
    refused("a.txt", text.as_bytes(), &dashed, "loss-stamps");
    accepted("a.txt", text.as_bytes(), &["--to", "json", "--language", "fr", "--dialogue", "separate"]);
    let vtt = b"WEBVTT\n\n00:01.000 --> 00:04.000 line:0\nHi there, you all.\n";
    refused("a.vtt", vtt, &["--to", "webvtt", "--cues", "caption"], "loss-layout");
    accepted("a.vtt", vtt, &["--to", "webvtt", "--cues", "keep"]);
}

#[test]
fn times_that_no_clock_of_ours_holds_are_told() {
    for times in [
        "2600000:00:01.000 --> 2600000:00:02.000\nHi",
        "00:01.000 --> 99999999999999999999999:00:02.000\nHi",
        "00:01.000 --> 00:02.000\nHi <9999999999:00:00.000>there",
    ] {
        let vtt = format!("WEBVTT\n\n{times}\n");
        let args = ["convert", "a.vtt", "--to", "webvtt", "--json"];
        let (output, _) = cuekit("a.vtt", vtt.as_bytes(), &args);
        let report: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        let told = &report["files"][0]["diagnostics"][0];
        assert_eq!((&told["code"], &told["line"]), (&"time-too-late".into(), &3.into()), "{report}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), vtt);
        accepted("a.vtt", vtt.as_bytes(), &args[2..4]);
        refused("a.vtt", vtt.as_bytes(), &["--to", "srt"], "loss-source");
    }
}

#[test]
fn markup_that_subrip_does_not_have_is_told() {
    let vtt = |text: &str| format!("WEBVTT\n\n00:01.000 --> 00:03.000\n{text}\n");
    for (text, code) in [
        ("<c.yellow>Hi</c>", "loss-styles"),
        ("<i.foo>Hi</i>", "loss-styles"),
        ("<v.loud Ada>Hi</v>", "loss-styles"),
        ("<v.loud Ada>Hi</v> <v Ben>Ho</v>", "loss-styles"),
        ("<lang fr>Salut</lang>", "loss-styles"),
        ("<ruby>漢<rt>kan</rt></ruby>", "loss-styles"),
        ("Hi <00:02.000>there", "loss-words"),
    ] {
        refused("a.vtt", vtt(text).as_bytes(), &["--to", "srt"], code);
        refused("a.vtt", vtt(text).as_bytes(), &["--to", "podcast-json"], code);
        accepted("a.vtt", vtt(text).as_bytes(), &["--to", "webvtt", "--anew"]);
        accepted("a.vtt", vtt(text).as_bytes(), &["--to", "json"]);
    }
    accepted("a.vtt", vtt("<i>Hi</i> <c>there</c>").as_bytes(), &["--to", "srt"]);
    let srt = b"1\n00:00:01,000 --> 00:00:02,000\n<s>Hi</s> <font color=red>there</font>\n";
    refused("a.srt", srt, &["--to", "webvtt"], "loss-styles");
    accepted("a.srt", srt, &["--to", "srt", "--anew"]);
}

#[test]
fn what_the_standard_drops_of_a_cue_is_told() {
    let vtt = |settings: &str, text: &str| format!("WEBVTT\n\n00:01.000 --> 00:03.000{settings}\n{text}\n");
    for text in
        ["I <3 you, dear", "<font color=red>Hi</font>", "<s>Hi</s>", "Hi <i two\nlast words", "<b>Hi</b d <i>e</i>"]
    {
        for newline in ["\n", "\r\n"] {
            let bytes = vtt("", text).replace('\n', newline);
            refused("a.vtt", bytes.as_bytes(), &["--to", "srt"], "vtt-tag-unknown");
            refused("a.vtt", bytes.as_bytes(), &["--to", "webvtt", "--anew"], "loss-source");
            accepted("a.vtt", bytes.as_bytes(), &["--to", "webvtt"]);
        }
    }
    for settings in [" align:middle", " position:150%", " foo:bar", " region:a", " line:0 alone"] {
        refused("a.vtt", vtt(settings, "Hi").as_bytes(), &["--to", "webvtt", "--anew"], "vtt-settings-dropped");
        accepted("a.vtt", vtt(settings, "Hi").as_bytes(), &["--to", "webvtt"]);
    }
    let region = "WEBVTT\n\nREGION\nid:a\nwidth:50\n\n00:01.000 --> 00:02.000 region:a\nHi\n";
    refused("a.vtt", region.as_bytes(), &["--to", "json"], "vtt-settings-dropped");
    accepted("a.vtt", vtt(" align:start position:5%", "<v Ada>Hi</v> 1 > 0 </i></>").as_bytes(), &["--to", "json"]);
}

#[test]
fn the_place_of_what_is_dropped_is_where_it_stands() {
    let vtt = "WEBVTT\r\n\r\n1\r\n00:01.000 --> 00:03.000 align:middle\r\nOne\r\n\0two <font a>three</font>\r\n";
    let report = cuekit("a.vtt", vtt.as_bytes(), &["convert", "a.vtt", "--to", "srt", "--json"]).0.stderr;
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    let told: Vec<_> = report["files"][0]["diagnostics"].as_array().unwrap().iter().take(2).collect();
    let place = |nth: usize| (told[nth]["code"].as_str(), told[nth]["line"].as_u64(), told[nth]["column"].as_u64());
    assert_eq!(place(0), (Some("vtt-settings-dropped"), Some(4), Some(25)), "{report}");
    assert_eq!(place(1), (Some("vtt-tag-unknown"), Some(6), Some(6)), "{report}");
}

#[test]
fn a_signature_that_is_nearly_one_is_repaired() {
    let body = "\n\nNOTE kept\n\n1\n00:01.000 --> 00:02.000 line:0\n<v Ada>Hi</v>\n";
    for (near, whole) in [
        ("\n\nWEBVTT", "WEBVTT"),
        ("\u{FEFF}\u{FEFF}WEBVTT", "\u{FEFF}WEBVTT"),
        ("webvtt", "WEBVTT"),
        ("WebVTT - title", "WEBVTT - title"),
        ("WEBVTTfoo", "WEBVTT foo"),
    ] {
        let bytes = format!("{near}{body}");
        let (output, _) = cuekit("a.vtt", bytes.as_bytes(), &["convert", "a.vtt", "--to", "webvtt"]);
        assert!(String::from_utf8_lossy(&output.stderr).contains("vtt-signature-repaired"), "{near:?}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{whole}{body}"), "{near:?}");
        let inspected = cuekit("a.vtt", bytes.as_bytes(), &["inspect", "a.vtt"]).0;
        assert!(String::from_utf8_lossy(&inspected.stdout).contains("WebVTT"), "{near:?}");
        assert!(!cuekit("a.vtt", bytes.as_bytes(), &["dump", "--webvtt", "a.vtt"]).0.status.success());
    }
}

#[test]
fn a_stray_tag_of_subrip_is_told_where_it_is_left_out() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}{\\an2}One</i> two\n";
    for format in ["webvtt", "json", "whisper"] {
        let source = cuekit::Source::from_text(srt);
        let mut sink = cuekit::Sink::new();
        let read = cuekit::Format::by_name("srt").unwrap();
        let document = read.read(&source, &cuekit::ReadOptions::default(), &mut sink).unwrap();
        let write = cuekit::Format::by_name(format).unwrap();
        write.write(&document, &cuekit::WriteOptions::default(), &mut sink).unwrap();
        assert_eq!(sink.count("loss-styles"), 1, "{format}");
    }
}
