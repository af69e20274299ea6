//! SubRip has no standard, and files are broken in many ways. Each case here was met in the wild (in
//! bug reports of players and parsers) or is one slip away from one that was: what is read, at which
//! times, and what is said about it. Also the suite that lies in `../shared`; without it its test says so
//! and passes, unless `CUEKIT_REQUIRE_SHARED` is set.

use std::path::Path;

use cuekit::format::SrtDecimals;
use cuekit::{Document, Format, Limits, ReadOptions, Sink, Source, Timing};
use serde_json::Value;

fn read_with(bytes: &[u8], options: &ReadOptions) -> (Document<'static>, Sink) {
    let mut sink = Sink::new();
    let source = Source::decode(bytes, &Limits::default(), &mut sink).expect("text").with_extension("srt");
    let format = Format::detect(&source).unwrap_or_else(|e| panic!("{e}: {} {:?}", source.encoding(), source.text()));
    assert_eq!(format.id, "srt", "{}", source.text());
    let document = format.read(&source, options, &mut sink).expect("a document").into_owned();
    for cue in &document.cues {
        assert!(cue.end >= cue.start && cue.source.end as usize <= source.text().len(), "{cue:?}");
    }
    (document, sink)
}

fn read(text: &str) -> (Document<'static>, Sink) {
    read_with(text.as_bytes(), &ReadOptions::default())
}

/// Start and end in milliseconds, and the text with its lines parted by `/`.
fn cues(text: &str) -> Vec<(i64, i64, String)> {
    let cue = |c: &cuekit::Cue<'_>| (c.start.to_millis(), c.end.to_millis(), c.text.as_str().replace('\n', "/"));
    read(text).0.cues.iter().map(cue).collect()
}

