//! The problem of the solve: for each cue where it stands, where it may go, what that costs, and the few places among
//! which an optimum is always found.
//!
//! A start may stand where it was written, up to the lead before it, or where the shot rules move it; pushing may put it
//! anywhere later. An end may stand anywhere behind its start. Each cost is a sum of pieces that are straight between a few
//! places (a limit kept exactly, a neighbour at the least gap, the edge of a cut's window), so an optimum can be moved until
//! each boundary stands on one of them.

use std::ops::Range;

use super::cost::{Cost, Level};
use super::grid::{FAR, Grid};
use super::shot_rules::Shots;
use super::{Overlap, TimingLimits};
use crate::caption::characters;
use crate::model::{Cue, Timestamp};

/// The limits, in places of the grid.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) grid: Grid,
    pub(super) shots: Shots,
    /// The least length that is more than none, and the least overlap.
    pub(super) least: i64,
    pub(super) gap: i64,
    pub(super) bridge: Option<i64>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) lead_in: i64,
    pub(super) lead_out: i64,
    pub(super) max_cps: Option<f64>,
    /// Whether cues that overlap may go on doing so.
    pub(super) keeps_overlaps: bool,
    pub(super) pushes: bool,
}

/// A cue, in places of the grid.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Its place in the document.
    pub(super) index: usize,
    /// As written.
    pub(super) times: (Timestamp, Timestamp),
    /// Whether it may not be changed.
    pub(super) is_fixed: bool,
    pub(super) start: i64,
    pub(super) end: i64,
    /// The places around the written start: the last before and the first behind.
    starts: (i64, i64),
    ends: (i64, i64),
    /// Where the lead wants the start.
    led: i64,
    /// Where the shot rules move the start as written, the start with its lead, and the places around the written start.
    moved: [Option<i64>; 4],
    /// The least it may last whatever else.
    pub(super) least: i64,
    /// How long it takes to read, none without a limit.
    pub(super) reading: i64,
}

impl Rules {
    pub(super) fn new(limits: &TimingLimits) -> Rules {
        let grid = Grid::new(limits.frames);
        let length = |time: Timestamp| grid.at_least(time).max(0);
        let gap = length(limits.min_gap);
        Rules {
            grid,
            shots: Shots::new(&limits.shots, &limits.shot_rules, gap, grid, limits.frames.is_some()),
            least: grid.least(),
            gap,
            bridge: limits.bridge.map(length).filter(|&bridge| bridge > gap),
            min: limits.min_duration.map(length),
            max: limits.max_duration.map(|time| grid.at_most(time).max(grid.least())),
            lead_in: grid.nearest(limits.lead_in).max(0),
            lead_out: grid.nearest(limits.lead_out).max(0),
            max_cps: limits.max_cps.filter(|cps| *cps > 0.0 && cps.is_finite()),
            keeps_overlaps: matches!(limits.overlap, Overlap::Keep | Overlap::Merge),
            pushes: limits.overlap == Overlap::Push,
        }
    }

    pub(super) fn item(&self, index: usize, cue: &Cue<'_>, may_change: bool) -> Item {
        let grid = self.grid;
        let times = (cue.start, cue.end.max(cue.start));
        // What lies beyond what the solve counts in stays as it is.
        let is_fixed = !may_change || times.0.as_nanos() < -FAR || times.1.as_nanos() > FAR;
        let starts = (grid.at_most(times.0), grid.at_least(times.0));
        let ends = (grid.at_most(times.1), grid.at_least(times.1));
        let least = if times.0 == times.1 { 0 } else { self.least.min((ends.1 - starts.0).max(1)) };
        if is_fixed {
            let (start, end) = (starts.0, ends.1);
            return Item {
                index,
                times,
                is_fixed,
                start,
                end,
                starts: (start, start),
                ends: (end, end),
                led: start,
                moved: [None; 4],
                least: 0,
                reading: 0,
            };
        }
        let start = grid.nearest(times.0);
        // A lead never goes below zero, where no format of ours can follow.
        let led = (start - self.lead_in).max(start.min(0));
        let moved = [start, led, starts.0, starts.1].map(|place| self.shots.move_start(place));
        let reading = self.max_cps.map_or(0, |cps| grid.seconds_at_least(characters(cue) as f64 / cps));
        Item { index, times, is_fixed, start, end: grid.nearest(times.1), starts, ends, led, moved, least, reading }
    }

    /// How far behind its end a cue matters to a start.
    pub(super) fn reach(&self) -> i64 {
        self.gap.max(self.bridge.unwrap_or(0))
    }

    /// Whether a cue may be shown together with one that began before it, as they are written. Two that begin together
    /// cannot be cut.
    pub(super) fn may_overlap(&self, before: &Item, item: &Item) -> bool {
        let overlap = before.times.1 > item.times.0;
        overlap && (self.keeps_overlaps || !self.pushes && before.times.0 == item.times.0)
    }

