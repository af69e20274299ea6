//! A document written in the format it was read from: what did not change is copied from the source, byte
//! for byte, so that line ends, odd numbers, notes and spelling stay as they were.
//!
//! Nobody keeps notes on what changed: a writer compares each cue with what its bytes in the source parse to.

use std::borrow::Cow;

use super::WriteOptions;
use crate::model::{Cue, Document};
use crate::source::{Newline, Source};

/// What a format tells of its files.
pub(super) trait Rewrite {
    /// What of the bytes between two cues stays; whole cues in them were taken out of the document. `head` tells
    /// that they are the first of the file.
    fn between<'t>(&mut self, text: &'t str, head: bool) -> Cow<'t, str>;

    /// Appends a cue, without the newline behind it, given its bytes in the source if it has any.
    fn push_cue(&mut self, cue: &Cue<'_>, index: usize, source: Option<&str>, out: &mut String);
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
    let mut out = String::with_capacity(text.len() + text.len() / 16 + 64);
    // The mark of UTF-16 tells the order of its bytes, which this text has none of any more.
    if source.had_bom() && source.encoding().is_utf8() {
        out.push('\u{FEFF}');
    }
    let mut at = 0;
    for (index, cue) in document.cues.iter().enumerate() {
        let range = cue.source.range();
        let bytes = text.get(range.clone()).filter(|bytes| !bytes.is_empty());
        // The head of the file stays at its head.
        let follows = match bytes {
            Some(_) if range.start >= at => Some(range.start),
            _ if at == 0 => document.cues.iter().map(|cue| cue.source.range()).find(|r| !r.is_empty()).map(|r| r.start),
            _ => None,
        };
        match follows {
            Some(start) => {
                out.push_str(&format.between(&text[at..start], at == 0));
                at = start;
            }
            None => part(&mut out, newline),
        }
        match bytes {
            Some(_) if range.start >= at => at = range.end,
            _ => part(&mut out, newline),
        }
        format.push_cue(cue, index, bytes, &mut out);
    }
    let tail = format.between(&text[at..], at == 0);
    // Where the last cues are gone a file still ends as it did.
    match tail.trim().is_empty() && !text[at..].trim().is_empty() {
        true => out.push_str(newline.as_str()),
        false => out.push_str(&tail),
    }
    out
}

/// Sees to it that a blank line ends the text, if there is one.
fn part(out: &mut String, newline: Newline) {
    let ends = out.len() - out.trim_end_matches(['\n', '\r']).len();
    let have = ends / newline.as_str().len();
    if !out.is_empty() {
        (have..2).for_each(|_| out.push_str(newline.as_str()));
    }
}
