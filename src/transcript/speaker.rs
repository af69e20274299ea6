//! Which of the would-be names before a colon are speakers: a vote over the document, because a
//! line alone does not tell `Anna: Good evening` from `Chapter 2: Open sourcing`.

use std::collections::HashMap;

use super::shape::plausible_name;

/// How a would-be name was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// It stands beside a stamp, set off by more than a colon: nothing else is written there.
    Stamp,
    /// Behind a stamp and before a colon, where a sentence may begin too.
    StampColon,
    /// The line's layout says so: bold, or alone before a colon.
    Layout,
    /// Before a colon in a line of text.
    Colon,
}

/// Words that begin headings and remarks, not names, when met once.
const HEADINGS: &[&str] = &[
    "chapter",
    "part",
    "section",
    "step",
    "note",
    "notes",
    "topic",
    "agenda",
    "item",
    "summary",
    "disclaimer",
    "warning",
    "avertissement",
    "attention",
    "achtung",
    "chapitre",
    "partie",
    "remarque",
    "kapitel",
    "teil",
    "hinweis",
    "capítulo",
    "parte",
    "nota",
    "глава",
    "часть",
];

/// Counts the would-be names of a document.
#[derive(Debug, Default)]
pub(super) struct Roster {
    seen: HashMap<String, Tally>,
    colons: usize,
    lines: usize,
    stamped: usize,
    stamped_named: usize,
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    stamp: usize,
    stamp_colon: usize,
    layout: usize,
    colon: usize,
}

impl Roster {
    /// The same of a line with a stamp.
    pub(super) fn saw_stamped(&mut self, name: Option<(&str, Evidence)>) {
        self.stamped += 1;
        self.stamped_named += usize::from(name.is_some());
        self.saw(name);
    }

    /// A line that could name a speaker, and the name if it does.
    pub(super) fn saw(&mut self, name: Option<(&str, Evidence)>) {
        self.lines += 1;
        let Some((name, evidence)) = name else { return };
        // Most names have been met: look before making a key.
        if !self.seen.contains_key(name) {
            self.seen.insert(name.to_owned(), Tally::default());
        }
        let Some(tally) = self.seen.get_mut(name) else { return };
        match evidence {
            Evidence::Stamp => tally.stamp += 1,
            Evidence::StampColon => {
                tally.stamp_colon += 1;
                tally.colon += 1;
                self.colons += 1;
            }
            Evidence::Layout => tally.layout += 1,
            Evidence::Colon => {
                tally.colon += 1;
                self.colons += 1;
            }
        }
    }

    /// Whether a name was met more than once.
    pub(super) fn recurs(&self, name: &str) -> bool {
        self.seen.get(name).is_some_and(|tally| tally.stamp + tally.layout + tally.colon > 1)
    }

    /// Whether a name is a speaker's. A place beside a stamp is enough, and layout if it looks like a
    /// name at all; a colon must come back, or stand in a document where most lines have one.
    pub(super) fn accepts(&self, name: &str) -> bool {
        let Some(tally) = self.seen.get(name) else { return false };
        if tally.stamp > 0 || tally.layout > 0 && (tally.layout + tally.colon > 1 || looks_like_name(name)) {
            return true;
        }
        let named = self.seen.values().map(|t| t.stamp + t.layout).sum::<usize>() + self.colons;
        let usual = named * 2 >= self.lines || tally.stamp_colon > 0 && self.stamped_named * 2 >= self.stamped;
        let words = name.split_whitespace().count();
        let heading = HEADINGS.contains(&name.split_whitespace().next().unwrap_or("").to_lowercase().as_str());
        let all_capitals = name.split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
        if tally.colon >= 4 && usual && words <= 3 {
            return true;
        }
        let met = match tally.colon {
            1 => usual && words <= 4 && all_capitals && !heading,
            2 => words <= 4 && (usual || !heading),
            _ => true,
        };
        met && looks_like_name(name)
    }
}

