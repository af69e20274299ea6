//! Moving cues in time: which of them, by which map, and what becomes of those that leave the programme.

use std::fmt;
use std::ops::RangeInclusive;

use super::TimeMap;
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, Span, Style, Timecode, Timestamp, Word};

/// Which cues a change is for: those that meet all that is asked. By default, all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Cues that begin at this time or later.
    pub from: Option<Timestamp>,
    /// Cues that begin before this time.
    pub to: Option<Timestamp>,
    /// Cues of these places in the document, counted from 1.
    pub cues: Option<RangeInclusive<usize>>,
    /// Cues that one of these speaks; empty for all.
    pub speakers: Vec<String>,
}

impl Selection {
    /// Whether a cue, of this place in the document counted from 0, is meant.
    pub fn has(&self, document: &Document<'_>, index: usize) -> bool {
        let cue = &document.cues[index];
        let speaker = || document.speaker_of(cue).is_some_and(|name| self.speakers.iter().any(|wanted| wanted == name));
        self.from.is_none_or(|from| cue.start >= from)
            && self.to.is_none_or(|to| cue.start < to)
            && self.cues.as_ref().is_none_or(|cues| cues.contains(&(index + 1)))
            && (self.speakers.is_empty() || speaker())
    }
}

/// Moves the selected cues, with the times of their words and of the marks in their texts; how many there were.
///
/// ```
/// use cuekit::{Cue, Document, Selection, TimeMap, Timestamp, retime};
/// let cue = Cue::new(Timestamp::from_secs(1), Timestamp::from_secs(2), "Yes.");
/// let mut document = Document { cues: vec![cue], ..Document::default() };
/// retime(&mut document, &TimeMap::shift(Timestamp::from_millis(-250)), &Selection::default());
/// assert_eq!(document.cues[0].start.to_string(), "0:00:00.750");
/// ```
pub fn retime(document: &mut Document<'_>, map: &TimeMap, selection: &Selection) -> usize {
    retime_by(document, |time| map.apply(time), selection)
}

/// Reads the times of a document as labels of time code, and makes them the times of their frames: `1:00:00.500`
/// is the sixteenth frame of its second at 30000/1001, which non-drop time code reaches 3.6 seconds later.
///
/// Labels that drop-frame time code leaves out (`00:01:00:00`) are reported, and taken for the next there is.
pub fn from_timecode(document: &mut Document<'_>, timecode: Timecode, sink: &mut Sink) {
    // A label that there is comes back but for less than a frame.
    let frame = timecode.time(1);
    let is_none = |clock: Timestamp| {
        let again = timecode.clock_of_time(timecode.time_of_clock(clock)) - clock;
        again.as_nanos().abs() * 4 > frame.as_nanos() * 3
    };
    let none: Vec<usize> = (0..document.cues.len())
        .filter(|&nth| is_none(document.cues[nth].start) || is_none(document.cues[nth].end))
        .collect();
    if let Some(&first) = none.first() {
        let message = format!(
            "from cue {} on, {} of the cues have times that are no labels of {timecode} time code; the next label was taken",
            first + 1,
            none.len()
        );
        sink.report(Diagnostic::warning("timecode-label", message).cue(first).help("is it drop-frame time code?"));
    }
    retime_by(document, |clock| timecode.time_of_clock(clock), &Selection::default());
}

/// The other way round: times become the labels of the frames nearest to them.
pub fn to_timecode(document: &mut Document<'_>, timecode: Timecode) {
    retime_by(document, |time| timecode.clock_of_time(time), &Selection::default());
}

fn retime_by(document: &mut Document<'_>, map: impl Fn(Timestamp) -> Timestamp, selection: &Selection) -> usize {
    let mut moved = 0;
    for index in 0..document.cues.len() {
        if selection.has(document, index) {
            move_cue(&mut document.cues[index], &map);
            moved += 1;
        }
    }
    moved
}

/// Moves a cue, with the times of its words and of the marks in its text.
pub(crate) fn move_cue(cue: &mut Cue<'_>, map: impl Fn(Timestamp) -> Timestamp) {
    cue.start = map(cue.start);
    cue.end = map(cue.end).max(cue.start);
    if cue.text.spans().iter().any(|span| matches!(span.style, Style::Time(_))) {
        let moved = |span: &Span| match span.style {
            Style::Time(time) => Span { style: Style::Time(map(time)), ..*span },
            _ => span.clone(),
        };
        let spans = cue.text.spans().iter().map(moved).collect();
        cue.text = std::mem::take(&mut cue.text).with_spans(spans);
    }
    let words = cue.extra.iter_mut().flat_map(|extra| &mut extra.words);
    words.for_each(|word| {
        *word = Word { start: map(word.start), end: map(word.end), text: std::mem::take(&mut word.text) }
    });
}

/// Keeps what is shown between two times: cues that reach over one of them are cut there. Times stay as they are.
/// How many cues went, and how many were cut; each kind is reported.
pub fn trim(document: &mut Document<'_>, from: Timestamp, to: Timestamp, sink: &mut Sink) -> (usize, usize) {
    let before = document.cues.len();
    document.cues.retain(|cue| cue.end > from && cue.start < to);
    let mut cut = 0;
    for cue in &mut document.cues {
        let kept = (cue.start.max(from), cue.end.min(to));
        if kept != (cue.start, cue.end) {
            (cue.start, cue.end) = kept;
            cut += 1;
        }
        if let Some(extra) = &mut cue.extra {
            extra.words.retain(|word| word.end > from && word.start < to);
        }
    }
    let gone = before - document.cues.len();
    if gone + cut > 0 {
        let message = {
            let until = if to == Timestamp::MAX { "the end".to_owned() } else { to.to_string() };
            format!("cues outside of {from} to {until}: {gone} left out, {cut} that reach over its ends cut")
        };
        sink.report(Diagnostic::note("cues-trimmed", message));
    }
    (gone, cut)
}

