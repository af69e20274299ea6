//! The native JSON, which keeps all a document holds (`docs/schema/cuekit.schema.json`).
//!
//! Times are seconds as numbers with up to nine decimals, written and read digit by digit so that
//! none is rounded. A styled text adds `markup` in WebVTT cue text syntax, a placed one `settings` in
//! WebVTT settings syntax: two standards instead of two inventions. What only SubRip has, `<s>` and `<font …>`,
//! stands among the markup, where readers of WebVTT pass it over.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde_json::value::RawValue;

use super::clock::push_seconds;
pub(super) use super::json_text::from_text;
use super::json_text::from_text_telling;
use super::markup::{self, Tags};
use super::webvtt::{CueText, parse_settings, parse_styled_all, push_settings};
use super::{Caps, Format, JSON_IS_UTF8, ReadOptions, Styles, WriteOptions, loss};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Cue, Document, DocumentKind, Metadata, Region, Resolution, Style, Timestamp, Timing, Word};
use crate::source::{Source, floor_char_boundary};

pub(super) static FORMAT: Format = Format {
    id: "json",
    name: "cuekit JSON",
    aliases: &["cuekit"],
    extensions: &["json"],
    caps: Caps {
        speakers: true,
        styles: Styles::All,
        layout: true,
        ids: true,
        words: true,
        timing: true,
        metadata: true,
        notes: true,
        utf8_only: Some(JSON_IS_UTF8),
    },
    detect,
    read: Some(read),
    write: Some(write),
};

fn detect(text: &str) -> u8 {
    // Other programs put keys in another order, and a "$schema" before ours.
    let head = text[..floor_char_boundary(text, 400)].trim_start();
    let version = || {
        let (_, rest) = head.split_once("\"cuekit\"")?;
        rest.trim_start().strip_prefix(':').map(|value| value.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    };
    if head.starts_with('{') && version() == Some(true) { 100 } else { 0 }
}

/// A number of seconds, read from its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seconds(pub(super) Timestamp);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: &RawValue = Deserialize::deserialize(deserializer)?;
        let text = raw.get().trim_matches('"');
        seconds(text).map(Seconds).ok_or_else(|| de::Error::custom(format!("{text} is no number of seconds")))
    }
}

/// A number of seconds, by its digits.
pub(super) fn seconds(text: &str) -> Option<Timestamp> {
    let exact = text.parse::<Timestamp>().ok().filter(|_| !text.contains(':') && !text.ends_with(char::is_alphabetic));
    // Only an exponent needs the detour through a float.
    exact.or_else(|| text.parse::<f64>().ok().filter(|n| n.abs() < 9e9).map(Timestamp::from_secs_f64))
}

#[derive(serde::Deserialize)]
struct JsonDocument {
    cuekit: u32,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    metadata: JsonMetadata,
    #[serde(default)]
    speakers: Vec<String>,
    #[serde(default)]
    cues: Vec<JsonCue>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct JsonMetadata {
    title: Option<String>,
    date: Option<String>,
    duration: Option<Seconds>,
    description: Option<String>,
    keywords: Vec<String>,
    notes: Vec<String>,
    styles: Vec<String>,
    regions: Vec<JsonRegion>,
    other: std::collections::BTreeMap<String, String>,
}

#[derive(serde::Deserialize)]
struct JsonRegion {
    id: String,
    width: f64,
    lines: u32,
    region_anchor: (f64, f64),
    viewport_anchor: (f64, f64),
    scroll_up: bool,
}

#[derive(serde::Deserialize)]
struct JsonCue {
    start: Seconds,
    end: Seconds,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    speaker: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    markup: Option<String>,
    #[serde(default)]
    settings: Option<String>,
    #[serde(default)]
    timing: JsonTiming,
    #[serde(default)]
    end_timing: JsonTiming,
    #[serde(default)]
    resolution: Option<String>,
    #[serde(default)]
    expected_error: Option<Seconds>,
    #[serde(default)]
    words: Vec<JsonWord>,
}

#[derive(serde::Deserialize)]
struct JsonWord {
    start: Seconds,
    end: Seconds,
    text: String,
}

#[derive(Default, Clone, Copy)]
struct JsonTiming(Timing);

impl<'de> Deserialize<'de> for JsonTiming {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = JsonTiming;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"stamped\", \"interpolated\" or \"aligned\"")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<JsonTiming, E> {
                [Timing::Stamped, Timing::Interpolated, Timing::Aligned]
                    .into_iter()
                    .find(|timing| timing.as_str() == name)
                    .map(JsonTiming)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(name), &self))
            }
        }
        deserializer.deserialize_str(Name)
    }
}

