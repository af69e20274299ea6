//! LRC lyrics: `[mm:ss.xx]line`, several stamps before a line that is sung again, `[ti:title]` tags, an
//! empty line that ends the one before, and the enhanced form with a stamp before every word.

use std::ops::Range;

use super::track::{self, Block, Order, Track};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Document, DocumentKind, Metadata, Resolution, Timestamp, Word};
use crate::source::{Source, lines_of};

pub(super) static FORMAT: Format = Format {
    id: "lrc",
    name: "LRC lyrics",
    aliases: &["lyrics"],
    extensions: &["lrc"],
    caps: Caps { words: true, metadata: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: None,
};

/// A stamp at the line start alone may be a transcript's: tags, repeated stamps, stamped words or stamps
/// with nothing behind them make it lyrics.
fn detect(text: &str) -> u8 {
    let (mut stamped, mut other, mut signs, mut spaced) = (0, 0, 0, 0);
    for line in track::head_lines(text) {
        let line = Line::parse(line);
        match (line.stamps.is_empty(), line.tag) {
            (false, _) => {
                stamped += 1;
                let repeated = line.stamps.len() > 1;
                let words = line.text.starts_with('<')
                    && line.text.split(['<', '>']).nth(1).is_some_and(|s| stamp(s).is_some());
                signs += usize::from(repeated || words || line.text.is_empty());
                spaced += usize::from(line.text.starts_with([' ', '\t']));
                // `[0:00.0] text [0:12.0]`: a transcript with its ends.
                other += usize::from(line.text.trim_end().ends_with(']') && line.text.contains('['));
            }
            (true, Some((key, _))) => {
                signs +=
                    usize::from(matches!(key, "ti" | "ar" | "al" | "by" | "offset" | "length" | "re" | "ve" | "au"));
            }
            _ => other += 1,
        }
    }
    if signs > 0 && stamped > 0 && other * 4 <= stamped && (signs > 1 || spaced == 0) { 94 } else { 0 }
}

/// `m:ss`, `m:ss.xx`, `h:mm:ss.xx`, and `m:ss:xx` as some programs write hundredths.
fn stamp(text: &str) -> Option<(Timestamp, Resolution)> {
    let bytes = text.as_bytes();
    if !bytes.first()?.is_ascii_digit() || bytes.len() > 16 {
        return None;
    }
    match text.match_indices(':').nth(1) {
        Some((at, _)) if !text.contains('.') => track::clock(&format!("{}.{}", &text[..at], &text[at + 1..])),
        _ => track::clock(text),
    }
}

/// A line: the stamps before it, or a tag, and the rest.
struct Line<'a> {
    stamps: Vec<(Timestamp, Resolution)>,
    tag: Option<(&'a str, &'a str)>,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn parse(line: &'a str) -> Self {
        let mut rest = line.trim_start_matches([' ', '\t', '\u{FEFF}']);
        let mut stamps = Vec::new();
        while let Some((inside, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            if let Some(time) = stamp(inside) {
                stamps.push(time);
                rest = after;
                continue;
            }
            let tag = inside.split_once(':').filter(|(key, _)| {
                stamps.is_empty()
                    && after.trim().is_empty()
                    && !key.is_empty()
                    && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'#' | b'_'))
            });
            if let Some((key, value)) = tag {
                return Line { stamps, tag: Some((key, value.trim())), text: "" };
            }
            break;
        }
        let text = if stamps.is_empty() { rest } else { rest.trim_end() };
        Line { stamps, tag: None, text }
    }
}

/// The bytes of repeated lines that are always accepted.
const REPEATED: usize = 1 << 20;

