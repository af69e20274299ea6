//! srtlib as an independent reader: it reads what we write, to the same numbers, times and text; of clean
//! files both say the same; and what `--consumer srtlib` says is what srtlib does.

mod common;

use common::samples;
use cuekit::format::srtlib::Error;
use cuekit::format::{Consumer, FindingKind, SpeakerLabels, Verdict};
use cuekit::{
    Align, Cue, Document, Format, Layout, Limits, Line, ReadOptions, Sink, Source, Span, Style, Text, Timestamp,
    WriteOptions,
};
use proptest::prelude::*;
use srtlib::{Subtitle, Subtitles};

const HOUR: i64 = 3_600_000;
/// 255:59:59,999.
const LATEST: i64 = 256 * HOUR - 1;

fn srt(document: &Document<'_>, speakers: SpeakerLabels) -> String {
    let options = WriteOptions { speakers, ..WriteOptions::default() };
    Format::by_name("srt").unwrap().write(document, &options, &mut Sink::new()).unwrap()
}

fn read_srt(text: &str) -> Document<'static> {
    let mut sink = Sink::new();
    let source = Source::decode(text.as_bytes(), &Limits::default(), &mut sink).unwrap();
    Format::by_name("srt").unwrap().read(&source, &ReadOptions::default(), &mut sink).unwrap().into_owned()
}

