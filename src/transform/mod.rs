//! What is done to a document between reading and writing: one file each.

mod paragraphs;
mod retime;
mod sounds;
mod speakers;
mod time_map;
mod timing;

pub use paragraphs::{ParagraphEach, ParagraphOptions, paragraphs};
pub(crate) use retime::move_cue;
pub use retime::{
    BelowZero, Selection, StartsBelowZero, first_start, from_timecode, retime, settle_below_zero, to_timecode, trim,
};
pub use sounds::drop_sounds;
pub use speakers::{SpeakerTable, rename_speakers};
pub use time_map::{Anchor, AnchorError, TimeMap};
pub use timing::{
    BrokenLimit, CueTiming, MayChange, Overlap, ShotRules, TimingChanges, TimingLimit, TimingLimits, limit_timing,
    read_shots,
};
