//! What is written as JSON is what the schemas in `docs/schema/` say, for every sample; and the schemas
//! refuse what they must.
//!
//! A validator crate weighs a quarter of the whole build, so the dozen keywords that the schemas use are
//! checked here. A keyword this does not know fails the test, so that no schema says more than is checked.

mod common;

use std::path::Path;

use common::{read, samples};
use cuekit::format::FORMATS;
use cuekit::{
    Cue, Document, DocumentKind, Format, Layout, Line, ReadOptions, Region, Sink, Source, Span, Style, Text, Timestamp,
    Timing, Word, WriteOptions,
};
use serde_json::{Value, json};

/// A schema, and what `$ref` looks up in it.
struct Schema(Value);

impl Schema {
    fn open(name: &str) -> Schema {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema").join(name);
        Schema(serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
    }

    fn cuekit() -> Schema {
        Schema::open("cuekit.schema.json")
    }

    fn podcast() -> Schema {
        Schema::open("podcast-transcript.schema.json")
    }

    /// What is wrong with a value, one line for each fault.
    fn faults(&self, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(&self.0, value, "", &mut faults);
        faults
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        for (keyword, wanted) in schema.as_object().expect("a schema is an object") {
            let number = || wanted.as_f64().expect("a number");
            let good = match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" | "examples" | "default" => true,
                "$ref" => {
                    let place =
                        wanted.as_str().and_then(|path| path.strip_prefix('#')).expect("a place in this schema");
                    self.check(self.0.pointer(place).expect("a definition"), value, at, faults);
                    true
                }
                "type" => match wanted.as_str().expect("one type") {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "number" => value.is_number(),
                    "integer" => value.as_f64().is_some_and(|n| n.fract() == 0.0),
                    other => panic!("the type {other} is not checked"),
                },
                "const" => value == wanted,
                "enum" => wanted.as_array().unwrap().contains(value),
                "minimum" => value.as_f64().is_none_or(|n| n >= number()),
                "maximum" => value.as_f64().is_none_or(|n| n <= number()),
                "minLength" => value.as_str().is_none_or(|text| text.chars().count() as f64 >= number()),
                "minItems" => value.as_array().is_none_or(|list| list.len() as f64 >= number()),
                "maxItems" => value.as_array().is_none_or(|list| list.len() as f64 <= number()),
                "uniqueItems" => value
                    .as_array()
                    .is_none_or(|list| list.iter().enumerate().all(|(index, item)| !list[..index].contains(item))),
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(wanted, item, &format!("{at}/{index}"), faults);
                    }
                    true
                }
                "required" => value.as_object().is_none_or(|object| {
                    wanted.as_array().unwrap().iter().all(|key| object.contains_key(key.as_str().unwrap()))
                }),
                "properties" => {
                    for (key, item) in value.as_object().into_iter().flatten() {
                        if let Some(schema) = wanted.get(key) {
                            self.check(schema, item, &format!("{at}/{key}"), faults);
                        }
                    }
                    true
                }
                "additionalProperties" => {
                    for (key, item) in value.as_object().into_iter().flatten() {
                        if schema["properties"].get(key).is_none() {
                            match wanted {
                                Value::Bool(false) => faults.push(format!("{at}/{key} is not foreseen")),
                                schema => self.check(schema, item, &format!("{at}/{key}"), faults),
                            }
                        }
                    }
                    true
                }
                other => panic!("the keyword {other} is not checked"),
            };
            if !good {
                faults.push(format!("{at}: {keyword} {wanted}"));
            }
        }
    }
}

fn written(document: &Document<'_>, format: &str) -> (String, Value, Sink) {
    let mut sink = Sink::new();
    let text = Format::by_name(format).unwrap().write(document, &WriteOptions::default(), &mut sink).unwrap();
    let value = serde_json::from_str(&text).unwrap();
    (text, value, sink)
}

