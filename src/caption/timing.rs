//! A model of speech: when each word is spoken, between the times that are known.
//!
//! A word takes a while for each syllable and letter, a mark brings a pause; a block is scaled to
//! its stamps. What a block has left over beyond the pace of the whole goes into the pauses, because
//! people who fall silent do not speak slower.

use crate::model::{Document, Resolution, Timing};

use super::feature::{Feature, Features};
use super::heard::Heard;
use super::lang::{self, Lexicon};
use super::script::Script;

/// When a unit is spoken, in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Spoken {
    pub(super) start: f64,
    pub(super) end: f64,
}

/// Seconds that things take at an ordinary pace; the pace itself is the document's.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model {
    pub(super) word: f64,
    pub(super) syllable: f64,
    pub(super) letter: f64,
    pub(super) comma: f64,
    pub(super) colon: f64,
    pub(super) dash: f64,
    pub(super) sentence: f64,
    /// Where in its second a floored stamp's speech begins.
    pub(super) floored: f64,
    /// Share of a block's surplus that falls behind its last word.
    pub(super) tail: f64,
    /// The most silence that is taken to lie inside a block, as a share of what its words and pauses
    /// need; more than that follows the last word.
    pub(super) inside: f64,
}

/// Measured on word-timed recordings (English calls, French speech).
pub(super) static MODEL: Model = Model {
    word: 0.01,
    syllable: 0.05,
    letter: 0.036,
    comma: 0.14,
    colon: 0.1,
    dash: 0.1,
    sentence: 0.21,
    floored: 0.34,
    tail: 0.12,
    inside: 0.25,
};

/// A time that is known: a unit begins then.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    unit: usize,
    time: f64,
}

/// The speech between two anchors.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: usize,
    to: usize,
    start: f64,
    end: f64,
    words: f64,
    pauses: f64,
}

/// What the model gives: the times of the units, and the blocks whose words do not fit their time.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) spoken: Vec<Spoken>,
    /// For each unit, the anchors around it in seconds: expected errors grow with the distance.
    pub(super) anchors: Vec<f64>,
    /// Blocks (their index) with less than half of the time their words need.
    pub(super) overfull: Vec<u32>,
}

/// Lays the units out in time.
pub(super) fn lay_out(
    document: &Document<'_>,
    script: &Script,
    heard: &Heard,
    places: &[Features],
    lexicon: &Lexicon,
    model: &Model,
) -> Layout {
    let count = script.units.len();
    if count == 0 {
        return Layout::default();
    }
    let words: Vec<f64> = (0..count).map(|i| word_cost(script.word(i), lexicon, model)).collect();
    let pauses: Vec<f64> = (0..count).map(|i| places.get(i).map_or(model.sentence, |&f| pause(f, model))).collect();
    let anchors = anchors(document, script, heard, model);
    let mut stretches = stretches(document, script, &anchors, &words, &pauses);
    let pace = median_pace(&stretches);
    if let Some(last) = stretches.last_mut()
        && last.end.is_infinite()
    {
        last.end = last.start + (last.words + last.pauses) * pace;
    }
    let mut layout = Layout { spoken: vec![Spoken::default(); count], ..Layout::default() };
    layout.anchors = anchors.iter().map(|a| a.time).collect();
    for stretch in &stretches {
        place(stretch, &words, &pauses, pace, model, &mut layout.spoken);
        let needed = (stretch.words + stretch.pauses) * pace;
        if stretch.end - stretch.start < needed * 0.5 && needed > 1.0 {
            layout.overfull.push(script.units[stretch.from].block);
        }
    }
    // The end of a word that was heard is known too; people who talk at once may make it late.
    for unit in 0..count {
        if let Some((_, end)) = heard.time(document, script, unit) {
            let next = layout.spoken.get(unit + 1).map_or(f64::INFINITY, |next| next.start);
            let spoken = &mut layout.spoken[unit];
            spoken.end = end.min(next).max(spoken.start);
        }
    }
    layout
}

/// The times that are known and move on: of words that were heard, and of stamps.
fn anchors(document: &Document<'_>, script: &Script, heard: &Heard, model: &Model) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = Vec::new();
    for (index, unit) in script.units.iter().enumerate() {
        let block = &document.cues[unit.block as usize];
        let time = match heard.time(document, script, index) {
            Some((start, _)) => start,
            None if !unit.opens_block || block.timing == Timing::Interpolated => continue,
            None if block.resolution == Resolution::Second => block.start.as_secs_f64() + model.floored,
            None => block.start.as_secs_f64(),
        };
        // Of equal neighbours only the first is known; those behind it share its second.
        if anchors.last().is_none_or(|last| time > last.time + 1e-6) {
            anchors.push(Anchor { unit: index, time });
        }
    }
    anchors
}

