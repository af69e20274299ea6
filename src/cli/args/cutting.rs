//! How text is cut into captions: language, profile, limits.

use clap::ValueEnum;
use cuekit::format::SpeakerLabels;
use cuekit::{Dialogue, Preset, Timestamp};

use super::{length, positive};

/// How text is cut into captions.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Captions")]
pub(crate) struct Cutting {
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

impl Cutting {
    /// Whether any option is given that matters only where captions are cut.
    pub(crate) fn is_cutting(&self) -> bool {
        let limits = [self.min_duration, self.max_duration, self.min_gap].iter().any(Option::is_some);
        let lines = self.max_cpl.is_some() || self.max_lines.is_some() || self.max_cps.is_some();
        limits || lines || self.profile.is_some() || self.dialogue.is_some() || self.preset != PresetArg::Auto
    }
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
