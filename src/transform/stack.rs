//! One cue made of two: what is said, by whom, and with which styles.

use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Span, SpeakerId, Speakers, Style, Text};

/// What cues that were put together have no place for, counted.
#[derive(Debug, Default)]
pub(super) struct Lost {
    ids: usize,
    layouts: usize,
    words: usize,
}

impl Lost {
    /// One remark for each kind.
    pub(super) fn report(self, sink: &mut Sink) {
        for (count, code, what) in [
            (self.ids, "loss-ids", "ids that are no numbers"),
            (self.layouts, "loss-layout", "places on the picture"),
            (self.words, "loss-words", "the times of words"),
        ] {
            if count > 0 {
                let cues = if count == 1 { "cue" } else { "cues" };
                let message = format!("{what} of {count} {cues} were left out: a cue that was put together has one");
                sink.report(Diagnostic::note(code, message));
            }
        }
    }
}

/// Puts what another cue says behind what a cue says, with `between` between them, and shows it as long as both.
///
/// If two people speak, each text gets its voice and the cue has no speaker of its own any more.
pub(super) fn stack<'a>(cue: &mut Cue<'a>, other: Cue<'a>, between: &str, speakers: &Speakers, lost: &mut Lost) {
    cue.start = cue.start.min(other.start);
    cue.end = cue.end.max(other.end);
    let named = |id: &str| !id.is_empty() && !id.bytes().all(|byte| byte.is_ascii_digit());
    lost.ids += usize::from(other.id().is_some_and(named));
    lost.layouts += usize::from(other.layout().is_some() && other.layout() != cue.layout());
    match (cue.words().is_empty(), other.words().is_empty()) {
        (false, false) => cue.extra_mut().words.extend_from_slice(other.words()),
        (true, true) => {}
        // Words of a part of the text would be taken for all of it.
        _ => {
            lost.words += 1;
            if let Some(extra) = &mut cue.extra {
                extra.words.clear();
            }
        }
    }
    let above = cue.text.as_str();
    let at = if above.is_empty() { 0 } else { (above.len() + between.len()) as u32 };
    let plain =
        if at == 0 { other.text.as_str().to_owned() } else { format!("{above}{between}{}", other.text.as_str()) };
    let mut spans = cue.text.spans().to_vec();
    if cue.speaker != other.speaker {
        let voice = |speaker: Option<SpeakerId>, start: u32, end: usize| {
            let name = speakers.get(speaker?)?.to_owned();
            (end > start as usize).then_some(())?;
            Some(Span { start, end: end as u32, style: Style::Voice { name, classes: String::new() } })
        };
        spans.extend(voice(cue.speaker, 0, above.len()));
        spans.extend(voice(other.speaker, at, plain.len()));
        cue.speaker = None;
    }
    let moved = |span: &Span| Span { start: span.start + at, end: span.end + at, style: span.style.clone() };
    spans.extend(other.text.spans().iter().map(moved));
    cue.text = Text::styled(plain, spans);
}
