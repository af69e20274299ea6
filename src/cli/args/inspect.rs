//! `cuekit inspect`, `cuekit dump` and `cuekit formats`: what is in a file, and what there is.

use std::ffi::OsString;

use clap::builder::{PossibleValue, PossibleValuesParser};
use cuekit::format::CONSUMERS;

use super::Reading;

const INSPECT_EXAMPLES: &str = "\
Examples:
  cuekit inspect talk.txt            which shape it has, how sure, stamps, speakers, repairs
  cuekit inspect --json *.vtt        the same as data
  cuekit inspect --encoding old.srt  which encoding it is in, nothing else
  cuekit inspect --shapes            the shapes of transcripts that are known
  cuekit inspect --consumer srtlib talk.srt
                                     whether a strict player would read it, and what it would refuse";

#[derive(Debug, clap::Args)]
#[command(after_help = INSPECT_EXAMPLES)]
pub(crate) struct Inspect {
    /// Files to look at; `-` is standard input
    #[arg(required_unless_present = "shapes", value_name = "IN")]
    pub(crate) inputs: Vec<OsString>,

    /// Print the findings as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// List the shapes of transcripts that are known
    #[arg(long)]
    pub(crate) shapes: bool,

    /// Tell whether this program or library would read the file, what it refuses or misreads and in
    /// which line, and whether `cuekit convert` mends that
    ///
    /// Nothing else is told then, except with --json. The exit code is 0 if it would read all files, and 1 if
    /// it refuses or misreads something in one of them.
    #[arg(long, value_name = "CONSUMER", conflicts_with = "shapes", value_parser = consumers())]
    pub(crate) consumer: Option<String>,

    /// Print nothing but the encoding: its label, or for several files a line `LABEL<tab>FILE` for each
    ///
    /// Labels are those of the WHATWG standard in lower case (utf-8, windows-1252, utf-16le) and cp437,
    /// cp850 … for the code pages of DOS. The file need not be of a known
    /// format, but it must be text.
    #[arg(long, conflicts_with_all = ["shapes", "from", "input_encoding", "consumer"])]
    pub(crate) encoding: bool,

    /// Format to read, if the content does not tell
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,

    /// Encoding of the input (utf-8, windows-1252, cp850, …); detected if absent
    #[arg(long, value_name = "LABEL", help_heading = "Reading")]
    pub(crate) input_encoding: Option<String>,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

const DUMP_EXAMPLES: &str = "\
Examples:
  cuekit dump --webvtt talk.vtt                    the cues of a file, as JSON
  printf 'a <b>word</b>' | cuekit dump --cue-text  the tree of a cue's text";

/// Prints what a reader sees, for conformance suites.
///
/// A file is read by the WebVTT standard's own algorithms, to the letter: nothing is repaired, and
/// cues keep their settings, their raw text and their order. To work with captions use `convert` and
/// `inspect`.
#[derive(Debug, clap::Args)]
#[command(after_help = DUMP_EXAMPLES)]
#[group(id = "what", required = true, multiple = false)]
pub(crate) struct Dump {
    /// Print the cues of a WebVTT file as JSON; `-` is standard input
    #[arg(long, value_name = "FILE", group = "what")]
    pub(crate) webvtt: Option<OsString>,

    /// Read cue text on standard input and print its tree, as the web platform tests write it
    #[arg(long, group = "what")]
    pub(crate) cue_text: bool,
}

/// The consumers there are, those that this build cannot ask among them.
fn consumers() -> PossibleValuesParser {
    CONSUMERS.iter().map(|consumer| PossibleValue::new(consumer.id).help(consumer.about)).collect::<Vec<_>>().into()
}

#[derive(Debug, clap::Args)]
pub(crate) struct Formats {
    /// Print the JSON Schema of this format
    #[arg(long, value_name = "FORMAT")]
    pub(crate) schema: Option<String>,
}
