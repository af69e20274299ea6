//! Neighbouring cues joined: fragments to sentences, equal texts and times to one cue, short cues to longer ones.

use std::borrow::Cow;

use crate::caption::{Profile, Sentences, characters, is_cjk_stop, is_unspaced};
use crate::diagnostic::{Diagnostic, Sink};
use crate::format::dialogue::{opens_turn, voices};
use crate::model::{Cue, Document, Span, Style, Text, Timestamp};

/// Which neighbours are joined; nothing by default.
#[derive(Debug, Clone)]
pub struct CombineOptions {
    /// Fragments are joined until a sentence ends, as meeting tools and automatic captions need.
    pub sentences: bool,
    /// Cues of the same text, whatever else they have alike, become one if the gap between is no longer than this.
    pub same_text: Option<Timestamp>,
    /// Cues that start and end together become one, line under line.
    pub same_times: bool,
    /// Cues are joined while the result keeps a profile's characters a line and lines, its longest duration and
    /// its reading speed.
    pub short: Option<Profile>,
    /// The longest silence over which cues are joined (but for `same_text`, which has its own). A second by default:
    /// that is a pause for which a caption should leave the screen (BBC subtitle guidelines, gaps).
    pub max_pause: Timestamp,
    /// The longest that a joined sentence is shown. Half a minute by default, so that text without full stops does
    /// not become one cue.
    pub max_sentence: Timestamp,
    /// The language of the text, as a tag: its abbreviations end no sentence.
    pub language: Option<String>,
}

impl Default for CombineOptions {
    fn default() -> Self {
        CombineOptions {
            sentences: false,
            same_text: None,
            same_times: false,
            short: None,
            max_pause: Timestamp::from_secs(1),
            max_sentence: Timestamp::from_secs(30),
            language: None,
        }
    }
}

/// Joins neighbouring cues and returns how many became a part of the one before.
///
/// A joined cue has the start of its first part, the latest end, and the id of the first; other ids are reported if
/// they are more than numbers. Its styles, voices and words are those of all its parts; of equal texts those of the first.
/// Parts are joined by a blank (by nothing in scripts without blanks), and so are their lines: how the joined text
/// is cut belongs to [`caption`](crate::caption). Where cues start and end together, each keeps its lines. If
/// times stand inside the text of one of two parts, the second gets its start as such a time.
///
/// Never joined are cues of different speakers or places on the picture, dialogues, a cue that opens with
/// a dash, and cues without text. Joining again changes nothing.
///
/// ```
/// use cuekit::{CombineOptions, Cue, Document, Sink, Timestamp, combine};
/// let cue = |n, text| Cue::new(Timestamp::from_secs(n), Timestamp::from_secs(n + 1), text);
/// let mut document = Document { cues: vec![cue(1, "What we need"), cue(2, "is time."), cue(3, "Yes.")], ..Document::default() };
/// let options = CombineOptions { sentences: true, ..CombineOptions::default() };
/// assert_eq!(combine(&mut document, &options, &mut Sink::new()), 1);
/// assert_eq!(document.cues[0].text.as_str(), "What we need is time.");
/// ```
pub fn combine(document: &mut Document<'_>, options: &CombineOptions, sink: &mut Sink) -> usize {
    let rules = Rules { options, sentences: Sentences::of(options.language.as_deref()), speakers: &document.speakers };
    let before = document.cues.len();
    // A joined cue may fit to the one before it in its turn, so they are kept on a stack.
    let mut joined: Vec<Group<'_>> = Vec::with_capacity(before);
    for (index, cue) in std::mem::take(&mut document.cues).into_iter().enumerate() {
        joined.push(Group { cue, index });
        while let [.., first, second] = joined.as_slice()
            && let Some(way) = rules.way(first, second)
            && let Some(second) = joined.pop()
            && let Some(first) = joined.last_mut()
        {
            first.join(second, way, sink);
        }
    }
    document.cues = joined.into_iter().map(|group| group.cue).collect();
    before - document.cues.len()
}

/// How two cues become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// One text after the other.
    Flow,
    /// Line under line.
    Stack,
    /// The text once.
    Once,
}

