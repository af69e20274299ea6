//! From an input's bytes to a document, the same for every command.

use std::ffi::OsStr;

use cuekit::{Charset, Document, DocumentKind, Format, Limits, ReadOptions, Sink, Source};

use super::args::{Decoding, Reading};
use super::exit::Failure;
use super::input::Input;
use super::render::Printer;
use super::report::FileReport;

/// The text of an input, in the encoding the user named or the one it is found to have; `language` is what
/// the user said of it.
pub(crate) fn decode<'b>(
    input: &Input,
    bytes: &'b [u8],
    label: Option<&str>,
    language: Option<&str>,
    limits: &Limits,
    sink: &mut Sink,
) -> Result<Source<'b>, Failure> {
    let source = match label {
        None => Source::decode_hinted(bytes, language, limits, sink)?,
        Some(label) => Source::decode_as(bytes, charset_named(label)?, limits, sink)?,
    };
    Ok(match input.extension() {
        Some(extension) => source.with_extension(extension),
        None => source,
    })
}

/// Has the text of an input worked on. What there is to say about it is reported and printed, whatever becomes of
/// the work.
pub(crate) fn with_source<T>(
    input: &Input,
    label: Option<&str>,
    language: Option<&str>,
    printer: &Printer,
    report: &mut FileReport,
    work: impl FnOnce(&Source<'_>, &mut Sink, &mut FileReport) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let limits = Limits::default();
    let bytes = input.read(&limits)?;
    let mut sink = Sink::new();
    let source = decode(input, &bytes, label, language, &limits, &mut sink)?;
    let result = work(&source, &mut sink, report);
    report.remarks(Some((input, &source)), &sink);
    printer.diagnostics(Some((input, &source)), &sink);
    result.map_err(|failure| failure.seen_in(&source))
}

/// What a file beside the inputs says, such as a table or a reference; failures name it, and what there is to say
/// about it is printed.
pub(crate) fn beside<T>(
    path: &OsStr,
    printer: &Printer,
    say: impl FnOnce(&Source<'_>, &mut Sink) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let input = Input::from(path);
    let read = || {
        let limits = Limits::default();
        let bytes = input.read(&limits)?;
        let mut sink = Sink::new();
        let source = decode(&input, &bytes, None, None, &limits, &mut sink)?;
        let said = say(&source, &mut sink);
        printer.diagnostics(Some((&input, &source)), &sink);
        said
    };
    read().map_err(|failure| failure.named(&input))
}

/// The encoding of a label, to read.
fn charset_named(label: &str) -> Result<Charset, Failure> {
    Charset::for_label(label).ok_or_else(|| no_encoding(label))
}

/// That there is no such encoding, and which are near.
pub(crate) fn no_encoding(label: &str) -> Failure {
    let near = Charset::near(label);
    let labels = if near.is_empty() { Charset::labels().collect() } else { near };
    let help = if labels.len() > 4 { "there are" } else { "did you mean" };
    Failure::usage(format!("there is no encoding {label:?}")).help(format!("{help} {}", labels.join(", ")))
}

/// The document of a source, in the format the user named or the one it is found to have.
pub(crate) fn read<'a>(
    source: &'a Source<'a>,
    from: Option<&str>,
    args: &Reading,
    sink: &mut Sink,
) -> Result<Document<'a>, Failure> {
    let format = match from {
        Some(name) => format_named(name)?,
        None if args.shape.is_some() => format_named("transcript")?,
        // Who gives the length says that there are no stamps to be used; captions keep theirs.
        None => match (Format::detect(source), args.duration) {
            (Err(_), Some(_)) if !source.text().trim_start().starts_with('{') => format_named("transcript")?,
            (detected, _) => detected?,
        },
    };
    let options = ReadOptions {
        duration: args.duration,
        shape: args.shape.clone(),
        forced: from.is_some(),
        srt_decimals: args.srt_decimals.into(),
        ..ReadOptions::default()
    };
    Ok(format.read(source, &options, sink)?)
}

/// The captions of a source. A transcript has none yet.
pub(crate) fn captions<'a>(
    source: &'a Source<'a>,
    decoding: &Decoding,
    sink: &mut Sink,
) -> Result<Document<'a>, Failure> {
    let reading = Reading { shape: None, srt_decimals: decoding.srt_decimals, duration: None };
    let document = read(source, None, &reading, sink)?;
    if document.kind == DocumentKind::Transcript {
        return Err(Failure::usage("this is a transcript, and has no captions yet")
            .help("`cuekit convert` makes captions of it"));
    }
    Ok(document)
}

pub(crate) fn format_named(name: &str) -> Result<&'static Format, Failure> {
    Format::by_name(name)
        .ok_or_else(|| Failure::usage(format!("there is no format {name:?}")).help("`cuekit formats` lists them"))
}
