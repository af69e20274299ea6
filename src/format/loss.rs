//! What a target format cannot carry: one diagnostic for each kind, with a count, derived from
//! the format's [`Caps`](super::Caps).

use super::{Format, SpeakerLabels, WriteOptions};
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, Style};

/// Reports what `document` has and `format` has no place for.
pub(super) fn report(document: &Document<'_>, format: &Format, options: &WriteOptions, sink: &mut Sink) {
    let caps = format.caps;
    let count = |has: &dyn Fn(&Cue<'_>) -> bool| document.cues.iter().filter(|cue| has(cue)).count();
    let styled = |cue: &Cue<'_>| cue.text.spans().iter().any(|s| !matches!(s.style, Style::Sound | Style::Raw(_)));
    let named = !caps.speakers && matches!(options.speakers, SpeakerLabels::Never | SpeakerLabels::Dash);
    let meta = &document.metadata;
    let metadata = [meta.title.is_some(), meta.date.is_some(), meta.description.is_some(), !meta.keywords.is_empty()];
    let kinds: [(&'static str, bool, &dyn Fn() -> usize, &str); 6] = [
        (
            "loss-speakers",
            named,
            &|| count(&|cue| cue.speaker.is_some()),
            "cues have a speaker whose name is not written",
        ),
        ("loss-styles", !caps.styles, &|| count(&styled), "cues have styles"),
        ("loss-layout", !caps.layout, &|| count(&|cue| cue.layout().is_some()), "cues have a place on the picture"),
        ("loss-words", !caps.words, &|| count(&|cue| !cue.words().is_empty()), "cues have words with their own times"),
        (
            "loss-metadata",
            !caps.metadata,
            &|| metadata.iter().filter(|has| **has).count(),
            "things known about the whole (title, date, description, keywords)",
        ),
        (
            "loss-style-sheets",
            !caps.styles || !caps.layout,
            &|| meta.styles.len() + meta.regions.len(),
            "style sheets and regions",
        ),
    ];
    for (code, missing, count, what) in kinds {
        let n = if missing { count() } else { 0 };
        if n > 0 {
            let message = format!("{} has no place for: {n} {what}", format.name);
            sink.report(Diagnostic::note(code, message).help("--to json keeps everything"));
        }
    }
}
