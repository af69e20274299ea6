//! Kaldi as the BBC runs it: `retval.words` with the word as written in `punct`, and a segmentation by
//! speaker apart from it.

use serde::Deserialize;

use super::turns::{Cuts, Glue, Turns};
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

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    retval: Option<Transcript>,
    #[serde(flatten)]
    bare: serde::de::IgnoredAny,
}

#[derive(Default, Deserialize)]
struct Transcript {
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

#[derive(Deserialize)]
struct Speaker {
    #[serde(default, rename = "@id", deserialize_with = "fields::label")]
    id: Option<String>,
}
