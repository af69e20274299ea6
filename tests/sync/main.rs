//! Tracks aligned by the rhythm of their cues, where the right answer is known.

mod pair;

use std::fmt::Write;

use cuekit::{AlignOptions, align};
use pair::{Dice, Edition, Pair, ratios};

/// Pairs of each frame-rate pair; `CUEKIT_SYNC_PAIRS` makes it more.
fn rounds(least: usize) -> usize {
    std::env::var("CUEKIT_SYNC_PAIRS").ok().and_then(|count| count.parse().ok()).unwrap_or(least)
}

#[test]
fn generated_editions_are_aligned() {
    let mut worst = String::new();
    let (mut near, mut all, mut failed, mut poor) = (0, 0, 0, 0);
    let mut pairs = 0;
    for (kind, ratio) in ratios().into_iter().enumerate() {
        for round in 0..rounds(4) {
            let seed = (kind * 10_000 + round) as u64;
            let mut dice = Dice::new(seed);
            let count = dice.between(500, 1600) as usize;
            let edition = Edition::new(&mut dice, ratio, count as i64 * 3700, 120_000, round % 6);
            let pair = Pair::new(&mut dice, count, &edition, 30, 300);
            pairs += 1;
            let mut aligned = pair.track.clone();
            match align(&pair.track, &pair.reference, &AlignOptions::default()) {
                Ok(alignment) => {
                    alignment.apply(&mut aligned);
                    let (close, known) = pair.score(&aligned);
                    near += close;
                    all += known;
                    if close * 100 < known * 95 {
                        poor += 1;
                        let _ = writeln!(worst, "seed {seed}: {close} of {known}\n{edition:?}\n{alignment:#?}");
                    }
                }
                Err(error) => {
                    failed += 1;
                    all += pair.score(&aligned).1;
                    let _ = writeln!(worst, "seed {seed}: {error}\n{edition:?}");
                }
            }
        }
    }
    let share = 100.0 * near as f64 / all as f64;
    println!("{worst}");
    println!("{pairs} pairs: {share:.2} % of {all} cues within 100 ms, {poor} pairs below 95 %, {failed} refused");
    assert!(share >= 95.0 && failed == 0);
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
