//! The block nearly every caption file is made of, read without a detour: a number, times as programs print them,
//! lines of text, a blank line. Readers of SRT and WebVTT take their clean blocks from here, and read everything
//! else the patient way.
//!
//! Fields of fixed width are checked and added up eight bytes at a time, in one integer. All of it is inlined: what
//! it gives is larger than what it takes to find, and is moved about otherwise.

use std::ops::Range;

use super::marks::marks;
use crate::model::{Cue, Timestamp};

/// A line of two times.
#[derive(Debug, Clone)]
pub(super) struct Times {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    /// Where they stand.
    pub(super) places: [Range<usize>; 2],
}

const ARROW: &[u8; 5] = b" --> ";

impl Times {
    /// Two times at a byte, with `point` before the decimals. None if the second is the earlier: that has to be
    /// reported.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], begin: usize, point: u8) -> Option<Times> {
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
    /// A `<`, a `>` or the other sign the format has for markup stands in the text.
    pub(super) marked: bool,
}

impl Paragraph {
    /// The lines that begin at a byte; `sign` is what opens markup besides `<`. None for lone carriage returns,
    /// which are seldom what they seem, and for what may be an arrow, which may begin another cue.
    #[inline(always)]
    pub(super) fn at(bytes: &[u8], begin: usize, sign: u8) -> Option<Paragraph> {
        let mut returns = false;
        let mut marked = false;
        let mut line = begin;
        for at in marks(bytes, begin, sign) {
            // The line feed behind a carriage return.
            if at < line {
                continue;
            }
            if !matches!(bytes[at], b'\n' | b'\r') {
                if bytes[at] == b'>' && !closes_tag(bytes[at - 1]) {
                    return None;
                }
                marked |= bytes[at] > b'\r';
                continue;
            }
            if at == line {
                return None;
            }
            let after = newline(bytes, at)?;
            let next = match newline(bytes, after) {
                Some(next) => next,
                None if after == bytes.len() => after,
                None => {
                    returns |= bytes[at] == b'\r';
                    line = after;
                    continue;
                }
            };
            return Some(Paragraph { end: at, next: behind_newlines(bytes, next), returns, marked });
        }
        (line < bytes.len()).then_some(Paragraph { end: bytes.len(), next: bytes.len(), returns, marked })
    }
}

