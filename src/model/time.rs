//! A moment or a span of time: a signed count of nanoseconds, never a float.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// A moment on a programme's clock, or a length of time, in whole nanoseconds.
///
/// Fine enough that a frame at 30000/1001 survives a round trip; signed, because times may be below
/// zero while editing; wide enough (±292 years) that a clock past 99 hours never wraps. Arithmetic
/// saturates. It is rounded once, by the writer.
///
/// ```
/// use cuekit::Timestamp;
/// let t = Timestamp::from_millis(2_500) + Timestamp::from_secs(1);
/// assert_eq!(t.to_string(), "0:00:03.500");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A moment cut into the fields a clock shows, of its absolute value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockFields {
    /// Whether the moment lies before zero.
    pub negative: bool,
    /// Whole hours, without bound.
    pub hours: u64,
    /// Minutes, 0 to 59.
    pub minutes: u8,
    /// Seconds, 0 to 59.
    pub seconds: u8,
    /// Milliseconds, 0 to 999.
    pub millis: u16,
}

const NANOS_PER_MILLI: i64 = 1_000_000;
const NANOS_PER_SEC: i64 = 1_000_000_000;

impl Timestamp {
    /// The beginning.
    pub const ZERO: Timestamp = Timestamp(0);
    /// The latest moment there is.
    pub const MAX: Timestamp = Timestamp(i64::MAX);

    /// From nanoseconds.
    pub const fn from_nanos(nanos: i64) -> Self {
        Timestamp(nanos)
    }

    /// From milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Timestamp(millis.saturating_mul(NANOS_PER_MILLI))
    }

    /// From whole seconds.
    pub const fn from_secs(secs: i64) -> Self {
        Timestamp(secs.saturating_mul(NANOS_PER_SEC))
    }

    /// From seconds as a float, to the nearest nanosecond; for models of speech, whose times are
    /// guesses anyway. Not a number becomes zero.
    pub fn from_secs_f64(secs: f64) -> Self {
        Timestamp((secs * NANOS_PER_SEC as f64).round() as i64)
    }

    /// In nanoseconds.
    pub const fn as_nanos(self) -> i64 {
        self.0
    }

    /// In seconds, as near as a float can.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / NANOS_PER_SEC as f64
    }

    /// In milliseconds, rounded to the nearest, halves away from zero.
    pub const fn to_millis(self) -> i64 {
        let half = if self.0 < 0 { -NANOS_PER_MILLI / 2 } else { NANOS_PER_MILLI / 2 };
        self.0.saturating_add(half) / NANOS_PER_MILLI
    }

    /// Rounded to the nearest millisecond, as every format of ours but JSON writes it.
    pub const fn round_to_millis(self) -> Self {
        Self::from_millis(self.to_millis())
    }

    /// The fields a clock shows, after rounding to the millisecond.
    pub const fn fields(self) -> ClockFields {
        let millis = self.to_millis();
        let abs = millis.unsigned_abs();
        ClockFields {
            negative: millis < 0,
            hours: abs / 3_600_000,
            minutes: (abs / 60_000 % 60) as u8,
            seconds: (abs / 1000 % 60) as u8,
            millis: (abs % 1000) as u16,
        }
    }

    /// The sum, held at the ends of the range.
    pub const fn saturating_add(self, other: Self) -> Self {
        Timestamp(self.0.saturating_add(other.0))
    }

    /// The difference, held at the ends of the range.
    pub const fn saturating_sub(self, other: Self) -> Self {
        Timestamp(self.0.saturating_sub(other.0))
    }
}

impl Add for Timestamp {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.saturating_add(other)
    }
}

impl Sub for Timestamp {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.saturating_sub(other)
    }
}

impl AddAssign for Timestamp {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Timestamp {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Timestamp {
    type Output = Self;
    fn neg(self) -> Self {
        Timestamp(self.0.saturating_neg())
    }
}

impl Sum for Timestamp {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::saturating_add)
    }
}

impl fmt::Display for Timestamp {
    /// For people: `h:mm:ss.mmm`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = self.fields();
        let sign = if c.negative { "-" } else { "" };
        write!(f, "{sign}{}:{:02}:{:02}.{:03}", c.hours, c.minutes, c.seconds, c.millis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_to_the_nearest_millisecond_once() {
        assert_eq!(Timestamp::from_nanos(1_499_999).to_millis(), 1);
        assert_eq!(Timestamp::from_nanos(1_500_000).to_millis(), 2);
        assert_eq!(Timestamp::from_nanos(-1_500_000).to_millis(), -2);
    }

    #[test]
    fn never_wraps() {
        assert_eq!(Timestamp::MAX + Timestamp::from_secs(1), Timestamp::MAX);
        assert_eq!(-Timestamp::from_nanos(i64::MIN), Timestamp::MAX);
        assert_eq!(Timestamp::from_secs(i64::MAX), Timestamp::MAX);
        assert_eq!(Timestamp::from_secs(360_000).to_string(), "100:00:00.000");
        let _ = Timestamp::from_nanos(i64::MIN).fields();
    }

    #[test]
    fn frames_of_ntsc_survive() {
        for frame in (0..2_000_000i64).step_by(997) {
            let nanos = frame * 1001 * 1_000_000_000 / 30_000;
            let back = (i128::from(nanos) * 30_000 + 500 * 1_000_000_000) / (1001 * 1_000_000_000);
            assert_eq!(back, i128::from(frame));
        }
    }
}
