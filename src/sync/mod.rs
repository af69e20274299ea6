//! One caption track put in time by another of the same programme, in whatever language, by the rhythm of the cues.
//!
//! `vote` finds offsets worth trying for each ratio of frame rates, `path` decides which of them each cue goes by,
//! `settle` measures the offsets of the parts exactly and drops parts that are worth nothing, `evidence` says what a
//! cue's place near a cue of the reference is worth. The same is done with the reference played backwards: what is
//! found there is what chance finds, and a pair must do far better.

mod evidence;
mod path;
mod settle;
mod track;
mod vote;

use std::fmt;
use std::ops::Range;

use evidence::{Nearness, Scale, Witness};
use path::{Path, State};
use settle::{Settled, Settler};
use track::{Beats, Track, millis};

use crate::transform::move_cue;
use crate::{Cue, Ratio, Timestamp};

/// What may be found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlignOptions {
    /// Whether parts may have offsets of their own, as where one of two editions has cuts or commercials. On by default.
    pub splits: bool,
    /// The farthest a cue is looked for from where it stands, once stretched; 12 minutes by default, and no more than
    /// six hours. The time taken grows with it.
    pub reach: Timestamp,
}

impl Default for AlignOptions {
    fn default() -> Self {
        AlignOptions { splits: true, reach: Timestamp::from_secs(720) }
    }
}

/// Cues that go by one offset.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// Which cues, counted in order of start.
    pub cues: Range<usize>,
    /// What their times are multiplied by.
    pub ratio: Ratio,
    /// What is added then.
    pub offset: Timestamp,
    /// How many of the cues begin with a cue of the reference, as nearly as most do.
    pub met: usize,
    /// How sure this offset is, from 0 to 1: like [`Alignment::confidence`], against the offsets of its neighbours.
    pub confidence: f64,
}

/// How a track fits a reference.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Alignment {
    /// The parts, in order, each cue in one of them. There is at least one.
    pub parts: Vec<Part>,
    /// How sure it is, from 0.5, what is just enough not to be refused, to 1. Each further lot of that evidence halves
    /// what is missing to 1.
    pub confidence: f64,
}

/// Why a track was not aligned.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Mismatch {
    /// One of the tracks has too few cues that begin at different times to have a rhythm.
    TooFew {
        /// How many the track has.
        cues: usize,
        /// How many the reference has.
        reference: usize,
    },
    /// What fits best fits little better than chance would.
    Unlike {
        /// What speaks for the best fit, against what would have to, from 0 to 1.
        evidence: f64,
    },
}

/// Moments a track needs to have a rhythm.
const LEAST: usize = 4;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mismatch::TooFew { cues: 0, .. } => write!(f, "there are no cues to align"),
            Mismatch::TooFew { reference: 0, .. } => write!(f, "the reference has no cues"),
            Mismatch::TooFew { cues, reference } => {
                let (what, count) = if cues < reference { ("the track", cues) } else { ("the reference", reference) };
                let (plural, verb) = if *count == 1 { ("", "s") } else { ("s", "") };
                write!(
                    f,
                    "{what} has {count} cue{plural} that begin{verb} at different times: at least {LEAST} are needed"
                )
            }
            Mismatch::Unlike { evidence } => {
                let percent = (evidence * 100.0).floor();
                write!(
                    f,
                    "the cues do not follow the rhythm of the reference: the best fit has {percent} % of the evidence \
                     that tells a match from chance; are both of the same programme?"
                )
            }
        }
    }
}

impl std::error::Error for Mismatch {}

/// Frame rates that were taken for one another: what is timed for the second, played at the first. The rates of
/// television, 30000/1001 and 30, are made of film without a change of its pace, so they add only their own ratio.
const RATES: [(u64, u64); 7] = [(1, 1), (1001, 1000), (1000, 1001), (1001, 960), (960, 1001), (25, 24), (24, 25)];

/// What a ratio must have to its credit before it is preferred to none, in nats.
const STRETCH: f32 = 6.0;

