//! `cuekit merge`.

use std::ffi::OsString;

use clap::ValueEnum;
use cuekit::OverlayMode;

use super::{Decoding, Telling};
use crate::cli::media::LengthArg;
use crate::cli::time_arg::TimeArg;

const MERGE_EXAMPLES: &str = "\
Examples:
  cuekit merge part1.srt part2.srt part3.srt -o film.srt
                                                one after another, each where the one before is over
  cuekit merge one.vtt two.vtt --durations 24:58 -o both.vtt
                                                the second begins when the first recording is over
  cuekit merge one.srt two.srt --at 0 --at 31:20 -o both.srt
                                                each at a time that is known
  cuekit merge one.srt two.srt --durations one.mp4,two.mp4 -o both.srt
                                                each as long as its recording
  cuekit merge one.srt two.srt --chapters chapters.vtt -o both.srt
                                                and a chapter for each file
  cuekit merge film.en.srt film.fr.srt --overlay -o film.vtt
                                                English at the top of the picture, French where it was
  cuekit merge film.en.srt film.fr.srt --overlay together --italic --align -o film.srt
                                                both in one caption, English above in italics, in time with it";

/// Joins caption files one after another, or lays two over each other.
///
/// What is written is numbered anew; nothing else of a cue changes but its times. Speakers of the same name are
/// one. Notes, style sheets and regions of all files are kept; where files say of the whole what the first says
/// otherwise (title, language), that is told.
#[derive(Debug, clap::Args)]
#[command(after_help = MERGE_EXAMPLES)]
pub(crate) struct Merge {
    /// Files to merge, in their order; `-` is standard input
    #[arg(required = true, value_name = "IN")]
    pub(crate) inputs: Vec<OsString>,

    /// File to write, in the format of its extension. Printed if absent
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<OsString>,

    /// Format to write [default: by the output's name, else that of the first file]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: Option<String>,

    /// Replace an output that exists
    #[arg(short, long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) telling: Telling,

    #[command(flatten)]
    pub(crate) decoding: Decoding,

    /// Time between the end of a file and the beginning of the next
    #[arg(long, value_name = "TIME", help_heading = "One after another")]
    pub(crate) gap: Option<TimeArg>,

    /// How long each recording is: times (24:58,1:02:03.5) or the media files, whose length is read (MP4, MOV, MKV, WebM,
    /// MP3, M4A, AAC, WAV, FLAC, Ogg, Opus, AIFF, CAF); what is not said is as long as its captions
    #[arg(long, value_name = "TIME|FILE", value_delimiter = ',', num_args = 1, help_heading = "One after another")]
    pub(crate) durations: Vec<LengthArg>,

    /// When a file begins; given several times, one for each file
    #[arg(long, value_name = "TIME", conflicts_with_all = ["gap", "durations"], help_heading = "One after another")]
    pub(crate) at: Vec<TimeArg>,

    /// Write where each file begins as WebVTT chapters, by the titles of the files or their names
    #[arg(long, value_name = "FILE", help_heading = "One after another")]
    pub(crate) chapters: Option<OsString>,

    /// Lay the second file over the first, as for two languages
    #[arg(long, value_enum, value_name = "HOW", num_args = 0..=1, default_missing_value = "apart",
          conflicts_with_all = ["gap", "durations", "at", "chapters"], help_heading = "Over each other")]
    pub(crate) overlay: Option<OverlayArg>,

    /// Set the first file in italics
    #[arg(long, requires = "overlay", help_heading = "Over each other")]
    pub(crate) italic: bool,

    /// Put the first file into a WebVTT region of its own
    #[arg(long, requires = "overlay", help_heading = "Over each other")]
    pub(crate) region: bool,

    /// First put the second file in time by the first, as `cuekit retime --to-reference` does
    #[arg(long, requires = "overlay", help_heading = "Over each other")]
    pub(crate) align: bool,
}

/// How two tracks share a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OverlayArg {
    /// The first at the top of the picture, the second where it was, each with its times
    Apart,
    /// What is shown at the same time in one caption, the first above the second
    Together,
}

impl From<OverlayArg> for OverlayMode {
    fn from(argument: OverlayArg) -> Self {
        match argument {
            OverlayArg::Apart => OverlayMode::Apart,
            OverlayArg::Together => OverlayMode::Together,
        }
    }
}
