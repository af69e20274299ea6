//! Lists of timed words: Hyperaudio and the BBC's editor (`words`, and `paragraphs` with speakers), Vosk
//! (`result`), and whoever writes `[{"word", "start", "end"}]`.

use serde::Deserialize;

use super::block::Cuts;
use super::fields::Time;
use super::turns::{Spans, Turns};
use super::weave::put;
use super::{SPEECH, fields, language, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format =
    service("words", "timed words JSON", &["hyperaudio", "vosk"], SPEECH, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        let listed = outline.is_list() && outline.has_all(&["word", "start"]);
        let named = |list: &str| {
            outline.has(&format!("{list}/start"))
                && outline.has_any(&[format!("{list}/text").as_str(), format!("{list}/word").as_str()])
        };
        listed || !outline.is_list() && (named("words") || named("result"))
    })
}

#[derive(Default, Deserialize)]
struct Transcript {
    #[serde(default, deserialize_with = "fields::label")]
    language: Option<String>,
    #[serde(default, deserialize_with = "fields::seconds")]
    duration: Option<Timestamp>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default, alias = "result", deserialize_with = "fields::list")]
    words: Vec<Word>,
    #[serde(default, deserialize_with = "fields::list")]
    paragraphs: Vec<Paragraph>,
}

/// A word with its time, as most call its parts.
#[derive(Deserialize)]
pub(super) struct Word {
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default, deserialize_with = "fields::text")]
    word: String,
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    pub(super) speaker: Option<String>,
}

#[derive(Deserialize)]
struct Paragraph {
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
}

impl Word {
    /// The word, and when it was said if that is known.
    pub(super) fn heard(&self) -> (&str, Option<Time>) {
        (if self.text.is_empty() { &self.word } else { &self.text }, fields::time(self.start, self.end))
    }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let transcript = if text.trim_start().starts_with('[') {
        Transcript { words: json::from_text(text)?, ..Transcript::default() }
    } else {
        json::from_text(text)?
    };
    let paragraphs = &transcript.paragraphs;
    let mut turns = Turns::new(source, if paragraphs.is_empty() { Cuts::Pauses } else { Cuts::Long });
    turns.metadata().language = transcript.language.as_deref().and_then(language::tag);
    turns.metadata().duration = transcript.duration;
    let words = &transcript.words;
    let written = transcript.text.as_deref().filter(|text| !text.trim().is_empty());
    if let Some(text) = written
        && paragraphs.is_empty()
        && words.iter().all(|word| word.speaker.is_none())
    {
        // The text has the punctuation that the words may lack.
        put(&mut turns, text, words.iter().map(Word::heard));
        return turns.finish(options, sink);
    }
    let mut spans = Spans::new(paragraphs.iter().map(|one| (one.start, one.speaker.as_deref())));
    // Words between two changes of speaker or paragraph.
    let mut run: Vec<(&str, Option<Time>)> = Vec::new();
    let mut speaker = None;
    for word in words {
        let (text, time) = word.heard();
        let entered = spans.enter(time);
        let next = word.speaker.as_deref().or(entered.flatten());
        if entered.is_some() || word.speaker.is_some() && next != speaker {
            turns.words(&run);
            run.clear();
            turns.open(next);
            speaker = next;
        }
        run.push((text, time));
    }
    turns.words(&run);
    turns.finish(options, sink)
}
