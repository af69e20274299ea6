//! Timing lines that are none as they stand, and what they were meant to be. Looked at only where the
//! plain reading fails, so that good files pay nothing for bad ones.
//!
//! Met in the wild: `００：００：０１，０００` and other digits, `→` and `--&gt;` for the arrow, no arrow at
//! all, `00:00:01:500`, `00.00.01,500`, `00:00:01;500`, `0:00:06,0:`, a number glued to the time, brackets
//! round the line, marks of direction before it, letters for digits (`0O:00:0l`), frames, and lines of
//! which only one time can be read.

use std::borrow::Cow;

use super::scan::{Timing, is_blank};
use crate::model::Timestamp;

/// What could be read of a line that was meant to be a timing line.
#[derive(Debug, PartialEq)]
pub(super) struct Repaired<'a> {
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    /// The cue's number, where it stands on the same line.
    pub(super) number: Option<&'a str>,
    /// What follows the times.
    pub(super) rest: &'a str,
    /// One or two decimals, as in `Spelling`.
    pub(super) short_decimals: bool,
}

/// How times are read that can be read in two ways, by the whole file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reading {
    /// One or two decimals are milliseconds.
    pub(super) millis: bool,
    /// What two digits behind a third colon count.
    pub(super) fourth: Fourth,
}

/// What two digits behind a third colon count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fourth {
    /// Frames, this many a second.
    Frames(i64),
    #[default]
    Hundredths,
}

/// Tells frames from hundredths by the largest there is in the file.
pub(super) fn fourth_field(text: &str) -> Fourth {
    let field = |word: &str| {
        let mut fields = word.split([':', ';']);
        let last = fields.next_back()?;
        let plausible = last.len() == 2 && fields.clone().count() == 3 && fields.all(|f| f.parse::<u32>().is_ok());
        if plausible { last.parse::<i64>().ok() } else { None }
    };
    match text.split_whitespace().filter_map(field).max() {
        Some(..25) => Fourth::Frames(25),
        Some(25..30) => Fourth::Frames(30),
        _ => Fourth::Hundredths,
    }
}

/// Whether it is worth a look: a glance at the first character that can be seen, and at whether there
/// can be an arrow, before anything is copied.
pub(super) fn may_be_timing(line: &str) -> bool {
    let Some(first) = line.chars().find(|&c| !is_blank(c)) else { return false };
    let begins = first.is_ascii_digit()
        || matches!(
            first,
            '[' | '('
                | '"'
                | '#'
                | '-'
                | '+'
                | '='
                | '>'
                | '?'
                | '*'
                | 'O'
                | 'o'
                | 'l'
                | '–'
                | '—'
                | '→'
                | '＃'
                | '［'
                | '（'
                | '－'
        )
        || crate::transcript::digit(first).is_some();
    begins && (line.contains('>') || line.contains("--") || line.contains("&gt;") || !line.is_ascii())
}

/// Whether a line tells both times, whatever they are.
pub(super) fn has_both_times(line: &str, numbered: bool) -> bool {
    (numbered || may_be_timing(line))
        && timing(line, numbered, Reading::default()).is_some_and(|read| read.start.is_some() && read.end.is_some())
}

/// Reads a line that has an arrow, or, if it stands right under a cue's number, one without. `None` for
/// what was not meant to be a timing line.
pub(super) fn timing(line: &str, numbered: bool, reading: Reading) -> Option<Repaired<'_>> {
    let plain = plain(line);
    // Letters that look like digits, where there is an arrow to say what is meant.
    let by_letters = || {
        let letters = plain.contains("-->") && plain.contains(LETTERS);
        let digits = letters.then(|| plain.replace(['O', 'o'], "0").replace(['l', 'I'], "1"))?;
        read(line, &digits, numbered, reading).filter(|read| read.rest.is_empty())
    };
    match read(line, &plain, numbered, reading) {
        // `00:00:04,75O`: no blank parts the letter from the time.
        Some(read) if read.rest.starts_with(LETTERS) && !before(line, read.rest).ends_with(is_blank) => {
            by_letters().or(Some(read))
        }
        read => read.or_else(by_letters),
    }
}

