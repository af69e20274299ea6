//! SubRip (SRT): no standard, so as tolerant as the wildest player, and strict in what is written.
//!
//! A cue begins at its timing line, whatever stands around it: numbers may be missing or wrong, blank
//! lines may stand inside the text. Decimals are read as a fraction (`,5` is half a second, as most
//! players do), blanks in them as zeros (`, 26` is 26 ms, as old rippers wrote).

mod tags;

use std::borrow::Cow;
use std::ops::Range;

use super::clock::push_clock;
use super::{Caps, Format, ReadOptions, SpeakerLabels, WriteOptions, dialogue, loss, markup};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Align, Cue, Document, Layout, Line, SpeakerId, Text, Timestamp};
use crate::source::Source;

pub(super) static FORMAT: Format = Format {
    id: "srt",
    name: "SubRip",
    aliases: &["subrip"],
    extensions: &["srt"],
    caps: Caps { styles: true, layout: true, ids: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: Some(write),
};

/// Timing lines with a comma, or under a number, in the first part of the text.
fn detect(text: &str) -> u8 {
    let mut score = 0;
    let mut before = "";
    for line in text.lines().take(2000) {
        if let Some(timing) = timing_line(line) {
            let numbered = is_number(before);
            score = score.max(match (numbered, timing.comma) {
                (true, true) => 95,
                (true, false) => 75,
                (false, true) => 70,
                // A timing line with points and no number is a WebVTT body or a transcript.
                (false, false) => 30,
            });
            if score > 90 {
                break;
            }
        }
        if !line.trim().is_empty() {
            before = line;
        }
    }
    score
}

/// What a timing line says.
struct Timing<'a> {
    start: Timestamp,
    end: Timestamp,
    /// Whether a comma parts seconds and decimals.
    comma: bool,
    /// One or two decimals: a fraction to us, milliseconds to a few players.
    short_decimals: bool,
    /// Coordinates and the like.
    rest: &'a str,
}

/// `00:00:01,000 --> 00:00:02,000`, as people and programs get it wrong.
fn timing_line(line: &str) -> Option<Timing<'_>> {
    let arrow = line.find('>')?;
    let before = line[..arrow].trim_end_matches(['-', '–', '—', '=', ' ', '\t']);
    if before.len() == arrow || !line[before.len()..arrow].contains(['-', '–', '—', '=']) {
        return None;
    }
    let (start, rest, first) = time(before)?;
    if !rest.trim().is_empty() {
        return None;
    }
    let (end, rest, second) = time(&line[arrow + 1..])?;
    Some(Timing {
        start,
        end,
        comma: first.comma || second.comma,
        short_decimals: matches!(first.decimals, 1 | 2) || matches!(second.decimals, 1 | 2),
        rest: rest.trim(),
    })
}

/// How a time was spelt.
struct Spelling {
    comma: bool,
    decimals: usize,
}

/// A time of two or three fields with blanks anywhere, and what follows it.
fn time(text: &str) -> Option<(Timestamp, &str, Spelling)> {
    let mut rest = text.trim_start_matches([' ', '\t', '\u{FEFF}']);
    let negative = rest.starts_with('-');
    rest = rest.trim_start_matches('-');
    let mut fields = [0i64; 3];
    let mut count = 0;
    let width = loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 9 || count == 3 {
            return None;
        }
        fields[count] = rest[..digits].parse().ok()?;
        count += 1;
        rest = &rest[digits..];
        match rest.trim_start_matches(' ').strip_prefix(':') {
            Some(after) => rest = after.trim_start_matches(' '),
            None => break digits,
        }
    };
    if count < 2 {
        return None;
    }
    let mut millis = fields[..count]
        .iter()
        .fold(0i64, |sum, field| sum.saturating_mul(60).saturating_add(*field))
        .saturating_mul(1000);
    let mut spelling = Spelling { comma: false, decimals: 0 };
    let point = rest.trim_start_matches(' ').chars().next().filter(|c| matches!(c, ',' | '.'));
    match point {
        Some(point) => {
            rest = &rest.trim_start_matches(' ')[point.len_utf8()..];
            spelling.comma = point == ',';
            let mut value = 0i64;
            while let Some(byte) =
                rest.bytes().next().filter(|b| b.is_ascii_digit() || (*b == b' ' && spelling.decimals < 3))
            {
                // A blank is a zero only if a digit follows: ", 26", not "1,0   -->".
                if byte == b' ' && !rest.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit()) {
                    break;
                }
                if byte == b' ' && value > 0 {
                    break;
                }
                if spelling.decimals < 3 {
                    value = value * 10 + i64::from(if byte == b' ' { 0 } else { byte - b'0' });
                }
                spelling.decimals += 1;
                rest = &rest[1..];
            }
            millis = millis.saturating_add(value * 10i64.pow(3 - spelling.decimals.min(3) as u32));
        }
        // Without decimals the seconds must be whole: `00:03:0` is a time cut short.
        None if width != 2 => return None,
        None => {}
    }
    Some((Timestamp::from_millis(if negative { -millis } else { millis }), rest, spelling))
}

