//! A document: cues in order, who speaks in them, and what is known about the whole.

use std::collections::BTreeMap;

use super::{Cue, Speakers, Timestamp};
use crate::source::Source;

/// What the cues of a document are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// Captions, ready to be shown.
    #[default]
    Captions,
    /// Blocks of a transcript: one for each stamp or turn, to be cut into captions.
    Transcript,
}

/// Cues in order, speakers, metadata, and the source they were read from.
#[derive(Debug, Clone, Default)]
pub struct Document<'a> {
    /// Captions, or blocks of a transcript.
    pub kind: DocumentKind,
    /// The cues in document order.
    pub cues: Vec<Cue<'a>>,
    /// Who speaks.
    pub speakers: Speakers,
    /// What is known about the whole.
    pub metadata: Metadata,
    /// The text it was read from; writers of the same format copy from it what did not change.
    pub source: Option<&'a Source<'a>>,
    /// Of a transcript: the shape its lines were found to have.
    pub shape: Option<Shape>,
    /// The id of the format it was read from (`"srt"`), and what writers compare with their own.
    pub format: Option<&'static str>,
}

/// The shape of a transcript's lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its patterns as a person would write such a line (`[0:03] Name: text`), and how many lines have
    /// each, the most first.
    pub patterns: Vec<(String, usize)>,
    /// Of the lines that could be stamps, the share that was taken as such and rises, 0 to 1.
    pub confidence: f64,
}

/// What is known about a document as a whole, from its head, its foot or its fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// The title.
    pub title: Option<String>,
    /// The date, as written.
    pub date: Option<String>,
    /// A BCP 47 language tag.
    pub language: Option<String>,
    /// How long the programme is.
    pub duration: Option<Timestamp>,
    /// The paragraphs that describe it.
    pub description: Option<String>,
    /// The keywords.
    pub keywords: Vec<String>,
    /// Comments and remarks that belong to no cue, in order (WebVTT `NOTE`s, vendor lines).
    pub notes: Vec<String>,
    /// Style sheets (WebVTT `STYLE` blocks), in order.
    pub styles: Vec<String>,
    /// Regions (WebVTT `REGION` blocks), in order.
    pub regions: Vec<Region>,
    /// Anything else that has a name.
    pub other: BTreeMap<String, String>,
}

/// A WebVTT region; the defaults are the standard's.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// The name cues refer to.
    pub id: String,
    /// Width in per cent of the picture.
    pub width: f64,
    /// Height in lines.
    pub lines: u32,
    /// The point of the region that is placed, in per cent (x, y).
    pub region_anchor: (f64, f64),
    /// Where on the picture it is placed, in per cent (x, y).
    pub viewport_anchor: (f64, f64),
    /// Whether new lines push old ones up.
    pub scroll_up: bool,
}

impl Default for Region {
    fn default() -> Self {
        Region {
            id: String::new(),
            width: 100.0,
            lines: 3,
            region_anchor: (0.0, 100.0),
            viewport_anchor: (0.0, 100.0),
            scroll_up: false,
        }
    }
}

impl Document<'_> {
    /// The name of a cue's speaker.
    pub fn speaker_of(&self, cue: &Cue<'_>) -> Option<&str> {
        self.speakers.get(cue.speaker?)
    }

    /// The same document, owning its text and cut loose from its source.
    pub fn into_owned(self) -> Document<'static> {
        Document {
            kind: self.kind,
            cues: self.cues.into_iter().map(Cue::into_owned).collect(),
            speakers: self.speakers,
            metadata: self.metadata,
            source: None,
            shape: self.shape,
            format: self.format,
        }
    }
}
