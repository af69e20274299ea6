//! SubRip (SRT): no standard, so as tolerant as the wildest player, and strict in what is written.
//!
//! A cue begins at its timing line, whatever stands around it: numbers may be missing or wrong, blank
//! lines may stand inside the text. Decimals are read as a fraction (`,5` is half a second, as most
//! players do; [`SrtDecimals`] says otherwise), blanks in them as zeros (`, 26` is 26 ms, as old rippers
//! wrote). Timing lines that are none as they stand are looked at in `repair`.

mod repair;
mod tags;

use std::borrow::Cow;
use std::ops::Range;

use super::clock::push_clock;
use super::{Caps, Format, ReadOptions, SpeakerLabels, SrtDecimals, WriteOptions, loss, markup};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Align, Cue, Document, Layout, Line, SpeakerId, Text, Timestamp, Timing as Origin};
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
    for (_, line) in (Lines { text, at: 0 }).take(2000) {
        let arrow = line.contains('>');
        let numbered = is_number(before);
        if let Some(timing) = if arrow { timing_line(line, false) } else { None } {
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
        } else if numbered && score < 60 && repair::timing(line, true, repair::Reading::default()).is_some() {
            score = 60;
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
    /// Whether one of them is not written and will be put where the neighbours leave room.
    missing: Missing,
    /// The cue's number, if it stands on the same line.
    number: Option<&'a str>,
    /// Whether a comma parts seconds and decimals.
    comma: bool,
    /// One or two decimals: a fraction to us, milliseconds to a few players.
    short_decimals: bool,
    /// Coordinates and the like.
    rest: &'a str,
}

/// `00:00:01,000 --> 00:00:02,000`, as people and programs get it wrong.
fn timing_line(line: &str, millis: bool) -> Option<Timing<'_>> {
    let arrow = line.find('>')?;
    let before = line[..arrow].trim_end_matches(['-', '–', '—', '=', ' ', '\t']);
    if before.len() == arrow || !line[before.len()..arrow].contains(['-', '–', '—', '=']) {
        return None;
    }
    let (start, rest, first) = time(before, millis)?;
    if !rest.trim().is_empty() {
        return None;
    }
    let (end, rest, second) = time(&line[arrow + 1..], millis)?;
    Some(Timing {
        start,
        end,
        // An end without decimals that lies before the start was cut short.
        missing: if end < start && second.decimals == 0 && first.decimals > 0 {
            Missing::End
        } else {
            Missing::Nothing
        },
        number: None,
        comma: first.comma || second.comma,
        short_decimals: matches!(first.decimals, 1 | 2) || matches!(second.decimals, 1 | 2),
        rest: rest.trim(),
    })
}

/// Which time of a cue is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Nothing,
    Start,
    End,
    Both,
}

/// How a time was spelt.
struct Spelling {
    comma: bool,
    decimals: usize,
}

/// A time of two or three fields with blanks anywhere, and what follows it.
fn time(text: &str, millis_only: bool) -> Option<(Timestamp, &str, Spelling)> {
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
            let short = if millis_only { 0 } else { 3 - spelling.decimals.min(3) as u32 };
            millis = millis.saturating_add(value * 10i64.pow(short));
        }
        // Without decimals the seconds must be whole: `00:03:0` is a time cut short.
        None if width != 2 => return None,
        None => {}
    }
    Some((Timestamp::from_millis(if negative { -millis } else { millis }), rest, spelling))
}

fn is_number(line: &str) -> bool {
    let digits = bare(line);
    let few = !digits.is_empty() && digits.len() <= 36;
    few && digits.chars().count() <= 9 && digits.chars().all(|c| crate::transcript::digit(c).is_some())
}

/// A line without what cannot be seen at its ends, and without a byte order mark that was read as
/// letters.
fn bare(line: &str) -> &str {
    let line = line.trim_matches(repair::is_blank);
    ["ï»¿", "ÿþ", "þÿ"].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line)
}

