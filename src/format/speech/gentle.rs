//! Gentle, a forced aligner: the `transcript` it was given, and its `words` with times where they were
//! heard. The text is the transcript, so punctuation and paragraphs are its author's.

use serde::Deserialize;

use super::block::Cuts;
use super::turns::Turns;
use super::weave::weave;
use super::{fields, report_aside, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Caps, Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format =
    service("gentle", "Gentle JSON", &[], Caps { words: true, ..Caps::NONE }, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        outline.has_any(&["words/alignedWord", "words/startOffset"]) || outline.has_all(&["words/case", "words/word"])
    })
}

#[derive(Deserialize)]
struct Alignment {
    #[serde(default)]
    transcript: Option<String>,
    #[serde(default, deserialize_with = "fields::list")]
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct Word {
    /// As written; what was heard and is not in the transcript has none.
    #[serde(default, deserialize_with = "fields::label")]
    word: Option<String>,
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end: Option<Timestamp>,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let alignment: Alignment = json::from_text(source.text())?;
    let words: Vec<(&str, Option<fields::Time>)> = alignment
        .words
        .iter()
        .filter_map(|word| Some((word.word.as_deref()?, fields::time(word.start, word.end))))
        .collect();
    report_aside(alignment.words.len() - words.len(), "words heard that are not in the transcript", sink);
    let text = alignment.transcript.filter(|text| !text.trim().is_empty());
    let text = text.unwrap_or_else(|| words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" "));
    let mut turns = Turns::new(source, Cuts::Pauses);
    let mut line = 0;
    for piece in weave(&text, words) {
        if piece.line != line {
            line = piece.line;
            turns.open(None);
        }
        turns.word(piece.text, piece.time, piece.glue);
    }
    turns.finish(options, sink)
}
