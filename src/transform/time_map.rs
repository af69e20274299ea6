//! Where times go: shifted, stretched, or led through anchors. Exact, because ratios are whole numbers and a
//! time is rounded once, to the nanosecond.

use std::fmt;

use crate::model::{Ratio, Timestamp};

/// A time as it is, and as it ought to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// As it is.
    pub old: Timestamp,
    /// As it ought to be.
    pub new: Timestamp,
}

/// Why no map leads through some anchors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnchorError {
    /// There are none.
    None,
    /// One time has two places to go.
    TwoPlaces(Timestamp),
    /// Of two anchors, the later one goes to the earlier place, or to the same: time would stand still or run
    /// backwards.
    Backwards(Anchor, Anchor),
}

impl fmt::Display for AnchorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AnchorError::None => f.write_str("there is no anchor"),
            AnchorError::TwoPlaces(time) => write!(f, "two anchors send {time} to different places"),
            AnchorError::Backwards(a, b) => {
                write!(f, "the anchors {}={} and {}={} make time run backwards", a.old, a.new, b.old, b.new)
            }
        }
    }
}

impl std::error::Error for AnchorError {}

/// A map from times to times, made of straight pieces.
///
/// ```
/// use cuekit::{Anchor, TimeMap, Timestamp};
/// let hour = Timestamp::from_secs(3600);
/// let anchors = [
///     Anchor { old: Timestamp::from_secs(60), new: Timestamp::from_millis(62_500) },
///     Anchor { old: hour, new: hour },
/// ];
/// let map = TimeMap::through(&anchors)?;
/// assert_eq!(map.apply(Timestamp::from_secs(60)).to_string(), "0:01:02.500");
/// assert_eq!(map.apply(Timestamp::from_secs(3600)).to_string(), "1:00:00.000");
/// # Ok::<(), cuekit::AnchorError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMap {
    /// In order of time; the first holds for all that comes before it too.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Piece {
    anchor: Anchor,
    ratio: Ratio,
}

impl TimeMap {
    /// All times later by so much; earlier, if it is below zero.
    pub fn shift(by: Timestamp) -> TimeMap {
        TimeMap::line(Ratio::ONE, by)
    }

    /// All times multiplied by a ratio.
    pub fn stretch(ratio: Ratio) -> TimeMap {
        TimeMap::line(ratio, Timestamp::ZERO)
    }

    /// All times multiplied by a ratio, then later by so much.
    pub fn line(ratio: Ratio, by: Timestamp) -> TimeMap {
        TimeMap { pieces: vec![Piece { anchor: Anchor { old: Timestamp::ZERO, new: by }, ratio }] }
    }

    /// The map that meets all anchors: one shifts, two stretch, and between more of them each stretch is its own.
    /// Before the first and behind the last it goes on as beside them.
    ///
    /// # Errors
    ///
    /// If there is no anchor, or time would run backwards.
    pub fn through(anchors: &[Anchor]) -> Result<TimeMap, AnchorError> {
        let anchors = in_order(anchors)?;
        let mut pieces: Vec<Piece> = Vec::with_capacity(anchors.len());
        for pair in anchors.windows(2) {
            pieces.push(Piece { anchor: pair[0], ratio: ratio_between(pair[0], pair[1])? });
        }
        if pieces.is_empty() {
            pieces.push(Piece { anchor: anchors[0], ratio: Ratio::ONE });
        }
        Ok(TimeMap { pieces })
    }

    /// The straight line that lies nearest to the anchors: a shift and one ratio. It is found by the median of
    /// the ratios between all pairs (Theil and Sen), and then by least squares over the anchors that lie near
    /// that line, so that one slip among them does no harm.
    ///
    /// # Errors
    ///
    /// As [`TimeMap::through`].
    pub fn fit(anchors: &[Anchor]) -> Result<TimeMap, AnchorError> {
        let anchors = in_order(anchors)?;
        if anchors.len() < 3 {
            return TimeMap::through(&anchors);
        }
        let seconds: Vec<(f64, f64)> = anchors.iter().map(|a| (a.old.as_secs_f64(), a.new.as_secs_f64())).collect();
        let mut slopes: Vec<f64> = Vec::new();
        for (nth, a) in seconds.iter().enumerate() {
            slopes.extend(seconds[nth + 1..].iter().map(|b| (b.1 - a.1) / (b.0 - a.0)));
        }
        let slope = median(&mut slopes);
        let offset = median(&mut seconds.iter().map(|a| a.1 - slope * a.0).collect::<Vec<_>>());
        let distance = |a: &(f64, f64)| (a.1 - slope * a.0 - offset).abs();
        let usual = median(&mut seconds.iter().map(distance).collect::<Vec<_>>());
        // Three standard deviations, if the distances are normal; a millisecond is nothing.
        let reach = (3.0 * 1.4826 * usual).max(0.001);
        let near: Vec<(f64, f64)> = seconds.iter().copied().filter(|a| distance(a) <= reach).collect();
        let mean = |of: fn(&(f64, f64)) -> f64| near.iter().map(of).sum::<f64>() / near.len() as f64;
        let (x, y) = (mean(|a| a.0), mean(|a| a.1));
        let (rise, run) =
            near.iter().fold((0.0, 0.0), |(rise, run), a| (rise + (a.0 - x) * (a.1 - y), run + (a.0 - x) * (a.0 - x)));
        let slope = if run > 0.0 { rise / run } else { slope };
        const PARTS: u64 = 1_000_000_000_000;
        let ratio = Ratio::new((slope * PARTS as f64).round() as u64, PARTS)
            .ok_or(AnchorError::Backwards(anchors[0], anchors[anchors.len() - 1]))?;
        let anchor = Anchor { old: Timestamp::from_secs_f64(x), new: Timestamp::from_secs_f64(y) };
        Ok(TimeMap { pieces: vec![Piece { anchor, ratio }] })
    }

