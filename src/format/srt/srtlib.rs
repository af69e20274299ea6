//! To and from the types of the crate `srtlib`, and whether its parser would read a file (Cargo feature
//! `srtlib`, on by default).
//!
//! srtlib counts whole milliseconds from 0 to 255:59:59,999 and keeps a cue's markup in its text. So times are
//! rounded to the nearest millisecond, one it cannot hold is an [`Error`], and its text is the text we write
//! into an SRT file: `<i>`, `{\an8}`, the speaker's name where the speaker changes, no empty line. The other
//! way nothing can fail: every number it holds is a time of ours, and markup it knows nothing of becomes
//! styles and a place.
//!
//! Nothing here panics, which cannot be said of srtlib's own arithmetic: a shift below zero does.
//!
//! ```
//! use cuekit::{Cue, Document, Timestamp};
//! use srtlib::Subtitles;
//!
//! let theirs = Subtitles::parse_from_str("1\n00:00:01,000 --> 00:00:02,500\n<i>Who is there?</i>".to_owned())?;
//! let mut document = Document::from(&theirs);
//! assert_eq!(document.cues[0].text.as_str(), "Who is there?");
//!
//! for cue in &mut document.cues {
//!     cue.start += Timestamp::from_secs(60);
//!     cue.end += Timestamp::from_secs(60);
//! }
//! document.cues.push(Cue::new(Timestamp::from_secs(70), Timestamp::from_secs(71), "Nobody."));
//! let back = Subtitles::try_from(&document)?;
//! assert_eq!(back[0].to_string(), "1\n00:01:01,000 --> 00:01:02,500\n<i>Who is there?</i>");
//! assert_eq!((back[1].num, back[1].text.as_str()), (2, "Nobody."));
//!
//! // Below zero there is nothing for srtlib.
//! document.cues[0].start = Timestamp::from_secs(-1);
//! let error = Subtitles::try_from(&document).unwrap_err();
//! assert_eq!(error.to_string(), "cue 1: srtlib has no time -0:00:01.000, only 0 to 255:59:59.999");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::borrow::Cow;
use std::fmt;

use ::srtlib::{Subtitle, Subtitles};

use super::{numpad, tags, timing_line, write};
use crate::diagnostic::Sink;
use crate::format::{FindingKind, Verdict, WriteOptions};
use crate::model::{Cue, Document, Timestamp};

/// Why srtlib cannot hold something.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A time below zero, or beyond 255:59:59,999.
    Time {
        /// The cue it is of, counted from 0, if it is one of a document.
        cue: Option<usize>,
        /// The time.
        time: Timestamp,
    },
    /// srtlib does not read what is written for the document: markup that was read from another format holds
    /// an empty line.
    Refused(::srtlib::ParsingError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Time { cue, time } => {
                if let Some(index) = cue {
                    write!(f, "cue {}: ", index.saturating_add(1))?;
                }
                write!(f, "srtlib has no time {time}, only 0 to 255:59:59.999")
            }
            Error::Refused(error) => write!(f, "srtlib does not read the text of a cue: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Time { .. } => None,
            Error::Refused(error) => Some(error),
        }
    }
}

/// The time, to the millisecond; a cue of a document is named by the caller.
fn theirs(time: Timestamp, cue: Option<usize>) -> Result<::srtlib::Timestamp, Error> {
    u32::try_from(time.to_millis())
        .ok()
        .filter(|millis| *millis <= ::srtlib::Timestamp::MAX_TIMESTAMP_MILLIS)
        .map(::srtlib::Timestamp::from_milliseconds)
        .ok_or(Error::Time { cue, time })
}

