//! A moment or a span of time: a signed count of nanoseconds, never a float.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

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

/// Why a time could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseTimestampError(String);

impl fmt::Display for ParseTimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no time: write 4:19, 1:02:03.5, 90s, 2.5s, 250ms, 3min or 1h", self.0)
    }
}

impl std::error::Error for ParseTimestampError {}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    /// Reads a time as a person types it: `[-][h:]m:ss[.fraction]` with a dot or a comma, or a number
    /// with a unit (`h`, `min`, `m`, `s`, `ms`). Digits past the ninth decimal are dropped.
    ///
    /// ```
    /// use cuekit::Timestamp;
    /// assert_eq!("4:19".parse(), Ok(Timestamp::from_secs(259)));
    /// assert_eq!("-00:00:02,500".parse(), Ok(Timestamp::from_millis(-2500)));
    /// assert_eq!("1.5min".parse(), Ok(Timestamp::from_secs(90)));
    /// assert!("soon".parse::<Timestamp>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseTimestampError(text.to_owned());
        let trimmed = text.trim();
        let (negative, body) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let nanos = if body.contains(':') { clock_nanos(body) } else { quantity_nanos(body) }.ok_or_else(error)?;
        let nanos = i64::try_from(nanos).map_err(|_| error())?;
        Ok(Timestamp(if negative { -nanos } else { nanos }))
    }
}

/// `[h:]m:ss[.fraction]`; only the first field may pass 59.
fn clock_nanos(text: &str) -> Option<i128> {
    let fields: Vec<&str> = text.split(':').collect();
    let (last, first) = fields.split_last()?;
    if first.is_empty() || first.len() > 2 {
        return None;
    }
    let mut minutes: i128 = 0;
    for (index, field) in first.iter().enumerate() {
        let value = digits(field)?;
        if index > 0 && value > 59 {
            return None;
        }
        minutes = minutes * 60 + value;
    }
    let seconds = decimal_nanos(last)?;
    (seconds < i128::from(60 * NANOS_PER_SEC)).then_some(minutes * i128::from(60 * NANOS_PER_SEC) + seconds)
}

/// A number and its unit; seconds are the default.
fn quantity_nanos(text: &str) -> Option<i128> {
    let at = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let nanos = decimal_nanos(number.trim_end())?;
    Some(match unit {
        "h" => nanos * 3600,
        "m" | "min" => nanos * 60,
        "" | "s" => nanos,
        "ms" => nanos / 1000,
        _ => return None,
    })
}

/// A decimal number of seconds in nanoseconds.
fn decimal_nanos(text: &str) -> Option<i128> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let mut nanos = digits(whole)? * i128::from(NANOS_PER_SEC);
    digits(fraction)?;
    for (index, digit) in fraction.bytes().take(9).enumerate() {
        nanos += i128::from(digit - b'0') * 10i128.pow(8 - index as u32);
    }
    Some(nanos)
}

/// Digits only; at most eighteen, so that nothing overflows.
fn digits(text: &str) -> Option<i128> {
    let plausible = (1..=18).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plausible { text.parse().ok() } else { None }
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
