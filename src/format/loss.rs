//! What a target format cannot carry: one diagnostic for each kind, with a count, derived from
//! the format's [`Caps`](super::Caps).

use std::collections::BTreeSet;

use super::styles::tag;
use super::{Format, SpeakerLabels, Styles, WriteOptions, dialogue};
use crate::diagnostic::{Diagnostic, Sink, report_left_in_source};
use crate::model::{Cue, Document, Span, Style, Timestamp};

/// Reports what `document` has and `format` has no place for. Writers ask for it unless they copy from the
/// source: what a reader left there, as the same sink was told, is lost then.
pub(super) fn report(document: &Document<'_>, format: &Format, options: &WriteOptions, sink: &mut Sink) {
    let caps = format.caps;
    report_left_in_source(sink);
    let mut lost = |code: &'static str, what: &str| {
        let message = format!("{} has no place for {what}", format.name);
        sink.report(Diagnostic::note(code, message).help("--to json keeps everything"));
    };
    let uncarried = |cue: &Cue<'_>| cue.text.spans().iter().any(|span| lost_tag(&span.style, caps.styles).is_some());
    let timed = |span: &Span| matches!(span.style, Style::Time(_)) && !caps.styles.carry(&span.style);
    let words = |cue: &Cue<'_>| !caps.words && !cue.words().is_empty() || cue.text.spans().iter().any(timed);
    let unnamed = !caps.speakers && matches!(options.speakers, SpeakerLabels::Never | SpeakerLabels::Dash);
    // Several voices in one cue need markup; one field holds one name.
    let voices = |cue: &Cue<'_>| {
        let lost = if caps.speakers { caps.styles == Styles::None } else { !options.speakers.names_voices(&cue.text) };
        lost && dialogue::voices(&cue.text).next().is_some()
    };
    let nameless = |cue: &Cue<'_>| unnamed && cue.speaker.is_some() || voices(cue);
    type Has<'h> = &'h dyn Fn(&Cue<'_>) -> bool;
    // Numbers only count, and are given anew.
    let named = |cue: &Cue<'_>| cue.id().is_some_and(|id| !id.bytes().all(|byte| byte.is_ascii_digit()));
    let styles = names_of_lost_styles(document, caps.styles);
    let kinds: [(&'static str, bool, Has<'_>, &str); 5] = [
        ("loss-speakers", true, &nameless, "the speakers' names"),
        ("loss-styles", !styles.is_empty(), &uncarried, &styles),
        ("loss-layout", !caps.layout, &|cue| cue.layout().is_some(), "the place on the picture"),
        ("loss-ids", !caps.ids, &named, "ids that are no numbers"),
        ("loss-words", true, &words, "the times of words"),
    ];
    // Most cues have nothing that could be lost: one look at each finds them.
    let rich = |cue: &&Cue<'_>| cue.speaker.is_some() || cue.extra.is_some() || !cue.text.spans().is_empty();
    let mut counts = [0usize; 5];
    for cue in document.cues.iter().filter(rich) {
        for ((_, missing, has, _), count) in kinds.iter().zip(&mut counts) {
            *count += usize::from(*missing && has(cue));
        }
    }
    for ((code, _, _, what), count) in kinds.into_iter().zip(counts) {
        if count > 0 {
            lost(code, &format!("{what} ({count} cue{})", if count == 1 { "" } else { "s" }));
        }
    }
    let meta = &document.metadata;
    let known = [
        (meta.title.is_some(), "title"),
        (meta.date.is_some(), "date"),
        (meta.description.is_some(), "description"),
        (!meta.keywords.is_empty(), "keywords"),
        (!meta.notes.is_empty() && !caps.notes, "notes"),
    ];
    let mut known: Vec<&str> = known.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
    // A head of its own a format has a place for.
    known.extend(meta.other.keys().map(String::as_str).filter(|key| key.strip_suffix("-header") != Some(format.id)));
    if !caps.metadata && !known.is_empty() {
        lost("loss-metadata", &format!("what is known about the whole: {}", known.join(", ")));
    }
    if !(caps.styles != Styles::None && caps.layout || meta.styles.is_empty() && meta.regions.is_empty()) {
        lost("loss-style-sheets", "style sheets and regions");
    }
}

/// The markup of a style, if it is lost where only these are carried.
fn lost_tag(style: &Style, carried: Styles) -> Option<&'static str> {
    tag(style).filter(|_| !carried.carry(style))
}

/// The styles of a document that are lost where only these are carried, as a message names them.
fn names_of_lost_styles(document: &Document<'_>, carried: Styles) -> String {
    let spans = document.cues.iter().flat_map(|cue| cue.text.spans());
    let tags: BTreeSet<&str> = spans.filter_map(|span| lost_tag(&span.style, carried)).collect();
    let tags: Vec<&str> = tags.into_iter().collect();
    if tags.is_empty() { String::new() } else { format!("styles: {}", tags.join(", ")) }
}

/// The times of a cue for a format that has none below zero: those are written as zero, and reported.
pub(super) fn not_below_zero(cue: &Cue<'_>, index: usize, sink: &mut Sink) -> (Timestamp, Timestamp) {
    if cue.start < Timestamp::ZERO {
        let message = format!("cue {} begins below zero ({}), and was written from zero on", index + 1, cue.start);
        sink.report(Diagnostic::warning("time-below-zero", message).cue(index));
    }
    let start = cue.start.max(Timestamp::ZERO);
    (start, cue.end.max(start))
}
