//! Times as they are given to options: clocks, lengths, frames, labels of time code.

use std::str::FromStr;

use cuekit::{Anchor, Ratio, Timecode, Timestamp};

use super::exit::Failure;

/// A time, or what becomes one when the frame rate is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TimeArg {
    /// `-2.5s`, `0:02`, `00:00:02,500`.
    Time(Timestamp),
    /// `60f`, `60f@25`.
    Frames(i64, Option<Timecode>),
    /// `01:00:00:12`, `01:00:00;02@29.97df`.
    Label(String, Option<Timecode>),
}

impl FromStr for TimeArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (body, rate) = match text.split_once('@') {
            Some((body, rate)) => (body, Some(rate.parse::<Timecode>().map_err(|error| error.to_string())?)),
            None => (text, None),
        };
        if let Some(frames) = body.strip_suffix('f').and_then(|frames| frames.trim_start_matches('+').parse().ok()) {
            return Ok(TimeArg::Frames(frames, rate));
        }
        if body.matches([':', ';']).count() == 3 {
            return Ok(TimeArg::Label(body.to_owned(), rate));
        }
        if rate.is_some() {
            return Err("a rate behind @ is for frames (60f@25) and labels (01:00:00:12@25)".into());
        }
        body.parse().map(TimeArg::Time).map_err(|_| {
            format!("{text:?} is no time: write 4:19, 00:00:02,500, -2.5s, 250ms, 60f@25 or 01:00:00:12@25")
        })
    }
}

impl TimeArg {
    /// The time, with the rate that other options give for those that name none.
    pub(crate) fn resolve(&self, usual: Option<Timecode>) -> Result<Timestamp, Failure> {
        let rate = |own: Option<Timecode>| {
            own.or(usual).ok_or_else(|| {
                Failure::usage("frames of which rate?")
                    .help("write it behind the time (60f@25, 01:00:00:12@25), or give --timecode")
            })
        };
        match self {
            TimeArg::Time(time) => Ok(*time),
            TimeArg::Frames(frames, own) => Ok(rate(*own)?.time(*frames)),
            TimeArg::Label(label, own) => {
                let timecode = rate(*own)?;
                timecode.frame(label).map(|frame| timecode.time(frame)).ok_or_else(|| {
                    Failure::usage(format!("{label} is no label of time code at {timecode} frames a second"))
                        .help("drop-frame time code leaves two labels out in most minutes, four at 59.94")
                })
            }
        }
    }
}

/// A time as it is, and as it ought to be: `0:01:00=0:01:02.5`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AnchorArg {
    old: TimeArg,
    new: TimeArg,
}

impl FromStr for AnchorArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (old, new) = text.split_once('=').ok_or("an anchor is two times: 0:01:00=0:01:02.5")?;
        Ok(AnchorArg { old: old.parse()?, new: new.parse()? })
    }
}

impl AnchorArg {
    /// The anchor, as [`TimeArg::resolve`].
    pub(crate) fn resolve(&self, usual: Option<Timecode>) -> Result<Anchor, Failure> {
        Ok(Anchor { old: self.old.resolve(usual)?, new: self.new.resolve(usual)? })
    }
}

/// Two ends of a span, `A..B`; either may be left out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Span<T> {
    pub(crate) from: Option<T>,
    pub(crate) to: Option<T>,
}

impl<T: FromStr<Err = String>> FromStr for Span<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once("..").ok_or_else(|| format!("{text:?} has no two ends: write A..B"))?;
        let end = |text: &str| if text.trim().is_empty() { Ok(None) } else { text.trim().parse().map(Some) };
        Ok(Span { from: end(from)?, to: end(to)? })
    }
}

/// A place of a cue, from 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place(pub(crate) usize);

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse()
            .ok()
            .filter(|place| *place > 0)
            .map(Place)
            .ok_or_else(|| format!("{text:?} is no cue: they count from 1"))
    }
}

/// Cues from one to another, or one: `10..50`, `7`.
pub(crate) fn cue_span(text: &str) -> Result<Span<Place>, String> {
    match text.parse::<Place>() {
        Ok(place) => Ok(Span { from: Some(place), to: Some(place) }),
        Err(_) => text.parse(),
    }
}

/// A ratio that times are multiplied by. One far from 1 is a slip: films run at 15 to 120 frames a second.
pub(crate) fn near_ratio(text: &str) -> Result<Ratio, String> {
    let ratio: Ratio = text.parse().map_err(|error: cuekit::ParseRatioError| error.to_string())?;
    if (0.01..=100.0).contains(&ratio.as_f64()) {
        Ok(ratio)
    } else {
        Err("times are multiplied by this, so it is near 1: from 0.01 to 100".into())
    }
}

/// Two rates, `A:B`.
pub(crate) fn rate_pair(text: &str) -> Result<Ratio, String> {
    let (from, to) = text.split_once(':').ok_or("two rates are wanted: 23.976:25")?;
    let rate = |text: &str| text.parse::<Ratio>().map_err(|error| error.to_string());
    rate(from)?.times(rate(to)?.inverse()).ok_or_else(|| "these rates are too large".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_type() {
        let read = |text: &str| text.parse::<TimeArg>().ok()?.resolve(None).ok().map(|time| time.to_string());
        assert_eq!(read("-2.5s").as_deref(), Some("-0:00:02.500"));
        assert_eq!(read("00:00:02,500").as_deref(), Some("0:00:02.500"));
        assert_eq!(read("60f@25").as_deref(), Some("0:00:02.400"));
        assert_eq!(read("-60f@25").as_deref(), Some("-0:00:02.400"));
        assert_eq!(read("01:00:00:12@25").as_deref(), Some("1:00:00.480"));
        assert_eq!(read("01:00:00;02@29.97df").as_deref(), Some("1:00:00.063"));
        for odd in ["60f", "00:01:00;00@29.97df", "2s@25", "soon", "1:2:3:4:5@25", ""] {
            assert_eq!(read(odd), None, "{odd}");
        }
        assert_eq!("..0:10".parse::<Span<TimeArg>>().unwrap().from, None);
        assert_eq!(rate_pair("23.976:25").unwrap().to_string(), "960/1001");
    }
}
