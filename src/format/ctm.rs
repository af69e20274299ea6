//! NIST CTM: a word a line, `recording channel start duration word [confidence [type [speaker]]]`,
//! with `;;` comments. Lines are sorted by channel before time, so each voice is joined by itself.

use std::ops::Range;
use std::rc::Rc;

use super::track::{self, Aside, Order, Spoken, Track};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Resolution, Timestamp};
use crate::source::{Source, lines_of};

pub(super) static FORMAT: Format = Format {
    id: "ctm",
    name: "NIST CTM",
    aliases: &[],
    extensions: &["ctm"],
    caps: Caps { speakers: true, words: true, notes: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    if track::heads_are(text, ";;", |line| entry(line).is_some()) { 92 } else { 0 }
}

/// What a line says.
struct Entry<'a> {
    recording: &'a str,
    channel: &'a str,
    start: Timestamp,
    end: Timestamp,
    fraction: bool,
    word: &'a str,
    confidence: bool,
    kind: &'a str,
    speaker: Option<&'a str>,
}

fn entry(line: &str) -> Option<Entry<'_>> {
    let mut fields = line.split_whitespace();
    let (recording, channel) = (fields.next()?, fields.next()?);
    let (start, whole) = track::seconds(fields.next()?)?;
    let (length, short) = track::seconds(fields.next()?)?;
    let word = fields.next()?;
    let confidence = fields.next();
    // A number that is no confidence makes this another table.
    if confidence.is_some_and(|c| track::seconds(c).is_none() && !c.eq_ignore_ascii_case("NA")) || channel.len() > 16 {
        return None;
    }
    let kind = fields.next().unwrap_or("lex");
    let speaker = fields.next().filter(|name| !matches!(*name, "unknown" | "null" | "NA"));
    if fields.next().is_some() || length < Timestamp::ZERO {
        return None;
    }
    let end = start + length;
    Some(Entry {
        recording,
        channel,
        start,
        end,
        fraction: whole || short,
        word,
        confidence: confidence.is_some(),
        kind,
        speaker,
    })
}

/// The lines of a NIST file that are no comments, of its first recording only; comments become notes.
pub(super) struct Lines {
    /// The comments.
    pub(super) comments: Vec<String>,
    recording: Option<String>,
    others: Aside,
    unreadable: Aside,
}

impl Lines {
    pub(super) fn new() -> Self {
        Lines { comments: Vec::new(), recording: None, others: Aside::default(), unreadable: Aside::default() }
    }

    /// Whether a line is to be read; a comment is taken in.
    pub(super) fn is_entry(&mut self, line: &str) -> bool {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix(";;") {
            self.comments.push(comment.trim().to_owned());
            return false;
        }
        !line.is_empty()
    }

    /// Whether an entry is of the recording that is read: times of another begin at zero again.
    pub(super) fn is_of(&mut self, recording: &str, place: &Range<usize>) -> bool {
        let first = self.recording.get_or_insert_with(|| recording.to_owned());
        if first != recording {
            self.others.add(place.clone());
            return false;
        }
        true
    }

    /// Counts a line that could not be read.
    pub(super) fn unreadable(&mut self, place: Range<usize>) {
        self.unreadable.add(place);
    }

    /// Says what was left out.
    pub(super) fn report(self, sink: &mut Sink) {
        self.others.report(sink, "recordings-set-aside", "lines of other recordings than the first were left out");
        self.unreadable.report(sink, "line-unreadable", "lines that are not as the format asks were left out");
    }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut lines = Lines::new();
    let (mut confidences, mut events) = (Aside::default(), Aside::default());
    let mut fraction = false;
    let mut entries: Vec<(Entry<'_>, Range<usize>)> = Vec::new();
    for (place, line) in lines_of(source.text()) {
        if !lines.is_entry(line) {
            continue;
        }
        let Some(entry) = entry(line) else {
            lines.unreadable(place);
            continue;
        };
        if !lines.is_of(entry.recording, &place) {
            continue;
        }
        if entry.confidence {
            confidences.add(place.clone());
        }
        // Noises and the like; a word that is not in the lexicon is one all the same.
        if matches!(entry.kind, "non-lex" | "non-speech" | "noise" | "misc") {
            events.add(place);
            continue;
        }
        fraction |= entry.fraction;
        entries.push((entry, place));
    }
    lines.comments.retain(|comment| !comment.is_empty());
    let metadata = Metadata { notes: std::mem::take(&mut lines.comments), ..Metadata::default() };
    lines.report(sink);
    confidences.report(sink, "confidence-set-aside", "the confidence of words has no place and was left out");
    events.report(sink, "event-set-aside", "entries that are noises instead of words were left out");
    let mut track = Track::new(options);
    let channels =
        entries.iter().any(|(entry, _)| Some(entry.channel) != entries.first().map(|(first, _)| first.channel));
    let name = |entry: &Entry<'_>| entry.speaker.or(channels.then_some(entry.channel)).map(Rc::<str>::from);
    entries.sort_by(|(a, _), (b, _)| a.channel.cmp(b.channel).then(a.start.cmp(&b.start)));
    let words = entries.into_iter().map(|(entry, place)| Spoken {
        start: entry.start,
        end: entry.end,
        text: entry.word.to_owned(),
        speaker: name(&entry),
        source: place,
    });
    track.push_words(words)?;
    if !fraction {
        track.blocks.iter_mut().for_each(|block| block.resolution = Resolution::Second);
    }
    track.finish(DocumentKind::Transcript, Order::Sorted, metadata, source, options, sink)
}
