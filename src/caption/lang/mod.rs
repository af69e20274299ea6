//! What the caption stage knows of a language: its closed classes and a few short lists, one data
//! file a language.
//!
//! A file has lines of `key word word …`. Keys are the names of [`Class`]es (`determiner`, …) and
//! the lists `abbreviation` (a dot behind it ends no sentence), `title` (`Dr.`, glued to a name),
//! `unit` (glued to a number), `particle` (`van`, inside names), `capital` (`I`: has one inside sentences too), `silent` (endings without a
//! syllable), `final` (what a sentence ends with where full stops are left out), `capital-nouns`, `ordinal-dot` (`19. Jahrhundert`) and `expression` (`il_y_a`: several words that are one). A new
//! language is one file and one line in [`FILES`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Grammatical classes that tell where a line may end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// Any other word.
    #[default]
    Open,
    Determiner,
    Preposition,
    Pronoun,
    Auxiliary,
    Conjunction,
    Negation,
    Adverb,
    Number,
    /// Stands behind what it belongs to (Hindi `में`, Japanese particles).
    Postposition,
    /// Joins what stands before it to the noun behind it (Chinese `的`, Japanese `の`).
    Linker,
    /// A pronoun that is an object and follows its verb (`him`, `sich`).
    Object,
}

/// What a word is, in one language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) class: Class,
    pub(super) abbreviation: bool,
    pub(super) title: bool,
    pub(super) unit: bool,
    pub(super) particle: bool,
    /// Has a capital wherever it stands (`I`, German `Sie`).
    pub(super) capital: bool,
}

/// Something about words of ours.
type Map<V> = HashMap<&'static str, V, BuildHasherDefault<WordHasher>>;

/// FNV-1a: quick for short words. What is put into a lexicon is ours, so nobody can make its words collide.
struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        WordHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The lexicon of one language; an unknown language has an empty one.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: Map<Entry>,
    /// Expressions of several words, by their first; the words behind it.
    expressions: Map<Vec<Vec<&'static str>>>,
    /// Whether common nouns have a capital, so that a capital begins no sentence.
    pub(super) capital_nouns: bool,
    /// Whether a number and a dot are an ordinal (`19. Jahrhundert`).
    pub(super) ordinal_dot: bool,
    /// Word endings that make no syllable of their own.
    silent: Vec<&'static str>,
    /// What sentences end with where full stops are left out.
    finals: Vec<&'static str>,
}

/// The languages there are files for.
#[rustfmt::skip]
static FILES: &[(&str, &str)] = &[
    ("ar", include_str!("ar.txt")),
    ("bg", include_str!("bg.txt")),
    ("bn", include_str!("bn.txt")),
    ("ca", include_str!("ca.txt")),
    ("cs", include_str!("cs.txt")),
    ("da", include_str!("da.txt")),
    ("de", include_str!("de.txt")),
    ("el", include_str!("el.txt")),
    ("en", include_str!("en.txt")),
    ("es", include_str!("es.txt")),
    ("et", include_str!("et.txt")),
    ("fa", include_str!("fa.txt")),
    ("fi", include_str!("fi.txt")),
    ("fr", include_str!("fr.txt")),
    ("gu", include_str!("gu.txt")),
    ("he", include_str!("he.txt")),
    ("hi", include_str!("hi.txt")),
    ("hr", include_str!("hr.txt")),
    ("hu", include_str!("hu.txt")),
    ("id", include_str!("id.txt")),
    ("it", include_str!("it.txt")),
    ("ja", include_str!("ja.txt")),
    ("ko", include_str!("ko.txt")),
    ("ml", include_str!("ml.txt")),
    ("mr", include_str!("mr.txt")),
    ("nl", include_str!("nl.txt")),
    ("no", include_str!("no.txt")),
    ("pl", include_str!("pl.txt")),
    ("pt", include_str!("pt.txt")),
    ("ro", include_str!("ro.txt")),
    ("ru", include_str!("ru.txt")),
    ("sk", include_str!("sk.txt")),
    ("sl", include_str!("sl.txt")),
    ("sr", include_str!("sr.txt")),
    ("sv", include_str!("sv.txt")),
    ("ta", include_str!("ta.txt")),
    ("te", include_str!("te.txt")),
    ("th", include_str!("th.txt")),
    ("tr", include_str!("tr.txt")),
    ("uk", include_str!("uk.txt")),
    ("ur", include_str!("ur.txt")),
    ("vi", include_str!("vi.txt")),
    ("zh", include_str!("zh.txt")),
];