/// A document with everything a document can have.
fn everything() -> Document<'static> {
    let mut document = Document { kind: DocumentKind::Transcript, ..Document::default() };
    let speaker = document.speakers.intern("Ada \"the\" Keeper\n");
    document.speakers.intern("");
    let meta = &mut document.metadata;
    meta.title = Some("T".into());
    meta.date = Some("yesterday".into());
    meta.language = Some("fr-CH".into());
    meta.duration = Some(Timestamp::from_nanos(12_345_678_901));
    meta.description = Some("a\n\nb".into());
    meta.keywords = vec!["k".into()];
    meta.notes = vec!["n\u{1}".into()];
    meta.styles = vec!["::cue {}".into()];
    meta.regions = vec![Region { id: "r".into(), width: 33.3, ..Region::default() }, Region::default()];
    meta.other.insert("job".into(), "7".into());
    let mut cue = Cue::new(
        Timestamp::from_millis(-1),
        Timestamp::from_nanos(1),
        Text::styled("a <b>\n☂ c", vec![Span { start: 0, end: 1, style: Style::Italic }]),
    );
    cue.speaker = Some(speaker);
    cue.timing = Timing::Interpolated;
    cue.end_timing = Timing::Aligned;
    cue.resolution = cuekit::Resolution::Fraction;
    let extra = cue.extra_mut();
    extra.id = Some("7".into());
    extra.layout = Some(Box::new(Layout { line: Line::Number(-1.0), ..Layout::default() }));
    extra.expected_error = Some(Timestamp::from_millis(590));
    extra.words = vec![Word { start: Timestamp::ZERO, end: Timestamp::from_nanos(1), text: "a".into() }];
    document.cues = vec![cue, Cue::new(Timestamp::from_secs(9_000_000_000), Timestamp::from_secs(9_000_000_000), "")];
    document
}

#[test]
fn the_native_json_of_every_sample_is_as_its_schema_says() {
    let schema = Schema::cuekit();
    for (name, document) in samples().into_iter().chain([("everything".into(), everything())]) {
        let (_, value, sink) = written(&document, "json");
        assert_eq!(schema.faults(&value), [""; 0], "{name}");
        assert!(sink.diagnostics().is_empty(), "{name}: nothing is lost");
    }
    let (_, empty, _) = written(&Document::default(), "json");
    assert_eq!(schema.faults(&empty), [""; 0]);
}

#[test]
fn the_native_json_reads_back_to_the_byte() {
    for (name, document) in samples().into_iter().chain([("everything".into(), everything())]) {
        let (text, ..) = written(&document, "json");
        let source = Source::from_text(text.as_str());
        assert_eq!(Format::detect(&source).unwrap().id, "json", "{name}");
        let back = Format::by_name("json").unwrap().read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        assert_eq!(written(&back, "json").0, text, "{name}");
    }
}

#[test]
fn the_native_json_is_told_whatever_the_order_of_its_keys() {
    for text in [
        r#"{"cuekit":1,"cues":[]}"#,
        r#"{"$schema": "cuekit.schema.json", "cuekit": 1, "cues": []}"#,
        r#"{"language": "fr", "cuekit" : 1, "cues": []}"#,
    ] {
        assert_eq!(Schema::cuekit().faults(&serde_json::from_str(text).unwrap()), [""; 0]);
        let found = Format::detect(&Source::from_text(text)).unwrap();
        assert_eq!(found.id, "json", "{text}");
    }
}

/// Changes one thing in a document that is as it should be, and holds that the schema refuses it.
#[track_caller]
fn refuses(schema: &Schema, good: &Value, place: &str, bad: Value) {
    let mut value = good.clone();
    let (parent, key) = place.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    // `null` stands for leaving it out.
    if bad.is_null() {
        parent.remove(key)
    } else {
        parent.insert(key.to_owned(), bad.clone())
    };
    assert!(!schema.faults(&value).is_empty(), "{place}: {bad} is taken");
}

#[test]
fn the_native_schema_refuses_what_is_not_of_this_format() {
    let schema = Schema::cuekit();
    let (_, good, _) = written(&everything(), "json");
    assert_eq!(schema.faults(&good), [""; 0]);
    for (place, bad) in [
        ("/cuekit", json!(2)),
        ("/cuekit", json!("1")),
        ("/cuekit", Value::Null),
        ("/cues", Value::Null),
        ("/cues", json!({})),
        ("/kind", json!("subtitles")),
        ("/language", json!("")),
        ("/speakers", json!(["A", "A"])),
        ("/speakers", json!([1])),
        ("/cue", json!([])),
        ("/metadata/duration", json!(-1.0)),
        ("/metadata/duration", json!("0:12")),
        ("/metadata/other/job", json!(7)),
        ("/metadata/author", json!("x")),
        ("/metadata/regions/0/lines", json!(2.5)),
        ("/metadata/regions/0/width", json!(101)),
        ("/metadata/regions/0/region_anchor", json!([0.0])),
        ("/metadata/regions/0/viewport_anchor", json!([0, 0, 0])),
        ("/metadata/regions/0/scroll_up", json!("up")),
        ("/metadata/regions/0/id", Value::Null),
        ("/cues/0/start", json!("0:01")),
        ("/cues/0/start", Value::Null),
        ("/cues/0/end", Value::Null),
        ("/cues/0/text", Value::Null),
        ("/cues/0/text", json!(["a"])),
        ("/cues/0/id", json!(7)),
        ("/cues/0/timing", json!("guessed")),
        ("/cues/0/resolution", json!("exact")),
        ("/cues/0/expected_error", json!(-0.5)),
        ("/cues/0/Speaker", json!("A")),
        ("/cues/0/words/0/text", Value::Null),
        ("/cues/0/words/0/confidence", json!(0.5)),
    ] {
        refuses(&schema, &good, place, bad);
    }
    assert!(!schema.faults(&json!([])).is_empty());
}

