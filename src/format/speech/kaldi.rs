//! Kaldi as the BBC runs it: `retval.words` with the word as written in `punct`, and a segmentation by
//! speaker apart from it.

use serde::Deserialize;

use super::block::{Cuts, Glue};
use super::turns::{Spans, Turns};
use super::{SPEECH, fields, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Caps, Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format =
    service("kaldi", "BBC Kaldi JSON", &["bbc-kaldi"], Caps { metadata: false, ..SPEECH }, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        outline.has_all(&["words/word", "words/punct"]) || outline.has_all(&["retval/words/word", "retval/words/start"])
    })
}

/// The answer, or only the transcript in it.
#[derive(Deserialize)]
struct Transcript {
    #[serde(default)]
    retval: Option<Box<Transcript>>,
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
    #[serde(default)]
    segmentation: Option<Segmentation>,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default, deserialize_with = "fields::label")]
    word: Option<String>,
    #[serde(default, deserialize_with = "fields::label")]
    punct: Option<String>,
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Segmentation {
    #[serde(default, deserialize_with = "fields::list")]
    segments: Vec<Segment>,
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default)]
    speaker: Option<Speaker>,
}

impl Segment {
    fn speaker(&self) -> Option<&str> {
        self.speaker.as_ref()?.id.as_deref()
    }
}

/// Counted by the segmentation (`S0`).
#[derive(Deserialize)]
struct Speaker {
    #[serde(default, rename = "@id", deserialize_with = "fields::label")]
    id: Option<String>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let whole: Transcript = json::from_text(source.text())?;
    let Transcript { words, segmentation, .. } = match whole.retval {
        Some(inner) if whole.words.is_empty() => *inner,
        _ => whole,
    };
    let segments = segmentation.map(|segmentation| segmentation.segments).unwrap_or_default();
    let mut spans = Spans::new(segments.iter().map(|segment| (segment.start, segment.speaker())));
    let mut turns = Turns::new(source, if segments.is_empty() { Cuts::Pauses } else { Cuts::Long });
    for word in &words {
        let time = fields::time(word.start, word.end);
        if let Some(speaker) = spans.enter(time) {
            turns.open(speaker);
        }
        turns.word(word.punct.as_deref().or(word.word.as_deref()).unwrap_or_default(), time, Glue::Script);
    }
    turns.finish(options, sink)
}
