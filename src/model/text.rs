//! A text and the styles that lie over it.
//!
//! Words, widths and breaks are worked out on the plain string; styles are spans beside it, so no
//! transform ever cuts a tag in two.

use std::borrow::Cow;
use std::ops::Range;

use super::Timestamp;

/// A plain string with styles over ranges of it. A text without styles costs no allocation, and the
/// string is borrowed from the source until it changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text<'a> {
    plain: Cow<'a, str>,
    // A box round the vector: most cues have no span, and every cue pays for the field.
    #[allow(clippy::box_collection)]
    spans: Option<Box<Vec<Span>>>,
}

/// A style over a range of a text's bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte; equal to `start` for a mark between two characters.
    pub end: u32,
    /// What lies over it.
    pub style: Style,
}

/// What a span says about its text.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Style {
    /// `<b>`.
    Bold,
    /// `<i>`.
    Italic,
    /// `<u>`.
    Underline,
    /// `<s>`, SRT only.
    Strike,
    /// `<font …>`, SRT only; the attributes as written.
    Font(String),
    /// `<c.…>`, WebVTT: class names parted by `.`.
    Class(String),
    /// `<v …>`, WebVTT: a speaker inside a cue (one speaker of a whole cue is the cue's).
    Voice {
        /// The name.
        name: String,
        /// Class names parted by `.`, often empty.
        classes: String,
    },
    /// `<lang …>`, WebVTT: a BCP 47 tag.
    Language(String),
    /// `<ruby>`, WebVTT.
    Ruby,
    /// `<rt>`, WebVTT.
    RubyText,
    /// `<00:01.000>`, WebVTT: the text after it appears at this time. Empty range.
    Time(Timestamp),
    /// Not speech: `[laughs]`, `♪`, `(inaudible)`.
    Sound,
    /// A turn of a dialogue begins here, and this opens it on the screen (`-`, `- `). Empty range: the
    /// dash shows who speaks, so it is no part of what is said.
    Dash(String),
    /// Markup of the source that means nothing to us, kept as written. Empty range.
    Raw(String),
}

impl<'a> Text<'a> {
    /// A text without styles.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Text { plain: text.into(), spans: None }
    }

    /// A text with styles. Spans are put in document order: by start, the longer first, and as
    /// given where both are equal. Spans that leave the text or cut a character are dropped.
    pub fn styled(text: impl Into<Cow<'a, str>>, mut spans: Vec<Span>) -> Self {
        let plain = text.into();
        let on_edge = |at: u32| plain.is_char_boundary(at as usize);
        spans.retain(|s| s.start <= s.end && on_edge(s.start) && on_edge(s.end));
        spans.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
        let spans = if spans.is_empty() { None } else { Some(Box::new(spans)) };
        Text { plain, spans }
    }

    /// The same characters under other styles.
    pub fn with_spans(self, spans: Vec<Span>) -> Self {
        Text::styled(self.plain, spans)
    }

    /// The characters, without any markup.
    pub fn as_str(&self) -> &str {
        &self.plain
    }

    /// The styles, in document order.
    pub fn spans(&self) -> &[Span] {
        self.spans.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Whether there are no characters.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// The lines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.plain.split('\n')
    }

    /// Whether it is a dialogue: turns that a dash opens ([`Style::Dash`]).
    pub fn is_dialogue(&self) -> bool {
        self.spans().iter().any(|span| matches!(span.style, Style::Dash(_)))
    }

    /// The characters as they stand on the screen: with the dashes that open the turns of a dialogue,
    /// which take room on their lines.
    ///
    /// ```
    /// use cuekit::{Span, Style, Text};
    /// let dash = |at| Span { start: at, end: at, style: Style::Dash("- ".into()) };
    /// let text = Text::styled("Tu viens ?\nOui.", vec![dash(0), dash(11)]);
    /// assert_eq!(text.shown(), "- Tu viens ?\n- Oui.");
    /// ```
    pub fn shown(&self) -> Cow<'_, str> {
        if !self.is_dialogue() {
            return Cow::Borrowed(&self.plain);
        }
        let mut shown = String::with_capacity(self.plain.len() + 4);
        let mut at = 0;
        for span in self.spans() {
            if let Style::Dash(dash) = &span.style {
                shown.push_str(&self.plain[at..span.start as usize]);
                shown.push_str(dash);
                at = span.start as usize;
            }
        }
        shown.push_str(&self.plain[at..]);
        Cow::Owned(shown)
    }

    /// The same text, owning its string.
    pub fn into_owned(self) -> Text<'static> {
        Text { plain: Cow::Owned(self.plain.into_owned()), spans: self.spans }
    }

    /// The part of the text in `range`, with the styles that lie over it cut to it.
    ///
    /// # Panics
    ///
    /// If `range` is not on character boundaries of the text.
    pub fn slice(&self, range: Range<usize>) -> Text<'a> {
        let plain = match &self.plain {
            Cow::Borrowed(s) => Cow::Borrowed(&s[range.clone()]),
            Cow::Owned(s) => Cow::Owned(s[range.clone()].to_owned()),
        };
        let clamp = |at: u32| (at as usize).clamp(range.start, range.end);
        let spans = self
            .spans()
            .iter()
            .filter(
                |s| if s.start == s.end { range.contains(&(s.start as usize)) } else { clamp(s.start) < clamp(s.end) },
            )
            .map(|s| Span {
                start: (clamp(s.start) - range.start) as u32,
                end: (clamp(s.end) - range.start) as u32,
                style: s.style.clone(),
            })
            .collect();
        Text::styled(plain, spans)
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text::plain(text)
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Text::plain(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_keeps_the_styles_over_it() {
        let text = Text::styled("one two three", vec![Span { start: 4, end: 13, style: Style::Italic }]);
        let part = text.slice(0..7);
        assert_eq!(part.as_str(), "one two");
        assert_eq!(part.spans(), [Span { start: 4, end: 7, style: Style::Italic }]);
        assert!(text.slice(0..3).spans().is_empty());
    }

    #[test]
    fn spans_outside_the_text_are_dropped() {
        let text = Text::styled(
            "é",
            vec![Span { start: 1, end: 2, style: Style::Bold }, Span { start: 0, end: 9, style: Style::Bold }],
        );
        assert!(text.spans().is_empty());
    }
}
