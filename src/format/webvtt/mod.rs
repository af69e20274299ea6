//! WebVTT, by the standard's own algorithms (W3C, "WebVTT: The Web Video Text Tracks Format").
//!
//! `parse` cuts a file into cues, regions, style blocks and notes (section 6.1), `settings` reads
//! cue and region settings (6.2, 6.3), `cue_text` reads cue text into a tree (6.4), `told` reports what the standard
//! drops, `write` writes, `rewrite` copies what did not change.

mod cue_text;
mod dump;
mod parse;
mod rewrite;
mod settings;
mod told;
mod write;

use std::borrow::Cow;
use std::ops::Range;

pub use dump::{dump_cue_text, dump_file};

use super::clean::make_room;
use super::{Caps, Format, ReadOptions, Styles, dialogue};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Cue, Document, Layout, Metadata, Region, Span, Speakers, Style, Text, Timestamp};
use crate::source::Source;

pub(super) use cue_text::parse_styled_all;
pub(super) use settings::{parse_settings, push_settings};
pub(super) use write::CueText;

pub(super) static FORMAT: Format = Format {
    id: "webvtt",
    name: "WebVTT",
    aliases: &["vtt"],
    extensions: &["vtt"],
    caps: Caps {
        speakers: true,
        styles: Styles::WebVtt,
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

/// The signature is enough, unless the first times are SubRip's (`00:00:01,000`): such files are SubRip
/// under another name, and hold no cue by the standard.
///
/// Something near the signature is enough if times follow it.
fn detect(text: &str) -> u8 {
    let signature = parse::has_signature(text);
    if !signature && parse::near_signature(text).is_none() {
        return 0;
    }
    let timing = text.lines().take(2000).find(|line| line.contains("-->"));
    if !signature && timing.is_none() {
        return 0;
    }
    match timing.is_some_and(|line| parse::timings(line).is_none() && parse::timings(&line.replace(',', ".")).is_some())
    {
        true => 50,
        false => 100,
    }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    if !parse::has_signature(text) {
        let Some(place) = parse::near_signature(text) else {
            return Err(ErrorKind::Syntax("a WebVTT file begins with the word WEBVTT".into()).into());
        };
        let message = "a WebVTT file begins with WEBVTT and a blank or a line end; players refuse this one, and it was \
                       read as if it did";
        sink.report(Diagnostic::warning("vtt-signature-repaired", message).at(place));
    }
    let mut document = Document { source: Some(source), ..Document::default() };
    let mut blocks = parse::blocks(text);
    loop {
        if document.cues.len() > options.limits.cues {
            return Err(ErrorKind::Limit(format!("more than {} cues", options.limits.cues)).into());
        }
        make_room(&mut document.cues, blocks.at(), text.len());
        if let Some(clean) = blocks.clean_cue() {
            let marked = clean.marked;
            push_clean(clean, &mut document, sink);
            // Its own times are not too late.
            if marked {
                report_too_late(&document, sink);
            }
            continue;
        }
        let begin = blocks.at();
        let Some(block) = blocks.next() else { return Ok(document) };
        if let parse::Block::Region(block) = &block {
            document.metadata.regions.push(told::region(block, text, begin..blocks.at(), sink));
            continue;
        }
        match keep_block(block, &mut document.metadata) {
            Some(parse::Block::Cue(raw)) => {
                push_cue(raw, &mut document, sink);
                report_too_late(&document, sink);
            }
            Some(parse::Block::Other(range)) => sink.report(
                Diagnostic::warning(
                    "vtt-block-dropped",
                    "a block without a timing line is no cue; it stays only where the file is written as WebVTT again",
                )
                .at(range)
                .help("a cue needs a line such as 00:01.000 --> 00:02.000; a remark begins with NOTE"),
            ),
            _ => {}
        }
    }
}

/// The name under which the text behind the signature is kept.
const HEADER: &str = "webvtt-header";

/// Keeps a block that speaks of the file as a whole; gives back any other.
fn keep_block<'a>(block: parse::Block<'a>, metadata: &mut Metadata) -> Option<parse::Block<'a>> {
    match block {
        parse::Block::Region(text) => metadata.regions.push(settings::parse_region(&text)),
        parse::Block::Style(text) => metadata.styles.push(text.into_owned()),
        parse::Block::Note(text) => metadata.notes.push(text.into_owned()),
        parse::Block::Head(text) => {
            metadata.other.insert(HEADER.into(), text.into_owned());
        }
        block => return Some(block),
    }
    None
}

/// Keeps a clean cue.
fn push_clean<'a>(clean: parse::CleanCue<'a>, document: &mut Document<'a>, sink: &mut Sink) {
    let Document { cues, speakers, metadata, .. } = document;
    // Written where it stays: a cue that is put together elsewhere is moved in pieces.
    cues.push(Cue::default());
    let Some(cue) = cues.last_mut() else { return };
    (cue.start, cue.end) = (clean.times.start, clean.times.end);
    cue.source = clean.source.into();
    let settings = set_extra(cue, clean.id.into(), clean.settings, &metadata.regions);
    let tags = match clean.marked {
        true => set_said(cue, clean.text, speakers),
        false => {
            cue.text = Text::plain(clean.text);
            Vec::new()
        }
    };
    told::cue(document, settings, &tags, sink);
}