#[track_caller]
fn says(text: &str, expected: &[(i64, i64, &str)]) {
    let found = cues(text);
    let found: Vec<(i64, i64, &str)> = found.iter().map(|(start, end, text)| (*start, *end, text.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

fn ids(text: &str) -> Vec<Option<String>> {
    read(text).0.cues.iter().map(|cue| cue.id().map(str::to_owned)).collect()
}

/// A good cue, a timing line, a good cue.
fn between(line: &str) -> String {
    format!("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n{line}\nb\n\n3\n00:00:09,000 --> 00:00:10,000\nc\n")
}

#[track_caller]
fn middle(line: &str, start: i64, end: i64) {
    says(&between(line), &[(1000, 2000, "a"), (start, end, "b"), (9000, 10_000, "c")]);
}

/// The suite's own way of comparing: tags, blanks at the ends and blank lines do not count, nor do
/// cues without text.
fn normal(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_file_of_the_suite_is_read() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/srt");
    if !suite.is_dir() {
        assert!(std::env::var_os("CUEKIT_REQUIRE_SHARED").is_none(), "../shared is required but absent");
        eprintln!("skipped: ../shared is absent, so the suite was not run");
        return;
    }
    let millis = |value: &Value| (value.as_f64().expect("seconds") * 1000.0).round() as i64;
    for path in std::fs::read_dir(suite.join("cases")).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let expected = std::fs::read(suite.join("expected").join(format!("{name}.json"))).unwrap();
        let expected: Value = serde_json::from_slice(&expected).unwrap();
        let Some(expected) = expected["cues"].as_array() else { continue };
        let found = cues(&std::fs::read_to_string(&path).unwrap());
        let mut found = found.iter().filter(|(_, _, text)| !text.is_empty());
        for cue in expected.iter().filter(|cue| cue["text"].as_str() != Some("")) {
            let (start, end, text) = found.next().unwrap_or_else(|| panic!("{name}: a cue is missing"));
            assert_eq!((*start, *end), (millis(&cue["start"]), millis(&cue["end"])), "{name}");
            if let Some(expected) = cue["text"].as_str() {
                let expected = expected.replace("<i>", "").replace("</i>", "");
                assert_eq!(normal(&text.replace('/', "\n")), normal(&expected.replace('/', "\n")), "{name}");
            }
        }
        assert_eq!(found.next(), None, "{name}");
    }
}

#[test]
fn arrows_of_every_kind() {
    for arrow in [
        "->", "-->", "--->", "-- >", "- - >", "==>", "=>", "—>", "–>", "→", "--&gt;", ">", "＞", "--", " ", " - ",
        "\t-->\t", "  -->  ",
    ] {
        middle(&format!("00:00:03,000{arrow}00:00:04,000"), 3000, 4000);
        middle(&format!("00:00:03,000 {arrow} 00:00:04,000"), 3000, 4000);
    }
}

#[test]
fn times_of_every_kind() {
    for line in [
        "0:0:3,0 --> 0:0:4,0",
        "00:03,000 --> 00:04,000",
        "00:00:03,000 --> 00:04,000",
        "00:00:03.000 --> 00:00:04.000",
        "00:00:03 --> 00:00:04",
        "00:00:03:000 --> 00:00:04:000",
        "00.00.03,000 --> 00.00.04,000",
        "00;00;03;000 --> 00;00;04;000",
        "00:00:03 000 --> 00:00:04 000",
        "00: 00: 03, 000 --> 00: 00: 04, 000",
        " 00:00:03,000 --> 00:00:04,000 ",
        "00:00:03,000000 --> 00:00:04,000999",
        "00:00:03000 --> 00:00:04000",
        "000:00:03,000 --> 000:00:04,000",
        "００：００：０３，０００ --> ００：００：０４，０００",
        "٠٠:٠٠:٠٣٫٠٠٠ --> ٠٠:٠٠:٠٤٫٠٠٠",
        "\u{202b}00:00:03,000 --> 00:00:04,000\u{202c}",
        "\u{feff}00:00:03,000 --> 00:00:04,000",
        "\t00:00:03,000\t-->\t00:00:04,000\t",
        "00:00:03,0: --> 00:00:04,0:",
        "[00:00:03,000 --> 00:00:04,000]",
        "(00:00:03,000) --> (00:00:04,000)",
        "00:00:O3,000 --> 00:00:04,000",
        "00\0:00:03,000 --> 00:00:04,000",
        "2 00:00:03,000 --> 00:00:04,000",
        "2: 00:00:03,000 --> 00:00:04,000",
        "200:00:03,000 --> 00:00:04,000",
        "+00:00:03,000 --> 00:00:04,000",
        "00:00:03,000 --> 00:00:04,000 --> 00:00:05,000",
    ] {
        middle(line, 3000, 4000);
    }
    middle("00:00:03,500 --> 00:00:04,25", 3500, 4250);
    middle("00:00:03,1234 --> 00:00:04,9999", 3123, 4999);
    middle("1:2:3,4 --> 1:2:3,5", 3_723_400, 3_723_500);
    middle("123:00:00,000 --> 123:00:01,000", 442_800_000, 442_801_000);
    middle("-00:00:01,500 --> 00:00:01,000", -1500, 1000);
    middle("00:00:-1,-500 --> 00:00:01,000", -1500, 1000);
    // Frames and hundredths: told by the largest in the file.
    middle("00:00:03:12 --> 00:00:04:05", 3480, 4200);
    middle("00:00:03:12 --> 00:00:04:75", 3120, 4750);
}

/// One or two decimals: a fraction, unless the user knows better; it is said either way.
#[test]
fn short_decimals() {
    let text = "1\n00:00:01,5 --> 00:00:02,50\na\n\n2\n00:00:03:5 --> 00:00:04,123\nb\n";
    let millis = |decimals| {
        let (document, sink) =
            read_with(text.as_bytes(), &ReadOptions { srt_decimals: decimals, ..ReadOptions::default() });
        assert_eq!(sink.count("srt-short-decimals"), 2);
        document.cues.iter().flat_map(|cue| [cue.start.to_millis(), cue.end.to_millis()]).collect::<Vec<_>>()
    };
    assert_eq!(millis(SrtDecimals::Fraction), [1500, 2500, 3500, 4123]);
    assert_eq!(millis(SrtDecimals::Millis), [1005, 2050, 3005, 4123]);
}

/// What stands behind the times says where, or is text.
#[test]
fn behind_the_times() {
    for place in ["X1:100 X2:600 Y1:050 Y2:100", "x1:1", "align:start position:10%", ":", "  ", "123"] {
        middle(&format!("00:00:03,000 --> 00:00:04,000 {place}"), 3000, 4000);
    }
    let text = between("00:00:03,000 --> 00:00:04,000 Hello, Anna: no!");
    says(&text, &[(1000, 2000, "a"), (3000, 4000, "Hello, Anna: no!/b"), (9000, 10_000, "c")]);
    assert_eq!(read(&text).1.count("srt-text-beside-times"), 1);
}

#[test]
fn numbers() {
    // Missing, wrong, double, decorated, in other digits, with blanks or a mark of direction.
    for number in ["", "7", "-1", "002", "2.", "#2", "２", "٢", " 2\t", "\u{202a}2\u{202c}", "\u{feff}2", "2\0"] {
        let text = between("00:00:03,000 --> 00:00:04,000").replace("\n2\n", &format!("\n{number}\n"));
        if number != "-1" {
            says(&text, &[(1000, 2000, "a"), (3000, 4000, "b"), (9000, 10_000, "c")]);
        } else {
            says(&text, &[(1000, 2000, "a//-1"), (3000, 4000, "b"), (9000, 10_000, "c")]);
        }
    }
    // A number apart from its times.
    says(
        "1\n\n00:00:01,000 --> 00:00:02,000\na\n\n2\n\n00:00:03,000 --> 00:00:04,000\nb",
        &[(1000, 2000, "a"), (3000, 4000, "b")],
    );
    // Numbers that are text.
    says(
        "1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n0\n",
        &[(1000, 2000, "42"), (3000, 4000, "0")],
    );
    says(
        "00:00:01,000 --> 00:00:02,000\n42\n\n00:00:03,000 --> 00:00:04,000\nb\n",
        &[(1000, 2000, "42"), (3000, 4000, "b")],
    );
    says(
        "1\n00:00:01,000 --> 00:00:02,000\n\n500\n\n2\n00:00:03,000 --> 00:00:04,000\nb",
        &[(1000, 2000, "500"), (3000, 4000, "b")],
    );
    // Nothing but a number below the times is the number of the next cue.
    says(
        "1\n00:00:01,000 --> 00:00:02,000\n2\n00:00:03,000 --> 00:00:04,000\nb",
        &[(1000, 2000, ""), (3000, 4000, "b")],
    );
    // What differs from counting is kept.
    assert_eq!(
        ids("5\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03,000 --> 00:00:04,000\nb"),
        [Some("5".into()), None]
    );
}

#[test]
fn lines_and_blank_lines() {
    let good = "1\n00:00:01,000 --> 00:00:02,000\na\nb\n\n2\n00:00:03,000 --> 00:00:04,000\nc\n";
    let expected = [(1000, 2000, "a/b"), (3000, 4000, "c")];
    for newline in ["\n", "\r\n", "\r", "\r\r\n"] {
        says(&good.replace('\n', newline), &expected);
    }
    says(&good.replace("b\n\n2", "b\n2"), &expected);
    says(&good.replace("b\n\n2", "b\n \t\n\n\n\n2"), &expected);
    says(&good.replace("000\na", "000\n\na"), &expected);
    says(&good.replace("a\nb", "a\n\n\nb"), &[(1000, 2000, "a///b"), (3000, 4000, "c")]);
    says(good.trim_end(), &expected);
    // The end-of-file mark of DOS, padding, marks of byte order.
    for tail in ["\u{1a}", "\n\0\0\0", "\n\u{feff}", "\n\n\n"] {
        says(&format!("{good}{tail}"), &expected);
    }
    for head in ["\u{feff}", "\u{feff}\u{feff}", "ï»¿", "\n\n", "\0"] {
        says(&format!("{head}{good}"), &expected);
        assert!(read(&format!("{head}{good}")).0.metadata.notes.is_empty(), "{head:?}");
    }
}

#[test]
fn text_before_the_first_number() {
    for head in ["mantas", "WEBVTT", "Page text\n\nMore of it", "[Script Info]\nTitle: x"] {
        let (document, sink) = read(&format!("{head}\n\n1\n00:00:01,000-->00:00:02,000\na\n"));
        assert_eq!((document.cues.len(), sink.count("srt-leading-text")), (1, 1), "{head}");
        assert_eq!(document.metadata.notes, [head]);
    }
    let (document, _) = read("Head\r\r1\r00:00:01,000 --> 00:00:02,000\ra\r");
    assert_eq!((document.metadata.notes.as_slice(), document.cues[0].id()), (["Head".to_owned()].as_slice(), None));
}

/// A time that cannot be read is put where there is room; without room the cue becomes a note.
#[test]
fn one_time_is_missing() {
    for line in [
        "00:00:03,000 -->",
        "00:00:03,000 --> 00:00",
        "00:00:03,000",
        "00:00:03,000 --> ??:??",
        "00:00:03,000\n\n--> x",
    ] {
        let text = between(line.split('\n').next().unwrap());
        let (document, sink) = read(&text);
        says(&text, &[(1000, 2000, "a"), (3000, 4060, "b"), (9000, 10_000, "c")]);
        assert_eq!((document.cues[1].timing, document.cues[1].end_timing), (Timing::Stamped, Timing::Interpolated));
        assert_eq!(sink.count("srt-bad-timing"), 1);
    }
    middle("00:00:03,000\n\n--> 00:00:04,000", 3000, 4000);
    for line in ["--> 00:00:04,000", "??:??:?? --> 00:00:04,000"] {
        middle(line, 2940, 4000);
        assert_eq!(read(&between(line)).0.cues[1].timing, Timing::Interpolated);
    }
    middle("00:00:03werwer,580 --> 00:00:04,000", 3000, 4000);
    let (document, sink) = read(&between("00:02:00,000 --> 00:03:0"));
    assert_eq!((document.cues.len(), sink.count("srt-bad-timing")), (2, 1));
    assert_eq!(document.metadata.notes, ["00:02:00,000 --> 00:03:0\nb"]);
}

/// Without its timing line a cue would be shown with the one before, number and all.
#[test]
fn both_times_are_missing() {
    let text = between("x").replace("x\n", "");
    says(&text, &[(1000, 2000, "a"), (2000, 3060, "b"), (9000, 10_000, "c")]);
    assert_eq!(read(&text).1.count("srt-bad-timing"), 1);
    let (document, _) = read(&text.replace("00:00:09,000", "00:00:02,000"));
    assert_eq!((document.cues.len(), document.metadata.notes.as_slice()), (2, ["2\nb".to_owned()].as_slice()));
    // A number in a text that does not count on is text.
    says(&text.replace("\n2\n", "\n7\n"), &[(1000, 2000, "a//7/b"), (9000, 10_000, "c")]);
}

#[test]
fn an_end_before_the_start() {
    middle("00:00:04,000 --> 00:00:03,000", 4000, 4000);
    assert_eq!(read(&between("00:00:04,000 --> 00:00:03,000")).1.count("cue-ends-early"), 1);
}

#[test]
fn arrows_and_clocks_in_a_text_are_text() {
    let line = "00:00:03,000 --> 00:00:04,000\nx --> y\n3:30, or maybe 4:00\n1.567.202.\nat 10:00 -> home\n--\n- 5 > 3";
    let text = "x --> y/3:30, or maybe 4:00/1.567.202./at 10:00 -> home/--/- 5 > 3/b";
    says(&between(line), &[(1000, 2000, "a"), (3000, 4000, text), (9000, 10_000, "c")]);
}

/// UTF-16, with and without its mark, and what is left of it.
#[test]
fn encodings() {
    let good = "1\n00:00:01,000 --> 00:00:02,000\né\n";
    let le = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for bytes in [le(good), le(&format!("\u{feff}{good}")), le(&format!("\u{feff}\u{feff}{good}"))] {
        let (document, _) = read_with(&bytes, &ReadOptions::default());
        assert_eq!(document.cues[0].text.as_str(), "é");
        assert!(document.metadata.notes.is_empty());
    }
}

/// Files that are named WebVTT but have SubRip's times hold no cue by the standard.
#[test]
fn subrip_under_a_webvtt_signature() {
    says(
        "WEBVTT\n\n1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03,000 --> 00:00:04,000\nb\n",
        &[(1000, 2000, "a"), (3000, 4000, "b")],
    );
}

/// Each of these took, or would take, time that grows with the square of the file.
#[test]
fn hostile_lines_are_read_in_no_time() {
    let begin = std::time::Instant::now();
    for piece in ["1 ", "1:", "1:1:1,1 ", "->", "--", "1\n", "1\n\n", "００", "<", "1:1:1 -->\n", "\n\n7\nx", "&gt;"]
    {
        let text = between(&format!("{} --> 00:00:04,000", piece.repeat(200_000 / piece.len())));
        let source = Source::from_text(text);
        let _ = Format::by_name("srt").unwrap().read(&source, &ReadOptions::default(), &mut Sink::new());
    }
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

/// No beginning of a broken file, and no broken byte in one, makes the reader fall over.
#[test]
fn nothing_makes_it_fall_over() {
    let lines = [
        "00:00:03,000 --> ",
        "--> 00:00:04,000",
        "９９９９９９９９９９：00:00,0 → &gt;",
        "1:2:3:4:5 --> 6:7",
        "999999999:999999999:999999999,9 --> -9:9:9",
    ];
    let webvtt = Format::by_name("srt").unwrap();
    for text in lines.map(between) {
        for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
            for tail in ["", "\u{feff}é", "\0", ":", "-->"] {
                let source = Source::from_text(format!("{}{tail}", &text[..end]));
                let _ = webvtt.read(&source, &ReadOptions::default(), &mut Sink::new());
            }
        }
    }
}

/// Read and written as SubRip, what was read and did not change stays byte for byte, and what had to be
/// repaired reads the same again.
#[test]
fn repaired_files_are_written_so_that_they_read_the_same() {
    for line in [
        "00:00:03,000 --> 00:00:04,000",
        "0:0:3,0 -> 0:0:4,0 X1:100",
        "00.00.03,000 → 00.00.04,000",
        "00:00:03,000 00:00:04,000",
        "00:00:03,000 --> 00:00:04,000 Hello",
        "200:00:03,000 --> 00:00:04,000",
        "00:00:03,000 -->",
        "--> 00:00:04,000",
        "00:02:00,000 --> 00:03:0",
        "00:00:03,000\n\n--> 00:00:04,000",
    ] {
        for text in [between(line), between(line).replace('\n', "\r\n"), between(line).replace("\n2\n", "\n\n")] {
            let mut sink = Sink::new();
            let source = Source::decode(text.as_bytes(), &Limits::default(), &mut sink).unwrap();
            let srt = Format::by_name("srt").unwrap();
            let document = srt.read(&source, &ReadOptions::default(), &mut sink).unwrap();
            let written = srt.write(&document, &cuekit::WriteOptions::default(), &mut sink).unwrap();
            assert_eq!(cues(&written), cues(&text), "{written}");
            if line.contains("00:00:03,000 --> 00:00:04,000") && !line.contains("Hello") && !line.starts_with('2') {
                assert_eq!(written, text);
            }
        }
    }
}
