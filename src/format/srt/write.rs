//! Documents to SRT, as every player reads it; of a document that was read from SRT only what changed is
//! written anew.

use std::borrow::Cow;
use std::ops::Range;

use super::super::clean::Times;
use super::super::clock::{push_clock, push_clocks};
use super::super::markup::Tags as _;
use super::super::rewrite::{self, Copy, Rewrite};
use super::super::{SpeakerLabels, WriteOptions, dialogue, likely_length, loss, markup};
use super::block::Header;
use super::scan::{is_number, is_placement, timing_line};
use super::{FORMAT, numpad_key, read, repair, tags};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::model::{Cue, Document, SpeakerId, Timestamp};
use crate::source::{Newline, lines_of};

pub(super) fn write(document: &Document<'_>, options: &WriteOptions, sink: &mut Sink) -> Result<String> {
    let source = rewrite::source_of(document, FORMAT.id, options);
    if source.is_none() {
        loss::report(document, &FORMAT, options, sink);
    }
    let newline = options.newline.or_else(|| Some(source?.newline())).unwrap_or_default();
    let mut writer = Writer { document, options, newline, speaker: None, odd: Odd::default(), sink };
    let text = match source {
        Some(source) => rewrite::rewrite(document, source, &mut writer),
        None => {
            let mut out = String::with_capacity(likely_length(document));
            for (index, cue) in document.cues.iter().enumerate() {
                if index > 0 {
                    out.push('\n');
                }
                writer.push_cue(cue, index, &mut out);
                out.push('\n');
            }
            newline.apply(out)
        }
    };
    writer.odd.report(sink);
    report_late(document, sink);
    Ok(text)
}

/// Hours of three digits are written as they are, but not every player reads them.
fn report_late(document: &Document<'_>, sink: &mut Sink) {
    let late = |cue: &Cue<'_>| cue.start.max(cue.end) >= Timestamp::from_secs(100 * 3600);
    let count = document.cues.iter().filter(|cue| late(cue)).count();
    if let Some(first) = document.cues.iter().position(late) {
        let message = format!(
            "from cue {} on, times lie beyond 99:59:59 ({count} cue{}), which many players of SubRip cannot read",
            first + 1,
            if count == 1 { "" } else { "s" }
        );
        let help = "they are written with as many digits as they need; --to webvtt has room for them";
        sink.report(Diagnostic::warning("srt-hours", message).cue(first).help(help));
    }
}

struct Writer<'w> {
    document: &'w Document<'w>,
    options: &'w WriteOptions,
    newline: Newline,
    /// Who spoke last.
    speaker: Option<SpeakerId>,
    odd: Odd,
    sink: &'w mut Sink,
}

/// Cues that could not be written as they are, counted.
#[derive(Default)]
struct Odd {
    unplaced: usize,
    arrows: usize,
    blank_lines: usize,
    markup: usize,
}

impl Odd {
    /// One remark for each kind.
    fn report(self, sink: &mut Sink) {
        let mut note = |count: usize, code: &'static str, message: &str, help: &'static str| {
            if count > 0 {
                let message = format!("{message} ({count} cue{})", if count == 1 { "" } else { "s" });
                sink.report(Diagnostic::note(code, message).help(help));
            }
        };
        let message = "SubRip has no place for the place on the picture that {\\an} cannot say";
        note(self.unplaced, "loss-layout", message, "--to webvtt keeps it");
        let message = "an arrow inside a text would begin another cue; it was written as -- >";
        note(self.arrows, "srt-text-changed", message, "--to webvtt keeps it");
        let message = "a blank line inside a text would end the cue; it was left out";
        note(self.blank_lines, "srt-text-changed", message, "--to webvtt keeps it");
        let message =
            "what reads like a tag but is text was written with <i></i> in it, which shows nothing and keeps it text";
        note(self.markup, "srt-markup-defused", message, "--to webvtt needs no such help");
    }
}

