//! The nastiest sentences of each language and the captions cut from them, for a reader to judge.
//!
//! `tests/golden/*.txt` has a reason (`#`), a sentence (`>`), and one line for each cue, `↵` where its second line begins.
//! `CUEKIT_BLESS=1 cargo test --test golden` writes the cues anew; read them aloud before you keep them.

use std::fmt::Write as _;
use std::path::Path;

use cuekit::{CaptionOptions, Cue, Document, Profile, Sink, Timestamp, caption};

/// The cues of a sentence spoken at an easy pace, within the limits of its language.
fn cues(sentence: &str, language: &str) -> Vec<String> {
    let profile = Profile::named("netflix", Some(language)).unwrap();
    let seconds = sentence.chars().count() as f64 / (profile.max_cps * 0.8);
    let cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs_f64(seconds), sentence);
    let document = Document { cues: vec![cue], ..Document::default() };
    let options = CaptionOptions { profile, language: Some(language.to_owned()), ..CaptionOptions::default() };
    let (captions, summary) = caption(document, &options, &mut Sink::new());
    assert_eq!(summary.over_cpl, 0, "{sentence}");
    captions.cues.iter().map(|cue| cue.text.as_str().replace('\n', " ↵ ")).collect()
}

fn check(language: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{language}.txt"));
    let file = std::fs::read_to_string(&path).unwrap();
    let mut current = String::new();
    let mut sentences = 0;
    for case in file.split("# ").filter(|case| !case.trim().is_empty()) {
        let (why, rest) = case.split_once('\n').expect("a reason and a sentence");
        let sentence = rest.lines().next().and_then(|line| line.strip_prefix("> ")).expect("a sentence");
        writeln!(current, "# {why}\n> {sentence}").unwrap();
        cues(sentence, language).iter().for_each(|cue| writeln!(current, "{cue}").unwrap());
        current.push('\n');
        sentences += 1;
    }
    assert_eq!(sentences, 12, "{language}");
    if std::env::var_os("CUEKIT_BLESS").is_some() {
        std::fs::write(&path, current.trim_end().to_owned() + "\n").unwrap();
    } else {
        assert_eq!(
            current.trim_end(),
            file.trim_end(),
            "{language}: CUEKIT_BLESS=1 cargo test --test golden writes it anew"
        );
    }
}

#[test]
fn french() {
    check("fr");
}

#[test]
fn english() {
    check("en");
}

#[test]
fn german() {
    check("de");
}

#[test]
fn japanese() {
    check("ja");
}
