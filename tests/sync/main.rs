//! Tracks aligned by the rhythm of their cues, where the right answer is known.

mod pair;
mod shared;

use std::fmt::{self, Write};

use cuekit::{AlignOptions, align};
use pair::{Dice, Edition, Pair, ratios};

/// Pairs of each frame-rate pair; `CUEKIT_SYNC_PAIRS` makes it more.
fn rounds(least: usize) -> usize {
    std::env::var("CUEKIT_SYNC_PAIRS").ok().and_then(|count| count.parse().ok()).unwrap_or(least)
}

/// How well tracks were aligned of which the truth is known.
#[derive(Default)]
struct Tally {
    pairs: usize,
    /// Cues that have a place in the reference, and those of them that came within 100 ms of it. A pair that is
    /// refused has none near.
    all: usize,
    near: usize,
    /// Pairs with fewer than 95 of 100 near.
    poor: usize,
    refused: usize,
    /// What there is to tell of these two kinds.
    told: String,
}

impl Tally {
    /// Aligns a pair; `what` tells of it.
    fn run(&mut self, pair: &Pair, what: impl Fn() -> String) {
        self.pairs += 1;
        let mut aligned = pair.track.clone();
        let outcome = align(&pair.track, &pair.reference, &AlignOptions::default());
        if let Ok(alignment) = &outcome {
            alignment.apply(&mut aligned);
        }
        let (near, all) = pair.score(&aligned);
        self.all += all;
        match outcome {
            Ok(alignment) => {
                self.near += near;
                if near * 100 < all * 95 {
                    self.poor += 1;
                    let _ = writeln!(self.told, "{}: {near} of {all}\n{alignment:?}", what());
                }
            }
            Err(error) => {
                self.refused += 1;
                let _ = writeln!(self.told, "{}: {error}", what());
            }
        }
    }

    /// Of a hundred cues, how many came near.
    fn share(&self) -> f64 {
        100.0 * self.near as f64 / self.all as f64
    }

    /// This and another one.
    fn and(&self, other: &Tally) -> Tally {
        Tally {
            pairs: self.pairs + other.pairs,
            all: self.all + other.all,
            near: self.near + other.near,
            poor: self.poor + other.poor,
            refused: self.refused + other.refused,
            told: format!("{}{}", self.told, other.told),
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { pairs, all, poor, refused, .. } = self;
        write!(f, "{pairs} pairs, {:.2} % of {all} cues within 100 ms, ", self.share())?;
        write!(f, "{poor} pairs below 95 %, {refused} refused (none of their cues counts as near)")
    }
}

#[test]
fn generated_editions_are_aligned() {
    let mut tally = Tally::default();
    for (kind, ratio) in ratios().into_iter().enumerate() {
        for round in 0..rounds(4) {
            let seed = (kind * 10_000 + round) as u64;
            let mut dice = Dice::new(seed);
            let count = dice.between(500, 1600) as usize;
            let edition = Edition::new(&mut dice, ratio, count as i64 * 3700, 120_000, round % 6);
            let pair = Pair::new(&mut dice, count, &edition, 30, 300);
            tally.run(&pair, || format!("seed {seed}, {edition:?}"));
        }
    }
    println!("{}{tally}", tally.told);
    assert!(tally.share() >= 95.0 && tally.refused == 0);
}

#[test]
fn unrelated_programmes_are_refused() {
    let (mut pairs, mut accepted) = (0, 0);
    let lengths = [12, 40, 150, 600, 1500];
    for round in 0..rounds(2) {
        for (a, b) in lengths.iter().flat_map(|a| lengths.iter().map(move |b| (*a, *b))) {
            let seed = round as u64 * 1_000 + a as u64 * 7 + b as u64;
            let mut dice = Dice::new(seed);
            let one = pair::cues(&pair::speech(&mut dice, a));
            let other = pair::cues(&pair::speech(&mut dice, b));
            pairs += 1;
            if let Ok(alignment) = align(&one, &other, &AlignOptions::default()) {
                accepted += 1;
                println!("{a} cues by {b}, seed {seed}: {alignment:#?}");
            }
        }
    }
    println!("{pairs} unrelated pairs, {accepted} accepted");
    assert!(accepted * 100 <= pairs);
}
