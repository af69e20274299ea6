//! Blocks to cues: the clean ones at once, the others line by line.

use std::borrow::Cow;
use std::ops::Range;

use super::super::clean::make_room;
use super::super::{ReadOptions, SrtDecimals};
use super::block::{Body, Header};
use super::scan::{Timing, bare, is_number, is_placement, timing_line};
use super::{numpad, repair, tags};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Cue, Document, Text, Timestamp, Timing as Origin};
use crate::source::{Source, lines_from};

pub(super) fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let document = Document { source: Some(source), ..Document::default() };
    let mut reader = Reader { text, decimals: options.srt_decimals, fourth: None, document, sink };
    let mut at = 0;
    let mut header = Header::at(text, 0);
    while at < text.len() {
        if reader.document.cues.len() >= options.limits.cues {
            return Err(ErrorKind::Limit(format!("more than {} cues", options.limits.cues)).into());
        }
        make_room(&mut reader.document.cues, at, text.len());
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
    decimals: SrtDecimals,
    /// What two digits behind a third colon are, once it was looked for.
    fourth: Option<repair::Fourth>,
    document: Document<'a>,
    sink: &'s mut Sink,
}

impl<'a> Reader<'a, '_> {
    /// Keeps a clean block; where the next begins, and its header.
    fn push_clean(&mut self, header: &Header, body: Body<'a>) -> (usize, Option<Header>) {
        let cues = &mut self.document.cues;
        let number = cues.len() + 1;
        // Written where it stays: a cue that is put together elsewhere is moved in pieces.
        cues.push(Cue::default());
        let Some(cue) = cues.last_mut() else { return (body.next, body.header) };
        (cue.start, cue.end) = (header.times.start, header.times.end);
        cue.source = (header.begin..body.end).into();
        if header.number != number {
            cue.extra_mut().id = Some(Cow::Owned(header.number.to_string()));
        }
        match body.tagged {
            true => set_text(cue, body.raw),
            false => cue.text = Text::plain(body.raw),
        }
        (body.next, body.header)
    }

    /// The cue that begins at a byte, with whatever stands before its timing line; where the next begins.
    fn cue_at(&mut self, begin: usize) -> usize {
        let text = self.text;
        let mut open: Option<Open<'a>> = None;
        let mut leading: Option<Range<usize>> = None;
        let mut numbered = false;
        for (range, line) in lines_from(text, begin) {
            // Below a line that lacks its end a time without an arrow may be that.
            let awaited = open.as_ref().is_some_and(|open| open.awaits_end(text));
            let stamp = self.stamp(line, numbered || awaited);
            numbered = is_number(line);
            let Some(stamp) = stamp.filter(|stamp| !ends_above(stamp, &mut open, &range, text, self.sink)) else {
                if line.contains("-->") && open.as_ref().is_none_or(|open| open.line != range) {
                    let message = "this line has an arrow but no two times; it was kept as text";
                    self.sink.report(Diagnostic::warning("srt-bad-timing", message).at(range.clone()));
                }
                match &mut open {
                    Some(open) if open.line == range => {}
                    Some(open) => open.lines.push(range),
                    None if line.trim().is_empty() => {}
                    None => leading = Some(leading.map_or(range.start, |r| r.start)..range.end),
                }
                continue;
            };
            if let Some(mut open) = open {
                // The next one's number stands on the line before, behind the text of this one.
                let number = open.take_number(text);
                let place = number.as_ref().map_or(range.start, |number| number.start);
                let number = number.and_then(|r| repair::number(&text[r])).or(stamp.number.and_then(repair::number));
                let untimed = number.and_then(|number| open.cut_untimed(number, text));
                self.close(open, Some(stamp.start));
                if let Some(untimed) = untimed {
                    self.close(untimed, Some(stamp.start));
                }
                return place;
            }
            let number = leading.clone().and_then(|r| {
                let last = text[r.clone()].rfind(['\n', '\r']).map_or(r.start, |at| r.start + at + 1);
                is_number(&text[last..r.end]).then_some(last..r.end)
            });
            if let Some(number) = &number {
                leading = leading.filter(|r| r.start < number.start).map(|r| r.start..number.start);
            }
            if let Some(junk) = leading.take().filter(|r| !bare(&text[r.clone()]).is_empty()) {
                let message = "the text before the first cue belongs to none and was kept as a note";
                self.sink.report(Diagnostic::warning("srt-leading-text", message).at(junk.clone()));
                self.document.metadata.notes.push(text[junk].trim().to_owned());
            }
            let begin = number.as_ref().map_or(range.start, |number| number.start);
            open = Some(self.open(&stamp, begin, number.map(|r| bare(&text[r])).or(stamp.number), range));
        }
        if let Some(open) = open {
            self.close(open, None);
        }
        text.len()
    }

    /// What a line says of the times of a cue, if it was meant to.
    fn stamp(&mut self, line: &'a str, numbered: bool) -> Option<Stamp<'a>> {
        let millis = self.decimals == SrtDecimals::Millis;
        if let Some(timing) = if line.contains('>') { timing_line(line, millis) } else { None } {
            let reading = repair::Reading { millis, ..Default::default() };
            if let Some(repair::Repaired { start: Some(start), end: Some(end), short_decimals, .. }) =
                repair::better(line, &timing, reading)
            {
                let repaired = Stamp { repaired: true, rest: "", ..timing.into() };
                return Some(Stamp { start, end, missing: Missing::Nothing, short_decimals, ..repaired });
            }
            let glued = || repair::glued(line).and_then(|(number, rest)| Some((number, timing_line(rest, millis)?)));
            return Some(match if timing.end < timing.start { glued() } else { None } {
                Some((number, better)) if better.end >= better.start => {
                    Stamp { number: Some(number), repaired: true, ..better.into() }
                }
                _ => timing.into(),
            });
        }
        if !numbered && !repair::may_be_timing(line) {
            return None;
        }
        // What stands behind a third colon matters only where both times have one.
        let fourth = match line.matches([':', ';', '：']).count() {
            6.. => *self.fourth.get_or_insert_with(|| repair::fourth_field(self.text)),
            _ => repair::Fourth::default(),
        };
        let read = repair::timing(line, numbered, repair::Reading { millis, fourth })?;
        let (start, end, missing) = match (read.start, read.end) {
            (Some(start), Some(end)) => (start, end, Missing::Nothing),
            (Some(start), None) => (start, start, Missing::End),
            (None, Some(end)) => (end, end, Missing::Start),
            (None, None) => return None,
        };
        let rest = if missing == Missing::End { "" } else { read.rest };
        let (number, short_decimals) = (read.number, read.short_decimals && missing != Missing::End);
        Some(Stamp { start, end, missing, number, short_decimals, repaired: true, rest })
    }

    fn open(&mut self, stamp: &Stamp<'a>, begin: usize, number: Option<&'a str>, line: Range<usize>) -> Open<'a> {
        if stamp.repaired && stamp.missing == Missing::Nothing {
            let message =
                format!("this is no timing line as it stands; it was read as {} to {}", stamp.start, stamp.end);
            self.sink.report(Diagnostic::warning("clock-repaired", message).at(line.clone()));
        }
        if stamp.short_decimals {
            let (message, help) = match self.decimals {
                SrtDecimals::Fraction => (
                    "decimals of one or two digits were read as a fraction (,5 is half a second)",
                    "--srt-decimals millis reads them as milliseconds",
                ),
                SrtDecimals::Millis => (
                    "decimals of one or two digits were read as milliseconds (,5 is 5 ms)",
                    "--srt-decimals fraction reads them as a fraction",
                ),
            };
            self.sink.report(Diagnostic::note("srt-short-decimals", message).at(line.clone()).help(help));
        }
        if stamp.end < stamp.start && stamp.missing == Missing::Nothing {
            self.sink.report(
                Diagnostic::warning("cue-ends-early", "this cue ends before it begins; it is taken to have no length")
                    .at(line.clone()),
            );
        }
        let mut lines = Vec::new();
        if !stamp.rest.is_empty() && is_placement(stamp.rest) {
            let message =
                "what stands behind the times (coordinates) is kept only where the file is written as SRT again";
            self.sink.report(Diagnostic::note("srt-coordinates", message).at(line.clone()));
        } else if !stamp.rest.is_empty() {
            let message = "the text behind the times was read as the first line of the cue";
            self.sink.report(Diagnostic::note("srt-text-beside-times", message).at(line.clone()));
            let end = line.start + self.text[line.clone()].trim_end().len();
            lines.push(end - stamp.rest.len()..end);
        }
        let mut cue = Cue::new(stamp.start, stamp.end.max(stamp.start), Text::default());
        cue.source = (begin..line.end).into();
        self.number(&mut cue, number);
        Open { cue, number: number.and_then(repair::number), line, missing: stamp.missing, lines }
    }

    /// Keeps a cue's number, unless it is the one every writer gives.
    fn number(&self, cue: &mut Cue<'a>, number: Option<&'a str>) {
        let usual = (self.document.cues.len() + 1).to_string();
        if let Some(number) = number.filter(|number| *number != usual) {
            cue.extra_mut().id = Some(Cow::Borrowed(number));
        }
    }

    /// Keeps a cue, given when the next one begins.
    fn close(&mut self, open: Open<'a>, next: Option<Timestamp>) {
        let Open { mut cue, number, line, missing, lines } = open;
        let (raw, end) = joined(self.text, lines);
        cue.source.end = end.map_or(cue.source.end, |end| u32::try_from(end).unwrap_or(u32::MAX));
        if missing != Missing::Nothing {
            let before = self.document.cues.last().map_or(Timestamp::ZERO, |cue| cue.end);
            let placed = missing.complete(&mut cue, raw.chars().count(), before, next);
            let message = match placed {
                true => "this cue has no two times; what is missing was put where the cues around leave room",
                false => "this cue has no two times, and the cues around leave no room for it; it was kept as a note",
            };
            self.sink.report(Diagnostic::warning("srt-bad-timing", message).at(line.clone()));
            if !placed {
                let end = end.unwrap_or(line.end);
                return self.document.metadata.notes.push(self.text[line.start..end].to_owned());
            }
            let usual = self.document.cues.len() as u64 + 1;
            if let Some(number) = number.filter(|number| missing == Missing::Both && *number != usual) {
                cue.extra_mut().id = Some(number.to_string().into());
            }
        }
        set_text(&mut cue, raw);
        self.document.cues.push(cue);
    }
}

