//! The optimiser: where cues end and where their lines break, decided together.
//!
//! One dynamic programme over the units of a run (the words of one speaker without a seam, or of
//! several whose short turns may share cues). A cue costs what its end costs, what its shape costs and
//! what reading it too fast costs; the best sequence of cues is found exactly, in time linear in the words.

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

/// A turn of at most so many characters is very short: what one second is enough for (ARCOM: 12
/// characters in 1 s).
const SHORT_TURN: usize = 12;
/// What it is worth that a very short turn shares a cue: as the answer, as the question.
const SHORT_ANSWER: f32 = 2.0;
const SHORT_QUESTION: f32 = 1.0;
/// What a shared cue costs by itself, so that one that is no better is not made.
const SHARED: f32 = 0.5;

/// A cue as units and the units its further lines begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) units: Range<usize>,
    pub(super) lines: Vec<usize>,
}

/// The changes of speaker inside a run: a cue ends at each, or two turns share it as its two lines.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Changes<'r> {
    /// The units the turns but the first begin with, in order, and the room of a label before each.
    pub(super) turns: &'r [(usize, usize)],
    /// Whether a dash may stand before a unit.
    pub(super) may_open: &'r [bool],
    /// Characters of the dash.
    pub(super) dash: usize,
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
    /// Room for a speaker's label before the first cue, and before each other, in characters.
    pub(super) labels: (usize, usize),
    pub(super) changes: Changes<'r>,
    pub(super) weights: &'r Weights,
    pub(super) profile: &'r Profile,
}

/// A run prepared: sums and tables instead of parts, because every pair of places is asked for.
struct Table<'r> {
    run: &'r Run<'r>,
    /// Column at which each unit begins when all stand on one line, and at which it ends.
    column: Vec<u32>,
    column_end: Vec<u32>,
    line: Vec<f32>,
    cue: Vec<f32>,
    /// Whether a sentence begins at a unit (the one behind the last included).
    opens: Vec<bool>,
    /// How many speakers have taken the word inside a cue before a unit.
    turns: Vec<u32>,
    /// How many of the run's changes of speaker lie before a unit or at it.
    changes: Vec<usize>,
    /// What a cue's length costs, by characters.
    length_score: Vec<f32>,
    /// What the difference of two lines costs, by characters.
    unequal_score: Vec<f32>,
    /// Most characters of a line, and of a cue with its line breaks.
    width: usize,
    capacity: usize,
    /// How many characters of ours one of the run is worth.
    scale: usize,
    /// Whether blanks part the words: then one word alone is a fragment.
    words: bool,
}

