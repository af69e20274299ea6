//! The optimiser: where cues end and where their lines break, decided together.
//!
//! One dynamic programme over the units of a run (the words of one speaker without a seam, or of
//! several whose short turns may share cues). A cue costs what its end costs, what its shape costs and
//! what reading it too fast costs; the best sequence of cues is found exactly, in time linear in the words.

use std::ops::Range;

use super::feature::{FEATURES, Feature, Features};
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

impl Cut {
    /// The same among units that `by` others stand before.
    pub(super) fn shifted(self, by: usize) -> Cut {
        Cut {
            units: self.units.start + by..self.units.end + by,
            lines: self.lines.into_iter().map(|line| line + by).collect(),
        }
    }
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
pub(super) struct Table<'r> {
    pub(super) run: &'r Run<'r>,
    /// Column at which each unit begins when all stand on one line, and at which it ends.
    column: Vec<u32>,
    column_end: Vec<u32>,
    /// Room for the label of a cue that begins with a unit.
    label: Vec<u32>,
    pub(super) line: Vec<f32>,
    pub(super) cue: Vec<f32>,
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
    /// The most there is to gain by breaking a cue into two lines, but for the place.
    best: Split,
    /// Seconds a cue is shown at least and at most.
    shortest: f64,
    longest: f64,
    /// Most characters of a line, and of a cue with its line breaks.
    pub(super) width: usize,
    pub(super) capacity: usize,
    /// Whether blanks part the words: then one word alone is a fragment.
    words: bool,
}

/// What a cue scores by its shape, by what it owes it to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    /// The number of its lines.
    pub(super) lines: f32,
    /// Where they break and how they lie to each other.
    pub(super) breaks: f32,
    pub(super) length: f32,
    pub(super) fragment: f32,
    pub(super) reading: f32,
    /// That two speakers share it.
    pub(super) dialogue: f32,
}

impl Shape {
    pub(super) fn score(&self) -> f32 {
        self.lines + self.breaks + self.length + self.fragment + self.reading + self.dialogue
    }
}

/// What breaking a cue into two lines scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Split {
    pub(super) place: f32,
    pub(super) unequal: f32,
    pub(super) top_heavy: f32,
    pub(super) fragments: f32,
}

impl Split {
    pub(super) fn score(&self) -> f32 {
        self.place + self.unequal + self.top_heavy + self.fragments
    }
}

/// What a cue of two turns scores beyond what they would score as two cues.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gain {
    pub(super) shared: f32,
    pub(super) question: f32,
    pub(super) answer: f32,
}

impl Gain {
    pub(super) fn score(&self) -> f32 {
        self.shared + self.question + self.answer
    }
}

/// How a cue is read, and what that scores.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Pace {
    /// Characters a second.
    pub(super) rate: f64,
    /// Seconds it can be shown, at most as many as are wanted, and seconds its words take.
    pub(super) shown: f64,
    pub(super) spoken: f64,
    pub(super) fast: f32,
    pub(super) brief: f32,
    pub(super) lasting: f32,
}

impl Pace {
    pub(super) fn score(&self) -> f32 {
        self.fast + self.brief + self.lasting
    }
}

/// Cuts a run into cues.
pub(super) fn segment(run: &Run<'_>) -> Vec<Cut> {
    let table = Table::new(run);
    let (_, from) = table.forward();
    let mut cuts = Vec::new();
    let mut end = run.units.len();
    while end > 0 {
        let start = from[end];
        cuts.push(Cut { units: start..end, lines: table.lines(start, end) });
        end = start;
    }
    cuts.reverse();
    cuts
}

