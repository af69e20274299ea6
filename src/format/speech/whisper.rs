//! Whisper and its family: OpenAI's program and service, whisper.cpp, faster-whisper, WhisperX,
//! whisper-timestamped and the pipeline of Hugging Face. All have segments with a text; words are inside
//! them, beside them, or pieces of words, so they are looked for in the text.

use serde::Deserialize;

use super::block::{Cuts, are_words};
use super::fields::Time;
use super::turns::Turns;
use super::weave::{put, weave};
use super::{SPEECH, fields, language, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format =
    service("whisper", "Whisper JSON", &["whisperx", "whisper.cpp", "faster-whisper"], SPEECH, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        let segments = outline.has_all(&["segments/start", "segments/end", "segments/text"]);
        let cpp = outline.has_any(&["transcription/offsets", "transcription/timestamps"]);
        let list = outline.is_list() && outline.has_all(&["start", "end", "text", "words/start"]);
        segments
            || list
            || cpp && outline.has("transcription/text")
            || outline.has_all(&["chunks/timestamp", "chunks/text"])
    })
}

#[derive(Default, Deserialize)]
struct Transcript {
    #[serde(default, deserialize_with = "fields::label")]
    language: Option<String>,
    #[serde(default, deserialize_with = "fields::seconds")]
    duration: Option<Timestamp>,
    /// Of OpenAI's service, beside the segments.
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
    #[serde(default, deserialize_with = "fields::list")]
    segments: Vec<Segment>,
    /// Of whisper.cpp.
    #[serde(default, deserialize_with = "fields::list")]
    transcription: Vec<Passage>,
    #[serde(default)]
    result: Detected,
    /// Of Hugging Face.
    #[serde(default, deserialize_with = "fields::list")]
    chunks: Vec<Chunk>,
}

#[derive(Default, Deserialize)]
struct Detected {
    #[serde(default, deserialize_with = "fields::label")]
    language: Option<String>,
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Word {
    #[serde(default, deserialize_with = "fields::text")]
    word: String,
    /// As whisper-timestamped calls it.
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
}

#[derive(Deserialize)]
struct Passage {
    #[serde(default)]
    offsets: Offsets,
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    tokens: Vec<Token>,
}

#[derive(Deserialize)]
struct Token {
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default)]
    offsets: Offsets,
}

#[derive(Default, Deserialize)]
struct Offsets {
    #[serde(default, deserialize_with = "fields::millis")]
    from: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::millis")]
    to: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    timestamp: Vec<Seconds>,
}

#[derive(Deserialize)]
struct Seconds(#[serde(deserialize_with = "fields::seconds")] Option<Timestamp>);

/// A segment, whichever program wrote it.
struct Spoken<'s> {
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    text: &'s str,
    speaker: Option<&'s str>,
    words: Vec<(&'s str, Option<Time>)>,
}

impl Word {
    fn heard(&self) -> (&str, Option<Time>) {
        (if self.word.is_empty() { &self.text } else { &self.word }, fields::time(self.start, self.end))
    }
}

impl Transcript {
    fn spoken(&self) -> Vec<Spoken<'_>> {
        let segments = self.segments.iter().map(|segment| Spoken {
            start: segment.start,
            end: segment.end,
            text: &segment.text,
            speaker: segment.speaker.as_deref().or_else(|| segment.words.first()?.speaker.as_deref()),
            words: segment.words.iter().map(Word::heard).collect(),
        });
        let passages = self.transcription.iter().map(|passage| Spoken {
            start: passage.offsets.from,
            end: passage.offsets.to,
            text: &passage.text,
            speaker: passage.speaker.as_deref(),
            words: passage
                .tokens
                .iter()
                .map(|token| (token.text.as_str(), fields::time(token.offsets.from, token.offsets.to)))
                .collect(),
        });
        let chunks = self.chunks.iter().map(|chunk| Spoken {
            start: chunk.timestamp.first().and_then(|time| time.0),
            end: chunk.timestamp.get(1).and_then(|time| time.0),
            text: &chunk.text,
            speaker: chunk.speaker.as_deref(),
            words: Vec::new(),
        });
        segments.chain(passages).chain(chunks).collect()
    }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let transcript = if text.trim_start().starts_with('[') {
        Transcript { segments: json::from_text(text)?, ..Transcript::default() }
    } else {
        json::from_text(text)?
    };
    let spoken = transcript.spoken();
    // Both can be told to write one word as one segment.
    let wordwise = spoken.iter().all(|segment| segment.words.is_empty())
        && transcript.words.is_empty()
        && are_words(spoken.iter().map(|segment| segment.text));
    let mut turns = Turns::new(source, if wordwise { Cuts::Pauses } else { Cuts::Never });
    let language = transcript.language.as_deref().or(transcript.result.language.as_deref());
    turns.metadata().language = language.and_then(language::tag);
    turns.metadata().duration = transcript.duration;
    if wordwise {
        let words: Vec<_> = spoken.iter().map(|one| (one.text, fields::time(one.start, one.end))).collect();
        turns.words(&words);
    } else if !transcript.words.is_empty() && spoken.iter().all(|segment| segment.words.is_empty()) {
        beside(&mut turns, &spoken, &transcript.words);
    } else {
        for segment in &spoken {
            turns.segment(segment.speaker, segment.start, segment.end);
            if segment.words.is_empty() {
                turns.text(segment.text);
            } else if segment.text.trim().is_empty() {
                turns.words(&segment.words);
            } else {
                put(&mut turns, segment.text, segment.words.iter().copied());
            }
        }
    }
    turns.finish(options, sink)
}

/// Words that stand beside the segments are looked for in the text of all of them.
fn beside(turns: &mut Turns<'_>, segments: &[Spoken<'_>], words: &[Word]) {
    let lines: Vec<String> =
        segments.iter().map(|one| one.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut open = None;
    for piece in weave(&lines.join("\n"), words.iter().map(Word::heard)) {
        if open.replace(piece.line) != Some(piece.line)
            && let Some(segment) = segments.get(piece.line)
        {
            turns.segment(segment.speaker, segment.start, segment.end);
        }
        turns.word(piece.text, piece.time, piece.glue);
    }
}
