//! The optimiser: where cues end and where their lines break, decided together.
//!
//! One dynamic programme over the units of a run (the words of one speaker without a seam). A cue
//! costs what its end costs, what its shape costs and what reading it too fast costs; the best
//! sequence of cues is found exactly, in time linear in the words.

use std::ops::Range;

use super::breaks::{FEATURES, Feature, Features};
use super::profile::Profile;
use super::script::Unit;
use super::timing::Spoken;

/// What the optimiser adds up: for each feature of a place, and for each shape of a cue.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    /// A line that ends at a place with the feature, the cue going on.
    pub(super) line: [f32; FEATURES],
    /// A cue that ends at a place with the feature.
    pub(super) cue: [f32; FEATURES],
    /// A cue of one line, two, and each further.
    pub(super) lines: [f32; 3],
    /// By length: below 6, 12, 18, 24, 30 and 42 characters.
    pub(super) short: [f32; 6],
    /// By length: from 50, 65, 80, 95 and 115 characters on, however much fits.
    pub(super) long: [f32; 5],
    /// By share of what the cue may hold: from 0.5, 0.6, 0.7, 0.8, 0.88 and 0.96 on.
    pub(super) full: [f32; 6],
    /// By difference of two lines, as a share of the widest: from 0.19, 0.26, 0.36, 0.45 and 0.55 on.
    pub(super) unequal: [f32; 5],
    /// The upper line is the longer.
    pub(super) top_heavy: f32,
    /// One or two words that are no sentence, as a cue or as a line.
    pub(super) fragment: f32,
    pub(super) fragment_line: f32,
    /// Each character a second above the limit.
    pub(super) fast: f32,
    /// Each second below the least duration.
    pub(super) brief: f32,
    /// Each second above the longest duration.
    pub(super) lasting: f32,
}

const SHORT: [usize; 6] = [6, 12, 18, 24, 30, 42];
const LONG: [usize; 5] = [50, 65, 80, 95, 115];
const FULL: [f32; 6] = [0.5, 0.6, 0.7, 0.8, 0.88, 0.96];
const UNEQUAL: [f32; 5] = [0.19, 0.26, 0.36, 0.45, 0.55];

/// The bucket of a cue's length, if it is a short one.
pub(super) fn short_bucket(scaled: usize) -> Option<usize> {
    SHORT.iter().position(|&limit| scaled < limit)
}

/// The bucket of a cue's length, if it is a long one.
pub(super) fn long_bucket(scaled: usize) -> Option<usize> {
    LONG.iter().rposition(|&limit| scaled >= limit)
}

/// The bucket of a cue's length as a share of what fits.
pub(super) fn full_bucket(length: usize, capacity: usize) -> Option<usize> {
    let share = length as f32 / capacity as f32;
    FULL.iter().rposition(|&limit| share >= limit)
}

/// The bucket of the difference of two lines.
pub(super) fn unequal_bucket(top: usize, bottom: usize, width: usize) -> Option<usize> {
    let share = top.abs_diff(bottom) as f32 / width as f32;
    UNEQUAL.iter().rposition(|&limit| share >= limit)
}

/// A cue as units and the units its further lines begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) units: Range<usize>,
    pub(super) lines: Vec<usize>,
}

/// The units of a run with all the optimiser asks of them.
pub(super) struct Run<'r> {
    pub(super) units: &'r [Unit],
    /// Of the place behind each unit but the last.
    pub(super) places: &'r [Features],
    /// When each unit is spoken; empty if times do not count.
    pub(super) spoken: &'r [Spoken],
    /// When the first cue behind the run may begin.
    pub(super) until: f64,
    pub(super) weights: &'r Weights,
    pub(super) profile: &'r Profile,
}

/// A run prepared: sums instead of parts.
struct Table<'r> {
    run: &'r Run<'r>,
    /// Column at which each unit begins when all stand on one line.
    column: Vec<usize>,
    line: Vec<f32>,
    cue: Vec<f32>,
    /// How much wider the characters are than those the lengths were measured on (2 in CJK).
    scale: usize,
}