impl<'r> Table<'r> {
    pub(super) fn new(run: &'r Run<'r>) -> Self {
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
        let mut label = vec![run.labels.1 as u32; run.units.len()];
        label[0] = run.labels.0 as u32;
        for &(unit, room) in run.changes.turns {
            // Whoever is interrupted has finished too.
            (opens[unit], changes[unit], label[unit]) = (true, 1, room as u32);
        }
        for unit in 1..changes.len() {
            changes[unit] += changes[unit - 1];
        }
        let unspaced = run.units.iter().filter(|unit| !unit.spaced).count();
        let (width, room) = (profile.max_cpl, profile.max_cpl * profile.max_lines);
        let capacity = room + profile.max_lines - 1;
        // Reading costs and never gains; `bound` relies on it.
        debug_assert!(weights.fast >= 0.0 && weights.brief >= 0.0 && weights.lasting >= 0.0);
        let mut table = Table {
            run,
            column,
            column_end,
            label,
            line: run.places.iter().map(|&f| sum(&weights.line, f)).collect(),
            cue: run.places.iter().map(|&f| sum(&weights.cue, f)).collect(),
            opens,
            turns,
            changes,
            length_score: Vec::new(),
            unequal_score: (0..=width)
                .map(|n| unequal_bucket(n, 0, width).map_or(0.0, |bucket| weights.unequal[bucket]))
                .collect(),
            best: Split {
                place: 0.0,
                unequal: weights.unequal.into_iter().fold(0.0, f32::max),
                top_heavy: weights.top_heavy.max(0.0),
                fragments: 2.0 * weights.fragment_line.max(0.0),
            },
            shortest: profile.min_duration.as_secs_f64(),
            longest: profile.max_duration.as_secs_f64(),
            width,
            capacity,
            words: unspaced * 2 <= run.units.len(),
        };
        table.length_score = (0..=capacity).map(|length| table.lengths(length).iter().sum()).collect();
        table
    }

    /// The best score of every beginning of the run, and where its last cue begins. Scores are added in
    /// double precision: what rounding loses must not grow until it decides between cuts about as good.
    pub(super) fn forward(&self) -> (Vec<f64>, Vec<usize>) {
        let count = self.run.units.len();
        let mut best = vec![f64::NEG_INFINITY; count + 1];
        let mut from = vec![0usize; count + 1];
        best[0] = 0.0;
        for end in 1..=count {
            let ending = f64::from(self.ending(end));
            // What the best place of a line scores, of those whose lower line fits.
            let mut line = f32::NEG_INFINITY;
            for start in (0..end).rev().take_while(|&start| self.fits(start, end)) {
                if start + 1 < end && self.length(start + 1, end) <= self.width {
                    line = line.max(self.line[start]);
                }
                if best[start] + f64::from(self.bound(start, end, line)) + ending <= best[end] {
                    continue;
                }
                if let Some(shape) = self.shape(start, end) {
                    let score = best[start] + f64::from(shape.score()) + ending;
                    if score > best[end] {
                        (best[end], from[end]) = (score, start);
                    }
                }
            }
            if best[end] == f64::NEG_INFINITY {
                // No shape fits; a unit of its own always does.
                (best[end], from[end]) = (best[end - 1] + ending, end - 1);
            }
        }
        (best, from)
    }

    /// What no cue with these ends scores more than, if its lines end where it scores `line` at best. The parts
    /// are added up as those of a cue are, so rounding cannot bring it below one.
    fn bound(&self, start: usize, end: usize, line: f32) -> f32 {
        if self.run.profile.max_lines > 2 || self.turn(start, end).is_some() {
            return f32::INFINITY;
        }
        let weights = self.run.weights;
        let length = self.first_length(start, end);
        let (lines, breaks) = match self.needs_lines(start, end, length) {
            false => (weights.lines[0], 0.0),
            true => (weights.lines[1], Split { place: line, ..self.best }.score()),
        };
        let length = self.length_score.get(length).copied().unwrap_or(0.0);
        Shape { lines, breaks, length, fragment: weights.fragment.max(0.0), reading: 0.0, dialogue: 0.0 }.score()
    }

    /// What a cue that ends there scores for the place; the end of the run is no choice.
    pub(super) fn ending(&self, end: usize) -> f32 {
        if end < self.run.units.len() { self.cue[end - 1] } else { 0.0 }
    }

    /// A length in the characters lengths were measured on: full-width ones say twice as much.
    fn scaled(&self, length: usize) -> usize {
        if self.words { length } else { length * 2 }
    }

    /// What a cue's length scores: being short, being long however much fits, the share of what fits.
    pub(super) fn lengths(&self, length: usize) -> [f32; 3] {
        let (weights, profile) = (self.run.weights, self.run.profile);
        let scaled = self.scaled(length);
        [
            short_bucket(scaled).map_or(0.0, |bucket| weights.short[bucket]),
            long_bucket(scaled).map_or(0.0, |bucket| weights.long[bucket]),
            full_bucket(length, profile.max_cpl * profile.max_lines).map_or(0.0, |bucket| weights.full[bucket]),
        ]
    }