/// Evidence a match needs beyond what chance finds, in nats.
const ENOUGH: f32 = 20.0;

/// Finds how to put a track in time by a reference of the same programme.
///
/// Times alone are compared, so the languages do not matter. The ratio of frame rates is one of those between
/// 24000/1001, 24 and 25 (and 30000/1001 to 30), or none; offsets are found to the millisecond where starts were
/// copied.
///
/// # Errors
///
/// [`Mismatch`] if the tracks are not of one programme, or have too few cues to tell.
///
/// ```
/// use cuekit::{AlignOptions, Cue, Timestamp, align};
/// let seconds = [1, 4, 9, 11, 17, 22, 24, 31, 36, 38, 47, 51];
/// let cue = |start: i64| Cue::new(Timestamp::from_millis(start), Timestamp::from_millis(start + 1500), "…");
/// let reference: Vec<Cue> = seconds.iter().map(|second| cue(second * 1000)).collect();
/// let mut late: Vec<Cue> = seconds.iter().map(|second| cue(second * 1000 + 2345)).collect();
/// let alignment = align(&late, &reference, &AlignOptions::default())?;
/// alignment.apply(&mut late);
/// assert_eq!(late, reference);
/// # Ok::<(), cuekit::Mismatch>(())
/// ```
pub fn align(cues: &[Cue<'_>], reference: &[Cue<'_>], options: &AlignOptions) -> Result<Alignment, Mismatch> {
    let (track, reference) = (Track::new(cues), Track::new(reference));
    if track.len() < LEAST || reference.len() < LEAST {
        return Err(Mismatch::TooFew { cues: track.len(), reference: reference.len() });
    }
    let (ratio, settled) = search(&track, &reference, &RATES, options);
    // One ratio will do: that chance may try seven adds the logarithm of seven at most.
    let chance = search(&track, &reference.backwards(), &RATES[..1], options).1.evidence.max(0.0);
    let enough = f64::from((settled.evidence - chance) / ENOUGH);
    if enough < 1.0 {
        return Err(Mismatch::Unlike { evidence: enough.max(0.0) });
    }
    let confidence = |units: f64| 1.0 - (-units.max(0.0)).exp2();
    let part = |piece: &settle::Piece| Part {
        cues: track.cues(&piece.moments),
        ratio,
        offset: piece.offset,
        met: piece.met,
        confidence: confidence(f64::from(piece.gain / ENOUGH)),
    };
    Ok(Alignment { parts: settled.pieces.iter().map(part).collect(), confidence: confidence(enough) })
}

/// The ratio that has most to its credit, and what it comes to.
fn search(track: &Track, reference: &Track, rates: &[(u64, u64)], options: &AlignOptions) -> (Ratio, Settled) {
    /// Rough paths within this share of the best, or this many nats, are made exact.
    const CLOSE: f32 = 0.85;
    const CLOSE_NATS: f32 = 20.0;
    let beats = reference.stretched(Ratio::ONE);
    let witness = Witness::new(&beats);
    let scale = Scale::new(Nearness::UNKNOWN);
    let rough: Vec<(Ratio, Beats, Path)> = rates
        .iter()
        .filter_map(|(numerator, denominator)| {
            let ratio = Ratio::new(*numerator, *denominator)?;
            let stretched = track.stretched(ratio);
            let path = rough(&stretched, &beats, &witness, &scale, options)?;
            Some((ratio, stretched, path))
        })
        .collect();
    let most = rough.iter().map(|(.., path)| path.evidence).fold(0.0, f32::max);
    let mut best = (Ratio::ONE, Settled::default());
    for (ratio, beats, path) in &rough {
        if path.evidence < (most * CLOSE).min(most - CLOSE_NATS) {
            continue;
        }
        let settler = Settler { track, reference, witness: &witness, ratio: *ratio, beats, splits: options.splits };
        let mut settled = settler.settle(path);
        settled.evidence -= if *ratio == Ratio::ONE { 0.0 } else { STRETCH };
        if best.1.pieces.is_empty() || settled.evidence > best.1.evidence {
            best = (*ratio, settled);
        }
    }
    best
}

