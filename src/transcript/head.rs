//! What stands before the first stamp: title, date, length, description, Markdown and YAML heads.

use super::{foot, grammar};
use crate::model::{Metadata, Timestamp};

/// Reads the lines of a head into metadata.
pub(super) fn read(lines: &[&str], metadata: &mut Metadata) {
    let lines = front_matter(lines, metadata);
    let mut paragraphs: Vec<&str> = Vec::new();
    for line in lines {
        let line = line.trim().trim_start_matches('#').trim();
        if foot::is_vendor(line) || line.starts_with("<!--") && line.ends_with("-->") {
            metadata.notes.push(line.to_owned());
            continue;
        }
        if line.is_empty() || line.chars().all(|c| matches!(c, '-' | '_' | '*' | '=' | '—')) {
            continue;
        }
        if metadata.duration.is_none()
            && let Some((date, duration)) = date_and_duration(line)
        {
            metadata.duration = Some(duration);
            if !date.is_empty() {
                metadata.date = Some(date.to_owned());
            }
            continue;
        }
        let bare = line.split("<!--").next().unwrap_or(line).trim().trim_matches('*').trim();
        match &metadata.title {
            None => metadata.title = Some(bare.to_owned()),
            // Page copies have the title twice: in the head and above the text.
            Some(title) if title == bare => {}
            Some(_) => paragraphs.push(line),
        }
    }
    if !paragraphs.is_empty() {
        metadata.description = Some(paragraphs.join("\n\n"));
    }
}

/// Takes a YAML (`---`) or TOML (`+++`) head off, its plain `key: value` lines as metadata.
fn front_matter<'a, 'l>(lines: &'a [&'l str], metadata: &mut Metadata) -> &'a [&'l str] {
    let Some(first) = lines.iter().position(|l| !l.trim().is_empty()) else { return lines };
    let fence = lines[first].trim();
    if fence != "---" && fence != "+++" {
        return lines;
    }
    let Some(length) = lines[first + 1..].iter().position(|l| l.trim() == fence) else { return lines };
    let mut key = String::new();
    for line in &lines[first + 1..first + 1 + length] {
        let pair = line.split_once([':', '=']).filter(|(k, _)| {
            !k.starts_with([' ', '-', '\t'])
                && k.trim_end().chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        });
        match pair {
            Some((name, value)) => {
                key = name.trim().to_owned();
                field(&key, unquote(value.trim()), metadata);
            }
            None => field(&key, unquote(line.trim().trim_start_matches('-').trim()), metadata),
        }
    }
    &lines[first + length + 2..]
}

fn unquote(value: &str) -> &str {
    let inner = value.strip_prefix(['\'', '"']).unwrap_or(value);
    inner.strip_suffix(['\'', '"']).unwrap_or(inner)
}

/// One value of a head; a key seen again adds to what it has.
fn field(key: &str, value: &str, metadata: &mut Metadata) {
    if value.is_empty() || key.is_empty() {
        return;
    }
    match key {
        "title" if metadata.title.is_none() => metadata.title = Some(value.to_owned()),
        "date" if metadata.date.is_none() => metadata.date = Some(value.to_owned()),
        "language" | "lang" => metadata.language = Some(value.to_owned()),
        "tags" | "keywords" => {
            let words = value.trim_matches(['[', ']']).split(',').map(|w| unquote(w.trim()).to_owned());
            metadata.keywords.extend(words.filter(|w| !w.is_empty()));
        }
        _ => {
            let entry = metadata.other.entry(key.to_owned()).or_default();
            if !entry.is_empty() {
                entry.push_str(if key == "title" || key == "summary" { " " } else { ", " });
            }
            entry.push_str(value);
        }
    }
}

/// What people call the length of a programme.
const LENGTH_LABELS: &[&str] =
    &["duration", "durée", "length", "dauer", "duración", "durata", "duração", "duur", "длительность", "时长", "時間"];