/// Cuts a run into cues.
pub(super) fn segment(run: &Run<'_>) -> Vec<Cut> {
    let count = run.units.len();
    let table = Table::new(run);
    let mut best = vec![f32::NEG_INFINITY; count + 1];
    let mut from = vec![0usize; count + 1];
    best[0] = 0.0;
    for end in 1..=count {
        let ending = if end < count { table.cue[end - 1] } else { 0.0 };
        for start in (0..end).rev() {
            let changes = table.changes[end - 1] - table.changes[start];
            if changes > 1 || start + 1 < end && table.length(start, end) > table.capacity {
                break;
            }
            let length = table.first_length(start, end);
            let cost = match changes {
                0 if start + 1 < end && length > table.capacity => None,
                0 => table.cue_score(start, end, length),
                _ => table.dialogue_score(start, end),
            };
            if let Some(cost) = cost {
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
        cuts.push(Cut { units: start..end, lines: table.lines(start, end) });
        end = start;
    }
    cuts.reverse();
    cuts
}

impl<'r> Table<'r> {
    fn new(run: &'r Run<'r>) -> Self {
        let (weights, profile) = (run.weights, run.profile);
        let (mut column, mut column_end) = (Vec::with_capacity(run.units.len()), Vec::with_capacity(run.units.len()));
        let mut at = 0;
        for (index, unit) in run.units.iter().enumerate() {
            at += u32::from(unit.spaced && index > 0);
            column.push(at);
            at += unit.chars;
            column_end.push(at);
        }
        let sum = |weights: &[f32; FEATURES], features: Features| features.indices().map(|i| weights[i]).sum();
        let ends = |f: &Features| f.has(Feature::Sentence) || f.has(Feature::Dialogue) || f.has(Feature::SoundEdge);
        let mut opens = vec![true; run.units.len() + 1];
        let mut turns = vec![0; run.units.len() + 1];
        for (index, place) in run.places.iter().enumerate() {
            opens[index + 1] = ends(place);
            turns[index + 1] = turns[index] + u32::from(place.has(Feature::Dialogue));
        }
        let mut changes = vec![0; run.units.len() + 1];
        for &(unit, _) in run.changes.turns {
            // Whoever is interrupted has finished too.
            (opens[unit], changes[unit]) = (true, 1);
        }
        for unit in 1..changes.len() {
            changes[unit] += changes[unit - 1];
        }
        let unspaced = run.units.iter().filter(|unit| !unit.spaced).count();
        // Full-width characters say twice as much as those the lengths were measured on.
        let scale = if unspaced * 2 > run.units.len() { 2 } else { 1 };
        let (width, room) = (profile.max_cpl, profile.max_cpl * profile.max_lines);
        let capacity = room + profile.max_lines - 1;
        let length_score = |length: usize| {
            short_bucket(length * scale).map_or(0.0, |bucket| weights.short[bucket])
                + long_bucket(length * scale).map_or(0.0, |bucket| weights.long[bucket])
                + full_bucket(length, room).map_or(0.0, |bucket| weights.full[bucket])
        };
        Table {
            run,
            column,
            column_end,
            line: run.places.iter().map(|&f| sum(&weights.line, f)).collect(),
            cue: run.places.iter().map(|&f| sum(&weights.cue, f)).collect(),
            opens,
            turns,
            changes,
            length_score: (0..=capacity).map(length_score).collect(),
            unequal_score: (0..=width)
                .map(|n| unequal_bucket(n, 0, width).map_or(0.0, |bucket| weights.unequal[bucket]))
                .collect(),
            width,
            capacity,
            scale,
            words: scale == 1,
        }
    }

    /// Characters of the units on one line.
    fn length(&self, start: usize, end: usize) -> usize {
        (self.column_end[end - 1] - self.column[start]) as usize
    }

    /// The same on the first line of a cue, where a speaker's label may stand.
    fn first_length(&self, start: usize, end: usize) -> usize {
        let (first, other) = self.run.labels;
        let label = match start {
            0 => first,
            _ if self.changes[start] > self.changes[start - 1] => self.run.changes.turns[self.changes[start] - 1].1,
            _ => other,
        };
        self.length(start, end) + label
    }

    fn cue_score(&self, start: usize, end: usize, length: usize) -> Option<f32> {
        // Labels are not read as text is (they do not count for the reading speed).
        Some(self.shape(start, end, length)? + self.reading(start, end, self.length(start, end)))
    }

    /// What a cue of one speaker costs, however fast it is read.
    fn shape(&self, start: usize, end: usize, length: usize) -> Option<f32> {
        let weights = self.run.weights;
        let mut score = match self.needs_lines(start, end, length) {
            false => weights.lines[0],
            true => match self.best_split(start, end) {
                Some((score, _)) => weights.lines[1] + score,
                None => self.more_lines(start, end)?.0,
            },
        };
        score += self.length_score.get(length).copied().unwrap_or(0.0);
        if end - start < 3 && self.words && !(self.opens[start] && self.opens[end]) {
            score += weights.fragment;
        }
        Some(score)
    }

    /// Two turns as one cue of two lines, if both are made of whole sentences, fit, and can be read in
    /// their time. It costs what the turns cost as two cues, but is read as one, so it is taken where that
    /// reads better; and where one of them is very short, as the guides use it ("Dual Speakers", Netflix).
    fn dialogue_score(&self, start: usize, end: usize) -> Option<f32> {
        let (changes, profile) = (self.run.changes, self.run.profile);
        let (turn, _) = changes.turns[self.changes[start]];
        let whole = self.opens[start] && self.opens[end] && self.turns[start] == self.turns[end - 1];
        let opened = |unit: usize| changes.may_open.get(unit) == Some(&true);
        let (top, bottom) = (self.length(start, turn), self.length(turn, end));
        if !whole || !opened(start) || !opened(turn) || top.max(bottom) + changes.dash > self.width {
            return None;
        }
        let (first, last) = (self.run.spoken.get(start)?, self.run.spoken.get(end - 1)?);
        // Dashes are labels: they take room, but do not count for the reading speed.
        let length = top + bottom + 1;
        let next = self.run.spoken.get(end).map_or(self.run.until, |s| s.start) - profile.min_gap.as_secs_f64();
        let shown = next.min(last.end + super::LINGER) - first.start;
        let lasting = (last.end - first.start).max(length as f64 / profile.max_cps);
        if lasting > shown.min(profile.max_duration.as_secs_f64()) {
            return None;
        }
        let as_two = self.shape(start, turn, self.first_length(start, turn))?
            + self.shape(turn, end, self.first_length(turn, end))?
            + self.cue[turn - 1];
        let short = |length: usize, gain: f32| if length * self.scale <= SHORT_TURN { gain } else { 0.0 };
        let gain = short(top, SHORT_QUESTION) + short(bottom, SHORT_ANSWER) - SHARED;
        Some(as_two + gain + self.reading(start, end, length))
    }

    /// Whether one line will not do: too narrow, or a second speaker begins.
    fn needs_lines(&self, start: usize, end: usize, length: usize) -> bool {
        length > self.width || self.run.profile.max_lines > 1 && self.turns[end - 1] > self.turns[start]
    }

    /// The units the further lines of a cue begin with.
    fn lines(&self, start: usize, end: usize) -> Vec<usize> {
        if self.changes[end - 1] > self.changes[start] {
            return vec![self.run.changes.turns[self.changes[start]].0];
        }
        if !self.needs_lines(start, end, self.first_length(start, end)) {
            return Vec::new();
        }
        match self.best_split(start, end) {
            Some((_, split)) => vec![split],
            None => self.more_lines(start, end).map(|(_, splits)| splits).unwrap_or_default(),
        }
    }

    /// The best place to break a cue into two lines that fit.
    fn best_split(&self, start: usize, end: usize) -> Option<(f32, usize)> {
        if self.run.profile.max_lines < 2 {
            return None;
        }
        let weights = self.run.weights;
        let mut best: Option<(f32, usize)> = None;
        for split in (start + 1..end).rev() {
            let bottom = self.length(split, end);
            if bottom > self.width {
                break;
            }
            let top = self.first_length(start, split);
            if top > self.width {
                continue;
            }
            let mut score = self.line[split - 1] + self.unequal_score[top.abs_diff(bottom)];
            if top > bottom {
                score += weights.top_heavy;
            }
            if self.words {
                let alone = |from: usize, to: usize| to - from == 1 && !(self.opens[from] && self.opens[to]);
                score += weights.fragment_line * f32::from(u8::from(alone(start, split)) + u8::from(alone(split, end)));
            }
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, split));
            }
        }
        best
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

    /// Three lines or more, each as full as its neighbours: the least sum of squared free room.
    fn more_lines(&self, start: usize, end: usize) -> Option<(f32, Vec<usize>)> {
        let (width, most) = (self.width, self.run.profile.max_lines);
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
                    let length = match from {
                        0 => self.first_length(start, start + to),
                        _ => self.length(start + from, start + to),
                    };
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
