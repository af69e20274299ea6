//! CHAT, the transcripts of TalkBank and CHILDES: `@` headers, `*CODE:` utterances with a bullet
//! (`\x15start_end\x15`, milliseconds) behind what was said, `%` tiers below them.
//!
//! An utterance may have a bullet in its middle, which ends a part of it. The `%wor` tier gives the words
//! with their times; what other tiers say about an utterance is set aside.

mod text;

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::track::{self, Aside, Block, Order, Track};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Timestamp, Word};
use crate::source::{Source, floor_char_boundary, lines_of};

pub(super) static FORMAT: Format = Format {
    id: "chat",
    name: "CHAT",
    aliases: &["cha", "clan"],
    extensions: &["cha"],
    caps: Caps { speakers: true, words: true, metadata: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    let head = &text[..floor_char_boundary(text, 4096)];
    let begins = |start: &str| head.lines().any(|line| line.starts_with(start));
    if head.starts_with('@') && begins("@Begin") && (begins("@Participants:") || begins("*")) { 97 } else { 0 }
}

/// The lines with those that go on (they begin with a tab) joined to them.
fn entries(text: &str) -> Vec<Range<usize>> {
    let mut entries: Vec<Range<usize>> = Vec::new();
    for (place, line) in lines_of(text) {
        match entries.last_mut() {
            Some(entry) if line.starts_with(['\t', ' ']) => entry.end = place.end,
            _ if line.trim().is_empty() => {}
            _ => entries.push(place),
        }
    }
    entries
}

/// A stretch between two bullets, and the bullet that ends it.
type Part<'a> = (&'a str, Option<(Timestamp, Timestamp)>);

/// The parts of a line.
fn parts(line: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (index, piece) in line.split('\u{15}').enumerate() {
        let time = bullet(piece);
        if index % 2 == 1 {
            match parts.last_mut() {
                Some(part) if part.1.is_none() => part.1 = time,
                _ => parts.push(("", time)),
            }
            continue;
        }
        // Copies on the web have lost the control characters round a bullet.
        let mut from = 0;
        let bare = |word: &str| word.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        for word in piece.split_ascii_whitespace().filter(|word| word.contains('_') && bare(word)) {
            if let Some(time) = bullet(word)
                && let Some(at) = piece[from..].find(word)
            {
                parts.push((&piece[from..from + at], Some(time)));
                from += at + word.len();
            }
        }
        if !piece[from..].trim().is_empty() {
            parts.push((&piece[from..], None));
        }
    }
    parts
}

/// `start_end`, or `%snd:"file"_start_end`.
fn bullet(text: &str) -> Option<(Timestamp, Timestamp)> {
    let mut fields = text.trim().rsplit('_');
    let (end, start) = (track::millis(fields.next()?)?, track::millis(fields.next()?)?);
    Some((start, end))
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let mut metadata = Metadata::default();
    let mut names: HashMap<String, Rc<str>> = HashMap::new();
    let mut track = Track::new(options);
    let (mut tiers, mut codes, mut wordless, mut odd) =
        (Aside::default(), Aside::default(), Aside::default(), Aside::default());
    // The first block of the last utterance, which the tiers below speak of.
    let mut utterance = 0;
    for place in entries(text) {
        let entry = &text[place.clone()];
        let (key, value) = entry.split_once(':').map_or((entry, ""), |(key, value)| (key, value.trim()));
        match entry.as_bytes().first() {
            Some(b'@') => header(&key[1..], value, &mut metadata, &mut names),
            Some(b'*') if !value.is_empty() => {
                let code = key[1..].trim();
                let name = names.entry(code.to_owned()).or_insert_with(|| Rc::from(code)).clone();
                utterance = track.blocks.len();
                for (part, time) in parts(value) {
                    let (said, dropped) = text::plain(part);
                    (0..dropped).for_each(|_| codes.add(place.clone()));
                    if !said.chars().any(char::is_alphanumeric) {
                        // A full stop behind the last bullet ends the sentence; else nobody speaks.
                        match track.blocks.get_mut(utterance..).and_then(|blocks| blocks.last_mut()) {
                            Some(block) => block.text.push_str(said.trim()),
                            None if said.is_empty() || time.is_some() => wordless.add(place.clone()),
                            None => {}
                        }
                        continue;
                    }
                    let (start, end) = (time.map(|(start, _)| start), time.map(|(_, end)| end));
                    let (speaker, source) = (Some(name.clone()), place.clone());
                    track.push(Block { start, end, speaker, text: said, source, ..Block::default() })?;
                }
            }
            Some(b'%') if key == "%wor" => add_words(track.blocks.get_mut(utterance..).unwrap_or_default(), value),
            Some(b'%') => tiers.add(place),
            _ => odd.add(place),
        }
    }
    codes.report(sink, "chat-code-set-aside", "codes about how something is said ([//], [: word], (.)) were left out");
    tiers.report(sink, "tier-set-aside", "lines of tiers below the speech (%mor, %com) were left out");
    wordless.report(sink, "label-empty", "utterances without words were left out");
    odd.report(sink, "line-unreadable", "lines that are not as the format asks were left out");
    track.finish(DocumentKind::Transcript, Order::Sorted, metadata, source, options, sink)
}

