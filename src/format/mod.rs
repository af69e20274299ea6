//! The list of formats, detection, and what a reader and a writer are told.
//!
//! A new format is one file here and one word in [`FORMATS`]. What a format can carry stands in its
//! [`Caps`]; help, loss reports and docs are derived from it, and nobody else asks which format is which.

mod audacity;
mod chat;
mod clean;
mod clock;
mod consumer;
mod ctm;
pub(crate) mod dialogue;
mod eaf;
mod html;
mod json;
mod json_text;
mod loss;
mod lrc;
mod marks;
mod markup;
mod podcast_json;
mod rewrite;
mod sbv;
mod speech;
mod srt;
mod stamps;
mod stm;
mod styles;
mod table;
mod textgrid;
mod track;
mod transcript;
mod trs;
mod ttml;
mod ttxt;
pub mod webvtt;
mod xml;

pub use consumer::{CONSUMERS, Consumer, Finding, FindingKind, Verdict};
#[cfg(feature = "srtlib")]
pub use srt::srtlib;
pub use stamps::{Stamps, TranscriptOptions};
pub use styles::Styles;

use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::limits::Limits;
use crate::model::{Document, Text, Timestamp};
use crate::source::{Newline, Source};

/// Every format, the most specific first: of two equal scores the earlier wins.
pub static FORMATS: &[&Format] = &[
    &webvtt::FORMAT,
    &srt::FORMAT,
    &json::FORMAT,
    &podcast_json::FORMAT,
    &speech::AWS,
    &speech::GOOGLE,
    &speech::DEEPGRAM,
    &speech::ASSEMBLYAI,
    &speech::SPEECHMATICS,
    &speech::REV,
    &speech::AMBERSCRIPT,
    &speech::GENTLE,
    &speech::KALDI,
    &speech::WHISPER,
    &speech::PODLOVE,
    &speech::WORDS,
    &textgrid::FORMAT,
    &eaf::FORMAT,
    &trs::FORMAT,
    &ttml::FORMAT,
    &ttxt::FORMAT,
    &chat::FORMAT,
    &sbv::FORMAT,
    &lrc::FORMAT,
    &html::FORMAT,
    &audacity::FORMAT,
    &table::FORMAT,
    &stm::FORMAT,
    &ctm::FORMAT,
    &transcript::FORMAT,
    &transcript::MARKDOWN,
];

/// A format: its names, what it can carry, and how it is told, read and written.
#[derive(Debug)]
pub struct Format {
    /// The name on the command line (`webvtt`).
    pub id: &'static str,
    /// The name for people (`WebVTT`).
    pub name: &'static str,
    /// Other names on the command line (`vtt`).
    pub aliases: &'static [&'static str],
    /// File name extensions, the usual first.
    pub extensions: &'static [&'static str],
    /// What it can carry.
    pub caps: Caps,
    /// How much a text looks like it, 0 (not at all) to 100 (certainly).
    pub detect: fn(&str) -> u8,
    /// Its reader, if it can be read.
    pub read: Option<Reader>,
    /// Its writer, if it can be written.
    pub write: Option<Writer>,
}

/// Reads a text into a document, reporting what is odd to the sink.
pub type Reader = for<'a> fn(&'a Source<'a>, &ReadOptions, &mut Sink) -> Result<Document<'a>>;

/// Writes a document as text, reporting what it cannot carry to the sink.
pub type Writer = fn(&Document<'_>, &WriteOptions, &mut Sink) -> Result<String>;

/// What a format can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Speakers as a field of their own.
    pub speakers: bool,
    /// Markup of its text.
    pub styles: Styles,
    /// Cue settings, regions.
    pub layout: bool,
    /// Identifiers.
    pub ids: bool,
    /// Words with times.
    pub words: bool,
    /// How a time came about.
    pub timing: bool,
    /// Title, language and the like.
    pub metadata: bool,
    /// Comments.
    pub notes: bool,
    /// The standard that asks for UTF-8 and nothing else, if one does.
    pub utf8_only: Option<&'static str>,
}

/// What [`Caps::utf8_only`] says of JSON.
const JSON_IS_UTF8: &str = "RFC 8259, section 8.1, has JSON in UTF-8";

impl Caps {
    /// Text and times, nothing else.
    pub const NONE: Caps = Caps {
        speakers: false,
        styles: Styles::None,
        layout: false,
        ids: false,
        words: false,
        timing: false,
        metadata: false,
        notes: false,
        utf8_only: None,
    };

    /// The names of what it can carry.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [
            (self.speakers, "speakers"),
            (self.styles != Styles::None, self.styles.name()),
            (self.layout, "layout"),
            (self.ids, "ids"),
            (self.words, "words"),
            (self.timing, "timing"),
            (self.metadata, "metadata"),
            (self.notes, "notes"),
        ]
        .into_iter()
        .filter_map(|(can, name)| can.then_some(name))
    }
}

/// What a reader is told.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The programme's length, if the user gave it.
    pub duration: Option<Timestamp>,
    /// The shape of a transcript's lines, if the user named it (see [`shapes`]).
    pub shape: Option<String>,
    /// What `,5` means in SubRip times.
    pub srt_decimals: SrtDecimals,
    /// Whether the user named the format: doubts whether the text is of it do not count.
    pub forced: bool,
    /// The most to accept.
    pub limits: Limits,
}

/// What one or two decimals of a SubRip time are (`00:00:01,5`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SrtDecimals {
    /// A fraction, as most players read them: half a second.
    #[default]
    Fraction,
    /// A count of milliseconds that was not filled up with zeros, as some programs write: 5 ms.
    Millis,
}

