//! `cuekit profiles`: the house styles, their numbers and where the numbers come from.

use cuekit::{PROFILES, Profile};

use crate::cli::exit::Exit;
use crate::cli::output::Output;

/// The languages whose numbers are shown where they differ.
const LANGUAGES: &[&str] = &["en", "fr", "ar", "hi", "ja", "ko", "th", "zh"];

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
