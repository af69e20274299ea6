//! What speaks for and against a line or a cue ending between two words.
//!
//! Each place between two units has a few features, each feature two weights: one for a line that
//! ends there, one for a cue. The rules behind them are those all caption guides agree on
//! (Netflix I.1, BBC "line breaks", TED "breaking lines"): end after punctuation, before
//! conjunctions and phrases; never part an article from its noun or a number from its unit.

use std::borrow::Cow;

use super::feature::{Feature, Features};
use super::lang::{self, Class, Entry, Lexicon};
use super::script::{self, Script};

/// What a unit shows of itself to its neighbours.
struct Word<'s> {
    /// Without the punctuation round it; that in lower case.
    bare: &'s str,
    lower: Cow<'s, str>,
    first: Class,
    last: Class,
    entry: Entry,
    mark: Mark,
    /// Begins with a capital.
    capital: bool,
    /// Begins with a small letter of a script that has capitals.
    small: bool,
    /// Begins with a digit.
    digit: bool,
    /// Has letters or digits.
    spoken: bool,
    lowercase_inside: bool,
}

/// The punctuation a unit ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Sentence,
    Ellipsis,
    FullStop,
    Colon,
    Dash,
    Comma,
    Closing,
}

/// The features of the place behind each unit but the last.
pub(super) fn features(script: &Script, lexicon: &Lexicon) -> Vec<Features> {
    let mut words: Vec<Word<'_>> = (0..script.units.len()).map(|i| Word::of(script.word(i), lexicon)).collect();
    phrase_classes(script, lexicon, &mut words);
    let expressions = inside_expressions(&words, lexicon);
    // Stamps are dense where blocks have no more words than a caption.
    let blocks = script.units.iter().filter(|unit| unit.opens_block).count();
    let ends = |word: &&Word<'_>| matches!(word.mark, Mark::Sentence | Mark::FullStop | Mark::Ellipsis);
    let unpunctuated = words.len() > 20 && words.iter().filter(ends).count() * 60 < words.len();
    let dense = blocks > 3 && script.units.len() < blocks * 15;
    let mut sentence_start = true;
    let mut all = Vec::with_capacity(words.len());
    for index in 1..words.len() {
        let mut place = between(script, &words, index - 1, sentence_start, lexicon);
        if place.has(Feature::Stamp) {
            match (dense, unpunctuated) {
                (_, true) => place.add(Feature::LoneStamp),
                (true, false) => place.add(Feature::DenseStamp),
                (false, false) => {}
            }
        }
        if expressions.binary_search(&index).is_ok() && place.has(Feature::Plain) {
            place.add(Feature::InsideExpression);
        }
        sentence_start = place.has(Feature::Sentence) || (sentence_start && !words[index - 1].spoken);
        all.push(place);
    }
    all
}

/// The units that go on an expression of several words.
fn inside_expressions(words: &[Word<'_>], lexicon: &Lexicon) -> Vec<usize> {
    let mut inside = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let behind = &words[index + 1..];
        let most = lexicon
            .expressions(&word.lower)
            .filter(|rest| {
                rest.len() <= behind.len() && rest.iter().zip(behind).all(|(word, unit)| *unit.lower == **word)
            })
            .map(<[&str]>::len)
            .max();
        inside.extend(index + 1..=index + most.unwrap_or(0));
    }
    // Expressions may lie in each other.
    inside.sort_unstable();
    inside.dedup();
    inside
}