/// What a line says of a cue's times.
#[derive(Debug)]
struct Stamp<'a> {
    start: Timestamp,
    end: Timestamp,
    missing: Missing,
    /// The cue's number, if it stands on the same line.
    number: Option<&'a str>,
    short_decimals: bool,
    repaired: bool,
    /// What follows the times.
    rest: &'a str,
}

impl<'a> From<Timing<'a>> for Stamp<'a> {
    fn from(timing: Timing<'a>) -> Self {
        let missing = if timing.end_cut { Missing::End } else { Missing::Nothing };
        let Timing { start, end, short_decimals, rest, .. } = timing;
        Stamp { start, end, missing, number: None, short_decimals, repaired: false, rest }
    }
}

/// Which of a cue's times cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Nothing,
    Start,
    End,
    Both,
}

impl Missing {
    /// Puts what is missing where the cues before and behind leave room, as long as the text takes to
    /// read. `false` if they leave none.
    fn complete(self, cue: &mut Cue<'_>, letters: usize, before: Timestamp, next: Option<Timestamp>) -> bool {
        let wanted = Timestamp::from_millis(1000 + 60 * letters.min(100) as i64);
        match self {
            Missing::Nothing => return true,
            Missing::Start => {
                cue.start = before.max(cue.end - wanted);
                cue.timing = Origin::Interpolated;
            }
            Missing::End | Missing::Both => {
                cue.end = next.map_or(cue.start + wanted, |next| next.min(cue.start + wanted));
                cue.end_timing = Origin::Interpolated;
            }
        }
        cue.start < cue.end
    }
}