/// Whether what stands behind the times says where the cue is shown: coordinates, WebVTT settings, or
/// marks that say nothing.
fn is_placement(rest: &str) -> bool {
    const KEYS: [&str; 10] = ["x1", "x2", "y1", "y2", "align", "line", "position", "size", "vertical", "region"];
    let word = |word: &str| match word.split_once(':') {
        Some((key, _)) => KEYS.contains(&key.to_ascii_lowercase().as_str()),
        None => false,
    };
    rest.split_whitespace().all(|part| word(part) || !part.contains(char::is_alphabetic))
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
    /// Its timing line.
    line: Range<usize>,
    missing: Missing,
    lines: Vec<Range<usize>>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let millis = options.srt_decimals == SrtDecimals::Millis;
    let mut document = Document { source: Some(source), ..Document::default() };
    let mut open: Option<Open<'a>> = None;
    let mut leading: Option<Range<usize>> = None;
    let mut fourth = None;
    let mut before: Range<usize> = 0..0;
    for (range, line) in (Lines { text, at: 0 }) {
        let arrow = line.contains('>');
        let mut timing = if arrow { timing_line(line, millis) } else { None };
        let numbered = is_number(&text[before.clone()]);
        before = range.clone();
        if timing.is_none() && (numbered || repair::may_be_timing(line)) {
            // Only a third colon in both times makes it matter what stands behind it.
            let fourth = match line.matches([':', ';', '：']).count() {
                6.. => *fourth.get_or_insert_with(|| repair::fourth_field(text)),
                _ => repair::Fourth::default(),
            };
            timing = repaired(line, numbered, repair::Reading { millis, fourth }, range.clone(), &mut open, text, sink);
        } else if let Some(good) = timing.as_mut().filter(|timing| timing.end < timing.start)
            && let Some((number, rest)) = repair::glued(line)
            && let Some(better) = timing_line(rest, millis).filter(|timing| timing.end >= timing.start)
        {
            *good = Timing { number: Some(number), ..better };
        }
        let Some(timing) = timing else {
            if line.contains("-->") && open.as_ref().is_none_or(|open| open.line != range) {
                let message = "this line has an arrow but no two times; it was kept as text";
                sink.report(Diagnostic::warning("srt-bad-timing", message).at(range.clone()));
            }
            match &mut open {
                Some(open) if open.line == range => {}
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
        let number = match &mut open {
            Some(open) => take_number(open, text),
            None => leading.clone().and_then(|r| {
                let last = text[r.clone()].rfind(['\n', '\r']).map_or(r.start, |at| r.start + at + 1);
                is_number(&text[last..r.end]).then_some(last..r.end)
            }),
        };
        if let Some(number) = &number {
            begin = number.start;
            if open.is_none() {
                leading = leading.filter(|r| r.start < number.start).map(|r| r.start..number.start);
            }
        }
        if let Some(mut done) = open.take() {
            let id = number.as_ref().map(|r| &text[r.clone()]).or(timing.number).and_then(repair::number);
            let untimed = id.and_then(|id| cut_untimed(&mut done, id, text));
            close(done, Some(timing.start), text, &mut document, sink);
            if let Some(untimed) = untimed {
                close(untimed, Some(timing.start), text, &mut document, sink);
            }
        }
        if let Some(junk) = leading.take().filter(|r| !bare(&text[r.clone()]).is_empty()) {
            let message = "the text before the first cue belongs to none and was kept as a note";
            sink.report(Diagnostic::warning("srt-leading-text", message).at(junk.clone()));
            document.metadata.notes.push(text[junk].trim().to_owned());
        }
        let number = number.map(|r| bare(&text[r])).or(timing.number);
        open = Some(begin_cue(&timing, begin, number, range, text, options.srt_decimals, sink));
    }
    if let Some(done) = open {
        close(done, None, text, &mut document, sink);
    }
    if document.cues.is_empty() {
        return Err(
            ErrorKind::Syntax("there is no timing line (00:00:01,000 --> 00:00:02,000) in this text".into()).into()
        );
    }
    Ok(document)
}

/// A timing line that is none as it stands. A line that only tells the end of the cue above it gives
/// it that end, and is no timing line of its own.
fn repaired<'a>(
    line: &'a str,
    numbered: bool,
    reading: repair::Reading,
    range: Range<usize>,
    open: &mut Option<Open<'a>>,
    text: &str,
    sink: &mut Sink,
) -> Option<Timing<'a>> {
    let read = repair::timing(line, numbered, reading)?;
    if let (None, Some(end), Some(open)) = (read.start, read.end, open.as_mut())
        && open.missing == Missing::End
        && open.lines.iter().all(|r| bare(&text[r.clone()]).is_empty())
    {
        (open.cue.end, open.missing, open.line) = (end.max(open.cue.start), Missing::Nothing, range);
        return None;
    }
    let (start, end, missing) = match (read.start, read.end) {
        (Some(start), Some(end)) => (start, end, Missing::Nothing),
        (Some(start), None) => (start, start, Missing::End),
        (None, Some(end)) => (end, end, Missing::Start),
        (None, None) => return None,
    };
    if missing == Missing::Nothing {
        let message = format!("this is no timing line as it stands; it was read as {start} to {end}");
        sink.report(Diagnostic::warning("clock-repaired", message).at(range));
    }
    let Some(rest) = Some(read.rest).filter(|_| missing != Missing::End) else {
        return Some(Timing { start, end, missing, number: read.number, comma: true, short_decimals: false, rest: "" });
    };
    Some(Timing { start, end, missing, number: read.number, comma: true, short_decimals: read.short_decimals, rest })
}