/// A line at one of its times.
struct Sung {
    start: Timestamp,
    resolution: Resolution,
    text: String,
    words: Vec<Word>,
    /// When it ends, if a stamp stands behind its last word.
    end: Option<Timestamp>,
    place: Range<usize>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut metadata = Metadata::default();
    let mut offset = Timestamp::ZERO;
    let mut lines: Vec<Sung> = Vec::new();
    // How many of the last lines are one line at several times.
    let mut last = 0;
    let mut repeated = 0usize;
    for (place, written) in lines_of(source.text()) {
        let line = Line::parse(written);
        if let Some((key, value)) = line.tag {
            read_tag(key, value, &mut metadata, &mut offset);
            continue;
        }
        if line.stamps.is_empty() {
            let text = track::collapse(line.text);
            if text.is_empty() {
                continue;
            }
            let message = if last == 0 {
                metadata.notes.push(text);
                "this line without a stamp was kept as a note"
            } else {
                let at = lines.len() - last;
                for sung in &mut lines[at..] {
                    sung.text.push('\n');
                    sung.text.push_str(&text);
                }
                "this line without a stamp was read as a second line of the one before"
            };
            sink.report(Diagnostic::note("lrc-line-unstamped", message).at(place));
            continue;
        }
        last = line.stamps.len();
        if lines.len() + last > options.limits.cues {
            return Err(ErrorKind::Limit(format!("more than {} cues", options.limits.cues)).into());
        }
        // A text at a thousand times is a thousand texts: a song repeats a line now and then.
        repeated = repeated.saturating_add((last - 1).saturating_mul(line.text.len()));
        if repeated > REPEATED + 8 * source.text().len() {
            return Err(ErrorKind::Limit("lines are repeated at too many times".into()).into());
        }
        let first = line.stamps[0].0;
        let (text, words, end) = sung_words(line.text, first);
        for (start, resolution) in line.stamps {
            let shifted = |word: &Word| Word {
                start: word.start + (start - first),
                end: word.end + (start - first),
                text: word.text.clone(),
            };
            let words = words.iter().map(shifted).collect();
            lines.push(Sung {
                start,
                resolution,
                text: text.clone(),
                words,
                end: end.map(|end| end + (start - first)),
                place: place.clone(),
            });
        }
    }
    if offset != Timestamp::ZERO {
        let message = format!("all times were moved by {} ms, as the offset tag asks", -offset.to_millis());
        sink.report(Diagnostic::note("lrc-offset-applied", message));
    }
    // A positive offset shows the lyrics sooner.
    let moved = |time: Timestamp| (time - offset).max(Timestamp::ZERO);
    lines.sort_by_key(|line| line.start);
    let mut track = Track::new(options);
    for line in lines {
        let start = moved(line.start);
        if line.text.is_empty() {
            let begun = track.blocks.last().and_then(|block| block.start);
            let open = track.blocks.iter_mut().rev().take_while(|block| block.start == begun && block.end.is_none());
            open.filter(|block| block.start < Some(start)).for_each(|block| block.end = Some(start));
            continue;
        }
        let words = line.words.into_iter().map(|w| Word { start: moved(w.start), end: moved(w.end), text: w.text });
        track.push(Block {
            start: Some(start),
            end: line.end.map(moved),
            resolution: line.resolution,
            text: line.text,
            words: words.collect(),
            source: line.place,
            ..Block::default()
        })?;
    }
    let mut document = track.finish(DocumentKind::Captions, Order::Sorted, metadata, source, options, sink)?;
    for cue in &mut document.cues {
        let end = cue.end;
        // The last word lasts as long as its line, unless a stamp behind it says otherwise.
        if let Some(word) = cue.extra.as_mut().and_then(|extra| extra.words.last_mut()).filter(|w| w.end <= w.start) {
            word.end = end.max(word.start);
        }
    }
    Ok(document)
}

fn read_tag(key: &str, value: &str, metadata: &mut Metadata, offset: &mut Timestamp) {
    if value.is_empty() {
        return;
    }
    let other = match key.to_ascii_lowercase().as_str() {
        "ti" => return metadata.title = Some(value.to_owned()),
        "la" | "lang" => return metadata.language = Some(value.to_owned()),
        "offset" => match value.trim_start_matches('+').trim().parse() {
            Ok(millis) => return *offset = Timestamp::from_millis(millis),
            Err(_) => "offset".to_owned(),
        },
        "length" => match track::clock(value) {
            Some((length, _)) => return metadata.duration = Some(length),
            None => "length".to_owned(),
        },
        "ar" => "artist".to_owned(),
        "al" => "album".to_owned(),
        "au" => "author".to_owned(),
        "re" | "tool" => "editor".to_owned(),
        "ve" => "version".to_owned(),
        "by" => "by".to_owned(),
        key => key.to_owned(),
    };
    metadata.other.insert(other, value.to_owned());
}

/// The text of a line, its words if they have stamps, and the stamp behind the last. A word ends where the
/// next begins.
fn sung_words(text: &str, start: Timestamp) -> (String, Vec<Word>, Option<Timestamp>) {
    let mut plain = String::new();
    let mut words: Vec<Word> = Vec::new();
    let mut stamped = false;
    let (mut rest, mut time) = (text, start);
    loop {
        // The next stamp; other angle brackets are text.
        let mut from = 0;
        let next = loop {
            let Some(at) = rest[from..].find('<').map(|at| from + at) else { break None };
            // A stamp is short; no other `>` is looked for.
            let inside = rest[at + 1..].bytes().take(17).position(|b| b == b'>');
            let inside = inside.map(|end| (&rest[at + 1..at + 1 + end], at + end + 2));
            match inside.and_then(|(inside, end)| Some((stamp(inside)?.0, end))) {
                Some((time, end)) => break Some((at, time, end)),
                None => from = at + 1,
            }
        };
        let piece = &rest[..next.map_or(rest.len(), |(at, _, _)| at)];
        plain.push_str(piece);
        if !piece.trim().is_empty() {
            words.push(Word { start: time, end: time, text: track::collapse(piece) });
        }
        let Some((_, at, end)) = next else { break };
        stamped = true;
        if let Some(word) = words.last_mut().filter(|word| word.end <= word.start) {
            word.end = at.max(word.start);
        }
        (time, rest) = (at, &rest[end..]);
    }
    if !stamped {
        words.clear();
    }
    let end = words.last().is_some_and(|word| word.start < time).then_some(time);
    (track::collapse(&plain), words, end)
}
