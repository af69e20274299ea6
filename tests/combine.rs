//! Neighbouring cues joined, by each of the rules, and the laws that hold whatever is joined.

use cuekit::format::SpeakerLabels;
use cuekit::{CaptionOptions, CombineOptions, Cue, Document, Profile, Sink, Timestamp, caption, combine};
use proptest::prelude::*;

fn cue(start: i64, end: i64, text: &str) -> Cue<'static> {
    Cue::new(Timestamp::from_millis(start), Timestamp::from_millis(end), text.to_owned())
}

fn joined(cues: Vec<Cue<'static>>, options: &CombineOptions) -> Vec<(i64, i64, String)> {
    let mut document = Document { cues, ..Document::default() };
    combine(&mut document, options, &mut Sink::new());
    let row = |cue: &Cue<'_>| (cue.start.to_millis(), cue.end.to_millis(), cue.text.as_str().to_owned());
    document.cues.iter().map(row).collect()
}

fn row(start: i64, end: i64, text: &str) -> (i64, i64, String) {
    (start, end, text.to_owned())
}

#[test]
fn fragments_become_sentences() {
    let options = CombineOptions { sentences: true, language: Some("en".into()), ..Default::default() };
    let cues = vec![
        cue(0, 1000, "I saw Dr."),
        cue(1000, 2000, "Lowe\nin town"),
        cue(2500, 3000, "today."),
        cue(3000, 4000, "and then"),
        cue(5500, 6000, "he left"),
        cue(6000, 6500, "- Who?"),
        cue(7000, 7500, "今日は"),
        cue(7500, 8000, "寒い。"),
    ];
    let expected = [
        row(0, 3000, "I saw Dr. Lowe in town today."),
        row(3000, 4000, "and then"),
        row(5500, 6000, "he left"),
        row(6000, 6500, "- Who?"),
        row(7000, 8000, "今日は寒い。"),
    ];
    assert_eq!(joined(cues, &options), expected);
}

#[test]
fn equal_texts_equal_times_and_short_cues() {
    let same = CombineOptions { same_text: Some(Timestamp::from_millis(100)), ..Default::default() };
    let cues = vec![cue(0, 1000, "No."), cue(1050, 2000, "No."), cue(2200, 3000, "No.")];
    assert_eq!(joined(cues.clone(), &same), [row(0, 2000, "No."), row(2200, 3000, "No.")]);
    let times = CombineOptions { same_times: true, ..Default::default() };
    assert_eq!(joined(vec![cue(0, 900, "up"), cue(0, 900, "down")], &times), [row(0, 900, "up\ndown")]);
    let short = CombineOptions { short: Some(Profile::default()), ..Default::default() };
    assert_eq!(joined(cues, &short), [row(0, 3000, "No. No. No.")]);
    let long = "a line of thirty characters ok";
    let cues: Vec<_> = (0..4).map(|n| cue(n * 2000, n * 2000 + 2000, long)).collect();
    assert_eq!(joined(cues, &short).len(), 2);
}

fn documents() -> impl Strategy<Value = Document<'static>> {
    let text = prop::sample::select(vec![
        "so",
        "we go.",
        "Yes\nand no",
        "今日は",
        "寒い。\nはい",
        " a b ",
        "",
        "- Who?\n- I.",
        "Dr.",
        "really long words here",
    ]);
    let one = (-200i64..1500, 0i64..2000, text, 0usize..8, prop::option::of("[a-z0-9]{1,3}"));
    prop::collection::vec(one, 0..24).prop_map(|rows| {
        let mut document = Document::default();
        let speaker = document.speakers.intern("Ada");
        let (mut at, mut last) = (500, 0);
        for (step, length, text, kind, id) in rows {
            at = (at + if kind == 0 { 0 } else { step }).max(0);
            let length = if kind == 0 { last } else { length };
            let mut cue = cue(at, at + length, text);
            cue.speaker = (kind == 1).then_some(speaker);
            if let Some(id) = id {
                cue.extra_mut().id = Some(id.into());
            }
            document.cues.push(cue);
            (at, last) = (if kind > 4 { at + length } else { at }, length);
        }
        document
    })
}

fn options() -> impl Strategy<Value = CombineOptions> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(sentences, text, same_times, short)| {
        CombineOptions {
            sentences,
            same_text: text.then_some(Timestamp::from_millis(300)),
            same_times,
            short: short.then(Profile::default),
            ..Default::default()
        }
    })
}

fn said(document: &Document<'_>) -> String {
    document.cues.iter().flat_map(|cue| cue.text.as_str().chars()).filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #[test]
    fn no_character_is_lost(mut document in documents(), mut options in options()) {
        options.same_text = None;
        let before = said(&document);
        combine(&mut document, &options, &mut Sink::new());
        prop_assert_eq!(&said(&document), &before);
        let cut = CaptionOptions { labels: SpeakerLabels::Never, ..Default::default() };
        prop_assert_eq!(said(&caption(document, &cut, &mut Sink::new()).0), before);
    }

    #[test]
    fn joining_twice_is_joining_once(mut document in documents(), options in options()) {
        let count = document.cues.len();
        let joined = combine(&mut document, &options, &mut Sink::new());
        prop_assert_eq!(document.cues.len(), count - joined);
        let once = document.cues.clone();
        prop_assert_eq!(combine(&mut document, &options, &mut Sink::new()), 0);
        prop_assert_eq!(document.cues, once);
    }
}