/// The number of the next cue at the end of this one's lines: right above the timing line, or with
/// blank lines between if it goes on counting (`2`, nothing, `00:00:04,711 --> …`).
fn take_number(open: &mut Open<'_>, text: &str) -> Option<Range<usize>> {
    let next = open.cue.id().and_then(repair::number).and_then(|number| number.checked_add(1));
    let line = |range: &Range<usize>| &text[range.clone()];
    let last = open.lines.last()?;
    let counts_on = |range: &Range<usize>| next.is_some() && repair::number(line(range)) == next;
    if is_number(line(last)) || counts_on(last) {
        return open.lines.pop();
    }
    let place = open.lines.iter().rposition(|range| !bare(line(range)).is_empty())?;
    let apart = place + 1 < open.lines.len() && (place == 0 || bare(line(&open.lines[place - 1])).is_empty());
    if apart && is_number(line(&open.lines[place])) && counts_on(&open.lines[place]) {
        open.lines.truncate(place + 1);
        return open.lines.pop();
    }
    None
}

/// The cue after this one, if its timing line is lost: its number, one more than this one's and one less
/// than the next one's, stands between a blank line and its text. It begins where this one ends.
fn cut_untimed<'a>(open: &mut Open<'a>, next: u64, text: &'a str) -> Option<Open<'a>> {
    let number = open.cue.id().and_then(repair::number)?.checked_add(1).filter(|n| n.checked_add(1) == Some(next))?;
    let line = |range: &Range<usize>| &text[range.clone()];
    let is_it =
        |pair: &[Range<usize>]| bare(line(&pair[0])).is_empty() && repair::number(line(&pair[1])) == Some(number);
    let place = open.lines.windows(2).position(is_it)? + 1;
    let lines = open.lines.split_off(place + 1);
    let range = open.lines.pop()?;
    if open.missing != Missing::Nothing || lines.iter().all(|r| bare(line(r)).is_empty()) {
        open.lines.push(range);
        open.lines.extend(lines);
        return None;
    }
    let mut cue = Cue::new(open.cue.end, open.cue.end, Text::default());
    cue.timing = Origin::Interpolated;
    cue.extra_mut().id = Some(Cow::Borrowed(bare(line(&range))));
    Some(Open { cue, begin: range.start, line: range, missing: Missing::Both, lines })
}

