//! What can be asked for on the command line, and the help that teaches it.

use std::ffi::OsString;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Parser, Subcommand, ValueEnum};
use cuekit::format::{CONSUMERS, SpeakerLabels, SrtDecimals};
use cuekit::{BelowZero, Dialogue, Overlap, Preset, Ratio, Timecode, Timestamp};

use super::exit;
use super::explain::Wanted;
use super::time_arg::{AnchorArg, Place, Span, TimeArg, rate_pair};

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
    /// Tell what a file is: format, encoding, shape, stamps, speakers, repairs
    Inspect(Box<Inspect>),
    /// List the formats and what each can carry; print the schema of one
    Formats(Formats),
    /// List the profiles: the limits captions are made for, and where the numbers come from
    Profiles,
    /// Print what a reader sees, for conformance suites
    Dump(Dump),
}

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

    /// Print the report as JSON: on standard output, or on standard error if the captions go there
    #[arg(long)]
    pub(crate) json: bool,

    /// Print nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,

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

    /// Encoding of the input (utf-8, windows-1252, cp850, …); detected if absent. The output keeps it
    #[arg(long, value_name = "LABEL")]
    pub(crate) encoding: Option<String>,

    /// What one or two decimals of a SubRip time are: in 00:00:01,5 half a second, or 5 milliseconds
    #[arg(long, value_enum, default_value_t = SrtDecimalsArg::Fraction)]
    pub(crate) srt_decimals: SrtDecimalsArg,

    #[command(flatten)]
    pub(crate) retiming: Retiming,
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

    /// Print the report as JSON, with what changed of each cue: on standard output, or on standard error if the
    /// captions go there
    #[arg(long)]
    pub(crate) json: bool,

    /// Print nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

impl Outcome {
    /// What is said here, and what is said there.
    pub(crate) fn and(self, other: Outcome) -> Outcome {
        Outcome {
            output: self.output.or(other.output),
            in_place: self.in_place || other.in_place,
            force: self.force || other.force,
            dry_run: self.dry_run || other.dry_run,
            json: self.json || other.json,
            quiet: self.quiet || other.quiet,
        }
    }
}

/// One step of retiming: what may stand behind `--then` too.
#[derive(Debug, clap::Args)]
pub(crate) struct Retiming {
    /// Later by this (2.5s, 00:00:02,500, 60f@25); earlier with a minus
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Moving")]
    pub(crate) shift: Option<TimeArg>,

    /// Times multiplied by this (25/23.976, 1.001, 24000/1001)
    #[arg(long, value_name = "RATIO", help_heading = "Moving")]
    pub(crate) rate: Option<Ratio>,

    /// From one frame rate to another, OLD:NEW (23.976:25): times are multiplied by OLD/NEW
    #[arg(long, value_name = "OLD:NEW", value_parser = rate_pair, conflicts_with = "rate", help_heading = "Moving")]
    pub(crate) fps: Option<Ratio>,

    /// A time as it is and as it ought to be (0:01:00=0:01:02.5); may be given several times
    ///
    /// One shifts all, two stretch it, and with more each part between two of them is stretched by itself.
    #[arg(long = "anchor", value_name = "OLD=NEW", conflicts_with_all = ["shift", "rate", "fps"], help_heading = "Moving")]
    pub(crate) anchors: Vec<AnchorArg>,

    /// Lay one straight line as near to all anchors as can be, and tell how far each is from it
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

    /// Only these cues, counted from 1 (10..50, 10.., ..50)
    #[arg(long, value_name = "A..B", help_heading = "Which cues move")]
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
    #[arg(long, value_name = "TIME", help_heading = "Cutting the programme")]
    pub(crate) start_at: Option<TimeArg>,

    /// Cues that would begin below zero
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

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Captions")]
pub(crate) struct Captions {
    /// Cut the text into captions, or keep the cues (or blocks) of the input
    #[arg(long, value_enum, default_value_t = Cues::Auto)]
    pub(crate) cues: Cues,

    /// Language of the text (fr, en, …); detected if absent
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,

    /// House style whose limits captions meet [default: by language; see `cuekit profiles`]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,

    /// What to prefer where the limits leave a choice
    #[arg(long, value_enum, default_value_t = PresetArg::Auto)]
    pub(crate) preset: PresetArg,

