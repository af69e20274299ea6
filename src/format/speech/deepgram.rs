//! Deepgram: `results.channels[].alternatives[].words`, and `results.utterances` or paragraphs if they
//! were asked for. `punctuated_word` is there if punctuation was.

use serde::Deserialize;

use super::block::{Cuts, Glue};
use super::turns::Turns;
use super::{SPEECH, fields, language, report_alternatives, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format = service("deepgram", "Deepgram JSON", &[], SPEECH, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        outline.has("results/channels/alternatives") || outline.has_all(&["metadata/model_info", "results/channels"])
    })
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    metadata: Metadata,
    results: Results,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default, deserialize_with = "fields::seconds")]
    duration: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Results {
    #[serde(default, deserialize_with = "fields::list")]
    channels: Vec<Channel>,
    #[serde(default, deserialize_with = "fields::list")]
    utterances: Vec<Utterance>,
}

#[derive(Deserialize)]
struct Channel {
    #[serde(default, deserialize_with = "fields::list")]
    alternatives: Vec<Alternative>,
    #[serde(default, deserialize_with = "fields::label")]
    detected_language: Option<String>,
}

#[derive(Deserialize)]
struct Alternative {
    #[serde(default, deserialize_with = "fields::text")]
    transcript: String,
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
    #[serde(default)]
    paragraphs: Option<Paragraphs>,
}

#[derive(Deserialize)]
struct Paragraphs {
    #[serde(default, deserialize_with = "fields::list")]
    paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    #[serde(default)]
    num_words: usize,
}

#[derive(Deserialize)]
struct Utterance {
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end: Option<Timestamp>,
    #[serde(default)]
    channel: usize,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
    #[serde(default, deserialize_with = "fields::text")]
    transcript: String,
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default, deserialize_with = "fields::text")]
    word: String,
    #[serde(default, deserialize_with = "fields::label")]
    punctuated_word: Option<String>,
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let Answer { metadata, results } = json::from_text(source.text())?;
    let channels = &results.channels;
    let paragraphs = |channel: &Channel| channel.alternatives.first().is_some_and(|best| best.paragraphs.is_some());
    let cuts = match (results.utterances.is_empty(), channels.iter().any(paragraphs)) {
        (true, false) => Cuts::Pauses,
        _ => Cuts::Long,
    };
    let mut turns = Turns::new(source, cuts);
    turns.metadata().duration = metadata.duration;
    turns.metadata().language =
        channels.iter().find_map(|channel| channel.detected_language.as_deref()).and_then(language::tag);
    let several = channels.len() > 1;
    let name = |channel: usize| several.then(|| format!("Channel {channel}"));
    for utterance in &results.utterances {
        if several {
            turns.lane();
        }
        let name = name(utterance.channel);
        let speaker = utterance.speaker.as_deref().filter(|_| !several).or(name.as_deref());
        turns.segment(speaker, utterance.start, utterance.end);
        put(&mut turns, &utterance.words, speaker, false);
        if utterance.words.is_empty() {
            turns.text(&utterance.transcript);
        }
    }
    for (index, channel) in channels.iter().enumerate().filter(|_| results.utterances.is_empty()) {
        let Some(best) = channel.alternatives.first() else { continue };
        turns.lane();
        let name = name(index);
        let mut words = best.words.as_slice();
        for paragraph in best.paragraphs.iter().flat_map(|paragraphs| &paragraphs.paragraphs) {
            let (these, others) = words.split_at(paragraph.num_words.min(words.len()));
            words = others;
            put(&mut turns, these, name.as_deref(), true);
        }
        put(&mut turns, words, name.as_deref(), false);
        if best.words.is_empty() {
            turns.open(name.as_deref());
            turns.text(&best.transcript);
        }
    }
    report_alternatives(channels.iter().map(|channel| channel.alternatives.len().saturating_sub(1)).sum(), sink);
    turns.finish(options, sink)
}

/// Puts words; a speaker known by the channel or the utterance goes before the words' own. With
/// `opens` the first begins a block.
fn put(turns: &mut Turns<'_>, words: &[Word], speaker: Option<&str>, opens: bool) {
    for (index, word) in words.iter().enumerate() {
        let speaker = speaker.or(word.speaker.as_deref());
        if index == 0 && opens {
            turns.open(speaker);
        } else {
            turns.speaker(speaker);
        }
        let text = word.punctuated_word.as_deref().unwrap_or(&word.word);
        turns.word(text, fields::time(word.start, word.end), Glue::Script);
    }
}
