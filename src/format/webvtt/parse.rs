//! Section 6.1: a file to blocks. Works on the source's text as it is, so that places stay true;
//! newlines inside a cue's text are made `\n` only where they are not.

use std::borrow::Cow;
use std::ops::Range;

use super::super::clean::{Paragraph, Times, newline};
use crate::model::Timestamp;

/// A block of a WebVTT file.
#[derive(Debug)]
pub(super) enum Block<'a> {
    Cue(RawCue<'a>),
    Region(Cow<'a, str>),
    Style(Cow<'a, str>),
    Note(Cow<'a, str>),
    /// What stands behind `WEBVTT` on its line, and, behind a newline each, the lines up to the first
    /// blank one.
    Head(Cow<'a, str>),
    /// A block the standard drops.
    Other(Range<usize>),
}

/// A cue as the standard sees it, its text not yet read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RawCue<'a> {
    pub(super) id: Cow<'a, str>,
    pub(super) start: Time,
    pub(super) end: Time,
    pub(super) settings: Cow<'a, str>,
    pub(super) text: Cow<'a, str>,
    pub(super) source: Range<usize>,
}

/// A time as it is written: the standard sets hours no bound, and a `Timestamp` ends after 292 years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) hours: u64,
    pub(super) minutes: u8,
    pub(super) seconds: u8,
    pub(super) millis: u16,
}

/// A cue as programs write it.
pub(super) struct CleanCue<'a> {
    pub(super) id: &'a str,
    pub(super) times: Times,
    pub(super) settings: &'a str,
    pub(super) text: Cow<'a, str>,
    /// Whether there may be tags or references in the text.
    pub(super) marked: bool,
    pub(super) source: Range<usize>,
}

impl<'a> From<CleanCue<'a>> for RawCue<'a> {
    fn from(cue: CleanCue<'a>) -> Self {
        RawCue {
            id: Cow::Borrowed(cue.id),
            start: Time::of(cue.times.start),
            end: Time::of(cue.times.end),
            settings: Cow::Borrowed(cue.settings),
            text: cue.text,
            source: cue.source,
        }
    }
}

impl Time {
    /// A time of the model, which must not be below zero.
    fn of(time: Timestamp) -> Time {
        let fields = time.fields();
        Time { hours: fields.hours, minutes: fields.minutes, seconds: fields.seconds, millis: fields.millis }
    }

    /// In the model's unit, held at the end of its range.
    pub(super) fn timestamp(self) -> Timestamp {
        let hours = i64::try_from(self.hours).unwrap_or(i64::MAX);
        let secs = hours.saturating_mul(3600).saturating_add(i64::from(self.minutes) * 60 + i64::from(self.seconds));
        Timestamp::from_secs(secs) + Timestamp::from_millis(i64::from(self.millis))
    }

    /// In seconds, as near as a float can.
    pub(super) fn secs_f64(self) -> f64 {
        let minutes = self.hours as f64 * 60.0 + f64::from(self.minutes);
        minutes * 60.0 + f64::from(self.seconds) + f64::from(self.millis) / 1000.0
    }
}

/// `WEBVTT`, and then a blank or a line end.
pub(super) fn has_signature(text: &str) -> bool {
    text.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

/// Where a signature stands that is none to the standard, but was meant to be one: behind blank lines or a second
/// byte order mark, in small letters, or with a word glued to it.
pub(super) fn near_signature(text: &str) -> Option<Range<usize>> {
    let begin = text.len() - text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{FEFF}').len();
    let range = begin..begin + "WEBVTT".len();
    text.get(range.clone()).filter(|word| word.eq_ignore_ascii_case("WEBVTT")).map(|_| range)
}

/// Cuts a file that has the signature, or something near it, into blocks.
pub(super) fn blocks(text: &str) -> Blocks<'_> {
    blocks_of(text, true)
}

/// Cuts a part of a file into blocks: its beginning, or what follows a cue.
pub(super) fn blocks_of(text: &str, head: bool) -> Blocks<'_> {
    let signature = if head { near_signature(text) } else { None };
    let at = signature.as_ref().map_or(0, |place| place.start);
    Blocks { text, at, seen_cue: !head, in_head: signature.is_some(), nul: has_nul(text) }
}

pub(super) struct Blocks<'a> {
    text: &'a str,
    at: usize,
    seen_cue: bool,
    in_head: bool,
    nul: bool,
}

fn has_nul(text: &str) -> bool {
    memchr::memchr(0, text.as_bytes()).is_some()
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        if self.in_head {
            self.in_head = false;
            if let Some(head) = self.head() {
                return Some(head);
            }
        }
        while self.at < self.text.len() {
            if let Some(cue) = self.clean_cue() {
                return Some(Block::Cue(cue.into()));
            }
            if self.line().0.is_empty() {
                self.at = self.line().1;
                continue;
            }
            if let Some(block) = self.block() {
                return Some(block);
            }
        }
        None
    }
}

