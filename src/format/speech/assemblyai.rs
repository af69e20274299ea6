//! AssemblyAI: `words` with whole milliseconds, and `utterances` if speakers were asked for; its
//! paragraphs and sentences, which are separate answers, are read too.

use serde::Deserialize;

use super::block::{Cuts, Glue};
use super::turns::Turns;
use super::{SPEECH, fields, language, report_aside, score, service};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::format::{Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format =
    service("assemblyai", "AssemblyAI JSON", &["assembly"], SPEECH, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        let words = ["words/text", "utterances/text", "paragraphs/words/text", "sentences/words/text"];
        let ours = ["audio_url", "audio_duration", "acoustic_model", "utterances/words/text"];
        outline.has_any(&ours) && (outline.has_any(&words) || outline.has_all(&["audio_url", "status", "id"]))
    })
}

#[derive(Deserialize)]
struct Transcript {
    #[serde(default, deserialize_with = "fields::label")]
    error: Option<String>,
    #[serde(default, deserialize_with = "fields::label")]
    language_code: Option<String>,
    #[serde(default, deserialize_with = "fields::seconds")]
    audio_duration: Option<Timestamp>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
    #[serde(default, deserialize_with = "fields::list")]
    utterances: Vec<Passage>,
    #[serde(default, deserialize_with = "fields::list")]
    paragraphs: Vec<Passage>,
    #[serde(default, deserialize_with = "fields::list")]
    sentences: Vec<Passage>,
    #[serde(default, deserialize_with = "fields::count")]
    chapters: usize,
}

/// An utterance, a paragraph or a sentence.
#[derive(Deserialize)]
struct Passage {
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
    #[serde(default, deserialize_with = "fields::millis")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::millis")]
    end: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default, deserialize_with = "fields::millis")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::millis")]
    end: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let transcript: Transcript = json::from_text(source.text())?;
    if let Some(error) = &transcript.error {
        sink.report(Diagnostic::warning("speech-failed", format!("the service says that it failed: {error}")));
    }
    report_aside(transcript.chapters, "chapters", sink);
    let lists = [&transcript.utterances, &transcript.paragraphs, &transcript.sentences];
    let passages = lists.into_iter().find(|list| !list.is_empty());
    let mut turns = Turns::new(source, if passages.is_some() { Cuts::Long } else { Cuts::Pauses });
    turns.metadata().language = transcript.language_code.as_deref().and_then(language::tag);
    turns.metadata().duration = transcript.audio_duration;
    for passage in passages.into_iter().flatten() {
        turns.segment(passage.speaker.as_deref(), passage.start, passage.end);
        put(&mut turns, &passage.words, passage.speaker.as_deref());
        if passage.words.is_empty() {
            turns.text(&passage.text);
        }
    }
    if passages.is_none() {
        put(&mut turns, &transcript.words, None);
        if let Some(text) = transcript.text.filter(|_| transcript.words.is_empty()) {
            turns.text(&text);
        }
    }
    turns.finish(options, sink)
}

fn put(turns: &mut Turns<'_>, words: &[Word], speaker: Option<&str>) {
    for word in words {
        turns.speaker(word.speaker.as_deref().or(speaker));
        turns.word(&word.text, fields::time(word.start, word.end), Glue::Script);
    }
}
