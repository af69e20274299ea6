//! The words of a block: its paragraphs without Markdown, remarks marked.

use std::borrow::Cow;
use std::ops::Range;

use super::super::remark;
use crate::model::{Span, Style, Text};

/// The text of a block: its paragraphs, Markdown's escapes and bold marks undone, remarks marked.
pub(super) fn text_of<'a>(text: &'a str, paragraphs: &[Range<usize>]) -> Text<'a> {
    let mut joined: Cow<'a, str> = Cow::Borrowed("");
    for (index, range) in paragraphs.iter().enumerate() {
        let paragraph = without_markdown(text[range.clone()].trim());
        if index == 0 {
            joined = paragraph;
        } else {
            let whole = joined.to_mut();
            whole.push('\n');
            whole.push_str(&paragraph);
        }
    }
    let spans = remark::remarks(&joined)
        .into_iter()
        .map(|r| Span { start: r.start as u32, end: r.end as u32, style: Style::Sound })
        .collect();
    Text::styled(joined, spans)
}

/// Whether a backslash before a mark says that it is text: before Markdown's, and before those of other scripts that a
/// line is told by.
pub(crate) fn can_be_escaped(mark: char) -> bool {
    mark.is_ascii_punctuation() || matches!(mark, '：' | '∶' | '–' | '—')
}

fn without_markdown(paragraph: &str) -> Cow<'_, str> {
    if !paragraph.contains(['\\', '*']) {
        return Cow::Borrowed(paragraph);
    }
    let mut plain = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    while let Some(at) = rest.find(['\\', '*']) {
        plain.push_str(&rest[..at]);
        let tail = &rest[at..];
        let escaped = tail[1..].chars().next().filter(|mark| tail.starts_with('\\') && can_be_escaped(*mark));
        let skip = match tail.as_bytes() {
            _ if escaped.is_some() => {
                plain.extend(escaped);
                1 + escaped.map_or(0, char::len_utf8)
            }
            [b'*', b'*', ..] => tail.bytes().take_while(|&b| b == b'*').count(),
            [mark, ..] => {
                plain.push(*mark as char);
                1
            }
            [] => 0,
        };
        rest = &tail[skip..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}
