//! The transcript JSON of the Podcasting 2.0 namespace, version 1.0.0:
//! `{"version":"1.0.0","segments":[{"speaker","startTime","endTime","body"}]}`, seconds as numbers
//! (`docs/schema/podcast-transcript.schema.json`).
//!
//! The specification has `endTime` "if available": one that is missing is a guess, the next start, and a
//! guess without a length is left out again.

use serde::Deserialize;

use super::clock::push_seconds;
use super::{Caps, Format, JSON_IS_UTF8, ReadOptions, WriteOptions, json, json_text, loss};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::{Cue, Document, Timing};
use crate::source::{Source, floor_char_boundary};

pub(super) static FORMAT: Format = Format {
    id: "podcast-json",
    name: "Podcasting 2.0 JSON",
    aliases: &["podcast"],
    extensions: &["json"],
    caps: Caps { speakers: true, utf8_only: Some(JSON_IS_UTF8), ..Caps::NONE },
    detect,
    read: Some(read),
    write: Some(write),
};

fn detect(text: &str) -> u8 {
    let head = &text[..floor_char_boundary(text, 2000)];
    let keys = ["\"segments\"", "\"startTime\""].iter().all(|key| head.contains(key));
    if head.trim_start().starts_with('{') && keys { 95 } else { 0 }
}

#[derive(Deserialize)]
struct Transcript {
    /// It is always written as 1.0.0.
    #[serde(default, rename = "version")]
    _version: serde_json::Value,
    #[serde(default)]
    segments: Vec<Segment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Segment {
    #[serde(default)]
    speaker: Option<String>,
    start_time: json::Seconds,
    #[serde(default)]
    end_time: Option<json::Seconds>,
    #[serde(default)]
    body: String,
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let transcript: Transcript = json_text::from_text_telling(source.text(), sink)?;
    json::check_count(transcript.segments.len(), options)?;
    let mut document = Document { source: Some(source), ..Document::default() };
    let mut segments = transcript.segments.into_iter().peekable();
    while let Some(segment) = segments.next() {
        let start = segment.start_time.0;
        let next = segments.peek().map_or(start, |next| next.start_time.0);
        let end = segment.end_time.map_or(next, |time| time.0).max(start);
        let mut cue = Cue::new(start, end, segment.body);
        cue.end_timing = if segment.end_time.is_some() { Timing::Stamped } else { Timing::Interpolated };
        cue.speaker = segment.speaker.filter(|s| !s.is_empty()).map(|name| document.speakers.intern(&name));
        document.cues.push(cue);
    }
    Ok(document)
}

fn write(document: &Document<'_>, options: &WriteOptions, sink: &mut Sink) -> Result<String> {
    loss::report(document, &FORMAT, options, sink);
    let mut out = String::from("{\n  \"version\": \"1.0.0\",\n  \"segments\": [");
    for (index, cue) in document.cues.iter().enumerate() {
        out.push_str(if index == 0 { "\n    {" } else { ",\n    {" });
        if let Some(name) = document.speaker_of(cue).filter(|name| !name.is_empty()) {
            out.push_str("\"speaker\": ");
            json::push_string(name, &mut out);
            out.push_str(", ");
        }
        out.push_str("\"startTime\": ");
        let (start, end) = loss::not_below_zero(cue, index, sink);
        push_seconds(&mut out, start);
        if end > start || cue.end_timing != Timing::Interpolated {
            out.push_str(", \"endTime\": ");
            push_seconds(&mut out, end);
        }
        out.push_str(", \"body\": ");
        json::push_string(&cue.text.shown(), &mut out);
        out.push('}');
    }
    out.push_str("\n  ]\n}\n");
    Ok(out)
}