#[test]
fn the_podcast_json_of_every_sample_is_as_the_specification_says() {
    let schema = Schema::podcast();
    for (name, document) in samples().into_iter().chain([("everything".into(), everything())]) {
        let (text, value, _) = written(&document, "podcast-json");
        assert_eq!(schema.faults(&value), [""; 0], "{name}");
        assert_eq!(value["segments"].as_array().unwrap().len(), document.cues.len(), "{name}");
        if document.cues.is_empty() {
            continue;
        }
        let source = Source::from_text(text.as_str());
        assert_eq!(Format::detect(&source).unwrap().id, "podcast-json", "{name}");
        let back =
            Format::by_name("podcast-json").unwrap().read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        for (cue, again) in document.cues.iter().zip(&back.cues) {
            assert_eq!((cue.text.as_str(), cue.start.max(Timestamp::ZERO)), (again.text.as_str(), again.start));
            assert_eq!(document.speaker_of(cue), back.speaker_of(again));
            assert!(cue.end == again.end || again.end_timing == Timing::Interpolated, "{name}");
        }
    }
    let (_, empty, _) = written(&Document::default(), "podcast-json");
    assert_eq!(schema.faults(&empty), [""; 0]);
}

#[test]
fn the_podcast_schema_refuses_what_the_specification_does_not_know() {
    let schema = Schema::podcast();
    let good = json!({"version": "1.0.0", "segments": [
        {"speaker": "A", "startTime": 0.5, "endTime": 0.75, "body": "I"}, {"startTime": 1, "body": ""}]});
    assert_eq!(schema.faults(&good), [""; 0]);
    for (place, bad) in [
        ("/version", json!("1.0")),
        ("/version", json!(1)),
        ("/version", Value::Null),
        ("/segments", Value::Null),
        ("/segments", json!({})),
        ("/segments/0/startTime", json!("0.5")),
        ("/segments/0/startTime", json!(-0.5)),
        ("/segments/0/startTime", Value::Null),
        ("/segments/0/endTime", json!("0:01")),
        ("/segments/0/speaker", json!("")),
        ("/segments/0/speaker", json!(1)),
        ("/segments/0/body", Value::Null),
        ("/segments/0/body", json!(["I"])),
    ] {
        refuses(&schema, &good, place, bad);
    }
}

#[test]
fn podcast_json_at_its_edges() {
    let second = Timestamp::from_secs;
    let mut document = Document::default();
    let (ada, nobody) = (document.speakers.intern("Ada"), document.speakers.intern(""));
    let mut cue = |start, end, text: &'static str, speaker| {
        let mut cue = Cue::new(second(start), second(end), text);
        cue.speaker = speaker;
        document.cues.push(cue);
    };
    cue(-2, -1, "before the beginning", Some(ada));
    cue(1, 5, "overlaps \"what\"\nfollows", None);
    cue(2, 3, "inside of it", Some(nobody));
    cue(2, 2, "at the same time, with no length", Some(ada));
    cue(9, 9, "nobody knows how long", None);
    document.cues[4].end_timing = Timing::Interpolated;
    document.cues[1].extra_mut().words = vec![Word { start: second(1), end: second(2), text: "overlaps".into() }];
    let (_, value, sink) = written(&document, "podcast-json");
    let wanted = json!({"version": "1.0.0", "segments": [
        {"speaker": "Ada", "startTime": 0.0, "endTime": 0.0, "body": "before the beginning"},
        {"startTime": 1.0, "endTime": 5.0, "body": "overlaps \"what\"\nfollows"},
        {"startTime": 2.0, "endTime": 3.0, "body": "inside of it"},
        {"speaker": "Ada", "startTime": 2.0, "endTime": 2.0, "body": "at the same time, with no length"},
        {"startTime": 9.0, "body": "nobody knows how long"}]});
    assert_eq!(value, wanted);
    let codes: Vec<(&str, usize)> = sink.counts().collect();
    assert_eq!(codes, [("loss-words", 1), ("time-below-zero", 1)]);
}

#[test]
fn an_end_that_podcast_json_does_not_give_is_a_guess() {
    let text = r#"{"version": "1.0.0", "segments": [
        {"startTime": 1, "body": "a"}, {"startTime": 4.5, "endTime": 5, "body": "b"}, {"startTime": 6, "body": "c"}]}"#;
    let document = read("ends", text.as_bytes());
    let ends: Vec<_> = document.cues.iter().map(|cue| (cue.end.to_millis(), cue.end_timing)).collect();
    let guess = Timing::Interpolated;
    assert_eq!(ends, [(4500, guess), (5000, Timing::Stamped), (6000, guess)]);
}

