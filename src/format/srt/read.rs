//! Blocks to cues: the clean ones at once, the others line by line.

use std::borrow::Cow;
use std::ops::Range;

use super::super::ReadOptions;
use super::block::{Body, Header};
use super::scan::{Lines, Timing, is_number, timing_line};
use super::{numpad, tags};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Cue, Document, Text};
use crate::source::Source;

pub(super) fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let mut reader = Reader { text, document: Document { source: Some(source), ..Document::default() }, sink };
    let mut at = 0;
    let mut header = Header::at(text, 0);
    while at < text.len() {
        if reader.document.cues.len() >= options.limits.cues {
            return Err(ErrorKind::Limit(format!("more than {} cues", options.limits.cues)).into());
        }
        reader.make_room(at);
        let clean = header.take().and_then(|header| {
            let body = Body::at(text, header.text)?;
            Some((header, body))
        });
        (at, header) = match clean {
            Some((this, body)) => reader.push_clean(&this, body),
            None => {
                let next = reader.cue_at(at);
                (next, Header::at(text, next))
            }
        };
    }
    if reader.document.cues.is_empty() {
        return Err(
            ErrorKind::Syntax("there is no timing line (00:00:01,000 --> 00:00:02,000) in this text".into()).into()
        );
    }
    Ok(reader.document)
}

struct Reader<'a, 's> {
    text: &'a str,
    document: Document<'a>,
    sink: &'s mut Sink,
}

impl<'a> Reader<'a, '_> {
    /// Room for as many cues as the first of them make likely: a list that grows is copied again and again.
    fn make_room(&mut self, at: usize) {
        const ENOUGH: usize = 64;
        let cues = &mut self.document.cues;
        if cues.len() == ENOUGH && cues.capacity() < 2 * ENOUGH + 1 {
            cues.reserve((self.text.len() - at) / (at / ENOUGH).max(1) * 17 / 16 + ENOUGH);
        }
    }

    /// Keeps a clean block; where the next begins, and its header.
    fn push_clean(&mut self, header: &Header, body: Body<'a>) -> (usize, Option<Header>) {
        let mut cue = Cue::new(header.times.start, header.times.end, Text::default());
        cue.source = (header.begin..body.end).into();
        if !header.is_numbered(self.text, self.document.cues.len() + 1) {
            cue.extra_mut().id = Some(Cow::Borrowed(&self.text[header.begin..header.number_end]));
        }
        match body.tagged {
            true => set_text(&mut cue, body.raw),
            false => cue.text = Text::plain(body.raw),
        }
        self.document.cues.push(cue);
        (body.next, body.header)
    }

    /// The cue that begins at a byte, with whatever stands before its timing line; where the next begins.
    fn cue_at(&mut self, begin: usize) -> usize {
        let text = self.text;
        let mut open: Option<Open<'a>> = None;
        let mut leading: Option<Range<usize>> = None;
        for (range, line) in (Lines { text, at: begin }) {
            let timing = if line.contains('>') { timing_line(line) } else { None };
            let Some(timing) = timing else {
                if line.contains("-->") {
                    let message = "this line has an arrow but no two times; it was kept as text";
                    self.sink.report(Diagnostic::warning("srt-bad-timing", message).at(range.clone()));
                }
                match &mut open {
                    Some(open) => open.lines.push(range),
                    None if line.trim().is_empty() => {}
                    None => leading = Some(leading.map_or(range.start, |r| r.start)..range.end),
                }
                continue;
            };
            if let Some(mut open) = open {
                // Its number stands on the line before, behind the text of this one.
                let number = open.lines.pop_if(|line| is_number(&text[line.clone()]));
                self.close(open);
                return number.map_or(range.start, |number| number.start);
            }
            let number = leading.clone().and_then(|r| {
                let last = text[r.clone()].rfind('\n').map_or(r.start, |at| r.start + at + 1);
                is_number(&text[last..r.end]).then_some(last..r.end)
            });
            if let Some(number) = &number {
                leading = leading.filter(|r| r.start < number.start).map(|r| r.start..number.start);
            }
            if let Some(junk) = leading.take().filter(|r| !text[r.clone()].trim().is_empty()) {
                let message = "the text before the first cue belongs to none and was kept as a note";
                self.sink.report(Diagnostic::warning("srt-leading-text", message).at(junk.clone()));
                self.document.metadata.notes.push(text[junk].trim().to_owned());
            }
            let begin = number.as_ref().map_or(range.start, |number| number.start);
            open = Some(self.open(&timing, begin, number.map(|r| text[r].trim()), range));
        }
        if let Some(open) = open {
            self.close(open);
        }
        text.len()
    }

    fn open(&mut self, timing: &Timing<'a>, begin: usize, number: Option<&'a str>, line: Range<usize>) -> Open<'a> {
        if timing.short_decimals {
            let message = "decimals of one or two digits were read as a fraction (,5 is half a second)";
            self.sink.report(Diagnostic::note("srt-short-decimals", message).at(line.clone()));
        }
        if timing.end < timing.start {
            self.sink.report(
                Diagnostic::warning("cue-ends-early", "this cue ends before it begins; it was given no length")
                    .at(line.clone()),
            );
        }
        if !timing.rest.is_empty() {
            let message = "what stands behind the times (coordinates) was left out";
            self.sink.report(Diagnostic::note("srt-coordinates", message).at(line.clone()));
        }
        let mut cue = Cue::new(timing.start, timing.end.max(timing.start), Text::default());
        // The number every writer gives is nothing to keep.
        let usual = (self.document.cues.len() + 1).to_string();
        if let Some(number) = number.filter(|number| *number != usual) {
            cue.extra_mut().id = Some(Cow::Borrowed(number));
        }
        cue.source = (begin..line.end).into();
        Open { cue, lines: Vec::new() }
    }

    fn close(&mut self, open: Open<'a>) {
        let Open { mut cue, lines } = open;
        let (raw, end) = joined(self.text, lines);
        cue.source.end = end.map_or(cue.source.end, |end| u32::try_from(end).unwrap_or(u32::MAX));
        set_text(&mut cue, raw);
        self.document.cues.push(cue);
    }
}

/// A cue in the making.
struct Open<'a> {
    cue: Cue<'a>,
    lines: Vec<Range<usize>>,
}

/// The lines of a cue's text, and where they end. Blank lines at both ends part cues; blank lines inside
/// belong to the text.
pub(super) fn joined(text: &str, mut lines: Vec<Range<usize>>) -> (Cow<'_, str>, Option<usize>) {
    let blank = |line: &Range<usize>| text[line.clone()].trim().is_empty();
    while lines.last().is_some_and(blank) {
        lines.pop();
    }
    let first = lines.iter().position(|line| !blank(line)).unwrap_or(lines.len());
    let raw = match &lines[first..] {
        [] => Cow::Borrowed(""),
        [only] => Cow::Borrowed(&text[only.clone()]),
        [first, .., last] if memchr::memchr(b'\r', &text.as_bytes()[first.start..last.end]).is_none() => {
            Cow::Borrowed(&text[first.start..last.end])
        }
        all => Cow::Owned(all.iter().map(|line| &text[line.clone()]).collect::<Vec<_>>().join("\n")),
    };
    (raw, lines.last().map(|line| line.end))
}

/// Gives a cue its text with styles, and its place on the picture.
pub(super) fn set_text<'a>(cue: &mut Cue<'a>, raw: Cow<'a, str>) {
    let (styled, alignment) = tags::parse(raw);
    cue.text = styled;
    if let Some(key) = alignment {
        cue.extra_mut().layout = Some(Box::new(numpad(key)));
    }
}
