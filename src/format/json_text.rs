//! JSON text to structures: what is wrong with it in plain words, and fields that nobody asked for.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_ignored::Path;
use serde_json::error::Category;

use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::source::Position;

/// Parses JSON, with the place in the error.
pub(super) fn from_text<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| refused(&error))
}

/// The same; reports fields that the structure does not have, once for each name.
pub(super) fn from_text_telling<'a, T: Deserialize<'a>>(text: &'a str, sink: &mut Sink) -> Result<T> {
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = serde_ignored::deserialize(&mut deserializer, |path| *unknown.entry(name(&path)).or_default() += 1);
    let read = read.and_then(|read| deserializer.end().map(|()| read)).map_err(|error| refused(&error))?;
    // A pointer to the schema is for editors.
    for (name, count) in unknown.into_iter().filter(|(name, _)| name != "$schema") {
        let message = format!("there is no field {name}; it was left out ({count})");
        sink.report(
            Diagnostic::warning("json-field-unknown", message).help("`cuekit formats --schema json` has them all"),
        );
    }
    Ok(read)
}

/// `cues[].txt`: the name of a field with those it stands in.
fn name(path: &Path<'_>) -> String {
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, .. } => format!("{}[]", name(parent)),
        Path::Map { parent: Path::Root, key } => key.clone(),
        Path::Map { parent, key } => format!("{}.{key}", name(parent)),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => name(parent),
    }
}

fn refused(error: &serde_json::Error) -> Error {
    let place = Position { line: error.line(), column: error.column().max(1) };
    let message = match error.classify() {
        Category::Eof => "it ends before all that was opened is closed".to_owned(),
        _ => in_plain_words(&error.to_string()),
    };
    Error::new(ErrorKind::Syntax(format!("this JSON cannot be read: {message}"))).at(place)
}

/// A message of the parser without its place, and without words of Rust.
fn in_plain_words(message: &str) -> String {
    const WORDS: [(&str, &str); 14] = [
        ("expected u32", "expected a whole number, not below zero"),
        ("expected u64", "expected a whole number, not below zero"),
        ("expected i64", "expected a whole number"),
        ("expected f64", "expected a number"),
        ("expected a sequence", "expected a list"),
        ("expected a map", "expected an object"),
        ("expected a tuple of size 2", "expected two numbers"),
        ("expected any valid JSON value", "expected a value"),
        ("expected struct ", "expected an object, "),
        ("invalid type: map", "wrong kind of value: an object"),
        ("invalid type: sequence", "wrong kind of value: a list"),
        ("invalid type: unit value", "wrong kind of value: null"),
        ("invalid type: ", "wrong kind of value: "),
        ("floating point `", "number `"),
    ];
    let message = message.rfind(" at line ").map_or(message, |end| &message[..end]);
    let mut plain = WORDS.iter().fold(message.to_owned(), |plain, (word, instead)| plain.replace(word, instead));
    // The names of our own structures say nothing to anybody.
    if let Some(at) = plain.find("expected an object, ") {
        plain.truncate(at + "expected an object".len());
    }
    plain
}
