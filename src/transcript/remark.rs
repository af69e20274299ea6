//! Remarks that are not speech: `[laughs]`, `(inaudible 00:40:14)`, `[掌声]`, `*sighs*`, `♪ sung ♪`.
//!
//! A bracket holds many things that are speech or belong to it: a word in passing, an editor's word, a company's name, who
//! speaks. So the words decide (`sound_words`), and how much is asked of them depends on the bracket and on where it stands.

use std::ops::Range;

use super::sound_words::{Kind, Unspaced, has_tail, kind, opens_speech, unspaced};

/// What opens a remark, and what closes it.
const BRACKETS: &[(char, char)] = &[('[', ']'), ('(', ')'), ('【', '】'), ('（', '）'), ('［', '］'), ('*', '*')];
const OPENERS: &[char] = &['[', '(', '【', '（', '［', '*', '♪', '♫'];
const NOTES: &[char] = &['♪', '♫'];
/// A remark is short; what is longer is not looked at.
const LONGEST: usize = 120;

/// Where a bracket stands in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing else is on its lines but marks and who speaks.
    Alone,
    /// Between sentences.
    Edge,
    /// In the middle of a sentence.
    Within,
}

/// Whether a would-be name is the word for a sound.
pub(super) fn is_sound_word(name: &str) -> bool {
    let name = name.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | '【' | '】' | '（' | '）' | '\\'));
    is_sound(name, '[', Place::Within)
}

/// The remarks of a text, as byte ranges: bracketed sounds, and what is sung after `♪`.
pub(crate) fn remarks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(OPENERS) {
        let start = at + offset;
        let open = text[start..].chars().next().unwrap_or('[');
        at = start + open.len_utf8();
        let end = match NOTES.contains(&open) {
            true => Some(sung(text, start, at)),
            false => closed(text, open, at).filter(|&end| is_remark(text, open, start..end)),
        };
        if let Some(end) = end {
            found.push(start..end);
            at = end;
        }
    }
    found
}

/// Where the song ends that a note at `start` begins: at the next note, which may stand at the end of the next line. A
/// note that opens a line and is not closed speaks for the line, any other for itself.
fn sung(text: &str, start: usize, after: usize) -> usize {
    // The next note or end of line, and one past it.
    let next = |from: usize| {
        let at = from + text[from..].find(['♪', '♫', '\n'])?;
        let mark = text[at..].chars().next()?;
        Some((mark, at, at + mark.len_utf8()))
    };
    let (line, below) = match next(after) {
        Some(('\n', at, below)) => (at, below),
        Some((_, _, end)) => return end,
        None => (text.len(), text.len()),
    };
    let begun = text[..start].rfind('\n').map_or(0, |at| at + 1);
    if text[begun..start].contains(char::is_alphanumeric) {
        return after;
    }
    match next(below) {
        Some((mark, at, end)) if mark != '\n' && text[below..at].contains(char::is_alphanumeric) => {
            let closes = text[end..].chars().find(|c| *c == '\n' || !c.is_whitespace()).is_none_or(|c| c == '\n');
            if closes { end } else { line }
        }
        _ => line,
    }
}

/// One past the mark that closes a bracket, if it is near and no other of the kind opens before.
fn closed(text: &str, open: char, after: usize) -> Option<usize> {
    let close = BRACKETS.iter().find(|(opens, _)| *opens == open)?.1;
    let mut lines = 0;
    for (at, c) in text[after..].char_indices().take_while(|(at, _)| *at <= LONGEST) {
        lines += usize::from(c == '\n');
        if c == close {
            return (at > 0).then_some(after + at + c.len_utf8());
        }
        if c == open || lines > 1 || open == '*' && lines > 0 {
            return None;
        }
    }
    None
}

/// Whether a bracket holds a sound.
fn is_remark(text: &str, open: char, range: Range<usize>) -> bool {
    let inner = &text[range.start + open.len_utf8()..range.end];
    let inner = &inner[..inner.len() - inner.chars().next_back().map_or(0, char::len_utf8)];
    let (before, after) = (&text[..range.start], &text[range.end..]);
    // `[Audience]:` speaks.
    if after.starts_with([':', '：']) {
        return false;
    }
    if open == '*' {
        let whole = !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
        let apart = |c: Option<char>| c.is_none_or(|c| c != '*' && !c.is_alphanumeric());
        if !whole || !apart(before.chars().next_back()) || !apart(after.chars().next()) {
            return false;
        }
    }
    is_sound(inner, open, place(before, after))
}

/// Where a bracket stands, from what is before and after it. No more of either is looked at than a name is long, for there
/// may be many brackets on a line.
fn place(before: &str, after: &str) -> Place {
    let mark = |c: &char| !matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}' | '-' | '–' | '—' | '>' | '‐');
    let last = before.chars().rev().take(LONGEST).find(mark);
    let next = after.chars().take(LONGEST).find(mark);
    let begins = matches!(last, None | Some('\n' | ':' | '：' | ']' | ')' | '】' | '）'));
    let ends = match next {
        None | Some('\n' | '[' | '(' | '【' | '（' | '♪') => true,
        Some('.' | ',' | '。') => after.chars().nth(1).is_none_or(|c| c == '\n'),
        _ => false,
    };
    let sentence = matches!(last, Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '"' | '”' | '»' | '♪'));
    match (begins, ends) {
        (true, true) => Place::Alone,
        _ if begins || ends || sentence => Place::Edge,
        _ => Place::Within,
    }
}

