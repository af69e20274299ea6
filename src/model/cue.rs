//! A cue: a text, when it is shown, and how sure we are of that.

use std::borrow::Cow;
use std::ops::Range;

use super::{Layout, SpeakerId, Text, Timestamp};

/// How a time came about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Timing {
    /// As written in the source.
    #[default]
    Stamped,
    /// Guessed between two stamps by a model of speech.
    Interpolated,
    /// Heard in the audio.
    Aligned,
}

impl Timing {
    /// The word the native JSON uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Timing::Stamped => "stamped",
            Timing::Interpolated => "interpolated",
            Timing::Aligned => "aligned",
        }
    }
}

/// How finely a stamp was written. A stamp of whole seconds is the *floor* of the true time, so
/// speech begins up to a second after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// Milliseconds or finer: taken as exact.
    #[default]
    Exact,
    /// Hundredths, tenths or frames: exact enough for captions.
    Fraction,
    /// Whole seconds, floored.
    Second,
}

/// One caption, or one block of a transcript.
///
/// Small on purpose: what few cues carry lives behind [`Cue::extra`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cue<'a> {
    /// When it appears.
    pub start: Timestamp,
    /// When it is gone. Never before `start` once a reader or transform has returned.
    pub end: Timestamp,
    /// What is said or shown; lines are parted by `\n`.
    pub text: Text<'a>,
    /// Who speaks.
    pub speaker: Option<SpeakerId>,
    /// How `start` came about.
    pub timing: Timing,
    /// How `end` came about.
    pub end_timing: Timing,
    /// How finely `start` was written.
    pub resolution: Resolution,
    /// The bytes of the source's text it was read from, empty if none.
    pub source: SourceRange,
    /// What few cues have: id, layout, words.
    pub extra: Option<Box<Extra<'a>>>,
}

/// A byte range of a source's text. 32-bit, because [`Limits::bytes`](crate::Limits) keeps files
/// below 4 GiB and cues small.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SourceRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl SourceRange {
    /// As a range to slice with.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether there is no source.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

impl From<Range<usize>> for SourceRange {
    /// Offsets beyond 4 GiB, which no reader lets in, become the end of the range.
    fn from(range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        SourceRange { start: clamp(range.start), end: clamp(range.end) }
    }
}

/// What few cues carry.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extra<'a> {
    /// The identifier (WebVTT) or number (SRT) as written.
    pub id: Option<Cow<'a, str>>,
    /// Where on the picture it stands.
    pub layout: Option<Box<Layout>>,
    /// Its words with their own times, in order; empty if not known.
    pub words: Vec<Word>,
    /// How far `start` may be from the speech (an expected absolute error), if it was guessed.
    pub expected_error: Option<Timestamp>,
}

/// A word with its own time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// The word with its punctuation.
    pub text: String,
}

impl<'a> Cue<'a> {
    /// A cue as written: stamped times and a text.
    pub fn new(start: Timestamp, end: Timestamp, text: impl Into<Text<'a>>) -> Self {
        Cue { start, end, text: text.into(), ..Cue::default() }
    }

    /// How long it is shown.
    pub fn duration(&self) -> Timestamp {
        self.end - self.start
    }

    /// The id or number as written.
    pub fn id(&self) -> Option<&str> {
        self.extra.as_ref()?.id.as_deref()
    }

    /// Where on the picture it stands, if it says so.
    pub fn layout(&self) -> Option<&Layout> {
        self.extra.as_ref()?.layout.as_deref()
    }

    /// Its words with times, empty if not known.
    pub fn words(&self) -> &[Word] {
        self.extra.as_ref().map_or(&[], |extra| &extra.words)
    }

    /// What few cues carry, made if it was not there.
    pub fn extra_mut(&mut self) -> &mut Extra<'a> {
        self.extra.get_or_insert_default()
    }

    /// The same cue, owning its text.
    pub fn into_owned(self) -> Cue<'static> {
        Cue {
            start: self.start,
            end: self.end,
            text: self.text.into_owned(),
            speaker: self.speaker,
            timing: self.timing,
            end_timing: self.end_timing,
            resolution: self.resolution,
            source: self.source,
            extra: self.extra.map(|extra| {
                Box::new(Extra {
                    id: extra.id.map(|id| Cow::Owned(id.into_owned())),
                    layout: extra.layout,
                    words: extra.words,
                    expected_error: extra.expected_error,
                })
            }),
        }
    }
}
