//! `cuekit convert`.

use std::ffi::OsString;

use clap::ValueEnum;
use cuekit::{Document, drop_labels, lift_labels};

use super::{Cutting, Reading, SpeakersArg, Telling};
use crate::cli::explain::Wanted;

const CONVERT_EXAMPLES: &str = "\
Examples:
  cuekit convert talk.txt -o talk.srt               a transcript becomes SRT captions
  cuekit convert talk.txt -o talk.vtt --profile bbc as WebVTT, within the BBC's limits
  cuekit convert talk.txt --to json --cues keep     its blocks as they are, as JSON on standard output
  cuekit convert plain.txt --duration 4:19 -o a.srt a text without stamps, spread over its length
  cuekit convert *.txt --to vtt -o captions/        many files into a folder
  cuekit convert old.srt -o new.srt --output-encoding windows-1252
                                                    for a player that knows no UTF-8
  cuekit convert talk.txt --explain 12              why the twelfth caption is cut as it is
  curl … | cuekit convert - --to srt > talk.srt     in a pipe";

#[derive(Debug, clap::Args)]
#[command(after_help = CONVERT_EXAMPLES)]
pub(crate) struct Convert {
    /// Files to read; `-` is standard input. What they are is told by their content
    #[arg(required = true, value_name = "IN")]
    pub(crate) inputs: Vec<OsString>,

    /// File to write, in the format of its extension; a folder if it ends with `/`
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<OsString>,

    /// Format to write [see `cuekit formats`]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: Option<String>,

    /// Format to read, if the content does not tell
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,

    /// Replace an output that exists
    #[arg(short, long)]
    pub(crate) force: bool,

    /// Tell why a caption is cut as it is: caption 12, captions 10..12, or those shown at 1:23; all
    /// without a value
    ///
    /// Shows what the caption gains and pays; what every place where a line or the caption could have
    /// ended scores and why, and which was taken; what the captions as a whole would lose if it ended
    /// there instead; and the best other ways to cut it. Scores have no unit.
    ///
    /// Captions are then written only if -o or --to says where or as what; otherwise they are cut as
    /// for SRT. The explanation is printed on standard output, or on standard error if the captions go
    /// there; with --json it is part of the report.
    #[arg(long, value_name = "CUE|TIME", num_args = 0..=1, default_missing_value = "..", value_parser = Wanted::parse)]
    pub(crate) explain: Option<Wanted>,

    #[command(flatten)]
    pub(crate) telling: Telling,

    /// Encoding of the input (utf-8, windows-1252, cp850, …); detected if absent
    #[arg(long, visible_alias = "input-encoding", value_name = "LABEL", help_heading = "Reading")]
    pub(crate) encoding: Option<String>,

    #[command(flatten)]
    pub(crate) reading: Reading,

    #[command(flatten)]
    pub(crate) captions: Captions,

    #[command(flatten)]
    pub(crate) changing: Changing,

    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Captions")]
pub(crate) struct Captions {
    /// Cut the text into captions, or keep the cues (or blocks) of the input
    #[arg(long, value_enum, default_value_t = Cues::Auto)]
    pub(crate) cues: Cues,

    #[command(flatten)]
    pub(crate) cutting: Cutting,
}

/// What becomes of the cues of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Cues {
    /// Caption a transcript, keep captions
    Auto,
    /// Cut into captions
    Caption,
    /// Keep as they are: of a transcript, one cue for each block
    Keep,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Changing")]
pub(crate) struct Changing {
    /// Remarks that are no speech: [laughs], (inaudible), ♪
    #[arg(long, value_enum, default_value_t = Sounds::Keep)]
    pub(crate) sounds: Sounds,

    /// Speakers' names in the texts of captions (`Ada: Good evening.`)
    #[arg(long, value_enum, default_value_t = LabelsArg::Keep)]
    pub(crate) labels: LabelsArg,

    /// Rename a speaker; may be given several times
    #[arg(long = "speaker", value_name = "OLD=NEW")]
    pub(crate) renames: Vec<String>,

    /// Rename speakers by a table of lines OLD=NEW
    #[arg(long, value_name = "FILE")]
    pub(crate) speakers_from: Option<OsString>,
}

/// What becomes of names in the texts of captions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LabelsArg {
    /// They stay text
    Keep,
    /// They become speakers, as the format to write shows them
    Lift,
    /// They are left out
    Drop,
}

impl LabelsArg {
    /// Does so.
    pub(crate) fn apply(self, document: &mut Document<'_>) {
        match self {
            LabelsArg::Keep => {}
            LabelsArg::Lift => drop(lift_labels(document)),
            LabelsArg::Drop => drop(drop_labels(document)),
        }
    }
}

/// What becomes of remarks that are no speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sounds {
    /// They stay, as captions of their own where that reads better
    Keep,
    /// They are left out; each is reported
    Drop,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Writing")]
pub(crate) struct Writing {
    /// Write nothing if the output would lack something of the input (exit code 4)
    ///
    /// That is what the format has no place for, what the reader left out as unreadable or of no use for
    /// captions, and what cannot be written as it is: docs/diagnostics.md marks the codes. What was asked for, as
    /// with --sounds drop, is no loss.
    #[arg(long)]
    pub(crate) fail_on_loss: bool,

    /// Write every cue anew: numbered from 1, in the usual spelling. Without it, of a file that is written in
    /// its own format what did not change is copied as it stands
    #[arg(long)]
    pub(crate) anew: bool,

    /// Where speakers are named, in formats without a field for them [default: change; with the profile
    /// arcom, dash]
    #[arg(long, value_enum)]
    pub(crate) speakers: Option<SpeakersArg>,

    /// Encoding of the output (utf-8, windows-1252, utf-16le, cp850, …), or that of the input (same) [default: utf-8]
    ///
    /// With `same`, a file that is written in its own format is, where nothing else was asked for, the same byte
    /// for byte; a byte order mark stays, and none is put where there was none. A character that the encoding does not have is an error that names it and its place; nothing is
    /// written then. WebVTT and JSON are always UTF-8, as their standards ask. UTF-16 gets a byte order
    /// mark.
    #[arg(long, value_name = "LABEL")]
    pub(crate) output_encoding: Option<String>,

    /// Write `?` for characters that the output's encoding does not have, and tell which
    #[arg(long, requires = "output_encoding")]
    pub(crate) replace: bool,
}
