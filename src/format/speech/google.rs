//! Google Speech-to-Text: `results`, each with alternatives of words. Times are `"1.500s"` or protobuf's
//! seconds and nanos. With diarization the last result holds every word again, and only there is said
//! who speaks.

use std::collections::HashSet;

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
    service("google", "Google Speech-to-Text JSON", &["gcloud"], SPEECH, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        ["", "results/", "response/results/"].iter().any(|at| {
            let has = |path: &str| outline.has(&format!("{at}{path}"));
            // Watson has `timestamps` and `final` there.
            let others = has("alternatives/timestamps") || has("final") || has("alternatives/content");
            let listed = !at.is_empty() || outline.is_list();
            listed && !others && (has("alternatives/transcript") || has("alternatives/words/word"))
        })
    })
}

/// The answer, alone, as the `response` of an operation, or only its results.
#[derive(Default, Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "fields::list")]
    results: Vec<Recognised>,
    #[serde(default)]
    response: Option<Box<Answer>>,
}

#[derive(Deserialize)]
struct Recognised {
    #[serde(default, deserialize_with = "fields::list")]
    alternatives: Vec<Alternative>,
    #[serde(
        default,
        alias = "result_end_time",
        alias = "resultEndOffset",
        rename = "resultEndTime",
        deserialize_with = "fields::seconds"
    )]
    end: Option<Timestamp>,
    #[serde(default, alias = "language_code", rename = "languageCode", deserialize_with = "fields::label")]
    language: Option<String>,
    #[serde(default, alias = "channel_tag", rename = "channelTag", deserialize_with = "fields::label")]
    channel: Option<String>,
}

#[derive(Deserialize)]
struct Alternative {
    #[serde(default, deserialize_with = "fields::text")]
    transcript: String,
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default, deserialize_with = "fields::text")]
    word: String,
    #[serde(
        default,
        alias = "start_time",
        alias = "startOffset",
        rename = "startTime",
        deserialize_with = "fields::seconds"
    )]
    start: Option<Timestamp>,
    #[serde(
        default,
        alias = "end_time",
        alias = "endOffset",
        rename = "endTime",
        deserialize_with = "fields::seconds"
    )]
    end: Option<Timestamp>,
    #[serde(default, alias = "speaker_tag", rename = "speakerTag", deserialize_with = "fields::label")]
    tag: Option<String>,
    #[serde(default, alias = "speaker_label", rename = "speakerLabel", deserialize_with = "fields::label")]
    label: Option<String>,
}

impl Word {
    /// Who speaks; the tag 0 is nobody.
    fn speaker(&self) -> Option<&str> {
        self.tag.as_deref().filter(|tag| *tag != "0").or(self.label.as_deref())
    }

    /// When it begins; some clients leave out a zero.
    fn start(&self) -> Option<Timestamp> {
        let at_once = || self.end.filter(|&end| end < Timestamp::from_secs(5));
        self.start.or_else(|| at_once().map(|_| Timestamp::ZERO))
    }
}

impl Recognised {
    fn words(&self) -> &[Word] {
        self.alternatives.first().map_or(&[], |alternative| &alternative.words)
    }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let mut results = if text.trim_start().starts_with('[') {
        json::from_text(text)?
    } else {
        let answer: Answer = json::from_text(text)?;
        answer.response.filter(|_| answer.results.is_empty()).map_or(answer.results, |inner| inner.results)
    };
    let others = results.iter().map(|result| result.alternatives.len().saturating_sub(1)).sum();
    report_alternatives(others, sink);
    let mut turns = Turns::new(source, Cuts::Long);
    let language = results.iter().find_map(|result| result.language.as_deref()).and_then(language::tag);
    turns.metadata().language = language;
    // What begins a result begins a block, in the repetition with speakers too.
    let mut openings = HashSet::new();
    if let Some(whole) = repetition(&results) {
        openings = results[..whole].iter().filter_map(|result| result.words().first().and_then(Word::start)).collect();
        results = vec![results.swap_remove(whole)];
    }
    let channels: HashSet<&str> = results.iter().filter_map(|result| result.channel.as_deref()).collect();
    let several = channels.len() > 1;
    for result in &results {
        let channel = result.channel.as_deref().filter(|_| several).map(|channel| format!("Channel {channel}"));
        if several {
            turns.lane();
        }
        if result.words().is_empty() {
            // Without the times of words only the end of each result is known.
            turns.segment(channel.as_deref(), None, result.end);
            result.alternatives.iter().take(1).for_each(|alternative| turns.text(&alternative.transcript));
        } else {
            turns.open(channel.as_deref());
        }
        for word in result.words() {
            let speaker = word.speaker().or(channel.as_deref());
            if word.start().is_some_and(|start| openings.contains(&start)) {
                turns.open(speaker);
            } else {
                turns.speaker(speaker);
            }
            turns.word(&word.word, fields::time(word.start(), word.end), Glue::Script);
        }
    }
    turns.finish(options, sink)
}

/// The last result, if it holds the words of all the others, with speakers. (At first each result held
/// those of all before.)
fn repetition(results: &[Recognised]) -> Option<usize> {
    let (last, others) = results.split_last()?;
    let tagged = last.words().iter().any(|word| word.speaker().is_some());
    let first = others.iter().find_map(|result| result.words().first())?;
    let again = last.words().first()?;
    let most = others.iter().map(|result| result.words().len()).max()?;
    let whole = first.start() == again.start() && first.word == again.word && last.words().len() >= most;
    (tagged && whole).then_some(others.len())
}
