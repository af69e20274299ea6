//! Timing lines as people and programs get them wrong.

use std::ops::Range;

use crate::model::Timestamp;

/// What a timing line says.
#[derive(Debug)]
pub(super) struct Timing<'a> {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    /// Where both times stand in the line.
    pub(super) places: [Range<usize>; 2],
    /// Whether a comma parts seconds and decimals.
    pub(super) comma: bool,
    /// The end has no decimals but the start does: if it lies before the start it was cut short.
    pub(super) end_cut: bool,
    /// One or two decimals: a fraction to us, milliseconds to a few players.
    pub(super) short_decimals: bool,
    /// Coordinates and the like.
    pub(super) rest: &'a str,
}

/// `00:00:01,000 --> 00:00:02,000`, as people and programs get it wrong; `millis` tells that one or two
/// decimals count milliseconds.
pub(super) fn timing_line(line: &str, millis: bool) -> Option<Timing<'_>> {
    let arrow = line.find('>')?;
    let before = line[..arrow].trim_end_matches(['-', '–', '—', '=', ' ', '\t']);
    if before.len() == arrow || !line[before.len()..arrow].contains(['-', '–', '—', '=']) {
        return None;
    }
    let (start, rest, first) = time(before, millis)?;
    if !rest.trim().is_empty() {
        return None;
    }
    let first_place = place(before, rest);
    let behind = &line[arrow + 1..];
    let (end, rest, second) = time(behind, millis)?;
    let second_place = place(behind, rest);
    Some(Timing {
        start,
        end,
        places: [first_place, second_place.start + arrow + 1..second_place.end + arrow + 1],
        comma: first.comma || second.comma,
        end_cut: end < start && second.decimals == 0 && first.decimals > 0,
        short_decimals: matches!(first.decimals, 1 | 2) || matches!(second.decimals, 1 | 2),
        rest: rest.trim(),
    })
}

/// Where a time stands in a text, by what follows it.
fn place(text: &str, rest: &str) -> Range<usize> {
    let start = text.len() - text.trim_start_matches([' ', '\t', '\u{FEFF}']).len();
    start..text.len() - rest.len()
}

/// How a time was spelt.
struct Spelling {
    comma: bool,
    decimals: usize,
}

/// A time of two or three fields with blanks anywhere, and what follows it.
fn time(text: &str, millis_only: bool) -> Option<(Timestamp, &str, Spelling)> {
    let mut rest = text.trim_start_matches([' ', '\t', '\u{FEFF}']);
    let negative = rest.starts_with('-');
    rest = rest.trim_start_matches('-');
    let mut fields = [0i64; 3];
    let mut count = 0;
    let width = loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 9 || count == 3 {
            return None;
        }
        fields[count] = rest[..digits].parse().ok()?;
        count += 1;
        rest = &rest[digits..];
        match rest.trim_start_matches(' ').strip_prefix(':') {
            Some(after) => rest = after.trim_start_matches(' '),
            None => break digits,
        }
    };
    if count < 2 {
        return None;
    }
    let mut millis = fields[..count]
        .iter()
        .fold(0i64, |sum, field| sum.saturating_mul(60).saturating_add(*field))
        .saturating_mul(1000);
    let mut spelling = Spelling { comma: false, decimals: 0 };
    let point = rest.trim_start_matches(' ').chars().next().filter(|c| matches!(c, ',' | '.'));
    match point {
        Some(point) => {
            rest = &rest.trim_start_matches(' ')[point.len_utf8()..];
            spelling.comma = point == ',';
            // Three digits are whole, whatever stands before them (`, 500`).
            let behind = rest.trim_start_matches(' ');
            if behind.bytes().take_while(u8::is_ascii_digit).count() >= 3 {
                rest = behind;
            }
            let mut value = 0i64;
            while let Some(byte) =
                rest.bytes().next().filter(|b| b.is_ascii_digit() || (*b == b' ' && spelling.decimals < 3))
            {
                // A blank is a zero only if a digit follows: ", 26", not "1,0   -->".
                if byte == b' ' && !rest.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit()) {
                    break;
                }
                if byte == b' ' && value > 0 {
                    break;
                }
                if spelling.decimals < 3 {
                    value = value * 10 + i64::from(if byte == b' ' { 0 } else { byte - b'0' });
                }
                spelling.decimals += 1;
                rest = &rest[1..];
            }
            let short = if millis_only { 0 } else { 3 - spelling.decimals.min(3) as u32 };
            millis = millis.saturating_add(value * 10i64.pow(short));
        }
        // Without decimals the seconds must be whole: `00:03:0` is a time cut short.
        None if width != 2 => return None,
        None => {}
    }
    Some((Timestamp::from_millis(if negative { -millis } else { millis }), rest, spelling))
}

/// Whether a line is a cue's number, in digits of any script.
pub(super) fn is_number(line: &str) -> bool {
    let digits = bare(line);
    let few = !digits.is_empty() && digits.len() <= 36;
    few && digits.chars().count() <= 9 && digits.chars().all(|c| crate::transcript::digit(c).is_some())
}

/// A line without what cannot be seen at its ends, and without a byte order mark that was read as
/// letters.
pub(super) fn bare(line: &str) -> &str {
    let line = line.trim_matches(is_blank);
    ["ï»¿", "ÿþ", "þÿ"].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line)
}

/// Whether what stands behind the times says where the cue is shown: coordinates, WebVTT settings, or
/// marks that say nothing.
pub(super) fn is_placement(rest: &str) -> bool {
    const KEYS: [&str; 10] = ["x1", "x2", "y1", "y2", "align", "line", "position", "size", "vertical", "region"];
    let word = |word: &str| match word.split_once(':') {
        Some((key, _)) => KEYS.contains(&key.to_ascii_lowercase().as_str()),
        None => false,
    };
    rest.split_whitespace().all(|part| word(part) || !part.contains(char::is_alphabetic))
}

/// Whether nothing can be seen of a character: blanks, marks of direction and of byte order, NUL, the
/// end-of-file mark of DOS.
pub(super) fn is_blank(c: char) -> bool {
    let mark = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    mark || c.is_whitespace() || matches!(c, '\0' | '\u{1A}')
}
