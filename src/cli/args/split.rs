//! `cuekit split`.

use std::ffi::OsString;

use clap::ArgGroup;

use super::{Decoding, Telling};
use crate::cli::time_arg::TimeArg;

const SPLIT_EXAMPLES: &str = "\
Examples:
  cuekit split film.srt --at 41:20 --rezero -o film.srt
                                                film.1.srt and film.2.srt, the second from zero
  cuekit split talk.vtt --every 10m --rezero -o parts/
                                                parts/talk.1.vtt and so on, one for each ten minutes
  cuekit split talk.srt --count 500 -o parts/   so many cues in each
  cuekit split talk.vtt --chapters chapters.vtt -o parts/ --name '{part} {title}.{ext}'
                                                a part for each chapter, by its title
  cuekit split *.srt --every 10m -o parts/      many files into a folder";

/// Divides caption files by time, by number, or by chapters.
///
/// In the format of the input nothing changes but the numbers of cues and what was asked for. A cue that is shown
/// over the end of a part is cut there and shown in both, and that is told.
#[derive(Debug, clap::Args)]
#[command(after_help = SPLIT_EXAMPLES)]
#[command(group = ArgGroup::new("where").required(true))]
pub(crate) struct Split {
    /// Files to divide; `-` is standard input
    #[arg(required = true, value_name = "IN")]
    pub(crate) inputs: Vec<OsString>,

    /// Divide at this time; may be given several times
    #[arg(long, value_name = "TIME", group = "where", help_heading = "Where")]
    pub(crate) at: Vec<TimeArg>,

    /// A part for each length of time (10m, 600s, 0:10:00)
    #[arg(long, value_name = "TIME", group = "where", help_heading = "Where")]
    pub(crate) every: Option<TimeArg>,

    /// A part for so many cues
    #[arg(long, value_name = "N", group = "where", help_heading = "Where", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) count: Option<u32>,

    /// A part for each chapter of this file: captions whose texts are the titles, or lines of a time and a title
    #[arg(long, value_name = "FILE", group = "where", help_heading = "Where")]
    pub(crate) chapters: Option<OsString>,

    /// Let each part begin at zero
    #[arg(long, help_heading = "Parts")]
    pub(crate) rezero: bool,

    /// Cut no cue: it stays whole, in the part in which it begins
    #[arg(long, help_heading = "Parts")]
    pub(crate) whole_cues: bool,

    /// Name to write (film.srt: film.1.srt, film.2.srt …), or a folder if it ends with `/`
    #[arg(short, long, value_name = "OUT", required = true)]
    pub(crate) output: OsString,

    /// Names of the parts, of {stem}, {part}, {title}, {start} and {ext} [default: {stem}.{part}.{ext}]
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) name: Option<String>,

    /// Replace outputs that exist
    #[arg(short, long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) telling: Telling,

    #[command(flatten)]
    pub(crate) decoding: Decoding,
}