/// Refuses more cues than the limits allow.
pub(super) fn check_count(count: usize, options: &ReadOptions) -> Result<()> {
    if count > options.limits.cues {
        return Err(ErrorKind::Limit(format!("more than {} cues", options.limits.cues)).into());
    }
    Ok(())
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let json: JsonDocument = from_text_telling(source.text(), sink)?;
    if json.cuekit != 1 {
        return Err(ErrorKind::Syntax(format!("version {} of this JSON is not known; 1 is", json.cuekit)).into());
    }
    check_count(json.cues.len(), options)?;
    let meta = json.metadata;
    let mut document = Document {
        kind: match json.kind.as_deref() {
            Some("transcript") => DocumentKind::Transcript,
            None | Some("captions") => DocumentKind::Captions,
            Some(kind) => {
                sink.report(value_unknown("kind", kind, "captions or transcript"));
                DocumentKind::Captions
            }
        },
        metadata: Metadata {
            title: meta.title,
            date: meta.date,
            language: json.language,
            duration: meta.duration.map(|d| d.0),
            description: meta.description,
            keywords: meta.keywords,
            notes: meta.notes,
            styles: meta.styles,
            regions: meta.regions.into_iter().map(region).collect(),
            other: meta.other,
        },
        source: Some(source),
        ..Document::default()
    };
    for name in &json.speakers {
        document.speakers.intern(name);
    }
    for (index, cue) in json.cues.into_iter().enumerate() {
        let cue = read_cue(cue, index, &mut document, sink);
        document.cues.push(cue);
    }
    Ok(document)
}

fn value_unknown(field: &str, value: &str, known: &str) -> Diagnostic {
    let message = format!("{field} is {value:?}, where {known} is known; it was left out");
    Diagnostic::warning("json-value-unknown", message)
}

fn region(json: JsonRegion) -> Region {
    Region {
        id: json.id,
        width: json.width,
        lines: json.lines,
        region_anchor: json.region_anchor,
        viewport_anchor: json.viewport_anchor,
        scroll_up: json.scroll_up,
    }
}

