//! Finds timed words in the text they were heard in.
//!
//! Some services give a text as it should be read and, apart from it, words with times but without
//! punctuation, or pieces of words. The text is right, the words have the times: here each word is
//! looked for behind the one before, and the marks around it become part of it.

use std::ops::Range;

use super::block::{Glue, is_unspaced};
use super::fields::Time;
use super::turns::Turns;
use crate::source::floor_char_boundary;

/// How far behind the last word found the next is looked for, in bytes; further after every miss, so
/// that a passage without words is passed over, up to a bound, so that a wrong text costs no more.
const REACH: usize = 200;
const FARTHEST: usize = 16 << 10;

/// A word of a text, with the marks around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) time: Option<Time>,
    pub(super) glue: Glue,
    /// The line of the text it stands in, counted from 0.
    pub(super) line: usize,
}

/// Cuts a text into words, with the times of those that were heard. Every character but blanks is in
/// some piece, in order.
pub(super) fn weave<'t, 'w>(text: &'t str, heard: impl IntoIterator<Item = (&'w str, Option<Time>)>) -> Vec<Piece<'t>> {
    let mut found: Vec<(Range<usize>, Option<Time>)> = Vec::new();
    let (mut from, mut reach) = (0, REACH);
    for (word, time) in heard {
        let word = word.trim();
        if word.is_empty() {
            continue;
        }
        if let Some(at) = place(text, from, word, reach) {
            from = at + word.len();
            reach = REACH;
            found.push((at..from, time));
        } else {
            reach = (reach + word.len().min(FARTHEST) * 2).min(FARTHEST);
        }
    }
    let mut pieces = Vec::new();
    let mut found = found.into_iter().peekable();
    let (mut at, mut line) = (0, 0);
    loop {
        let rest = &text[at..];
        let blanks = rest.len() - rest.trim_start().len();
        line += rest[..blanks].matches('\n').count();
        at += blanks;
        if at == text.len() {
            return pieces;
        }
        let mut end = word_end(text, at);
        let mut glue = Glue::Blank;
        let mut time = None;
        let mut any = false;
        while let Some((core, core_time)) = found.next_if(|(core, _)| core.start < end) {
            if any && core.start > at {
                pieces.push(Piece { text: &text[at..core.start], time, glue, line });
                (at, glue) = (core.start, Glue::Joined);
            }
            (any, time) = (true, core_time);
            // A word of several words ("17 mars") is one.
            if core.end > end {
                end = word_end(text, core.end);
            }
        }
        pieces.push(Piece { text: &text[at..end], time, glue, line });
        at = end;
    }
}

/// The first blank at or behind a byte.
fn word_end(text: &str, at: usize) -> usize {
    text[at..].find(char::is_whitespace).map_or(text.len(), |n| at + n)
}

/// Where a word stands at or behind `from`: at once, behind marks, or at the beginning of a later word.
fn place(text: &str, from: usize, word: &str, reach: usize) -> Option<usize> {
    let end = floor_char_boundary(text, from.saturating_add(reach).saturating_add(word.len()));
    let range = text.get(from..end)?;
    let begins = |at: usize| {
        at == 0 || range[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() || is_unspaced(before))
    };
    range.match_indices(word).map(|(at, _)| at).find(|&at| begins(at)).map(|at| from + at)
}

/// Puts a text and its timed words into the block that is open; its lines stay lines.
pub(super) fn put<'w>(turns: &mut Turns<'_>, text: &str, heard: impl IntoIterator<Item = (&'w str, Option<Time>)>) {
    let mut line = 0;
    for piece in weave(text.trim_start(), heard) {
        let glue = if piece.line > line { Glue::Line } else { piece.glue };
        line = piece.line;
        turns.word(piece.text, piece.time, glue);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

    fn show(text: &str, words: &[&str]) -> String {
        let time = |n: usize| Some((Timestamp::from_secs(n as i64), Timestamp::from_secs(n as i64 + 1)));
        let pieces = weave(text, words.iter().enumerate().map(|(n, word)| (*word, time(n))));
        let show = |p: &Piece<'_>| {
            let time = p.time.map_or("-".to_owned(), |(start, _)| (start.to_millis() / 1000).to_string());
            format!("{}{}@{time}/{}", if p.glue == Glue::Joined { "+" } else { "" }, p.text, p.line)
        };
        pieces.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_take_the_marks_around_them() {
        assert_eq!(show("“Well,” he said.\nOk?", &["Well", "he", "Ok"]), "“Well,”@0/0 he@1/0 said.@-/0 Ok?@2/1");
        assert_eq!(show(" unhappy, no", &[" un", "happy", ",", " no"]), "un@0/0 +happy@1/0 +,@2/0 no@3/0");
        assert_eq!(show("le 17 mars. Oui", &["le", "17 mars", "Oui"]), "le@0/0 17 mars.@1/0 Oui@2/0");
        assert_eq!(show("你好，世界", &["你好", "世界"]), "你好，@0/0 +世界@1/0");
    }

    #[test]
    fn what_is_not_there_is_passed_over() {
        assert_eq!(show("the tea", &["[_BEG_]", "the", "e", "tea"]), "the@1/0 tea@3/0");
        let text = format!("a {} z", "x ".repeat(1000));
        assert!(show(&text, &["a", &"q".repeat(2000), "z"]).ends_with("z@2/0"));
        assert_eq!(show("", &["a"]), "");
    }
}
