//! Written in the format it was read from, a file changes where it was asked to, and nowhere else.

use cuekit::{Cue, Document, Format, ReadOptions, Sink, Source, Text, Timestamp, WriteOptions};
use proptest::prelude::*;

/// Reads a text as a format, changes the document, writes it again.
fn rewritten(format: &str, text: &str, change: impl FnOnce(&mut Document<'_>)) -> String {
    let format = Format::by_name(format).unwrap();
    let mut sink = Sink::new();
    let source = Source::decode(text.as_bytes(), &Default::default(), &mut sink).unwrap();
    let mut document = format.read(&source, &ReadOptions::default(), &mut sink).unwrap();
    change(&mut document);
    format.write(&document, &WriteOptions::default(), &mut sink).unwrap()
}

fn shift(document: &mut Document<'_>, millis: i64) {
    for cue in &mut document.cues {
        cue.start += Timestamp::from_millis(millis);
        cue.end += Timestamp::from_millis(millis);
    }
}

/// SRT as it is met: line ends, a mark, odd numbers, tags, coordinates, points, blank lines.
const SRT: &[&str] = &[
    "1\n00:00:01,000 --> 00:00:02,000\nOne\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\n<i>three</i>\n",
    "1\r\n00:00:01,000 --> 00:00:02,000\r\nOne\r\ntwo\r\n\r\n7\r\n00:00:03,000 --> 00:00:04,000\r\n{\\an8}three\r\n\r\n",
    "\u{FEFF}0\n00:00:01,000 --> 00:00:02,000\nOne\n\n\n\n05\n00:00:03.500 -> 0:00:04,5 X1:10 X2:20\nfour & <b>five\n\nsix\n\n\n",
    "made by hand\n\n1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000-->00:00:04,000\n\nfive\n  \n3\n100:00:05,000 --> 100:00:06,000\nsix",
    "1\r\r\n00:00:01,000 --> 00:00:02,000\r\r\nOne\r\r\n\r\r\n2\r\r\n00:00:03,000 --> 00:00:04,000\r\r\ntwo\r\r\n",
    "00:00:05,000 --> 00:00:02,000\nbackwards\n\n00:00:06,000 --> 00:00:07,000\n<font color=\"red\">red</font> </b>\n",
];

#[test]
fn what_did_not_change_is_copied() {
    for text in SRT {
        assert_eq!(&rewritten("srt", text, |_| {}), text);
    }
}

#[test]
fn only_times_change() {
    for text in SRT {
        let there = rewritten("srt", text, |document| shift(document, 1500));
        assert_ne!(&there, text);
        let digits = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
        if !text.contains("backwards") && !text.contains("0:00:04,5") {
            assert_eq!(digits(&there), digits(text));
            assert_eq!(&rewritten("srt", &there, |document| shift(document, -1500)), text);
        }
    }
    let odd = rewritten("srt", SRT[2], |document| shift(document, 1000));
    assert!(odd.contains("05\n00:00:04.500 -> 00:00:05,500 X1:10 X2:20\nfour & <b>five\n\nsix\n"), "{odd}");
}

#[test]
fn a_text_that_looks_like_a_timing_line_stays_a_text() {
    for line in ["00:00:01,000 --> 00:00:02,000", "0:01 -> 0:02", "at 00:00:01,000 --> 00:00:02,000"] {
        let text = rewritten("srt", SRT[0], |document| document.cues[0].text = Text::plain(format!("{line}\nyes")));
        let source = Source::from_text(text.as_str());
        let read = Format::by_name("srt").unwrap().read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        assert_eq!(read.cues.len(), 2, "{text}");
        assert_eq!(read.cues[0].text.as_str().replace("-- >", "-->"), format!("{line}\nyes"));
        assert!(read.cues[0].text.spans().is_empty());
    }
}

#[test]
fn a_timing_line_that_is_repaired_keeps_its_coordinates() {
    let text = rewritten("srt", "1\n00.00.01,500 → 00:00:02;500 X1:10 X2:20\nHi\n", |_| {});
    assert_eq!(text, "1\n00:00:01,500 --> 00:00:02,500 X1:10 X2:20\nHi\n");
}

#[test]
fn a_changed_text_is_written_anew_in_its_place() {
    let text = rewritten("srt", SRT[1], |document| document.cues[1].text = Text::plain("a\nb"));
    assert_eq!(text, SRT[1].replace("{\\an8}three", "{\\an8}a\r\nb"));
}

#[test]
fn cues_that_go_take_their_lines_with_them() {
    let text = rewritten("srt", SRT[3], |document| drop(document.cues.remove(1)));
    assert_eq!(text, "made by hand\n\n1\n00:00:01,000 --> 00:00:02,000\n\n3\n100:00:05,000 --> 100:00:06,000\nsix");
    let text = rewritten("srt", SRT[3], |document| drop(document.cues.drain(..2)));
    assert_eq!(text, "made by hand\n\n3\n100:00:05,000 --> 100:00:06,000\nsix");
    let text = rewritten("srt", SRT[0], |document| drop(document.cues.pop()));
    assert_eq!(text, "1\n00:00:01,000 --> 00:00:02,000\nOne\ntwo\n");
    let text = rewritten("srt", SRT[1], |document| document.cues.reverse());
    assert!(text.starts_with("7\r\n00:00:03,000") && text.contains("three\r\n\r\n1\r\n00:00:01,000"), "{text:?}");
}

/// WebVTT as it is met: notes, styles and regions among the cues, settings, short times, blocks that are no cues.
const VTT: &[&str] = &[
    "WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n",
    "\u{FEFF}WEBVTT - a title\r\nKind: captions\r\n\r\nSTYLE\r\n::cue { color: lime }\r\n\r\nREGION\r\nid:fred\r\nwidth:40%\r\n\r\nfirst\r\n00:00:01.000 --> 00:00:02.000 region:fred align:left\r\n<v.loud Ann>Hi &amp; <i>bye</i>\r\n\r\nNOTE between\r\n\r\n00:03.000 --> 00:04.000\r\nlast\r\n\r\n\r\n",
    "WEBVTT\n00:00:01.000 --> 00:00:02.000\nno blank line\n\nno cue at all\n\n100:00:03.000 --> 100:00:04.000   line:0\t\n\nNOTE\nthe end\nof it",
];

#[test]
fn webvtt_is_copied() {
    for text in VTT {
        assert_eq!(&rewritten("webvtt", text, |_| {}), text);
        let there = rewritten("webvtt", text, |document| shift(document, 90_500));
        assert_ne!(&there, text);
        assert_eq!(&rewritten("webvtt", &there, |document| shift(document, -90_500)), text);
    }
}

#[test]
fn webvtt_keeps_what_stands_between_cues() {
    let text = rewritten("webvtt", VTT[1], |document| drop(document.cues.remove(0)));
    assert_eq!(text, VTT[1].replace(&VTT[1][VTT[1].find("first").unwrap()..VTT[1].find("NOTE").unwrap()], ""));
    let text = rewritten("webvtt", VTT[1], |document| document.cues[0].text = Text::plain("a < b"));
    assert_eq!(text, VTT[1].replace("<v.loud Ann>Hi &amp; <i>bye</i>", "<v Ann>a &lt; b"));
    let text = rewritten("webvtt", VTT[2], |document| document.metadata.notes.clear());
    assert!(!text.contains("NOTE") && text.contains("no blank line"), "{text}");
}

proptest! {
    #[test]
    fn any_srt_is_copied(blocks in proptest::collection::vec(block(), 1..8), crlf in any::<bool>(), end in "\n{0,3}") {
        let text = blocks.join("\n") + &end;
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        prop_assert_eq!(&rewritten("srt", &text, |_| {}), &text);
        let there = rewritten("srt", &text, |document| shift(document, 61_001));
        prop_assert_eq!(&rewritten("srt", &there, |document| shift(document, -61_001)), &text);
    }
}

proptest! {
    /// A blank more before the arrow, and no block is a clean one any more: it is read the patient way.
    #[test]
    fn clean_blocks_are_read_as_the_patient_way_reads_them(
        blocks in proptest::collection::vec(block(), 1..8),
        crlf in any::<bool>(),
    ) {
        let text = blocks.join("\n");
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        prop_assert_eq!(cues("srt", &text), cues("srt", &text.replace(" --> ", "  --> ")));
        let text = format!("WEBVTT\n\n{}", text.replace(',', "."));
        prop_assert_eq!(cues("webvtt", &text), cues("webvtt", &text.replace(" --> ", "  --> ")));
    }
}

/// The cues of a text, without their places.
fn cues(format: &str, text: &str) -> Vec<Cue<'static>> {
    let source = Source::from_text(text);
    let format = Format::by_name(format).unwrap();
    let document = format.read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
    let placeless = |cue: Cue<'_>| Cue { source: Default::default(), ..cue.into_owned() };
    document.cues.into_iter().map(placeless).collect()
}

/// A block of SRT with a clean timing line and any text that has no second one.
fn block() -> impl Strategy<Value = String> {
    let text = r"[a-zé<>{}&/i\\b \-\n]{0,40}".prop_filter("no arrow", |text| !text.contains("-->"));
    ("[0-9]{0,4}\n?", 0u32..3600, 0u32..9000, text).prop_map(|(number, start, length, text)| {
        let clock = |millis: u32| {
            format!(
                "{:02}:{:02}:{:02},{:03}",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000
            )
        };
        let number = if number.ends_with('\n') && number.len() > 1 { number } else { String::new() };
        format!("{number}{} --> {}\n{text}\n", clock(start * 1000), clock(start * 1000 + length))
    })
}
