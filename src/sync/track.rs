//! A caption track as the matching sees it: nothing but when cues begin and end.
//!
//! Whole milliseconds in 32 bits are what voting and scoring need; offsets are measured in nanoseconds at the end.

use std::ops::Range;

use crate::{Cue, Ratio, Timestamp};

/// No programme lasts twelve days; what a broken file says beyond that is held here, so that sums fit.
const LATEST: i64 = 1 << 30;

/// The moments at which something is shown first, in order, each once: several cues that begin together (layers of
/// a karaoke line, two speakers) say no more about the rhythm than one.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    /// When each begins.
    pub(super) starts: Vec<Timestamp>,
    /// When the first of its cues ends.
    pub(super) ends: Vec<Timestamp>,
    /// How many cues begin before it, and at last how many there are.
    before: Vec<usize>,
}

impl Track {
    /// The moments of cues, and the order in which they count them if the cues do not stand in order of start.
    pub(super) fn new(cues: &[Cue<'_>]) -> Track {
        let mut track = Track::default();
        let mut times: Vec<(Timestamp, Timestamp)> = cues.iter().map(|cue| (cue.start, cue.end)).collect();
        times.sort_by_key(|(start, _)| *start);
        for (count, (start, end)) in times.into_iter().enumerate() {
            if track.starts.last().is_none_or(|last| last.to_millis() < start.to_millis()) {
                track.starts.push(start);
                track.ends.push(end.max(start));
                track.before.push(count);
            }
        }
        track.before.push(cues.len());
        track
    }

    /// How many moments there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The cues of some moments, counted in order of start.
    pub(super) fn cues(&self, moments: &Range<usize>) -> Range<usize> {
        self.before[moments.start]..self.before[moments.end]
    }

    /// The track stretched, in milliseconds.
    pub(super) fn stretched(&self, ratio: Ratio) -> Beats {
        let apply = |times: &[Timestamp]| times.iter().map(|time| millis(ratio.apply(*time))).collect();
        Beats { starts: apply(&self.starts), ends: apply(&self.ends) }
    }

    /// The track played backwards in the room it takes: as dense, as regular, with pauses as long, and of no
    /// programme. What can be found in it is what chance finds.
    pub(super) fn backwards(&self) -> Track {
        let mirror = self.starts.first().copied().unwrap_or_default() + self.starts.last().copied().unwrap_or_default();
        let mirrored = |times: &[Timestamp]| times.iter().rev().map(|time| mirror - *time).collect::<Vec<_>>();
        let starts = mirrored(&self.starts);
        let lengths = self.starts.iter().zip(&self.ends).rev().map(|(start, end)| *end - *start);
        let ends = starts.iter().zip(lengths).map(|(start, length)| *start + length).collect();
        Track { starts, ends, before: self.before.clone() }
    }
}

/// The times of a track, in milliseconds.
#[derive(Debug)]
pub(super) struct Beats {
    pub(super) starts: Vec<i32>,
    pub(super) ends: Vec<i32>,
}

/// Milliseconds, held within what sums of a few of them can bear.
pub(super) fn millis(time: Timestamp) -> i32 {
    i32::try_from(time.to_millis().clamp(-LATEST, LATEST)).unwrap_or(0)
}
