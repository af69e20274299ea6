//! What is done to a document between reading and writing: one file each.

mod sounds;
mod speakers;

pub use sounds::drop_sounds;
pub use speakers::{SpeakerTable, rename_speakers};
