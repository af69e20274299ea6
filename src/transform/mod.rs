//! What is done to a document between reading and writing: one file each.

mod chapters;
mod combine;
mod divide;
mod join;
mod labels;
mod overlay;
mod paragraphs;
mod retime;
mod sounds;
mod speakers;
mod stack;
mod time_map;
mod timing;
mod turns;
mod unroll;
mod wording;

pub use chapters::{Chapter, read_chapters};
pub use combine::{CombineOptions, combine};
pub use divide::{DivideOptions, Division, DocumentPart, divide};
pub use join::{Join, PartPlace};
pub use labels::{drop_labels, lift_labels};
pub use overlay::{OverlayMode, OverlayOptions, overlay};
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
pub use turns::split_dialogue;
pub use unroll::{rolling_cues, unroll};
pub use wording::{Case, ReplaceTable, change_case, replace_text, strip_styles};