/// A line that is a date with the programme's length glued to it (`04 octobre 202404:19`), or the
/// length alone under its name (`Duration: 1:02:03`, `27m 42s`).
fn date_and_duration(line: &str) -> Option<(&str, Timestamp)> {
    if let Some(length) = spelt_length(line) {
        return Some(("", length));
    }
    let colon = line.find(':')?;
    let digits = line[..colon].bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = colon - digits;
    // Five digits or more before the colon: a year and then the clock.
    let glued = digits > 4 && (line[start..].starts_with("19") || line[start..].starts_with("20"));
    let labelled = {
        let label = line[..start].trim().trim_end_matches([':', '：']).trim().to_lowercase();
        digits > 0 && LENGTH_LABELS.contains(&label.as_str())
    };
    let from = match (glued, labelled) {
        (true, _) => start + 4,
        (_, true) => start,
        _ => {
            let label = line.split([':', '：']).next()?.trim().to_lowercase();
            if !LENGTH_LABELS.contains(&label.as_str()) {
                return None;
            }
            let value = &line[colon + 1..];
            line.len() - value.trim_start().len()
        }
    };
    let (rest, clock) = grammar::clock(&line[from..]).ok()?;
    rest.trim()
        .is_empty()
        .then(|| (line[..from].trim(), clock.time(grammar::FourthField::default())))
        .map(|(date, time)| if glued { (date, time) } else { ("", time) })
}

/// `1h 02m 03s`, `27m 42s`, `35 min`: a line that is nothing but a length.
fn spelt_length(line: &str) -> Option<Timestamp> {
    let mut secs = 0i64;
    let mut rest = line.trim();
    let mut any = false;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).filter(|&n| (1..=4).contains(&n))?;
        let value: i64 = rest[..end].parse().ok()?;
        let unit = rest[end..].trim_start();
        let stop = unit.find(|c: char| !c.is_alphabetic()).unwrap_or(unit.len());
        secs += value
            * match &unit[..stop] {
                "h" | "hr" | "hrs" | "hour" | "hours" | "heure" | "heures" => 3600,
                "m" | "min" | "mins" | "minute" | "minutes" => 60,
                "s" | "sec" | "secs" | "second" | "seconds" | "seconde" | "secondes" => 1,
                _ => return None,
            };
        any = true;
        rest = unit[stop..].trim_start_matches([' ', ',', '.']);
    }
    any.then(|| Timestamp::from_secs(secs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_copy() {
        let lines = [
            "[Chronique] Le titre ?",
            "12 mars 202402:06",
            "",
            "[Chronique] Le titre ?",
            "",
            "Un chapeau.",
            "",
            "Une suite.",
        ];
        let mut metadata = Metadata::default();
        read(&lines, &mut metadata);
        assert_eq!(metadata.title.as_deref(), Some("[Chronique] Le titre ?"));
        assert_eq!(metadata.date.as_deref(), Some("12 mars 2024"));
        assert_eq!(metadata.duration, Some(Timestamp::from_secs(126)));
        assert_eq!(metadata.description.as_deref(), Some("Un chapeau.\n\nUne suite."));
    }

    #[test]
    fn a_yaml_head() {
        let lines = [
            "---",
            "title: 'A talk: on things'",
            "speakers:",
            "  - Ada",
            "  - Ben",
            "tags: [a, b]",
            "---",
            "# Heading",
        ];
        let mut metadata = Metadata::default();
        read(&lines, &mut metadata);
        assert_eq!(metadata.title.as_deref(), Some("A talk: on things"));
        assert_eq!(metadata.other["speakers"], "Ada, Ben");
        assert_eq!(metadata.keywords, ["a", "b"]);
        assert_eq!(metadata.description.as_deref(), Some("Heading"));
    }

    #[test]
    fn lengths() {
        assert_eq!(spelt_length("27m 42s"), Some(Timestamp::from_secs(1662)));
        assert_eq!(date_and_duration("Duration: 1:02:03").map(|d| d.1), Some(Timestamp::from_secs(3723)));
        assert_eq!(date_and_duration("Meeting at 14:00 UTC"), None);
        assert_eq!(date_and_duration("2024-01-01 10:00"), None);
    }
}