impl Lexicon {
    /// The lexicon of a language tag (`fr`, `fr-CA`).
    pub(super) fn of(language: Option<&str>) -> Lexicon {
        let language = language.unwrap_or_default().to_ascii_lowercase();
        let base = match language.split(['-', '_']).next().unwrap_or_default() {
            // The two written standards of Norwegian share a lexicon.
            "nb" | "nn" => "no",
            base => base,
        };
        FILES.iter().find(|(code, _)| *code == base).map_or_else(Lexicon::default, |(_, file)| Lexicon::parse(file))
    }

    fn parse(file: &'static str) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split_whitespace();
            let Some(key) = fields.next() else { continue };
            match key {
                "capital-nouns" => lexicon.capital_nouns = true,
                "ordinal-dot" => lexicon.ordinal_dot = true,
                "silent" => lexicon.silent.extend(fields),
                "final" => lexicon.finals.extend(fields),
                "expression" => {
                    for expression in fields {
                        let mut words = expression.split('_');
                        let first = words.next().unwrap_or_default();
                        lexicon.expressions.entry(first).or_default().push(words.collect());
                    }
                }
                _ => {
                    for word in fields {
                        let entry = lexicon.words.entry(word).or_default();
                        match key {
                            "abbreviation" => entry.abbreviation = true,
                            "title" => entry.title = true,
                            "unit" => entry.unit = true,
                            "particle" => entry.particle = true,
                            "capital" => entry.capital = true,
                            // The first class a word is listed under is the one it has.
                            _ if entry.class == Class::Open => entry.class = class_named(key),
                            _ => {}
                        }
                    }
                }
            }
        }
        lexicon
    }

    /// Whether nothing is known of the language.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What a word is; it may have capitals and punctuation round it.
    pub(super) fn entry(&self, word: &str) -> Entry {
        self.words.get(&*lower(bare(word))).copied().unwrap_or_default()
    }

    /// The expressions a word may begin, bare and in lower case: the words that would have to follow.
    pub(super) fn expressions(&self, lowered: &str) -> impl Iterator<Item = &[&'static str]> {
        self.expressions.get(lowered).into_iter().flatten().map(Vec::as_slice)
    }

    /// What a word is, bare and in lower case, and the classes it begins and ends with: `qu'il` begins as a
    /// conjunction and ends as a pronoun, `l'histoire` begins as a determiner and ends as any word.
    pub(super) fn known(&self, lowered: &str) -> (Entry, (Class, Class)) {
        match self.words.get(lowered) {
            Some(&entry) => (entry, (entry.class, entry.class)),
            None => (Entry::default(), self.edges(lowered)),
        }
    }

    fn edges(&self, lowered: &str) -> (Class, Class) {
        if lowered.starts_with(char::is_numeric) {
            return (Class::Number, Class::Number);
        }
        let class = |part: &str| self.words.get(part).map_or(Class::Open, |e| e.class);
        match (lowered.find('\''), lowered.rfind('\'')) {
            (Some(first), Some(last)) => {
                // English contractions are listed with their apostrophe.
                let tail = if self.words.contains_key(&lowered[last..]) { last } else { last + 1 };
                (class(&lowered[..first]), class(&lowered[tail..]))
            }
            _ => (Class::Open, Class::Open),
        }
    }

    /// The classes a phrase of a script without blanks begins and ends with: of the longest words there.
    pub(super) fn phrase_edges(&self, phrase: &str) -> (Class, Class) {
        const LONGEST: usize = 8;
        let class = |word: &str| self.words.get(word).map(|entry| entry.class).filter(|&class| class != Class::Open);
        if let Some(class) = class(phrase) {
            return (class, class);
        }
        let ends = phrase.char_indices().skip(1).take(LONGEST);
        let first = ends.filter_map(|(end, _)| class(&phrase[..end])).last();
        let starts = phrase.char_indices().rev().take(LONGEST);
        // Only what leans backwards is told by the end of a phrase; another word there begins with it.
        let last = starts.filter_map(|(start, _)| class(&phrase[start..])).last();
        let last = last.filter(|class| matches!(class, Class::Postposition | Class::Linker));
        (first.unwrap_or_default(), last.unwrap_or_default())
    }

    /// Whether a phrase ends as sentences do.
    pub(super) fn is_final(&self, phrase: &str) -> bool {
        self.finals.iter().any(|ending| phrase.ends_with(ending))
    }

    /// Whether the word ends without sounding its last vowels (French `-ent`, English `-ed`).
    pub(super) fn silent_ending(&self, lowered: &str) -> bool {
        self.silent.iter().any(|ending| lowered.len() > ending.len() + 1 && lowered.ends_with(ending))
    }
}

