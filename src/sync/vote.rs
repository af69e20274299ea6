//! Where offsets come from: every pair of a cue and a cue of the reference votes for the difference of their starts.
//!
//! Pairs that belong together vote alike, all others anywhere. Votes are counted for the whole track and for
//! stretches of it, because a part between two cuts may be too short to be heard in the whole.

use super::track::Beats;

/// Milliseconds of one bin.
const BIN: i32 = 128;
/// Bins of which one can be a peak: two seconds.
const CHUNK: usize = 16;
/// Chunks on each side from which is estimated what chance gives.
const AROUND: usize = 3;
/// Cues that vote together. Each two neighbouring stretches are heard together.
const STRETCH: usize = 32;
/// Peaks kept of the whole track, and of each stretch.
const OF_THE_WHOLE: usize = 12;
const OF_A_STRETCH: usize = 3;
/// What a peak must stand above chance, in standard deviations.
const LEAST: f32 = 3.0;
/// Pairs counted for a track of any density; past them and past a thousand for each cue, cues are left out.
const PAIRS: usize = 1 << 23;

/// An offset worth trying, in milliseconds, and the stretch of the track in which it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) offset: i32,
    pub(super) first: usize,
    pub(super) last: usize,
    /// Standard deviations above chance.
    pub(super) height: f32,
}

/// The offsets that are worth trying, between `centre - reach` and `centre + reach`.
pub(super) fn candidates(
    track: &Beats,
    reference: &Beats,
    centre: i32,
    reach: i32,
    whole_only: bool,
) -> Vec<Candidate> {
    let low = centre - reach;
    let bins = (2 * reach / BIN) as usize + 1;
    let step = thinning(&track.starts, &reference.starts, low, 2 * reach);
    let voters: Vec<i32> = track.starts.iter().copied().step_by(step).collect();

    let last = track.starts.len().saturating_sub(1);
    let mut whole = vec![0u32; bins];
    let mut before = vec![0u8; bins];
    let mut votes = vec![0u8; bins];
    let mut ear = Ear::default();
    let mut found = Vec::new();
    for first in (0..voters.len()).step_by(STRETCH) {
        std::mem::swap(&mut before, &mut votes);
        votes.fill(0);
        let end = (first + STRETCH).min(voters.len());
        cast(&voters[first..end], &reference.starts, low, &mut votes);
        for (sum, vote) in whole.iter_mut().zip(&votes) {
            *sum += u32::from(*vote);
        }
        if whole_only || (first == 0 && end < voters.len()) {
            continue;
        }
        // This stretch and the one before it.
        for (sum, vote) in before.iter_mut().zip(&votes) {
            *sum = sum.saturating_add(*vote);
        }
        let from = first.saturating_sub(STRETCH + STRETCH / 2) * step;
        let to = ((end + STRETCH / 2) * step).min(last + 1) - 1;
        ear.hear(&before, OF_A_STRETCH, |bin, height| {
            found.push(Candidate { offset: low + bin, first: from, last: to, height });
        });
    }
    // Counts of a very long track are scaled to what 16 bits hold; heights are relative anyway.
    let scale = whole.iter().max().map_or(1, |most| most / 4096 + 1);
    let whole: Vec<u16> = whole.iter().map(|sum| (sum / scale) as u16).collect();
    let mut all = Vec::new();
    ear.hear(&whole, OF_THE_WHOLE, |bin, height| all.push(Candidate { offset: low + bin, first: 0, last, height }));
    merge(all, found)
}

/// Every how many-th cue votes, so that the pairs stay within bounds.
fn thinning(track: &[i32], reference: &[i32], low: i32, width: i32) -> usize {
    let (mut from, mut to) = (0, 0);
    let mut pairs = 0usize;
    for start in track {
        while to < reference.len() && reference[to] <= start + low + width {
            to += 1;
        }
        while from < to && reference[from] < start + low {
            from += 1;
        }
        pairs += to - from;
    }
    pairs / PAIRS.max(track.len() * 1000) + 1
}