    /// The items behind the `nth` that may be shown together with it, which follow each other.
    pub(super) fn together_with(&self, items: &[Item], nth: usize) -> Range<usize> {
        let end = nth + 1 + items[nth + 1..].partition_point(|other| self.may_overlap(&items[nth], other));
        nth + 1..end
    }

    /// Whether a start may stand here.
    pub(super) fn allows_start(&self, item: &Item, start: i64) -> bool {
        self.is_unpushed(item, start) || (self.pushes && !item.is_fixed && start >= item.start)
    }

    fn is_unpushed(&self, item: &Item, start: i64) -> bool {
        let is_led = item.led.min(item.starts.0) <= start && start <= item.starts.1;
        is_led || item.moved.contains(&Some(start))
    }

    /// How far a start is pushed: it takes its end along.
    pub(super) fn pushed(&self, item: &Item, start: i64) -> i64 {
        if self.pushes && !self.is_unpushed(item, start) { start - item.start } else { 0 }
    }

    /// A cue that begins here, ready to be asked what its ends cost.
    pub(super) fn started<'r>(&'r self, item: &'r Item, start: i64) -> Started<'r> {
        let shots = Some(&self.shots).filter(|shots| !item.is_fixed && !shots.is_empty());
        let pushed = self.pushed(item, start);
        let written = item.end + pushed;
        let wanted = self.max.map_or(written, |max| written.min(start + max));
        let mut cost = Cost::default();
        if !item.is_fixed {
            cost.add(Level::Pushed, pushed);
            cost.add(Level::Shots, i64::from(self.shots.forbids_start(start)));
            if self.lead_in > 0 {
                cost.add(Level::LeadIn, start - item.led);
            }
            cost.add(Level::Direction, i64::from(item.moved[0].is_some_and(|moved| moved != start)));
            cost.add(Level::StartMoved, (self.grid.time(start) - item.times.0).as_nanos().saturating_abs());
        }
        Started {
            rules: self,
            item,
            shots,
            start,
            pushed,
            written,
            wanted,
            moved: shots.and_then(|shots| shots.move_end(written)),
            // What the longest duration leaves is moved off a cut like what was written.
            moved_wanted: shots.and_then(|shots| shots.move_end(wanted)),
            before: shots.map_or(0, |shots| shots.begun(start)),
            cost,
        }
    }

    /// What it costs to begin at `start` behind cues that may not overlap it and end by `closed`, and behind those that
    /// may and end at `open`. `last` is the start before, if it could be passed.
    pub(super) fn pair_cost(&self, start: i64, closed: i64, last: i64, open: &[i64]) -> Cost {
        let mut cost = Cost::default();
        cost.add(Level::Overlap, closed - start);
        cost.add(Level::Overlap, last - start);
        cost.add(Level::Gap, (closed + self.gap - start).min(self.gap));
        let mut top = closed;
        for &end in open {
            // They overlap on, or part properly.
            if start > end - self.least {
                cost.add(Level::Gap, end + self.gap - start);
            }
            top = top.max(end);
        }
        if let Some(bridge) = self.bridge
            && top > NEVER
        {
            cost.add(Level::Bridge, i64::from(start > top + self.gap && start < top + bridge));
        }
        cost
    }

    /// The starts worth trying, whatever stands before, of a cue that `follower` follows.
    pub(super) fn starts(&self, item: &Item, follower: Option<&Item>, out: &mut Vec<i64>) {
        out.clear();
        out.extend([item.starts.0, item.starts.1]);
        if item.is_fixed {
            out.truncate(1);
            return;
        }
        out.extend(item.moved.into_iter().flatten());
        if self.lead_in > 0 {
            out.push(item.led);
            if !self.shots.is_empty() {
                self.shots.edges(item.start, out);
                self.shots.edges(item.led, out);
            }
            // A lead may be bounded by the end: it would make the cue too long, or takes from the cue before no more than
            // this one needs.
            let at = out.len();
            out.extend([item.end, item.ends.0, item.ends.1]);
            if self.pushes {
                out.push(item.end - self.gap);
            }
            if let Some(next) = follower {
                let moved = next.moved.into_iter().flatten();
                let bounded = self.max.map(|max| next.end - max);
                let mut starts = vec![next.starts.0, next.starts.1, next.led];
                starts.extend(moved.chain(bounded));
                if !self.shots.is_empty() {
                    self.shots.edges(next.start, &mut starts);
                    self.shots.edges(next.led, &mut starts);
                }
                // Where there is no room for the gap at all, it may go between the two as well as before them.
                out.extend(starts.iter().flat_map(|start| [start - self.gap, *start]));
            }
            if !self.shots.is_empty() {
                for at in at..out.len() {
                    self.shots.edges(out[at], out);
                }
            }
            let ends = out.split_off(at);
            for length in self.min.into_iter().chain(self.max).chain([item.least, item.reading]) {
                out.extend(ends.iter().map(|end| end - length));
            }
        }
        out.retain(|&start| self.allows_start(item, start));
        out.sort_unstable();
        out.dedup();
    }

