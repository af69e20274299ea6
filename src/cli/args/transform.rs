//! `cuekit transform`.

use std::ffi::OsString;

use clap::ValueEnum;
use cuekit::{Case, Timestamp};

use super::{Changing, Cutting, Decoding, Outcome, length};

const TRANSFORM_EXAMPLES: &str = "\
Examples:
  cuekit transform stream.vtt --unroll -o talk.vtt          rolling captions said once
  cuekit transform meeting.vtt --combine sentences --recut -o talk.vtt
                                                            fragments joined, then cut where a reader expects it
  cuekit transform film.srt --recut --max-cpl 32 -o narrow.srt
                                                            for narrower lines
  cuekit transform film.srt --sounds drop --strip-styles -o plain.srt
                                                            speech and nothing else
  cuekit transform OLD.srt --case sentence --replace names.txt -o new.srt
                                                            no shouting, and names as they are spelt
  cuekit transform *.srt --sort --number 1 -o sorted/       many files into a folder";

/// Changes what captions say and how they are cut, cue by cue; what is not asked for stays as it is.
///
/// Whatever the order of the options, this is the order in which things are done: unroll, sort, combine, case, replace,
/// sounds, labels, speakers, styles, dialogue, recut, number.
#[derive(Debug, clap::Args)]
#[command(after_help = TRANSFORM_EXAMPLES)]
pub(crate) struct Transform {
    /// Files to read; `-` is standard input
    #[arg(required = true, value_name = "IN")]
    pub(crate) inputs: Vec<OsString>,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    #[command(flatten)]
    pub(crate) decoding: Decoding,

    /// Undo rolling captions, which say the line before again: each word once, when it came
    #[arg(long, help_heading = "Cues")]
    pub(crate) unroll: bool,

    /// Put the cues in the order of their starts
    #[arg(long, help_heading = "Cues")]
    pub(crate) sort: bool,

    /// Join neighbouring cues; several kinds with commas
    #[arg(long, value_enum, value_name = "KIND", value_delimiter = ',', help_heading = "Cues")]
    pub(crate) combine: Vec<CombineArg>,

    /// The longest silence over which cues are joined
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = length, help_heading = "Cues")]
    pub(crate) max_pause: Timestamp,

    /// Cut all text anew, by the limits below: what is timed is timed as before, the rest by the pace of speech
    #[arg(long, help_heading = "Cues")]
    pub(crate) recut: bool,

    /// Cut only those cues anew that break a limit below: too wide, too many lines, shown too long
    #[arg(long, conflicts_with = "recut", help_heading = "Cues")]
    pub(crate) recut_long: bool,

    /// Make a cue of each turn where several share one
    #[arg(long, help_heading = "Cues")]
    pub(crate) split_dialogue: bool,

    /// Number the cues from here, in formats that count them
    #[arg(long, value_name = "N", help_heading = "Cues")]
    pub(crate) number: Option<u32>,

    /// Write all texts in a case
    #[arg(long, value_enum, help_heading = "Texts")]
    pub(crate) case: Option<CaseArg>,

    /// Replace texts by a table of lines OLD=NEW (or parted by a tab), whole words
    #[arg(long, value_name = "FILE", help_heading = "Texts")]
    pub(crate) replace: Option<OsString>,

    /// Take all styling out: bold, italics, colours, classes
    #[arg(long, help_heading = "Texts")]
    pub(crate) strip_styles: bool,

    #[command(flatten)]
    pub(crate) changing: Changing,

    #[command(flatten)]
    pub(crate) cutting: Cutting,
}

/// Which neighbours are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CombineArg {
    /// Fragments, until a sentence ends
    Sentences,
    /// Cues that say the same
    SameText,
    /// Cues with the same times, line under line
    SameTimes,
    /// Cues, while the result keeps the limits of the profile
    Short,
}

/// A case to write texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CaseArg {
    /// ALL CAPITALS
    Upper,
    /// no capitals
    Lower,
    /// Capitals at the beginning of sentences
    Sentence,
}

impl From<CaseArg> for Case {
    fn from(argument: CaseArg) -> Self {
        match argument {
            CaseArg::Upper => Case::Upper,
            CaseArg::Lower => Case::Lower,
            CaseArg::Sentence => Case::Sentence,
        }
    }
}