/// The path of most evidence by offsets as rough as votes give them; `None` if nothing stands out.
fn rough(track: &Beats, reference: &Beats, witness: &Witness, scale: &Scale, options: &AlignOptions) -> Option<Path> {
    let reach = options.reach.min(Timestamp::from_secs(6 * 3600)).max(Timestamp::from_secs(1));
    let candidates = vote::candidates(track, reference, centre(track, reference), millis(reach), !options.splits);
    let states: Vec<State> = candidates
        .iter()
        .map(|candidate| State { offset: candidate.offset, cues: candidate.first..candidate.last + 1 })
        .collect();
    // At least one must hold for all cues.
    states.iter().any(|state| state.cues == (0..track.starts.len())).then_some(())?;
    Some(path::best(track, witness, scale, &states, options.splits))
}

/// Where offsets are looked for: around zero, or, if the tracks have no time in common (one of a broadcast whose clock
/// begins at ten hours), around the difference of their beginnings.
fn centre(track: &Beats, reference: &Beats) -> i32 {
    let ends = |beats: &Beats| Some((*beats.starts.first()?, *beats.starts.last()?));
    let (Some((a, b)), Some((c, d))) = (ends(track), ends(reference)) else { return 0 };
    if a > d || c > b { c - a } else { 0 }
}

impl Alignment {
    /// Moves cues to where the reference says they belong: those that were aligned, in the same order. The times of
    /// words and of marks in texts move with them. Times before zero are left so.
    pub fn apply(&self, cues: &mut [Cue<'_>]) {
        let mut order: Vec<usize> = (0..cues.len()).collect();
        order.sort_by_key(|index| cues[*index].start);
        for (place, index) in order.into_iter().enumerate() {
            let at = self.parts.partition_point(|part| part.cues.end <= place);
            let Some(part) = self.parts.get(at).or(self.parts.last()) else { return };
            move_cue(&mut cues[index], |time| part.apply(time));
        }
    }
}

impl Part {
    /// A time of this part, moved.
    pub fn apply(&self, time: Timestamp) -> Timestamp {
        self.ratio.apply(time) + self.offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cues whose pauses follow no rule a short list of numbers would show.
    fn cues(count: i64) -> Vec<Cue<'static>> {
        let mut start = 5_000;
        (0..count)
            .map(|index| {
                let length = 900 + index * index * 7919 % 3_100;
                let cue = Cue::new(Timestamp::from_millis(start), Timestamp::from_millis(start + length), "…");
                start += length + 40 + index * index * index * 31 % 2_300;
                cue
            })
            .collect()
    }

