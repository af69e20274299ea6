//! Amazon Transcribe: `results.items`, spoken words with times as strings and marks without any; who speaks
//! stands in the items, in older files only in `speaker_labels`, and channels have items of their own.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::block::{Cuts, Glue};
use super::turns::Turns;
use super::{SPEECH, fields, language, report_alternatives, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format =
    service("aws", "Amazon Transcribe JSON", &["amazon", "transcribe"], SPEECH, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| outline.has_any(&["results/transcripts/transcript", "results/items/alternatives/content"]))
}

#[derive(Deserialize)]
struct Job {
    #[serde(default, rename = "jobName", deserialize_with = "fields::label")]
    job_name: Option<String>,
    results: Results,
}

#[derive(Deserialize)]
struct Results {
    #[serde(default, deserialize_with = "fields::label")]
    language_code: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    transcripts: Vec<Transcript>,
    #[serde(default)]
    speaker_labels: Option<SpeakerLabels>,
    #[serde(default)]
    channel_labels: Option<ChannelLabels>,
    #[serde(default, deserialize_with = "fields::list")]
    items: Vec<Item>,
    #[serde(default, deserialize_with = "fields::list")]
    audio_segments: Vec<AudioSegment>,
}

#[derive(Deserialize)]
struct Transcript {
    #[serde(default, deserialize_with = "fields::text")]
    transcript: String,
}

#[derive(Deserialize)]
struct SpeakerLabels {
    #[serde(default, deserialize_with = "fields::list")]
    segments: Vec<Segment>,
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default, deserialize_with = "fields::seconds")]
    start_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    speaker_label: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    items: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    #[serde(default, deserialize_with = "fields::seconds")]
    start_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    speaker_label: Option<String>,
}

#[derive(Deserialize)]
struct ChannelLabels {
    #[serde(default, deserialize_with = "fields::list")]
    channels: Vec<Channel>,
}

#[derive(Deserialize)]
struct Channel {
    #[serde(default, deserialize_with = "fields::label")]
    channel_label: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default, rename = "type", deserialize_with = "fields::text")]
    kind: String,
    #[serde(default, deserialize_with = "fields::list")]
    alternatives: Vec<Alternative>,
    #[serde(default, deserialize_with = "fields::seconds")]
    start_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    speaker_label: Option<String>,
}

#[derive(Deserialize)]
struct Alternative {
    #[serde(default, deserialize_with = "fields::text")]
    content: String,
}

/// The segments of newer files, with the places of their items in the list.
#[derive(Deserialize)]
struct AudioSegment {
    #[serde(default, deserialize_with = "fields::list")]
    items: Vec<usize>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let job: Job = json::from_text(source.text())?;
    let results = job.results;
    let channels = results.channel_labels.map(|labels| labels.channels).unwrap_or_default();
    let labels = results.speaker_labels.map(|labels| labels.segments).unwrap_or_default();
    let openings: HashSet<usize> =
        results.audio_segments.iter().filter_map(|segment| segment.items.iter().min().copied()).collect();
    let starts: HashSet<Timestamp> = labels.iter().filter_map(|segment| segment.start_time).collect();
    let told = !openings.is_empty() || !starts.is_empty();
    let mut turns = Turns::new(source, if told && channels.is_empty() { Cuts::Long } else { Cuts::Pauses });
    turns.metadata().language = results.language_code.as_deref().and_then(language::tag);
    if let Some(name) = job.job_name {
        turns.metadata().other.insert("job".to_owned(), name);
    }
    if channels.is_empty() {
        let speakers: HashMap<Timestamp, &str> = labels.iter().flat_map(speakers).collect();
        for (index, item) in results.items.iter().enumerate() {
            let opens = if openings.is_empty() {
                item.start_time.is_some_and(|start| starts.contains(&start))
            } else {
                openings.contains(&index)
            };
            let by_time = || item.start_time.and_then(|start| speakers.get(&start).copied());
            let speaker = item.speaker_label.as_deref().or_else(by_time);
            put(&mut turns, item, speaker, opens);
        }
        if results.items.is_empty() {
            results.transcripts.iter().for_each(|transcript| turns.text(&transcript.transcript));
        }
    }
    for channel in &channels {
        turns.lane();
        let name = channel.channel_label.as_deref();
        channel.items.iter().for_each(|item| put(&mut turns, item, name, false));
    }
    let items = channels.iter().map(|channel| &channel.items).chain([&results.items]).find(|items| !items.is_empty());
    let others = items.into_iter().flatten().map(|item| item.alternatives.len().saturating_sub(1)).sum();
    report_alternatives(others, sink);
    turns.finish(options, sink)
}

/// Who speaks at which time.
fn speakers(segment: &Segment) -> impl Iterator<Item = (Timestamp, &str)> {
    let whole = segment.speaker_label.as_deref();
    let first = segment.start_time.zip(whole);
    let items =
        segment.items.iter().filter_map(move |item| item.start_time.zip(item.speaker_label.as_deref().or(whole)));
    first.into_iter().chain(items)
}

fn put(turns: &mut Turns<'_>, item: &Item, speaker: Option<&str>, opens: bool) {
    let Some(content) = item.alternatives.first().map(|alternative| alternative.content.as_str()) else { return };
    if item.kind == "punctuation" {
        turns.mark(content);
        return;
    }
    if opens {
        turns.open(speaker);
    } else {
        turns.speaker(speaker);
    }
    turns.word(content, fields::time(item.start_time, item.end_time), Glue::Script);
}
