//! The rows of a table whose cells are parted by a tab, a comma, a semicolon or a bar (RFC 4180).

use std::borrow::Cow;
use std::ops::Range;

/// The rows of a table, their places and cells.
pub(super) struct Rows<'a> {
    text: &'a str,
    at: usize,
    pub(super) delimiter: u8,
    /// Where a quotation mark stands that none closes.
    pub(super) unclosed: Option<usize>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let start = text.len() - text.trim_start().len();
        let header = text[start..].lines().next().unwrap_or("");
        let most = [b'\t', b';', b',', b'|']
            .into_iter()
            .max_by_key(|&d| (header.bytes().filter(|&b| b == d).count(), d == b'\t'));
        Rows { text, at: start, delimiter: most.unwrap_or(b','), unclosed: None }
    }

    /// A cell in quotes, which may hold anything: its text and where it ends.
    fn quoted(&mut self, start: usize) -> (Cow<'a, str>, usize) {
        let mut cell = Cow::Borrowed("");
        let mut at = start + 1;
        loop {
            let rest = &self.text[at..];
            let (piece, closed) = match memchr::memchr(b'"', rest.as_bytes()) {
                Some(length) => (&rest[..length], true),
                None => (rest, false),
            };
            cell += piece;
            at += piece.len() + usize::from(closed);
            if !closed {
                self.unclosed = Some(start);
                return (cell, at);
            }
            if !self.text[at..].starts_with('"') {
                return (cell, at);
            }
            cell += "\"";
            at += 1;
        }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = (Range<usize>, Vec<Cow<'a, str>>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let mut cells = Vec::new();
        loop {
            let mut cell = Cow::Borrowed("");
            // Whisper does not quote in a TSV: a quotation mark there is what it is.
            if self.delimiter != b'\t' && self.text[self.at..].starts_with('"') {
                (cell, self.at) = self.quoted(self.at);
            }
            let rest = &self.text[self.at..];
            let length = memchr::memchr3(self.delimiter, b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
            cell += &rest[..length];
            cells.push(cell);
            let end = self.at + length;
            let ending = rest.as_bytes().get(length).copied();
            self.at = end + usize::from(ending.is_some());
            if ending != Some(self.delimiter) {
                if ending == Some(b'\r') && self.text[self.at..].starts_with('\n') {
                    self.at += 1;
                }
                return Some((start..end, cells));
            }
        }
    }
}