fn is_number(line: &str) -> bool {
    let digits = line.trim().trim_start_matches('\u{FEFF}');
    !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A line of the text with its range; newlines of every kind, `\r\r\n` among them, end it once.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (Range<usize>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let bytes = self.text.as_bytes();
        let start = self.at;
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |n| start + n);
        let returns = bytes[end..].iter().take_while(|&&b| b == b'\r').count();
        self.at = match bytes.get(end + returns) {
            Some(b'\n') => end + returns + 1,
            // Lone carriage returns end a line each.
            _ if returns > 0 => end + 1,
            _ => end,
        };
        Some((start..end, &self.text[start..end]))
    }
}

/// A cue in the making.
struct Open<'a> {
    cue: Cue<'a>,
    begin: usize,
    lines: Vec<Range<usize>>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let mut document = Document { source: Some(source), ..Document::default() };
    let mut open: Option<Open<'a>> = None;
    let mut leading: Option<Range<usize>> = None;
    for (range, line) in (Lines { text, at: 0 }) {
        let timing = if line.contains('>') { timing_line(line) } else { None };
        let Some(timing) = timing else {
            if line.contains("-->") {
                let message = "this line has an arrow but no two times; it was kept as text";
                sink.report(Diagnostic::warning("srt-bad-timing", message).at(range.clone()));
            }
            match &mut open {
                Some(open) => open.lines.push(range),
                None if line.trim().is_empty() => {}
                None => leading = Some(leading.map_or(range.start, |r| r.start)..range.end),
            }
            continue;
        };
        if document.cues.len() >= options.limits.cues {
            return Err(ErrorKind::Limit(format!("more than {} cues", options.limits.cues)).into());
        }
        let mut begin = range.start;
        // The number stands on the line before, behind the text of the cue before.
        let before = match &mut open {
            Some(open) => open.lines.last().cloned().filter(|r| is_number(&text[r.clone()])).inspect(|_| {
                open.lines.pop();
            }),
            None => leading.clone().and_then(|r| {
                let last = text[r.clone()].rfind('\n').map_or(r.start, |at| r.start + at + 1);
                is_number(&text[last..r.end]).then_some(last..r.end)
            }),
        };
        if let Some(number) = &before {
            begin = number.start;
            if open.is_none() {
                leading = leading.filter(|r| r.start < number.start).map(|r| r.start..number.start);
            }
        }
        if let Some(done) = open.take() {
            close(done, text, &mut document);
        }
        if let Some(junk) = leading.take().filter(|r| !text[r.clone()].trim().is_empty()) {
            let message = "the text before the first cue belongs to none and was kept as a note";
            sink.report(Diagnostic::warning("srt-leading-text", message).at(junk.clone()));
            document.metadata.notes.push(text[junk].trim().to_owned());
        }
        open = Some(begin_cue(&timing, begin, before.map(|r| text[r].trim()), range, sink));
    }
    if let Some(done) = open {
        close(done, text, &mut document);
    }
    if document.cues.is_empty() {
        return Err(
            ErrorKind::Syntax("there is no timing line (00:00:01,000 --> 00:00:02,000) in this text".into()).into()
        );
    }
    Ok(document)
}

fn begin_cue<'a>(
    timing: &Timing<'a>,
    begin: usize,
    number: Option<&'a str>,
    line: Range<usize>,
    sink: &mut Sink,
) -> Open<'a> {
    if timing.short_decimals {
        let message = "decimals of one or two digits were read as a fraction (,5 is half a second)";
        sink.report(Diagnostic::note("srt-short-decimals", message).at(line.clone()));
    }
    if timing.end < timing.start {
        sink.report(
            Diagnostic::warning("cue-ends-early", "this cue ends before it begins; it was given no length")
                .at(line.clone()),
        );
    }
    if !timing.rest.is_empty() {
        let message = "what stands behind the times (coordinates) was left out";
        sink.report(Diagnostic::note("srt-coordinates", message).at(line.clone()));
    }
    let mut cue = Cue::new(timing.start, timing.end.max(timing.start), Text::default());
    if let Some(number) = number {
        cue.extra_mut().id = Some(Cow::Borrowed(number));
    }
    Open { cue, begin, lines: Vec::new() }
}

