//! The small things every reader scans: numbers of seconds, clocks, first lines.

use crate::model::{Resolution, Timestamp};
use crate::source::{floor_char_boundary, lines_of};

/// A decimal number of seconds, exactly, and whether it has decimals. Digits past the ninth are dropped.
pub(in crate::format) fn seconds(text: &str) -> Option<(Timestamp, bool)> {
    let text = text.trim();
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if text.contains(['e', 'E']) {
        // Praat writes very small numbers with an exponent.
        let number = text.parse::<f64>().ok().filter(|n| n.is_finite())?;
        return Some((Timestamp::from_secs_f64(number), true));
    }
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let unsigned = whole.trim_start_matches(['-', '+']);
    if !digits(unsigned) || !digits(fraction) || (unsigned.is_empty() && fraction.is_empty()) || whole.len() > 16 {
        return None;
    }
    let sign = if whole.starts_with('-') { "-" } else { "" };
    let unsigned = if unsigned.is_empty() { "0" } else { unsigned };
    let cut = if fraction.is_empty() { "0" } else { &fraction[..fraction.len().min(9)] };
    Some((format!("{sign}{unsigned}.{cut}").parse().ok()?, !fraction.is_empty()))
}

/// A clock, `[h:]m:ss[.fraction]`, in brackets or bare, and how finely it is written.
pub(in crate::format) fn clock(text: &str) -> Option<(Timestamp, Resolution)> {
    let text = text.trim().trim_matches(['[', ']', '(', ')', ' ']);
    let plausible = text.contains(':') && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b':' | b'.' | b','));
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if !plausible || fraction.contains([':', '.', ',']) {
        return None;
    }
    let cut = if fraction.is_empty() { "0" } else { &fraction[..fraction.len().min(9)] };
    let resolution = if fraction.is_empty() { Resolution::Second } else { Resolution::Exact };
    Some((format!("{whole}.{cut}").parse().ok()?, resolution))
}

/// A whole number of milliseconds.
pub(in crate::format) fn millis(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok().map(Timestamp::from_millis)
}

/// The first lines of a text that are whole, for detection: those of its first 8 KiB.
pub(in crate::format) fn head_lines(text: &str) -> impl Iterator<Item = &str> {
    let cut = floor_char_boundary(text, 8192);
    let whole = if cut == text.len() { cut } else { text[..cut].rfind(['\n', '\r']).unwrap_or(cut) };
    lines_of(&text[..whole]).map(|(_, line)| line).filter(|line| !line.trim().is_empty())
}

/// Whether the first lines of a text, comments left out, are all what they are asked to be, and there are any.
pub(in crate::format) fn heads_are(text: &str, comment: &str, is_one: impl Fn(&str) -> bool) -> bool {
    let mut lines = head_lines(text).filter(|line| !line.trim_start().starts_with(comment)).take(50).peekable();
    lines.peek().is_some() && lines.all(is_one)
}

/// A text with every run of white space as one blank.
pub(in crate::format) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        let nanos = |text: &str| seconds(text).map(|(time, _)| time.as_nanos());
        assert_eq!(nanos("12.345"), Some(12_345_000_000));
        assert_eq!(nanos(" -0,5 "), Some(-500_000_000));
        assert_eq!(nanos("1.0592228339238310000001"), Some(1_059_222_833));
        assert_eq!(nanos(".5"), Some(500_000_000));
        assert_eq!(nanos("5."), Some(5_000_000_000));
        assert_eq!(nanos("1e-05"), Some(10_000));
        for text in ["", ".", "-", "1.2.3", "1:2", "x", "99999999999999999", "é", "1e", "nan", "inf"] {
            assert_eq!(nanos(text), None, "{text}");
        }
    }

    #[test]
    fn clocks_keep_their_resolution() {
        assert_eq!(clock("[00:02:53]"), Some((Timestamp::from_secs(173), Resolution::Second)));
        assert_eq!(clock("0:01.5"), Some((Timestamp::from_millis(1500), Resolution::Exact)));
        for text in ["", "5", "1:2:3:4", "1:60", "1:02.5.5", ":", "00:1a"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }
}