impl Rewrite for Writer<'_> {
    fn between<'t>(&mut self, text: &'t str, head: bool) -> Cow<'t, str> {
        if text.trim_matches(['\n', '\r', ' ', '\t', '\u{FEFF}']).is_empty() {
            return text.into();
        }
        // Cues that are gone stood here. Before the first of them the file may say something of its own.
        let mut above = "";
        let first = lines_of(text).find(|(_, line)| {
            let numbered = is_number(std::mem::replace(&mut above, *line));
            timing_line(line, false).is_some() || repair::has_both_times(line, numbered)
        });
        match first {
            Some((line, _)) if head => {
                let above = text[..line.start].trim_end_matches(['\n', '\r']);
                let number = above.len() - above.trim_end_matches(|c: char| c.is_ascii_digit()).len();
                above[..above.len() - number].into()
            }
            Some(_) => self.newline.as_str().repeat(2).into(),
            None => text.into(),
        }
    }

    fn change(&mut self, cue: &Cue<'_>, index: usize, place: Range<usize>, copy: &mut Copy<'_>) {
        let text = copy.text;
        let Some(parts) = Parts::of(text, &place) else {
            let mut new = String::new();
            self.push_cue(cue, index, &mut new);
            if let Some(placement) = repaired_placement(&text[place.clone()]) {
                let times = new.find('\n').map_or(0, |number| number + 1);
                let end = new[times..].find('\n').map_or(new.len(), |end| times + end);
                new.insert_str(end, &format!(" {placement}"));
            }
            return copy.replace(place).push_str(&self.newline.apply(new));
        };
        let anew = self.options.numbers_from.map(|first| (first + index).to_string());
        let number = anew.as_deref().or_else(|| cue.id());
        if let Some(number) = number.filter(|number| text[place.start..parts.timing].trim() != *number) {
            let out = copy.replace(place.start..parts.timing);
            out.push_str(number);
            out.push_str(self.newline.as_str());
        }
        if (cue.start, cue.end) != (parts.start, parts.end.max(parts.start)) {
            let (start, end) = loss::not_below_zero(cue, index, self.sink);
            let [first, second] = parts.places;
            if parts.clean {
                push_clocks(copy.replace(first.start..second.end), start, end, ',');
            } else {
                let point = |place: &Range<usize>| if text[place.clone()].contains('.') { '.' } else { ',' };
                push_clock(copy.replace(first.clone()), start, point(&first));
                push_clock(copy.replace(second.clone()), end, point(&second));
            }
        }
        if !is_same_text(cue, &text[parts.text..place.end]) {
            let mut new = String::new();
            self.push_text(cue, &mut new);
            copy.replace(parts.text..place.end).push_str(&self.newline.apply(new));
        }
    }

    fn push_new(&mut self, cue: &Cue<'_>, index: usize, out: &mut String) {
        let mut new = String::new();
        self.push_cue(cue, index, &mut new);
        out.push_str(&self.newline.apply(new));
    }
}

/// Where the parts of a cue's bytes lie in the source.
struct Parts {
    start: Timestamp,
    end: Timestamp,
    /// First byte of the timing line, the times in it, first byte of the text.
    timing: usize,
    places: [Range<usize>; 2],
    text: usize,
    /// The times are spelt as a writer spells them.
    clean: bool,
}

impl Parts {
    #[inline(always)] // as in `clean`
    fn of(text: &str, cue: &Range<usize>) -> Option<Parts> {
        match Header::at(&text[..cue.end], cue.start) {
            Some(Header { times: Times { start, end, places }, text, .. }) => {
                Some(Parts { start, end, timing: places[0].start, places, text, clean: true })
            }
            None => Parts::searched(text, cue),
        }
    }

    fn searched(text: &str, cue: &Range<usize>) -> Option<Parts> {
        let source = &text[cue.clone()];
        let mut rest = lines_of(source);
        let (line, timing) = rest.find_map(|(range, line)| Some((range, timing_line(line, false)?)))?;
        // Text beside the times, a number glued to them, a slip in the end: these are written anew.
        let written = &source[line.clone()];
        let odd = !is_placement(timing.rest)
            || timing.end < timing.start && repair::glued(written).is_some()
            || repair::better(written, &timing, repair::Reading::default()).is_some();
        if odd {
            return None;
        }
        let begin = cue.start + line.start;
        let places = timing.places.map(|place| place.start + begin..place.end + begin);
        let (start, end, text) = (timing.start, timing.end, cue.start + rest.at());
        Some(Parts { start, end, timing: begin, places, text, clean: false })
    }
}

