//! WebVTT, by the standard's own algorithms (W3C, "WebVTT: The Web Video Text Tracks Format").
//!
//! `parse` cuts a file into cues, regions, style blocks and notes (section 6.1), `settings` reads
//! cue and region settings (6.2, 6.3), `cue_text` reads cue text into a tree (6.4), `write` writes.

mod cue_text;
mod dump;
mod parse;
mod settings;
mod write;

use std::borrow::Cow;

pub use dump::{dump_cue_text, dump_file};

use super::{Caps, Format, ReadOptions};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Cue, Document, Layout, Region, Span, Style, Text};
use crate::source::Source;

pub(super) use cue_text::parse_styled;
pub(super) use settings::{parse_settings, push_settings};
pub(super) use write::push_cue_text;

pub(super) static FORMAT: Format = Format {
    id: "webvtt",
    name: "WebVTT",
    aliases: &["vtt"],
    extensions: &["vtt"],
    caps: Caps {
        speakers: true,
        styles: true,
        layout: true,
        ids: true,
        notes: true,
        utf8_only: Some("WebVTT, section 4.1: \"encoded as UTF-8\""),
        ..Caps::NONE
    },
    detect,
    read: Some(read),
    write: Some(write::write),
};

fn detect(text: &str) -> u8 {
    if parse::has_signature(text) { 100 } else { 0 }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    if !parse::has_signature(text) {
        return Err(ErrorKind::Syntax("a WebVTT file begins with the word WEBVTT".into()).into());
    }
    let mut document = Document { source: Some(source), ..Document::default() };
    for block in parse::blocks(text) {
        match block {
            parse::Block::Cue(raw) => {
                if document.cues.len() == options.limits.cues {
                    return Err(ErrorKind::Limit(format!("more than {} cues", options.limits.cues)).into());
                }
                let cue = cue(raw, &mut document, sink);
                document.cues.push(cue);
            }
            parse::Block::Region(text) => document.metadata.regions.push(settings::parse_region(&text)),
            parse::Block::Style(text) => document.metadata.styles.push(text.into_owned()),
            parse::Block::Note(text) => document.metadata.notes.push(text.into_owned()),
            parse::Block::Head(text) => {
                document.metadata.other.insert("webvtt-header".into(), text.into_owned());
            }
            parse::Block::Other(range) => sink.report(
                Diagnostic::warning("vtt-block-dropped", "a block without a timing line is no cue; it was left out")
                    .at(range)
                    .help("a cue needs a line such as 00:01.000 --> 00:02.000; a remark begins with NOTE"),
            ),
        }
    }
    Ok(document)
}

fn cue<'a>(raw: parse::RawCue<'a>, document: &mut Document<'_>, sink: &mut Sink) -> Cue<'a> {
    let mut cue = Cue::new(raw.start, raw.end.max(raw.start), Text::default());
    if raw.end < raw.start {
        sink.report(
            Diagnostic::warning("cue-ends-early", "this cue ends before it begins; it was given no length")
                .at(raw.source.clone()),
        );
    }
    cue.source = raw.source.into();
    if !raw.settings.trim().is_empty() {
        let layout = settings::parse_settings(raw.settings, &document.metadata.regions);
        if layout != Layout::default() {
            cue.extra_mut().layout = Some(Box::new(layout));
        }
    }
    if !raw.id.is_empty() {
        cue.extra_mut().id = Some(raw.id);
    }
    let mut text = match raw.text {
        Cow::Borrowed(text) => parse_styled(text),
        Cow::Owned(text) => parse_styled(&text).into_owned(),
    };
    if let Some((name, rest)) = whole_voice(&text) {
        cue.speaker = Some(document.speakers.intern(&name));
        text = rest;
    }
    cue.text = text;
    cue
}

/// The name of the one voice that speaks the whole cue, and the text without it.
fn whole_voice<'a>(text: &Text<'a>) -> Option<(String, Text<'a>)> {
    let mut spans = text.spans().iter();
    let voice = spans.find(|s| matches!(s.style, Style::Voice { .. }))?;
    let Style::Voice { name, classes } = &voice.style else { return None };
    let length = text.as_str().trim_end().len();
    let others = spans.any(|s| matches!(s.style, Style::Voice { .. }));
    if voice.start != 0 || (voice.end as usize) < length || length == 0 || others || name.is_empty() {
        return None;
    }
    let name = name.clone();
    let mut rest: Vec<_> = text.spans().iter().filter(|s| !matches!(s.style, Style::Voice { .. })).cloned().collect();
    if !classes.is_empty() {
        // The voice's classes stay, as those of its text.
        rest.push(Span { style: Style::Class(classes.clone()), ..voice.clone() });
    }
    Some((name, text.clone().with_spans(rest)))
}

/// The region a cue's settings name, for writers of other places.
pub(super) fn region_named<'r>(regions: &'r [Region], id: &str) -> Option<&'r Region> {
    regions.iter().rev().find(|region| region.id == id)
}