/// Letters that are written for digits.
const LETTERS: [char; 4] = ['O', 'o', 'l', 'I'];

/// What stands before the last part of a line.
fn before<'a>(line: &'a str, last: &str) -> &'a str {
    line.trim_end_matches(is_blank).strip_suffix(last).unwrap_or(line)
}

/// What a timing line means of which the plain reading leaves a part of the end time behind: its decimals stand
/// behind a wrong sign (`00:00:04;750`, `00:00:04 750`), are parted (`,7 50`), or have letters in them.
pub(super) fn better<'a>(line: &'a str, plain: &Timing<'a>, reading: Reading) -> Option<Repaired<'a>> {
    let behind = &line[plain.places[1].end..];
    let parted = behind.starts_with([' ', '\t']);
    if plain.rest.is_empty() || parted && !plain.rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let more = |end: Timestamp| end > plain.end || plain.rest.starts_with(LETTERS);
    let same = |read: &Repaired<'_>| read.start == Some(plain.start) && read.end.is_some_and(more);
    timing(line, false, reading).filter(|read| read.rest.is_empty() && same(read))
}

fn read<'a>(line: &'a str, plain: &str, numbered: bool, reading: Reading) -> Option<Repaired<'a>> {
    let Some((before, after)) = split_at_arrow(plain) else {
        return if numbered { without_arrow(line, plain, reading) } else { None };
    };
    // No time stands behind more than a number; looking for one in a long line costs its square.
    if before.len() > 120 {
        return None;
    }
    let first = last_clock(before, reading);
    let second = clock(after, reading);
    // Without a second time what stands there is a broken one, if it is short and no word.
    let broken = |text: &str| text.len() <= 20 && !text.contains(char::is_alphabetic);
    if !(first.is_some() || second.is_some() && broken(before)) || !(second.is_some() || broken(after)) {
        return None;
    }
    let rest = second.as_ref().map_or("", |(_, used)| after[*used..].trim_start());
    Some(Repaired {
        start: first.as_ref().map(|(time, _)| time.time),
        end: second.as_ref().map(|(time, _)| time.time),
        number: first.as_ref().filter(|(_, number)| !number.is_empty()).map(|(_, number)| {
            let tail = tail_of(line, plain, number.start);
            &tail[..tail.char_indices().nth(number.len()).map_or(tail.len(), |(at, _)| at)]
        }),
        rest: tail_of(line, plain, plain.len() - rest.len()).trim(),
        short_decimals: first.is_some_and(|(time, _)| time.short) || second.is_some_and(|(time, _)| time.short),
    })
}

/// Two clocks with next to nothing between them, or one and nothing else.
fn without_arrow<'a>(line: &'a str, plain: &str, reading: Reading) -> Option<Repaired<'a>> {
    let (first, used) = clock(plain, reading).filter(|(time, _)| time.fields >= 3)?;
    let rest = plain[used..].trim_start_matches([' ', '-', '~', ',', '|', '/', '=', '_']);
    let rest = rest.strip_prefix("to ").unwrap_or(rest);
    let second = match clock(rest, reading) {
        Some((time, used)) if time.fields >= 3 && rest[used..].trim().is_empty() => Some(time),
        None if rest.is_empty() => None,
        _ => return None,
    };
    let short_decimals = first.short || second.as_ref().is_some_and(|time| time.short);
    let (start, end) = (Some(first.time), second.map(|time| time.time));
    Some(Repaired { start, end, number: None, rest: &line[line.len()..], short_decimals })
}

/// A cue's number glued to the hours (`1200:00:05,000` is 12 and five seconds), if the line says that
/// it ends before it begins.
pub(super) fn glued(line: &str) -> Option<(&str, &str)> {
    let digits = leading_digits(line);
    if digits < 3 { None } else { line.split_at_checked(digits - 2) }
}