/// A line that only tells the end of the cue above it, whose own line does not, gives it that end and is
/// no timing line of its own (`00:09:01,866`, nothing, `--> 00:09:06,100`; the arrow may stand on either).
fn ends_above(
    stamp: &Stamp<'_>,
    open: &mut Option<Open<'_>>,
    line: &Range<usize>,
    text: &str,
    sink: &mut Sink,
) -> bool {
    let one_time =
        stamp.missing == Missing::Start || stamp.missing == Missing::End && !text[line.clone()].contains('>');
    let Some(open) = open.as_mut().filter(|open| one_time && open.awaits_end(text)) else { return false };
    let message = format!("the end of the cue above stands on a line of its own; it was read as {}", stamp.end);
    sink.report(Diagnostic::warning("clock-repaired", message).at(line.clone()));
    (open.cue.end, open.missing, open.line) = (stamp.end.max(open.cue.start), Missing::Nothing, line.clone());
    true
}

/// A cue in the making.
struct Open<'a> {
    cue: Cue<'a>,
    /// Its number as written.
    number: Option<u64>,
    /// Its timing line.
    line: Range<usize>,
    missing: Missing,
    lines: Vec<Range<usize>>,
}

impl<'a> Open<'a> {
    /// Whether its end is not known, and nothing but blank lines stand below its timing line.
    fn awaits_end(&self, text: &str) -> bool {
        self.missing == Missing::End
            && self.lines.len() < 8
            && self.lines.iter().all(|range| bare(&text[range.clone()]).is_empty())
    }

