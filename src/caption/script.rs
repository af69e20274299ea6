//! The text of a transcript as a flat list of units: the pieces between which a line may end.
//!
//! A unit is a word with the punctuation that touches it; in scripts without blanks it is a
//! character or a run that must stay whole. Blocks of one speaker follow each other without a seam
//! where a sentence runs on, so that a stamp in mid-sentence is a time inside the text and no break.

use std::ops::Range;

use super::lang::Lexicon;
use super::phrases::Phrases;
use crate::model::{Document, Span, Style};

/// A piece of text that stays whole on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// Bytes of [`Script::text`].
    pub(super) start: u32,
    pub(super) end: u32,
    /// Characters, as a line's length counts them.
    pub(super) chars: u32,
    /// Whether a blank stands before it when it does not begin a line.
    pub(super) spaced: bool,
    /// Whether a phrase begins with it: in scripts without blanks, where [`Phrases`] says so.
    pub(super) phrase: bool,
    /// Whether it is the first of its block.
    pub(super) opens_block: bool,
    /// Whether it lies in a remark that is no speech (`[laughs]`).
    pub(super) sound: bool,
    /// Index of its block.
    pub(super) block: u32,
}

/// The units of a document and the text they lie in, with one blank between spaced units.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) text: String,
    pub(super) units: Vec<Unit>,
    /// The styles of the blocks, over `text`.
    pub(super) spans: Vec<Span>,
}

impl Script {
    /// Cuts the cues of a document into units none of which is wider than `width`.
    pub(super) fn of(document: &Document<'_>, width: usize, phrases: &Phrases, lexicon: &Lexicon) -> Script {
        let mut script = Script::default();
        let starts = |text: &str| phrases.starts(text, lexicon);
        for (index, block) in document.cues.iter().enumerate() {
            script.push_block(index as u32, block.text.as_str(), block.text.spans(), width.max(1), starts);
        }
        script
    }

    /// The text of a unit.
    pub(super) fn word(&self, unit: usize) -> &str {
        let unit = &self.units[unit];
        &self.text[unit.start as usize..unit.end as usize]
    }

    /// The text of a unit and of those behind it without a blank, so many at most.
    pub(super) fn run(&self, unit: usize, most: usize) -> &str {
        let behind = self.units[unit + 1..].iter().take(most).take_while(|unit| !unit.spaced);
        let end = behind.last().unwrap_or(&self.units[unit]).end;
        &self.text[self.units[unit].start as usize..end as usize]
    }

    /// The units that begin a word which no line holds whole, so that the next goes on with it.
    pub(super) fn cut_words(&self) -> impl Iterator<Item = usize> + '_ {
        let goes_on = |unit: usize| {
            let (before, after) = (self.word(unit - 1).chars().next_back(), self.word(unit).chars().next());
            let parted = before.zip(after).is_some_and(|(before, after)| may_part(before, after));
            !self.units[unit].spaced && !self.units[unit].phrase && !self.units[unit].opens_block && !parted
        };
        (1..self.units.len())
            .filter(move |&unit| goes_on(unit) && !(unit > 1 && goes_on(unit - 1)))
            .map(|unit| unit - 1)
    }

    /// Where the text of some units lies.
    pub(super) fn range(&self, units: Range<usize>) -> Range<usize> {
        match (self.units.get(units.start), units.end.checked_sub(1).and_then(|last| self.units.get(last))) {
            (Some(first), Some(last)) if units.start < units.end => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }

    fn push_block(
        &mut self,
        block: u32,
        text: &str,
        spans: &[Span],
        width: usize,
        starts: impl Fn(&str) -> Vec<usize>,
    ) {
        let first = self.units.len();
        // Where the bytes of the block's text went, for its spans: (byte in the block, byte here).
        let mut moved: Vec<(u32, u32)> = Vec::new();
        let is_sound = |at: usize| {
            spans.iter().any(|s| s.style == Style::Sound && (s.start as usize) <= at && at < s.end as usize)
        };
        let mut spaced = true;
        for piece in pieces(text) {
            let Some(range) = piece else {
                spaced = true;
                continue;
            };
            let starts = starts(&text[range.clone()]);
            for part in parts(&text[range.clone()], width, &starts) {
                let (from, to) = (range.start + part.start, range.start + part.end);
                if spaced && !self.text.is_empty() {
                    self.text.push(' ');
                }
                let start = self.text.len() as u32;
                if !spans.is_empty() {
                    moved.push((from as u32, start));
                }
                self.text.push_str(&text[from..to]);
                self.units.push(Unit {
                    start,
                    end: self.text.len() as u32,
                    chars: text[from..to].chars().count() as u32,
                    spaced,
                    phrase: spaced || starts.binary_search(&part.start).is_ok(),
                    opens_block: self.units.len() == first,
                    sound: !spans.is_empty() && is_sound(from),
                    block,
                });
                spaced = false;
            }
        }
        let end = self.text.len() as u32;
        for span in spans {
            let place = |n: usize, at: u32| match n.checked_sub(1).and_then(|n| moved.get(n)) {
                None => moved.first().map_or(end, |m| m.1),
                Some(&(from, to)) => (to + (at - from)).min(moved.get(n).map_or(end, |next| next.1)),
            };
            let start = place(moved.partition_point(|(from, _)| *from <= span.start), span.start);
            let finish = place(moved.partition_point(|(from, _)| *from < span.end), span.end);
            self.spans.push(Span { start, end: finish.max(start), style: span.style.clone() });
        }
    }
}

