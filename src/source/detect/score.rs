//! How likely a text is that an encoding gives: the sum of what its characters cost, each by itself, behind
//! the one before, and in the language that fits best.

use std::ops::Range;
use std::sync::OnceLock;

use super::class::{self, ASCII, CLASSES, Class, PAIRS, SCRIPTS, Script};
use super::languages::{FOREIGN, JAPANESE, KOREAN, LANGUAGES, Language, SIMPLIFIED, TRADITIONAL, TRAVELLERS};

/// What a common word of a language speaks for it, in bits.
const WORD: i32 = 4;

/// What the user's word speaks for a language.
const HINT: i32 = 40;

/// A capital is met less often than its small letter, and seldom but behind a blank or another.
const CAPITAL: u8 = 2;

/// What it costs that a text is all of capitals.
const SHOUT: i32 = 10;

/// What a letter costs that is not of the script most letters have.
const STRAY: i32 = 14;

/// What an apostrophe inside a word costs in a language that joins no words by it.
const APOSTROPHE: i32 = 5;

/// What a word of another script costs in a text of mostly Latin letters.
const SWITCH: i32 = 10;

/// Chinese in both scripts, Japanese, Korean.
const ASIAN: usize = 4;

/// The costs of letters, made once from the lists of [`super::languages`].
pub(super) struct Tables {
    /// For each script the costs of each of its letters in each of its languages, side by side.
    letters: [Vec<u8>; SCRIPTS],
    /// For each script, where its languages stand in the list.
    of: [Range<usize>; SCRIPTS],
    /// Whether each language joins words by an apostrophe.
    elides: Vec<bool>,
    /// For each character of Asia, in its four languages.
    asian: Vec<[u8; ASIAN]>,
    /// The common words of each language: an open hash table of words packed into eight bytes, with a
    /// bit for each language.
    words: Vec<(u64, u64)>,
}

/// Slots of the table of words: a power of two, less than half full.
const SLOTS: usize = 4096;

const fn slot(word: u64) -> usize {
    (word.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52) as usize
}

/// The first letter of a script, and how many from there on have a cost.
const fn block(script: Script) -> (u32, usize) {
    match script {
        Script::Latin => (0xA0, 0x290),
        Script::Cyrillic => (0x400, 0x100),
        Script::Greek => (0x370, 0x90),
        Script::Hebrew => (0x590, 0x70),
        Script::Arabic => (0x600, 0x100),
        Script::Thai => (0xE00, 0x80),
        Script::Asian | Script::Other => (0, 0),
    }
}

/// Where Han, kana and hangul stand in [`Tables::asian`].
fn asian_index(c: char) -> usize {
    match c as u32 {
        c @ 0x4E00..=0x9FFF => (c - 0x4E00) as usize,
        c @ 0xAC00..=0xD7A3 => (c - 0xAC00) as usize + 0x5200,
        c @ 0x3000..=0x30FF => (c - 0x3000) as usize + 0x5200 + 0x2BA4,
        _ => 0x5200 + 0x2BA4 + 0x100,
    }
}

impl Tables {
    pub(super) fn get() -> &'static Tables {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        TABLES.get_or_init(Tables::new)
    }

    fn new() -> Tables {
        let mut letters: [Vec<u8>; SCRIPTS] = Default::default();
        let mut of: [Range<usize>; SCRIPTS] = Default::default();
        for (script, (letters, of)) in letters.iter_mut().zip(&mut of).enumerate() {
            let first = LANGUAGES.iter().take_while(|language| (language.script as usize) < script).count();
            let count = LANGUAGES.iter().filter(|language| language.script as usize == script).count();
            *of = first..first + count;
            let length = LANGUAGES.get(first).map_or(0, |language| block(language.script).1);
            *letters = vec![FOREIGN; length * count];
            for (at, language) in LANGUAGES[of.clone()].iter().enumerate() {
                for (cell, cost) in letters.iter_mut().skip(at).step_by(count).zip(letters_of(language)) {
                    *cell = cost;
                }
            }
        }
        // What is not listed: a syllable or character of its own language, or of another.
        let mut asian = vec![[14, 14, 14, 16]; 0x5200];
        asian.resize(0x5200 + 0x2BA4, [17, 17, 17, 12]);
        asian.resize(0x5200 + 0x2BA4 + 0x101, [15, 15, 11, 17]);
        for (language, groups) in [SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN].into_iter().enumerate() {
            for (cost, characters) in groups {
                for c in characters.chars() {
                    let known = &mut asian[asian_index(c)][language];
                    *known = (*known).min(*cost);
                }
            }
        }
        let mut words = vec![(0, 0); SLOTS];
        for (language, entry) in LANGUAGES.iter().enumerate().take_while(|(_, l)| l.script == Script::Latin) {
            for word in entry.words.split(' ').filter(|word| word.is_ascii()) {
                let key = pack(word.bytes());
                let mut at = slot(key);
                while words[at].0 != 0 && words[at].0 != key {
                    at = (at + 1) % SLOTS;
                }
                words[at].0 = key;
                words[at].1 |= 1 << language;
            }
        }
        let elides = LANGUAGES.iter().map(|language| language.letters.starts_with('’')).collect();
        Tables { letters, of, elides, asian, words }
    }

    /// The languages that have a word of ASCII letters, a bit each.
    fn languages_of(&self, word: u64) -> u64 {
        let mut at = slot(word);
        loop {
            match self.words[at] {
                (key, languages) if key == word => return languages,
                (0, _) => return 0,
                _ => at = (at + 1) % SLOTS,
            }
        }
    }

    /// How many common words of each language of the Latin script stand in the ASCII of a text.
    pub(super) fn count_words(&self, bytes: &[u8]) -> Words {
        let mut words = Words {
            bonus: [0; LANGUAGES_MOST],
            most: 0,
            hinted: None,
            hinted_asian: [false; ASIAN],
            letters: 0,
            capitals: 0,
        };
        let mut packed = 0u64;
        let mut length = 0;
        let mut whole = true;
        for &byte in bytes.iter().chain(b" ") {
            if byte.is_ascii_alphabetic() {
                packed = packed << 8 | u64::from(byte.to_ascii_lowercase());
                length += 1;
                words.letters += 1;
                words.capitals += i32::from(byte.is_ascii_uppercase());
                continue;
            }
            // A letter that is not ASCII beside it: no word of ASCII.
            if whole && byte < 0x80 && (1..=8).contains(&length) {
                let mut languages = self.languages_of(packed);
                while languages != 0 {
                    words.bonus[languages.trailing_zeros() as usize] += WORD;
                    languages &= languages - 1;
                }
            }
            whole = byte < 0x80;
            (packed, length) = (0, 0);
        }
        words.most = words.bonus.iter().copied().max().unwrap_or(0);
        words
    }
}