/// A cue in the making.
struct Group<'a> {
    cue: Cue<'a>,
    /// Where its first part stood.
    index: usize,
}

struct Rules<'r> {
    options: &'r CombineOptions,
    sentences: Sentences,
    speakers: &'r crate::model::Speakers,
}

/// Characters beyond which nothing is joined: no caption is so long, and the work stays linear.
const MOST: usize = 5000;

impl Rules<'_> {
    /// How two neighbours are to be joined, if they are.
    fn way(&self, first: &Group<'_>, second: &Group<'_>) -> Option<Way> {
        let (a, b) = (&first.cue, &second.cue);
        if a.layout() != b.layout() || a.start > b.start || self.last_voice(a) != self.first_voice(b) {
            return None;
        }
        let options = self.options;
        let gap = b.start - a.end;
        if options.same_text.is_some_and(|most| gap <= most) && a.text == b.text {
            return Some(Way::Once);
        }
        let (one, other) = (a.text.as_str().trim_end(), b.text.as_str().trim_start());
        let length = characters(a) + characters(b);
        if gap > options.max_pause || one.is_empty() || other.is_empty() || length > MOST {
            return None;
        }
        if opens_turn(other) || has_turns(a) || has_turns(b) {
            return None;
        }
        if options.same_times && a.start == b.start && a.end == b.end {
            return Some(Way::Stack);
        }
        let duration = a.end.max(b.end) - a.start;
        if options.sentences && duration <= options.max_sentence && !self.sentences.end_between(one, other) {
            return Some(Way::Flow);
        }
        let fits = |profile: &Profile| {
            duration <= profile.max_duration
                && characters(a).max(characters(b)) <= 2 * (profile.max_cpl + 1) * profile.max_lines
                && fits(one, other, duration, profile)
        };
        options.short.as_ref().is_some_and(fits).then_some(Way::Flow)
    }

    fn first_voice<'c>(&'c self, cue: &'c Cue<'_>) -> Option<&'c str> {
        voices(&cue.text).next().or_else(|| self.speakers.get(cue.speaker?))
    }

    fn last_voice<'c>(&'c self, cue: &'c Cue<'_>) -> Option<&'c str> {
        voices(&cue.text).last().or_else(|| self.speakers.get(cue.speaker?))
    }
}

/// Whether lines of a cue are turns that a dash opens: they would not be, side by side.
fn has_turns(cue: &Cue<'_>) -> bool {
    cue.text.is_dialogue() || cue.text.lines().skip(1).any(opens_turn)
}

/// Whether two texts one after the other keep a profile's lines and reading speed.
fn fits(one: &str, other: &str, duration: Timestamp, profile: &Profile) -> bool {
    let text = format!("{}{}{}", flat(one), between(one, other), flat(other));
    if text.chars().count() as f64 > duration.as_secs_f64() * profile.max_cps + 1e-6 {
        return false;
    }
    let (mut lines, mut width, mut blank) = (1, 0, false);
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || is_unspaced(c) {
            words.push((&text[start..at], blank));
            (start, blank) = (if c.is_whitespace() { at + c.len_utf8() } else { at }, c.is_whitespace());
        }
    }
    words.push((&text[start..], blank));
    for (word, blank) in words {
        let length = word.chars().count();
        if length == 0 {
            continue;
        }
        let room = usize::from(blank && width > 0);
        if width > 0 && width + room + length > profile.max_cpl {
            (lines, width) = (lines + 1, length);
        } else {
            width += room + length;
        }
        if length > profile.max_cpl {
            return false;
        }
    }
    lines <= profile.max_lines
}

/// What parts two texts that follow each other: nothing between characters of scripts without blanks.
fn between(one: &str, other: &str) -> &'static str {
    let unspaced = |c: char| is_unspaced(c) || is_cjk_stop(c);
    let together = one.chars().next_back().is_some_and(unspaced) && other.chars().next().is_some_and(unspaced);
    if together { "" } else { " " }
}

/// A text of one line.
fn flat(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        if !whole.is_empty() {
            whole.push_str(between(&whole, line));
        }
        whole.push_str(line);
    }
    Cow::Owned(whole)
}