    /// The number of the next cue at the end of this one's lines: right above the timing line, or with
    /// blank lines between if it goes on counting (`2`, nothing, `00:00:04,711 --> …`).
    fn take_number(&mut self, text: &str) -> Option<Range<usize>> {
        let next = self.number.and_then(|number| number.checked_add(1));
        let line = |range: &Range<usize>| &text[range.clone()];
        let counts_on = |range: &Range<usize>| next.is_some() && repair::number(line(range)) == next;
        let last = self.lines.last()?;
        if is_number(line(last)) || counts_on(last) {
            return self.lines.pop();
        }
        let place = self.lines.iter().rposition(|range| !bare(line(range)).is_empty())?;
        let apart = place + 1 < self.lines.len() && (place == 0 || bare(line(&self.lines[place - 1])).is_empty());
        if apart && is_number(line(&self.lines[place])) && counts_on(&self.lines[place]) {
            self.lines.truncate(place + 1);
            return self.lines.pop();
        }
        None
    }

    /// The cue after this one, if its timing line is lost: its number, one more than this one's and one less
    /// than the next one's, stands between a blank line and its text. It begins where this one ends.
    fn cut_untimed(&mut self, next: u64, text: &'a str) -> Option<Open<'a>> {
        let number = self.number?.checked_add(1).filter(|n| n.checked_add(1) == Some(next))?;
        let line = |range: &Range<usize>| &text[range.clone()];
        let is_it =
            |pair: &[Range<usize>]| bare(line(&pair[0])).is_empty() && repair::number(line(&pair[1])) == Some(number);
        let place = self.lines.windows(2).position(is_it)? + 1;
        if self.missing != Missing::Nothing || self.lines[place + 1..].iter().all(|r| bare(line(r)).is_empty()) {
            return None;
        }
        let lines = self.lines.split_off(place + 1);
        let range = self.lines.pop()?;
        let mut cue = Cue::new(self.cue.end, self.cue.end, Text::default());
        cue.timing = Origin::Interpolated;
        cue.source = range.clone().into();
        Some(Open { cue, number: Some(number), line: range, missing: Missing::Both, lines })
    }
}

/// The lines of a cue's text, and where they end. Blank lines at both ends part cues; blank lines inside
/// belong to the text.
pub(super) fn joined(text: &str, mut lines: Vec<Range<usize>>) -> (Cow<'_, str>, Option<usize>) {
    let blank = |line: &Range<usize>| bare(&text[line.clone()]).is_empty();
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