/// What reading back a text does to it: blanks at the ends of lines and empty lines are gone.
fn lines(text: &str) -> String {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_whisper_json_of_every_sample_reads_back_to_the_same_cues() {
    for (name, document) in samples() {
        let (text, value, _) = written(&document, "whisper");
        let segments = value["segments"].as_array().unwrap();
        let whole: String = segments.iter().map(|segment| segment["text"].as_str().unwrap()).collect();
        assert_eq!(value["text"], whole, "{name}: the segments are the text");
        assert!(segments.iter().enumerate().all(|(index, segment)| segment["id"] == index));
        let source = Source::from_text(text.as_str());
        assert_eq!(Format::detect(&source).unwrap().id, "whisper", "{name}");
        let back =
            Format::by_name("whisper").unwrap().read(&source, &ReadOptions::default(), &mut Sink::new()).unwrap();
        assert_eq!(document.cues.len(), back.cues.len(), "{name}");
        for (cue, again) in document.cues.iter().zip(&back.cues) {
            assert_eq!(lines(cue.text.as_str()), again.text.as_str(), "{name}");
            assert_eq!((cue.start, cue.end), (again.start, again.end), "{name}: {:?}", cue.text.as_str());
            assert_eq!(document.speaker_of(cue), back.speaker_of(again), "{name}");
            let inside = |time: Timestamp| time.clamp(cue.start, cue.end);
            let words = cue.words().iter().map(|word| (inside(word.start), inside(word.end), &word.text));
            assert!(words.eq(again.words().iter().map(|word| (word.start, word.end, &word.text))), "{name}");
        }
        let language = document.metadata.language.as_deref().map(|tag| tag.split('-').next().unwrap());
        assert_eq!(back.metadata.language.as_deref(), language, "{name}");
    }
}

#[test]
fn whisper_json_says_what_it_knows_and_no_more() {
    let (_, value, sink) = written(&everything(), "whisper");
    let wanted = json!({
        "text": " a <b>\n☂ c",
        "segments": [
            {"id": 0, "start": 0.0, "end": 0.000000001, "text": " a <b>\n☂ c", "speaker": "Ada \"the\" Keeper\n",
             "words": [{"word": " a", "start": 0.0, "end": 0.000000001}]},
            {"id": 1, "start": 9_000_000_000.0, "end": 9_000_000_000.0, "text": ""}],
        "language": "fr",
        "duration": 12.345678901
    });
    assert_eq!(value, wanted);
    let codes: Vec<(&str, usize)> = sink.counts().collect();
    let lost = ["loss-layout", "loss-metadata", "loss-style-sheets", "loss-styles", "time-below-zero"];
    assert_eq!(codes.iter().map(|(code, _)| *code).collect::<Vec<_>>(), lost);
}

#[test]
fn whisper_words_are_the_text_cut_up() {
    let second = Timestamp::from_secs;
    let word = |n: i64, text: &str| Word { start: second(n), end: second(n + 1), text: text.into() };
    let mut spaced = Cue::new(second(0), second(5), "“Well,” he\nsaid (so), no.");
    spaced.extra_mut().words = vec![word(0, "“Well,”"), word(1, "he"), word(2, "said"), word(4, "no.")];
    let mut unspaced = Cue::new(second(6), second(9), "你好，世界。");
    unspaced.extra_mut().words = vec![word(6, "你好，"), word(7, "世界。")];
    let document = Document { cues: vec![spaced, unspaced], ..Document::default() };
    let (text, value, _) = written(&document, "whisper");
    let words = |segment: usize| -> Vec<&str> {
        let list = value["segments"][segment]["words"].as_array().unwrap();
        list.iter().map(|word| word["word"].as_str().unwrap()).collect()
    };
    assert_eq!(words(0), [" “Well,”", " he", " said", " no."]);
    assert_eq!(words(1), ["你好，", "世界。"]);
    let back = read("words", text.as_bytes());
    for (cue, again) in document.cues.iter().zip(&back.cues) {
        assert_eq!((cue.text.as_str(), cue.words()), (again.text.as_str(), again.words()));
    }
}

#[test]
fn json_files_stay_the_native_ones() {
    let named = ["json", "whisper", "podcast-json"].map(|name| Format::by_name(name).unwrap());
    assert_eq!(named.map(|format| format.id), ["json", "whisper", "podcast-json"]);
    assert!(FORMATS.iter().filter(|format| format.extensions.contains(&"json")).count() > 3);
}