/// Whether what a bracket holds is a sound. A name or a gloss that is just such a word goes too (`the word (noise)`):
/// transcripts write their laughs in the same way.
fn is_sound(inner: &str, open: char, place: Place) -> bool {
    let whole = inner.trim_end();
    let inner = inner.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '…' | '\\' | '_'));
    if inner.contains(NOTES) {
        return true;
    }
    if inner.len() > LONGEST || inner.contains(['?', '!', '？', '！', '。', '"', '“', '„', '«']) {
        return false;
    }
    let firm = !matches!(open, '(' | '（' | '*');
    if inner.contains(is_east_asian) {
        let short = inner.chars().count() <= 16;
        return match unspaced(inner) {
            Some(Unspaced::Name) => true,
            Some(Unspaced::Part) => short && (firm || place != Place::Within),
            Some(Unspaced::Tail) => {
                short && (place == Place::Alone || place == Place::Edge && inner.chars().count() > 3)
            }
            None => false,
        };
    }
    let words: Vec<String> = inner
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '…' | '-')).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let kinds: Vec<Kind> = words.iter().map(|word| kind(word)).collect();
    let (Some(first), Some(last)) = (kinds.first(), kinds.last()) else { return false };
    let opening = opens_speech(&words[0]) && *first != Kind::Sure && place != Place::Alone;
    if opening || kinds.contains(&Kind::Speech) {
        return false;
    }
    let (alone, edge) = (place == Place::Alone, place != Place::Within);
    let only = kinds.iter().all(|kind| matches!(kind, Kind::Sure | Kind::Unsure | Kind::Beside));
    // A sentence of its own, of which a word for a sound is the subject: `(Cough medicine works.)`.
    let is_sentence = !firm && words.len() > 2 && *last != Kind::Sure && whole.ends_with('.');
    if is_sentence && place != Place::Alone {
        return false;
    }
    // A sound by name, with who makes it and how.
    if *first == Kind::Sure || *last == Kind::Sure {
        return match open {
            '*' => edge && words.len() <= 4,
            _ => alone || firm || words.len() <= 5 && (edge || only || *first == Kind::Sure && is_gap(&words)),
        };
    }
    let named = kinds.iter().any(|kind| matches!(kind, Kind::Sure | Kind::Unsure));
    if open == '*' {
        return alone && only && named;
    }
    let tail = words.iter().any(|word| has_tail(word));
    (only && named || tail) && (edge || firm && words.len() == 1)
        || kinds.contains(&Kind::Sure) && (alone || firm && edge)
        || alone && (*first == Kind::Unsure || *last == Kind::Unsure || firm && named)
        || firm && alone && is_going_on(inner, &words)
}

/// Whether a clock or a number follows the name of a gap: `(inaudible 00:40:14)`.
fn is_gap(words: &[String]) -> bool {
    words[1..].iter().all(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a phrase says in English what goes on or happens, in the way captions do: `[keyboard clacking]`, `[a chair tips]`.
fn is_going_on(inner: &str, words: &[String]) -> bool {
    const NAMES: &[&str] = &[
        "anything",
        "during",
        "evening",
        "everything",
        "morning",
        "nothing",
        "something",
        "spring",
        "string",
        "building",
    ];
    const COUNTED: &[&str] = &[
        "two", "three", "four", "five", "six", "ten", "many", "some", "few", "several", "his", "her", "their", "these",
    ];
    let lower = !inner.contains(char::is_uppercase);
    let capitals = !inner.contains(char::is_lowercase);
    if words.len() > 6 || !inner.is_ascii() || inner.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let goes_on = |word: &String| word.len() >= 6 && word.ends_with("ing") && !NAMES.contains(&word.as_str());
    let happens = |word: &String| word.len() >= 4 && word.ends_with('s') && !word.ends_with("ss");
    match words {
        [word] => lower && goes_on(word),
        [first, rest @ ..] if lower || capitals => {
            rest.iter().any(goes_on)
                || lower && rest.len() <= 2 && rest.last().is_some_and(happens) && !COUNTED.contains(&first.as_str())
        }
        _ => false,
    }
}

/// Chinese, Japanese and Korean, of which the words for sounds are known by their endings.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_sounds_from_speech() {
        let text = "Well (laughs) yes. [inaudible 00:40:14] And (geth) too. ♪ la la ♪";
        let found: Vec<&str> = remarks(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["(laughs)", "[inaudible 00:40:14]", "♪ la la ♪"]);
    }

    #[test]
    fn names_are_told_from_sounds() {
        assert!(is_sound_word("Applause") && is_sound_word("music") && is_sound_word("[Laughter"));
        assert!(!is_sound_word("Sound Engineer") && !is_sound_word("No") && !is_sound_word("Ada"));
    }

    #[test]
    fn an_unclosed_note_speaks_for_its_line() {
        let text = "♪ la la\nCome in. ♪\nYes ♪ no";
        let found: Vec<&str> = remarks(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(found, ["♪ la la\nCome in. ♪", "♪"]);
    }
}
