//! Speechmatics, `json-v2`: `results` of words, marks that say what they attach to, and entities written
//! as several words. The speaker stands in the alternative; `UU` is one it does not know.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::block::{Cuts, Glue};
use super::turns::Turns;
use super::{SPEECH, fields, language, report_alternatives, report_aside, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format = service("speechmatics", "Speechmatics JSON", &[], SPEECH, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        outline.has_all(&["results/alternatives/content", "results/start_time", "results/type"])
            || outline.has_all(&["format", "metadata/transcription_config", "results"])
    })
}

#[derive(Deserialize)]
struct Transcript {
    #[serde(default)]
    job: Job,
    #[serde(default)]
    metadata: Metadata,
    #[serde(default, deserialize_with = "fields::list")]
    results: Vec<Item>,
    #[serde(default, deserialize_with = "fields::count")]
    translations: usize,
    #[serde(default, deserialize_with = "fields::count")]
    audio_events: usize,
    #[serde(default, deserialize_with = "fields::count")]
    chapters: usize,
}

#[derive(Default, Deserialize)]
struct Job {
    #[serde(default, deserialize_with = "fields::label")]
    data_name: Option<String>,
    #[serde(default, deserialize_with = "fields::seconds")]
    duration: Option<Timestamp>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    transcription_config: Config,
    #[serde(default)]
    language_identification: Identified,
    #[serde(default)]
    language_pack_info: LanguagePack,
}

/// Where the language was not told, but found.
#[derive(Default, Deserialize)]
struct Identified {
    #[serde(default, deserialize_with = "fields::label")]
    predicted_language: Option<String>,
}

#[derive(Default, Deserialize)]
struct Config {
    #[serde(default, deserialize_with = "fields::label")]
    language: Option<String>,
}

#[derive(Default, Deserialize)]
struct LanguagePack {
    #[serde(default)]
    word_delimiter: Option<String>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default, rename = "type", deserialize_with = "fields::text")]
    kind: String,
    #[serde(default, deserialize_with = "fields::seconds")]
    start_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    channel: Option<String>,
    #[serde(default)]
    attaches_to: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    alternatives: Vec<Alternative>,
    /// An entity, as the words it is written in.
    #[serde(default, deserialize_with = "fields::list")]
    written_form: Vec<Item>,
}

#[derive(Deserialize)]
struct Alternative {
    #[serde(default, deserialize_with = "fields::text")]
    content: String,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let transcript: Transcript = json::from_text(source.text())?;
    let results = &transcript.results;
    let mut turns = Turns::new(source, Cuts::Pauses);
    let metadata = turns.metadata();
    let told = transcript.metadata.transcription_config.language.as_deref().filter(|language| *language != "auto");
    let found = transcript.metadata.language_identification.predicted_language.as_deref();
    metadata.language = told.or(found).and_then(language::tag);
    metadata.duration = transcript.job.duration;
    if let Some(name) = transcript.job.data_name {
        metadata.other.insert("file".to_owned(), name);
    }
    let spaced = transcript.metadata.language_pack_info.word_delimiter.as_deref() == Some(" ");
    let glue = if spaced { Glue::Blank } else { Glue::Script };
    let mut channels: BTreeMap<Option<&str>, Vec<&Item>> = BTreeMap::new();
    for item in results {
        channels.entry(item.channel.as_deref()).or_default().push(item);
    }
    for (channel, items) in &channels {
        turns.lane();
        for item in items {
            put(&mut turns, item, channel.filter(|_| channels.len() > 1), glue);
        }
    }
    report_alternatives(results.iter().map(|item| item.alternatives.len().saturating_sub(1)).sum(), sink);
    report_aside(transcript.translations, "translations", sink);
    report_aside(transcript.audio_events, "audio events", sink);
    report_aside(transcript.chapters, "chapters", sink);
    turns.finish(options, sink)
}

fn put(turns: &mut Turns<'_>, item: &Item, channel: Option<&str>, glue: Glue) {
    let Some(best) = item.alternatives.first() else { return };
    let joins = |side: &str| item.attaches_to.as_deref().is_some_and(|to| to == side || to == "both");
    if item.kind == "punctuation" {
        match item.attaches_to.as_deref() {
            Some("next") => turns.opening_mark(&best.content),
            // A mark that stands alone (a dash) is a word without sound.
            Some("none") => turns.word(&best.content, None, Glue::Blank),
            _ => turns.mark(&best.content),
        }
        return;
    }
    turns.speaker(best.speaker.as_deref().filter(|name| *name != "UU").or(channel));
    let glue = if joins("previous") { Glue::Joined } else { glue };
    let mut words = item.written_form.iter().filter(|word| word.kind != "punctuation").peekable();
    if words.peek().is_none() {
        turns.word(&best.content, fields::time(item.start_time, item.end_time), glue);
    }
    for word in &item.written_form {
        let Some(form) = word.alternatives.first() else { continue };
        if word.kind == "punctuation" {
            turns.mark(&form.content);
        } else {
            turns.word(&form.content, fields::time(word.start_time, word.end_time), glue);
        }
    }
}