fn class_named(key: &str) -> Class {
    match key {
        "determiner" => Class::Determiner,
        "preposition" => Class::Preposition,
        "pronoun" => Class::Pronoun,
        "auxiliary" => Class::Auxiliary,
        "conjunction" => Class::Conjunction,
        "negation" => Class::Negation,
        "adverb" => Class::Adverb,
        "number" => Class::Number,
        "postposition" => Class::Postposition,
        "linker" => Class::Linker,
        "object" => Class::Object,
        _ => Class::Open,
    }
}

/// A word without the punctuation round it; symbols that are words (`%`, `€`) stay.
pub(super) fn bare(word: &str) -> &str {
    let trimmed =
        word.trim_matches(|c: char| !c.is_alphanumeric() && !is_mark(c) && !matches!(c, '%' | '€' | '$' | '£' | '°'));
    if trimmed.is_empty() { word } else { trimmed }
}

/// Combining marks, which `is_alphanumeric` leaves out in part (Devanagari signs).
fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36F | 0x591..=0x5C7 | 0x610..=0x61A | 0x64B..=0x65F | 0x900..=0x903 | 0x93A..=0x94F
        | 0x981..=0x983 | 0x9BC..=0x9CD | 0xA01..=0xA03 | 0xA3C..=0xA4D | 0xA81..=0xA83 | 0xABC..=0xACD | 0xB82 | 0xBBE..=0xBCD
        | 0xC00..=0xC04 | 0xC3E..=0xC4D | 0xC81..=0xC83 | 0xCBC..=0xCCD | 0xD00..=0xD03 | 0xD3E..=0xD4D | 0xE31 | 0xE34..=0xE3A
        | 0xE47..=0xE4E)
}

/// In lower case and with straight apostrophes, as the files have it; borrowed if it was.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    let changes = |c: char| if c.is_ascii() { c.is_ascii_uppercase() } else { c == '’' || c.is_uppercase() };
    if !word.chars().any(changes) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    // Turkish İ becomes an i and a dot above.
    Cow::Owned(word.to_lowercase().replace('’', "'").replace("i\u{307}", "i"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elisions_begin_and_end_as_different_words() {
        let edges = |language, word| Lexicon::of(Some(language)).known(&lower(word)).1;
        assert_eq!(edges("fr-CA", "qu'il"), (Class::Conjunction, Class::Pronoun));
        assert_eq!(edges("fr-CA", "L’histoire"), (Class::Determiner, Class::Open));
        assert_eq!(edges("en", "I'm"), (Class::Pronoun, Class::Auxiliary));
        assert_eq!(edges("en", "Don't"), (Class::Auxiliary, Class::Auxiliary));
    }

    #[test]
    fn every_file_parses_into_known_keys() {
        let keys = "determiner preposition pronoun auxiliary conjunction negation adverb number postposition linker object abbreviation title unit particle capital \
                    silent final expression capital-nouns ordinal-dot";
        for (code, file) in FILES {
            for line in file.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
                let key = line.split_whitespace().next().unwrap();
                assert!(keys.split(' ').any(|k| k == key), "{code}: {key}");
            }
            assert!(!Lexicon::of(Some(code)).is_empty());
        }
    }
}
