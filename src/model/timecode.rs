//! Time code (SMPTE ST 12-1): frames counted in the fields of a clock.
//!
//! At 30000/1001 frames a second a clock that counts thirty of them a second runs slow: by 3.6 seconds an
//! hour. Drop-frame time code leaves two labels out at the start of every minute that is no tenth one (four at
//! 60000/1001), which brings it back to within two frames of the time of day.

use std::fmt;
use std::str::FromStr;

use super::ratio::divide;
use super::{ParseRatioError, Ratio, Timestamp};

/// A way to label frames.
///
/// ```
/// use cuekit::{Timecode, Timestamp};
/// let timecode: Timecode = "29.97df".parse()?;
/// let frame = timecode.frame("01:00:00;00").unwrap();
/// assert_eq!(frame, 107_892);
/// assert_eq!(timecode.label(frame), "01:00:00;00");
/// assert_eq!(timecode.time(frame).to_string(), "0:59:59.996");
/// # Ok::<(), cuekit::ParseRatioError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timecode {
    rate: Ratio,
    /// Frames a clock counts in a second.
    nominal: i64,
    /// Labels left out in a minute.
    dropped: i64,
}

impl Timecode {
    /// Non-drop time code of a rate in frames a second. `None` for less than one frame or more than 1,000.
    pub fn new(rate: Ratio) -> Option<Timecode> {
        let nominal = i64::try_from(rate.numerator().div_ceil(rate.denominator())).ok()?;
        (rate.numerator() >= rate.denominator() && nominal <= 1000).then_some(Timecode { rate, nominal, dropped: 0 })
    }

    /// Drop-frame time code. `None` for rates other than 30000/1001, 60000/1001 and 120000/1001, the only ones
    /// it is defined for.
    pub fn drop_frame(rate: Ratio) -> Option<Timecode> {
        let timecode = Timecode::new(rate)?;
        let is_defined = rate.denominator() == 1001 && matches!(timecode.nominal, 30 | 60 | 120);
        is_defined.then_some(Timecode { dropped: timecode.nominal / 15, ..timecode })
    }

    /// Frames a second.
    pub const fn rate(self) -> Ratio {
        self.rate
    }

    /// Whether it leaves labels out.
    pub const fn is_drop_frame(self) -> bool {
        self.dropped > 0
    }

    /// When a frame begins.
    pub fn time(self, frame: i64) -> Timestamp {
        let second = i128::from(Timestamp::from_secs(1).as_nanos());
        let nanos = i128::from(frame) * second * i128::from(self.rate.denominator());
        Timestamp::from_nanos(divide(nanos, i128::from(self.rate.numerator())))
    }

    /// The frame whose beginning is nearest to a time.
    pub fn nearest(self, time: Timestamp) -> i64 {
        let second = i128::from(Timestamp::from_secs(1).as_nanos());
        let frames = i128::from(time.as_nanos()) * i128::from(self.rate.numerator());
        divide(frames, second * i128::from(self.rate.denominator()))
    }

    /// When the frame begins whose label is nearest to what a clock shows, its decimals being parts of a second's
    /// labels: at 25 frames a second, `1:00:00.480` is frame 12. Labels that are left out are those behind them.
    pub fn time_of_clock(self, clock: Timestamp) -> Timestamp {
        let count = Timecode { rate: self.nominal_rate(), ..self }.nearest(clock);
        let frame = self.frame_of_count(count.abs());
        self.time(if count < 0 { -frame } else { frame })
    }

    /// What a clock shows whose decimals are parts of a second's labels, at the frame nearest to a time.
    pub fn clock_of_time(self, time: Timestamp) -> Timestamp {
        let frame = self.nearest(time);
        let count = self.count_of_frame(frame.abs());
        Timecode { rate: self.nominal_rate(), ..self }.time(if frame < 0 { -count } else { count })
    }

    /// The rate at which labels are counted.
    fn nominal_rate(self) -> Ratio {
        Ratio::new(self.nominal.unsigned_abs(), 1).unwrap_or(Ratio::ONE)
    }

    /// How many labels come before that of a frame, those left out among them.
    fn count_of_frame(self, frame: i64) -> i64 {
        let minute = self.nominal * 60 - self.dropped;
        let ten_minutes = minute * 10 + self.dropped;
        let (tens, rest) = (frame / ten_minutes, frame % ten_minutes);
        // The first minute of ten has all its labels.
        let minutes = if rest < self.nominal * 60 { 0 } else { 1 + (rest - self.nominal * 60) / minute };
        frame + self.dropped * (tens * 9 + minutes)
    }

    /// The frame of the label before which so many come.
    fn frame_of_count(self, count: i64) -> i64 {
        let minutes = count / (self.nominal * 60);
        let left_out = count % (self.nominal * 60) < self.dropped && minutes % 10 != 0;
        let count = if left_out { minutes * self.nominal * 60 + self.dropped } else { count };
        count - self.dropped * (minutes - minutes / 10)
    }

    /// A frame's label, `hh:mm:ss:ff`, with `;` before the frames if labels are left out.
    pub fn label(self, frame: i64) -> String {
        let sign = if frame < 0 { "-" } else { "" };
        let count = self.count_of_frame(frame.abs());
        let (seconds, frames) = (count / self.nominal, count % self.nominal);
        let width = if self.nominal > 100 { 3 } else { 2 };
        let mark = if self.is_drop_frame() { ';' } else { ':' };
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        format!("{sign}{hours:02}:{minutes:02}:{seconds:02}{mark}{frames:0width$}")
    }