/// Blank lines at the end part cues; blank lines inside belong to the text.
fn close<'a>(open: Open<'a>, text: &'a str, document: &mut Document<'a>) {
    let Open { mut cue, begin, mut lines } = open;
    while lines.last().is_some_and(|r| text[r.clone()].trim().is_empty()) {
        lines.pop();
    }
    while lines.first().is_some_and(|r| text[r.clone()].trim().is_empty()) {
        lines.remove(0);
    }
    let end = lines.last().map_or(begin, |r| r.end);
    cue.source = (begin..end).into();
    let raw: Cow<'a, str> = match lines.as_slice() {
        [] => Cow::Borrowed(""),
        [only] => Cow::Borrowed(&text[only.clone()]),
        [first, .., last] if memchr::memchr(b'\r', &text.as_bytes()[first.start..last.end]).is_none() => {
            Cow::Borrowed(&text[first.start..last.end])
        }
        all => Cow::Owned(all.iter().map(|r| &text[r.clone()]).collect::<Vec<_>>().join("\n")),
    };
    let (styled, alignment) = tags::parse(raw);
    cue.text = styled;
    if let Some(number) = alignment {
        cue.extra_mut().layout = Some(Box::new(numpad(number)));
    }
    if let Some(id) = cue.id()
        && id == (document.cues.len() + 1).to_string()
    {
        // The number every writer gives: nothing to keep.
        if let Some(extra) = &mut cue.extra {
            extra.id = None;
        }
        if cue.extra.as_deref() == Some(&Default::default()) {
            cue.extra = None;
        }
    }
    document.cues.push(cue);
}

/// `{\an8}`: places as on the keys of a number pad, 2 being the usual.
fn numpad(key: u8) -> Layout {
    let align = match key % 3 {
        1 => Align::Left,
        2 => Align::Center,
        _ => Align::Right,
    };
    let line = match (key - 1) / 3 {
        0 => Line::Auto,
        1 => Line::Percent(50.0),
        _ => Line::Number(0.0),
    };
    Layout { align, line, ..Layout::default() }
}

/// The key of the number pad a layout stands for, if one does.
fn numpad_key(layout: &Layout) -> Option<u8> {
    (1..=9).find(|&key| numpad(key) == *layout)
}

fn write(document: &Document<'_>, options: &WriteOptions, sink: &mut Sink) -> Result<String> {
    loss::report(document, &FORMAT, options, sink);
    let mut out = String::with_capacity(document.cues.len() * 96);
    let mut speaker: Option<SpeakerId> = None;
    let mut unplaced = 0;
    for (index, cue) in document.cues.iter().enumerate() {
        out.push_str(&(index + 1).to_string());
        out.push('\n');
        if cue.start < Timestamp::ZERO {
            let message = format!("a time below zero ({}) cannot be written; it was written as zero", cue.start);
            sink.report(Diagnostic::warning("time-below-zero", message).cue(index));
        }
        let start = cue.start.max(Timestamp::ZERO);
        push_clock(&mut out, start, ',');
        out.push_str(" --> ");
        push_clock(&mut out, cue.end.max(start), ',');
        out.push('\n');
        if let Some(layout) = cue.layout() {
            match numpad_key(layout) {
                Some(key) => out.push_str(&format!("{{\\an{key}}}")),
                None => unplaced += 1,
            }
        }
        push_label(document, cue, speaker, options, &mut out);
        // Whoever had the last word in a cue goes on without a label.
        speaker = match dialogue::voices(&cue.text).last() {
            Some(name) => document.speakers.id(name),
            None => cue.speaker,
        };
        markup::write(&cue.text, &tags::SrtTags::of(&cue.text, options), &mut out);
        out.push_str("\n\n");
    }
    if unplaced > 0 {
        let message =
            format!("SubRip has no place for the place on the picture that {{\\an}} cannot say ({unplaced} cues)");
        sink.report(Diagnostic::note("loss-layout", message).help("--to webvtt keeps it"));
    }
    if out.ends_with("\n\n") {
        out.pop();
    }
    Ok(options.newline.apply(out))
}

fn push_label(
    document: &Document<'_>,
    cue: &Cue<'_>,
    before: Option<SpeakerId>,
    options: &WriteOptions,
    out: &mut String,
) {
    let Some(name) = document.speaker_of(cue) else { return };
    if (cue.speaker != before || options.speakers == SpeakerLabels::Always)
        && let Some(label) = options.speakers.text(name, before.is_some(), options.dash)
    {
        out.push_str(&label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cues(text: &str) -> Vec<(i64, i64, String)> {
        let source = Source::from_text(text);
        let document = read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        document.cues.iter().map(|c| (c.start.to_millis(), c.end.to_millis(), c.text.as_str().to_owned())).collect()
    }

    #[test]
    fn reads_what_players_read() {
        assert_eq!(cues("1\n00:00:01,000 --> 00:00:02,000\na\nb\n"), [(1000, 2000, "a\nb".into())]);
        assert_eq!(cues("00:00:01.5-->0:00:2,25\na\n")[0].1, 2250);
        assert_eq!(cues("1\n 0: 0:26, 26 --> 0: 0:28, 17\na")[0], (26_026, 28_017, "a".into()));
        assert_eq!(cues("1\n00:00:01,000 -> 00:00:02,000\na")[0], (1000, 2000, "a".into()));
        assert_eq!(cues("1\n00:00:01,000 --> 00:00:02,000\na\n\nb\n\n2\n00:00:03,000 --> 00:00:04,000\nc\n").len(), 2);
        assert_eq!(cues("1\r\r\n00:00:01,000 --> 00:00:02,000\r\r\na\r\r\nb\r\r\n")[0].2, "a\nb");
    }
}