/// Lets cues vote.
fn cast(voters: &[i32], reference: &[i32], low: i32, votes: &mut [u8]) {
    let width = votes.len() as i32 * BIN;
    for start in voters {
        let base = start + low;
        let from = reference.partition_point(|other| *other < base);
        let to = from + reference[from..].partition_point(|other| *other - base < width);
        for other in &reference[from..to] {
            let vote = &mut votes[((other - base) / BIN) as usize];
            *vote = vote.saturating_add(1);
        }
    }
}

/// Listens for peaks.
#[derive(Default)]
struct Ear {
    smooth: Vec<u16>,
}

impl Ear {
    /// The highest peaks of some votes, no more than `most`, in milliseconds from the first bin, with their heights.
    fn hear<V: Copy + Into<u16> + Into<u32>>(&mut self, votes: &[V], most: usize, mut tell: impl FnMut(i32, f32)) {
        self.smooth.clear();
        self.smooth.resize(votes.len(), 0);
        if let Some(inner) = self.smooth.get_mut(2..) {
            for (value, five) in inner.iter_mut().zip(votes.windows(5)) {
                let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|place| -> u16 { five[place].into() });
                *value = a + e + 2 * (b + d) + 3 * c;
            }
        }
        let sum = |chunk: &[V]| chunk.iter().map(|vote| -> u32 { (*vote).into() }).sum::<u32>();
        let sums: Vec<u32> = votes.chunks(CHUNK).map(sum).collect();
        let mut peaks: Vec<(f32, usize)> = Vec::new();
        for (index, chunk) in self.smooth.chunks(CHUNK).enumerate() {
            let highest = chunk.iter().copied().max().unwrap_or(0);
            let around = &sums[index.saturating_sub(AROUND)..(index + AROUND + 1).min(sums.len())];
            let chance = around.iter().sum::<u32>() as f32 / (around.len() * CHUNK) as f32 + 0.02;
            // The weights of the five bins sum to 9, their squares to 19.
            let height = (f32::from(highest) - 9.0 * chance) / (19.0 * chance).sqrt();
            if height >= LEAST {
                let bin = index * CHUNK + chunk.iter().position(|value| *value == highest).unwrap_or(0);
                // The slope of a peak that stands in the next chunk is none.
                let beside = [bin.checked_sub(1), Some(bin + 1)].into_iter().flatten();
                if beside.filter_map(|bin| self.smooth.get(bin)).all(|value| *value <= highest) {
                    peaks.push((height, bin));
                }
            }
        }
        peaks.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (height, bin) in peaks.into_iter().take(most) {
            tell(middle(votes, bin), height);
        }
    }
}

/// The centre of mass of the bins around a peak, in milliseconds.
fn middle<V: Copy + Into<u32>>(votes: &[V], bin: usize) -> i32 {
    let from = bin.saturating_sub(2);
    let (mut sum, mut moment) = (0, 0);
    for (place, votes) in votes[from..(bin + 3).min(votes.len())].iter().enumerate() {
        let votes: u32 = (*votes).into();
        sum += votes;
        moment += votes * (place as u32 * BIN as u32 + BIN as u32 / 2);
    }
    from as i32 * BIN + moment.checked_div(sum).unwrap_or(0) as i32
}

/// Peaks of stretches that say the same as one of the whole are left out, and those of neighbouring stretches joined.
fn merge(whole: Vec<Candidate>, mut found: Vec<Candidate>) -> Vec<Candidate> {
    const SAME: i32 = 120;
    found.retain(|candidate| whole.iter().all(|other| (other.offset - candidate.offset).abs() > SAME));
    let mut all = whole;
    let fixed = all.len();
    for candidate in found {
        let same = |other: &&mut Candidate| {
            (other.offset - candidate.offset).abs() <= SAME && other.last + STRETCH >= candidate.first
        };
        // Those of the last few stretches stand at the end.
        match all[fixed..].iter_mut().rev().take(8 * OF_A_STRETCH).find(same) {
            Some(other) => {
                other.last = other.last.max(candidate.last);
                if candidate.height > other.height {
                    (other.offset, other.height) = (candidate.offset, candidate.height);
                }
            }
            None => all.push(candidate),
        }
    }
    all.sort_by_key(|candidate| candidate.first);
    all
}