fn read_cue(json: JsonCue, index: usize, document: &mut Document<'_>, sink: &mut Sink) -> Cue<'static> {
    let mut cue = Cue::new(json.start.0, json.end.0.max(json.start.0), json.text);
    if json.end.0 < json.start.0 {
        let message = format!("cue {} ends before it begins; it was given no length", index + 1);
        sink.report(Diagnostic::warning("cue-ends-early", message).cue(index));
    }
    if let Some(markup) = &json.markup {
        let styled = parse_styled_all(markup);
        // A dialogue's dashes may stand in a text that others wrote.
        if styled.as_str() == cue.text.as_str() || styled.shown() == cue.text.as_str() {
            cue.text = styled.into_owned();
        } else {
            let message = format!("the markup of cue {} is not of its text; the text was kept", index + 1);
            sink.report(Diagnostic::warning("json-markup-differs", message).cue(index));
        }
    }
    cue.timing = json.timing.0;
    cue.end_timing = json.end_timing.0;
    cue.resolution = match json.resolution.as_deref() {
        Some("second") => Resolution::Second,
        Some("fraction") => Resolution::Fraction,
        None | Some("exact") => Resolution::Exact,
        Some(resolution) => {
            sink.report(value_unknown("resolution", resolution, "second, fraction or exact").cue(index));
            Resolution::Exact
        }
    };
    cue.speaker = json.speaker.map(|name| document.speakers.intern(&name));
    if let Some(id) = json.id {
        cue.extra_mut().id = Some(id.into());
    }
    if let Some(settings) = &json.settings {
        cue.extra_mut().layout = Some(Box::new(parse_settings(settings, &document.metadata.regions)));
    }
    if let Some(error) = json.expected_error {
        cue.extra_mut().expected_error = Some(error.0);
    }
    if !json.words.is_empty() {
        cue.extra_mut().words =
            json.words.into_iter().map(|w| Word { start: w.start.0, end: w.end.0, text: w.text }).collect();
    }
    cue
}

fn write(document: &Document<'_>, options: &WriteOptions, sink: &mut Sink) -> Result<String> {
    loss::report(document, &FORMAT, options, sink);
    let mut out = String::with_capacity(document.cues.len() * 160 + 512);
    out.push_str("{\n  \"cuekit\": 1");
    if document.kind == DocumentKind::Transcript {
        out.push_str(",\n  \"kind\": \"transcript\"");
    }
    if let Some(language) = &document.metadata.language {
        out.push_str(",\n  \"language\": ");
        push_string(language, &mut out);
    }
    push_metadata(&document.metadata, &mut out);
    if !document.speakers.is_empty() {
        out.push_str(",\n  \"speakers\": ");
        push_strings(document.speakers.names(), &mut out);
    }
    out.push_str(",\n  \"cues\": [");
    for (index, cue) in document.cues.iter().enumerate() {
        out.push_str(if index == 0 { "\n    {" } else { ",\n    {" });
        push_cue(document, cue, &mut out);
        out.push('}');
    }
    out.push_str(if document.cues.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
    Ok(out)
}

fn push_metadata(metadata: &Metadata, out: &mut String) {
    let mut fields: Vec<String> = Vec::new();
    let mut text = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            let mut field = format!("\"{key}\": ");
            push_string(value, &mut field);
            fields.push(field);
        }
    };
    text("title", &metadata.title);
    text("date", &metadata.date);
    text("description", &metadata.description);
    if let Some(duration) = metadata.duration {
        let mut field = String::from("\"duration\": ");
        push_seconds(&mut field, duration);
        fields.push(field);
    }
    for (key, values) in [("keywords", &metadata.keywords), ("notes", &metadata.notes), ("styles", &metadata.styles)] {
        if !values.is_empty() {
            let mut field = format!("\"{key}\": ");
            push_strings(values.iter().map(String::as_str), &mut field);
            fields.push(field);
        }
    }
    if !metadata.regions.is_empty() {
        let regions: Vec<String> = metadata.regions.iter().map(region_json).collect();
        fields.push(format!("\"regions\": [{}]", regions.join(", ")));
    }
    if !metadata.other.is_empty() {
        let pairs = metadata.other.iter().map(|(key, value)| {
            let mut pair = String::new();
            push_string(key, &mut pair);
            pair.push_str(": ");
            push_string(value, &mut pair);
            pair
        });
        fields.push(format!("\"other\": {{{}}}", pairs.collect::<Vec<_>>().join(", ")));
    }
    if !fields.is_empty() {
        out.push_str(",\n  \"metadata\": {\n    ");
        out.push_str(&fields.join(",\n    "));
        out.push_str("\n  }");
    }
}

fn region_json(region: &Region) -> String {
    let mut id = String::new();
    push_string(&region.id, &mut id);
    format!(
        "{{\"id\": {id}, \"width\": {:?}, \"lines\": {}, \"region_anchor\": [{:?}, {:?}], \"viewport_anchor\": [{:?}, {:?}], \"scroll_up\": {}}}",
        region.width,
        region.lines,
        region.region_anchor.0,
        region.region_anchor.1,
        region.viewport_anchor.0,
        region.viewport_anchor.1,
        region.scroll_up
    )
}

