//! From the arguments that say how captions are cut to what the library is told.

use cuekit::format::{SpeakerLabels, Styles};
use cuekit::{CaptionOptions, Dialogue, Document, Format, Profile};

use super::args::{Cutting, SpeakersArg};
use super::exit::Failure;
use super::report::FileReport;

/// Refuses, before any work is done, a profile or a language there is not.
pub(crate) fn check(args: &Cutting) -> Result<(), Failure> {
    profile(args, None)?;
    match &args.language {
        Some(language) if !is_language_tag(language) => {
            Err(Failure::usage(format!("{language:?} is no language tag")).help("write en, fr, pt-BR …"))
        }
        _ => Ok(()),
    }
}

/// The profile of the language with the limits the user gave, and all else the caption stage is told.
pub(crate) fn options(
    args: &Cutting,
    speakers: Option<SpeakersArg>,
    to: &Format,
    document: &Document<'_>,
    report: &mut FileReport,
) -> Result<CaptionOptions, Failure> {
    let language = cuekit::language_of(document);
    let mut profile = profile(args, language.as_deref())?;
    report.profile = Some(profile.name.to_string());
    if let Some(n) = args.max_cpl {
        profile.max_cpl = usize::from(n);
    }
    if let Some(n) = args.max_lines {
        profile.max_lines = usize::from(n);
    }
    if let Some(n) = args.max_cps {
        profile.max_cps = n;
    }
    if let Some(time) = args.min_duration {
        profile.min_duration = time;
    }
    if let Some(time) = args.max_duration {
        profile.max_duration = time;
    }
    if let Some(time) = args.min_gap {
        profile.min_gap = time;
    }
    if profile.min_duration > profile.max_duration {
        return Err(Failure::usage("the shortest duration is longer than the longest"));
    }
    if let Some(dialogue) = args.dialogue {
        profile.dialogue = dialogue.into();
    } else if to.caps.speakers && to.caps.styles == Styles::None {
        // One field for the speaker holds one name.
        profile.dialogue = Dialogue::Separate;
    }
    // Names written into the text need room on its lines.
    let named = speakers.map_or(profile.labels, SpeakerLabels::from);
    let labels = if to.caps.speakers { SpeakerLabels::Never } else { named };
    Ok(CaptionOptions { profile, language, preset: args.preset.into(), labels })
}

pub(crate) fn profile(args: &Cutting, language: Option<&str>) -> Result<Profile, Failure> {
    let name = args.profile.as_deref().unwrap_or("default");
    Profile::named(name, language).ok_or_else(|| {
        let names: Vec<&str> = cuekit::PROFILES.iter().map(|info| info.name).collect();
        Failure::usage(format!("there is no profile {name:?}"))
            .help(format!("there are {}; `cuekit profiles` explains them", names.join(", ")))
    })
}

/// `fr`, `pt-BR`, `zh-Hans`: a language of two or three letters and subtags.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    parts.next().is_some_and(|base| (2..=3).contains(&base.len()) && base.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
