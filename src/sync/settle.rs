//! From a rough path to exact offsets: each part is measured, parts that do not earn their keep go, and the places of
//! the cuts are sought again with what has been measured.

use std::ops::Range;

use super::evidence::{Nearness, Scale, Witness};
use super::path::{self, Path, State};
use super::track::{Beats, Track, millis};
use crate::{Ratio, Timestamp};

/// Starts farther from each other than this do not belong together, in milliseconds.
const NEAR: i64 = 800;
/// Windows in which the distances of one part may lie, in milliseconds: from copied starts to hasty ones.
const WINDOWS: [i64; 5] = [16, 50, 150, 400, 700];
/// How far from the middle a start still counts for the mean, in milliseconds.
const WIDEST: i64 = 500;
/// What a part must say for its own offset, and beyond what it says for a neighbour's, in nats.
const WORTH: f32 = 12.0;
/// The same for a part of a few cues or seconds, which is more likely a coincidence.
const WORTH_OF_FEW: f32 = 22.0;
/// What it must say in addition if the offsets are all but the same: nobody cuts less than a second out of a film, but
/// translators drift from exact to hasty.
const WORTH_OF_LITTLE: f32 = 15.0;
const LITTLE: Timestamp = Timestamp::from_millis(700);
const FEW: usize = 6;
const BRIEF: i32 = 20_000;
/// How far a cut may move when its place is sought again, in cues.
const ROOM: usize = 64;

/// Some moments of the track that go by one offset.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) moments: Range<usize>,
    pub(super) offset: Timestamp,
    /// What it says for its own offset beyond what it says for a neighbour's, or for none.
    pub(super) gain: f32,
    /// Moments that have a counterpart as near as most have.
    pub(super) met: usize,
}

/// What a ratio comes to.
#[derive(Debug, Clone, Default)]
pub(super) struct Settled {
    pub(super) pieces: Vec<Piece>,
    pub(super) evidence: f32,
}

/// What all steps ask.
pub(super) struct Settler<'a> {
    pub(super) track: &'a Track,
    pub(super) reference: &'a Track,
    pub(super) witness: &'a Witness,
    pub(super) ratio: Ratio,
    pub(super) beats: &'a Beats,
    pub(super) splits: bool,
}

/// The offset of a part, and what it was measured with.
struct Measure {
    offset: Timestamp,
    /// The window most distances lie in, and how many do.
    window: i64,
    met: usize,
}

