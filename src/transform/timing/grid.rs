//! The places a boundary can stand on, counted: frames where frames are asked for, else nanoseconds.
//!
//! The solve counts in these, so that a frame is a whole number and a duration of twenty frames is twenty wherever it
//! begins. A limit in milliseconds becomes the least or the most frames that keep it.

use crate::model::{Ratio, Timestamp};

const SECOND: i64 = 1_000_000_000;
const MILLI: i64 = 1_000_000;

/// Beyond this the sums of the solve might leave what they are counted in; 36 years.
pub(super) const FAR: i64 = i64::MAX / 8;

/// Frames of a rate, or nanoseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    frames: Option<Ratio>,
}

impl Grid {
    pub(super) fn new(frames: Option<Ratio>) -> Grid {
        Grid { frames }
    }

    /// When a place is.
    pub(super) fn time(self, place: i64) -> Timestamp {
        match self.frames {
            Some(rate) => rate.inverse().apply(Timestamp::from_secs(place)),
            None => Timestamp::from_nanos(place),
        }
    }

    /// The place nearest to a time.
    pub(super) fn nearest(self, time: Timestamp) -> i64 {
        match self.frames {
            Some(rate) => {
                let scaled = rate.apply(held(time)).as_nanos();
                scaled.saturating_add(scaled.signum() * (SECOND / 2)) / SECOND
            }
            None => held(time).as_nanos(),
        }
    }

    /// How far off a place a time may be and still stand on it: most formats write milliseconds.
    fn slack(self) -> Timestamp {
        let frame = self.frames.map_or(0, |rate| rate.inverse().apply(Timestamp::from_secs(1)).as_nanos());
        Timestamp::from_nanos((frame / 4).min(MILLI))
    }

    /// The last place at or before a time.
    pub(super) fn at_most(self, time: Timestamp) -> i64 {
        let near = self.nearest(time);
        if self.time(near) > held(time) + self.slack() { near - 1 } else { near }
    }

    /// The first place at or behind a time.
    pub(super) fn at_least(self, time: Timestamp) -> i64 {
        let near = self.nearest(time);
        if self.time(near) < held(time) - self.slack() { near + 1 } else { near }
    }

    /// The least length that is more than none: a frame, or a millisecond.
    pub(super) fn least(self) -> i64 {
        if self.frames.is_some() { 1 } else { MILLI }
    }

    /// A length of seconds that may not be undercut, in whole milliseconds where there are no frames, so that
    /// writing them does not round it away.
    pub(super) fn seconds_at_least(self, seconds: f64) -> i64 {
        let millis = (seconds * 1000.0 - 1e-6).ceil().clamp(0.0, FAR as f64 / MILLI as f64) as i64;
        match self.frames {
            Some(_) => self.at_least(Timestamp::from_millis(millis)).max(0),
            None => millis * MILLI,
        }
    }
}

fn held(time: Timestamp) -> Timestamp {
    Timestamp::from_nanos(time.as_nanos().clamp(-FAR, FAR))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timecode;

    /// A boundary on frame n is `Timecode::time(n)`, and written to milliseconds it is read as frame n again.
    #[test]
    fn frames_are_those_of_time_code() {
        for rate in ["23.976", "24", "25", "29.97", "30", "50", "59.94", "119.88"] {
            let (ratio, timecode): (Ratio, Timecode) = (rate.parse().unwrap(), rate.parse().unwrap());
            let grid = Grid::new(Some(ratio));
            for frame in (0..2_600_000).step_by(1013) {
                let time = grid.time(frame);
                assert_eq!(time, timecode.time(frame));
                for time in [time, time.round_to_millis()] {
                    let places = [grid.nearest(time), grid.at_most(time), grid.at_least(time)];
                    assert_eq!(places, [frame; 3], "{rate}");
                }
            }
        }
    }

    #[test]
    fn limits_in_milliseconds_are_whole_frames() {
        let frames = |rate: &str, millis| Grid::new(rate.parse().ok()).at_least(Timestamp::from_millis(millis));
        assert_eq!([frames("23.976", 84), frames("24", 84), frames("25", 80)], [2, 2, 2]);
        assert_eq!([frames("23.976", 834), frames("25", 834), frames("30", 833)], [20, 21, 25]);
        let most = |rate: &str| Grid::new(rate.parse().ok()).at_most(Timestamp::from_secs(7));
        assert_eq!([most("23.976"), most("25")], [167, 175]);
        assert_eq!(Grid::new(None).seconds_at_least(17.0 / 17.0), 1_000_000_000);
        assert_eq!(Grid::new("25".parse().ok()).seconds_at_least(1.001), 25);
        assert_eq!(Grid::new("25".parse().ok()).seconds_at_least(1.01), 26);
    }

    #[test]
    fn the_ends_of_time_do_no_harm() {
        for rate in [None, Ratio::new(1, u64::MAX), Ratio::new(u64::MAX, 1), Ratio::new(25, 1)] {
            for time in [Timestamp::MAX, -Timestamp::MAX, Timestamp::ZERO] {
                let grid = Grid::new(rate);
                let _ = (grid.time(grid.at_most(time)), grid.time(grid.at_least(time)));
            }
        }
    }
}