/// A text as SRT can hold it: no carriage return, no empty line, no arrow, which would begin a cue. An end
/// of line at the very end is the end of the cue.
fn held(text: &str) -> String {
    let text = text.replace('\r', "").replace("-->", "-- >");
    text.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What is written of a document without styles and names is read by srtlib as the document.
#[track_caller]
fn agrees(name: &str, document: &Document<'_>, text: &str) {
    let read = Subtitles::parse_from_str(text.to_owned()).unwrap_or_else(|e| panic!("{name}: {e}\n{text}"));
    assert_eq!(read.len(), document.cues.len(), "{name}\n{text}");
    for (index, (cue, subtitle)) in document.cues.iter().zip(&read).enumerate() {
        assert_eq!(subtitle.num, index + 1, "{name}");
        let start = cue.start.max(Timestamp::ZERO);
        assert_eq!(millis(subtitle), (start.to_millis(), cue.end.max(start).to_millis()), "{name}");
        if cue.text.spans().is_empty() && cue.layout().is_none() {
            // To srtlib the file's last end of line belongs to the last text.
            assert_eq!(subtitle.text.trim_end_matches('\n'), held(&cue.text.shown()), "{name}");
        }
    }
    assert_eq!(verdict(text), Verdict { cues: read.len(), ..Verdict::default() }, "{name}\n{text}");
}

fn millis(subtitle: &Subtitle) -> (i64, i64) {
    (Timestamp::from(subtitle.start_time).to_millis(), Timestamp::from(subtitle.end_time).to_millis())
}

fn verdict(text: impl AsRef<[u8]>) -> Verdict {
    Consumer::by_name("srtlib").unwrap().check.unwrap()(text.as_ref())
}

/// The line and the kind of every finding.
fn findings(text: impl AsRef<[u8]>) -> Vec<(usize, FindingKind)> {
    verdict(text).findings.into_iter().map(|one| (one.line, one.kind)).collect()
}

#[test]
fn it_reads_what_we_write_of_every_sample() {
    for (name, document) in samples() {
        agrees(&name, &document, &srt(&document, SpeakerLabels::Never));
        // With names, our own reader is the witness for the text.
        let text = srt(&document, SpeakerLabels::Change);
        let (ours, theirs) = (read_srt(&text), Subtitles::parse_from_str(text).unwrap());
        same(&name, &ours, &theirs);
    }
}

/// Both have read the same.
#[track_caller]
fn same(name: &str, ours: &Document<'_>, theirs: &Subtitles) {
    let converted = Document::from(theirs);
    assert_eq!(ours.cues.len(), converted.cues.len(), "{name}");
    for (cue, other) in ours.cues.iter().zip(&converted.cues) {
        assert_eq!((cue.start, cue.end, &cue.text), (other.start, other.end, &other.text), "{name}");
        assert_eq!((cue.id(), cue.layout()), (other.id(), other.layout()), "{name}");
    }
}

#[test]
fn of_clean_files_both_say_the_same() {
    for text in [
        "1\n00:00:01,000 --> 00:00:02,000\nOne line.\n",
        "1\n00:00:01,000 --> 00:00:02,000\nTwo\nlines.\n\n2\n00:00:02,000 --> 00:00:03,040\n<i>Both</i> <b>styled.</b>\n\n",
        "\u{FEFF}1\r\n00:00:01,000 --> 00:00:02,000\r\nFrom another system.\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\n♪\r\n",
        "7\n00:00:01,000 --> 00:00:02,000\n{\\an8}Above\n\n3\n99:59:59,999 --> 100:00:00,000\nOdd numbers, 5 > 4 & 3.",
        "1\n00:00:01,000 --> 00:00:02,000\n\n\n2\n00:00:03,000 --> 00:00:04,000\nThe first has no text.\n",
        "1\n00:00:01.000 --> 00:00:02.500\nPoints for commas.\n",
        "1\n00:00:07,001 --> 00:00:09,015 X1:100 X2:200 Y1:10 Y2:20\nCoordinates.\n",
    ] {
        let theirs = Subtitles::parse_from_str(text.to_owned()).unwrap();
        same(text, &read_srt(text), &theirs);
        assert!(verdict(text).reads(), "{text}: {:?}", verdict(text));
    }
    for (name, document) in samples() {
        let text = srt(&document, SpeakerLabels::Always);
        same(&name, &read_srt(&text), &Subtitles::parse_from_str(text.clone()).unwrap());
    }
}

#[test]
fn a_document_goes_there_and_back() {
    for (name, document) in samples() {
        let theirs = Subtitles::try_from(&document).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(theirs.to_string() + "\n", srt(&document, SpeakerLabels::Change), "{name}");
        let back = Document::from(&theirs);
        let again = Subtitles::try_from(&back).unwrap();
        assert_eq!(theirs, again, "{name}");
    }
    assert!(Subtitles::try_from(&Document::default()).unwrap().is_empty());
}

#[test]
fn a_cue_goes_there_and_back() {
    let mut cue = Cue::new(
        Timestamp::from_nanos(1_000_400_000),
        Timestamp::from_millis(LATEST),
        Text::styled("Up\n\nhere", vec![Span { start: 0, end: 2, style: Style::Italic }]),
    );
    let subtitle = Subtitle::try_from(&cue).unwrap();
    assert_eq!(subtitle.to_string(), "1\n00:00:01,000 --> 255:59:59,999\n<i>Up</i>\nhere");
    cue.extra_mut().id = Some("12".into());
    cue.extra_mut().layout =
        Some(Box::new(Layout { line: Line::Number(0.0), align: Align::Right, ..Layout::default() }));
    let subtitle = Subtitle::try_from(&cue).unwrap();
    assert_eq!((subtitle.num, subtitle.text.as_str()), (12, "{\\an9}<i>Up</i>\nhere"));
    let back = Cue::from(&subtitle);
    assert_eq!((back.id(), back.layout(), back.text.as_str()), (cue.id(), cue.layout(), "Up\nhere"));
    // An id that is no number; a text of nothing; a cue turned round.
    cue.extra_mut().id = Some("intro".into());
    assert_eq!(Subtitle::try_from(&cue).unwrap().num, 1);
    let empty = Subtitle::try_from(&Cue::new(Timestamp::from_secs(2), Timestamp::from_secs(1), "")).unwrap();
    assert_eq!((empty.text.as_str(), millis(&empty)), ("", (2000, 2000)));
}

#[test]
fn times_that_srtlib_cannot_hold_are_errors_and_never_panics() {
    for (time, fits) in [
        (Timestamp::ZERO, true),
        (Timestamp::from_nanos(-499_999), true),
        (Timestamp::from_millis(-1), false),
        (Timestamp::from_millis(LATEST), true),
        (Timestamp::from_nanos(LATEST * 1_000_000 + 499_999), true),
        (Timestamp::from_nanos(LATEST * 1_000_000 + 500_000), false),
        (Timestamp::from_secs(256 * 3600), false),
        (Timestamp::from_millis(1 << 32), false),
        (Timestamp::MAX, false),
        (-Timestamp::MAX, false),
    ] {
        assert_eq!(srtlib::Timestamp::try_from(time).is_ok(), fits, "{time}");
        let cue = Cue::new(time, time, "a");
        assert_eq!(Subtitle::try_from(&cue).is_ok(), fits, "{time}");
        let document =
            Document { cues: vec![Cue::new(Timestamp::ZERO, Timestamp::ZERO, "b"), cue], ..Document::default() };
        match Subtitles::try_from(&document) {
            Ok(_) => assert!(fits),
            Err(Error::Time { cue, time: named }) => assert_eq!((cue, named, fits), (Some(1), time, false)),
            Err(other) => panic!("{other}"),
        }
    }
    // srtlib's constructors take what its own maximum forbids, and its clock then shows something else.
    for millis in [0, LATEST as u32, LATEST as u32 + 1, 300 * HOUR as u32 + 1, u32::MAX - 1, u32::MAX] {
        let time = srtlib::Timestamp::from_milliseconds(millis);
        assert_eq!(Timestamp::from(time).to_millis(), i64::from(millis));
    }
    let odd = srtlib::Timestamp::new(255, 255, 255, u16::MAX);
    assert_eq!(Timestamp::from(odd).to_millis(), 255 * HOUR + 255 * 60_000 + 255_000 + 65_535);
}

#[test]
fn markup_with_an_empty_line_is_an_error_and_not_another_cue() {
    let spans = vec![Span { start: 0, end: 0, style: Style::Raw("\n\nbroken".into()) }];
    let cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs(1), Text::styled("a", spans));
    let document = Document { cues: vec![cue], ..Document::default() };
    assert!(matches!(Subtitles::try_from(&document), Err(Error::Refused(_))));
}

