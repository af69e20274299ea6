//! The document of cues that every reader makes and every writer takes.

mod cue;
mod document;
mod layout;
mod ratio;
mod speaker;
mod text;
mod time;
mod timecode;

pub use cue::{Cue, Extra, Resolution, SourceRange, Timing, Word};
pub use document::{Document, DocumentKind, Metadata, Region, Shape};
pub use layout::{Align, Layout, Line, LineAlign, PositionAlign, Vertical};
pub use ratio::{ParseRatioError, Ratio};
pub use speaker::{SpeakerId, Speakers};
pub use text::{Span, Style, Text};
pub use time::{ClockFields, ParseTimestampError, Timestamp};
pub use timecode::Timecode;