/// The value of a line that is a cue's number, in digits of any script, with marks round it at most.
pub(super) fn number(line: &str) -> Option<u64> {
    let plain = plain(line);
    let digits =
        plain.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '.' | ':' | ')' | '(' | '[' | ']'));
    if digits.is_empty() || digits.len() > 9 { None } else { digits.parse().ok() }
}

/// The line with characters that look alike made those of SRT, one for one.
fn plain(line: &str) -> Cow<'_, str> {
    if line.is_ascii() && !line.contains('&') && !line.contains(['\0', '\t']) {
        return Cow::Borrowed(line);
    }
    let alike = |c: char| match c {
        c if is_blank(c) => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '٫' | '،' | '、' | '‚' => ',',
        '∶' | '꞉' | '︓' | 'ː' => ':',
        '·' => '.',
        '–' | '—' | '−' | '―' | '‐' | '‑' => '-',
        '→' | '⇒' | '➔' | '➜' | '⟶' | '›' | '»' => '>',
        '’' | '′' => '\'',
        c => crate::transcript::digit(c).and_then(|d| char::from_digit(d, 10)).unwrap_or(c),
    };
    Cow::Owned(line.replace("&gt;", "   >").chars().map(alike).collect())
}

/// The part of `line` that begins at byte `at` of its `plain` form, which has the same characters but
/// for references, which have as many.
fn tail_of<'a>(line: &'a str, plain: &str, at: usize) -> &'a str {
    let chars = plain[at..].chars().count();
    match chars.checked_sub(1).and_then(|last| line.char_indices().rev().nth(last)) {
        Some((start, _)) => &line[start..],
        None => &line[line.len()..],
    }
}

/// What stands before an arrow and behind it: `-->`, `->`, `>`, `- ->`, `=>`, `--`.
fn split_at_arrow(plain: &str) -> Option<(&str, &str)> {
    let shaft = |c: char| matches!(c, '-' | '=' | ' ');
    if let Some(head) = plain.find('>') {
        return Some((plain[..head].trim_end_matches(shaft), plain[head + 1..].trim_start_matches(['>', ' '])));
    }
    // An arrow that lost its head; one dash would be anything.
    plain.split_once("--").map(|(before, after)| (before.trim_end(), after.trim_start_matches(shaft)))
}

struct Clock {
    time: Timestamp,
    /// How many fields, decimals not counted.
    fields: usize,
    short: bool,
}

/// The clock that ends a text, and where the number before it stands.
fn last_clock(text: &str, reading: Reading) -> Option<(Clock, std::ops::Range<usize>)> {
    let bytes = text.as_bytes();
    let begins = |at: &usize| bytes[*at].is_ascii_digit() && (*at == 0 || !bytes[*at - 1].is_ascii_digit());
    let closing = |c: char| is_blank(c) || c.is_ascii_punctuation();
    for at in (0..bytes.len()).filter(begins) {
        let from = if text[..at].ends_with('-') { at - 1 } else { at };
        let prefix = &text[..from];
        if prefix.contains(char::is_alphabetic) {
            return None;
        }
        if let Some((time, used)) = clock(&text[from..], reading) {
            let junk = &text[from + used..];
            // Junk glued to a whole time (`00:00:19werwer,580`) leaves the time to be read.
            if junk.trim_matches(closing).is_empty() || time.fields >= 3 && junk.len() <= 12 {
                let digits = prefix.trim_matches(|c: char| !c.is_ascii_digit());
                let start = prefix.find(digits).unwrap_or(0);
                let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                return Some((time, if all { start..start + digits.len() } else { 0..0 }));
            }
        }
    }
    None
}