/// Words as byte ranges, `None` where a blank stands. No-break blanks are part of a word.
fn pieces(text: &str) -> impl Iterator<Item = Option<Range<usize>>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let length = match is_blank(first) {
            true => rest.find(|c| !is_blank(c)),
            false => rest.find(is_blank),
        };
        let range = at..at + length.unwrap_or(rest.len());
        at = range.end;
        Some((!is_blank(first)).then_some(range))
    })
}

/// White space at which a line may end. The blanks that forbid it (U+00A0, U+2007, U+202F) do not count.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// Cuts a word into the parts a line may end between: after a dash between letters, round the
/// characters of scripts without blanks, where phrases begin in those of Southeast Asia, and, if nothing
/// else helps, anywhere.
fn parts(word: &str, width: usize, phrases: &[usize]) -> Vec<Range<usize>> {
    let mut parts = Vec::with_capacity(1);
    if word.is_ascii() && word.len() <= width {
        parts.push(0..word.len());
        return parts;
    }
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in word.char_indices() {
        if let Some(before) = before
            && (may_part(before, c) || may_part_phrases(before, c) && phrases.binary_search(&at).is_ok())
        {
            push_narrow(word, start..at, width, &mut parts);
            start = at;
        }
        before = Some(c);
    }
    push_narrow(word, start..word.len(), width, &mut parts);
    parts
}

/// Adds a part, cut into pieces of `width` characters if it is wider: a line must hold it. An address is
/// cut behind one of its marks if one is near.
fn push_narrow(word: &str, range: Range<usize>, width: usize, parts: &mut Vec<Range<usize>>) {
    /// What is left behind a cut is no shorter, if it can be helped.
    const REST: usize = 4;
    let mut start = range.start;
    loop {
        let left = word[start..range.end].chars().count();
        if left <= width {
            break;
        }
        let width = width.min(left - REST.min(width / 2));
        let mut cut = start;
        let mut mark = start;
        let mut before = ' ';
        for (count, (offset, c)) in word[start..range.end].char_indices().enumerate() {
            let at = start + offset;
            if count > width && cut > start {
                break;
            }
            // A mark is never parted from its letter, nor a Thai or Lao vowel from the letter behind it.
            let whole = is_joining(c) || matches!(before, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}');
            if count > 0 && !whole {
                cut = at;
                if matches!(before, '/' | '?' | '&' | '=' | '-' | '_' | '.' | '#' | ',') && count * 3 > width {
                    mark = at;
                }
            }
            before = c;
        }
        let at = if mark > start { mark } else { cut };
        if at == start {
            break;
        }
        parts.push(start..at);
        start = at;
    }
    parts.push(start..range.end);
}

/// Whether a line may end between two characters that no blank parts.
fn may_part(before: char, after: char) -> bool {
    if is_closing(after) || is_opening(before) || is_joining(after) || before == '\u{200d}' || before == '\u{2060}' {
        return false;
    }
    // `word—word`, `word…word`: behind the mark.
    if matches!(before, '—' | '…' | '\u{200b}') {
        return !matches!(after, '—' | '…') && after.is_alphanumeric();
    }
    let (a, b) = (script(before), script(after));
    match (a, b) {
        (Kind::Ideograph | Kind::Hiragana, Kind::Ideograph | Kind::Hiragana) => true,
        // Words in katakana or other letters, and numbers, stay whole.
        (Kind::Ideograph | Kind::Hiragana, _) | (_, Kind::Ideograph | Kind::Hiragana) => !matches!(before, '-' | '\''),
        _ => is_cjk_stop(before) && !is_cjk_stop(after),
    }
}