    /// The starts worth trying behind what ends at `end`.
    pub(super) fn starts_behind(&self, item: &Item, end: i64, out: &mut Vec<i64>) {
        if item.is_fixed || end == NEVER || !(self.pushes || self.lead_in > 0) {
            return;
        }
        let behind = [end + self.gap, self.bridge.map_or(end, |bridge| end + bridge)];
        // Where there is no room a cue that is pushed may at least not be pushed on for nothing, and one that is led may
        // overlap on.
        let squeezed = end - self.least;
        out.extend(behind.into_iter().chain([squeezed]).filter(|&start| self.allows_start(item, start)));
    }

    /// The ends worth trying for a start, before cues that may begin at `next`. `ended` are the ends of the cues before:
    /// up to the last of those this one takes nothing from what follows.
    pub(super) fn ends(&self, item: &Item, start: i64, ended: &[i64], next: &[i64], out: &mut Vec<i64>) {
        out.clear();
        if item.is_fixed {
            out.push(item.end);
            return;
        }
        let pushed = self.pushed(item, start);
        out.extend([item.ends.0, item.ends.1, item.ends.0 + pushed, item.ends.1 + pushed, start + item.least]);
        out.extend_from_slice(ended);
        if self.pushes {
            out.extend([item.end + pushed - self.gap, item.ends.1 + pushed - self.gap]);
            out.extend(self.max.map(|max| start + max - self.gap));
        }
        out.extend(self.min.iter().chain(&self.max).map(|length| start + length));
        if item.reading > 0 {
            out.push(start + item.reading);
        }
        if self.lead_out > 0 {
            out.push(item.end + pushed + self.lead_out);
        }
        for start in next {
            out.push(start - self.gap);
            out.extend(self.bridge.map(|bridge| start - bridge));
            if !self.pushes {
                out.push(start + self.least);
            }
        }
        if !self.shots.is_empty() {
            // Each once: every place brings several edges along.
            out.sort_unstable();
            out.dedup();
            for at in 0..out.len() {
                self.shots.edges(out[at], out);
            }
        }
        out.retain(|&end| end >= start + item.least);
        out.sort_unstable();
        out.dedup();
    }
}

/// A cue with its start.
#[derive(Debug)]
pub(super) struct Started<'r> {
    rules: &'r Rules,
    item: &'r Item,
    /// The cuts, if there are any that matter to it.
    shots: Option<&'r Shots>,
    start: i64,
    pushed: i64,
    /// Its end as written, pushed as far as the start is, and as much of it as the longest duration leaves.
    written: i64,
    wanted: i64,
    /// Where the shot rules move these.
    moved: Option<i64>,
    moved_wanted: Option<i64>,
    /// Cuts up to its start.
    before: usize,
    /// What the start costs whatever the end.
    cost: Cost,
}

impl Started<'_> {
    /// What the cue costs if it ends here.
    pub(super) fn cost(&self, end: i64) -> Cost {
        let Started { rules, item, start, .. } = *self;
        let mut cost = self.cost;
        if item.is_fixed {
            return cost;
        }
        let length = end - start;
        // By the rules an end may come earlier: before the cut they move it to, or before a later one.
        let may_end = |moved: Option<i64>| {
            let shots = self.shots.filter(|_| moved.is_some_and(|moved| moved <= end));
            shots.is_some_and(|shots| shots.ends_before_cut(end))
        };
        let is_moved = may_end(self.moved);
        cost.add(Level::MaxDuration, rules.max.map_or(0, |max| length - max));
        if rules.pushes && !is_moved && !may_end(self.moved_wanted) {
            // The gap is taken from the end: pushing by gaps too would add up through a run of cues.
            cost.add(Level::NotPushed, self.wanted - rules.gap - end);
        }
        cost.add(Level::MinDuration, rules.min.map_or(0, |min| min - length));
        if let Some(shots) = self.shots {
            cost.add(Level::Shots, i64::from(shots.forbids_end(end)));
            cost.add(Level::Straddle, shots.begun(end - 1).saturating_sub(self.before) as i64);
            cost.add(Level::Direction, i64::from(self.moved.is_some_and(|moved| moved != end)));
        }
        if !is_moved {
            cost.add(Level::Shortened, (item.ends.0 + self.pushed).min(self.written) - end);
        }
        cost.add(Level::Speed, item.reading - length);
        if rules.lead_out > 0 {
            cost.add(Level::LeadOut, self.written + rules.lead_out - end);
        }
        cost.add(Level::EndMoved, (rules.grid.time(end) - item.times.1).as_nanos().saturating_abs());
        cost
    }
}

impl Item {
    /// The latest it can start without being pushed.
    pub(super) fn latest_start(&self, rules: &Rules) -> i64 {
        // Those that begin before it may be moved onto a cut behind it.
        self.starts.1 + rules.shots.reach()
    }
}

/// An end that is before everything.
pub(super) const NEVER: i64 = -i64::MAX / 2;