    fn moved(cues: &[Cue<'static>], map: impl Fn(Timestamp) -> Timestamp) -> Vec<Cue<'static>> {
        let mut cues = cues.to_vec();
        cues.iter_mut().for_each(|cue| move_cue(cue, |time| map(time).round_to_millis()));
        cues
    }

    fn found(cues: &[Cue<'_>], reference: &[Cue<'_>]) -> Alignment {
        align(cues, reference, &AlignOptions::default()).unwrap()
    }

    #[test]
    fn a_shift_is_found_to_the_millisecond() {
        let reference = cues(200);
        for shift in [0, 1, -1, 377, -2_345, 61_003, -599_999, 600_001, 700_000] {
            let track = moved(&reference, |time| time - Timestamp::from_millis(shift));
            let alignment = found(&track, &reference);
            let [part] = &alignment.parts[..] else { panic!("{alignment:?}") };
            assert_eq!((part.ratio, part.offset), (Ratio::ONE, Timestamp::from_millis(shift)));
            assert_eq!((part.cues.clone(), part.met), (0..200, 200));
            assert!(alignment.confidence > 0.99 && part.confidence > 0.99);
        }
    }

    #[test]
    fn each_ratio_is_found() {
        let reference = cues(400);
        for (numerator, denominator) in RATES {
            let ratio = Ratio::new(numerator, denominator).unwrap();
            let track = moved(&reference, |time| ratio.inverse().apply(time - Timestamp::from_millis(4_321)));
            let alignment = found(&track, &reference);
            let [part] = &alignment.parts[..] else { panic!("{alignment:?}") };
            assert_eq!((part.ratio, part.offset.to_millis()), (ratio, 4_321));
        }
    }

    #[test]
    fn a_cut_is_found_between_its_cues_unless_splits_are_off() {
        let reference = cues(300);
        let cut = reference[120].start;
        let late = |time: Timestamp| if time >= cut { time + Timestamp::from_millis(33_100) } else { time };
        let track = moved(&reference, late);
        let parts: Vec<_> =
            found(&track, &reference).parts.iter().map(|p| (p.cues.clone(), p.offset.to_millis())).collect();
        assert_eq!(parts, [(0..120, 0), (120..300, -33_100)]);
        let options = AlignOptions { splits: false, ..AlignOptions::default() };
        let whole = align(&track, &reference, &options).unwrap();
        assert_eq!((whole.parts.len(), whole.parts[0].offset.to_millis()), (1, -33_100));
    }

    #[test]
    fn a_clock_that_begins_at_ten_hours_is_found() {
        let reference = cues(100);
        let track = moved(&reference, |time| time + Timestamp::from_secs(36_000));
        assert_eq!(found(&track, &reference).parts[0].offset, Timestamp::from_secs(-36_000));
    }

    #[test]
    fn cues_out_of_order_are_aligned_as_well() {
        let reference = cues(100);
        let mut track = moved(&reference, |time| time + Timestamp::from_millis(7_007));
        track.swap(10, 60);
        track.swap(0, 99);
        found(&track, &reference).apply(&mut track);
        track.sort_by_key(|cue| cue.start);
        assert_eq!(track, reference);
    }

    #[test]
    fn tracks_of_no_or_few_cues_are_refused_with_a_reason() {
        let some = cues(50);
        let reason =
            |a: usize, b: usize| align(&some[..a], &some[..b], &AlignOptions::default()).unwrap_err().to_string();
        assert_eq!(reason(0, 50), "there are no cues to align");
        assert_eq!(reason(50, 0), "the reference has no cues");
        assert_eq!(reason(1, 50), "the track has 1 cue that begins at different times: at least 4 are needed");
        assert_eq!(reason(50, 3), "the reference has 3 cues that begin at different times: at least 4 are needed");
        let same = vec![some[0].clone(); 30];
        assert!(align(&same, &some, &AlignOptions::default()).is_err());
    }

    /// A metronome fits itself at every beat.
    #[test]
    fn regular_tracks_are_refused() {
        let regular = |count: i64, step: i64| -> Vec<Cue<'static>> {
            let cue = |index: i64| {
                Cue::new(Timestamp::from_secs(index * step), Timestamp::from_secs((index + 1) * step), "…")
            };
            (0..count).map(cue).collect()
        };
        for (one, other) in
            [(regular(300, 2), regular(300, 2)), (regular(300, 4), regular(500, 2)), (regular(90, 3), cues(90))]
        {
            let error = align(&one, &other, &AlignOptions::default()).unwrap_err();
            assert!(error.to_string().starts_with("the cues do not follow the rhythm of the reference"), "{error}");
        }
    }

    #[test]
    fn times_beyond_reason_do_no_harm() {
        let mut wild = cues(60);
        wild[3].end = Timestamp::MAX;
        wild[40].start = -Timestamp::MAX;
        wild[41].start = Timestamp::MAX;
        let reach = AlignOptions { reach: Timestamp::MAX, ..AlignOptions::default() };
        for options in [AlignOptions::default(), reach] {
            let _ = align(&wild, &cues(60), &options);
            let _ = align(&cues(60), &wild, &options);
            let _ = align(&wild, &wild, &options);
        }
    }
}