fn stretches(
    document: &Document<'_>,
    script: &Script,
    anchors: &[Anchor],
    words: &[f64],
    pauses: &[f64],
) -> Vec<Stretch> {
    let count = script.units.len();
    let block_of = |unit: usize| &document.cues[script.units[unit].block as usize];
    let mut all = Vec::with_capacity(anchors.len() + 1);
    let mut bounds: Vec<Anchor> = anchors.to_vec();
    if bounds.first().is_none_or(|first| first.unit > 0) {
        bounds.insert(0, Anchor { unit: 0, time: block_of(0).start.as_secs_f64() });
    }
    for (nth, anchor) in bounds.iter().enumerate() {
        let to = bounds.get(nth + 1).map_or(count, |next| next.unit);
        let last = block_of(to - 1);
        let written = (last.end_timing == Timing::Stamped).then(|| last.end.as_secs_f64());
        let end = match bounds.get(nth + 1) {
            Some(next) => written.filter(|&end| end > anchor.time).unwrap_or(next.time).min(next.time),
            None => written
                .or(document.metadata.duration.map(|d| d.as_secs_f64()))
                .filter(|&end| end > anchor.time)
                .unwrap_or(f64::INFINITY),
        };
        let sum = |costs: &[f64]| costs[anchor.unit..to].iter().sum::<f64>();
        // A written end is the end of the words; a stamp is where the next ones begin.
        let tail = if written.is_some() { pauses[to - 1] } else { 0.0 };
        all.push(Stretch {
            from: anchor.unit,
            to,
            start: anchor.time,
            end: end.max(anchor.time),
            words: sum(words),
            pauses: sum(pauses) - tail,
        });
    }
    all
}

/// The document's pace: what a second of the model really takes, in the middle of its stretches.
fn median_pace(stretches: &[Stretch]) -> f64 {
    let mut paces: Vec<f64> = stretches
        .iter()
        .filter(|s| s.end.is_finite() && s.words + s.pauses > 2.0 && s.end > s.start)
        .map(|s| (s.end - s.start) / (s.words + s.pauses))
        .collect();
    if paces.is_empty() {
        return 1.0;
    }
    let middle = paces.len() / 2;
    paces.select_nth_unstable_by(middle, f64::total_cmp);
    paces[middle].clamp(0.4, 2.5)
}

/// Shares a stretch's time out among its words and pauses.
fn place(stretch: &Stretch, words: &[f64], pauses: &[f64], pace: f64, model: &Model, spoken: &mut [Spoken]) {
    let total = stretch.end - stretch.start;
    let natural = stretch.words + stretch.pauses;
    let own = if natural > 0.0 { total / natural } else { 1.0 };
    // Slower than the document's pace: the words keep it, the pauses grow.
    let word_pace = own.min(pace);
    let rest = (total - word_pace * stretch.words).max(0.0);
    // Silence has no end of its own: a part of the surplus is taken to follow the last word.
    let surplus = if own > pace { (rest - word_pace * stretch.pauses).max(0.0) } else { 0.0 };
    let tail = (surplus * model.tail).max(surplus - model.inside * natural * pace);
    let pause_pace = if stretch.pauses > 0.0 { (rest - tail) / stretch.pauses } else { 0.0 };
    let mut at = stretch.start;
    for unit in stretch.from..stretch.to {
        let end = at + words[unit] * word_pace;
        spoken[unit] = Spoken { start: at, end };
        at = end + pauses[unit] * pause_pace;
    }
}

/// The pause a place brings, in seconds at an ordinary pace.
fn pause(features: Features, model: &Model) -> f64 {
    let ends = [Feature::Sentence, Feature::Dialogue, Feature::Trailing, Feature::CapitalStart];
    if ends.into_iter().any(|end| features.has(end)) {
        model.sentence
    } else if features.has(Feature::Colon) {
        model.colon
    } else if features.has(Feature::AfterDash) || features.has(Feature::BeforeDash) {
        model.dash
    } else if features.has(Feature::Comma) {
        model.comma
    } else {
        0.0
    }
}

/// How long a word takes, in seconds at an ordinary pace.
fn word_cost(word: &str, lexicon: &Lexicon, model: &Model) -> f64 {
    let lowered = lang::lower(word);
    let (mut letters, mut syllables) = (0.0, 0.0);
    let mut in_vowels = false;
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let acronym = capitals > 1 && !word.chars().any(char::is_lowercase);
    for c in lowered.chars() {
        let vowel = is_vowel(c);
        if c.is_numeric() {
            (letters, syllables) = (letters + 1.0, syllables + 1.55);
        } else if is_syllabic(c) {
            (letters, syllables) = (letters + 2.0, syllables + 1.5);
        } else if c.is_alphabetic() {
            letters += 1.0;
            syllables += match (acronym, vowel && !in_vowels) {
                (true, _) => 1.1,
                (false, true) => 1.0,
                (false, false) => 0.0,
            };
        }
        in_vowels = vowel;
    }
    if letters == 0.0 {
        return 0.0;
    }
    if !acronym && syllables > 1.0 && lexicon.silent_ending(lang::bare(&lowered)) {
        syllables -= 1.0;
    }
    // Scripts that write no vowels: about one syllable for two letters.
    let syllables = if syllables == 0.0 { f64::max(1.0, letters / 2.0) } else { syllables };
    model.word + model.syllable * syllables + model.letter * letters
}

/// Vowel letters of the Latin, Greek and Cyrillic scripts.
fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
        || !c.is_ascii()
            && matches!(
                c,
                'à'..='æ' | 'è'..='ï' | 'ò'..='ö' | 'ø'..='ý' | 'ā' | 'ă' | 'ą' | 'ē' | 'ę' | 'ě' | 'ī' | 'ı' | 'ō' | 'ő' | 'œ' | 'ū' | 'ů'
                    | 'ű' | 'ư' | 'ơ' | 'α' | 'ε' | 'η' | 'ι' | 'ο' | 'υ' | 'ω' | 'ά' | 'έ' | 'ή' | 'ί' | 'ό' | 'ύ' | 'ώ' | 'а' | 'е' | 'ё' | 'и' | 'і'
                    | 'ї' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'є'
            )
}

/// Characters that are a syllable or more by themselves: ideographs, kana, hangul.
fn is_syllabic(c: char) -> bool {
    matches!(c as u32, 0x3041..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF)
}