/// srtlib's number of milliseconds, which it shows only as fields of a clock. Beyond its own maximum, which
/// its constructors do not hold to, the fields are wrong (hours are cut to eight bits), and the number is
/// found by comparing.
fn millis(time: ::srtlib::Timestamp) -> u32 {
    let (hours, minutes, seconds, rest) = time.get();
    let told = ::srtlib::Timestamp::convert_to_milliseconds(hours, minutes, seconds, rest);
    if ::srtlib::Timestamp::from_milliseconds(told) == time {
        return told;
    }
    let (mut low, mut high) = (0u32, u32::MAX);
    while low < high {
        let middle = low + (high - low) / 2;
        if ::srtlib::Timestamp::from_milliseconds(middle) < time {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

impl TryFrom<Timestamp> for ::srtlib::Timestamp {
    type Error = Error;

    /// Rounded to the nearest millisecond.
    ///
    /// # Errors
    ///
    /// [`Error::Time`] below zero and beyond 255:59:59,999.
    ///
    /// ```
    /// let time = srtlib::Timestamp::try_from(cuekit::Timestamp::from_nanos(1_499_500_000))?;
    /// assert_eq!(time.to_string(), "00:00:01,500");
    /// assert!(srtlib::Timestamp::try_from(cuekit::Timestamp::from_secs(256 * 3600)).is_err());
    /// # Ok::<(), cuekit::format::srtlib::Error>(())
    /// ```
    fn try_from(time: Timestamp) -> Result<Self, Error> {
        theirs(time, None)
    }
}

impl From<::srtlib::Timestamp> for Timestamp {
    /// Exact, even where srtlib shows its own time wrongly.
    ///
    /// ```
    /// let time = srtlib::Timestamp::from_milliseconds(u32::MAX); // 1193 hours; srtlib prints 169
    /// assert_eq!(cuekit::Timestamp::from(time).to_millis(), i64::from(u32::MAX));
    /// ```
    fn from(time: ::srtlib::Timestamp) -> Self {
        Timestamp::from_millis(i64::from(millis(time)))
    }
}

impl TryFrom<&Cue<'_>> for Subtitle {
    type Error = Error;

    /// The cue as SRT has it: times to the millisecond, markup in the text, no empty line. The number is the
    /// cue's id if that is one, or 1. Who speaks stands in the document, so no name is written.
    ///
    /// # Errors
    ///
    /// [`Error::Time`] if a time lies below zero or beyond 255:59:59,999.
    ///
    /// ```
    /// use cuekit::{Cue, Timestamp};
    /// let cue = Cue::new(Timestamp::from_secs(1), Timestamp::from_millis(2_040), "Two\nlines.");
    /// let subtitle = srtlib::Subtitle::try_from(&cue)?;
    /// assert_eq!(subtitle.to_string(), "1\n00:00:01,000 --> 00:00:02,040\nTwo\nlines.");
    /// # Ok::<(), cuekit::format::srtlib::Error>(())
    /// ```
    fn try_from(cue: &Cue<'_>) -> Result<Self, Error> {
        let (start, end) = (theirs(cue.start, None)?, theirs(cue.end.max(cue.start), None)?);
        let number = cue.id().and_then(|id| id.parse().ok()).unwrap_or(1);
        let alone = Document { cues: vec![cue.clone()], ..Document::default() };
        let written = written(&alone);
        let text = written.splitn(3, '\n').nth(2).unwrap_or("");
        Ok(Subtitle::new(number, start, end, text.to_owned()))
    }
}

impl From<&Subtitle> for Cue<'static> {
    /// Times as they are, markup as styles and a place, the number as id. A subtitle that ends before it
    /// begins gets no length.
    ///
    /// ```
    /// let subtitle = srtlib::Subtitle::parse("7\n00:00:01,000 --> 00:00:02,000\n{\\an8}<b>Up</b> here".to_owned())?;
    /// let cue = cuekit::Cue::from(&subtitle);
    /// assert_eq!((cue.text.as_str(), cue.id()), ("Up here", Some("7")));
    /// assert!(cue.layout().is_some() && cue.text.spans().len() == 1);
    /// # Ok::<(), srtlib::ParsingError>(())
    /// ```
    fn from(subtitle: &Subtitle) -> Self {
        let start = Timestamp::from(subtitle.start_time);
        let end = Timestamp::from(subtitle.end_time).max(start);
        // The last cue of a file that srtlib has read keeps the file's last end of line.
        let (text, key) = tags::parse(Cow::Owned(subtitle.text.trim_end_matches('\n').to_owned()));
        let mut cue = Cue::new(start, end, text);
        let extra = cue.extra_mut();
        extra.id = Some(subtitle.num.to_string().into());
        extra.layout = key.map(|key| Box::new(numpad(key)));
        cue
    }
}

impl TryFrom<&Document<'_>> for Subtitles {
    type Error = Error;

    /// The document as it would be written as SRT, numbered from 1, with the speaker's name where the
    /// speaker changes. What SRT has no place for is left out; to be told of that, write the document with
    /// [`Format::write`](crate::Format::write).
    ///
    /// # Errors
    ///
    /// [`Error::Time`] with the first cue that has a time below zero or beyond 255:59:59,999, and
    /// [`Error::Refused`] for markup that cannot stand in an SRT file.
    fn try_from(document: &Document<'_>) -> Result<Self, Error> {
        for (index, cue) in document.cues.iter().enumerate() {
            theirs(cue.start, Some(index))?;
            theirs(cue.end.max(cue.start), Some(index))?;
        }
        Subtitles::parse_from_str(written(document)).map_err(Error::Refused)
    }
}

