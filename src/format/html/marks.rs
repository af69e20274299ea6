//! The marks of a page a turn is told by: stamps in attributes and text, blanks, closing tags.

use super::tokens::attribute;
use crate::format::track;
use crate::model::{Resolution, Timestamp};

/// Appends text as a browser shows it: a run of blanks as one.
pub(super) fn push_text(out: &mut String, piece: &str) {
    let blank = |c: char| c.is_ascii_whitespace();
    let space = |out: &mut String| {
        if !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    };
    if piece.starts_with(blank) {
        space(out);
    }
    for (index, word) in piece.split_ascii_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
    if piece.ends_with(blank) {
        space(out);
    }
}

/// A stamp in the attributes of an element, with the end if that is there too.
pub(super) fn stamp(attributes: &str) -> Option<(Timestamp, Resolution, Option<Timestamp>)> {
    if !attributes.contains("data-") {
        return None;
    }
    let attr = |names: &[&str]| names.iter().find_map(|name| attribute(attributes, name));
    if let Some(start) = attr(&["data-m"]).and_then(|start| track::millis(&start)) {
        let length = attr(&["data-d"]).and_then(|length| track::millis(&length));
        return Some((start, Resolution::Exact, length.map(|length| start + length.max(Timestamp::ZERO))));
    }
    let time = |text: &str| {
        track::clock(text).or_else(|| {
            track::seconds(text)
                .map(|(time, fraction)| (time, if fraction { Resolution::Exact } else { Resolution::Second }))
        })
    };
    let (start, resolution) =
        attr(&["data-start", "data-timestamp", "data-begin", "data-start-time", "data-time"]).and_then(|t| time(&t))?;
    let end = attr(&["data-end", "data-end-time"]).and_then(|end| time(&end)).map(|(end, _)| end);
    Some((start, resolution, end))
}

/// A clock, or two with a dash between them.
pub(super) fn range(text: &str) -> Option<(Timestamp, Resolution, Option<Timestamp>)> {
    if let Some((start, resolution)) = track::clock(text) {
        return Some((start, resolution, None));
    }
    let (start, end) = text.split_once(['-', '–', '—', '→'])?;
    let (start, resolution) = track::clock(start)?;
    Some((start, resolution, Some(track::clock(end.trim_start_matches(['-', '>']))?.0)))
}

/// Where an element is closed for the last time.
pub(super) fn last_close(text: &str, name: &str) -> Option<usize> {
    memchr::memmem::rfind_iter(text.as_bytes(), b"</").find(|&at| {
        let after = text.as_bytes().get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
    })
}