/// Whether a line may end between two characters if a phrase does.
fn may_part_phrases(before: char, after: char) -> bool {
    let spoken = |c: char| is_southeast_asian(c) || c.is_alphanumeric();
    (is_southeast_asian(before) || is_southeast_asian(after)) && spoken(before) && spoken(after) && !is_joining(after)
}

/// The letters of Thai, Lao, Burmese and Khmer.
fn is_southeast_asian(c: char) -> bool {
    matches!(c as u32, 0xE01..=0xE5B | 0xE81..=0xEDF | 0x1000..=0x109F | 0x1780..=0x17FF)
}

/// Whether a character belongs to a script that writes without blanks.
pub(crate) fn is_unspaced(c: char) -> bool {
    script(c) != Kind::Other || is_southeast_asian(c) || matches!(c as u32, 0x30A1..=0x30FF | 0xFF66..=0xFF9F)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ideograph,
    Hiragana,
    Other,
}

fn script(c: char) -> Kind {
    match c as u32 {
        0x3041..=0x309F => Kind::Hiragana,
        0x3005 | 0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => Kind::Ideograph,
        _ => Kind::Other,
    }
}

/// Full-width marks behind which a line may end without a blank.
pub(super) fn is_cjk_stop(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '！' | '？' | '；' | '：' | '」' | '』' | '）' | '】' | '》' | '〉')
}

/// What may not begin a line: closing marks, small kana, the long vowel mark (JIS X 4051).
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '！'
            | '？'
            | '；'
            | '：'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '・'
            | 'ー'
            | '々'
            | 'ゝ'
            | 'ヽ'
            | 'ぁ'
            | 'ぃ'
            | 'ぅ'
            | 'ぇ'
            | 'ぉ'
            | 'っ'
            | 'ゃ'
            | 'ゅ'
            | 'ょ'
            | 'ゎ'
            | 'ァ'
            | 'ィ'
            | 'ゥ'
            | 'ェ'
            | 'ォ'
            | 'ッ'
            | 'ャ'
            | 'ュ'
            | 'ョ'
            | 'ヮ'
            | '”'
            | '’'
            | '…'
            | '—'
            | '%'
            | '％'
            | '〜'
            | '～'
            | ')'
            | ']'
            | '}'
            | '!'
            | '?'
            | ','
            | '.'
            | ':'
            | ';'
            | '»'
    )
}

/// What may not end a line.
fn is_opening(c: char) -> bool {
    matches!(c, '「' | '『' | '（' | '【' | '《' | '〈' | '“' | '‘' | '(' | '[' | '{' | '«' | '¿' | '¡' | '$' | '￥')
}

/// Characters that belong to the one before them.
fn is_joining(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36F | 0x3099 | 0x309A | 0xFE00..=0xFE0F | 0x1F3FB..=0x1F3FF | 0x200D | 0x2060 | 0xE0100..=0xE01EF)
        || unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cue, Text, Timestamp};

    fn words(text: &str, width: usize) -> Vec<String> {
        let cue = Cue::new(Timestamp::ZERO, Timestamp::ZERO, text);
        let script = Script::of(
            &Document { cues: vec![cue], ..Document::default() },
            width,
            &Phrases::Unknown,
            &Lexicon::default(),
        );
        (0..script.units.len()).map(|i| script.word(i).to_owned()).collect()
    }

    #[test]
    fn words_keep_their_punctuation_and_no_break_blanks() {
        assert_eq!(words("Ah\u{a0}! « Oui »\n bien", 42), ["Ah\u{a0}!", "«", "Oui", "»", "bien"]);
        assert_eq!(words("one—two", 42), ["one—", "two"]);
    }

    #[test]
    fn nothing_is_wider_than_a_line() {
        assert_eq!(words("https://example.org/abc", 10), ["https://", "example.", "org/abc"]);
        assert_eq!(words("e\u{301}e\u{301}", 1), ["e\u{301}", "e\u{301}"]);
    }

    #[test]
    fn scripts_without_blanks() {
        assert_eq!(words("今日は、Rustだ。「はい」", 42), ["今", "日", "は、", "Rust", "だ。", "「は", "い」"]);
    }

    #[test]
    fn spans_follow_their_words() {
        let text = Text::styled("Well  (laughs)\nyes", vec![Span { start: 6, end: 14, style: Style::Sound }]);
        let cue = Cue { text, ..Cue::default() };
        let script = Script::of(
            &Document { cues: vec![cue], ..Document::default() },
            42,
            &Phrases::Unknown,
            &Lexicon::default(),
        );
        assert_eq!(script.text, "Well (laughs) yes");
        assert_eq!(&script.text[script.spans[0].start as usize..script.spans[0].end as usize], "(laughs)");
        assert!(script.units[1].sound && !script.units[2].sound);
    }
}