/// Whether a `>` behind this byte closes a tag, and is no arrow.
fn closes_tag(before: u8) -> bool {
    matches!(before, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'"' | b'\'' | b'/')
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

/// One past all newlines that stand there.
#[inline(always)]
fn behind_newlines(bytes: &[u8], mut at: usize) -> usize {
    while let Some(next) = newline(bytes, at) {
        at = next;
    }
    at
}

/// Makes room for as many cues as the first of them make likely: a list that grows is copied again and again.
/// `read` of `length` bytes have been read.
#[inline(always)]
pub(super) fn make_room(cues: &mut Vec<Cue<'_>>, read: usize, length: usize) {
    const ENOUGH: usize = 64;
    if cues.len() == ENOUGH && cues.capacity() < 2 * ENOUGH + 1 {
        cues.reserve((length - read) / (read / ENOUGH).max(1) * 17 / 16 + ENOUGH);
    }
}

/// The high bit of every byte.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// A number of at most seven digits at a byte, and where it ends. None if it begins with a zero.
#[inline(always)]
pub(super) fn number(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let digits = u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?) ^ u64::from_le_bytes(*b"00000000");
    // Whatever is above nine now reaches the high bit of its byte, or had it.
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & HIGH;
    let count = others.trailing_zeros() as usize / 8;
    if !(1..8).contains(&count) || digits & 0xFF == 0 {
        return None;
    }
    // Zeros before it make eight digits of it; then pairs, fours and eights of them are added up.
    let ones = digits << (64 - 8 * count);
    let pairs = (ones.wrapping_mul(10) + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    let value = (fours.wrapping_mul(10_000) + (fours >> 32)) & 0xFFFF_FFFF;
    Some((value as usize, at + count))
}

/// `00:00:01,000`, with as many digits for the hours as there are, and where it ends. Before a full stop the
/// hours may be missing, as in WebVTT.
#[inline(always)]
fn clock(bytes: &[u8], at: usize, point: u8) -> Option<(Timestamp, usize)> {
    if let Some(usual) = bytes.get(at..)?.first_chunk()
        && let Some(time) = usual_clock(usual, point)
    {
        return Some((time, at + usual.len()));
    }
    if point == b'.' && bytes.get(at + 5) == Some(&point) {
        let &[m1, m2, b':', s1, s2, _, f1, f2, f3] = bytes.get(at..)?.first_chunk::<9>()? else { return None };
        return Some((usual_clock(&[b'0', b'0', b':', m1, m2, b':', s1, s2, point, f1, f2, f3], point)?, at + 9));
    }
    let hours_end = at + bytes.get(at..)?.iter().take(7).take_while(|byte| byte.is_ascii_digit()).count();
    let hours = bytes[at..hours_end].iter().fold(0, |n, digit| n * 10 + i64::from(digit - b'0'));
    let &[b':', m1, m2, b':', s1, s2, p, f1, f2, f3] = bytes.get(hours_end..)?.first_chunk::<10>()? else {
        return None;
    };
    let rest = usual_clock(&[b'0', b'0', b':', m1, m2, b':', s1, s2, p, f1, f2, f3], point)?;
    (hours_end > at + 2).then(|| (Timestamp::from_secs(hours * 3600) + rest, hours_end + 10))
}

/// `00:00:01,000`, with `point` for the comma.
#[inline(always)]
fn usual_clock(clock: &[u8; 12], point: u8) -> Option<Timestamp> {
    let [h1, h2, a, m1, m2, b, s1, s2, p, f1, f2, f3] = *clock;
    let fields = u64::from_le_bytes([h1, h2, a, m1, m2, b, s1, s2]) ^ u64::from_le_bytes(*b"00:00:00");
    let millis = u32::from_le_bytes([p, f1, f2, f3]) ^ u32::from_le_bytes([point, b'0', b'0', b'0']);
    // Now digits are 0 to 9 and signs 0; added to these, what is above (above 5 for the tens of minutes and
    // seconds) reaches the high bit of its byte, or had it.
    const ABOVE: u64 = u64::from_le_bytes([0x76, 0x76, 0x7F, 0x7A, 0x76, 0x7F, 0x7A, 0x76]);
    const MILLIS_ABOVE: u32 = u32::from_le_bytes([0x7F, 0x76, 0x76, 0x76]);
    let odd = (fields.wrapping_add(ABOVE) | fields) & HIGH;
    let odd_millis = (millis.wrapping_add(MILLIS_ABOVE) | millis) & HIGH as u32;
    if odd != 0 || odd_millis != 0 {
        return None;
    }
    // Ten times each byte and the one behind it: where a field begins, that is the field.
    let pairs = fields.wrapping_mul(10) + (fields >> 8);
    let field = |byte: u32| (pairs >> (8 * byte)) & 0xFF;
    let millis = u64::from(millis >> 8 & 0xFF) * 100 + u64::from(millis >> 16 & 0xFF) * 10 + u64::from(millis >> 24);
    let all = ((field(0) * 60 + field(3)) * 60 + field(6)) * 1000 + millis;
    Some(Timestamp::from_millis(all as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_those_of_programs() {
        let read = |text: &str, point| clock(text.as_bytes(), 0, point).map(|(time, end)| (time.to_millis(), end));
        assert_eq!(read("12:34:56,789 ", b','), Some((45_296_789, 12)));
        assert_eq!(read("123:34:56,789", b','), Some((123 * 3_600_000 + 2_096_789, 13)));
        assert_eq!(read("01:02.003", b'.'), Some((62_003, 9)));
        for odd in ["1:00:00,000", "00:60:00,000", "00:00:60,000", "00:00:00.000", "00:00:0a,000", "00:00:00,00"] {
            assert_eq!(read(odd, b','), None, "{odd}");
        }
        // Every byte at every place: only digits and signs in their range are taken.
        for place in 0..12 {
            for byte in 0..=255 {
                let mut text = *b"11:11:11,111";
                text[place] = byte;
                let taken = match place {
                    2 | 5 => byte == b':',
                    8 => byte == b',',
                    3 | 6 => matches!(byte, b'0'..=b'5'),
                    _ => byte.is_ascii_digit(),
                };
                assert_eq!(usual_clock(&text, b',').is_some(), taken, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn numbers_are_those_of_programs() {
        for value in [1, 9, 10, 99, 100, 12_345, 999_999, 9_999_999] {
            assert_eq!(number(format!("{value}\nbehind it").as_bytes(), 0), Some((value, value.to_string().len())));
        }
        for odd in ["012\n.....", "0\n.......", "\n........", "12345678\n", "-1\n......", "1\n"] {
            assert_eq!(number(odd.as_bytes(), 0), None, "{odd}");
        }
    }
}
