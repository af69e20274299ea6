//! `cuekit transcript`.

use std::ffi::OsString;

use clap::ValueEnum;
use cuekit::format::Stamps;
use cuekit::{ParagraphEach, Timestamp};

use super::{LabelsArg, Reading, Telling, length};

const TRANSCRIPT_EXAMPLES: &str = "\
Examples:
  cuekit transcript talk.srt                        print it, as text to read
  cuekit transcript talk.vtt -o talk.md             as Markdown
  cuekit transcript talk.vtt -o talk.html --link https://example.org/talk.mp3
                                                    as a page whose stamps lead into the recording
  cuekit transcript talk.srt -o talk.txt --each cue --stamps exact
                                                    a stamp for every caption, to the millisecond
  cuekit transcript *.vtt --to markdown -o texts/   many files into a folder";

/// Makes a transcript of captions: paragraphs with who speaks and when, as text, Markdown or HTML.
///
/// What is written is what `cuekit convert` reads: stamps, speakers and words come back as they are. Speech that looks
/// like a stamp, a name or markup is written with a backslash; what would be read otherwise all the same is told.
#[derive(Debug, clap::Args)]
#[command(after_help = TRANSCRIPT_EXAMPLES)]
pub(crate) struct Transcript {
    /// Files to read; `-` is standard input
    #[arg(required = true, value_name = "IN")]
    pub(crate) inputs: Vec<OsString>,

    /// File to write: text (.txt), Markdown (.md) or a page (.html); a folder if it ends with `/`. Printed if absent
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<OsString>,

    /// Format to write: transcript (text), markdown, html [default: by the output's name, else text]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: Option<String>,

    /// Format to read, if the content does not tell
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,

    /// Replace an output that exists
    #[arg(short, long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) telling: Telling,

    /// Encoding of the input (utf-8, windows-1252, cp850, …); detected if absent
    #[arg(long, value_name = "LABEL", help_heading = "Reading")]
    pub(crate) encoding: Option<String>,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// Language of the text (fr, en, …); detected if absent
    #[arg(long, value_name = "CODE", help_heading = "Reading")]
    pub(crate) language: Option<String>,

    /// Speakers' names in the texts (`Ada: Good evening.`)
    #[arg(long, value_enum, default_value_t = LabelsArg::Lift, help_heading = "Reading")]
    pub(crate) labels: LabelsArg,

    /// What begins a paragraph, beside a change of speaker
    #[arg(long, value_enum, default_value_t = EachArg::While, help_heading = "Paragraphs")]
    pub(crate) each: EachArg,

    /// How long a paragraph lasts before the next sentence begins another
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = length, help_heading = "Paragraphs")]
    pub(crate) every: Timestamp,

    /// Silence that begins a paragraph; in mid-sentence twice that does
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = length, help_heading = "Paragraphs")]
    pub(crate) pause: Timestamp,

    /// How finely stamps are written
    #[arg(long, value_enum, default_value_t = StampsArg::Seconds, help_heading = "Stamps")]
    pub(crate) stamps: StampsArg,

    /// Where stamps lead to, in Markdown and HTML: the time is added as `&t=12` behind a `?`, else as `#t=12.5`
    #[arg(long, value_name = "URL", help_heading = "Stamps")]
    pub(crate) link: Option<String>,
}

/// What begins a paragraph, beside a change of speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EachArg {
    /// A while that has passed (--every), and pauses
    While,
    /// Nothing else
    Turn,
    /// Every sentence
    Sentence,
    /// Every cue
    Cue,
}

impl From<EachArg> for ParagraphEach {
    fn from(argument: EachArg) -> Self {
        match argument {
            EachArg::While => ParagraphEach::While,
            EachArg::Turn => ParagraphEach::Turn,
            EachArg::Sentence => ParagraphEach::Sentence,
            EachArg::Cue => ParagraphEach::Cue,
        }
    }
}

/// How finely stamps are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StampsArg {
    /// To the millisecond: 1:02.480
    Exact,
    /// Whole seconds: 1:02
    Seconds,
    /// Not at all
    None,
}

impl From<StampsArg> for Stamps {
    fn from(argument: StampsArg) -> Self {
        match argument {
            StampsArg::Exact => Stamps::Exact,
            StampsArg::Seconds => Stamps::Seconds,
            StampsArg::None => Stamps::None,
        }
    }
}
