//! Spans to properly nested tags: the one routine all writers with markup share.

use std::borrow::Cow;

use crate::model::{Span, Style, Text};

/// How a format writes its tags.
pub(super) trait Tags {
    /// Appends the opening tag; says whether there is one and a closing one is due.
    fn open(&self, style: &Style, out: &mut String) -> bool;
    /// Appends the closing tag.
    fn close(&self, style: &Style, out: &mut String);
    /// Appends characters, escaped as the format needs.
    fn text(&self, text: &str, out: &mut String);
}

/// Whether a text has a line without characters, or a newline that is not `\n`.
pub(super) fn has_blank_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .any(|at| bytes[at] == b'\r' || at == 0 || bytes.get(at + 1) == Some(&b'\n'))
}

/// The characters of a text, put together from those between its tags. Of one piece, it is borrowed: most tags
/// stand round a whole cue.
#[derive(Default)]
pub(super) struct Joined<'a>(pub(super) Cow<'a, str>);

impl<'a> Joined<'a> {
    pub(super) fn push(&mut self, piece: impl Into<Cow<'a, str>>) {
        let piece = piece.into();
        match (self.0.is_empty(), piece.is_empty()) {
            (_, true) => {}
            (true, _) => self.0 = piece,
            (false, _) => self.0.to_mut().push_str(&piece),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Appends the text with its styles as tags. Spans that overlap without nesting are closed and
/// opened again where they cross.
pub(super) fn write(text: &Text<'_>, tags: &impl Tags, out: &mut String) {
    let plain = text.as_str();
    let spans = text.spans();
    if spans.is_empty() {
        return tags.text(plain, out);
    }
    let mut open: Vec<&Span> = Vec::new();
    let mut at = 0usize;
    let mut next = 0usize;
    loop {
        let starts = spans.get(next).map(|s| s.start as usize);
        let ends = open.iter().map(|s| s.end as usize).min();
        let Some(to) = [starts, ends].into_iter().flatten().min() else { break };
        if to > at {
            tags.text(&plain[at..to], out);
            at = to;
        }
        // Ends first, so that a span that begins here is not nested in one that ends here.
        if ends == Some(to) {
            let outermost = open.iter().position(|s| s.end as usize == to).unwrap_or(0);
            let closing = open.split_off(outermost);
            closing.iter().rev().for_each(|s| tags.close(&s.style, out));
            for span in closing.into_iter().filter(|s| s.end as usize > to) {
                if tags.open(&span.style, out) {
                    open.push(span);
                }
            }
            continue;
        }
        if let Some(span) = spans.get(next) {
            next += 1;
            if tags.open(&span.style, out) {
                if span.start == span.end {
                    tags.close(&span.style, out);
                } else {
                    open.push(span);
                }
            }
        }
    }
    tags.text(&plain[at..], out);
}