impl<'a> Blocks<'a> {
    /// The first byte that is not read yet.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The line at the position, without its end, and where the next begins.
    fn line(&self) -> (&'a str, usize) {
        let rest = &self.text[self.at..];
        match memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
            None => (rest, self.text.len()),
            Some(end) => {
                let crlf = rest.as_bytes()[end] == b'\r' && rest.as_bytes().get(end + 1) == Some(&b'\n');
                (&rest[..end], self.at + end + if crlf { 2 } else { 1 })
            }
        }
    }

    /// The next block, if it is a cue as programs write it: a number or none, times, settings, text without an
    /// arrow, a blank line.
    #[inline(always)] // as in `clean`
    pub(super) fn clean_cue(&mut self) -> Option<CleanCue<'a>> {
        let bytes = self.text.as_bytes();
        let begin = self.at;
        if self.nul || !bytes.get(begin)?.is_ascii_digit() {
            return None;
        }
        let (id, times) = match Times::at(bytes, begin, b'.') {
            Some(times) => (begin..begin, times),
            None => {
                let end = begin + bytes[begin..].iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
                (begin..end, Times::at(bytes, newline(bytes, end)?, b'.')?)
            }
        };
        // Hours that no `Timestamp` holds have to be told from the latest time there is.
        if times.end == Timestamp::MAX {
            return None;
        }
        let behind = times.places[1].end;
        let line_end = match bytes.get(behind)? {
            b'\n' | b'\r' => behind,
            b' ' | b'\t' => behind + memchr::memchr2(b'\n', b'\r', &bytes[behind..])?,
            _ => return None,
        };
        let text = newline(bytes, line_end)?;
        let Paragraph { end, next, returns, marked } = Paragraph::at(bytes, text, b'&')?;
        let payload = &self.text[text..end];
        (self.at, self.seen_cue) = (next, true);
        Some(CleanCue {
            id: &self.text[id],
            times,
            settings: &self.text[behind..line_end],
            text: if returns { unify_newlines(payload) } else { Cow::Borrowed(payload) },
            marked,
            source: begin..end,
        })
    }

    /// The signature's line and what follows it up to a blank line or a timing line.
    fn head(&mut self) -> Option<Block<'a>> {
        let (first, next) = self.line();
        self.at = next;
        let title = first["WEBVTT".len()..].trim_matches([' ', '\t']);
        let start = self.at;
        let mut end = start;
        while self.at < self.text.len() {
            let (line, next) = self.line();
            if line.is_empty() || line.contains("-->") {
                break;
            }
            (self.at, end) = (next, self.at + line.len());
        }
        let lines = nul_free_cow(unify_newlines(&self.text[start..end]));
        match (title.is_empty(), lines.is_empty()) {
            (true, true) => None,
            (false, true) => Some(Block::Head(nul_free(title))),
            (_, false) => Some(Block::Head(format!("{}\n{lines}", nul_free(title)).into())),
        }
    }

    /// "Collect a WebVTT block", not in the header.
    fn block(&mut self) -> Option<Block<'a>> {
        let begin = self.at;
        let mut buffer: Option<Range<usize>> = None;
        let mut cue: Option<RawCue<'a>> = None;
        let mut seen_arrow = false;
        let mut kind = b' ';
        let mut count = 0;
        while self.at < self.text.len() {
            let here = self.at;
            let (line, next) = self.line();
            count += 1;
            if line.contains("-->") {
                if !(count == 1 || count == 2 && !seen_arrow) {
                    break;
                }
                seen_arrow = true;
                self.at = next;
                if let Some((start, end, settings)) = timings(line) {
                    let id = buffer.take().map_or(Cow::Borrowed(""), |r| nul_free(&self.text[r]));
                    let settings = nul_free(settings);
                    cue = Some(RawCue { id, start, end, settings, text: Cow::Borrowed(""), source: begin..begin });
                    self.seen_cue = true;
                }
                continue;
            }
            if line.is_empty() {
                break;
            }
            if count == 2 && !self.seen_cue && cue.is_none() {
                let first = buffer.clone().map_or("", |r| &self.text[r]);
                for (name, mark) in [("STYLE", b'S'), ("REGION", b'R')] {
                    if first.strip_prefix(name).is_some_and(|rest| rest.chars().all(|c| matches!(c, ' ' | '\t'))) {
                        (kind, buffer) = (mark, None);
                        break;
                    }
                }
            }
            let from = buffer.map_or(here, |r| r.start);
            buffer = Some(from..here + line.len());
            self.at = next;
        }
        let end = buffer.as_ref().map_or(self.at, |r| r.end);
        let text = buffer.clone().map_or(Cow::Borrowed(""), |r| nul_free_cow(unify_newlines(&self.text[r])));
        if let Some(mut cue) = cue {
            // Where the text is empty the cue ends with its timing line.
            let end = if buffer.is_some() { end } else { self.text[..self.at].trim_end_matches(['\n', '\r']).len() };
            cue.text = text;
            cue.source = begin..end.max(begin);
            return Some(Block::Cue(cue));
        }
        let range = begin..end.max(begin);
        Some(match kind {
            b'S' => Block::Style(text),
            b'R' => Block::Region(text),
            _ if is_note(&text) => {
                let body = &text["NOTE".len()..];
                let body = body.strip_prefix('\n').unwrap_or_else(|| body.trim_matches([' ', '\t']));
                Block::Note(Cow::Owned(body.to_owned()))
            }
            _ if range.is_empty() => return None,
            _ => Block::Other(range),
        })
    }
}

