//! Amberscript: `segments` of one speaker, with words that have their punctuation; names of speakers apart.

use std::collections::HashMap;

use serde::Deserialize;

use super::block::{Cuts, Glue};
use super::turns::Turns;
use super::{SPEECH, fields, language, report_aside, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format = service("amberscript", "Amberscript JSON", &[], SPEECH, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        outline.has("segments/words/text")
            && outline.has_any(&["segments/words/pristine", "speakers/spkid", "startTimeOffset"])
    })
}

#[derive(Deserialize)]
struct Transcript {
    /// Of the recording in the programme; the words count from the recording's beginning.
    #[serde(default, rename = "startTimeOffset", deserialize_with = "fields::label")]
    offset: Option<String>,
    #[serde(default, deserialize_with = "fields::label")]
    filename: Option<String>,
    #[serde(default, deserialize_with = "fields::label")]
    language: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    speakers: Vec<Speaker>,
    #[serde(default, deserialize_with = "fields::list")]
    segments: Vec<Segment>,
    #[serde(default, deserialize_with = "fields::count")]
    highlights: usize,
}

#[derive(Deserialize)]
struct Speaker {
    #[serde(default, deserialize_with = "fields::label")]
    spkid: Option<String>,
    #[serde(default, deserialize_with = "fields::label")]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end: Option<Timestamp>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let transcript: Transcript = json::from_text(source.text())?;
    let names: HashMap<&str, &str> = transcript
        .speakers
        .iter()
        .filter_map(|speaker| speaker.spkid.as_deref().zip(speaker.name.as_deref()))
        .collect();
    let mut turns = Turns::new(source, Cuts::Long);
    turns.metadata().language = transcript.language.as_deref().and_then(language::tag);
    if let Some(name) = transcript.filename {
        turns.metadata().other.insert("file".to_owned(), name);
    }
    if let Some(offset) = transcript.offset.filter(|offset| offset.contains(|c: char| ('1'..='9').contains(&c))) {
        turns.metadata().other.insert("start-time-offset".to_owned(), offset);
    }
    for segment in &transcript.segments {
        let speaker = segment.speaker.as_deref();
        turns.open(speaker.map(|id| names.get(id).copied().unwrap_or(id)));
        for word in &segment.words {
            turns.word(&word.text, fields::time(word.start, word.end), Glue::Script);
        }
    }
    report_aside(transcript.highlights, "highlights", sink);
    turns.finish(options, sink)
}