fn header(key: &str, value: &str, metadata: &mut Metadata, names: &mut HashMap<String, Rc<str>>) {
    if value.is_empty() {
        return;
    }
    match key {
        "Participants" => {
            for participant in value.split(',') {
                let mut words = participant.split_whitespace();
                if let (Some(code), Some(name)) = (words.next(), words.next()) {
                    // `CHI Target_Child`: without a name the code is known better than the role.
                    let name = if words.next().is_some() { name.replace('_', " ") } else { code.to_owned() };
                    names.insert(code.to_owned(), Rc::from(name));
                }
            }
        }
        "Languages" => {
            let first = value.split(|c: char| c == ',' || c.is_whitespace()).next().unwrap_or("");
            metadata.language =
                Some(LANGUAGES.iter().find(|(long, _)| *long == first).map_or(first, |(_, tag)| tag).to_owned());
        }
        "Date" => metadata.date = Some(value.to_owned()),
        "Media" => {
            metadata.other.insert("media".into(), value.to_owned());
        }
        "Situation" => metadata.description = Some(track::collapse(value)),
        // Who the participants are in numbers, fonts, colours, and the like.
        key => {
            let kept = metadata.other.entry(key.to_lowercase()).or_default();
            if !kept.is_empty() {
                kept.push_str("; ");
            }
            kept.push_str(&track::collapse(value));
        }
    }
}

/// The three-letter codes of CHAT and the two-letter tags of everybody else.
const LANGUAGES: &[(&str, &str)] = &[
    ("ara", "ar"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("est", "et"),
    ("eus", "eu"),
    ("fas", "fa"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("gle", "ga"),
    ("heb", "he"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("ind", "id"),
    ("isl", "is"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("nld", "nl"),
    ("nor", "no"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("slv", "sl"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tha", "th"),
    ("tur", "tr"),
    ("zho", "zh"),
];

/// Gives the parts of an utterance the words of its `%wor` tier.
fn add_words(blocks: &mut [Block], line: &str) {
    let count = blocks.len();
    let mut index = 0;
    for (part, time) in parts(line) {
        let (said, _) = text::plain(part);
        let Some((start, end)) = time else {
            if let Some(word) = blocks.get_mut(index).and_then(|block| block.words.last_mut())
                && !said.chars().any(char::is_alphanumeric)
            {
                word.text.push_str(said.trim());
            }
            continue;
        };
        while index + 1 < count && blocks[index].end.is_some_and(|end| start >= end) {
            index += 1;
        }
        if let Some(block) = blocks.get_mut(index).filter(|_| !said.is_empty()) {
            block.words.push(Word { start, end: end.max(start), text: said });
        }
    }
}
