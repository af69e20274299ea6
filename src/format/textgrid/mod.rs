//! Praat TextGrid: tiers of intervals, in the long form (`xmin = 0`) and the short (`0`).
//!
//! Praat reads a file as free-standing numbers, quoted strings and `<flags>`; all else is comment. Read so,
//! both forms are one. Tiers are called as people like: a speaker, `words`, `Speaker 1 - phones`. A tier of
//! words gives its speaker's turns their words, or the turns if there are none.

mod role;

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::track::{self, Aside, Block, Order, Spoken, Track};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Timestamp, Word};
use crate::source::{Source, floor_char_boundary};
use role::{Role, is_silence, role};

pub(super) static FORMAT: Format = Format {
    id: "textgrid",
    name: "Praat TextGrid",
    aliases: &["praat"],
    extensions: &["textgrid"],
    caps: Caps { speakers: true, words: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    let head = &text[..floor_char_boundary(text, 400)];
    let praat = head.trim_start().starts_with("File type") || head.trim_start().starts_with("\"ooTextFile");
    if praat && head.contains("\"TextGrid\"") { 98 } else { 0 }
}

/// What is free-standing in the file; all else is comment.
enum Token {
    Number(Timestamp),
    Text(String),
    Flag,
}

/// The tokens of the file, with their places.
fn tokens(text: &str) -> impl Iterator<Item = (Token, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &text[at..];
            let start = at + (rest.len() - rest.trim_start().len());
            let rest = &text[start..];
            match rest.as_bytes().first()? {
                b'"' => {
                    let (string, length) = quoted(rest);
                    at = start + length;
                    return Some((Token::Text(string), start..at));
                }
                b'!' => at = start + rest.find(['\n', '\r']).unwrap_or(rest.len()),
                first => {
                    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                    at = start + length;
                    let word = &rest[..length];
                    if *first == b'<' && word.ends_with('>') {
                        return Some((Token::Flag, start..at));
                    }
                    if let Some((number, _)) = track::seconds(word) {
                        return Some((Token::Number(number), start..at));
                    }
                }
            }
        }
    })
}

/// A quoted string, a doubled quote in it being one, and how long it is in the file.
fn quoted(text: &str) -> (String, usize) {
    let mut string = String::new();
    let mut at = 1;
    loop {
        match text[at..].find('"') {
            Some(length) => {
                string.push_str(&text[at..at + length]);
                at += length + 1;
                if !text[at..].starts_with('"') {
                    return (string, at);
                }
                string.push('"');
                at += 1;
            }
            None => {
                string.push_str(&text[at..]);
                return (string, text.len());
            }
        }
    }
}

/// A labelled stretch of time.
struct Interval {
    start: Timestamp,
    end: Timestamp,
    label: String,
    place: Range<usize>,
}

struct Tier {
    name: String,
    place: Range<usize>,
    intervals: Vec<Interval>,
    points: usize,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut silences = Aside::default();
    let (tiers, duration) = read_tiers(source.text(), &mut silences);
    silences.report(sink, "silence-set-aside", "labels that stand for silence (sil, sp) were left out");
    let mut track = Track::new(options);
    let mut speech: Vec<(Option<Rc<str>>, Tier)> = Vec::new();
    let mut words: BTreeMap<Option<Rc<str>>, Vec<Tier>> = BTreeMap::new();
    let mut other: Vec<Tier> = Vec::new();
    for tier in tiers {
        if tier.points > 0 {
            let message =
                format!("the tier \"{}\" has no intervals; it was set aside ({} points)", tier.name, tier.points);
            sink.report(Diagnostic::note("tier-set-aside", message).at(tier.place));
        } else if !tier.intervals.is_empty() {
            let (speaker, role) = role(&tier);
            match role {
                Role::Speech => speech.push((speaker, tier)),
                Role::Words => words.entry(speaker).or_default().push(tier),
                Role::Other => other.push(tier),
            }
        }
    }
    if speech.is_empty() && words.is_empty() {
        // Better the only tiers there are than none.
        speech = other.drain(..).map(|tier| (Some(Rc::from(tier.name.as_str())), tier)).collect();
    }
    for tier in other {
        let message = format!("the tier \"{}\" holds no words to show; it was set aside", tier.name);
        sink.report(Diagnostic::note("tier-set-aside", message).at(tier.place));
    }
    for (speaker, tier) in speech {
        let own = words.get_mut(&speaker).and_then(Vec::pop).map(|tier| tier.intervals);
        push_speech(&mut track, speaker, tier, own, sink)?;
    }
    for (speaker, tier) in
        words.into_iter().flat_map(|(speaker, tiers)| tiers.into_iter().map(move |t| (speaker.clone(), t)))
    {
        track.push_words(tier.intervals.into_iter().map(|interval| Spoken {
            start: interval.start,
            end: interval.end,
            text: track::collapse(&interval.label),
            speaker: speaker.clone(),
            source: interval.place,
        }))?;
    }
    let metadata = Metadata { duration, ..Metadata::default() };
    track.finish(DocumentKind::Transcript, Order::Sorted, metadata, source, options, sink)
}

