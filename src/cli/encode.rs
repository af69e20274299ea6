//! The bytes of an output in the encoding the user asked for, or why it cannot be had.

use cuekit::{Charset, Diagnostic, Document, Format, Sink, Source, Timestamp, Unmappable};

use super::args::Writing;
use super::exit::{Exit, Failure};
use super::reading::charset_named;

/// Of the characters that were replaced so many are named.
const NAMED: usize = 8;

/// Refuses, before any work is done, an encoding that there is not or that a format does not allow.
pub(crate) fn check(label: &str, to: &Format) -> Result<(), Failure> {
    let charset = charset_named(label)?;
    match to.caps.utf8_only {
        Some(standard) if !charset.is_utf8() => {
            Err(Failure::usage(format!("{} is always UTF-8, so it cannot be written as {charset}", to.name))
                .help(format!("{standard}; leave --output-encoding out, or say --to srt")))
        }
        _ => Ok(()),
    }
}

/// The text as bytes. What the encoding does not have is refused with its place, or with `--replace`
/// written as `?` and reported.
pub(crate) fn output(
    text: String,
    document: &Document<'_>,
    args: &Writing,
    sink: &mut Sink,
) -> Result<Vec<u8>, Failure> {
    let Some(label) = &args.output_encoding else { return Ok(text.into_bytes()) };
    let charset = charset_named(label)?;
    if charset.is_utf8() {
        return Ok(text.into_bytes());
    }
    if !args.replace {
        return match charset.encode(&text) {
            Ok(bytes) => Ok(bytes.into_owned()),
            Err(unmappable) => Err(refusal(charset, unmappable, &text, document)),
        };
    }
    let (bytes, replaced) = charset.encode_lossy(&text);
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