/// Cuts a run into cues.
pub(super) fn segment(run: &Run<'_>) -> Vec<Cut> {
    let count = run.units.len();
    let table = Table::new(run);
    let mut best = vec![f32::NEG_INFINITY; count + 1];
    let mut from = vec![0usize; count + 1];
    best[0] = 0.0;
    let capacity = run.profile.max_cpl * run.profile.max_lines + run.profile.max_lines - 1;
    for end in 1..=count {
        let ending = if end < count { table.cue[end - 1] } else { 0.0 };
        for start in (0..end).rev() {
            if start + 1 < end && table.length(start, end) > capacity {
                break;
            }
            if let Some(cost) = table.cue_score(start, end) {
                let score = best[start] + cost + ending;
                if score > best[end] {
                    (best[end], from[end]) = (score, start);
                }
            }
        }
        if best[end] == f32::NEG_INFINITY {
            // No shape fits; a unit of its own always does.
            (best[end], from[end]) = (best[end - 1] + ending, end - 1);
        }
    }
    let mut cuts = Vec::new();
    let mut end = count;
    while end > 0 {
        let start = from[end];
        let lines = table.lines(start, end).map(|(_, lines)| lines).unwrap_or_default();
        cuts.push(Cut { units: start..end, lines });
        end = start;
    }
    cuts.reverse();
    cuts
}

impl<'r> Table<'r> {
    fn new(run: &'r Run<'r>) -> Self {
        let mut column = Vec::with_capacity(run.units.len());
        let mut at = 0;
        for (index, unit) in run.units.iter().enumerate() {
            at += usize::from(unit.spaced && index > 0);
            column.push(at);
            at += unit.chars as usize;
        }
        let sum = |weights: &[f32; FEATURES], features: Features| features.indices().map(|i| weights[i]).sum();
        let unspaced = run.units.iter().filter(|unit| !unit.spaced).count();
        Table {
            run,
            column,
            line: run.places.iter().map(|&f| sum(&run.weights.line, f)).collect(),
            cue: run.places.iter().map(|&f| sum(&run.weights.cue, f)).collect(),
            scale: if unspaced * 2 > run.units.len() { 2 } else { 1 },
        }
    }

    /// Characters of the units on one line.
    fn length(&self, start: usize, end: usize) -> usize {
        self.column[end - 1] + self.run.units[end - 1].chars as usize - self.column[start]
    }

    fn fits(&self, start: usize, end: usize) -> bool {
        self.length(start, end) <= self.run.profile.max_cpl
    }

    fn cue_score(&self, start: usize, end: usize) -> Option<f32> {
        let weights = self.run.weights;
        let length = self.length(start, end);
        let shape = if length <= self.run.profile.max_cpl && !self.has_turn(start, end) {
            weights.lines[0]
        } else {
            self.lines(start, end)?.0
        };
        let capacity = self.run.profile.max_cpl * self.run.profile.max_lines;
        let mut score = shape;
        score += short_bucket(length * self.scale).map_or(0.0, |bucket| weights.short[bucket]);
        score += long_bucket(length * self.scale).map_or(0.0, |bucket| weights.long[bucket]);
        score += full_bucket(length, capacity).map_or(0.0, |bucket| weights.full[bucket]);
        if end - start < 3 && self.scale == 1 && !self.is_sentence(start, end) {
            score += weights.fragment;
        }
        Some(score + self.reading(start, end, length))
    }

    /// Whether the words are a whole sentence: they begin behind one and end one.
    fn is_sentence(&self, start: usize, end: usize) -> bool {
        let ends = |at: usize| {
            at.checked_sub(1).and_then(|at| self.run.places.get(at)).is_none_or(|f| {
                f.has(Feature::Sentence) || f.has(Feature::Dialogue) || f.has(Feature::SoundEdge)
            })
        };
        ends(start) && ends(end)
    }

    /// Whether a second speaker begins inside.
    fn has_turn(&self, start: usize, end: usize) -> bool {
        self.run.places[start..end - 1].iter().any(|f| f.has(Feature::Dialogue))
    }

