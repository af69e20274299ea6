//! The block nearly every caption file is made of, read without a detour: times as programs print them, lines of
//! text, a blank line. Readers of SRT and WebVTT take their clean blocks from here, and read everything else
//! the patient way.
//!
//! All of it is inlined: what it gives is larger than what it takes to find, and is moved about otherwise.

use std::ops::Range;

use crate::model::Timestamp;

/// A line of two times.
#[derive(Debug, Clone)]
pub(super) struct Times {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    /// Where they stand.
    pub(super) places: [Range<usize>; 2],
}

impl Times {
    /// Two times at a byte, with `point` before the decimals. None if the second is the earlier: that has to be
    /// reported.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], begin: usize, point: u8) -> Option<Times> {
        const ARROW: &[u8] = b" --> ";
        let (start, start_end) = clock(bytes, begin, point)?;
        if bytes.get(start_end..start_end + ARROW.len())? != ARROW {
            return None;
        }
        let second = start_end + ARROW.len();
        let (end, end_end) = clock(bytes, second, point)?;
        (start <= end).then_some(Times { start, end, places: [begin..start_end, second..end_end] })
    }
}

/// Lines of text up to a blank one or the end.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// One past the last byte of the text.
    pub(super) end: usize,
    /// The first byte behind the blank lines.
    pub(super) next: usize,
    /// Carriage returns stand in the text.
    pub(super) returns: bool,
}

impl Paragraph {
    /// The lines that begin at a byte. None for lone carriage returns, which are seldom what they seem.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], begin: usize) -> Option<Paragraph> {
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
        Some(Paragraph { end, next, returns })
    }
}

/// One past a newline that stands there; a lone carriage return is none here.
#[inline(always)]
pub(super) fn newline(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'\n' => Some(at + 1),
        b'\r' if bytes.get(at + 1) == Some(&b'\n') => Some(at + 2),
        _ => None,
    }
}

/// `00:00:01,000`, with as many digits for the hours as there are, and where it ends. Before a full stop the
/// hours may be missing, as in WebVTT.
#[inline(always)]
fn clock(bytes: &[u8], at: usize, point: u8) -> Option<(Timestamp, usize)> {
    if point == b'.' && bytes.get(at + 5) == Some(&point) {
        let &[m1, m2, b':', s1, s2, _, f1, f2, f3] = bytes.get(at..)?.first_chunk::<9>()? else { return None };
        return Some((time(0, [m1, m2, s1, s2, f1, f2, f3])?, at + 9));
    }
    let hours_end = match bytes.get(at + 2) {
        Some(b':') => at + 2,
        _ => at + bytes.get(at..)?.iter().take(7).take_while(|byte| byte.is_ascii_digit()).count().max(3),
    };
    let hours = bytes.get(at..hours_end)?.iter().try_fold(0, |n, &byte| Some(n * 10 + digit(byte)?))?;
    let rest: &[u8; 10] = bytes.get(hours_end..)?.first_chunk()?;
    let [b':', m1, m2, b':', s1, s2, p, f1, f2, f3] = *rest else { return None };
    if p != point {
        return None;
    }
    Some((time(hours, [m1, m2, s1, s2, f1, f2, f3])?, hours_end + 10))
}

/// A time of its hours and the digits behind them.
#[inline(always)]
fn time(hours: i64, [m1, m2, s1, s2, f1, f2, f3]: [u8; 7]) -> Option<Timestamp> {
    let two = |a: u8, b: u8| Some(digit(a)? * 10 + digit(b)?);
    let (minutes, seconds) = (two(m1, m2)?, two(s1, s2)?);
    let millis = (hours * 3600 + minutes * 60 + seconds) * 1000 + digit(f1)? * 100 + two(f2, f3)?;
    (minutes < 60 && seconds < 60).then(|| Timestamp::from_millis(millis))
}

#[inline(always)]
fn digit(byte: u8) -> Option<i64> {
    let value = byte.wrapping_sub(b'0');
    (value < 10).then_some(i64::from(value))
}