impl Settler<'_> {
    /// Makes a rough path exact.
    pub(super) fn settle(&self, rough: &Path) -> Settled {
        const ROUNDS: usize = 3;
        let mut pieces = pieces_of(rough);
        let mut evidence = rough.evidence;
        let moved: Vec<Timestamp> = self.track.starts.iter().map(|start| self.ratio.apply(*start)).collect();
        for round in 0..ROUNDS {
            let scale = Scale::new(self.measure_all(&moved, &mut pieces));
            self.drop_the_weak(&moved, &scale, &mut pieces);
            let path = path::best(self.beats, self.witness, &scale, &self.states(&pieces), self.splits);
            evidence = path.evidence;
            let same = path.legs.len() == pieces.len()
                && path.legs.iter().zip(&pieces).all(|(leg, piece)| leg.cues == piece.moments);
            pieces = pieces_of(&path);
            if same || round + 1 == ROUNDS {
                self.measure_all(&moved, &mut pieces);
                let parts = pieces.len();
                self.drop_the_weak(&moved, &scale, &mut pieces);
                if pieces.len() < parts {
                    evidence =
                        path::best(self.beats, self.witness, &scale, &self.states(&pieces), self.splits).evidence;
                }
                break;
            }
        }
        Settled { pieces, evidence }
    }

    /// Measures each part, and tells how near starts are on the whole.
    fn measure_all(&self, moved: &[Timestamp], pieces: &mut [Piece]) -> Nearness {
        let (mut sum, mut all) = (0, 0);
        for piece in pieces {
            let Some(measure) = self.measure(moved, piece) else { continue };
            piece.offset = measure.offset;
            piece.met = measure.met;
            sum += measure.window * measure.met as i64;
            all += measure.met as i64;
        }
        let scale = if all > 0 { sum / all / 4 } else { i64::from(Nearness::UNKNOWN.scale) };
        Nearness { scale: scale.clamp(8, 150) as i32 }
    }

    /// The offset of a part, from the distances of its starts to the nearest ones of the reference.
    fn measure(&self, moved: &[Timestamp], piece: &Piece) -> Option<Measure> {
        let mut distances: Vec<i64> = Vec::with_capacity(piece.moments.len());
        let near = Timestamp::from_millis(NEAR).as_nanos();
        let first = moved[piece.moments.start] + piece.offset;
        let mut place = self.witness.place(millis(first));
        for start in &moved[piece.moments.clone()] {
            let start = *start + piece.offset;
            let nearest = self.witness.nearest_start(millis(start), &mut place);
            let distance = (self.reference.starts[nearest] - start).as_nanos();
            if distance.abs() <= near {
                distances.push(distance);
            }
        }
        distances.sort_unstable();
        let (window, inside) = closest(&distances)?;
        let met = inside.len();
        let centre = centre(&distances, inside, window);
        Some(Measure { offset: (piece.offset + Timestamp::from_nanos(centre)).round_to_millis(), window, met })
    }

    /// The parts as states, with room for their cuts to move.
    fn states(&self, pieces: &[Piece]) -> Vec<State> {
        let count = self.track.len();
        let state = |piece: &Piece| {
            let cues = piece.moments.start.saturating_sub(ROOM)..(piece.moments.end + ROOM).min(count);
            State { offset: millis(piece.offset), cues }
        };
        pieces.iter().map(state).collect()
    }

    /// Gives parts that say too little for their own offset to a neighbour, the weakest first.
    fn drop_the_weak(&self, moved: &[Timestamp], scale: &Scale, pieces: &mut Vec<Piece>) {
        let said = |piece: &Piece, offset: Timestamp| {
            path::evidence(self.beats, self.witness, scale, &piece.moments, millis(offset))
        };
        loop {
            let mut weakest: Option<(f32, usize, usize)> = None;
            for at in 0..pieces.len() {
                let own = said(&pieces[at], pieces[at].offset);
                let neighbours = [at.checked_sub(1), Some(at + 1).filter(|next| *next < pieces.len())];
                let others =
                    neighbours.into_iter().flatten().map(|other| (said(&pieces[at], pieces[other].offset), other));
                let Some((other, to)) = others.max_by(|a, b| a.0.total_cmp(&b.0)) else {
                    pieces[at].gain = own;
                    continue;
                };
                pieces[at].gain = own - other.max(0.0);
                let difference = (pieces[at].offset - pieces[to].offset).as_nanos().abs();
                let little = if difference < LITTLE.as_nanos() { WORTH_OF_LITTLE } else { 0.0 };
                let lack = pieces[at].gain - self.worth(&pieces[at]) - little;
                if lack < 0.0 && weakest.is_none_or(|(least, ..)| lack < least) {
                    weakest = Some((lack, at, to));
                }
            }
            let Some((_, at, to)) = weakest else { break };
            let moments = pieces.remove(at).moments;
            let to = if to > at { to - 1 } else { to };
            let piece = &mut pieces[to];
            piece.moments = piece.moments.start.min(moments.start)..piece.moments.end.max(moments.end);
            if let Some(measure) = self.measure(moved, piece) {
                (piece.offset, piece.met) = (measure.offset, measure.met);
            }
        }
    }

    fn worth(&self, piece: &Piece) -> f32 {
        let first = self.beats.starts[piece.moments.start];
        let last = self.beats.ends[piece.moments.end - 1];
        let few = piece.moments.len() < FEW || last - first < BRIEF;
        if few { WORTH_OF_FEW } else { WORTH }
    }
}

/// The legs of a path, not measured yet.
fn pieces_of(path: &Path) -> Vec<Piece> {
    let piece = |leg: &path::Leg| {
        let offset = Timestamp::from_millis(i64::from(leg.offset));
        Piece { moments: leg.cues.clone(), offset, gain: 0.0, met: 0 }
    };
    path.legs.iter().map(piece).collect()
}

/// The window that stands out most from distances strewn evenly, and where in them it lies.
fn closest(distances: &[i64]) -> Option<(i64, Range<usize>)> {
    let mut best: Option<(f64, i64, Range<usize>)> = None;
    for window in WINDOWS {
        let width = Timestamp::from_millis(window).as_nanos();
        let inside = fullest(distances, width);
        let chance = distances.len() as f64 * window as f64 / (2 * NEAR) as f64;
        let stands_out = (inside.len() as f64 - chance) / (chance + 1.0).sqrt();
        if !inside.is_empty() && best.as_ref().is_none_or(|(most, ..)| stands_out > *most) {
            best = Some((stands_out, window, inside));
        }
    }
    best.map(|(_, window, inside)| (window, inside))
}

/// The most of some sorted numbers that lie within a width.
fn fullest(numbers: &[i64], width: i64) -> Range<usize> {
    let mut best = 0..0;
    let mut from = 0;
    for (to, number) in numbers.iter().enumerate() {
        while number - numbers[from] > width {
            from += 1;
        }
        if to + 1 - from > best.len() {
            best = from..to + 1;
        }
    }
    best
}

/// The middle of the distances in a window: the median where they are all but the same, which is exact where starts
/// were copied; else the mean, which is steadier, of a window twice as wide that is put around it again: within a
/// narrower one, distances that are strewn evenly would let it stay where it is.
fn centre(distances: &[i64], inside: Range<usize>, window: i64) -> i64 {
    if window <= WINDOWS[1] {
        return distances[inside.start + inside.len() / 2];
    }
    let half = Timestamp::from_millis(window.min(WIDEST)).as_nanos();
    let mut inside = inside;
    let mut mean = 0;
    for _ in 0..8 {
        let some = &distances[inside.clone()];
        mean = some.iter().sum::<i64>() / some.len() as i64;
        inside = distances.partition_point(|d| *d < mean - half)..distances.partition_point(|d| *d <= mean + half);
        if inside.is_empty() {
            break;
        }
    }
    mean
}