    /// The frame of a label: four fields, the last behind `:`, `;`, `.` or `,`. `None` for what is no label, or
    /// one that is left out.
    pub fn frame(self, label: &str) -> Option<i64> {
        let (negative, label) = label.strip_prefix('-').map_or((false, label), |label| (true, label));
        let fields: Vec<i64> = label
            .split([':', ';', '.', ','])
            .map(|field| {
                let is_number = (1..=6).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit());
                if is_number { field.parse().ok() } else { None }
            })
            .collect::<Option<_>>()?;
        let &[hours, minutes, seconds, frames] = &fields[..] else { return None };
        let left_out = frames < self.dropped && seconds == 0 && minutes % 10 != 0;
        if minutes > 59 || seconds > 59 || frames >= self.nominal || left_out {
            return None;
        }
        let frame = self.frame_of_count(((hours * 60 + minutes) * 60 + seconds) * self.nominal + frames);
        Some(if negative { -frame } else { frame })
    }
}

impl FromStr for Timecode {
    type Err = ParseRatioError;

    /// Reads `25`, `23.976`, `29.97ndf` (the same as `29.97`), `29.97df`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseRatioError(text.to_owned());
        let lower = text.trim().to_ascii_lowercase();
        let (rate, drop) = match lower.strip_suffix("ndf") {
            Some(rate) => (rate, false),
            None => lower.strip_suffix("df").map_or((&*lower, false), |rate| (rate, true)),
        };
        let rate: Ratio = rate.trim().parse().map_err(|_| error())?;
        if drop { Timecode::drop_frame(rate) } else { Timecode::new(rate) }.ok_or_else(error)
    }
}

impl fmt::Display for Timecode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.rate, if self.is_drop_frame() { "df" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The counts of SMPTE ST 12-1: 17,982 frames in ten minutes, 107,892 in an hour, 2,589,408 in a day.
    #[test]
    fn drop_frame_counts_are_those_of_the_standard() {
        let timecode: Timecode = "29.97df".parse().unwrap();
        for (label, frame) in [
            ("00:00:59;29", 1799),
            ("00:01:00;02", 1800),
            ("00:02:00;02", 3598),
            ("00:10:00;00", 17_982),
            ("01:00:00;00", 107_892),
            ("24:00:00;00", 2_589_408),
        ] {
            assert_eq!((timecode.frame(label), timecode.label(frame)), (Some(frame), label.to_owned()));
        }
        assert_eq!(timecode.frame("00:01:00;00"), None);
        assert_eq!(timecode.frame("00:01:00;01"), None);
        let sixty: Timecode = "59.94df".parse().unwrap();
        assert_eq!(sixty.frame("24:00:00;00"), Some(5_178_816));
        assert_eq!(sixty.frame("00:01:00;03"), None);
        assert_eq!(sixty.frame("00:01:00;04"), Some(3600));
        // Within two frames of the time of day, and the 86.4 ms that remain after a day.
        for second in 0..86_400 {
            let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
            let frame = timecode.frame(&format!("{hours:02}:{minutes:02}:{seconds:02};02")).unwrap();
            let shown = Timestamp::from_secs(second) + timecode.time(2);
            let remains = 0.0864 * second as f64 / 86_400.0;
            assert!((timecode.time(frame) - shown).as_secs_f64().abs() < 0.067 + remains, "{second}");
        }
    }

    #[test]
    fn every_frame_of_a_day_has_one_label() {
        for rate in ["29.97df", "59.94df", "29.97", "23.976", "25", "50", "119.88df"] {
            let timecode: Timecode = rate.parse().unwrap();
            let last = timecode.frame("24:00:00:00").unwrap();
            let step = if rate == "29.97df" { 1 } else { 97 };
            for frame in (0..last).step_by(step) {
                assert_eq!(timecode.frame(&timecode.label(frame)), Some(frame), "{rate} {frame}");
            }
            for frame in (0..last).step_by(1009) {
                assert_eq!(timecode.nearest(timecode.time(frame)), frame, "{rate} {frame}");
                assert_eq!(timecode.nearest(timecode.time(frame).round_to_millis()), frame, "{rate} {frame}");
            }
        }
    }

    #[test]
    fn clocks_that_show_labels_are_told_from_those_that_show_times() {
        let non_drop: Timecode = "29.97".parse().unwrap();
        let hour = Timestamp::from_secs(3600);
        assert_eq!(non_drop.time_of_clock(hour), Timestamp::from_millis(3_603_600));
        let half = hour + Timestamp::from_millis(500);
        assert_eq!(non_drop.time_of_clock(half), non_drop.time(108_015));
        for rate in ["29.97df", "29.97", "59.94df", "23.976", "25"] {
            let timecode: Timecode = rate.parse().unwrap();
            for frame in (-100_000..3_000_000).step_by(331) {
                let clock = timecode.clock_of_time(timecode.time(frame)).round_to_millis();
                assert_eq!(timecode.time_of_clock(clock), timecode.time(frame), "{rate} {frame}");
            }
        }
    }

    #[test]
    fn drop_frame_is_for_some_rates_only() {
        for odd in ["25df", "23.976df", "30df", "0", "", "df", "2000"] {
            assert!(odd.parse::<Timecode>().is_err(), "{odd}");
        }
        assert_eq!("29.97DF".parse::<Timecode>().unwrap().to_string(), "30000/1001df");
    }
}
