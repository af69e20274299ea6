//! What a boundary owes to the shot changes around it.
//!
//! A cue that changes a few frames before or behind a cut is seen to flash twice. So guides want a cue to begin on the
//! cut or well away from it, and to end just before the cut or well away from it.

use super::grid::Grid;
use crate::model::{Ratio, Timestamp};

/// A broadcaster's rules for shot changes. The default is Netflix's.
///
/// ```
/// use cuekit::{ShotRules, Timestamp};
/// let wide = ShotRules { window: Timestamp::from_secs(1), ..ShotRules::NETFLIX };
/// assert_eq!(ShotRules::default().window, Timestamp::from_millis(500));
/// assert_eq!(wide.gap, 2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShotRules {
    /// Within this of a cut nothing begins but on the cut, and nothing ends but just before it.
    pub window: Timestamp,
    /// Within this before a cut a start moves later, onto it; a start between this and the window moves earlier, out
    /// of the window. Within this behind a cut an end moves back before it; else it moves on, out of the window.
    pub red: Timestamp,
    /// Frames between an end and the cut behind it (or the least gap between cues, where that is more).
    pub gap: u32,
}

impl ShotRules {
    /// Netflix, subtitle timing guidelines (360051554394), section 2, written for 24 frames a second: nothing within 12
    /// frames (half a second) of a cut; up to 7 frames are the red zone and 8 to 11 the green one; an end stands 2 frames
    /// before the cut at any rate.
    pub const NETFLIX: ShotRules =
        ShotRules { window: Timestamp::from_millis(500), red: Timestamp::from_nanos(7 * 1_000_000_000 / 24), gap: 2 };
}

impl Default for ShotRules {
    fn default() -> Self {
        ShotRules::NETFLIX
    }
}

/// Shot changes and their rules in places of the grid.
#[derive(Debug)]
pub(super) struct Shots {
    /// Sorted, each once.
    cuts: Vec<i64>,
    window: i64,
    red: i64,
    gap: i64,
}