fn begin_cue<'a>(
    timing: &Timing<'a>,
    begin: usize,
    number: Option<&'a str>,
    line: Range<usize>,
    text: &'a str,
    decimals: SrtDecimals,
    sink: &mut Sink,
) -> Open<'a> {
    if timing.short_decimals {
        let (message, help) = match decimals {
            SrtDecimals::Fraction => (
                "decimals of one or two digits were read as a fraction (,5 is half a second)",
                "--srt-decimals millis reads them as milliseconds",
            ),
            SrtDecimals::Millis => (
                "decimals of one or two digits were read as milliseconds (,5 is 5 ms)",
                "--srt-decimals fraction reads them as a fraction",
            ),
        };
        sink.report(Diagnostic::note("srt-short-decimals", message).at(line.clone()).help(help));
    }
    if timing.end < timing.start && timing.missing == Missing::Nothing {
        sink.report(
            Diagnostic::warning("cue-ends-early", "this cue ends before it begins; it was given no length")
                .at(line.clone()),
        );
    }
    let mut lines = Vec::new();
    if !timing.rest.is_empty() && is_placement(timing.rest) {
        let message = "what stands behind the times (coordinates) was left out";
        sink.report(Diagnostic::note("srt-coordinates", message).at(line.clone()));
    } else if !timing.rest.is_empty() {
        let message = "the text behind the times was read as the first line of the cue";
        sink.report(Diagnostic::note("srt-text-beside-times", message).at(line.clone()));
        let end = line.start + text[line.clone()].trim_end().len();
        lines.push(end - timing.rest.len()..end);
    }
    let mut cue = Cue::new(timing.start, timing.end.max(timing.start), Text::default());
    if let Some(number) = number {
        cue.extra_mut().id = Some(Cow::Borrowed(number));
    }
    Open { cue, begin, line, missing: timing.missing, lines }
}

/// Puts the time that is not written where the neighbours leave room: as long as the text takes to
/// read, and not into them. `false` if there is no room.
fn complete(open: &mut Open<'_>, next: Option<Timestamp>, letters: usize, document: &Document<'_>) -> bool {
    let wanted = Timestamp::from_millis(1000 + 60 * letters.min(100) as i64);
    let cue = &mut open.cue;
    match open.missing {
        Missing::Nothing => return true,
        Missing::End | Missing::Both => {
            cue.end = next.map_or(cue.start + wanted, |next| next.min(cue.start + wanted));
            cue.end_timing = Origin::Interpolated;
        }
        Missing::Start => {
            let before = document.cues.last().map_or(Timestamp::ZERO, |cue| cue.end);
            cue.start = before.max(cue.end - wanted);
            cue.timing = Origin::Interpolated;
        }
    }
    cue.start < cue.end
}

/// Blank lines at the end part cues; blank lines inside belong to the text.
fn close<'a>(mut open: Open<'a>, next: Option<Timestamp>, text: &'a str, document: &mut Document<'a>, sink: &mut Sink) {
    while open.lines.last().is_some_and(|r| bare(&text[r.clone()]).is_empty()) {
        open.lines.pop();
    }
    let blank = open.lines.iter().take_while(|r| text[(*r).clone()].trim().is_empty()).count();
    open.lines.drain(..blank);
    if open.missing != Missing::Nothing {
        let letters = open.lines.iter().map(|r| text[r.clone()].chars().count()).sum();
        let placed = complete(&mut open, next, letters, document);
        let end = open.lines.last().map_or(open.line.end, |r| r.end);
        let message = match placed {
            true => "this cue has no two times; what is missing was put where the cues around leave room",
            false => "this cue has no two times, and the cues around leave no room for it; it was kept as a note",
        };
        sink.report(Diagnostic::warning("srt-bad-timing", message).at(open.line.clone()));
        if !placed {
            document.metadata.notes.push(text[open.line.start..end].to_owned());
            return;
        }
    }
    let Open { mut cue, begin, lines, .. } = open;
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
        push_label(document, cue, speaker, options.speakers, &mut out);
        speaker = cue.speaker;
        markup::write(&cue.text, &tags::SrtTags, &mut out);
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
    labels: SpeakerLabels,
    out: &mut String,
) {
    let Some(name) = document.speaker_of(cue) else { return };
    if (cue.speaker != before || labels == SpeakerLabels::Always)
        && let Some(label) = labels.text(name, before.is_some())
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
