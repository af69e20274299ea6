//! A document written in the format it was read from: what did not change is copied from the source, byte
//! for byte, so that line ends, odd numbers, notes and spelling stay as they were.
//!
//! Nobody keeps notes on what changed: a writer compares each cue with what its bytes in the source parse to.

use std::borrow::Cow;
use std::ops::Range;

use super::WriteOptions;
use crate::model::{Cue, Document};
use crate::source::{Newline, Source};

/// What a format tells of its files.
pub(super) trait Rewrite {
    /// What of the bytes between two cues stays; whole cues in them were taken out of the document. `head` tells
    /// that they are the first of the file. Newlines alone are not asked for.
    fn between<'t>(&mut self, text: &'t str, head: bool) -> Cow<'t, str>;

    /// Replaces what changed of a cue in its bytes of the source.
    fn change(&mut self, cue: &Cue<'_>, index: usize, place: Range<usize>, copy: &mut Copy<'_>);

    /// Appends a cue the source does not have, without the newline behind it.
    fn push_new(&mut self, cue: &Cue<'_>, index: usize, out: &mut String);
}

/// A copy of a text in the making. What lies between two changes goes over in one piece.
pub(super) struct Copy<'t> {
    pub(super) text: &'t str,
    /// What stands before this byte has gone over, or is not wanted.
    at: usize,
    out: String,
}

impl Copy<'_> {
    /// Goes over up to a place and leaves it out; what is appended to the result stands there instead.
    pub(super) fn replace(&mut self, place: Range<usize>) -> &mut String {
        self.out.push_str(&self.text[self.at..place.start]);
        self.at = place.end;
        &mut self.out
    }
}

/// The source a document may be copied from: one of the same format, with the line ends that are asked for.
pub(super) fn source_of<'a>(document: &Document<'a>, format: &str, options: &WriteOptions) -> Option<&'a Source<'a>> {
    let fits = |source: &&Source<'_>| options.newline.is_none_or(|newline| newline == source.newline());
    document.source.filter(fits).filter(|_| document.format == Some(format))
}

/// Writes a document, copying from its source.
pub(super) fn rewrite(document: &Document<'_>, source: &Source<'_>, format: &mut impl Rewrite) -> String {
    let text = source.text();
    let newline = source.newline();
    let mut copy = Copy { text, at: 0, out: String::with_capacity(text.len() + text.len() / 16 + 64) };
    // The mark of UTF-16 tells the order of its bytes, which this text has none of any more.
    if source.had_bom() && source.encoding().is_utf8() {
        copy.out.push('\u{FEFF}');
    }
    // Up to here the source is dealt with: copied, or to be copied with what follows.
    let mut done = 0;
    let first = document.cues.iter().map(|cue| cue.source.range()).find(|place| !place.is_empty());
    let first = first.filter(|first| first.start <= text.len()).map(|first| first.start);
    for (index, cue) in document.cues.iter().enumerate() {
        let place = cue.source.range();
        let known = !place.is_empty() && text.get(place.clone()).is_some();
        if known && place.start >= done {
            keep_between(format, done..place.start, done == 0, &mut copy);
            done = place.end;
            format.change(cue, index, place, &mut copy);
            continue;
        }
        // A new cue, or one that stood elsewhere. The head of the file stays at its head.
        if let Some(first) = first.filter(|_| done == 0) {
            keep_between(format, 0..first, true, &mut copy);
            done = first;
        }
        part(copy.replace(done..done), newline);
        if known {
            let mut moved = Copy { text, at: place.start, out: std::mem::take(&mut copy.out) };
            let end = place.end;
            format.change(cue, index, place, &mut moved);
            moved.replace(end..end);
            copy.out = moved.out;
        } else {
            format.push_new(cue, index, &mut copy.out);
        }
    }
    let left = &text[done..];
    let tail = format.between(left, done == 0);
    // Where the last cues are gone a file still ends as it did.
    match tail.trim().is_empty() && !left.trim().is_empty() {
        true => copy.replace(done..text.len()).push_str(newline.as_str()),
        false => copy.replace(done..text.len()).push_str(&tail),
    }
    copy.out
}

/// Keeps what of the bytes between two cues stays.
fn keep_between(format: &mut impl Rewrite, place: Range<usize>, head: bool, copy: &mut Copy<'_>) {
    let between = &copy.text[place.clone()];
    if between.bytes().all(|byte| matches!(byte, b'\n' | b'\r')) {
        return;
    }
    match format.between(between, head) {
        Cow::Borrowed(same) if same.len() == between.len() => {}
        stays => copy.replace(place).push_str(&stays),
    }
}

/// Sees to it that a blank line ends the text, if there is one.
fn part(out: &mut String, newline: Newline) {
    let ends = out.len() - out.trim_end_matches(['\n', '\r']).len();
    let have = ends / newline.as_str().len();
    if !out.is_empty() {
        (have..2).for_each(|_| out.push_str(newline.as_str()));
    }
}