fn push_cue<'a>(raw: parse::RawCue<'a>, document: &mut Document<'a>, sink: &mut Sink) {
    let (start, end) = (raw.start.timestamp(), raw.end.timestamp());
    let mut cue = Cue::new(start, end.max(start), Text::default());
    if end < start {
        sink.report(
            Diagnostic::warning("cue-ends-early", "this cue ends before it begins; it is taken to have no length")
                .at(raw.source.clone()),
        );
    }
    cue.source = raw.source.into();
    let settings = set_extra(&mut cue, raw.id, &raw.settings, &document.metadata.regions);
    let tags = set_said(&mut cue, raw.text, &mut document.speakers);
    document.cues.push(cue);
    told::cue(document, settings, &tags, sink);
}

/// Gives a cue its id and its place on the picture, if it has any; says whether some of its settings are none.
fn set_extra<'a>(cue: &mut Cue<'a>, id: Cow<'a, str>, settings: &str, regions: &[Region]) -> bool {
    let mut dropped = false;
    if !settings.trim().is_empty() {
        let layout = settings::parse_settings_telling(settings, regions, |_| dropped = true);
        if layout != Layout::default() {
            cue.extra_mut().layout = Some(Box::new(layout));
        }
    }
    if !id.is_empty() {
        cue.extra_mut().id = Some(id);
    }
    dropped
}

/// Gives a cue its text with styles, and who says it; the places of the text that the standard drops.
fn set_said<'a>(cue: &mut Cue<'a>, text: Cow<'a, str>, speakers: &mut Speakers) -> Vec<Range<usize>> {
    let ((name, text), dropped) = said(text);
    cue.speaker = name.map(|name| speakers.intern(&name));
    for name in dialogue::voices(&text) {
        speakers.intern(name);
    }
    cue.text = text;
    dropped
}

/// Reports that the last cue has a time that is the latest there is, which it hardly was meant to be.
fn report_too_late(document: &Document<'_>, sink: &mut Sink) {
    const LATEST: Timestamp = Timestamp::from_millis(Timestamp::MAX.as_nanos() / 1_000_000);
    let (Some(cue), Some(source)) = (document.cues.last(), document.source) else { return };
    let inside = |span: &Span| matches!(span.style, Style::Time(time) if time >= LATEST);
    if cue.end < LATEST && !cue.text.spans().iter().any(inside) {
        return;
    }
    let range = cue.source.range();
    let parts = parse::parts(source.text(), &range).map(|parts| parts.times);
    let place = parts.map_or(range, |[start, end]| start.start..end.end);
    let message = "a time beyond 2562047 hours (292 years) was read as the latest there is";
    sink.report(Diagnostic::warning("time-too-late", message).at(place).cue(document.cues.len() - 1));
}

/// Who says a cue's text, if one voice says all of it, and what; the places that the standard drops.
fn said(raw: Cow<'_, str>) -> ((Option<String>, Text<'_>), Vec<Range<usize>>) {
    let (text, dropped) = match raw {
        Cow::Borrowed(text) => cue_text::parse_styled_telling(text),
        Cow::Owned(text) => {
            let (text, dropped) = cue_text::parse_styled_telling(&text);
            (text.into_owned(), dropped)
        }
    };
    match whole_voice(&text) {
        Some((name, rest)) => ((Some(name), rest), dropped),
        None => ((None, text), dropped),
    }
}

/// The name of the one voice that speaks the whole cue, and the text without it.
fn whole_voice<'a>(text: &Text<'a>) -> Option<(String, Text<'a>)> {
    let mut spans = text.spans().iter();
    let voice = spans.find(|s| matches!(s.style, Style::Voice { .. }))?;
    let Style::Voice { name, classes } = &voice.style else { return None };
    let length = text.as_str().trim_end().len();
    let others = spans.any(|s| matches!(s.style, Style::Voice { .. }));
    if voice.start != 0 || (voice.end as usize) < length || others || name.is_empty() {
        return None;
    }
    let name = name.clone();
    let mut rest: Vec<_> = text.spans().iter().filter(|s| !matches!(s.style, Style::Voice { .. })).cloned().collect();
    if !classes.is_empty() {
        // The voice's classes stay, as those of its text, outside of all that is in it.
        rest.insert(0, Span { style: Style::Class(classes.clone()), ..voice.clone() });
    }
    Some((name, text.clone().with_spans(rest)))
}

/// The region a cue's settings name, for writers of other places.
pub(super) fn region_named<'r>(regions: &'r [Region], id: &str) -> Option<&'r Region> {
    regions.iter().rev().find(|region| region.id == id)
}