impl From<&Subtitles> for Document<'static> {
    /// A document of captions. As our own reader does, it keeps a number only if it is not simply the cue's
    /// place in the list; the order is kept, whatever the numbers say.
    fn from(subtitles: &Subtitles) -> Self {
        let cues = subtitles.into_iter().enumerate().map(|(index, subtitle)| {
            let mut cue = Cue::from(subtitle);
            if subtitle.num == index + 1
                && let Some(extra) = &mut cue.extra
            {
                extra.id = None;
                if extra.layout.is_none() {
                    cue.extra = None;
                }
            }
            cue
        });
        Document { cues: cues.collect(), ..Document::default() }
    }
}

/// The document as SRT, all of it in our own spelling, without the last end of line, which srtlib would take
/// for a part of the text. Nothing is said of what is lost: that is for who writes a file.
fn written(document: &Document<'_>) -> String {
    // What the source has need not be as srtlib wants it.
    let anew = Document { cues: document.cues.clone(), speakers: document.speakers.clone(), ..Document::default() };
    // SRT can hold any document, so its writer has no errors.
    let mut text = write::write(&anew, &WriteOptions::default(), &mut Sink::new()).unwrap_or_default();
    text.truncate(text.trim_end_matches('\n').len());
    text
}

/// Whether `srtlib::Subtitles::parse_from_file(file, None)` would read these bytes, and what it would take
/// for something else. Where it stops at the first cue it refuses, this goes on and lists them all.
pub(in crate::format) fn check(bytes: &[u8]) -> Verdict {
    let mut verdict = Verdict::default();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count() + 1;
            let message = "these bytes are no UTF-8, and it reads nothing else unless it is told the encoding";
            verdict.add(line, FindingKind::Refused, message.into());
            return verdict;
        }
    };
    // Cut into cues exactly as srtlib does it.
    let text = text.trim_start_matches('\u{FEFF}').replace('\r', "");
    let mut next = 1;
    for piece in text.split_terminator("\n\n") {
        let cue = piece.trim_start_matches('\n');
        let line = next + piece.len() - cue.len();
        next += piece.matches('\n').count() + 2;
        if !piece.contains(char::is_alphanumeric) {
            if !piece.trim().is_empty() {
                let message = format!("{} is passed over: there is no letter and no digit in it", shown(cue));
                verdict.add(line, FindingKind::Misread, message);
            }
            continue;
        }
        match Subtitle::parse(cue.to_owned()) {
            Ok(subtitle) => {
                verdict.cues += 1;
                compare(cue, &subtitle, line, &mut verdict);
            }
            Err(error) => {
                let (line, message) = fault(cue, line, &error);
                verdict.add(line, FindingKind::Refused, message);
            }
        }
    }
    verdict
}

/// What srtlib does not like about a cue, and in which line.
fn fault(cue: &str, line: usize, error: &::srtlib::ParsingError) -> (usize, String) {
    let mut lines = cue.splitn(3, '\n');
    let number = lines.next().unwrap_or("");
    if number.parse::<usize>().is_err() {
        let message = if timing_line(number, false).is_some() {
            "there is no number above the times of this cue".to_owned()
        } else {
            format!("{} is no number; behind an empty line a cue must begin, with its number ({error})", shown(number))
        };
        return (line, message);
    }
    let Some(times) = lines.next() else {
        return (line, format!("there are no times below the number {number}"));
    };
    let message = match times.split_once(" --> ") {
        None => format!("{} are no two times with ` --> ` between them", shown(times)),
        Some((start, end)) => {
            // Behind the times may stand a place on the picture, which it passes over.
            let end = end.split(' ').next().unwrap_or("");
            let bad = if ::srtlib::Timestamp::parse(start).is_err() { start } else { end };
            format!("{} is no time to it, which is hours:minutes:seconds,milliseconds ({error})", shown(bad))
        }
    };
    (line + 1, message)
}

/// What srtlib took from a cue for something else than it is.
fn compare(cue: &str, subtitle: &Subtitle, line: usize, verdict: &mut Verdict) {
    let mut lines = cue.split('\n').skip(1);
    if let Some(meant) = lines.next().and_then(|line| timing_line(line, false)) {
        for (meant, read) in [(meant.start, subtitle.start_time), (meant.end, subtitle.end_time)] {
            let read = Timestamp::from(read);
            if meant.round_to_millis() != read {
                verdict.add(line + 1, FindingKind::Misread, format!("{meant} is read as {read}"));
            }
        }
    }
    for (index, text) in lines.enumerate() {
        if text.contains("-->") && timing_line(text, false).is_some() {
            let message = "these times are taken for a text: there is no empty line before this cue";
            verdict.add(line + 2 + index, FindingKind::Misread, message.into());
        }
    }
}

/// A piece of the file as it is quoted.
fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    let cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() { format!("{:?}", cut + "…") } else { format!("{cut:?}") }
}