#[test]
fn what_it_refuses_is_told_with_its_line() {
    use FindingKind::{Misread, Refused};
    let good = "1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n";
    let second = |cue: &str| format!("{good}{cue}\n\n3\n00:00:05,000 --> 00:00:06,000\nBye.\n");
    for (cue, wanted) in [
        ("2\n00:00:03,000 --> 00:00:04,000\nFine.", vec![]),
        ("2a\n00:00:03,000 --> 00:00:04,000\nx", vec![(5, Refused)]),
        ("2 \n00:00:03,000 --> 00:00:04,000\nx", vec![(5, Refused)]),
        ("00:00:03,000 --> 00:00:04,000\nx", vec![(5, Refused)]),
        ("\n\n2\n00:00:03,000 -> 00:00:04,000\nx", vec![(8, Refused)]),
        ("2\n00:00:03,000-->00:00:04,000\nx", vec![(6, Refused)]),
        ("2\n03,000 --> 00:00:04,000\nx", vec![(6, Refused)]),
        ("2\n00:00:03 --> 00:00:04\nx", vec![(6, Refused)]),
        ("2\n00:00:03,000 --> 256:00:04,000\nx", vec![(6, Refused)]),
        ("2\n-00:00:03,000 --> 00:00:04,000\nx", vec![(6, Refused)]),
        ("2\n00:00:03,000 --> 00:00:04,000\nx\n\ny", vec![(9, Refused)]),
        ("2\n00:00:03,000 --> 00:00:04,000\nx\n\n…", vec![(9, Misread)]),
        ("2", vec![(5, Refused)]),
        ("2\n00:00:03,5 --> 00:00:04,000\nx", vec![(6, Misread)]),
        ("2\n00:00:03,000 --> 00:00:03,500\nx\n3\n00:00:04,000 --> 00:00:04,500\ny", vec![(9, Misread)]),
        ("2b\n00:00:03,000 --> 00:00:04,000\nx\n\n2\n0:3 --> 0:4\ny", vec![(5, Refused), (10, Refused)]),
    ] {
        let text = second(cue);
        assert_eq!(findings(&text), wanted, "{text}");
        let refused = wanted.iter().any(|(_, kind)| *kind == Refused);
        assert_eq!(Subtitles::parse_from_str(text.clone()).is_err(), refused, "{text}");
        // The line is the same with other ends of lines and a byte order mark.
        assert_eq!(findings(format!("\u{FEFF}{}", text.replace('\n', "\r\n"))), wanted, "{text}");
        // And whatever it is, writing it anew mends it, unless it lies beyond what srtlib can hold.
        if !cue.contains("256") {
            assert!(verdict(srt(&read_srt(&text), SpeakerLabels::Change)).reads(), "{text}");
        }
    }
    assert_eq!(findings(b"1\n00:00:01,000 --> 00:00:02,000\nCaf\xe9\n"), [(3, Refused)]);
    assert_eq!(findings("WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n"), [(1, Refused), (3, Refused)]);
    assert_eq!(verdict(""), Verdict::default());
    let many = verdict("no\n\n".repeat(1000));
    assert_eq!((many.findings.len(), many.total), (100, 1000));
    assert_eq!(many.findings[99].line, 199);
}

