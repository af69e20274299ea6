//! Pairs of caption tracks made from nothing: a programme's speech, captioned twice, once in another edition. The
//! map from one to the other is known.
//!
//! The benches include this file, too.

#![allow(unreachable_pub)] // in the benches it is reachable

use cuekit::{Cue, Ratio, Timestamp};

/// A small generator of numbers that look random (xorshift64*): the same on every machine.
pub struct Dice(u64);

impl Dice {
    /// Dice of a seed.
    pub fn new(seed: u64) -> Dice {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        (0..8).for_each(|_| _ = dice.roll(2));
        dice
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }

    /// Whether something of so many per cent happens.
    pub fn happens(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    /// A number of a range, its ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.roll((high - low + 1).unsigned_abs()) as i64
    }
}

/// When something is said, in milliseconds.
pub type Span = (i64, i64);

/// The utterances of a programme: talk with short pauses, longer ones between scenes.
pub fn speech(dice: &mut Dice, count: usize) -> Vec<Span> {
    let mut spans = Vec::with_capacity(count);
    let mut time = dice.between(1_000, 60_000);
    for _ in 0..count {
        let end = time + dice.between(700, 4500);
        spans.push((time, end));
        time = end
            + match dice.between(0, 99) {
                0..60 => dice.between(40, 500),
                60..85 => dice.between(500, 2500),
                85..98 => dice.between(2_500, 8_000),
                _ => dice.between(8_000, 60_000),
            };
    }
    spans
}

/// Some captions of the same speech: so many per cent are left out, joined with the next, or split.
pub fn segment(dice: &mut Dice, speech: &[Span], percent: u64) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(speech.len());
    let mut join = false;
    for &(start, end) in speech {
        if join
            && let Some(last) = out.last_mut()
            && start - last.1 < 1500
        {
            last.1 = end;
            join = false;
            continue;
        }
        join = false;
        if !dice.happens(percent) {
            out.push((start, end));
            continue;
        }
        match dice.between(0, 2) {
            0 => {}
            1 => {
                out.push((start, end));
                join = true;
            }
            _ => {
                let middle = start + (end - start) * dice.between(35, 65) / 100;
                out.extend([(start, middle), (middle + 40, end)]);
            }
        }
    }
    out
}

/// Moves starts and ends by up to so many milliseconds, and keeps them in order.
pub fn jitter(dice: &mut Dice, spans: &mut [Span], most: i64) {
    let mut last = i64::MIN;
    for span in spans {
        span.0 = (span.0 + dice.between(-most, most)).max(last + 1);
        span.1 = (span.1 + dice.between(-most, most)).max(span.0 + 200);
        last = span.0;
    }
}

/// Another edition of a programme: a ratio of rates, a shift, and at some times material less or more.
#[derive(Debug, Clone)]
pub struct Edition {
    /// What its times are multiplied by to be those of the programme.
    pub ratio: Ratio,
    /// How much later it begins, in milliseconds.
    pub shift: i64,
    /// At that time of the programme, so many milliseconds come in (or, below zero, so many behind it are gone).
    pub cuts: Vec<(i64, i64)>,
}

impl Edition {
    /// An edition with up to so many cuts, shifted by up to so many milliseconds.
    pub fn new(dice: &mut Dice, ratio: Ratio, length: i64, most_shift: i64, cuts: usize) -> Edition {
        let shift = dice.between(-most_shift, most_shift);
        let mut places: Vec<i64> = Vec::new();
        for _ in 0..cuts * 4 {
            let place = dice.between(length / 20, length * 19 / 20);
            if places.len() < cuts && places.iter().all(|other| (place - other).abs() > length / 12) {
                places.push(place);
            }
        }
        places.sort_unstable();
        let cuts = places
            .into_iter()
            .map(|place| {
                let longest = (length / 40).min(180_000);
                let size = dice.between(1_500, longest);
                (place, if dice.happens(50) { size } else { -size })
            })
            .collect();
        Edition { ratio, shift, cuts }
    }