impl Shots {
    pub(super) fn new(cuts: &[Timestamp], rules: &ShotRules, min_gap: i64, grid: Grid, has_frames: bool) -> Shots {
        let mut cuts: Vec<i64> = cuts.iter().map(|&cut| grid.nearest(cut)).collect();
        cuts.sort_unstable();
        cuts.dedup();
        // Without a rate the frames of the rules are those of film, for which they were written.
        let frames = i64::from(rules.gap);
        let gap = if has_frames {
            frames
        } else {
            let film = Ratio::new(1, 24).unwrap_or(Ratio::ONE);
            grid.seconds_at_least(film.apply(Timestamp::from_secs(frames)).as_secs_f64())
        };
        let window = grid.nearest(rules.window.max(Timestamp::ZERO));
        // Times in milliseconds are up to one beside the frame that is meant.
        let forgiven = if has_frames { Timestamp::ZERO } else { Timestamp::from_millis(1) };
        Shots { cuts, window, red: grid.nearest(rules.red + forgiven), gap: gap.max(min_gap) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cuts.is_empty()
    }

    /// The furthest a start is moved later.
    pub(super) fn reach(&self) -> i64 {
        if self.is_empty() { 0 } else { self.window }
    }

    /// How many cuts stand before a place.
    fn before(&self, place: i64) -> usize {
        self.cuts.partition_point(|&cut| cut < place)
    }

    fn is_cut(&self, place: i64) -> bool {
        self.cuts.binary_search(&place).is_ok()
    }

    /// Whether a cut lies within the window of a place.
    fn is_near(&self, place: i64) -> bool {
        self.cuts.get(self.before(place - self.window + 1)).is_some_and(|&cut| cut < place + self.window)
    }

    /// Whether nothing should begin here.
    pub(super) fn forbids_start(&self, place: i64) -> bool {
        !self.cuts.is_empty() && self.is_near(place) && !self.is_cut(place)
    }

    /// Whether nothing should end here.
    pub(super) fn forbids_end(&self, place: i64) -> bool {
        !self.cuts.is_empty() && self.is_near(place) && !self.is_cut(place + self.gap)
    }

    /// The cut nearest to a place, the earlier of two.
    fn nearest(&self, place: i64) -> Option<i64> {
        let at = self.before(place);
        let around = [at.checked_sub(1), Some(at)].into_iter().flatten();
        around.filter_map(|at| self.cuts.get(at).copied()).min_by_key(|cut| (cut - place).abs())
    }

    /// Where the rules move a start that stands where none should.
    pub(super) fn move_start(&self, place: i64) -> Option<i64> {
        let cut = self.nearest(place).filter(|_| self.forbids_start(place))?;
        let out = cut - self.window;
        let is_green = cut - place > self.red && out >= 0 && !self.forbids_start(out);
        Some(if is_green { out } else { cut })
    }

    /// Where the rules move an end that stands where none should.
    pub(super) fn move_end(&self, place: i64) -> Option<i64> {
        let cut = self.nearest(place).filter(|_| self.forbids_end(place))?;
        let out = cut + self.window;
        let is_green = place - cut > self.red && !self.forbids_end(out);
        Some(if is_green { out } else { cut - self.gap })
    }

    /// Whether an end stands where the rules put it before a cut.
    pub(super) fn ends_before_cut(&self, end: i64) -> bool {
        self.is_cut(end + self.gap)
    }

    /// How many cuts there are up to a place.
    pub(super) fn begun(&self, place: i64) -> usize {
        self.cuts.partition_point(|&cut| cut <= place)
    }

    /// The edges of what is forbidden around a place: those of the cut before and of the cut behind, and on from there
    /// while the next cut is so close that its window meets theirs.
    pub(super) fn edges(&self, place: i64, out: &mut Vec<i64>) {
        let at = self.before(place);
        let (before, behind) = self.cuts.split_at(at);
        let meets = |pair: &[i64]| (pair[0] - pair[1]).abs() < 2 * self.window + self.gap;
        let earlier = before.windows(2).rev().take(MOST_CUTS).take_while(|pair| meets(pair)).count();
        let later = behind.windows(2).take(MOST_CUTS).take_while(|pair| meets(pair)).count();
        let cuts = &self.cuts[at - (earlier + 1).min(before.len())..at + (later + 1).min(behind.len())];
        for cut in cuts {
            out.extend([cut - self.window, cut - self.gap, *cut, cut + self.window]);
        }
    }
}

/// Cuts that follow each other within their windows and are looked at on each side of a place; a strobe has more.
const MOST_CUTS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    /// The zones of the guideline, at its 24 frames a second around a cut at frame 100.
    #[test]
    fn zones_are_those_of_the_guideline() {
        let rate = Ratio::new(24, 1);
        let grid = Grid::new(rate);
        let shots = Shots::new(&[grid.time(100)], &ShotRules::NETFLIX, 2, grid, true);
        let starts = [(88, None), (89, Some(88)), (92, Some(88)), (93, Some(100)), (99, Some(100)), (100, None)];
        let behind = [(101, Some(100)), (111, Some(100)), (112, None)];
        for (start, moved) in starts.into_iter().chain(behind) {
            assert_eq!(shots.move_start(start), moved, "start {start}");
        }
        let ends = [(88, None), (89, Some(98)), (98, None), (99, Some(98)), (100, Some(98)), (107, Some(98))];
        for (end, moved) in ends.into_iter().chain([(108, Some(112)), (111, Some(112)), (112, None)]) {
            assert_eq!(shots.move_end(end), moved, "end {end}");
        }
        assert_eq!([shots.begun(99), shots.begun(100), shots.begun(101)], [0, 1, 1]);
    }

    /// "Change any rules which stipulate 12 frames to 15 frames" at 30; the gap stays at two.
    #[test]
    fn zones_grow_with_the_rate() {
        let shots = Shots::new(&[], &ShotRules::NETFLIX, 0, Grid::new(Ratio::new(30, 1)), true);
        assert_eq!((shots.window, shots.red, shots.gap), (15, 9, 2));
        let untimed = Shots::new(&[], &ShotRules::NETFLIX, 0, Grid::new(None), false);
        assert_eq!((untimed.window, untimed.gap), (500_000_000, 84_000_000));
    }
}