/// Names begin in a capital, a digit of a role (`Speaker 1`, `2ndTLMining`) or a script without
/// capitals; among their words only particles are lower case.
pub(super) fn looks_like_name(name: &str) -> bool {
    let bare = name.split(['(', '（']).next().unwrap_or(name).trim();
    let mut words = bare.split_whitespace();
    let begins = |word: &str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(|c| !c.is_lowercase())
    };
    let lower = bare.split_whitespace().filter(|w| !begins(w) && w.chars().count() > 3).count();
    words.next().is_some_and(|first| begins(first) || bare.split_whitespace().count() == 1) && lower == 0
}

/// `Name: text` at the start of a line without a stamp: where the name ends and the text begins.
pub(super) fn turn(line: &str) -> Option<(&str, Evidence, usize)> {
    let start = line.len() - line.trim_start_matches([' ', '*', '_', '\t']).len();
    let bold = line[..start].contains('*');
    let colon = line[start..].char_indices().take(64).find(|(_, c)| matches!(c, ':' | '：'))?;
    let at = start + colon.0;
    // Who writes `Note\: this` says that it is no name.
    if line[..at].ends_with('\\') {
        return None;
    }
    let name = line[start..at].trim_end_matches(['*', '_', ' ', '\u{a0}', '\t']);
    let after = &line[at + colon.1.len_utf8()..];
    // A clock or an address has no blank behind its colon.
    let separate = after.is_empty() || after.starts_with([' ', '*', '\t', '\u{a0}']) || colon.1 == '：' || bold;
    if !separate || !plausible_name(name) {
        return None;
    }
    let text = line.len() - after.trim_start_matches(['*', ' ', '\t', '\u{a0}']).len();
    let evidence = if bold || text == line.len() { Evidence::Layout } else { Evidence::Colon };
    Some((name, evidence, text))
}

/// The speakers that the texts of captions name before a colon.
pub(crate) struct Labels {
    roster: Roster,
    /// A full name that opens the first text: who speaks alone is named only there.
    first: Option<String>,
}

impl Labels {
    /// Of texts in their order.
    pub(crate) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Labels {
        let mut roster = Roster::default();
        let mut first = None;
        for (nth, text) in texts.enumerate() {
            let found = turn(text.lines().next().unwrap_or(""));
            roster.saw(found.map(|(name, evidence, _)| (name, evidence)));
            let is_full = |name: &str| {
                let mut words = name.split_whitespace();
                let capitals =
                    words.clone().all(|word| !word.starts_with(char::is_lowercase)) || words.clone().count() > 2;
                let heading = words.next().is_some_and(|word| HEADINGS.contains(&&*word.to_lowercase()));
                (2..=4).contains(&name.split_whitespace().count()) && capitals && !heading && looks_like_name(name)
            };
            if let Some((name, ..)) = found.filter(|(name, ..)| nth == 0 && is_full(name)) {
                first = Some(name.to_owned());
            }
        }
        Labels { roster, first }
    }

    /// The name a text begins with, and where what is said begins.
    pub(crate) fn at<'t>(&self, text: &'t str) -> Option<(&'t str, usize)> {
        let (name, _, behind) = turn(text.lines().next()?)?;
        (self.first.as_deref() == Some(name) || self.roster.accepts(name)).then_some((name, behind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colon_must_come_back() {
        let mut roster = Roster::default();
        for line in [
            "Anna: Yes.",
            "Ben: No.",
            "Anna: Chapter two?",
            "and so on",
            "so we went",
            "Chapter 2: Open sourcing",
            "WRT x: those",
        ] {
            let turn = turn(line);
            roster.saw(turn.map(|(name, evidence, _)| (name, evidence)));
        }
        assert!(roster.accepts("Anna"));
        assert!(!roster.accepts("WRT x"));
    }

    #[test]
    fn turns() {
        assert_eq!(turn("**Anna Berg:** Yes."), Some(("Anna Berg", Evidence::Layout, 15)));
        assert_eq!(turn("Anna:").map(|t| t.1), Some(Evidence::Layout));
        assert_eq!(turn("at 9:00 we met"), None);
        assert_eq!(turn("https://example.org"), None);
        assert_eq!(turn("Note\\: this"), None);
        assert_eq!(turn("I said this. Then: nothing"), None);
    }
}
