//! What can be asked for on the command line, and the help that teaches it: a file for each command, one for what
//! cuts captions; here what several share.

mod convert;
mod cutting;
mod inspect;
mod merge;
mod retime;
mod split;
mod transcript;
mod transform;

use std::ffi::OsString;

use clap::{Parser, Subcommand, ValueEnum};
use cuekit::Timestamp;
use cuekit::format::SrtDecimals;

use super::exit;

pub(crate) use convert::{Changing, Convert, Cues, LabelsArg, Sounds, Writing};
pub(crate) use cutting::{Cutting, SpeakersArg};
pub(crate) use inspect::{Dump, Formats, Inspect};
pub(crate) use merge::{Merge, OverlayArg};
pub(crate) use retime::{LimitArgs, Retime, Retiming};
pub(crate) use split::Split;
pub(crate) use transcript::Transcript;
pub(crate) use transform::{CombineArg, Transform};

/// Transcripts in, captions out.
///
/// cuekit reads the transcript you have (a text with a time every so often) and gives captions you
/// can publish, as SRT, WebVTT or JSON; and it converts captions from one of these to another.
#[derive(Debug, Parser)]
#[command(name = "cuekit", version, after_help = exit::HELP, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read anything, write anything; a transcript becomes captions
    Convert(Box<Convert>),
    /// Move captions in time: shift, stretch, through anchors; everything else stays as it is
    Retime(Box<Retime>),
    /// Make a transcript of captions: paragraphs to read, as text, Markdown or HTML
    Transcript(Box<Transcript>),
    /// Change what captions say and how they are cut: unroll, combine, re-cut, clean
    Transform(Box<Transform>),
    /// Join caption files one after another, or lay two over each other
    Merge(Box<Merge>),
    /// Divide caption files by time, by number, or by chapters
    Split(Box<Split>),
    /// Tell what a file is: format, encoding, shape, stamps, speakers, repairs
    Inspect(Box<Inspect>),
    /// List the formats and what each can carry; print the schema of one
    Formats(Formats),
    /// List the profiles: the limits captions are made for, and where the numbers come from
    Profiles,
    /// Print what a reader sees, for conformance suites
    Dump(Dump),
}

/// What becomes of the outcome: said once, before or behind `--then`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Outcome {
    /// File to write, in the format of its extension; a folder if it ends with `/`. Printed if absent
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<OsString>,

    /// Replace each input by its outcome
    #[arg(long, conflicts_with = "output")]
    pub(crate) in_place: bool,

    /// Replace an output that exists
    #[arg(short, long)]
    pub(crate) force: bool,

    /// Show what would change, cue by cue, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    #[command(flatten)]
    pub(crate) telling: Telling,
}

impl Outcome {
    /// What is said here, and what is said there.
    pub(crate) fn and(self, other: Outcome) -> Outcome {
        Outcome {
            output: self.output.or(other.output),
            in_place: self.in_place || other.in_place,
            force: self.force || other.force,
            dry_run: self.dry_run || other.dry_run,
            telling: Telling {
                json: self.telling.json || other.telling.json,
                quiet: self.telling.quiet || other.telling.quiet,
            },
        }
    }
}

/// What is told of the work.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Telling {
    /// Print the report as JSON: on standard output, or on standard error if what is written goes there
    #[arg(long)]
    pub(crate) json: bool,

    /// Print nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

impl Telling {
    /// Whether remarks are kept from standard error: nobody wants them, or they are in the report.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet || self.json
    }
}

/// How caption files are read.
#[derive(Debug, clap::Args)]
pub(crate) struct Decoding {
    /// Encoding of the input (utf-8, windows-1252, cp850, …); detected if absent
    #[arg(long, value_name = "LABEL")]
    pub(crate) encoding: Option<String>,

    /// What one or two decimals of a SubRip time are: in 00:00:01,5 half a second, or 5 milliseconds
    #[arg(long, value_enum, default_value_t = SrtDecimalsArg::Fraction)]
    pub(crate) srt_decimals: SrtDecimalsArg,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Reading {
    /// Shape of a transcript's lines, if it is not found [see `cuekit inspect --shapes`]
    #[arg(long, value_name = "SHAPE")]
    pub(crate) shape: Option<String>,

    /// What one or two decimals of a SubRip time are: in 00:00:01,5 half a second, or 5 milliseconds
    #[arg(long, value_enum, default_value_t = SrtDecimalsArg::Fraction)]
    pub(crate) srt_decimals: SrtDecimalsArg,

    /// Length of the programme (4:19, 1:02:03, 259s): when the last words end, and what lets a text
    /// without stamps be captioned
    #[arg(long, value_name = "TIME")]
    pub(crate) duration: Option<Timestamp>,
}

/// What one or two decimals of a SubRip time are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SrtDecimalsArg {
    /// A fraction: ,5 is half a second, as most players read it
    Fraction,
    /// Milliseconds without leading zeros: ,5 is 5 ms
    Millis,
}

impl From<SrtDecimalsArg> for SrtDecimals {
    fn from(argument: SrtDecimalsArg) -> Self {
        match argument {
            SrtDecimalsArg::Fraction => SrtDecimals::Fraction,
            SrtDecimalsArg::Millis => SrtDecimals::Millis,
        }
    }
}

/// A length of time: not below zero.
pub(crate) fn length(text: &str) -> Result<Timestamp, String> {
    let time: Timestamp = text.parse().map_err(|e: cuekit::ParseTimestampError| e.to_string())?;
    if time < Timestamp::ZERO { Err("a length of time cannot be below zero".into()) } else { Ok(time) }
}

pub(crate) fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number > 0.0 => Ok(number),
        _ => Err("this must be a number above zero".into()),
    }
}
