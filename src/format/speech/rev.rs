//! Rev AI and Rev: `monologues` of elements, which are words with times, marks, blanks and what could not
//! be understood. Joined as they stand, the elements are the text.

use std::collections::HashMap;

use serde::Deserialize;

use super::block::{Cuts, Glue};
use super::turns::Turns;
use super::{SPEECH, fields, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format = service("rev", "Rev AI JSON", &["revai", "rev.ai"], SPEECH, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| outline.has_all(&["monologues/elements", "monologues/elements/value"]))
}

#[derive(Deserialize)]
struct Transcript {
    #[serde(default, deserialize_with = "fields::list")]
    monologues: Vec<Monologue>,
    #[serde(default, deserialize_with = "fields::list")]
    speakers: Vec<Speaker>,
}

#[derive(Deserialize)]
struct Speaker {
    #[serde(default, deserialize_with = "fields::label")]
    id: Option<String>,
    #[serde(default, alias = "display_name", deserialize_with = "fields::label")]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Monologue {
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
    #[serde(default)]
    speaker_info: Option<Speaker>,
    #[serde(default, deserialize_with = "fields::list")]
    elements: Vec<Element>,
}

/// The service by machine writes `ts`, the one by hand `timestamp`.
#[derive(Deserialize)]
struct Element {
    #[serde(default, rename = "type", deserialize_with = "fields::text")]
    kind: String,
    #[serde(default, deserialize_with = "fields::text")]
    value: String,
    #[serde(default, alias = "timestamp", deserialize_with = "fields::seconds")]
    ts: Option<Timestamp>,
    #[serde(default, alias = "end_timestamp", deserialize_with = "fields::seconds")]
    end_ts: Option<Timestamp>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let transcript: Transcript = json::from_text(source.text())?;
    let names: HashMap<&str, &str> =
        transcript.speakers.iter().filter_map(|speaker| speaker.id.as_deref().zip(speaker.name.as_deref())).collect();
    let mut turns = Turns::new(source, Cuts::Long);
    for monologue in &transcript.monologues {
        let named = monologue.speaker_info.as_ref().and_then(|info| info.name.as_deref());
        let speaker = monologue.speaker.as_deref();
        turns.open(named.or_else(|| names.get(speaker?).copied()).or(speaker));
        put(&mut turns, &monologue.elements);
    }
    turns.finish(options, sink)
}

fn put(turns: &mut Turns<'_>, elements: &[Element]) {
    let mut glue = Glue::Blank;
    // A mark behind a blank: before a word it opens it, before a blank it stands alone.
    let mut opening = String::new();
    for element in elements {
        let blank = |end: bool| {
            let mut chars = element.value.chars();
            if end { chars.next_back() } else { chars.next() }.is_some_and(char::is_whitespace)
        };
        let value = element.value.trim();
        if blank(false) {
            glue = Glue::Blank;
            if !opening.is_empty() {
                turns.word(&std::mem::take(&mut opening), None, Glue::Blank);
            }
        }
        if element.kind != "punct" {
            let glue = if opening.is_empty() { glue } else { Glue::Blank };
            turns.opening_mark(&std::mem::take(&mut opening));
            turns.word(value, fields::time(element.ts, element.end_ts), glue);
        } else if glue == Glue::Blank && blank(true) {
            turns.word(value, None, Glue::Blank);
        } else if glue == Glue::Blank || !opening.is_empty() {
            opening.push_str(value);
        } else {
            turns.mark(value);
        }
        glue = if blank(true) { Glue::Blank } else { Glue::Joined };
    }
    turns.mark(&opening);
}
