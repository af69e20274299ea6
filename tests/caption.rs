//! What every set of captions must be, whatever the transcript: nothing lost, no limit broken that
//! could be kept, no two cues at one time.

use std::path::{Path, PathBuf};

use cuekit::{
    CaptionOptions, CaptionSummary, Cue, Document, Format, Limits, Profile, ReadOptions, Resolution, Sink, Source,
    Timestamp, Timing, caption,
};
use proptest::prelude::*;

/// The text samples that hold stamps.
fn samples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut files = vec![root.join("edito.fr.txt")];
    files.extend(std::fs::read_dir(root.join("transcripts")).into_iter().flatten().map(|entry| entry.unwrap().path()));
    files.retain(|path| path.is_file());
    files.sort();
    files
}

fn read(bytes: &[u8]) -> Option<(Document<'static>, Sink)> {
    let mut sink = Sink::new();
    let source = Source::decode(bytes, &Limits::default(), &mut sink).ok()?;
    let format = Format::detect(&source).ok()?;
    let document = format.read(&source, &ReadOptions::default(), &mut sink).ok()?.into_owned();
    Some((document, sink))
}

fn options(name: &str, language: Option<&str>) -> CaptionOptions {
    CaptionOptions {
        profile: Profile::named(name, language).unwrap(),
        language: language.map(str::to_owned),
        ..CaptionOptions::default()
    }
}

/// The characters of a document that are seen, in order.
fn seen(document: &Document<'_>) -> String {
    document.cues.iter().flat_map(|cue| cue.text.as_str().chars()).filter(|c| !c.is_whitespace()).collect()
}

/// Holds captions to what is true of all of them.
fn check(
    before: &Document<'_>,
    after: &Document<'_>,
    summary: &CaptionSummary,
    profile: &Profile,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(seen(before), seen(after), "every character is in some cue, in order");
    let mut last_end = Timestamp::from_nanos(i64::MIN);
    for cue in &after.cues {
        prop_assert!(cue.start >= last_end, "no two cues at one time: {cue:?}");
        prop_assert!(cue.end >= cue.start, "{cue:?}");
        prop_assert!(cue.duration() <= profile.max_duration, "{cue:?}");
        last_end = cue.end;
        prop_assert!(cue.text.lines().count() <= profile.max_lines, "{cue:?}");
        for line in cue.text.lines() {
            prop_assert!(line.chars().count() <= profile.max_cpl, "{line:?}");
            prop_assert_eq!(line.trim(), line, "no blank at the ends of a line");
            prop_assert!(!line.is_empty(), "{:?}", cue);
        }
    }
    prop_assert_eq!(summary.over_cpl, 0);
    prop_assert_eq!(summary.too_long, 0);
    Ok(())
}

#[test]
fn the_samples_become_captions_within_every_profile() {
    for path in samples() {
        let Some((document, _)) = read(&std::fs::read(&path).unwrap()) else { continue };
        let language = cuekit::language_of(&document);
        for info in cuekit::PROFILES {
            let options = options(info.name, language.as_deref());
            let before = document.clone();
            let (after, summary) = caption(document.clone(), &options, &mut Sink::new());
            check(&before, &after, &summary, &options.profile)
                .unwrap_or_else(|e| panic!("{} {}: {e}", path.display(), info.name));
        }
    }
}

#[test]
fn stamps_are_met_and_sentences_cut_by_a_block_are_whole_again() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/edito.fr.txt");
    let (document, sink) = read(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(document.cues.len(), 5);
    assert_eq!(document.metadata.duration, Some(Timestamp::from_secs(126)));
    assert_eq!(document.metadata.title.as_deref(), Some("[Chronique] Pourquoi nos phares ne s'éteindront pas"));
    assert_eq!(document.metadata.keywords.len(), 7);
    assert_eq!(sink.count("head-set-aside") + sink.count("foot-set-aside"), 2, "what is no speech is reported");
    let (captions, _) = caption(document, &options("default", Some("fr")), &mut Sink::new());
    let stamped: Vec<i64> =
        captions.cues.iter().filter(|c| c.timing == Timing::Stamped).map(|c| c.start.to_millis()).collect();
    assert!(stamped.contains(&4000) && stamped.contains(&31_000) && stamped.contains(&73_000), "{stamped:?}");
    assert!(
        captions.cues.iter().all(|c| c.timing == Timing::Stamped || c.extra.as_ref().unwrap().expected_error.is_some())
    );
    assert!(captions.cues.last().unwrap().end <= Timestamp::from_secs(126));
    let text = captions.cues.iter().map(|c| c.text.as_str().replace('\n', " ")).collect::<Vec<_>>().join("|");
    assert!(text.contains("qui cherche sa route"), "the stamp in mid-sentence is no break: {text}");
    for whole in ["3,2 millions", "24 mètres", "60 000 euros", "Anne Ropars", "Yann Le Goff"] {
        assert!(text.contains(whole) && captions.cues.iter().any(|c| c.text.as_str().contains(whole)), "{whole}");
    }
}

#[test]
fn sentences_as_cues_where_they_fit() {
    let cue = Cue::new(
        Timestamp::ZERO,
        Timestamp::from_secs(9),
        "We waited for the boat all morning. It came at noon. Nobody had told us in time that it would not stop.",
    );
    let document = Document { cues: vec![cue], ..Document::default() };
    let (captions, _) = caption(document, &options("netflix", Some("en")), &mut Sink::new());
    let texts: Vec<&str> = captions.cues.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "We waited for the boat all morning.",
            "It came at noon.",
            "Nobody had told us in time\nthat it would not stop."
        ]
    );
}

