//! What the solve did to each cue, and which limits it could not keep.

use std::fmt;

use super::plan::{Item, NEVER, Rules};
use super::solve::Places;
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Timestamp};

/// A limit that can be broken where limits conflict, in the order in which they are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimingLimit {
    /// A cue begins only when the one before it has ended.
    Overlap,
    /// The least gap before a cue.
    MinGap,
    /// The longest duration.
    MaxDuration,
    /// The shortest duration.
    MinDuration,
    /// The rules of shot changes.
    Shots,
    /// The reading speed.
    ReadingSpeed,
    /// A short gap before a cue was to be closed.
    Bridge,
}

impl TimingLimit {
    /// The word that reports use.
    pub const fn as_str(self) -> &'static str {
        match self {
            TimingLimit::Overlap => "overlap",
            TimingLimit::MinGap => "min-gap",
            TimingLimit::MaxDuration => "max-duration",
            TimingLimit::MinDuration => "min-duration",
            TimingLimit::Shots => "shots",
            TimingLimit::ReadingSpeed => "reading-speed",
            TimingLimit::Bridge => "bridge",
        }
    }
}

/// A limit that a cue does not keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenLimit {
    /// Which.
    pub limit: TimingLimit,
    /// By how much time: too long, too short, too close. Of shot changes, how far the boundary is from where the rules want
    /// it; of a gap that was to be closed, how long it is beyond the least.
    pub by: Timestamp,
}

impl fmt::Display for BrokenLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = self.by.round_to_millis().as_nanos() / 1_000_000;
        match self.limit {
            TimingLimit::Overlap => write!(f, "begins {by} ms before the cue before it is over"),
            TimingLimit::MinGap => write!(f, "the gap before it is {by} ms too short"),
            TimingLimit::MaxDuration => write!(f, "shown {by} ms too long"),
            TimingLimit::MinDuration => write!(f, "shown {by} ms too briefly"),
            TimingLimit::Shots => write!(f, "{by} ms from where a shot change wants it"),
            TimingLimit::ReadingSpeed => write!(f, "{by} ms too short for its reading speed"),
            TimingLimit::Bridge => write!(f, "the gap before it stays open by {by} ms"),
        }
    }
}

/// A cue that was changed, or that does not keep a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueTiming {
    /// Its place in the document as it is now, counted from 0.
    pub index: usize,
    /// Start and end as they were.
    pub from: (Timestamp, Timestamp),
    /// Start and end as they are.
    pub to: (Timestamp, Timestamp),
    /// The limits it does not keep, those that matter most first.
    pub broken: Vec<BrokenLimit>,
}

impl CueTiming {
    /// Whether its times differ by as much as a format of milliseconds shows.
    pub fn is_changed(&self) -> bool {
        let shown = |(start, end): (Timestamp, Timestamp)| (start.to_millis(), end.to_millis());
        shown(self.from) != shown(self.to)
    }
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimingChanges {
    /// The cues that were changed or do not keep a limit, in document order.
    pub cues: Vec<CueTiming>,
    /// How many cues went into the one before them because they overlapped.
    pub merged: usize,
}

impl TimingChanges {
    /// How many cues have other times than before.
    pub fn changed(&self) -> usize {
        self.cues.iter().filter(|cue| cue.is_changed()).count()
    }

    /// How many cues break a limit.
    pub fn broken(&self) -> usize {
        self.cues.iter().filter(|cue| !cue.broken.is_empty()).count()
    }
}

pub(super) fn report(
    cues: &[Cue<'_>],
    items: &[Item],
    places: &Places,
    rules: &Rules,
    sink: &mut Sink,
) -> Vec<CueTiming> {
    let mut found = Vec::new();
    // The cues before that this one may meet: the latest end of those it may not overlap, and those it may.
    let mut open: Vec<(&Item, i64)> = Vec::new();
    let mut closed = NEVER;
    let mut before_is_fixed = true;
    for (item, &(start, end)) in items.iter().zip(places) {
        open.retain(|&(other, end)| {
            let is_open = rules.may_overlap(other, item);
            closed = if is_open { closed } else { closed.max(end) };
            is_open
        });
        let mut broken = Vec::new();
        if !item.is_fixed {
            alone(item, start, end, rules, &mut broken);
        }
        if !(item.is_fixed && before_is_fixed) {
            behind(start, closed, &open, rules, &mut broken);
        }
        broken.sort_by_key(|broken| broken.limit);
        let to = if item.is_fixed { item.times } else { (rules.grid.time(start), rules.grid.time(end)) };
        let timing = CueTiming { index: item.index, from: item.times, to, broken };
        if timing.is_changed() || !timing.broken.is_empty() {
            found.push(timing);
        }
        open.push((item, end));
        before_is_fixed = item.is_fixed;
    }
    found.sort_by_key(|timing| timing.index);
    for timing in found.iter().filter(|timing| !timing.broken.is_empty()) {
        let what: Vec<String> = timing.broken.iter().map(BrokenLimit::to_string).collect();
        let message = format!("not all limits can be kept here: {}", what.join("; "));
        let diagnostic = Diagnostic::warning("limit-broken", message).cue(timing.index);
        let place = cues[timing.index].source.range();
        sink.report(if place.is_empty() { diagnostic } else { diagnostic.at(place) });
    }
    found
}

/// The limits that a cue breaks by itself.
fn alone(item: &Item, start: i64, end: i64, rules: &Rules, broken: &mut Vec<BrokenLimit>) {
    let length = end - start;
    let mut add = |limit, from: i64, to: i64| {
        if to > from {
            broken.push(BrokenLimit { limit, by: rules.grid.time(to) - rules.grid.time(from) });
        }
    };
    add(TimingLimit::MaxDuration, rules.max.unwrap_or(length), length);
    add(TimingLimit::MinDuration, length, rules.min.unwrap_or(length));
    add(TimingLimit::ReadingSpeed, length, item.reading);
    let wanted = [(start, rules.shots.move_start(start)), (end, rules.shots.move_end(end))];
    let off = wanted.into_iter().filter_map(|(place, wanted)| wanted.map(|wanted| (wanted - place).abs())).max();
    add(TimingLimit::Shots, 0, off.unwrap_or(0));
}

/// The limits that a cue breaks with those before it.
fn behind(start: i64, closed: i64, open: &[(&Item, i64)], rules: &Rules, broken: &mut Vec<BrokenLimit>) {
    let mut add = |limit, from: i64, to: i64| {
        if to > from {
            broken.push(BrokenLimit { limit, by: rules.grid.time(to) - rules.grid.time(from) });
        }
    };
    let top = open.iter().map(|&(_, end)| end).fold(closed, i64::max);
    if closed > start {
        add(TimingLimit::Overlap, start, closed);
    } else {
        let last = open.iter().map(|&(_, end)| end).filter(|&end| end < start + rules.least).fold(closed, i64::max);
        add(TimingLimit::MinGap, start, last + rules.gap);
    }
    if let Some(bridge) = rules.bridge
        && top > NEVER
        && start < top + bridge
    {
        add(TimingLimit::Bridge, top + rules.gap, start);
    }
}