fn push_cue(document: &Document<'_>, cue: &Cue<'_>, out: &mut String) {
    out.push_str("\"start\": ");
    push_seconds(out, cue.start);
    out.push_str(", \"end\": ");
    push_seconds(out, cue.end);
    if let Some(id) = cue.id() {
        out.push_str(", \"id\": ");
        push_string(id, out);
    }
    if let Some(name) = document.speaker_of(cue) {
        out.push_str(", \"speaker\": ");
        push_string(name, out);
    }
    push_text(cue, out);
    if let Some(layout) = cue.layout() {
        let mut settings = String::new();
        push_settings(layout, &mut settings);
        out.push_str(", \"settings\": ");
        push_string(settings.trim_start(), out);
    }
    out.push_str(", \"timing\": \"");
    out.push_str(cue.timing.as_str());
    out.push('"');
    if cue.end_timing != Timing::Stamped {
        out.push_str(", \"end_timing\": \"");
        out.push_str(cue.end_timing.as_str());
        out.push('"');
    }
    match cue.resolution {
        Resolution::Exact => {}
        Resolution::Fraction => out.push_str(", \"resolution\": \"fraction\""),
        Resolution::Second => out.push_str(", \"resolution\": \"second\""),
    }
    if let Some(error) = cue.extra.as_ref().and_then(|extra| extra.expected_error) {
        out.push_str(", \"expected_error\": ");
        push_seconds(out, error);
    }
    if !cue.words().is_empty() {
        out.push_str(", \"words\": [");
        for (index, word) in cue.words().iter().enumerate() {
            out.push_str(if index == 0 { "{\"start\": " } else { ", {\"start\": " });
            push_seconds(out, word.start);
            out.push_str(", \"end\": ");
            push_seconds(out, word.end);
            out.push_str(", \"text\": ");
            push_string(&word.text, out);
            out.push('}');
        }
        out.push(']');
    }
}

fn push_text(cue: &Cue<'_>, out: &mut String) {
    let mut styled = String::new();
    if !cue.text.spans().is_empty() {
        markup::write(&cue.text, &Markup::default(), &mut styled);
    }
    // Dashes that a reader could not tell from the text (both turns are one speaker's by now) are text.
    let lifted = || parse_styled_all(&styled).as_str() == cue.text.as_str();
    let text = if !cue.text.is_dialogue() || lifted() { cue.text.as_str().into() } else { cue.text.shown() };
    out.push_str(", \"text\": ");
    push_string(&text, out);
    if !styled.is_empty() && styled != text {
        out.push_str(", \"markup\": ");
        push_string(&styled, out);
    }
}

/// WebVTT's tags, and those that only SubRip has.
#[derive(Default)]
struct Markup(CueText);

impl Tags for Markup {
    fn open(&self, style: &Style, out: &mut String) -> bool {
        match style {
            Style::Strike => out.push_str("<s>"),
            Style::Font(attributes) => {
                out.push_str("<font ");
                self.0.text(attributes, out);
                out.push('>');
            }
            style => return self.0.open(style, out),
        }
        true
    }

    fn close(&self, style: &Style, out: &mut String) {
        match style {
            Style::Strike => out.push_str("</s>"),
            Style::Font(_) => out.push_str("</font>"),
            style => self.0.close(style, out),
        }
    }

    fn text(&self, text: &str, out: &mut String) {
        self.0.text(text, out);
    }
}

fn push_strings<'s>(strings: impl Iterator<Item = &'s str>, out: &mut String) {
    out.push('[');
    for (index, string) in strings.enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        push_string(string, out);
    }
    out.push(']');
}

/// Appends a JSON string.
pub(super) fn push_string(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        if escape.is_empty() {
            out.push_str(&format!("\\u{byte:04x}"));
        } else {
            out.push_str(escape);
        }
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}
