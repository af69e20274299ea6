//! The bytes of an output in the encoding the user asked for, or why it cannot be had.

use cuekit::{Charset, Diagnostic, Document, Format, Sink, Source, Timestamp, Unmappable};

use super::args::Writing;
use super::exit::{Exit, Failure};
use super::reading::no_encoding;

/// The byte order mark, as a character.
const MARK: char = '\u{FEFF}';

/// Of the characters that were replaced so many are named.
const NAMED: usize = 8;

/// The label that stands for the encoding of the input.
const SAME: &str = "same";

/// The encoding of an output.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encoding {
    charset: Charset,
    /// Whether a byte order mark begins it; as the writer has it (UTF-16 with one), if nothing is said.
    mark: Option<bool>,
}

impl Encoding {
    /// UTF-8, with a byte order mark only if the writer puts one.
    pub(crate) const UTF_8: Encoding = Encoding { charset: Charset::UTF_8, mark: None };

    /// What the user asks for, once the input is known: a label, the input's own, or UTF-8. What was not asked
    /// for and changes all the same is reported.
    pub(crate) fn wanted(
        args: &Writing,
        document: &Document<'_>,
        source: &Source<'_>,
        to: &Format,
        sink: &mut Sink,
    ) -> Result<Encoding, Failure> {
        match args.output_encoding.as_deref() {
            Some(SAME) => Ok(Self::same(source, to, sink)),
            Some(label) => Ok(Encoding { charset: named(label)?, mark: None }),
            None => {
                if document.format == Some(to.id) {
                    report_change(source, to, sink);
                }
                Ok(Self::UTF_8)
            }
        }
    }

    /// What a file that was changed is written in: its own encoding, if its format stays.
    pub(crate) fn kept(document: &Document<'_>, source: &Source<'_>, to: &Format, sink: &mut Sink) -> Encoding {
        if document.format == Some(to.id) { Self::same(source, to, sink) } else { Self::UTF_8 }
    }

    /// The encoding of the input, with a byte order mark if it has one: what a command keeps that changes nothing
    /// but what it was told to. A format that is UTF-8 by its standard is UTF-8 all the same, which is reported.
    fn same(source: &Source<'_>, to: &Format, sink: &mut Sink) -> Encoding {
        if to.caps.utf8_only.is_some() {
            report_change(source, to, sink);
            return Self::UTF_8;
        }
        Encoding { charset: source.encoding(), mark: Some(source.had_bom()) }
    }
}

/// Says that the output is UTF-8, if the input is not.
fn report_change(source: &Source<'_>, to: &Format, sink: &mut Sink) {
    let was = source.encoding();
    if !was.is_utf8() {
        let note = Diagnostic::note("encoding-changed", format!("the file is {was} and is written as UTF-8"));
        sink.report(match to.caps.utf8_only {
            Some(standard) => note.help(standard),
            None => note.help("--output-encoding same keeps the encoding"),
        });
    }
}

/// Refuses, before any work is done, an encoding that there is not or that a format does not allow.
pub(crate) fn check(label: &str, to: &Format) -> Result<(), Failure> {
    if label == SAME {
        return Ok(());
    }
    let charset = named(label)?;
    match to.caps.utf8_only {
        Some(standard) if !charset.is_utf8() => {
            Err(Failure::usage(format!("{} is always UTF-8, so it cannot be written as {charset}", to.name))
                .help(format!("{standard}; leave --output-encoding out, or say --to srt")))
        }
        _ => Ok(()),
    }
}

fn named(label: &str) -> Result<Charset, Failure> {
    Charset::for_writing(label).ok_or_else(|| no_encoding(label))
}

/// The text as bytes. What the encoding does not have is refused with its place, or with `replace`
/// written as `?` and reported.
pub(crate) fn output(
    mut text: String,
    document: &Document<'_>,
    encoding: Encoding,
    replace: bool,
    sink: &mut Sink,
) -> Result<Vec<u8>, Failure> {
    let Encoding { charset, mark } = encoding;
    if charset.is_utf8() {
        if mark == Some(true) && !text.starts_with(MARK) {
            text.insert(0, MARK);
        }
        return Ok(text.into_bytes());
    }
    let mut bytes = encoded(&text, document, charset, replace, sink)?;
    if mark == Some(false) && charset.name().starts_with("UTF-16") {
        bytes.drain(..2);
    }
    Ok(bytes)
}

fn encoded(
    text: &str,
    document: &Document<'_>,
    charset: Charset,
    replace: bool,
    sink: &mut Sink,
) -> Result<Vec<u8>, Failure> {
    if !replace {
        return match charset.encode(text) {
            Ok(bytes) => Ok(bytes.into_owned()),
            Err(unmappable) => Err(refusal(charset, unmappable, text, document)),
        };
    }
    let (bytes, replaced) = charset.encode_lossy(text);
    if !replaced.is_empty() {
        sink.report(
            Diagnostic::warning(
                "loss-characters",
                match replaced.len() {
                    1 => format!("a character is not in {charset} and was written as ?: {}", names(&replaced)),
                    n => format!("{n} characters are not in {charset} and were written as ?: {}", names(&replaced)),
                },
            )
            .help("--output-encoding utf-8 keeps everything"),
        );
    }
    Ok(bytes.into_owned())
}

/// The error that names the character, where it would have stood, and its cue.
fn refusal(charset: Charset, unmappable: Unmappable, text: &str, document: &Document<'_>) -> Failure {
    let written = Source::from_text(text);
    let place = written.position(unmappable.offset);
    // The first of its kind in the output is the first in the cues, if it is of a cue.
    let cue = document.cues.iter().enumerate().find(|(_, cue)| {
        let speaker = document.speaker_of(cue).unwrap_or_default();
        cue.text.as_str().contains(unmappable.character) || speaker.contains(unmappable.character)
    });
    let cue = cue.map(|(at, cue)| format!(" (cue {}, at {})", at + 1, clock(cue.start))).unwrap_or_default();
    let message = format!(
        "{unmappable} is not in {charset}: line {}, column {} of the output{cue}; nothing was written",
        place.line, place.column
    );
    let mut failure =
        Failure::new(Exit::Loss, message).help("--replace writes ? for it; --output-encoding utf-8 keeps everything");
    failure.position = Some(place);
    failure.line = Some(text[written.line_range(place.line)].to_owned());
    failure
}

fn clock(time: Timestamp) -> String {
    time.to_string()
}

/// The characters that were replaced, each once and with its count: `♪ (U+266A) 3 times, “ (U+201C)`.
fn names(replaced: &[Unmappable]) -> String {
    let mut counts: Vec<(Unmappable, usize)> = Vec::new();
    for unmappable in replaced {
        match counts.iter_mut().find(|(known, _)| known.character == unmappable.character) {
            Some((_, count)) => *count += 1,
            None => counts.push((*unmappable, 1)),
        }
    }
    let name = |(unmappable, count): &(Unmappable, usize)| match count {
        1 => unmappable.to_string(),
        count => format!("{unmappable} {count} times"),
    };
    let more = counts.len().saturating_sub(NAMED);
    let mut names: Vec<String> = counts.iter().take(NAMED).map(name).collect();
    if more > 0 {
        names.push(format!("and {more} others"));
    }
    names.join(", ")
}