    /// Characters of the units on one line.
    pub(super) fn length(&self, start: usize, end: usize) -> usize {
        (self.column_end[end - 1] - self.column[start]) as usize
    }

    /// The same on the first line of a cue, where a speaker's label may stand.
    pub(super) fn first_length(&self, start: usize, end: usize) -> usize {
        self.length(start, end) + self.label[start] as usize
    }

    /// The unit with which another speaker begins inside a cue.
    #[inline]
    pub(super) fn turn(&self, start: usize, end: usize) -> Option<usize> {
        (self.changes[end - 1] > self.changes[start]).then(|| self.run.changes.turns[self.changes[start]].0)
    }

    /// Whether a cue may have these ends, however it scores: it has room for the text and two speakers at most.
    /// If it may not, neither may a longer one with one of them.
    pub(super) fn fits(&self, start: usize, end: usize) -> bool {
        let room = |length: usize| start + 1 == end || length <= self.capacity;
        match self.changes[end - 1] - self.changes[start] {
            0 => room(self.first_length(start, end)),
            // Dashes take the place of labels.
            1 => room(self.length(start, end)),
            _ => false,
        }
    }

    /// What a cue that fits scores by its shape; none if it cannot be shown.
    #[inline(always)] // asked for every pair of places; its parts are read only by an explanation
    pub(super) fn shape(&self, start: usize, end: usize) -> Option<Shape> {
        let shape = match self.turn(start, end) {
            None => self.of_one(start, end),
            Some(turn) => self.of_two(start, turn, end),
        };
        Some(Shape { reading: self.pace(start, end).score(), ..shape? })
    }

    /// The shape of a cue of one speaker, however fast it is read.
    #[inline(always)]
    pub(super) fn of_one(&self, start: usize, end: usize) -> Option<Shape> {
        let length = self.first_length(start, end);
        let weights = self.run.weights;
        let (lines, breaks) = match self.needs_lines(start, end, length) {
            false => (weights.lines[0], 0.0),
            true => match self.best_split(start, end) {
                Some((score, _)) => (weights.lines[1], score),
                None => {
                    let (score, splits) = self.more_lines(start, end)?;
                    (weights.lines[1] + weights.lines[2] * (splits.len() as f32 - 1.0), score)
                }
            },
        };
        let fragment = end - start < 3 && self.words && !(self.opens[start] && self.opens[end]);
        Some(Shape {
            lines,
            breaks,
            length: self.length_score.get(length).copied().unwrap_or(0.0),
            fragment: if fragment { weights.fragment } else { 0.0 },
            reading: 0.0,
            dialogue: 0.0,
        })
    }

    /// Two turns as one cue of two lines, if both are made of whole sentences, fit, and can be read in
    /// their time. It scores what the turns score as two cues, but is read as one, so it is taken where that
    /// reads better; and where one of them is very short, as the guides use it ("Dual Speakers", Netflix).
    fn of_two(&self, start: usize, turn: usize, end: usize) -> Option<Shape> {
        let (changes, profile) = (self.run.changes, self.run.profile);
        let whole = self.opens[start] && self.opens[end] && self.turns[start] == self.turns[end - 1];
        let opened = |unit: usize| changes.may_open.get(unit) == Some(&true);
        let widest = self.length(start, turn).max(self.length(turn, end));
        if !whole || !opened(start) || !opened(turn) || widest + changes.dash > self.width {
            return None;
        }
        let (first, last) = (self.run.spoken.get(start)?, self.run.spoken.get(end - 1)?);
        let next = self.run.spoken.get(end).map_or(self.run.until, |s| s.start) - profile.min_gap.as_secs_f64();
        let shown = next.min(last.end + super::LINGER) - first.start;
        let lasting = (last.end - first.start).max(self.read(start, end) as f64 / profile.max_cps);
        if lasting > shown.min(self.longest) {
            return None;
        }
        let (top, bottom) = (self.of_one(start, turn)?, self.of_one(turn, end)?);
        Some(Shape {
            lines: top.lines + bottom.lines,
            breaks: top.breaks + bottom.breaks + self.cue[turn - 1],
            length: top.length + bottom.length,
            fragment: top.fragment + bottom.fragment,
            reading: 0.0,
            dialogue: self.gain(start, turn, end).score(),
        })
    }