    /// What reading it costs: too fast, too brief, too long.
    fn reading(&self, start: usize, end: usize, length: usize) -> f32 {
        let Some(first) = self.run.spoken.get(start) else { return 0.0 };
        let profile = self.run.profile;
        let last = self.run.spoken[end - 1].end;
        let next = self.run.spoken.get(end).map_or(self.run.until, |s| s.start);
        let least = profile.min_duration.as_secs_f64();
        let shown = next.min(last + super::LINGER).max(last.min(next)) - first.start;
        let wanted = (length as f64 / profile.max_cps).max(least);
        let shown = shown.min(wanted.max(last - first.start)).max(0.01);
        let weights = self.run.weights;
        let fast = (length as f64 / shown - profile.max_cps).clamp(0.0, 40.0);
        let brief = (least - shown).max(0.0);
        let long = (last - first.start - profile.max_duration.as_secs_f64()).max(0.0);
        -(weights.fast * fast as f32 + weights.brief * brief as f32 + weights.lasting * long as f32)
    }

    /// The best way to break a cue into the lines it needs, with the units its further lines begin with.
    fn lines(&self, start: usize, end: usize) -> Option<(f32, Vec<usize>)> {
        let weights = self.run.weights;
        let width = self.run.profile.max_cpl;
        if self.fits(start, end) && !(self.run.profile.max_lines > 1 && self.has_turn(start, end)) {
            return Some((weights.lines[0], Vec::new()));
        }
        if self.run.profile.max_lines < 2 {
            return None;
        }
        let mut best: Option<(f32, usize)> = None;
        for split in (start + 1..end).rev() {
            let (top, bottom) = (self.length(start, split), self.length(split, end));
            if bottom > width {
                break;
            }
            if top > width {
                continue;
            }
            let mut score = self.line[split - 1];
            score += unequal_bucket(top, bottom, width).map_or(0.0, |bucket| weights.unequal[bucket]);
            if top > bottom {
                score += weights.top_heavy;
            }
            if self.scale == 1 {
                let short = |from: usize, to: usize| to - from == 1 && !self.is_sentence(from, to);
                score += weights.fragment_line * f32::from(u8::from(short(start, split)) + u8::from(short(split, end)));
            }
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, split));
            }
        }
        if let Some((score, split)) = best {
            return Some((weights.lines[1] + score, vec![split]));
        }
        self.more_lines(start, end)
    }

    /// Three lines or more, each as full as its neighbours: the least sum of squared free room.
    fn more_lines(&self, start: usize, end: usize) -> Option<(f32, Vec<usize>)> {
        let (width, most) = (self.run.profile.max_cpl, self.run.profile.max_lines);
        if most < 3 {
            return None;
        }
        let count = end - start;
        // best[lines][units]: score and where the last line begins.
        let mut best = vec![vec![(f32::NEG_INFINITY, 0usize); count + 1]; most + 1];
        best[0][0].0 = 0.0;
        for lines in 1..=most {
            for to in 1..=count {
                for from in (0..to).rev() {
                    let length = self.length(start + from, start + to);
                    if length > width {
                        break;
                    }
                    let room = (width - length) as f32 / width as f32;
                    let at_end = to == count;
                    let place = if at_end { 0.0 } else { self.line[start + to - 1] };
                    let score = best[lines - 1][from].0 + place - 4.0 * room * room;
                    if score > best[lines][to].0 {
                        best[lines][to] = (score, from);
                    }
                }
            }
        }
        let lines = (2..=most).find(|&lines| best[lines][count].0 > f32::NEG_INFINITY)?;
        let weights = self.run.weights;
        let score = best[lines][count].0 + weights.lines[1] + weights.lines[2] * (lines as f32 - 2.0);
        let mut splits = Vec::with_capacity(lines - 1);
        let mut to = count;
        for line in (2..=lines).rev() {
            to = best[line][to].1;
            splits.push(start + to);
        }
        splits.reverse();
        Some((score, splits))
    }
}
