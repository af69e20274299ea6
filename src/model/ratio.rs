//! Ratios of whole numbers: by them times are stretched without an error that grows, and frames are counted.

use std::fmt;
use std::str::FromStr;

use super::Timestamp;

/// A ratio of two whole numbers, both above zero, in lowest terms.
///
/// ```
/// use cuekit::{Ratio, Timestamp};
/// let ratio: Ratio = "25/23.976".parse()?;
/// assert_eq!(ratio, Ratio::new(25 * 1001, 24000).unwrap());
/// assert_eq!(ratio.apply(Timestamp::from_secs(24_000)), Timestamp::from_secs(25_025));
/// # Ok::<(), cuekit::ParseRatioError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: u64,
    denominator: u64,
}

impl Ratio {
    /// One to one.
    pub const ONE: Ratio = Ratio { numerator: 1, denominator: 1 };

    /// `None` if one of them is zero.
    pub const fn new(numerator: u64, denominator: u64) -> Option<Ratio> {
        if numerator == 0 || denominator == 0 {
            return None;
        }
        let divisor = greatest_common_divisor(numerator, denominator);
        Some(Ratio { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    /// What stands above the line.
    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// What stands below the line.
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// The other way round.
    pub const fn inverse(self) -> Ratio {
        Ratio { numerator: self.denominator, denominator: self.numerator }
    }

    /// The product; `None` if its terms are beyond what a ratio holds.
    pub fn times(self, other: Ratio) -> Option<Ratio> {
        // Divided crosswise first, so that terms stay small.
        let (a, b) = (Ratio::new(self.numerator, other.denominator)?, Ratio::new(other.numerator, self.denominator)?);
        Some(Ratio {
            numerator: a.numerator.checked_mul(b.numerator)?,
            denominator: a.denominator.checked_mul(b.denominator)?,
        })
    }

    /// A time multiplied by the ratio, rounded once, to the nanosecond; held at the ends of the range.
    pub fn apply(self, time: Timestamp) -> Timestamp {
        let product = i128::from(time.as_nanos()) * i128::from(self.numerator);
        Timestamp::from_nanos(divide(product, i128::from(self.denominator)))
    }

    /// As near as a float can.
    pub fn as_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

/// The quotient, rounded to the nearest, halves away from zero; held at the ends of the range.
pub(crate) fn divide(dividend: i128, divisor: i128) -> i64 {
    let half = divisor / 2;
    let rounded = if dividend < 0 { (dividend - half) / divisor } else { (dividend + half) / divisor };
    i64::try_from(rounded).unwrap_or(if rounded < 0 { -i64::MAX } else { i64::MAX })
}

const fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            1 => write!(f, "{}", self.numerator),
            denominator => write!(f, "{}/{denominator}", self.numerator),
        }
    }
}

/// Why a ratio or a rate could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseRatioError(pub(super) String);

impl fmt::Display for ParseRatioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no rate: write 25, 23.976, 24000/1001 or 25/23.976", self.0)
    }
}

impl std::error::Error for ParseRatioError {}

impl FromStr for Ratio {
    type Err = ParseRatioError;

    /// Reads `25`, `1.001`, `24000/1001`, `25/23.976`. The rounded names of the rates of NTSC (`23.976`, `23.98`,
    /// `29.97`, `59.94`) mean the rates themselves (24000/1001): the names would be off by a frame every half
    /// hour to every eleven hours.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseRatioError(text.to_owned());
        let (above, below) = text.split_once('/').unwrap_or((text, "1"));
        let (above, below) = (decimal(above).ok_or_else(error)?, decimal(below).ok_or_else(error)?);
        above.times(below.inverse()).ok_or_else(error)
    }
}

/// A decimal number as a ratio.
fn decimal(text: &str) -> Option<Ratio> {
    let text = text.trim();
    let nominal = match text {
        "23.976" | "23.98" => 24,
        "29.97" => 30,
        "47.952" | "47.95" => 48,
        "59.94" => 60,
        "119.88" => 120,
        _ => 0,
    };
    if nominal > 0 {
        return Ratio::new(nominal * 1000, 1001);
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() + decimals.len() > 18 || whole.is_empty() {
        return None;
    }
    let digits = format!("{whole}{decimals}");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Ratio::new(digits.parse().ok()?, 10u64.pow(decimals.len() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        let read = |text: &str| text.parse::<Ratio>().ok().map(|ratio| ratio.to_string());
        assert_eq!(read("25"), Some("25".into()));
        assert_eq!(read("23.976"), Some("24000/1001".into()));
        assert_eq!(read("25/23.976"), Some("1001/960".into()));
        assert_eq!(read("24000/1001"), Some("24000/1001".into()));
        assert_eq!(read("1.001"), Some("1001/1000".into()));
        for odd in ["", "0", "1/0", "-1", "1/2/3", "25fps", ".5", "1e3", "12345678901234567890"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    #[test]
    fn there_and_back_is_exact_to_the_nanosecond() {
        let ratio: Ratio = "25/23.976".parse().unwrap();
        for millis in (0..36_000_000).step_by(7919) {
            let time = Timestamp::from_millis(millis);
            let back = ratio.inverse().apply(ratio.apply(time));
            assert!((back - time).as_nanos().abs() <= 1, "{time}");
        }
        assert_eq!(ratio.apply(Timestamp::MAX), Timestamp::MAX);
        assert_eq!(ratio.apply(-Timestamp::MAX), -Timestamp::MAX);
    }
}
