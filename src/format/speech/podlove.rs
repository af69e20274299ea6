//! Podlove: a list of segments with clocks, milliseconds and the name of the voice; grouped by voice if
//! so exported. Plain lists of `start`, `end` and `text` are read too.

use serde::Deserialize;

use super::block::{Cuts, are_words};
use super::turns::Turns;
use super::{fields, score, service};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::format::{Caps, Format, ReadOptions, json};
use crate::model::{Document, Timestamp};
use crate::source::Source;

pub(in crate::format) static FORMAT: Format =
    service("podlove", "Podlove JSON", &[], Caps { speakers: true, ..Caps::NONE }, detect, read);

fn detect(text: &str) -> u8 {
    score(text, |outline| {
        let plain = outline.has_all(&["start", "text"]) && !outline.has_any(&["words", "word"]);
        outline.is_list() && (plain || outline.has_all(&["items/start_ms", "items/text"]))
    })
}

#[derive(Deserialize)]
struct Segment {
    #[serde(default, deserialize_with = "fields::seconds")]
    start: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::seconds")]
    end: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::millis")]
    start_ms: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::millis")]
    end_ms: Option<Timestamp>,
    #[serde(default, deserialize_with = "fields::label")]
    speaker: Option<String>,
    #[serde(default, deserialize_with = "fields::label")]
    voice: Option<String>,
    #[serde(default, deserialize_with = "fields::text")]
    text: String,
    #[serde(default, deserialize_with = "fields::list")]
    items: Vec<Segment>,
}

impl Segment {
    fn start(&self) -> Option<Timestamp> {
        self.start.or(self.start_ms)
    }

    fn end(&self) -> Option<Timestamp> {
        self.end.or(self.end_ms)
    }

    fn name(&self) -> Option<&str> {
        self.voice.as_deref().or(self.speaker.as_deref())
    }
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let segments: Vec<Segment> = json::from_text(source.text())?;
    let words = are_words(segments.iter().map(|segment| segment.text.as_str()));
    let mut turns = Turns::new(source, if words { Cuts::Pauses } else { Cuts::Never });
    if words {
        let words: Vec<_> =
            segments.iter().map(|word| (word.text.as_str(), fields::time(word.start(), word.end()))).collect();
        turns.words(&words);
        return turns.finish(options, sink);
    }
    for segment in &segments {
        put(&mut turns, segment, None);
        segment.items.iter().for_each(|item| put(&mut turns, item, segment.name()));
    }
    turns.finish(options, sink)
}

fn put(turns: &mut Turns<'_>, segment: &Segment, group: Option<&str>) {
    turns.segment(segment.name().or(group), segment.start(), segment.end());
    turns.text(&segment.text);
}
