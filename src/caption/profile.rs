//! The limits captions must meet, as data, each number with its source.

use crate::format::SpeakerLabels;
use crate::model::Timestamp;

/// Limits of a house style. Start from [`Profile::named`] and change what is yours.
///
/// ```
/// use cuekit::Profile;
/// let mut profile = Profile::named("netflix", Some("fr")).unwrap();
/// profile.max_cpl = 37;
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// Most characters of a line.
    pub max_cpl: usize,
    /// Most lines of a cue.
    pub max_lines: usize,
    /// Most characters a second.
    pub max_cps: f64,
    /// Shortest a cue is shown.
    pub min_duration: Timestamp,
    /// Longest a cue is shown.
    pub max_duration: Timestamp,
    /// Least time between two cues.
    pub min_gap: Timestamp,
    /// Whether two short turns may share a cue.
    pub dialogue: Dialogue,
    /// What opens each turn of a shared cue, blank included: `-`, `- `.
    pub dash: &'static str,
    /// How speakers are shown where a format has no field for them.
    pub labels: SpeakerLabels,
    /// Where each limit and choice comes from, as `(limit, source)`.
    pub sources: &'static [(&'static str, &'static str)],
}

/// What is made of two short turns that follow each other closely.
///
/// ```
/// use cuekit::{Dialogue, Profile};
/// let profile = Profile::named("netflix", Some("fr")).unwrap();
/// assert_eq!((profile.dialogue, profile.dash), (Dialogue::Dashed, "- "));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Dialogue {
    /// Two cues: whoever takes the word begins one.
    #[default]
    Separate,
    /// One cue of two lines, each opened by a dash, where that reads better: one of the turns is very
    /// short, or the two would be shown too briefly or read too fast by themselves.
    Dashed,
}

impl Dialogue {
    /// The word the command line uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Dialogue::Separate => "separate",
            Dialogue::Dashed => "dashed",
        }
    }
}

/// What `cuekit profiles` says of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProfileInfo {
    /// Its name.
    pub name: &'static str,
    /// Whose style it is.
    pub about: &'static str,
}

/// Every profile there is.
pub static PROFILES: &[ProfileInfo] = &[
    ProfileInfo { name: "default", about: "Netflix's limits for the language of the text" },
    ProfileInfo { name: "netflix", about: "Netflix timed text style guide, by language" },
    ProfileInfo { name: "bbc", about: "BBC subtitle guidelines" },
    ProfileInfo { name: "ted", about: "TED translators' guidelines" },
    ProfileInfo { name: "arcom", about: "the French charter on captions for deaf and hard-of-hearing viewers" },
    ProfileInfo { name: "podcast", about: "Podcasting 2.0, SRT: narrow lines for a player's strip" },
    ProfileInfo { name: "podcast-vtt", about: "Podcasting 2.0, WebVTT: one long line" },
];

/// Two frames at 24 a second, rounded up: the gap most guides ask for.
const TWO_FRAMES: Timestamp = Timestamp::from_millis(84);
/// Five sixths of a second.
const FIVE_SIXTHS: Timestamp = Timestamp::from_millis(834);

const NETFLIX: &str = "Netflix timed text style guide, general requirements (215758617)";
const NETFLIX_LANGUAGE: &str = "Netflix timed text style guide, the language's own page";
const NETFLIX_DUAL: &str = "Netflix timed text style guide, the language's own page: dual speakers";
const NETFLIX_TIMING: &str = "Netflix timed text style guide, timing guidelines (360051554394)";
const BBC: &str = "BBC subtitle guidelines";
const TED: &str = "TED translators' guidelines";
const CHARTER: &str = "charte CSA (ARCOM) relative à la qualité du sous-titrage, 2011";
const PODCAST: &str = "Podcasting 2.0 namespace, transcripts";

static NETFLIX_SOURCES: &[(&str, &str)] = &[
    ("max-cpl", NETFLIX_LANGUAGE),
    ("max-lines", NETFLIX),
    ("max-cps", NETFLIX_LANGUAGE),
    ("min-duration", NETFLIX_TIMING),
    ("max-duration", NETFLIX_TIMING),
    ("min-gap", NETFLIX_TIMING),
    ("dialogue", NETFLIX_DUAL),
];
static DEFAULT_SOURCES: &[(&str, &str)] = &[
    ("max-cpl", NETFLIX_LANGUAGE),
    ("max-lines", NETFLIX),
    ("max-cps", NETFLIX_LANGUAGE),
    ("min-duration", NETFLIX_TIMING),
    ("max-duration", NETFLIX_TIMING),
    ("min-gap", NETFLIX_TIMING),
    ("dialogue", "our own: every player shows a cue of one speaker well"),
];
static BBC_SOURCES: &[(&str, &str)] = &[
    ("max-cpl", BBC),
    ("max-lines", BBC),
    ("max-cps", "BBC subtitle guidelines: 160 to 180 words a minute, at six characters a word"),
    ("min-duration", "BBC subtitle guidelines: about 0.3 s a word"),
    ("max-duration", NETFLIX_TIMING),
    ("min-gap", "BBC subtitle guidelines: no gap unless there is a pause of a second"),
    ("dialogue", "BBC subtitle guidelines: where there are no colours, a dash (not a hyphen) before each speaker"),
];
static TED_SOURCES: &[(&str, &str)] = &[
    ("max-cpl", TED),
    ("max-lines", TED),
    ("max-cps", TED),
    ("min-duration", TED),
    ("max-duration", TED),
    ("min-gap", NETFLIX_TIMING),
    ("dialogue", "TED translators' guidelines: speakers are named"),
];
static ARCOM_SOURCES: &[(&str, &str)] = &[
    ("max-cpl", CHARTER),
    ("max-lines", CHARTER),
    ("max-cps", "charte CSA (ARCOM): 60 characters in 4 s"),
    ("min-duration", "charte CSA (ARCOM): 12 characters in 1 s"),
    ("max-duration", NETFLIX_TIMING),
    ("min-gap", NETFLIX_TIMING),
    ("dialogue", CHARTER),
    ("speakers", "charte CSA (ARCOM): a dash at every change"),
];
static PODCAST_SOURCES: &[(&str, &str)] = &[
    ("max-cpl", PODCAST),
    ("max-lines", PODCAST),
    ("max-cps", NETFLIX_LANGUAGE),
    ("min-duration", NETFLIX_TIMING),
    ("max-duration", NETFLIX_TIMING),
    ("min-gap", NETFLIX_TIMING),
    ("dialogue", "Podcasting 2.0 namespace, transcripts: a new cue where the speaker changes"),
];