    /// What sharing a cue scores by itself.
    pub(super) fn gain(&self, start: usize, turn: usize, end: usize) -> Gain {
        let short = |length: usize, gain: f32| if self.scaled(length) <= SHORT_TURN { gain } else { 0.0 };
        Gain {
            shared: -SHARED,
            question: short(self.length(start, turn), SHORT_QUESTION),
            answer: short(self.length(turn, end), SHORT_ANSWER),
        }
    }

    /// Whether one line will not do: too narrow, or a second speaker begins.
    pub(super) fn needs_lines(&self, start: usize, end: usize, length: usize) -> bool {
        length > self.width || self.run.profile.max_lines > 1 && self.turns[end - 1] > self.turns[start]
    }

    /// The units the further lines of a cue begin with.
    pub(super) fn lines(&self, start: usize, end: usize) -> Vec<usize> {
        if let Some(turn) = self.turn(start, end) {
            return vec![turn];
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
            let score = self.split_of(start, split, end, (top, bottom)).score();
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, split));
            }
        }
        best
    }

    /// What breaking a cue before the unit `split` scores, if both lines fit.
    pub(super) fn split(&self, start: usize, split: usize, end: usize) -> Option<Split> {
        let lengths = (self.first_length(start, split), self.length(split, end));
        (lengths.0.max(lengths.1) <= self.width).then(|| self.split_of(start, split, end, lengths))
    }

    #[inline(always)] // asked for every pair of places; its parts are read only by an explanation
    fn split_of(&self, start: usize, split: usize, end: usize, (top, bottom): (usize, usize)) -> Split {
        let weights = self.run.weights;
        let alone = |from: usize, to: usize| to - from == 1 && !(self.opens[from] && self.opens[to]);
        let fragments = match self.words {
            true => f32::from(u8::from(alone(start, split)) + u8::from(alone(split, end))),
            false => 0.0,
        };
        Split {
            place: self.line[split - 1],
            unequal: self.unequal_score[top.abs_diff(bottom)],
            top_heavy: if top > bottom { weights.top_heavy } else { 0.0 },
            fragments: weights.fragment_line * fragments,
        }
    }

    /// Characters a reader reads: neither labels nor dashes, but the line break between two turns.
    fn read(&self, start: usize, end: usize) -> usize {
        match self.turn(start, end) {
            None => self.length(start, end),
            Some(turn) => self.length(start, turn) + 1 + self.length(turn, end),
        }
    }

    /// How a cue is read, and what that costs: too fast, too brief, too long.
    #[inline(always)] // asked for every pair of places; its parts are read only by an explanation
    pub(super) fn pace(&self, start: usize, end: usize) -> Pace {
        let Some(first) = self.run.spoken.get(start) else { return Pace::default() };
        let length = self.read(start, end);
        let (weights, profile) = (self.run.weights, self.run.profile);
        let last = self.run.spoken[end - 1].end;
        let next = self.run.spoken.get(end).map_or(self.run.until, |s| s.start);
        let shown = next.min(last + super::LINGER).max(last.min(next)) - first.start;
        let wanted = (length as f64 / profile.max_cps).max(self.shortest);
        let shown = shown.min(wanted.max(last - first.start)).max(0.01);
        let rate = length as f64 / shown;
        let fast = (rate - profile.max_cps).clamp(0.0, 40.0);
        let brief = (self.shortest - shown).max(0.0);
        let spoken = last - first.start;
        let long = (spoken - self.longest).max(0.0);
        Pace {
            rate,
            shown,
            spoken,
            fast: -(weights.fast * fast as f32),
            brief: -(weights.brief * brief as f32),
            lasting: -(weights.lasting * long as f32),
        }
    }

    /// What the free room on one of three lines or more scores.
    pub(super) fn room(&self, length: usize) -> f32 {
        let room = self.width.saturating_sub(length) as f32 / self.width as f32;
        -4.0 * room * room
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
                    let at_end = to == count;
                    let place = if at_end { 0.0 } else { self.line[start + to - 1] };
                    let score = best[lines - 1][from].0 + place + self.room(length);
                    if score > best[lines][to].0 {
                        best[lines][to] = (score, from);
                    }
                }
            }
        }
        let lines = (2..=most).find(|&lines| best[lines][count].0 > f32::NEG_INFINITY)?;
        let score = best[lines][count].0;
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