impl<'a> Group<'a> {
    fn join(&mut self, second: Group<'a>, way: Way, sink: &mut Sink) {
        let (a, mut b) = (&mut self.cue, second.cue);
        if let Some(id) = b.id().filter(|id| id.trim().parse::<u64>().is_err() && a.id() != Some(id)) {
            let message = format!("the id {id:?} of a cue that was joined to the one before was left out");
            let diagnostic = Diagnostic::note("loss-ids", message).cue(second.index);
            let place = b.source.range();
            sink.report(if place.is_empty() { diagnostic } else { diagnostic.at(place) });
        }
        if way != Way::Once {
            let timed = |cue: &Cue<'_>| cue.text.spans().iter().any(|span| matches!(span.style, Style::Time(_)));
            let appears = ((timed(a) || timed(&b)) && a.start < b.start).then_some(b.start);
            a.text = joined(&a.text, &b.text, way, appears);
            let words = b.extra.as_mut().map(|extra| std::mem::take(&mut extra.words)).unwrap_or_default();
            if !words.is_empty() {
                a.extra_mut().words.extend(words);
            }
        }
        if b.end > a.end {
            (a.end, a.end_timing) = (b.end, b.end_timing);
        }
    }
}

/// The text of two, with the styles of both.
fn joined(a: &Text<'_>, b: &Text<'_>, way: Way, appears: Option<Timestamp>) -> Text<'static> {
    let mut plain = String::with_capacity(a.as_str().len() + b.as_str().len() + 1);
    let mut spans: Vec<Span> = Vec::with_capacity(a.spans().len() + b.spans().len());
    append(a, way, &mut plain, &mut spans);
    plain.truncate(plain.trim_end().len());
    let first = b.as_str().trim_start();
    plain.push_str(if way == Way::Stack { "\n" } else { between(&plain, first) });
    let at = plain.len() as u32;
    let is_timed = b
        .spans()
        .iter()
        .any(|span| matches!(span.style, Style::Time(_)) && span.start as usize <= b.as_str().len() - first.len());
    if let Some(time) = appears.filter(|_| !is_timed) {
        spans.push(Span { start: at, end: at, style: Style::Time(time) });
    }
    append(b, way, &mut plain, &mut spans);
    plain.truncate(plain.trim_end().len());
    let end = plain.len() as u32;
    spans.iter_mut().for_each(|span| (span.start, span.end) = (span.start.min(end), span.end.min(end)));
    Text::styled(plain, spans)
}

/// Appends a text without the blanks around it, and in one line if it flows.
fn append(text: &Text<'_>, way: Way, plain: &mut String, spans: &mut Vec<Span>) {
    let old = text.as_str();
    let start = old.len() - old.trim_start().len();
    // Where each byte went that does not simply follow the one before: (old, new).
    let mut moved: Vec<(usize, usize)> = vec![(0, plain.len())];
    let mut at = start;
    let place = |plain: &String, at| (at, plain.len());
    if way == Way::Flow {
        let mut first = true;
        let mut from = 0;
        for line in old.split('\n') {
            let said = line.trim();
            if !said.is_empty() {
                if !first {
                    plain.push_str(between(plain, said));
                }
                at = from + (line.len() - line.trim_start().len());
                moved.push(place(plain, at));
                plain.push_str(said);
                moved.push(place(plain, at + said.len()));
                first = false;
            }
            from += line.len() + 1;
        }
    } else {
        let said = old.trim();
        moved.push(place(plain, at));
        plain.push_str(said);
        at += said.len();
        moved.push(place(plain, at));
    }
    let end = plain.len();
    let new = |old: u32| {
        let next = moved.partition_point(|(from, _)| *from <= old as usize);
        let (from, to) = moved[next.saturating_sub(1)];
        let limit = moved.get(next).map_or(end, |(_, to)| *to);
        (to + (old as usize).saturating_sub(from)).min(limit) as u32
    };
    for span in text.spans() {
        let (start, end) = (new(span.start), new(span.end));
        if start < end || span.start == span.end {
            spans.push(Span { start, end, style: span.style.clone() });
        }
    }
}
