//! A clean block of SRT: a number, a timing line, lines of text, a blank line, and another such block or the end.

use std::borrow::Cow;

use super::super::clean::{Paragraph, Times, newline};
use super::scan::{bare, is_blank};

/// A number and its timing line.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// First byte of the number, and one past its last.
    pub(super) begin: usize,
    pub(super) number_end: usize,
    pub(super) times: Times,
    /// First byte of the text.
    pub(super) text: usize,
}

impl Header {
    /// The header at a byte of the text.
    #[inline(always)] // as in `clean`
    pub(super) fn at(text: &str, begin: usize) -> Option<Header> {
        let bytes = text.as_bytes();
        let digits = bytes[begin..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let number_end = begin + digits;
        let times = Times::at(bytes, newline(bytes, number_end).filter(|_| digits > 0)?, b',')?;
        let text = newline(bytes, times.places[1].end)?;
        Some(Header { begin, number_end, times, text })
    }

    /// Whether the number is what a writer would give the cue.
    pub(super) fn is_numbered(&self, text: &str, number: usize) -> bool {
        let digits = &text.as_bytes()[self.begin..self.number_end];
        digits[0] != b'0' && digits.iter().fold(0, |n, digit| n * 10 + usize::from(digit - b'0')) == number
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
        let Paragraph { end, next, returns } = Paragraph::at(bytes, begin)?;
        let tagged = memchr::memchr3(b'<', b'>', b'{', &bytes[begin..end]).is_some();
        // An arrow may be the timing line of another cue.
        let arrow = |at: usize| !matches!(bytes[at - 1], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'"' | b'\'' | b'/');
        if tagged && memchr::memchr_iter(b'>', &bytes[begin..end]).any(|at| at == 0 || arrow(begin + at)) {
            return None;
        }
        // Lines of blanks and of what cannot be seen belong to no text at its ends.
        let raw = &text[begin..end];
        let unseen = |line: Option<&str>| line.is_some_and(|line| bare(line).is_empty());
        if raw.starts_with(is_blank) && unseen(raw.split('\n').next())
            || raw.ends_with(is_blank) && unseen(raw.rsplit('\n').next())
        {
            return None;
        }
        let header = if next == bytes.len() { None } else { Some(Header::at(text, next)?) };
        let raw = if returns { Cow::Owned(raw.replace("\r\n", "\n")) } else { Cow::Borrowed(raw) };
        Some(Body { raw, tagged, end, next, header })
    }
}