    /// Where a time goes.
    pub fn apply(&self, time: Timestamp) -> Timestamp {
        let after = self.pieces.partition_point(|piece| piece.anchor.old <= time);
        let Piece { anchor, ratio } = self.pieces[after.saturating_sub(1)];
        anchor.new + ratio.apply(time - anchor.old)
    }

    /// How far from its anchor's place a time comes to lie: above zero, if it is too late.
    pub fn residual(&self, anchor: Anchor) -> Timestamp {
        self.apply(anchor.old) - anchor.new
    }

    /// The ratio, if it is the same everywhere.
    pub fn ratio(&self) -> Option<Ratio> {
        let first = self.pieces[0].ratio;
        self.pieces.iter().all(|piece| piece.ratio == first).then_some(first)
    }
}

/// The anchors by their old times, each once, their new ones rising.
fn in_order(anchors: &[Anchor]) -> Result<Vec<Anchor>, AnchorError> {
    let mut anchors = anchors.to_vec();
    anchors.sort_by_key(|anchor| (anchor.old, anchor.new));
    anchors.dedup();
    for pair in anchors.windows(2) {
        if pair[0].old == pair[1].old {
            return Err(AnchorError::TwoPlaces(pair[0].old));
        }
        ratio_between(pair[0], pair[1])?;
    }
    if anchors.is_empty() { Err(AnchorError::None) } else { Ok(anchors) }
}

fn ratio_between(a: Anchor, b: Anchor) -> Result<Ratio, AnchorError> {
    let length = |from: Timestamp, to: Timestamp| u64::try_from((to - from).as_nanos()).ok();
    let ratio = length(a.new, b.new).zip(length(a.old, b.old)).and_then(|(new, old)| Ratio::new(new, old));
    ratio.ok_or(AnchorError::Backwards(a, b))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(texts: &[&str]) -> Vec<Anchor> {
        let anchor = |text: &&str| {
            let (old, new) = text.split_once('=').unwrap();
            Anchor { old: old.parse().unwrap(), new: new.parse().unwrap() }
        };
        texts.iter().map(anchor).collect()
    }

    #[test]
    fn anchors_are_met_and_gone_on_from() {
        let map = TimeMap::through(&anchors(&["0:10=0:12"])).unwrap();
        assert_eq!(map.apply(Timestamp::from_secs(100)), Timestamp::from_secs(102));
        let three = anchors(&["0:10=0:10", "0:20=0:30", "0:30=0:35"]);
        let map = TimeMap::through(&three).unwrap();
        for anchor in &three {
            assert_eq!(map.residual(*anchor), Timestamp::ZERO);
        }
        let at = |secs| map.apply(Timestamp::from_secs(secs)).to_string();
        assert_eq!([at(0), at(15), at(25), at(40)], ["-0:00:10.000", "0:00:20.000", "0:00:32.500", "0:00:40.000"]);
    }

    #[test]
    fn impossible_anchors_are_refused() {
        assert_eq!(TimeMap::through(&[]), Err(AnchorError::None));
        assert!(matches!(TimeMap::through(&anchors(&["0:10=0:10", "0:10=0:12"])), Err(AnchorError::TwoPlaces(_))));
        assert!(matches!(TimeMap::fit(&anchors(&["0:10=0:20", "0:20=0:10"])), Err(AnchorError::Backwards(..))));
    }

    #[test]
    fn a_fit_is_not_bent_by_one_slip() {
        let ratio: Ratio = "25/24".parse().unwrap();
        let mut given: Vec<Anchor> = (1..20)
            .map(|n| {
                let old = Timestamp::from_secs(n * 300);
                Anchor { old, new: ratio.apply(old) + Timestamp::from_millis(1500 + (n % 3 - 1) * 20) }
            })
            .collect();
        given[7].new += Timestamp::from_secs(40);
        let map = TimeMap::fit(&given).unwrap();
        for anchor in given.iter().filter(|anchor| **anchor != given[7]) {
            assert!(map.residual(*anchor).as_secs_f64().abs() < 0.03, "{anchor:?}");
        }
        assert!(map.residual(given[7]).as_secs_f64() < -39.9);
    }
}