/// Texts with everything that has a meaning somewhere in SRT.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Z0-9 .,!?é☂中♪]{0,12}",
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\r\n".to_owned()),
        Just(" --> ".to_owned()),
        Just("-->".to_owned()),
        Just("---->".to_owned()),
        Just("00:00:01,000 --> 00:00:02,000".to_owned()),
        Just("12".to_owned()),
        Just("<i>".to_owned()),
        Just("{\\an8}".to_owned()),
        Just("…".to_owned()),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn document() -> impl Strategy<Value = Document<'static>> {
    let nanos = (LATEST + 1) * 1_000_000 - 500_001;
    let time = prop_oneof![0..nanos, 0..10_000_000_000i64, Just(0), Just(nanos)];
    let cue = (time.clone(), time, text())
        .prop_map(|(a, b, text)| Cue::new(Timestamp::from_nanos(a.min(b)), Timestamp::from_nanos(a.max(b)), text));
    proptest::collection::vec(cue, 0..8).prop_map(|cues| Document { cues, ..Document::default() })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_reads_what_we_write_of_any_document(document in document()) {
        // Before a text that a tolerant reader takes for a timing line stands markup that shows nothing; srtlib knows
        // no markup.
        let text = srt(&document, SpeakerLabels::Change);
        agrees("generated", &document, &text.replace("<i></i>", ""));
        let theirs = Subtitles::try_from(&document).unwrap();
        let text = text.trim_end_matches('\n').to_owned();
        prop_assert_eq!(Subtitles::parse_from_str(text).unwrap(), theirs);
    }

    #[test]
    fn a_verdict_is_what_srtlib_does(text in text(), more in text(), bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let text = format!("1\n00:00:01,000 --> 00:00:02,000\n{text}\n\n{more}\n\n2\n00:00:03,000 --> 00:00:04,000\nb");
        let refused = |verdict: &Verdict| verdict.findings.iter().any(|one| one.kind == FindingKind::Refused);
        prop_assert_eq!(refused(&verdict(&text)), Subtitles::parse_from_str(text).is_err());
        match String::from_utf8(bytes.clone()) {
            Ok(text) => prop_assert_eq!(refused(&verdict(&text)), Subtitles::parse_from_str(text).is_err()),
            Err(_) => prop_assert!(refused(&verdict(&bytes))),
        }
    }

    #[test]
    fn any_time_of_either_is_taken(nanos in any::<i64>(), millis in any::<u32>()) {
        let _ = srtlib::Timestamp::try_from(Timestamp::from_nanos(nanos));
        let _ = Subtitle::try_from(&Cue::new(Timestamp::from_nanos(nanos), Timestamp::from_nanos(-nanos.saturating_abs()), "a"));
        let time = srtlib::Timestamp::from_milliseconds(millis);
        prop_assert_eq!(Timestamp::from(time).to_millis(), i64::from(millis));
    }
}
