//! What was written is read, by our own reader, and what comes out otherwise is told: the reader is asked, not
//! imitated.

use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::format::{Format, ReadOptions, Stamps, WriteOptions};
use crate::model::{Document, Metadata, SpeakerId, Style, Timestamp};
use crate::source::Source;

/// A block as it is to be read again.
pub(in crate::format) struct Written<'d> {
    /// Its cue.
    pub(in crate::format) index: usize,
    /// When it begins, as finely as it is written.
    pub(in crate::format) start: Timestamp,
    /// When it begins.
    pub(in crate::format) exact: Timestamp,
    pub(in crate::format) speaker: Option<SpeakerId>,
    /// Whether a dash says that somebody else speaks who is not named.
    pub(in crate::format) new_voice: bool,
    /// The cue.
    pub(in crate::format) text: std::borrow::Cow<'d, str>,
}

impl<'d> Written<'d> {
    /// The cues of a document that say anything.
    pub(in crate::format) fn of(document: &'d Document<'_>, stamps: Stamps, sink: &mut Sink) -> Vec<Written<'d>> {
        let mut written = Vec::with_capacity(document.cues.len());
        for (index, cue) in document.cues.iter().enumerate() {
            let (exact, _) = super::super::loss::not_below_zero(cue, index, sink);
            let text = &cue.text;
            if text.as_str().trim().is_empty() {
                let message = format!("cue {} has no words, and a transcript no place for it", index + 1);
                sink.report(Diagnostic::note("loss-empty", message).cue(index));
                continue;
            }
            // A paragraph that a dash opens is a turn; two in one cue are shown as they are.
            let dashes = text.spans().iter().filter(|span| matches!(span.style, Style::Dash(_))).count();
            let new_voice = dashes == 1
                && matches!(text.spans(), [first, ..] if first.start == 0 && first.end == 0)
                && cue.speaker.is_none();
            let text = if new_voice { text.as_str().into() } else { text.shown() };
            written.push(Written { index, start: stamps.rounded(exact), exact, speaker: cue.speaker, new_voice, text });
        }
        written
    }
}