fn between(script: &Script, words: &[Word<'_>], left: usize, sentence_start: bool, lexicon: &Lexicon) -> Features {
    use Feature as F;
    let (a, b) = (&words[left], &words[left + 1]);
    let (left_unit, right_unit) = (&script.units[left], &script.units[left + 1]);
    let next = script.word(left + 1);
    let mut set = Features::default();
    if right_unit.opens_block {
        set.add(F::Stamp);
    }
    if is_glued(script, words, left) {
        set.add(F::Glued);
        return set;
    }
    let mark = settle(a, b, script.word(left), lexicon);
    match mark {
        Mark::Sentence => set.add(F::Sentence),
        Mark::Ellipsis | Mark::FullStop => set.add(F::Trailing),
        Mark::Colon => set.add(F::Colon),
        Mark::Dash => set.add(F::AfterDash),
        Mark::Comma => set.add(F::Comma),
        Mark::Closing => set.add(F::AfterClosing),
        Mark::None => set.add(F::Plain),
    }
    if left_unit.sound != right_unit.sound {
        set.add(F::SoundEdge);
    }
    let dash = next.starts_with(['-', '–', '—']) || next.starts_with(">>");
    let turns = dash && !b.digit && matches!(mark, Mark::Sentence | Mark::Ellipsis | Mark::FullStop);
    if turns || next.starts_with(">>") || left_unit.sound && dash {
        set.add(F::Dialogue);
        return set;
    }
    if mark == Mark::Sentence {
        return set;
    }
    if dash {
        set.add(F::BeforeDash);
    }
    if next.starts_with(['(', '[', '{', '«', '“', '„', '"', '¿', '¡', '‘', '「', '『', '（', '【', '《'])
    {
        set.add(F::BeforeOpening);
    }
    if mark != Mark::None {
        if mark == Mark::Comma && b.first == Class::Conjunction {
            set.add(F::CommaConjunction);
        }
        return set;
    }
    match b.first {
        // `but that`: the break is before the first.
        Class::Conjunction if a.last == Class::Conjunction => {}
        Class::Conjunction => set.add(F::BeforeConjunction),
        Class::Preposition => set.add(F::BeforePreposition),
        Class::Auxiliary => set.add(F::BeforeAuxiliary),
        Class::Pronoun => set.add(F::BeforePronoun),
        Class::Determiner => set.add(F::BeforeDeterminer),
        Class::Negation => set.add(F::BeforeNegation),
        Class::Adverb => set.add(F::BeforeAdverb),
        Class::Number => set.add(F::BeforeNumber),
        Class::Postposition | Class::Linker => set.add(F::BeforePostposition),
        Class::Object => set.add(F::BeforeObject),
        Class::Open => {}
    }
    match a.last {
        Class::Conjunction => set.add(F::AfterConjunction),
        Class::Preposition => set.add(F::AfterPreposition),
        Class::Auxiliary => set.add(F::AfterAuxiliary),
        Class::Pronoun => set.add(F::AfterPronoun),
        Class::Determiner => set.add(F::AfterDeterminer),
        Class::Negation => set.add(F::AfterNegation),
        Class::Adverb => set.add(F::AfterAdverb),
        Class::Number => set.add(F::AfterNumber),
        Class::Postposition => set.add(F::AfterPostposition),
        Class::Linker => set.add(F::AfterLinker),
        Class::Object => {}
        Class::Open if lexicon.is_empty() && left_unit.chars <= 3 && right_unit.spaced => set.add(F::AfterShort),
        Class::Open => {}
    }
    if matches!(a.last, Class::Pronoun | Class::Negation) && b.first == Class::Auxiliary {
        set.add(F::InsideVerb);
    }
    // Not in names and titles (`El País`, `The Times`), nor where all is in capitals.
    let titled = a.capital || words.get(left + 2).is_some_and(|c| c.capital) || b.entry.particle;
    let function = || {
        let head = b.bare.split(['\'', '’']).next().unwrap_or_default();
        !matches!(b.first, Class::Open | Class::Number) && !lexicon.entry(head).capital
    };
    if b.capital && !titled && a.lowercase_inside && !left_unit.sound && function() {
        set.add(F::CapitalStart);
    }
    let named = |word: &Word<'_>| word.capital && word.first == Class::Open;
    if b.capital {
        let a_named = named(a) && (!sentence_start || a.entry == Entry::default());
        let cased = a.lowercase_inside || b.lowercase_inside;
        if (a_named && named(b) || a.entry.particle && left > 0 && words[left - 1].capital) && cased {
            set.add(F::InsideName);
        } else if cased {
            set.add(F::BeforeName);
        }
    } else if b.entry.particle && named(a) && words.get(left + 2).is_some_and(|c| c.capital) && a.lowercase_inside {
        set.add(F::InsideName);
    }
    let unspaced = script.word(left).ends_with(script::is_unspaced);
    let last = unspaced && is_final(script, left, lexicon) && b.first != Class::Postposition;
    match (right_unit.spaced, right_unit.phrase || last) {
        (true, _) if unspaced && next.starts_with(script::is_unspaced) => set.add(F::Blank),
        (true, _) => {}
        (false, true) => set.add(F::BetweenPhrases),
        (false, false) => set.add(F::InsidePhrase),
    }
    if last {
        set.add(F::AfterFinal);
    }
    set
}

/// Whether a sentence without a full stop may end behind a unit of a script without blanks.
fn is_final(script: &Script, unit: usize, lexicon: &Lexicon) -> bool {
    let next = &script.units[unit + 1];
    // Inside a phrase, only where kana give way to another script or to a word that begins sentences: there a
    // model of phrases misses the full stop.
    let kana = |c: char| ('\u{3041}'..='\u{309f}').contains(&c);
    let opens =
        |text: &str| matches!(lexicon.phrase_edges(text).0, Class::Conjunction | Class::Determiner | Class::Pronoun);
    let runs_on = || script.word(unit + 1).starts_with(kana) && !opens(script.run(unit + 1, 8));
    if !next.phrase && (!script.word(unit).ends_with(kana) || runs_on()) {
        return false;
    }
    let from = script.units[..=unit].iter().rev().find(|unit| unit.phrase).map_or(0, |unit| unit.start);
    lexicon.is_final(&script.text[from as usize..script.units[unit].end as usize])
}

/// In scripts without blanks a unit is a character: the classes are those of the words at the edges of
/// phrases, the longest that the lexicon has.
fn phrase_classes(script: &Script, lexicon: &Lexicon, words: &mut [Word<'_>]) {
    let unspaced = |unit: usize| script.word(unit).starts_with(script::is_unspaced);
    let mut from = 0;
    while from < words.len() {
        let mut to = from + 1;
        while to < words.len() && !script.units[to].phrase {
            to += 1;
        }
        if unspaced(from) || unspaced(to - 1) {
            let phrase = lang::bare(&script.text[script.range(from..to)]);
            let (first, last) = lexicon.phrase_edges(phrase);
            for word in &mut words[from..to] {
                (word.first, word.last) = (Class::Open, Class::Open);
            }
            (words[from].first, words[to - 1].last) = (first, last);
        }
        from = to;
    }
}

/// Whether two units must stay together.
fn is_glued(script: &Script, words: &[Word<'_>], left: usize) -> bool {
    let (a, b) = (&words[left], &words[left + 1]);
    let (text, next) = (script.word(left), script.word(left + 1));
    let right_unit = &script.units[left + 1];
    // French `?`, `!`, `:`, `;`, `»` and `%` stand behind a blank that belongs to them; `«` before one.
    if !b.spoken
        && next.chars().all(|c| {
            matches!(
                c,
                '?' | '!'
                    | ':'
                    | ';'
                    | '»'
                    | '%'
                    | '.'
                    | ','
                    | '…'
                    | '”'
                    | ')'
                    | ']'
                    | '€'
                    | '$'
                    | '£'
                    | '\u{a0}'
                    | '\u{202f}'
            )
        })
    {
        return true;
    }
    if !a.spoken && text.chars().all(|c| matches!(c, '«' | '“' | '(' | '[' | '¿' | '¡' | '„')) {
        return true;
    }
    if LIST_ENDS.contains(&&*b.lower) {
        return true;
    }
    // A dash that opens a turn stays with its first word.
    if matches!(text, "-" | "–" | "—" | ">>")
        && (left == 0
            || matches!(words[left - 1].mark, Mark::Sentence | Mark::FullStop | Mark::Ellipsis)
            || script.units[left].opens_block)
    {
        return true;
    }
    if a.mark == Mark::None || a.mark == Mark::FullStop {
        if a.entry.title && b.capital && (a.entry.abbreviation || a.capital) || is_initial(text) && b.capital {
            return true;
        }
        // `Mr. and Mrs. Hill`
        let titled = |at: usize| words.get(at).is_some_and(|word| word.entry.title && word.capital);
        if titled(left) && b.first == Class::Conjunction && titled(left + 2)
            || left > 0 && titled(left - 1) && a.first == Class::Conjunction && titled(left + 1)
        {
            return true;
        }
        // `z. B.`, `EE. UU.`
        let short = |word: &Word<'_>| word.mark == Mark::FullStop && word.bare.chars().count() <= 2 && !word.digit;
        if short(a) && short(b) && a.capital == b.capital
            || is_letter(text) && is_letter(next) && a.mark == Mark::FullStop
        {
            return true;
        }
        if a.entry.abbreviation && b.digit && a.mark == Mark::FullStop {
            return true;
        }
    }
    if a.mark == Mark::None && a.first == Class::Number {
        let year = |word: &str| word.len() >= 4 && word.as_bytes()[..4].iter().all(u8::is_ascii_digit);
        if b.entry.unit || a.digit && b.digit && !year(next) {
            return true;
        }
    }
    if a.mark == Mark::None && a.entry.unit && b.digit && next.len() >= 4 && a.last != Class::Number {
        return true;
    }
    // The pieces of a word too wide for a line.
    !right_unit.spaced
        && a.mark == Mark::None
        && text.ends_with(|c: char| c.is_alphanumeric() && (c as u32) < 0x2E80)
        && next.starts_with(|c: char| c.is_alphanumeric() && (c as u32) < 0x2E80)
}

/// Abbreviations that end lists (`etc.`): before a capital they end the sentence too.
const LIST_ENDS: &[&str] = &["etc", "usw", "ecc", "itd", "itp", "osv", "jne", "atd", "stb", "enz", "др"];

/// `z.`, `B.`: one letter and a dot.
fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_alphabetic())
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

/// `J.`, `É.`, `J.-P.`
fn is_initial(text: &str) -> bool {
    text.split('-').all(|part| {
        let mut chars = part.chars();
        matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_uppercase())
    })
}

/// What the mark behind `a` means, now that what follows is known.
fn settle(a: &Word<'_>, b: &Word<'_>, text: &str, lexicon: &Lexicon) -> Mark {
    match a.mark {
        Mark::FullStop if a.entry.abbreviation => match b.capital {
            // Some abbreviations end lists, and so sentences.
            true if LIST_ENDS.contains(&&*a.lower) => Mark::Sentence,
            _ if !b.capital || a.entry.title || b.entry.abbreviation || lexicon.capital_nouns => Mark::None,
            _ => Mark::FullStop,
        },
        // `z. B.`, `19. Jahrhundert`, `III. von`
        Mark::FullStop if is_letter(text) && (b.small || lexicon.capital_nouns) => Mark::None,
        Mark::FullStop if lexicon.ordinal_dot && a.digit && a.bare.len() <= 3 => Mark::None,
        Mark::FullStop if b.small && is_roman(a.bare) => Mark::None,
        // `U.S.`, `a.m.`
        Mark::FullStop if !b.capital && a.bare.contains('.') => Mark::None,
        Mark::FullStop | Mark::Ellipsis if !b.small => Mark::Sentence,
        Mark::Sentence if b.small => Mark::FullStop,
        mark => mark,
    }
}

impl<'s> Word<'s> {
    fn of(text: &'s str, lexicon: &Lexicon) -> Word<'s> {
        let bare = lang::bare(text);
        let lower = lang::lower(bare);
        let first_char = bare.chars().next();
        let (entry, (first, last)) = lexicon.known(&lower);
        let mark = mark(text);
        let is = |test: fn(char) -> bool| first_char.is_some_and(test);
        Word {
            bare,
            lower,
            first,
            last,
            entry,
            mark,
            capital: is(char::is_uppercase),
            small: is(char::is_lowercase),
            digit: is(char::is_numeric),
            spoken: text.chars().any(char::is_alphanumeric),
            lowercase_inside: bare.chars().any(char::is_lowercase),
        }
    }
}

/// Where sentences end, for those who have no script: by the marks, and by a language's abbreviations.
#[derive(Debug)]
pub(crate) struct Sentences(Lexicon);

impl Sentences {
    /// Of a language, as a tag.
    pub(crate) fn of(language: Option<&str>) -> Sentences {
        Sentences(Lexicon::of(language))
    }

    /// Whether a sentence ends with one text, so that the other begins one.
    pub(crate) fn end_between(&self, one: &str, other: &str) -> bool {
        let (last, first) = (one.split_whitespace().next_back(), other.split_whitespace().next());
        let (Some(last), Some(first)) = (last, first) else { return true };
        let (a, b) = (Word::of(last, &self.0), Word::of(first, &self.0));
        // A full stop before a small letter ends one too: automatic captions have few capitals.
        matches!(settle(&a, &b, last, &self.0), Mark::Sentence | Mark::FullStop)
    }
}

fn mark(text: &str) -> Mark {
    let closing = |c: char| {
        matches!(
            c,
            '"' | '”'
                | '’'
                | '\''
                | '»'
                | ')'
                | ']'
                | '}'
                | '」'
                | '』'
                | '）'
                | '】'
                | '》'
                | '*'
                | '\u{a0}'
                | '\u{202f}'
                | '\u{200b}'
        )
    };
    let body = text.trim_end_matches(closing);
    let closed = body.len() < text.len();
    let Some(last) = body.chars().next_back() else { return if closed { Mark::Closing } else { Mark::None } };
    match last {
        '.' if body.ends_with("..") => Mark::Ellipsis,
        '.' => Mark::FullStop,
        '…' | '⋯' => Mark::Ellipsis,
        '?' | '!' | '؟' | '？' | '！' | '。' | '．' | '।' | '॥' | '።' | '։' | '។' | '။' | '۔' | '‼' | '⁇' => {
            Mark::Sentence
        }
        // The Greek question mark is a semicolon to most keyboards.
        ';' | '\u{37e}' if body.chars().any(|c| ('\u{370}'..'\u{400}').contains(&c)) => Mark::Sentence,
        ';' | ':' | '：' | '；' | '؛' | '·' => Mark::Colon,
        ',' | '،' | '、' | '，' => Mark::Comma,
        '-' | '–' | '—' if closed || body.chars().count() > 1 || text == body => Mark::Dash,
        _ if closed => Mark::Closing,
        _ => Mark::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caption::phrases::Phrases;
    use crate::model::{Cue, Document, Timestamp};

    /// The features between the words of a text, the word before them as the key.
    fn places(text: &str, language: &str) -> Vec<(String, Features)> {
        let cue = Cue::new(Timestamp::ZERO, Timestamp::ZERO, text);
        let document = Document { cues: vec![cue], ..Document::default() };
        let lexicon = Lexicon::of(Some(language));
        let script = Script::of(&document, 42, &Phrases::of(Some(language), &document), &lexicon);
        let features = features(&script, &lexicon);
        features.into_iter().enumerate().map(|(i, f)| (script.word(i).to_owned(), f)).collect()
    }

    #[track_caller]
    fn has(text: &str, language: &str, word: &str, feature: Feature) {
        let places = places(text, language);
        let (_, found) = places.iter().find(|(w, _)| w == word).expect("the word is there");
        assert!(found.has(feature), "{word} in {text}: {found:?}");
    }

    #[test]
    fn what_must_stay_whole() {
        has("un ticket de 6,6 milliards de dollars", "fr", "6,6", Feature::Glued);
        has("à quel prix ? Car", "fr", "prix", Feature::Glued);
        has("le 4 octobre 2024 au soir", "fr", "octobre", Feature::Glued);
        has("it was Dr. Smith again", "en", "Dr.", Feature::Glued);
        has("from J. Doe himself", "en", "J.", Feature::Glued);
        has("near 5 % of it", "en", "5", Feature::Glued);
        has("Yes. - No.", "en", "-", Feature::Glued);
    }

    #[test]
    fn what_a_place_is() {
        has("It ends. And goes on", "en", "ends.", Feature::Sentence);
        has("the U.S. economy", "en", "U.S.", Feature::Plain);
        has("apples, pears etc. and more", "en", "etc.", Feature::Plain);
        has("Well... maybe", "en", "Well...", Feature::Trailing);
        has("Yes. - No.", "en", "Yes.", Feature::Dialogue);
        has("the man who came", "en", "man", Feature::BeforeConjunction);
        has("a voulu que Sam Altman parte", "fr", "Sam", Feature::InsideName);
        has("he never came She waited", "en", "came", Feature::CapitalStart);
        has("お話しますウェブは", "ja", "す", Feature::AfterFinal);
        has("我们的大学", "zh", "的", Feature::AfterLinker);
        has("获得高等教育不管这种机会", "zh", "育", Feature::BeforeConjunction);
        has("Τι κάνεις; Καλά", "el", "κάνεις;", Feature::Sentence);
    }
}
