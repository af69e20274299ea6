//! `cuekit profiles`: the house styles, their numbers and where the numbers come from.

use cuekit::format::SpeakerLabels;
use cuekit::{Dialogue, PROFILES, Profile};

use crate::cli::exit::Exit;
use crate::cli::output::Output;

/// The languages whose numbers are shown where they differ.
const LANGUAGES: &[&str] = &["en", "fr", "ar", "hi", "ja", "ko", "th", "zh"];

/// The languages whose dash is looked at.
const DASHED: &[&str] = &[
    "ar", "bg", "cs", "da", "de", "el", "es", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "ms", "nl",
    "no", "pl", "pt", "ro", "ru", "sk", "sv", "th", "tr", "uk", "vi", "zh",
];

/// Whether turns share a cue, and the dash with the languages that have another.
fn dialogue(english: &Profile) -> String {
    let kind = english.dialogue.as_str();
    if english.dialogue == Dialogue::Separate {
        return kind.to_owned();
    }
    let mut others: Vec<(&str, Vec<&str>)> = Vec::new();
    for language in DASHED {
        let Some(profile) = Profile::named(english.name, Some(language)) else { continue };
        match others.iter_mut().find(|(dash, _)| *dash == profile.dash) {
            _ if profile.dash == english.dash => {}
            Some((_, languages)) => languages.push(language),
            None => others.push((profile.dash, vec![language])),
        }
    }
    let others: String =
        others.iter().map(|(dash, languages)| format!(" ({} {dash:?})", languages.join(", "))).collect();
    format!("{kind} {:?}{others}", english.dash)
}

pub(crate) fn run() -> Exit {
    let mut page = String::new();
    for info in PROFILES {
        let Some(english) = Profile::named(info.name, Some("en")) else { continue };
        page += &format!("{}: {}\n", info.name, info.about);
        let by_language = |number: fn(&Profile) -> String| {
            let usual = number(&english);
            let others: Vec<String> = LANGUAGES
                .iter()
                .filter_map(|language| Some((language, number(&Profile::named(info.name, Some(language))?))))
                .filter(|(_, other)| *other != usual)
                .map(|(language, other)| format!("{language} {other}"))
                .collect();
            if others.is_empty() { usual } else { format!("{usual} ({})", others.join(", ")) }
        };
        let numbers = [
            by_language(|p| p.max_cpl.to_string()),
            by_language(|p| p.max_lines.to_string()),
            by_language(|p| p.max_cps.to_string()),
            by_language(|p| format!("{} ms", p.min_duration.to_millis())),
            by_language(|p| format!("{} ms", p.max_duration.to_millis())),
            by_language(|p| format!("{} ms", p.min_gap.to_millis())),
            dialogue(&english),
            by_language(|p| (if p.labels == SpeakerLabels::Dash { "dash" } else { "change" }).to_owned()),
        ];
        for ((limit, source), number) in english.sources.iter().zip(numbers) {
            page += &format!("  {limit:<13} {number}\n                {source}\n");
        }
        page.push('\n');
    }
    match Output::Stdout.write(page.trim_end().as_bytes(), false).and_then(|()| Output::Stdout.write(b"\n", false)) {
        Ok(()) => Exit::Good,
        Err(failure) => failure.exit,
    }
}
