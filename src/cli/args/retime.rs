//! `cuekit retime`.

use std::ffi::OsString;

use clap::ValueEnum;
use cuekit::{BelowZero, Overlap, Ratio, Timecode};

use super::{Decoding, Outcome, positive};
use crate::cli::time_arg::{AnchorArg, Place, Span, TimeArg, cue_span, near_ratio, rate_pair};

const RETIME_EXAMPLES: &str = "\
Examples:
  cuekit retime film.srt --shift -2.5s -o film2.srt       all cues two and a half seconds earlier
  cuekit retime film.srt --fps 23.976:25 --in-place       for a film that runs at 25 frames a second
  cuekit retime film.srt --anchor 0:01:00=0:01:02.5 --anchor 1:30:00=1:30:10 -o film2.srt
                                                          through two places, all else in proportion
  cuekit retime film.srt --shift 4s --from 0:30:00        print it; only what begins after half an hour moves
  cuekit retime film.srt --trim 0:10:00..0:20:00 --rezero -o part.srt
                                                          ten minutes, from zero
  cuekit retime film.fr.srt --to-reference film.en.srt -o film.srt
                                                          as the captions of the same film in another language
  cuekit retime film.srt --snap-frames 25 --min-gap 2f --min-duration 20f --shots shots.txt -o film2.srt
                                                          within the limits of a guide, all kept at once
  cuekit retime *.srt --shift 500ms -o later/             many files into a folder
  cuekit retime film.srt --shift 1s --dry-run             show what would change
  cuekit retime film.srt --fps 25:24 --then --shift -3s -o film2.srt
                                                          one after another, rounded once at the end";

/// Moves captions in time. In the format of the input nothing but the times changes, byte for byte.
///
/// Of one command: times are stretched (--rate, --fps, --anchor) and then shifted; then the programme is cut (--trim,
/// --rezero, --start-at); then the limits are kept. Options behind --then do the same again to the outcome.
#[derive(Debug, clap::Args)]
#[command(after_help = RETIME_EXAMPLES)]
pub(crate) struct Retime {
    /// Files to read; `-` is standard input
    #[arg(required = true, value_name = "IN")]
    pub(crate) inputs: Vec<OsString>,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    #[command(flatten)]
    pub(crate) decoding: Decoding,

    #[command(flatten)]
    pub(crate) retiming: Retiming,
}

/// One step of retiming: what may stand behind `--then` too.
#[derive(Debug, clap::Args)]
pub(crate) struct Retiming {
    /// Later by this (2.5s, 00:00:02,500, 60f@25); earlier with a minus
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Moving")]
    pub(crate) shift: Option<TimeArg>,

    /// Times multiplied by this (25/23.976, 1.001, 24000/1001)
    #[arg(long, value_name = "RATIO", value_parser = near_ratio, allow_hyphen_values = true, help_heading = "Moving")]
    pub(crate) rate: Option<Ratio>,

    /// From one frame rate to another, OLD:NEW (23.976:25): times are multiplied by OLD/NEW
    #[arg(long, value_name = "OLD:NEW", value_parser = rate_pair, conflicts_with = "rate", help_heading = "Moving")]
    pub(crate) fps: Option<Ratio>,

    /// A time as it is and as it ought to be (0:01:00=0:01:02.5); may be given several times
    ///
    /// One shifts all, two stretch it, and with more each part between two of them is stretched by itself.
    #[arg(long = "anchor", value_name = "OLD=NEW", allow_hyphen_values = true, conflicts_with_all = ["shift", "rate", "fps"], help_heading = "Moving")]
    pub(crate) anchors: Vec<AnchorArg>,

    /// Lay one straight line as near to the anchors as can be, and tell how far each is from it
    ///
    /// An anchor far from where the others agree is left out of account, and told like all.
    #[arg(long, requires = "anchors", help_heading = "Moving")]
    pub(crate) fit: bool,

    /// Align to the captions of this file: of the same programme, in any language
    ///
    /// Shift, frame rate and cuts are found by the rhythm of the cues alone, and told. A file that does not match is
    /// refused.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["shift", "rate", "fps", "anchors"], help_heading = "Moving")]
    pub(crate) to_reference: Option<OsString>,

    /// The whole programme goes by one shift: there are no cuts
    #[arg(long, requires = "to_reference", help_heading = "Moving")]
    pub(crate) no_splits: bool,

    /// Only cues that begin at this time or later
    #[arg(long, value_name = "TIME", help_heading = "Which cues move")]
    pub(crate) from: Option<TimeArg>,

    /// Only cues that begin before this time
    #[arg(long, value_name = "TIME", help_heading = "Which cues move")]
    pub(crate) to: Option<TimeArg>,