fn is_note(text: &str) -> bool {
    text.strip_prefix("NOTE").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
}

/// A NUL is read as U+FFFD (step 1 of the parser).
fn nul_free(text: &str) -> Cow<'_, str> {
    if memchr::memchr(0, text.as_bytes()).is_some() {
        Cow::Owned(text.replace('\0', "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn nul_free_cow(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => nul_free(text),
        Cow::Owned(text) => Cow::Owned(nul_free(&text).into_owned()),
    }
}

/// Every newline as `\n`; borrowed if it was.
fn unify_newlines(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// "Collect WebVTT cue timings and settings": both times and what follows them.
pub(super) fn timings(line: &str) -> Option<(Time, Time, &str)> {
    let space = |c: char| matches!(c, ' ' | '\t' | '\x0c');
    let (start, rest) = timestamp(line.trim_start_matches(space))?;
    let rest = rest.trim_start_matches(space).strip_prefix("-->")?;
    let (end, rest) = timestamp(rest.trim_start_matches(space))?;
    Some((start, end, rest))
}

/// Where the parts of a cue's bytes lie in the source.
pub(super) struct Parts {
    /// The id, without its newline.
    pub(super) id: Range<usize>,
    /// Both times, and what follows them on their line.
    pub(super) times: [Range<usize>; 2],
    pub(super) settings: Range<usize>,
    /// First byte of the text.
    pub(super) text: usize,
}

/// The parts of one cue.
pub(super) fn parts(text: &str, cue: &Range<usize>) -> Option<Parts> {
    let mut lines = Blocks { text: &text[..cue.end], at: cue.start, seen_cue: true, in_head: false, nul: false };
    let mut id = cue.start..cue.start;
    while lines.at < cue.end {
        let (begin, (line, next)) = (lines.at, lines.line());
        if let Some((_, _, settings)) = timings(line) {
            let end = begin + line.len();
            let arrow = begin + line.find("-->")?;
            let time = |range: Range<usize>| {
                let time = &text[range.clone()];
                let from = range.start + time.len() - time.trim_start().len();
                from..from + time.trim().len()
            };
            let times = [time(begin..arrow), time(arrow + 3..end - settings.len())];
            return Some(Parts { id, times, settings: end - settings.len()..end, text: next });
        }
        id = begin..begin + line.len();
        lines.at = next;
    }
    None
}

/// The byte of a source's text that a byte of the text as the parser takes it stands for.
pub(super) fn place_in(source: &str, at: usize) -> usize {
    let (mut taken, mut before) = (0, ' ');
    let found = source.char_indices().find(|&(_, c)| {
        let found = taken >= at;
        taken += match c {
            '\n' if before == '\r' => 0,
            '\0' => '\u{FFFD}'.len_utf8(),
            c => c.len_utf8(),
        };
        before = c;
        found
    });
    found.map_or(source.len(), |(place, _)| place)
}

/// A cue's text as the parser takes it from these bytes.
pub(super) fn payload(source: &str) -> Cow<'_, str> {
    nul_free_cow(unify_newlines(source))
}

/// "Collect a WebVTT timestamp": `[h…:]mm:ss.mmm`.
pub(super) fn timestamp(input: &str) -> Option<(Time, &str)> {
    let (first, width, rest) = digits(input)?;
    // Step 7: what is not two digits, or is above 59, can only be hours.
    let hours_first = width != 2 || first > 59;
    let (second, second_width, rest) = digits(rest.strip_prefix(':')?)?;
    if second_width != 2 {
        return None;
    }
    let (hours, minutes, seconds, rest) = if hours_first || rest.starts_with(':') {
        let (third, width, rest) = digits(rest.strip_prefix(':')?)?;
        if width != 2 {
            return None;
        }
        (first, second, third, rest)
    } else {
        (0, first, second, rest)
    };
    let (millis, width, rest) = digits(rest.strip_prefix('.')?)?;
    if width != 3 || minutes > 59 || seconds > 59 {
        return None;
    }
    Some((Time { hours, minutes: minutes as u8, seconds: seconds as u8, millis: millis as u16 }, rest))
}

/// One or more digits: their value (held at the range's end), how many, the rest.
fn digits(input: &str) -> Option<(u64, usize, &str)> {
    let width = input.bytes().take_while(u8::is_ascii_digit).count();
    if width == 0 {
        return None;
    }
    let value = input[..width].bytes().fold(0u64, |n, d| n.saturating_mul(10).saturating_add(u64::from(d - b'0')));
    Some((value, width, &input[width..]))
}