/// Characters in a line, by language.
fn netflix_cpl(language: &str) -> usize {
    match language {
        "ja" => 13,
        "ko" | "zh" => 16,
        "th" => 35,
        _ => 42,
    }
}

/// Characters a second for adults, by language.
fn netflix_cps(language: &str) -> f64 {
    match language {
        "ar" | "en" => 20.0,
        "hi" => 22.0,
        "ja" => 4.0,
        "ko" => 12.0,
        "zh" => 9.0,
        _ => 17.0,
    }
}

/// What opens a turn that shares a cue, by language ("Dual Speakers" in each language's guide): a
/// hyphen without a blank unless named. Where a guide dashes the second turn only (Dutch, Finnish,
/// Hebrew, Serbian, Bulgarian), ours dashes both.
fn netflix_dash(language: &str) -> &'static str {
    match language {
        "ar" | "cs" | "fr" | "hu" | "id" | "it" | "ko" | "ms" | "pl" | "pt" | "ro" | "ru" | "sk" | "th" | "vi" => "- ",
        _ => "-",
    }
}

impl Default for Profile {
    /// The `default` profile, for no language in particular.
    fn default() -> Self {
        Profile { dialogue: Dialogue::Separate, sources: DEFAULT_SOURCES, ..netflix("default", "") }
    }
}

fn netflix(name: &'static str, language: &str) -> Profile {
    Profile {
        name,
        max_cpl: netflix_cpl(language),
        max_lines: 2,
        max_cps: netflix_cps(language),
        min_duration: if language == "ja" { Timestamp::from_millis(500) } else { FIVE_SIXTHS },
        max_duration: Timestamp::from_secs(7),
        min_gap: TWO_FRAMES,
        dialogue: Dialogue::Dashed,
        dash: netflix_dash(language),
        labels: SpeakerLabels::Change,
        sources: NETFLIX_SOURCES,
    }
}

impl Profile {
    /// The profile of this name, with the numbers for a language tag where they depend on it.
    pub fn named(name: &str, language: Option<&str>) -> Option<Profile> {
        let language = language.unwrap_or_default().to_ascii_lowercase();
        let language = language.split(['-', '_']).next().unwrap_or_default();
        let info = PROFILES.iter().find(|info| info.name == name)?;
        let netflix = netflix(info.name, language);
        let separate = Profile { dialogue: Dialogue::Separate, ..netflix.clone() };
        Some(match info.name {
            "netflix" => netflix,
            "bbc" => Profile {
                max_cpl: 37,
                max_cps: 18.0,
                min_duration: Timestamp::from_millis(300),
                min_gap: Timestamp::ZERO,
                dash: "– ",
                sources: BBC_SOURCES,
                ..netflix
            },
            "ted" => Profile { max_cps: 21.0, min_duration: Timestamp::from_secs(1), sources: TED_SOURCES, ..separate },
            "arcom" => Profile {
                max_cpl: 36,
                max_cps: 15.0,
                min_duration: Timestamp::from_secs(1),
                dash: "- ",
                labels: SpeakerLabels::Dash,
                sources: ARCOM_SOURCES,
                ..netflix
            },
            "podcast" => Profile { max_cpl: 32, sources: PODCAST_SOURCES, ..separate },
            "podcast-vtt" => Profile { max_cpl: 65, max_lines: 1, sources: PODCAST_SOURCES, ..separate },
            _ => Profile { sources: DEFAULT_SOURCES, ..separate },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_source() {
        for info in PROFILES {
            let profile = Profile::named(info.name, Some("fr")).unwrap();
            let limits: Vec<&str> = profile.sources.iter().map(|(limit, _)| *limit).collect();
            let all = ["max-cpl", "max-lines", "max-cps", "min-duration", "max-duration", "min-gap", "dialogue"];
            assert_eq!(limits[..all.len()], all);
            assert!(profile.min_duration < profile.max_duration);
        }
        assert!(Profile::named("nobody", None).is_none());
    }
}