/// The tiers with the intervals that have a label, and the length of the recording.
fn read_tiers(text: &str, silences: &mut Aside) -> (Vec<Tier>, Option<Timestamp>) {
    let mut tiers: Vec<Tier> = Vec::new();
    let mut duration = None;
    // The numbers since the last string: the times of the next label, or the head of a tier.
    let mut numbers: Vec<(Timestamp, usize)> = Vec::new();
    let mut class: Option<bool> = None;
    for (token, place) in tokens(text) {
        match token {
            Token::Number(number) => {
                // A label has at most two behind the head of its tier; more is none of Praat's.
                if numbers.len() > 8 {
                    numbers.remove(0);
                }
                numbers.push((number, place.start));
            }
            Token::Flag => {
                duration = numbers.last().map(|(number, _)| *number).filter(|n| *n > Timestamp::ZERO);
                numbers.clear();
            }
            Token::Text(string) if matches!(string.as_str(), "IntervalTier" | "TextTier") && numbers.len() != 2 => {
                class = Some(string == "IntervalTier");
                numbers.clear();
            }
            Token::Text(string) => {
                if let Some(intervals) = class {
                    if numbers.is_empty() {
                        tiers.push(Tier { name: string, place, intervals: Vec::new(), points: 0 });
                    } else if let Some(tier) = tiers.last_mut() {
                        if !intervals {
                            tier.points += 1;
                        } else if is_silence(&string) {
                            if !string.trim().is_empty() {
                                silences.add(place);
                            }
                        } else if let [.., (start, at), (end, _)] = numbers[..] {
                            tier.intervals.push(Interval { start, end, label: string, place: at..place.end });
                        }
                    }
                }
                numbers.clear();
            }
        }
    }
    (tiers, duration)
}

/// Takes a tier's intervals in as turns, with the words whose middle lies in them.
fn push_speech(
    track: &mut Track,
    speaker: Option<Rc<str>>,
    tier: Tier,
    words: Option<Vec<Interval>>,
    sink: &mut Sink,
) -> Result<()> {
    let mut words = words.unwrap_or_default().into_iter().peekable();
    let mut outside = Aside::default();
    let middle = |word: &Interval| Timestamp::from_nanos(word.start.as_nanos() / 2 + word.end.as_nanos() / 2);
    for interval in tier.intervals {
        while let Some(word) = words.next_if(|word| middle(word) < interval.start) {
            outside.add(word.place);
        }
        let mut own = Vec::new();
        while let Some(word) = words.next_if(|word| middle(word) < interval.end) {
            own.push(Word { start: word.start, end: word.end.max(word.start), text: track::collapse(&word.label) });
        }
        track.push(Block {
            start: Some(interval.start),
            end: Some(interval.end),
            speaker: speaker.clone(),
            text: track::collapse(&interval.label),
            words: own,
            source: interval.place,
            ..Block::default()
        })?;
    }
    words.for_each(|word| outside.add(word.place));
    outside.report(sink, "words-set-aside", "words that lie in no turn of their speaker were left out");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_standing_tokens_only() {
        let found: Vec<String> = tokens("item [1]: xmin = 1.5 ! 7 \"no\"\n\"a \"\"b\"\"\" <exists> x3 \"open")
            .map(|(token, _)| match token {
                Token::Number(time) => time.to_string(),
                Token::Text(text) => text,
                Token::Flag => "<>".into(),
            })
            .collect();
        assert_eq!(found, ["0:00:01.500", "a \"b\"", "<>", "open"]);
    }
}