/// What stands behind the times of a line that had to be repaired, if it says where the cue is shown.
fn repaired_placement(source: &str) -> Option<&str> {
    let read = |line| repair::timing(line, true, repair::Reading::default());
    let rest =
        lines_of(source).find_map(|(_, line)| read(line).filter(|read| read.end.is_some())).map(|read| read.rest);
    rest.map(str::trim).filter(|rest| !rest.is_empty() && is_placement(rest))
}

/// Whether a cue still says what its bytes in the source do.
fn is_same_text(cue: &Cue<'_>, source: &str) -> bool {
    let text = cue.text.as_str();
    // Borrowed from these very bytes.
    if text.len() == source.len() && text.as_ptr() == source.as_ptr() && cue.text.spans().is_empty() {
        return cue.layout().is_none() && cue.speaker.is_none();
    }
    let lines = lines_of(source).map(|(range, _)| range).collect();
    let mut again = Cue::default();
    read::set_text(&mut again, read::joined(source, lines).0);
    again.text == cue.text && again.layout() == cue.layout() && cue.speaker.is_none()
}

impl Writer<'_> {
    /// A cue in our own spelling, lines parted by `\n`, none behind the last.
    fn push_cue(&mut self, cue: &Cue<'_>, index: usize, out: &mut String) {
        push_number(out, self.options.numbers_from.unwrap_or(1) + index);
        out.push('\n');
        let (start, end) = loss::not_below_zero(cue, index, self.sink);
        push_clocks(out, start, end, ',');
        out.push('\n');
        self.push_text(cue, out);
    }

    /// A cue's text with what stands before it, and note of who spoke last.
    fn push_text(&mut self, cue: &Cue<'_>, out: &mut String) {
        if let Some(layout) = cue.layout() {
            match numpad_key(layout) {
                Some(key) => out.push_str(&format!("{{\\an{key}}}")),
                None => self.odd.unplaced += 1,
            }
        }
        let begin = out.len();
        let tags = tags::SrtTags::of(&cue.text, self.options);
        if let Some(label) = self.label(cue) {
            tags.text(&label, out);
        }
        markup::write(&cue.text, &tags, out);
        let text = cue.text.as_str();
        self.odd.arrows += usize::from(text.contains("-->"));
        self.odd.blank_lines += usize::from(markup::has_blank_line(text));
        self.odd.markup += usize::from(tags.defuse(out));
        if memchr::memchr(b'>', &out.as_bytes()[begin..]).is_some() {
            keep_as_text(out, begin);
        }
        // Whoever had the last word in a cue goes on without a label.
        self.speaker = match dialogue::voices(&cue.text).last() {
            Some(name) => self.document.speakers.id(name),
            None => cue.speaker,
        };
    }

    /// What stands before a text to tell who says it.
    fn label(&self, cue: &Cue<'_>) -> Option<String> {
        let name = self.document.speaker_of(cue)?;
        if cue.speaker == self.speaker && self.options.speakers != SpeakerLabels::Always {
            return None;
        }
        let dash = dialogue::dash_before(cue.text.as_str(), self.options.dash);
        self.options.speakers.text(name, self.speaker.is_some(), dash)
    }
}

/// Marks the lines behind a byte that a tolerant reader takes for timing lines: behind a tag they are text.
fn keep_as_text(out: &mut String, begin: usize) {
    let is_timing = |line: &str| timing_line(line, false).is_some() || repair::has_both_times(line, false);
    let places: Vec<usize> =
        lines_of(&out[begin..]).filter(|(_, line)| is_timing(line)).map(|(place, _)| begin + place.start).collect();
    for place in places.into_iter().rev() {
        out.insert_str(place, tags::NOTHING);
    }
}

/// Appends a number; `to_string` would allocate for each cue.
fn push_number(out: &mut String, number: usize) {
    let mut digits = [b'0'; 20];
    let (mut at, mut rest) = (digits.len(), number);
    while rest > 0 || at == digits.len() {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend(digits[at..].iter().map(|&digit| char::from(digit)));
}
