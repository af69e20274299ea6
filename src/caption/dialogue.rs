//! Two short turns as one cue: where that may be, and the text of such a cue.
//!
//! Whether it is worth it the optimiser decides ([`segment`](super::segment)); here stands what it is told.
//! The guides speak of it under "Dual Speakers" (Netflix) and "Dashes" (BBC): one speaker a line, two at most.

use super::script::Script;
use super::{CaptionOptions, Dialogue};
use crate::format::SpeakerLabels;
use crate::format::dialogue::opens_turn;
use crate::model::{Document, Span, Style, Text};

/// The longest silence between two turns that share a cue, in seconds: the second is shown with the first,
/// and a pause of a second is worth a gap (BBC).
pub(super) const TURN_PAUSE: f64 = 1.0;

/// Before which units a dash may stand, if turns may share cues at all. Where every cue names its
/// speaker there is no need of it.
pub(super) fn may_open(document: &Document<'_>, script: &Script, options: &CaptionOptions) -> Vec<bool> {
    let profile = &options.profile;
    let named = options.labels == SpeakerLabels::Always;
    if profile.dialogue == Dialogue::Separate || profile.max_lines < 2 || named || document.speakers.len() < 2 {
        return Vec::new();
    }
    let may_open = |unit: usize| {
        let word = script.word(unit);
        // Its own dash is there already; a hyphen before a number is read as a minus.
        !opens_turn(word) && (profile.dash.ends_with(' ') || !word.starts_with(char::is_numeric))
    };
    (0..script.units.len()).map(may_open).collect()
}

/// A text of two lines as two turns.
pub(super) fn text(text: Text<'static>, names: [&str; 2], dash: &str) -> Text<'static> {
    let end = text.as_str().len();
    let line = text.as_str().find('\n').unwrap_or(end);
    let mut spans = Vec::with_capacity(4 + text.spans().len());
    for (name, turn) in names.into_iter().zip([0..line, line + 1..end]) {
        let (start, end) = (turn.start as u32, turn.end as u32);
        spans.push(Span { start, end, style: Style::Voice { name: name.to_owned(), classes: String::new() } });
        spans.push(Span { start, end: start, style: Style::Dash(dash.to_owned()) });
    }
    spans.extend_from_slice(text.spans());
    text.with_spans(spans)
}
