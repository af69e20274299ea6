//! A clean block of SRT: a number, a timing line, lines of text, a blank line, and another such block or the end.

use std::borrow::Cow;

use super::super::clean::{Paragraph, Times, newline, number};
use super::scan::{bare, is_blank};

/// A number and its timing line.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// First byte of the number, and what it is.
    pub(super) begin: usize,
    pub(super) number: usize,
    pub(super) times: Times,
    /// First byte of the text.
    pub(super) text: usize,
}

impl Header {
    /// The header at a byte of the text.
    #[inline(always)] // as in `clean`
    pub(super) fn at(text: &str, begin: usize) -> Option<Header> {
        let bytes = text.as_bytes();
        let (number, number_end) = number(bytes, begin)?;
        let times = Times::at(bytes, newline(bytes, number_end)?, b',')?;
        let text = newline(bytes, times.places[1].end)?;
        Some(Header { begin, number, times, text })
    }
}

/// A block's text and what stands behind it.
#[derive(Debug)]
pub(super) struct Body<'a> {
    pub(super) raw: Cow<'a, str>,
    /// Whether there may be tags in it.
    pub(super) tagged: bool,
    /// One past the last byte of the text.
    pub(super) end: usize,
    /// The first byte behind the blank lines, and the header there unless the file ends.
    pub(super) next: usize,
    pub(super) header: Option<Header>,
}

impl<'a> Body<'a> {
    /// The text that begins at a byte, if nothing in it needs a second look.
    #[inline(always)] // as in `clean`
    pub(super) fn at(text: &'a str, begin: usize) -> Option<Body<'a>> {
        let bytes = text.as_bytes();
        let Paragraph { end, next, returns, marked } = Paragraph::at(bytes, begin, b'{')?;
        // Lines of blanks and of what cannot be seen belong to no text at its ends.
        let raw = &text[begin..end];
        let seen = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if !(seen(raw.as_bytes().first()) && seen(raw.as_bytes().last())) && has_unseen_ends(raw) {
            return None;
        }
        let header = if next == bytes.len() { None } else { Some(Header::at(text, next)?) };
        let raw = if returns { Cow::Owned(raw.replace("\r\n", "\n")) } else { Cow::Borrowed(raw) };
        Some(Body { raw, tagged: marked, end, next, header })
    }
}

/// Whether nothing can be seen of the first line or of the last.
fn has_unseen_ends(raw: &str) -> bool {
    let unseen = |line: Option<&str>| line.is_some_and(|line| bare(line).is_empty());
    raw.starts_with(is_blank) && unseen(raw.split('\n').next())
        || raw.ends_with(is_blank) && unseen(raw.rsplit('\n').next())
}
