//! From the blocks of a transcript to captions.

mod profile;

pub use profile::Profile;

use crate::diagnostic::Sink;
use crate::model::Document;

/// What the caption stage is told.
#[derive(Debug, Clone)]
pub struct CaptionOptions {
    /// The limits and habits to meet.
    pub profile: Profile,
    /// The language of the text, as a two-letter code; detected if absent.
    pub language: Option<String>,
}

/// Cuts a document's text into captions.
pub fn caption(_document: &Document<'_>, _options: &CaptionOptions, _sink: &mut Sink) -> Document<'static> {
    todo!()
}
