//! The limits of timing, kept all at once: frames, shot changes, gaps, durations, reading speed, leads, overlaps.
//!
//! Tools that do this in passes undo in one what they did in another. Here where every cue begins and ends is chosen
//! together, and where not all limits can be kept they give way in one documented order (`docs/retiming-limits.md`):
//! `plan` states the problem, `cost` the order, `solve` finds the best choice, and this file applies and reports it.

#[cfg(test)]
mod brute;
mod cost;
mod grid;
mod merge;
mod plan;
mod report;
mod shot_list;
mod shot_rules;
mod solve;

pub use report::{BrokenLimit, CueTiming, TimingChanges, TimingLimit};
pub use shot_list::read_shots;
pub use shot_rules::ShotRules;

use super::move_cue;
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, Ratio, Timestamp};
use plan::{Item, Rules};

/// What becomes of cues that overlap.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Overlap {
    /// They stay so: two speakers, or two places on the picture. Cues that did not overlap do not begin to.
    #[default]
    Keep,
    /// The first ends where the second begins, less the gap.
    Cut,
    /// Their texts become one cue, line above line, where they stand in the same place of the picture.
    Merge,
    /// The second begins when the first is over, and what follows gives way as far as needed.
    Push,
}

/// The limits that the times of a document shall keep. The default asks for nothing and changes nothing.
///
/// ```
/// use cuekit::{Timestamp, TimingLimits};
/// let limits = TimingLimits {
///     frames: "25".parse().ok(),
///     min_gap: Timestamp::from_millis(80),
///     bridge: Some(Timestamp::from_millis(480)),
///     ..TimingLimits::default()
/// };
/// assert!(!limits.asks_nothing());
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TimingLimits {
    /// Starts and ends stand on whole frames of this rate, in frames a second.
    pub frames: Option<Ratio>,
    /// Shot changes, in any order.
    pub shots: Vec<Timestamp>,
    /// What boundaries owe to the shot changes.
    pub shot_rules: ShotRules,
    /// The least time between two cues.
    pub min_gap: Timestamp,
    /// Gaps below this are closed to the least gap, by ending the first cue later.
    pub bridge: Option<Timestamp>,
    /// The least time a cue is shown.
    pub min_duration: Option<Timestamp>,
    /// The most time a cue is shown.
    pub max_duration: Option<Timestamp>,
    /// Characters a second (counted as captions are cut: line breaks as blanks, no markup, no names): a cue that is faster
    /// ends later, where silence follows.
    pub max_cps: Option<f64>,
    /// How much earlier than written cues begin, where there is room. A second run begins them earlier again.
    pub lead_in: Timestamp,
    /// How much later than written cues end, where there is room. A second run ends them later again.
    pub lead_out: Timestamp,
    /// What becomes of cues that overlap.
    pub overlap: Overlap,
}

impl TimingLimits {
    /// Whether there is nothing to keep.
    pub fn asks_nothing(&self) -> bool {
        let asks = self.frames.is_some()
            || !self.shots.is_empty()
            || self.bridge.is_some()
            || self.min_duration.is_some()
            || self.max_duration.is_some()
            || self.max_cps.is_some()
            || [self.min_gap, self.lead_in, self.lead_out].iter().any(|time| *time > Timestamp::ZERO)
            || self.overlap != Overlap::Keep;
        !asks
    }
}

/// Which cues may be changed, by their place in the document.
pub type MayChange<'f> = &'f dyn Fn(usize, &Cue<'_>) -> bool;

/// Changes starts and ends so that the limits are kept, all at once and by the least movement.
///
/// Cues are taken in the order of time and stay where they are in the document. Where limits cannot all be kept, the
/// lesser one is broken, as little as can be, and reported (`limit-broken`, one a cue). Starts, which are heard, move only
/// by the lead, onto a frame, by the rules of shot changes, or because an overlap pushes them. A cue that is pushed takes its
/// words along. Cues `only` says no to stay as they are, and the others keep their distance from them.
///
/// ```
/// use cuekit::{Cue, Document, Sink, Timestamp, TimingLimits, limit_timing};
/// let cue = |from, to| Cue::new(Timestamp::from_millis(from), Timestamp::from_millis(to), "Come on!");
/// let mut document = Document { cues: vec![cue(1000, 1300), cue(2000, 4000)], ..Document::default() };
/// let limits = TimingLimits { min_duration: Some(Timestamp::from_millis(834)), ..TimingLimits::default() };
/// let changes = limit_timing(&mut document, &limits, None, &mut Sink::new());
/// assert_eq!(document.cues[0].end, Timestamp::from_millis(1834));
/// assert_eq!(changes.cues.len(), 1);
/// ```
pub fn limit_timing(
    document: &mut Document<'_>,
    limits: &TimingLimits,
    only: Option<MayChange<'_>>,
    sink: &mut Sink,
) -> TimingChanges {
    let mut changes = TimingChanges::default();
    if limits.asks_nothing() {
        return changes;
    }
    let mut may_change: Vec<bool> = match only {
        Some(only) => document.cues.iter().enumerate().map(|(index, cue)| only(index, cue)).collect(),
        None => vec![true; document.cues.len()],
    };
    if limits.overlap == Overlap::Merge {
        changes.merged = merge::merge_overlaps(document, &mut may_change, sink);
    }
    report_far_shots(document, limits, sink);
    let rules = Rules::new(limits);
    let cues = document.cues.iter().enumerate();
    let mut items: Vec<Item> = cues.map(|(index, cue)| rules.item(index, cue, may_change[index])).collect();
    items.sort_by_key(|item| (item.times.0, item.index));
    let places = solve::solve(&items, &rules);
    changes.cues = report::report(&document.cues, &items, &places, &rules, sink);
    for (item, &(start, end)) in items.iter().zip(&places) {
        if !item.is_fixed {
            let cue = &mut document.cues[item.index];
            let times = (rules.grid.time(start), rules.grid.time(end));
            if rules.pushed(item, start) > 0 {
                // What is inside the cue goes along.
                let by = times.0 - item.times.0;
                move_cue(cue, |time| time + by);
            }
            (cue.start, cue.end) = times;
        }
    }
    changes
}

/// Says so if all shot changes lie before or behind all cues: their clock is another then, as that of an edit list that
/// begins at one hour.
fn report_far_shots(document: &Document<'_>, limits: &TimingLimits, sink: &mut Sink) {
    let times = document.cues.iter().fold(None, |times: Option<(Timestamp, Timestamp)>, cue| {
        let (first, last) = times.unwrap_or((cue.start, cue.end));
        Some((first.min(cue.start), last.max(cue.end)))
    });
    let (Some((first, last)), Some(&shot)) = (times, limits.shots.first()) else { return };
    let window = limits.shot_rules.window;
    if !limits.shots.iter().any(|&shot| first - window <= shot && shot <= last + window) {
        let message = format!("no shot change lies among the cues ({first} to {last}); the first is at {shot}");
        let help = "if the list counts from another time, move the cues first: --shift, or --start-at and --then";
        sink.report(Diagnostic::warning("shots-elsewhere", message).help(help));
    }
}