    /// A cue of the programme in this edition: `None` if it is not in it, or a cut goes through it.
    fn place(&self, (start, end): Span) -> Option<Span> {
        let mut moved = self.shift;
        for &(place, size) in &self.cuts {
            let gone = (-size).max(0);
            if start >= place + gone {
                moved += size;
            } else if end > place {
                return None;
            }
        }
        let back = |time: i64| self.ratio.inverse().apply(Timestamp::from_millis(time + moved)).to_millis();
        Some((back(start), back(end)))
    }
}

/// A track and its reference, and for each cue of the track when it should begin.
pub struct Pair {
    /// What is to be aligned.
    pub track: Vec<Cue<'static>>,
    /// By what.
    pub reference: Vec<Cue<'static>>,
    /// When each cue should begin; `None` for what the programme does not have.
    pub truth: Vec<Option<Timestamp>>,
}

/// Cues of some times.
pub fn cues(spans: &[Span]) -> Vec<Cue<'static>> {
    let cue = |&(start, end): &Span| Cue::new(Timestamp::from_millis(start), Timestamp::from_millis(end), "…");
    spans.iter().map(cue).collect()
}

impl Pair {
    /// A programme captioned once, and once more for an edition: `percent` of the captions of both are left out,
    /// joined or split, those of the edition are off by up to `hasty` milliseconds.
    pub fn new(dice: &mut Dice, count: usize, edition: &Edition, percent: u64, hasty: i64) -> Pair {
        let speech = speech(dice, count);
        let reference = segment(dice, &speech, percent);
        let mut track = segment(dice, &speech, percent);
        jitter(dice, &mut track, hasty);
        Pair::of(dice, &track, &reference, edition)
    }

    /// One side as another edition would have it.
    pub fn of(dice: &mut Dice, track: &[Span], reference: &[Span], edition: &Edition) -> Pair {
        let mut placed: Vec<(Span, Option<i64>)> =
            track.iter().filter_map(|span| Some((edition.place(*span)?, Some(span.0)))).collect();
        // Half of what comes in is spoken, too: cues that have no place in the reference.
        let mut moved = edition.shift;
        for &(place, size) in &edition.cuts {
            if size > 5_000 && dice.happens(50) {
                let back = |time: i64| edition.ratio.inverse().apply(Timestamp::from_millis(time)).to_millis();
                let mut time = place + moved + dice.between(500, 3000);
                while time + 3_000 < place + moved + size {
                    let end = time + dice.between(800, 2500);
                    placed.push(((back(time), back(end)), None));
                    time = end + dice.between(200, 4000);
                }
            }
            moved += size;
        }
        placed.sort_unstable();
        let spans: Vec<Span> = placed.iter().map(|(span, _)| *span).collect();
        let truth = placed.iter().map(|(_, start)| start.map(Timestamp::from_millis)).collect();
        Pair { track: cues(&spans), reference: cues(reference), truth }
    }

    /// How many of so many cues come within 100 ms of the truth, once aligned.
    pub fn score(&self, aligned: &[Cue<'_>]) -> (usize, usize) {
        let near = |cue: &Cue<'_>, truth: Timestamp| (cue.start - truth).as_nanos().abs() <= 100_000_000;
        let known = || self.truth.iter().zip(aligned).filter_map(|(truth, cue)| Some(((*truth)?, cue)));
        (known().filter(|(truth, cue)| near(cue, *truth)).count(), known().count())
    }
}

/// The ratios of two different rates of 23.976, 24 and 25.
pub fn ratios() -> Vec<Ratio> {
    let rates = ["23.976", "24", "25"];
    let pairs = rates.iter().flat_map(|a| rates.iter().map(move |b| format!("{a}/{b}")));
    pairs.filter_map(|pair| pair.parse().ok()).filter(|ratio| *ratio != Ratio::ONE).collect()
}