fn letters_of(language: &Language) -> Vec<u8> {
    let (first, length) = block(language.script);
    let mut costs = vec![FOREIGN; length];
    let mut set = |c: char, cost: u8| {
        if let Some(known) = (c as u32).checked_sub(first).and_then(|at| costs.get_mut(at as usize)) {
            *known = (*known).min(cost);
        }
    };
    let mut list = |cost: u8, letters: &str| {
        for c in letters.chars() {
            set(c, cost);
            let mut upper = c.to_uppercase();
            if let (Some(capital), None) = (upper.next(), upper.next())
                && capital != c
            {
                set(capital, cost + CAPITAL);
            }
        }
    };
    for group in language.letters.split(' ').filter(|group| *group != "’") {
        let mut letters = group.chars();
        let cost = letters.next().and_then(|digit| digit.to_digit(36)).unwrap_or(u32::from(FOREIGN));
        list(cost as u8, letters.as_str());
    }
    if language.script == Script::Latin {
        for (cost, letters) in TRAVELLERS {
            list(*cost, letters);
        }
    }
    costs
}

/// A word of at most eight ASCII bytes as a number.
fn pack(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0, |packed, byte| packed << 8 | u64::from(byte))
}

/// Languages of the Latin script have a bit each.
const LANGUAGES_MOST: usize = 64;

/// What the ASCII words of a text speak for each language of the Latin script.
pub(super) struct Words {
    bonus: [i32; LANGUAGES_MOST],
    most: i32,
    /// The language the user named, by its place in the list; and if it is one of Asia, which.
    hinted: Option<usize>,
    hinted_asian: [bool; ASIAN],
    /// ASCII letters there are, and capitals among them.
    letters: i32,
    capitals: i32,
}

impl Words {
    /// What they speak for the language they fit best.
    pub(super) fn most(&self) -> i32 {
        self.most
    }

    /// What they and a hint speak for a language at the very most.
    pub(super) fn slack(&self) -> i32 {
        self.most + HINT
    }

    /// A user's word that the text is in this language.
    pub(super) fn hint(&mut self, code: &str) {
        let code = code.to_ascii_lowercase();
        let base = code.split(['-', '_']).next().unwrap_or_default();
        let base = if matches!(base, "nb" | "nn") { "no" } else { base };
        self.hinted = LANGUAGES.iter().position(|language| language.code == base && !base.is_empty());
        self.hinted_asian = [base == "zh", base == "zh", base == "ja", base == "ko"];
    }
}

/// Adds up what the characters of a text cost that an encoding gives.
pub(super) struct Tally<'t> {
    tables: &'t Tables,
    /// What costs the same in every language.
    common: i32,
    languages: [i32; LANGUAGES_MOST],
    asian: [i32; ASIAN],
    /// Letters of each script.
    letters: [i32; SCRIPTS],
    /// Capitals among them.
    capitals: i32,
    /// ASCII characters, and bytes that are none.
    pub(super) ascii: i32,
    pub(super) above_ascii: i32,
    /// Apostrophes behind letters.
    apostrophes: i32,
    /// Beginnings of words that are not of Latin letters.
    foreign_words: i32,
}