/// What becomes of cues that begin below zero, where no player shows anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BelowZero {
    /// They are an error: [`StartsBelowZero`].
    #[default]
    Error,
    /// They begin at zero; those that end there or before are left out. Both are reported.
    Clamp,
    /// They are left out; each is reported.
    Drop,
}

/// Cues begin below zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartsBelowZero {
    /// The cues, counted from 0, and when they begin.
    pub cues: Vec<(usize, Timestamp)>,
}

impl StartsBelowZero {
    /// How much later everything must be for none to begin below zero, rounded up to a millisecond.
    pub fn missing(&self) -> Timestamp {
        let earliest = self.cues.iter().map(|(_, start)| start.as_nanos()).min().unwrap_or(0);
        Timestamp::from_millis(-earliest.div_euclid(1_000_000))
    }
}

impl fmt::Display for StartsBelowZero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMED: usize = 5;
        let named: Vec<String> =
            self.cues.iter().take(NAMED).map(|(index, start)| format!("{} at {start}", index + 1)).collect();
        let more = self.cues.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let cues = if self.cues.len() == 1 { "cue would begin" } else { "cues would begin" };
        write!(f, "{} {cues} below zero (cue {}{more})", self.cues.len(), named.join(", "))
    }
}

impl std::error::Error for StartsBelowZero {}

/// Sees to it that no cue begins below zero.
///
/// # Errors
///
/// If one does and nothing may be done about it; the document is as it was.
pub fn settle_below_zero(
    document: &mut Document<'_>,
    policy: BelowZero,
    sink: &mut Sink,
) -> Result<(), StartsBelowZero> {
    // What is written is rounded to milliseconds.
    let is_below = |cue: &Cue<'_>| cue.start.to_millis() < 0;
    let below: Vec<(usize, Timestamp)> =
        document.cues.iter().enumerate().filter(|(_, cue)| is_below(cue)).map(|(at, cue)| (at, cue.start)).collect();
    if below.is_empty() {
        return Ok(());
    }
    if policy == BelowZero::Error {
        return Err(StartsBelowZero { cues: below });
    }
    let mut index = 0;
    document.cues.retain_mut(|cue| {
        let here = index;
        index += 1;
        if !is_below(cue) {
            return true;
        }
        let stays = policy == BelowZero::Clamp && cue.end.to_millis() > 0;
        let (code, what) = if stays { ("cue-clamped", "begins at zero now") } else { ("cue-dropped", "was left out") };
        let message = format!("this cue would begin below zero ({}); it {what}", cue.start);
        sink.report(Diagnostic::warning(code, message).at(cue.source.range()).cue(here));
        cue.start = Timestamp::ZERO;
        stays
    });
    Ok(())
}

/// When the first cue begins.
pub fn first_start(document: &Document<'_>) -> Option<Timestamp> {
    document.cues.iter().map(|cue| cue.start).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    fn document(cues: &[(i64, i64)]) -> Document<'static> {
        let cue = |&(start, end): &(i64, i64)| {
            Cue::new(Timestamp::from_millis(start), Timestamp::from_millis(end), Text::default())
        };
        Document { cues: cues.iter().map(cue).collect(), ..Document::default() }
    }

    fn times(document: &Document<'_>) -> Vec<(i64, i64)> {
        document.cues.iter().map(|cue| (cue.start.to_millis(), cue.end.to_millis())).collect()
    }

    #[test]
    fn what_is_trimmed_is_cut_at_the_ends() {
        let mut document = document(&[(0, 1000), (900, 2000), (2500, 3500), (3000, 4000)]);
        let counts = trim(&mut document, Timestamp::from_secs(1), Timestamp::from_secs(3), &mut Sink::new());
        assert_eq!((times(&document), counts), (vec![(1000, 2000), (2500, 3000)], (2, 2)));
    }

    #[test]
    fn nothing_stays_below_zero() {
        let cues = [(-3000, -1000), (-500, 500), (-1000, 0), (100, 200)];
        let mut sink = Sink::new();
        let mut clamped = document(&cues);
        settle_below_zero(&mut clamped, BelowZero::Clamp, &mut sink).unwrap();
        assert_eq!(times(&clamped), [(0, 500), (100, 200)]);
        assert_eq!((sink.count("cue-clamped"), sink.count("cue-dropped")), (1, 2));
        let mut dropped = document(&cues);
        settle_below_zero(&mut dropped, BelowZero::Drop, &mut sink).unwrap();
        assert_eq!(times(&dropped), [(100, 200)]);
        let mut refused = document(&cues);
        let error = settle_below_zero(&mut refused, BelowZero::Error, &mut sink).unwrap_err();
        assert_eq!((error.missing(), refused.cues.len()), (Timestamp::from_secs(3), 4));
        assert!(error.to_string().starts_with("3 cues would begin below zero (cue 1 at -0:00:03.000, 2 at"), "{error}");
    }
}
