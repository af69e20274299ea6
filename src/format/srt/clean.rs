//! The block nearly every SRT file is made of, read without a detour: a number, a timing line as programs
//! print it, lines of text, a blank line, and another such block or the end. Anything else is read the
//! patient way, by [`scan`](super::scan).

use std::borrow::Cow;
use std::ops::Range;

use crate::model::Timestamp;

/// A number and its timing line.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// First byte of the number, and one past its last.
    pub(super) begin: usize,
    pub(super) number_end: usize,
    /// Where the times stand.
    pub(super) times: [Range<usize>; 2],
    /// First byte of the text.
    pub(super) text: usize,
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
}

const ARROW: &[u8] = b" --> ";

impl Header {
    /// The header at a byte of the text.
    pub(super) fn at(text: &str, begin: usize) -> Option<Header> {
        let bytes = text.as_bytes();
        let digits = bytes[begin..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let number_end = begin + digits;
        let timing = newline(bytes, number_end).filter(|_| digits > 0)?;
        let (start, start_end) = clock(bytes, timing)?;
        if bytes.get(start_end..start_end + ARROW.len())? != ARROW {
            return None;
        }
        let second = start_end + ARROW.len();
        let (end, end_end) = clock(bytes, second)?;
        let text = newline(bytes, end_end)?;
        let times = [timing..start_end, second..end_end];
        // What ends before it begins has to be reported.
        (start <= end).then_some(Header { begin, number_end, times, text, start, end })
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
    /// One past the last byte of the text.
    pub(super) end: usize,
    /// The first byte behind the blank lines, and the header there unless the file ends.
    pub(super) next: usize,
    pub(super) header: Option<Header>,
}

impl<'a> Body<'a> {
    /// The text that begins at a byte, if nothing in it needs a second look.
    pub(super) fn at(text: &'a str, begin: usize) -> Option<Body<'a>> {
        let bytes = text.as_bytes();
        let mut returns = false;
        let mut line = begin;
        let (end, mut next) = loop {
            let stop = line + memchr::memchr2(b'\n', b'\r', &bytes[line..]).unwrap_or(bytes.len() - line);
            if stop == line {
                return None;
            }
            if stop == bytes.len() {
                break (stop, stop);
            }
            let after = newline(bytes, stop)?;
            match newline(bytes, after) {
                Some(next) => break (stop, next),
                None if after == bytes.len() => break (stop, after),
                None => returns |= bytes[stop] == b'\r',
            }
            line = after;
        };
        while let Some(after) = newline(bytes, next) {
            next = after;
        }
        // An arrow may be the timing line of another cue.
        let arrow = |at: usize| !matches!(bytes[at - 1], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'"' | b'\'' | b'/');
        if memchr::memchr_iter(b'>', &bytes[begin..end]).any(|at| at == 0 || arrow(begin + at)) {
            return None;
        }
        let header = if next == bytes.len() { None } else { Some(Header::at(text, next)?) };
        let raw = &text[begin..end];
        let raw = if returns { Cow::Owned(raw.replace("\r\n", "\n")) } else { Cow::Borrowed(raw) };
        Some(Body { raw, end, next, header })
    }
}

/// One past a newline that stands there; a lone carriage return is none here.
fn newline(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'\n' => Some(at + 1),
        b'\r' if bytes.get(at + 1) == Some(&b'\n') => Some(at + 2),
        _ => None,
    }
}

/// `00:00:01,000`, with as many digits for the hours as there are, and where it ends.
fn clock(bytes: &[u8], at: usize) -> Option<(Timestamp, usize)> {
    let hours_end = match bytes.get(at + 2) {
        Some(b':') => at + 2,
        _ => at + bytes[at..].iter().take(7).take_while(|byte| byte.is_ascii_digit()).count().max(3),
    };
    let hours = bytes.get(at..hours_end)?.iter().try_fold(0, |n, &byte| Some(n * 10 + digit(byte)?))?;
    let rest: &[u8; 10] = bytes.get(hours_end..)?.first_chunk()?;
    let [b':', m1, m2, b':', s1, s2, b',', f1, f2, f3] = *rest else { return None };
    let two = |a: u8, b: u8| Some(digit(a)? * 10 + digit(b)?);
    let seconds = hours * 3600 + two(m1, m2)? * 60 + two(s1, s2)?;
    Some((Timestamp::from_millis(seconds * 1000 + digit(f1)? * 100 + two(f2, f3)?), hours_end + 10))
}

fn digit(byte: u8) -> Option<i64> {
    let value = byte.wrapping_sub(b'0');
    (value < 10).then_some(i64::from(value))
}
