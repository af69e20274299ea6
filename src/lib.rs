//! Transcripts in, captions out; captions re-timed, merged, checked and converted; nothing lost silently.
//!
//! bytes → [`Source`] → [`Format::read`] → [`Document`] → transforms → [`Format::write`] → bytes.
//! A transcript is one more format to read; [`caption`] makes cues of its blocks.

mod caption;
mod diagnostic;
mod error;
pub mod format;
mod limits;
mod model;
mod rolling;
mod source;
mod sync;
mod transcript;
mod transform;

pub use caption::{
    CaptionOptions, CaptionSummary, Dialogue, ExplainedCue, ExplainedPlace, Explanation, OtherCut, PROFILES, Preset,
    Profile, ProfileInfo, Reason, Taken, caption, explain, language_of, recut_long,
};
pub use diagnostic::{Diagnostic, Severity, Sink, is_loss, report_left_in_source};
pub use error::{Error, ErrorKind, Result};
pub use format::{Format, ReadOptions, WriteOptions};
pub use limits::Limits;
pub use model::*;
pub use source::{Charset, Newline, Position, Source, Unmappable};
pub use sync::{AlignOptions, Alignment, Mismatch, Part, align};
pub use transform::{
    Anchor, AnchorError, BelowZero, BrokenLimit, Case, Chapter, CombineOptions, CueTiming, DivideOptions, Division,
    DocumentPart, Join, MayChange, Overlap, OverlayMode, OverlayOptions, ParagraphEach, ParagraphOptions, PartPlace,
    ReplaceTable, Selection, ShotRules, SpeakerTable, StartsBelowZero, TimeMap, TimingChanges, TimingLimit,
    TimingLimits, change_case, combine, divide, drop_labels, drop_sounds, first_start, from_timecode, lift_labels,
    limit_timing, overlay, paragraphs, read_chapters, read_shots, rename_speakers, replace_text, retime, rolling_cues,
    settle_below_zero, split_dialogue, strip_styles, to_timecode, trim, unroll,
};

/// The README's examples run as tests; one of them speaks of srtlib.
#[cfg(all(doctest, feature = "srtlib"))]
#[doc = include_str!("../README.md")]
struct Readme;