    /// Only these cues, counted from 1 (10..50, 10.., ..50, 7)
    #[arg(long, value_name = "A..B", value_parser = cue_span, help_heading = "Which cues move")]
    pub(crate) cues: Option<Span<Place>>,

    /// Only cues of this speaker; may be given several times
    #[arg(long = "speaker", value_name = "NAME", help_heading = "Which cues move")]
    pub(crate) speakers: Vec<String>,

    /// Keep only what is shown between two times; cues that reach over one of them are cut there
    #[arg(long, value_name = "A..B", help_heading = "Cutting the programme")]
    pub(crate) trim: Option<Span<TimeArg>>,

    /// Let what was trimmed begin at zero
    #[arg(long, requires = "trim", conflicts_with = "start_at", help_heading = "Cutting the programme")]
    pub(crate) rezero: bool,

    /// Let the first cue begin at this time, and all others as far behind it as they are
    #[arg(long, value_name = "TIME", conflicts_with = "shift", help_heading = "Cutting the programme")]
    pub(crate) start_at: Option<TimeArg>,

    /// Cues that would begin below zero, when all steps are done
    #[arg(long, value_enum, default_value_t = NegativeArg::Error, help_heading = "Cutting the programme")]
    pub(crate) negative: NegativeArg,

    #[command(flatten)]
    pub(crate) limits: LimitArgs,

    /// The times of the input are labels of this time code (25, 29.97, 29.97df): make them those of their frames
    ///
    /// Also the rate of frames and labels in other options.
    #[arg(long, value_name = "RATE", help_heading = "Time code")]
    pub(crate) timecode: Option<Timecode>,

    /// Write the times as labels of this time code
    #[arg(long, value_name = "RATE", help_heading = "Time code")]
    pub(crate) to_timecode: Option<Timecode>,
}

/// What starts and ends shall keep, all at once.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Limits, kept all at once (docs/retiming-limits.md)")]
pub(crate) struct LimitArgs {
    /// Starts and ends on whole frames of this rate (25, 23.976, 29.97)
    #[arg(long, value_name = "FPS")]
    pub(crate) snap_frames: Option<Ratio>,

    /// Shot changes to keep to: a file of times, an edit list, or what ffmpeg, ffprobe or PySceneDetect print
    #[arg(long, value_name = "FILE")]
    pub(crate) shots: Option<OsString>,

    /// Least time between two cues (83ms, 2f)
    #[arg(long, value_name = "TIME")]
    pub(crate) min_gap: Option<TimeArg>,

    /// Gaps below this are closed to the least gap (480ms, 12f)
    #[arg(long, value_name = "TIME")]
    pub(crate) bridge: Option<TimeArg>,

    /// Shortest a cue is shown (834ms)
    #[arg(long, value_name = "TIME")]
    pub(crate) min_duration: Option<TimeArg>,

    /// Longest a cue is shown (7s)
    #[arg(long, value_name = "TIME")]
    pub(crate) max_duration: Option<TimeArg>,

    /// Let cues that are faster than so many characters a second end later, where there is silence
    #[arg(long, value_name = "CPS", value_parser = positive)]
    pub(crate) extend_to_speed: Option<f64>,

    /// Let cues begin earlier by this, where there is room
    #[arg(long, value_name = "TIME")]
    pub(crate) lead_in: Option<TimeArg>,

    /// Let cues end later by this, where there is room
    #[arg(long, value_name = "TIME")]
    pub(crate) lead_out: Option<TimeArg>,

    /// What becomes of cues that overlap
    #[arg(long, value_enum, default_value_t = OverlapArg::Keep)]
    pub(crate) overlap: OverlapArg,
}

/// What becomes of cues that overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OverlapArg {
    /// They stay so; others do not begin to
    Keep,
    /// The first ends where the second begins
    Cut,
    /// One cue, line above line, where they stand in the same place of the picture
    Merge,
    /// The second begins when the first is over
    Push,
}

impl From<OverlapArg> for Overlap {
    fn from(argument: OverlapArg) -> Self {
        match argument {
            OverlapArg::Keep => Overlap::Keep,
            OverlapArg::Cut => Overlap::Cut,
            OverlapArg::Merge => Overlap::Merge,
            OverlapArg::Push => Overlap::Push,
        }
    }
}

/// What becomes of cues that would begin below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NegativeArg {
    /// Nothing is written; the message names them, and the least that helps
    Error,
    /// They begin at zero; those that end before it are left out
    Clamp,
    /// They are left out
    Drop,
}

impl From<NegativeArg> for BelowZero {
    fn from(argument: NegativeArg) -> Self {
        match argument {
            NegativeArg::Error => BelowZero::Error,
            NegativeArg::Clamp => BelowZero::Clamp,
            NegativeArg::Drop => BelowZero::Drop,
        }
    }
}