/// Writes with the title, or without it where it is not read again, and tells what else is not.
pub(in crate::format) fn write(
    document: &Document<'_>,
    written: &[Written<'_>],
    options: &WriteOptions,
    format: &'static Format,
    sink: &mut Sink,
    print: impl Fn(Option<&str>) -> String,
) -> Result<String> {
    let title = document.metadata.title.as_deref().filter(|title| !title.trim().is_empty());
    let mut text = print(title);
    if written.is_empty() {
        return Ok(text);
    }
    let mut proof = Proof::of(&text, document, written, options, format);
    if title.is_some() && proof.metadata.title.as_deref() != title {
        text = print(None);
        proof = Proof::of(&text, document, written, options, format);
    }
    proof.report(document, format, sink);
    Ok(text)
}

/// What the reader made of it.
struct Proof {
    /// Whether it is told as what it is, without anybody saying so.
    told: bool,
    metadata: Metadata,
    /// The cues that come out otherwise, and what of them.
    differ: Vec<(usize, &'static str)>,
}

impl Proof {
    fn of(
        text: &str,
        document: &Document<'_>,
        written: &[Written<'_>],
        options: &WriteOptions,
        format: &'static Format,
    ) -> Proof {
        let source = Source::from_text(text);
        let stamped = options.transcript.stamps != Stamps::None;
        let end = document.cues.iter().map(|cue| cue.end).max().unwrap_or_default();
        let reading = ReadOptions {
            forced: true,
            duration: (!stamped).then_some(end.max(Timestamp::from_secs(1))),
            ..ReadOptions::default()
        };
        let told = !stamped
            || Format::detect(&source)
                .is_ok_and(|found| found.read.map(|r| r as usize) == format.read.map(|r| r as usize));
        let Ok(read) = format.read(&source, &reading, &mut Sink::new()) else {
            return Proof { told: false, metadata: Metadata::default(), differ: Vec::new() };
        };
        let name = |of: &Document<'_>, id: Option<SpeakerId>| id.and_then(|id| of.speakers.get(id)).map(str::to_owned);
        let mut differ = Vec::new();
        if stamped {
            let mut next = 0;
            for block in written {
                let wanted = name(document, block.speaker);
                let what = |cue: &crate::model::Cue<'_>| match cue {
                    cue if cue.start != block.start => Some("its stamp"),
                    cue if !same_words(cue.text.as_str(), &block.text) => Some("its words"),
                    cue if name(&read, cue.speaker) != wanted => Some("its speaker"),
                    _ => None,
                };
                // A block that is read as several, or as part of another, throws the rest out of step.
                const REACH: usize = 4;
                let near = &read.cues[next.min(read.cues.len())..read.cues.len().min(next + REACH)];
                match near.iter().position(|cue| what(cue).is_none()) {
                    Some(at) => next += at + 1,
                    None => {
                        differ.push((block.index, near.first().and_then(what).unwrap_or("its place")));
                        next += usize::from(near.first().is_some_and(|cue| cue.start == block.start));
                    }
                }
            }
        } else {
            // Without stamps paragraphs of one speaker are one block: only words and speakers can be compared.
            let words = |of: &Document<'_>, turns: &mut dyn Iterator<Item = (Option<SpeakerId>, String)>| {
                let mut all: Vec<(Option<String>, String)> = Vec::new();
                for (speaker, text) in turns {
                    let speaker = name(of, speaker);
                    for word in text.split_whitespace() {
                        all.push((speaker.clone(), word.to_owned()));
                    }
                }
                all
            };
            let said = words(document, &mut written.iter().map(|block| (block.speaker, block.text.to_string())));
            let found = words(&read, &mut read.cues.iter().map(|cue| (cue.speaker, cue.text.as_str().to_owned())));
            if said != found {
                let at = said.iter().zip(&found).take_while(|(a, b)| a == b).count();
                let mut count = 0;
                let block = written.iter().find(|block| {
                    count += block.text.split_whitespace().count();
                    count > at
                });
                differ.extend(block.or(written.last()).map(|block| (block.index, "what follows it")));
            }
        }
        Proof { told, metadata: read.metadata, differ }
    }

    fn report(&self, document: &Document<'_>, format: &Format, sink: &mut Sink) {
        for &(index, what) in &self.differ {
            let name = format.name;
            let message =
                format!("cue {} does not come out as it is where this {name} is read: {what} will differ", index + 1);
            let mut diagnostic = Diagnostic::warning("transcript-differs", message).cue(index);
            let place = document.cues[index].source;
            if document.source.is_some() && !place.is_empty() {
                diagnostic = diagnostic.at(place.range());
            }
            sink.report(diagnostic.help("--to json keeps everything"));
        }
        if !self.told {
            let message = format!("this {} is too short or too odd to be told as one when it is read", format.name);
            sink.report(Diagnostic::note("transcript-untold", message).help("--from names its format"));
        }
        let (meta, found) = (&document.metadata, &self.metadata);
        let lost = [
            (meta.title.is_some() && found.title != meta.title, "title"),
            (meta.date.is_some() && found.date != meta.date, "date"),
            (meta.description.is_some() && found.description != meta.description, "description"),
            (!meta.keywords.is_empty() && found.keywords != meta.keywords, "keywords"),
            (!meta.notes.is_empty() && found.notes != meta.notes, "notes"),
            (!meta.styles.is_empty() || !meta.regions.is_empty(), "style sheets and regions"),
        ];
        let mut lost: Vec<&str> = lost.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
        lost.extend(meta.other.keys().map(String::as_str));
        if !lost.is_empty() {
            let message = format!(
                "{} as it is written has no place for what is known about the whole: {}",
                format.name,
                lost.join(", ")
            );
            sink.report(Diagnostic::note("loss-metadata", message).help("--to json keeps everything"));
        }
    }
}

/// Whether two texts have the same lines, but for blanks.
fn same_words(a: &str, b: &str) -> bool {
    fn lines(text: &str) -> impl Iterator<Item = &str> {
        text.lines().filter(|line| !line.trim().is_empty())
    }
    let mut others = lines(b);
    lines(a).all(|line| others.next().is_some_and(|other| line.split_whitespace().eq(other.split_whitespace())))
        && others.next().is_none()
}