/// What a writer is told.
///
/// The default names speakers where they change, and knows the dash with a blank.
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// How speakers are shown where the format has no field for them.
    pub speakers: SpeakerLabels,
    /// What [`SpeakerLabels::Dash`] writes; [`Profile::dash`](crate::Profile::dash) has a guide's own.
    pub dash: &'static str,
    /// What the first cue is numbered, in formats that count them; by default as they were, where they were
    /// read from the same format, else from 1.
    pub numbers_from: Option<usize>,
    /// How lines end: as in the source if it is written in its own format, else in `\n`, if nothing is said.
    pub newline: Option<Newline>,
    /// What transcripts (text, Markdown, HTML) look like.
    pub transcript: TranscriptOptions,
}

impl Default for WriteOptions {
    fn default() -> Self {
        let (speakers, transcript) = (SpeakerLabels::default(), TranscriptOptions::default());
        WriteOptions { speakers, dash: "- ", numbers_from: None, newline: None, transcript }
    }
}

/// When a speaker's name is written before the text, in formats without a field for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SpeakerLabels {
    /// `Name: ` where the speaker changes. In a dialogue the dashes take the names' place.
    #[default]
    Change,
    /// `Name: ` in every cue, and for every turn of a dialogue.
    Always,
    /// No names.
    Never,
    /// A dash where the speaker changes, no names.
    Dash,
}

/// The shapes of lines that transcripts are read in, each as a person would write it.
pub fn shapes() -> impl Iterator<Item = String> {
    crate::transcript::examples()
}

impl SpeakerLabels {
    /// What is written before the text of a cue where the speaker changes (and in every cue, if
    /// [`SpeakerLabels::Always`]); `spoken` tells whether somebody has spoken before.
    pub(crate) fn text(self, name: &str, spoken: bool, dash: &str) -> Option<String> {
        match self {
            SpeakerLabels::Never => None,
            SpeakerLabels::Dash => spoken.then(|| dash.to_owned()),
            SpeakerLabels::Change | SpeakerLabels::Always => Some(format!("{}: ", name.replace(['\n', '\r'], " "))),
        }
    }

    /// Whether the voices inside a text are named in it.
    fn names_voices(self, text: &Text<'_>) -> bool {
        match self {
            SpeakerLabels::Never | SpeakerLabels::Dash => false,
            SpeakerLabels::Change => !text.is_dialogue(),
            SpeakerLabels::Always => true,
        }
    }
}

impl Format {
    /// The format of this id or alias, or that files of this extension have.
    pub fn by_name(name: &str) -> Option<&'static Format> {
        let name = name.to_ascii_lowercase();
        let named = |f: &&&Format| f.id == name || f.aliases.contains(&name.as_str());
        FORMATS.iter().find(named).or_else(|| FORMATS.iter().find(|f| f.extensions.contains(&name.as_str()))).copied()
    }

    /// The format a text looks most like. The extension only decides between equals.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownFormat`] if no format fits.
    pub fn detect(source: &Source<'_>) -> Result<&'static Format> {
        let score = |format: &Format| {
            let content = (format.detect)(source.text());
            let named = source.extension().is_some_and(|e| format.extensions.contains(&e));
            (content > 0).then(|| u16::from(content) * 2 + u16::from(named))
        };
        let mut best: Option<(u16, &'static Format)> = None;
        for format in FORMATS.iter().filter(|f| f.read.is_some()) {
            // The list goes from the most to the least specific: what is certain ends the search.
            if best.is_some_and(|(most, _)| most >= 180) {
                break;
            }
            if let Some(score) = score(format)
                && best.is_none_or(|(most, _)| score > most)
            {
                best = Some((score, format));
            }
        }
        best.map(|(_, format)| format).ok_or_else(|| {
            let text = source.text().trim_start();
            if text.starts_with('{') || text.starts_with("[{") || text.starts_with("[]") {
                return ErrorKind::UnknownFormat {
                    message: "this is JSON, but of no kind that is known".into(),
                    help: "`cuekit formats` lists what is read; --from names one".into(),
                }
                .into();
            }
            crate::transcript::explain(source)
        })
    }

    /// Reads a source as this format.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] if the format can only be written, and the reader's own.
    pub fn read<'a>(&self, source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
        let Some(read) = self.read else {
            return Err(ErrorKind::Unsupported(format!("{} can be written but not read", self.name)).into());
        };
        let mut document = read(source, options, sink)?;
        // A service that heard nothing has been told of already.
        if document.cues.is_empty() && sink.count("speech-empty") + sink.count("speech-failed") == 0 {
            sink.report(Diagnostic::warning("cues-none", format!("this {} has no cues", self.name)));
        }
        document.format = Some(self.id);
        Ok(document)
    }

    /// Writes a document as this format.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] if the format can only be read, and the writer's own.
    pub fn write(&self, document: &Document<'_>, options: &WriteOptions, sink: &mut Sink) -> Result<String> {
        match self.write {
            Some(write) => write(document, options, sink),
            None => Err(ErrorKind::Unsupported(format!("{} can be read but not written", self.name)).into()),
        }
    }
}

/// How many bytes a document is likely to take in a format with a line of times for each cue: a text that
/// grows is copied again and again.
fn likely_length(document: &Document<'_>) -> usize {
    const LINES: usize = 48;
    let texts = match document.source {
        Some(source) => source.text().len(),
        None => document.cues.iter().map(|cue| cue.text.as_str().len()).sum(),
    };
    texts + document.cues.len() * LINES
}
