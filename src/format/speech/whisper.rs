//! Whisper and its family: OpenAI's program and service, whisper.cpp, faster-whisper, WhisperX,
//! whisper-timestamped and the pipeline of Hugging Face. All have segments with a text; words are inside
//! them, beside them, or pieces of words, so they are looked for in the text.
//!
//! What is written is what OpenAI's program writes (`whisper/transcribe.py`), less what only the model knows:
//! tokens, temperature, probabilities. A speaker stands where WhisperX puts it.

use serde::Deserialize;

use super::block::{Cuts, are_words, is_unspaced};
use super::fields::Time;
use super::turns::Turns;
use super::weave::{put, weave};
use super::words::Word;
use super::{fields, language, score, service};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::format::clock::push_seconds;
use crate::format::{Caps, Format, JSON_IS_UTF8, ReadOptions, WriteOptions, json, loss};
use crate::model::{Cue, Document, Timestamp};
use crate::source::Source;

/// Of the whole it knows the language and the length, and no title.
const CAPS: Caps = Caps { speakers: true, words: true, utf8_only: Some(JSON_IS_UTF8), ..Caps::NONE };

pub(in crate::format) static FORMAT: Format = Format {
    write: Some(write),
    ..service("whisper", "Whisper JSON", &["whisperx", "whisper.cpp", "faster-whisper"], CAPS, detect, read)
};

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
    turns.letters_are_names();
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

fn write(document: &Document<'_>, options: &WriteOptions, sink: &mut Sink) -> Result<String> {
    loss::report(document, &FORMAT, options, sink);
    let texts: Vec<String> = document.cues.iter().map(segment_text).collect();
    let mut out = String::from("{\n  \"text\": ");
    json::push_string(&texts.concat(), &mut out);
    out.push_str(",\n  \"segments\": [");
    let mut clipped = 0;
    for (index, (cue, text)) in document.cues.iter().zip(&texts).enumerate() {
        out.push_str(if index == 0 { "\n    {\"id\": " } else { ",\n    {\"id\": " });
        out.push_str(&index.to_string());
        let (start, end) = loss::not_below_zero(cue, index, sink);
        push_times(start, end, &mut out);
        out.push_str(", \"text\": ");
        json::push_string(text, &mut out);
        if let Some(name) = document.speaker_of(cue).filter(|name| !name.is_empty()) {
            out.push_str(", \"speaker\": ");
            json::push_string(name, &mut out);
        }
        clipped += push_words(cue, (start, end), &mut out);
        out.push('}');
    }
    if clipped > 0 {
        let message = format!(
            "in {} words lie inside their segment; {clipped} that reached out of their cue were cut to it",
            FORMAT.name
        );
        sink.report(Diagnostic::note("loss-words", message).help("--to json keeps everything"));
    }
    out.push_str(if document.cues.is_empty() { "]" } else { "\n  ]" });
    if let Some(tag) = &document.metadata.language {
        // Its programs look the language up in a list that has no regions (`whisper/tokenizer.py`).
        let language = tag.split(['-', '_']).next().unwrap_or(tag);
        if language != tag {
            let message = format!("{} has no place for more than the language itself: {tag}", FORMAT.name);
            sink.report(Diagnostic::note("loss-metadata", message).help("--to json keeps everything"));
        }
        out.push_str(",\n  \"language\": ");
        json::push_string(&language.to_ascii_lowercase(), &mut out);
    }
    if let Some(length) = document.metadata.duration.filter(|length| *length >= Timestamp::ZERO) {
        // As OpenAI's service has it.
        out.push_str(",\n  \"duration\": ");
        push_seconds(&mut out, length);
    }
    out.push_str("\n}\n");
    Ok(out)
}

/// The text of a segment. A blank stands before the first word, as Whisper's tokens have it, so that the
/// segments' texts one behind the other are the text of the whole.
fn segment_text(cue: &Cue<'_>) -> String {
    let text = cue.text.shown();
    let blank = if text.starts_with(|c: char| !c.is_whitespace() && !is_unspaced(c)) { " " } else { "" };
    format!("{blank}{text}")
}

fn push_times(start: Timestamp, end: Timestamp, out: &mut String) {
    out.push_str(", \"start\": ");
    push_seconds(out, start);
    out.push_str(", \"end\": ");
    push_seconds(out, end);
}

/// The words of a cue that have times, with the blank before them if the text has one there. A segment lasts
/// from its first word to its last, while a cue may be gone before a word has been said, for the gap to the
/// next. Gives how many words were cut to the segment.
fn push_words(cue: &Cue<'_>, (start, end): Time, out: &mut String) -> usize {
    let text = cue.text.shown();
    let mut at = 0;
    let mut clipped = 0;
    for (index, word) in cue.words().iter().enumerate() {
        out.push_str(if index == 0 { ", \"words\": [{\"word\": " } else { ", {\"word\": " });
        let found = text[at..].find(word.text.as_str()).map(|n| at + n);
        let joined = match found.and_then(|place| text[..place].chars().next_back()) {
            Some(before) => !before.is_whitespace(),
            None => word.text.starts_with(is_unspaced),
        };
        at = found.map_or(at, |place| place + word.text.len());
        json::push_string(&format!("{}{}", if joined { "" } else { " " }, word.text), out);
        let inside = (word.start.clamp(start, end), word.end.clamp(start, end));
        clipped += usize::from(inside != (word.start, word.end));
        push_times(inside.0, inside.1, out);
        out.push('}');
    }
    if !cue.words().is_empty() {
        out.push(']');
    }
    clipped
}