    /// Most characters in a line
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(4..=1000))]
    pub(crate) max_cpl: Option<u16>,

    /// Most lines in a cue
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=8))]
    pub(crate) max_lines: Option<u8>,

    /// Most characters a second
    #[arg(long, value_name = "N", value_parser = positive)]
    pub(crate) max_cps: Option<f64>,

    /// Shortest a cue is shown (0.8s, 833ms)
    #[arg(long, value_name = "TIME", value_parser = length)]
    pub(crate) min_duration: Option<Timestamp>,

    /// Longest a cue is shown (7s)
    #[arg(long, value_name = "TIME", value_parser = length)]
    pub(crate) max_duration: Option<Timestamp>,

    /// Least time between two cues (83ms)
    #[arg(long, value_name = "TIME", value_parser = length)]
    pub(crate) min_gap: Option<Timestamp>,

    /// What becomes of two short turns that follow each other closely [default: by profile]
    #[arg(long, value_enum)]
    pub(crate) dialogue: Option<DialogueArg>,
}

impl Captions {
    /// Whether any option is given that matters only where captions are cut.
    pub(crate) fn is_cutting(&self) -> bool {
        let limits = [self.min_duration, self.max_duration, self.min_gap].iter().any(Option::is_some);
        let lines = self.max_cpl.is_some() || self.max_lines.is_some() || self.max_cps.is_some();
        limits || lines || self.profile.is_some() || self.dialogue.is_some() || self.preset != PresetArg::Auto
    }
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Changing")]
pub(crate) struct Changing {
    /// Remarks that are no speech: [laughs], (inaudible), ♪
    #[arg(long, value_enum, default_value_t = Sounds::Keep)]
    pub(crate) sounds: Sounds,

    /// Rename a speaker; may be given several times
    #[arg(long = "speaker", value_name = "OLD=NEW")]
    pub(crate) renames: Vec<String>,

    /// Rename speakers by a table of lines OLD=NEW
    #[arg(long, value_name = "FILE")]
    pub(crate) speakers_from: Option<OsString>,
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

/// What is preferred where the limits leave a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PresetArg {
    /// Fill-first in two lines of up to 32 characters, else balanced
    Auto,
    /// Breaks where the sense ends, lines of about equal length
    Balanced,
    /// Lines as full as they get
    FillFirst,
}

impl From<PresetArg> for Preset {
    fn from(argument: PresetArg) -> Self {
        match argument {
            PresetArg::Auto => Preset::Auto,
            PresetArg::Balanced => Preset::Balanced,
            PresetArg::FillFirst => Preset::FillFirst,
        }
    }
}

/// What becomes of two short turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DialogueArg {
    /// Two cues
    Separate,
    /// One cue of two lines, each opened by a dash, where that reads better
    Dashed,
}

impl From<DialogueArg> for Dialogue {
    fn from(argument: DialogueArg) -> Self {
        match argument {
            DialogueArg::Separate => Dialogue::Separate,
            DialogueArg::Dashed => Dialogue::Dashed,
        }
    }
}

/// Where speakers are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SpeakersArg {
    /// `Name: ` where the speaker changes; dashes in a shared cue
    Change,
    /// `Name: ` in every cue; no cue is shared
    Always,
    /// Nowhere
    Never,
    /// A dash where the speaker changes, no names
    Dash,
}

impl From<SpeakersArg> for SpeakerLabels {
    fn from(argument: SpeakersArg) -> Self {
        match argument {
            SpeakersArg::Change => SpeakerLabels::Change,
            SpeakersArg::Always => SpeakerLabels::Always,
            SpeakersArg::Never => SpeakerLabels::Never,
            SpeakersArg::Dash => SpeakerLabels::Dash,
        }
    }
}

/// A length of time: not below zero.
fn length(text: &str) -> Result<Timestamp, String> {
    let time: Timestamp = text.parse().map_err(|e: cuekit::ParseTimestampError| e.to_string())?;
    if time < Timestamp::ZERO { Err("a length of time cannot be below zero".into()) } else { Ok(time) }
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && number > 0.0 => Ok(number),
        _ => Err("this must be a number above zero".into()),
    }
}