#[test]
fn silence_before_the_next_stamp_is_left_alone() {
    let text = "A short remark, and then nothing at all.";
    let talk = "This block is as long as its words need, so it gives the pace of all the others, and a bit more.";
    let blocks = [(0, talk), (7, talk), (14, talk), (21, text), (81, talk)];
    let cues = blocks.iter().map(|&(secs, text)| Cue {
        resolution: Resolution::Second,
        end_timing: Timing::Interpolated,
        ..Cue::new(Timestamp::from_secs(secs), Timestamp::from_secs(secs), text)
    });
    let document = Document { cues: cues.collect(), ..Document::default() };
    let (captions, _) = caption(document, &options("netflix", Some("en")), &mut Sink::new());
    let remark = captions.cues.iter().find(|c| c.text.as_str().contains("nothing at all")).unwrap();
    assert!(remark.end < Timestamp::from_secs(35), "a minute of silence is not filled: {remark:?}");
}

#[test]
fn words_that_do_not_fit_their_time_are_reported() {
    let long = "far too many words for one second of time ".repeat(8);
    let cues = [
        (0, "An ordinary sentence of some length, said at an ordinary pace."),
        (5, &*long),
        (6, "And on it goes, as before."),
    ];
    let cues = cues.iter().map(|&(s, t)| Cue::new(Timestamp::from_secs(s), Timestamp::from_secs(s), t.to_owned()));
    let cues = cues.map(|cue| Cue { end_timing: Timing::Interpolated, ..cue }).collect();
    let mut sink = Sink::new();
    let (_, summary) = caption(Document { cues, ..Document::default() }, &options("netflix", Some("en")), &mut sink);
    assert_eq!(sink.count("block-overfull"), 1);
    assert!(summary.over_cps > 0);
}

/// A block of a transcript: seconds since the one before, words, speaker.
fn block() -> impl Strategy<Value = (i64, String, bool, bool)> {
    let word = prop_oneof![
        6 => "[a-zà-ÿ]{1,12}",
        1 => "[A-Z][a-z]{1,9}",
        1 => "[a-z]{1,9}[.,;:!?…]",
        1 => "[0-9]{1,4}",
        1 => Just("« ah ! »".to_owned()),
        1 => Just("今日は、晴れです。".to_owned()),
        1 => "[a-z]{40,130}",
        1 => Just("- e\u{301}\u{301}".to_owned()),
    ];
    (0i64..40, prop::collection::vec(word, 0..40), any::<bool>(), any::<bool>())
        .prop_map(|(gap, words, stamped, other)| (gap, words.join(" "), stamped, other))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn captions_of_anything_lose_nothing(blocks in prop::collection::vec(block(), 0..12), cpl in 4usize..80, lines in 1usize..4) {
        let mut document = Document::default();
        let names = [document.speakers.intern("Ada"), document.speakers.intern("Ben")];
        let mut at = 0;
        for (gap, text, stamped, other) in blocks {
            at += gap;
            let start = Timestamp::from_secs(at);
            let mut cue = Cue::new(start, start, text);
            cue.timing = if stamped { Timing::Stamped } else { Timing::Interpolated };
            cue.end_timing = Timing::Interpolated;
            cue.resolution = Resolution::Second;
            cue.speaker = Some(names[usize::from(other)]);
            document.cues.push(cue);
        }
        let mut options = options("netflix", Some("fr"));
        options.profile.max_cpl = cpl;
        options.profile.max_lines = lines;
        let before = document.clone();
        let (after, summary) = caption(document, &options, &mut Sink::new());
        check(&before, &after, &summary, &options.profile)?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_lines_are_read_or_refused(text in "(\\[?[0-9]{1,3}:[0-9]{2}[\\]) ]?[-: ]{0,3}[A-Za-z*:<>\\[\\](]{0,9} ?[a-z ]{0,20}\n){0,30}") {
        if let Some((document, _)) = read(text.as_bytes()) {
            let before = document.clone();
            let options = options("default", Some("en"));
            let (after, summary) = caption(document, &options, &mut Sink::new());
            check(&before, &after, &summary, &options.profile)?;
        }
    }
}

#[test]
fn any_prefix_of_a_sample_is_read_or_refused() {
    for path in samples() {
        let bytes = std::fs::read(&path).unwrap();
        // Every byte of a small sample, every few of a larger one.
        for end in (0..bytes.len()).step_by(bytes.len() / 600 + 1) {
            if let Some((document, _)) = read(&bytes[..end]) {
                let _ = caption(document, &options("default", None), &mut Sink::new());
            }
        }
    }
}

#[test]
fn any_line_of_a_sample_may_be_missing_and_any_byte_wrong() {
    for path in samples() {
        let text = std::fs::read(&path).unwrap();
        let lines: Vec<&[u8]> = text.split_inclusive(|&b| b == b'\n').collect();
        for gone in 0..lines.len() {
            let rest: Vec<u8> =
                lines.iter().enumerate().filter(|(i, _)| *i != gone).flat_map(|(_, l)| l.iter().copied()).collect();
            let _ = read(&rest);
        }
        for (n, at) in (0..text.len()).step_by(text.len() / 300 + 1).enumerate() {
            let mut bytes = text.clone();
            bytes[at] = [0, b'[', b':', 0xFF, b'\n', b'9', b'<'][n % 7];
            let _ = read(&bytes);
        }
    }
}