impl<'t> Tally<'t> {
    /// `common` is what speaks against the encoding from the start.
    pub(super) fn new(tables: &'t Tables, common: i32) -> Self {
        Tally {
            tables,
            common,
            languages: [0; LANGUAGES_MOST],
            asian: [0; ASIAN],
            letters: [0; SCRIPTS],
            capitals: 0,
            ascii: 0,
            above_ascii: 0,
            apostrophes: 0,
            foreign_words: 0,
        }
    }

    /// What a character that is met `n` times costs in every language.
    pub(super) fn mark(&mut self, c: char, n: i32) -> Class {
        let (class, cost) = class::of(c);
        self.common += i32::from(cost) * n;
        class
    }

    /// What it costs in each language, if it is a letter.
    pub(super) fn letter(&mut self, c: char, class: Class, n: i32) {
        let Some(script) = class.script() else { return };
        self.letters[script as usize] += n;
        if class.is_upper() {
            self.capitals += n;
        }
        match script {
            Script::Asian => {
                for (sum, cost) in self.asian.iter_mut().zip(self.tables.asian[asian_index(c)]) {
                    *sum += i32::from(cost) * n;
                }
            }
            // About forty letters, the commoner ones more often.
            Script::Other => self.common += 6 * n,
            _ => {
                let of = self.tables.of[script as usize].clone();
                let at = (c as u32 - block(script).0) as usize * of.len();
                let costs =
                    self.tables.letters[script as usize].get(at..at + of.len()).unwrap_or(&[FOREIGN; LANGUAGES_MOST]);
                for (sum, cost) in self.languages[of].iter_mut().zip(costs) {
                    *sum += i32::from(*cost) * n;
                }
            }
        }
    }

    /// All of a text, behind a character of the class `before`; gives the class of its last.
    pub(super) fn text(&mut self, text: &str, mut before: Class) -> Class {
        let mut ascii = 0;
        for c in text.chars() {
            let class = if c.is_ascii() {
                ascii += 1;
                class::ascii(c as u8)
            } else {
                let class = self.mark(c, 1);
                self.letter(c, class, 1);
                class
            };
            // As in an encoding of one byte, where pairs of ASCII are left out.
            if !(c.is_ascii() && before.is_ascii()) {
                self.pair(before, class, 1);
            }
            before = class;
        }
        self.ascii(ascii);
        before
    }

    /// `n` ASCII characters.
    pub(super) fn ascii(&mut self, n: i32) {
        self.ascii += n;
        self.common += ASCII * n;
    }

    /// A character of one class behind one of another, `n` times.
    pub(super) fn pair(&mut self, first: Class, second: Class, n: i32) {
        self.common += i32::from(PAIRS[first as usize * CLASSES + second as usize]) * n;
        match (first.script(), second.script()) {
            (Some(_), None) if second == Class::Apostrophe => self.apostrophes += n,
            (None, Some(script)) if script != Script::Latin => self.foreign_words += n,
            _ => {}
        }
    }

    /// The cost so far, letters not counted.
    pub(super) fn at_least(&self) -> i32 {
        self.common
    }

    /// The cost so far, in the language that fits best. Whatever is added makes it no less.
    pub(super) fn cost(&self, words: &Words) -> i32 {
        let main = (0..SCRIPTS).max_by_key(|&script| self.letters[script]).unwrap_or(0);
        let strays: i32 = self.letters.iter().sum::<i32>() - self.letters[main];
        let letters = if main == Script::Asian as usize {
            let hint = |hinted: bool| if hinted { HINT } else { 0 };
            let costs = self.asian.iter().zip(words.hinted_asian).map(|(cost, hinted)| cost - hint(hinted));
            costs.min().unwrap_or(0) - words.most
        } else if main == Script::Other as usize {
            -words.most
        } else {
            // Foreign words in a text of another script are of any language.
            let bonus = |at: usize| if main == Script::Latin as usize { words.bonus[at] } else { words.most };
            let apostrophes = |at: usize| if self.tables.elides[at] { 0 } else { APOSTROPHE * self.apostrophes };
            let hint = |at: usize| if words.hinted == Some(at) { HINT } else { 0 };
            let cost = |at: usize| self.languages[at] - bonus(at) - hint(at) + apostrophes(at);
            self.tables.of[main].clone().map(cost).min().unwrap_or(0)
        };
        let latin = words.letters > self.letters.iter().sum::<i32>() - self.letters[Script::Latin as usize];
        let switches = if latin { SWITCH * self.foreign_words } else { 0 };
        // Some shout all the time.
        let all: i32 = self.letters.iter().sum();
        let shouts = self.capitals * 2 > all && (words.letters < 40 || words.capitals * 2 > words.letters);
        let letters = if shouts { letters + SHOUT - i32::from(CAPITAL) * self.capitals } else { letters };
        self.common + letters + STRAY * strays + switches
    }
}
