//! WebVTT to WebVTT: what did not change is copied from the source, notes, styles and regions in their places.

use std::borrow::Cow;

use super::super::WriteOptions;
use super::super::clock::push_clock;
use super::super::rewrite::{self, Rewrite};
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
        if text.bytes().all(|byte| matches!(byte, b'\n' | b'\r')) {
            return text.into();
        }
        let mut kept = String::new();
        let mut at = 0;
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

    fn push_cue(&mut self, cue: &Cue<'_>, index: usize, source: Option<&str>, out: &mut String) {
        let Some((source, parts)) = source.and_then(|source| Some((source, parse::parts(source)?))) else {
            let mut new = String::new();
            push_cue(self.document, index, self.sink, &mut new, self.odd);
            return out.push_str(&self.newline.apply(new));
        };
        let [first, second] = parts.times;
        let id = parse::payload(&source[parts.id.clone()]);
        match cue.id().unwrap_or("") {
            same if same == id => out.push_str(&source[..first.start]),
            "" => {}
            id => {
                let mut new = String::new();
                push_id(id, &mut new, self.odd);
                out.push_str(&self.newline.apply(new));
            }
        }
        let time = |place: &std::ops::Range<usize>| {
            parse::timestamp(&source[place.clone()]).map_or(Timestamp::ZERO, |(time, _)| time.timestamp())
        };
        let (start, end) = (time(&first), time(&second));
        if (cue.start, cue.end) == (start, end.max(start)) {
            out.push_str(&source[first.start..second.end]);
        } else {
            let (start, end) = times(cue, index, self.sink, self.odd);
            push_like(&source[first.clone()], start, out);
            out.push_str(&source[first.end..second.start]);
            push_like(&source[second.clone()], end, out);
        }
        let settings = &source[parts.settings.clone()];
        let layout = parse_settings(settings, &self.document.metadata.regions);
        if layout == cue.layout().cloned().unwrap_or_default() {
            out.push_str(settings);
        } else if let Some(layout) = cue.layout() {
            push_settings(layout, out);
        }
        out.push_str(&source[parts.settings.end..parts.text]);
        let (name, text) = said(parse::payload(&source[parts.text..]));
        if name.as_deref() == self.document.speaker_of(cue) && text == cue.text {
            out.push_str(&source[parts.text..]);
        } else {
            let mut new = String::new();
            push_said(self.document, cue, &mut new, self.odd);
            out.push_str(&self.newline.apply(new));
        }
    }
}

/// Appends a time with hours only if the one it replaces had them, or it needs them.
fn push_like(before: &str, time: Timestamp, out: &mut String) {
    let mut clock = String::new();
    push_clock(&mut clock, time, '.');
    let short = before.matches(':').count() == 1 && clock.starts_with("00:");
    out.push_str(if short { &clock[3..] } else { &clock });
}
