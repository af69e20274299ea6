//! WebVTT to WebVTT: what did not change is copied from the source, notes, styles and regions in their places.

use std::borrow::Cow;
use std::ops::Range;

use super::super::WriteOptions;
use super::super::clock::push_clock;
use super::super::rewrite::{self, Copy, Rewrite};
use super::parse::{self, Block};
use super::settings::{parse_settings, push_settings};
use super::write::{Odd, push_cue, push_id, push_said, times};
use super::{FORMAT, HEADER, keep_block, said};
use crate::diagnostic::Sink;
use crate::model::{Cue, Document, Metadata, Timestamp};
use crate::source::Newline;

/// The document with its source's bytes; none if it was read from another format, or if what it says of the
/// whole is no longer what the source says.
pub(super) fn write(document: &Document<'_>, options: &WriteOptions, sink: &mut Sink, odd: &mut Odd) -> Option<String> {
    let source = rewrite::source_of(document, FORMAT.id, options)?;
    let newline = source.newline();
    let mut found = Metadata::default();
    let mut format = Rewriter { document, newline, found: &mut found, sink, odd };
    let text = rewrite::rewrite(document, source, &mut format);
    let now = &document.metadata;
    let same = found.regions == now.regions && found.styles == now.styles && found.notes == now.notes;
    (same && found.other.get(HEADER) == now.other.get(HEADER)).then_some(text)
}

struct Rewriter<'w> {
    document: &'w Document<'w>,
    newline: Newline,
    /// What the source says of the whole.
    found: &'w mut Metadata,
    sink: &'w mut Sink,
    odd: &'w mut Odd,
}

impl Rewrite for Rewriter<'_> {
    fn between<'t>(&mut self, text: &'t str, head: bool) -> Cow<'t, str> {
        let mut kept = String::new();
        let mut at = 0;
        if let Some(near) = parse::near_signature(text).filter(|_| head && !parse::has_signature(text)) {
            kept.push_str("WEBVTT");
            at = near.end;
            if !text[at..].starts_with([' ', '\t', '\n', '\r']) {
                kept.push(' ');
            }
        }
        for block in parse::blocks_of(text, head) {
            if let Some(Block::Cue(gone)) = keep_block(block, self.found) {
                kept.push_str(&text[at..gone.source.start]);
                let behind = &text[gone.source.end..];
                at = text.len() - behind.trim_start_matches(['\n', '\r']).len();
            }
        }
        if at == 0 {
            return text.into();
        }
        kept.push_str(&text[at..]);
        kept.into()
    }

    fn change(&mut self, cue: &Cue<'_>, index: usize, place: Range<usize>, copy: &mut Copy<'_>) {
        let text = copy.text;
        let Some(parts) = parse::parts(text, &place) else {
            return self.push_new(cue, index, copy.replace(place));
        };
        let [first, second] = parts.times;
        let id = parse::payload(&text[parts.id]);
        let now = cue.id().unwrap_or("");
        if now != id {
            let mut new = String::new();
            if !now.is_empty() {
                push_id(now, &mut new, self.odd);
            }
            copy.replace(place.start..first.start).push_str(&self.newline.apply(new));
        }
        let time = |place: &Range<usize>| {
            parse::timestamp(&text[place.clone()]).map_or(Timestamp::ZERO, |(time, _)| time.timestamp())
        };
        let (start, end) = (time(&first), time(&second));
        if (cue.start, cue.end) != (start, end.max(start)) {
            let (start, end) = times(cue, index, self.sink, self.odd);
            push_like(&text[first.clone()], start, copy.replace(first));
            push_like(&text[second.clone()], end, copy.replace(second));
        }
        let layout = parse_settings(&text[parts.settings.clone()], &self.document.metadata.regions);
        if layout != cue.layout().cloned().unwrap_or_default() {
            let out = copy.replace(parts.settings);
            if let Some(layout) = cue.layout() {
                push_settings(layout, out);
            }
        }
        let said = said(parse::payload(&text[parts.text..place.end])).0;
        if said.0.as_deref() != self.document.speaker_of(cue) || said.1 != cue.text {
            let mut new = String::new();
            push_said(self.document, cue, &mut new, self.odd);
            copy.replace(parts.text..place.end).push_str(&self.newline.apply(new));
        }
    }

    fn push_new(&mut self, _: &Cue<'_>, index: usize, out: &mut String) {
        let mut new = String::new();
        push_cue(self.document, index, self.sink, &mut new, self.odd);
        out.push_str(&self.newline.apply(new));
    }
}

/// Appends a time with hours only if the one it replaces had them, or it needs them.
fn push_like(before: &str, time: Timestamp, out: &mut String) {
    let mut clock = String::new();
    push_clock(&mut clock, time, '.');
    let short = before.matches(':').count() == 1 && clock.starts_with("00:");
    out.push_str(if short { &clock[3..] } else { &clock });
}