/// How many digits a text begins with.
fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// A clock at the start of a text, and how many bytes it takes.
fn clock(text: &str, reading: Reading) -> Option<(Clock, usize)> {
    let skip = |at: usize| at + text[at..].bytes().take_while(|&b| b == b' ').count();
    let mut at = skip(0);
    at += text[at..].bytes().take_while(|&b| matches!(b, b'[' | b'(' | b'{' | b'"')).count();
    at = skip(at);
    let mut negative = false;
    // Value, digits, and blanks before them.
    let mut fields: Vec<(i64, usize, usize)> = Vec::with_capacity(4);
    let mut separators: Vec<u8> = Vec::with_capacity(4);
    let mut end = at;
    let mut blanks = 0;
    while fields.len() < 4 {
        if text[at..].starts_with('-') {
            negative = true;
            at += 1;
        }
        let width = leading_digits(&text[at..]);
        if width == 0 || width > 9 {
            break;
        }
        fields.push((text[at..at + width].parse().ok()?, width, blanks));
        end = at + width;
        let next = skip(end);
        match text.as_bytes().get(next) {
            Some(&separator @ (b':' | b';' | b'.' | b',' | b'\'')) => {
                separators.push(separator);
                at = skip(next + 1);
                blanks = at - (next + 1);
            }
            // `00:00:01/500`, `00:00:01_500`
            Some(b'/' | b'_') if fields.len() == 3 && leading_digits(&text[next + 1..]) == 3 => {
                separators.push(b' ');
                (at, blanks) = (next + 1, 0);
            }
            // `00:00:01 500`
            Some(digit) if digit.is_ascii_digit() && next > end && fields.len() == 3 => {
                let width = leading_digits(&text[next..]);
                if width != 3 || text[next + 3..].trim_start().starts_with([':', ';']) {
                    break;
                }
                separators.push(b' ');
                (at, blanks) = (next, 0);
            }
            _ => break,
        }
    }
    // `00:00:01,5 00`: decimals in two parts.
    if let ([_, _, _, (decimals, width, _)], Some(b',' | b'.')) = (&mut fields[..], separators.get(2))
        && let Some(more) = text[end..].strip_prefix(' ')
        && *width < 3
        && leading_digits(more) == 3 - *width
        && more[3 - *width..].chars().next().is_none_or(is_blank)
    {
        *decimals = *decimals * 10i64.pow(3 - *width as u32) + more[..3 - *width].parse::<i64>().ok()?;
        (end, *width) = (end + 1 + 3 - *width, 3);
    }
    // Five fields are a number and a clock.
    if separators.len() == 4 && text[at..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = |index: usize| fields[index].0;
    let separator = |index: usize| separators.get(index).copied().unwrap_or(0);
    // The count of whole fields; behind them are decimals.
    let whole = match fields.len() {
        4 => 3,
        3 if separator(0) != separator(1) && matches!(separator(1), b'.' | b',' | b'\'') => 2,
        3 => 3,
        2 if separator(0) == b':' && fields[1].1 == 2 => 2,
        _ => return None,
    };
    let mut secs = (0..whole).fold(0i64, |sum, index| sum.saturating_mul(60).saturating_add(value(index)));
    let (number, width, _) = fields[whole - 1];
    let mut short = false;
    let millis = match fields.get(whole) {
        Some(&(frames, 2, _)) if separator(whole - 1) == b':' => match reading.fourth {
            Fourth::Frames(rate) => frames * 1000 / rate,
            Fourth::Hundredths => frames * 10,
        },
        Some(&(decimals, width, blanks)) => {
            short = width < 3;
            // Old rippers wrote blanks for the zeros of the decimals.
            let width = if short { (width + blanks).min(3) } else { width };
            match width {
                0..3 if reading.millis => decimals,
                0..3 => decimals * 10i64.pow(3 - width as u32),
                _ => decimals / 10i64.pow(width as u32 - 3),
            }
        }
        // The comma is missing: `00:00:01500`.
        None if width == 5 => {
            secs = secs.saturating_sub(number).saturating_add(number / 1000);
            number % 1000
        }
        // Without decimals the seconds must be whole: `00:03:0` is a time cut short.
        None if width != 2 => return None,
        None => 0,
    };
    let time = Timestamp::from_secs(secs) + Timestamp::from_millis(millis);
    // A separator that nothing follows belongs to the clock: `00:00:06,0:`.
    let end = if separators.len() == fields.len() { skip(end) + 1 } else { end };
    Some((Clock { time: if negative { -time } else { time }, fields: whole, short }, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(line: &str) -> Option<(i64, i64)> {
        let read = timing(line, true, Reading { millis: false, fourth: fourth_field(line) })?;
        Some((read.start.map_or(-1, Timestamp::to_millis), read.end.map_or(-1, Timestamp::to_millis)))
    }

    #[test]
    fn lines_and_what_they_were_meant_to_be() {
        for (line, start, end) in [
            ("００：００：０１，５００ －－＞ ００：００：０２，０００", 1500, 2000),
            ("٠٠:٠٠:٠١,٥٠٠ --> ٠٠:٠٠:٠٢٫٠٠٠", 1500, 2000),
            ("\u{202a}00:00:01,500 --> 00:00:02,000\u{202c}", 1500, 2000),
            ("00:00:01,500 → 00:00:02,000", 1500, 2000),
            ("00:00:01,500 --&gt; 00:00:02,000", 1500, 2000),
            ("00:00:01,500 > 00:00:02,000", 1500, 2000),
            ("00:00:01,500 -- 00:00:02,000", 1500, 2000),
            ("00:00:01,500 00:00:02,000", 1500, 2000),
            ("00:00:01,500 - 00:00:02,000", 1500, 2000),
            ("00:00:01:500-->00:00:02:000", 1500, 2000),
            ("00.00.01,500 --> 00.00.02,000", 1500, 2000),
            ("00;00;01;500 --> 00;00;02;000", 1500, 2000),
            ("00:00:01 500 --> 00:00:02 000", 1500, 2000),
            ("00:00:01/500 --> 00:00:02_750", 1500, 2750),
            ("00:00:01,5 00 --> 00:00:02,7 50", 1500, 2750),
            ("00:00:01,500 --> 00:00:O2,75O", 1500, 2750),
            ("00:00:01500 --> 00:00:02000", 1500, 2000),
            ("00:00:06,0: --> 00:00:08,55", 6000, 8550),
            ("[00:00:01,500 --> 00:00:02,000]", 1500, 2000),
            ("0O:00:0l,500 --> 00:00:02,000", 1500, 2000),
            ("00:00:-1,-500 --> 00:00:02,000", -1500, 2000),
            ("00:02:36:12 --> 00:02:38:05", 156_480, 158_200),
            ("00:02:36:75 --> 00:02:38:05", 156_750, 158_050),
            ("00:00:19werwer,580 --> 00:00:21,000", 19_000, 21_000),
            ("00:00:01,500 -->", 1500, -1),
            ("00:00:01,500 --> 00:03:0", 1500, -1),
            ("00:00:01,500", 1500, -1),
            ("--> 00:00:02,000", -1, 2000),
            ("??:??:?? --> 00:00:02,000", -1, 2000),
        ] {
            assert_eq!(times(line), Some((start, end)), "{line}");
        }
        for line in [
            "a --> b",
            "x -> y",
            "5 > 3",
            "Meet at 10:00:00,000 -> 11:00:00,000",
            "3:30, or maybe 4:00",
            "10:30",
            "1.567.202.",
        ] {
            assert_eq!(times(line), None, "{line}");
        }
        assert_eq!(timing("00:00:01,500 00:00:02,000", false, Reading::default()), None);
        let read = timing("＃12. 00：00：01,5 --> 00:00:02,5 Où ?", false, Reading::default()).unwrap();
        assert_eq!((read.number, read.rest, read.short_decimals), (Some("12"), "Où ?", true));
    }
}
