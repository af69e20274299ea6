//! A block of a transcript in the making: words are pushed, a text and their times come out.
//!
//! Here is decided where blanks stand (a service that gives words seldom says), what is one word, and
//! behind which words a block may end.

use std::mem;

use super::fields::Time;
use crate::model::{Cue, SpeakerId, Timestamp, Timing, Word};

/// Where blocks are cut besides where the service says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cuts {
    /// Nowhere: its segments are short enough.
    Never,
    /// Inside long turns.
    Long,
    /// Behind sentences: it knows no turns.
    Pauses,
}

/// What stands between a word and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glue {
    /// A blank.
    Blank,
    /// The end of a line.
    Line,
    /// Nothing: it goes on with the same word.
    Joined,
    /// A blank, if their script has blanks.
    Script,
}

/// A pause that ends a block behind a sentence.
const BREATH: Timestamp = Timestamp::from_millis(500);
/// A pause that ends a block anywhere.
const SILENCE: Timestamp = Timestamp::from_secs(2);
/// A block of this length ends with the next sentence or breath.
const LONG: Timestamp = Timestamp::from_secs(30);
/// A block of this length ends.
const LONGEST: Timestamp = Timestamp::from_secs(60);

/// A block.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) speaker: Option<SpeakerId>,
    /// Its times, where the service gives them.
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    /// From its first word to its last.
    pub(super) heard: Option<Time>,
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// Where in `text` the last word begins, and whether it is the last of `words`.
    last: usize,
    timed: bool,
}

impl Block {
    /// When it begins: the service's time, or its first word's if that is earlier or alone.
    pub(super) fn start(&self) -> Option<Timestamp> {
        let heard = self.heard.map(|(start, _)| start);
        self.start.map_or(heard, |start| Some(heard.map_or(start, |heard| heard.min(start))))
    }

    /// When it ends.
    pub(super) fn end(&self) -> Option<Timestamp> {
        self.end.max(self.heard.map(|(_, end)| end))
    }

    /// Whether a word that begins at `start` begins another block.
    pub(super) fn rests_before(&self, start: Timestamp, cuts: Cuts) -> bool {
        let Some((from, to)) = self.heard else { return false };
        let (pause, length) = (start - to, to - from);
        let ended = ends_sentence(&self.text);
        match cuts {
            Cuts::Never => false,
            Cuts::Pauses if pause >= SILENCE || ended && pause >= BREATH => true,
            Cuts::Pauses | Cuts::Long => length >= LONG && (ended || pause >= BREATH) || length >= LONGEST,
        }
    }

    /// Whether there is a boundary between the text and a word that begins with `first`, of a script that
    /// has no blanks there.
    fn unspaced(&self, first: char) -> bool {
        is_unspaced(first) || self.text.chars().next_back().is_some_and(is_unspaced)
    }

    /// Whether a word that begins with `first` is the rest of the last: what goes on without a blank,
    /// except where words have none between them.
    pub(super) fn continues(&self, first: char, glue: Glue) -> bool {
        glue == Glue::Joined && !self.text.is_empty() && !self.unspaced(first)
    }

    /// Adds a word, with the marks that open it.
    pub(super) fn push(&mut self, opening: &str, first: char, text: &str, time: Option<Time>, glue: Glue) {
        let same = self.continues(first, glue);
        let between = match glue {
            Glue::Blank => Some(' '),
            Glue::Line => Some('\n'),
            Glue::Joined => None,
            Glue::Script => (!self.unspaced(first)).then_some(' '),
        };
        if !self.text.is_empty() {
            self.text.extend(between);
        }
        if !same {
            (self.last, self.timed) = (self.text.len(), false);
        }
        self.attach(opening);
        self.attach(text);
        if let Some((start, end)) = time {
            self.heard = Some(self.heard.map_or((start, end), |(from, to)| (from.min(start), to.max(end))));
            match self.words.last_mut().filter(|_| self.timed) {
                Some(word) => word.end = word.end.max(end),
                None => self.words.push(Word { start, end, text: self.text[self.last..].to_owned() }),
            }
            self.timed = true;
        }
    }

    /// Adds to the last word.
    pub(super) fn attach(&mut self, mark: &str) {
        self.text.push_str(mark);
        if let Some(word) = self.words.last_mut().filter(|_| self.timed) {
            word.text.push_str(mark);
        }
    }

    /// Takes what has been said so far; what follows is of the same speaker and the same segment.
    pub(super) fn split(&mut self) -> Block {
        let next = Block { speaker: self.speaker, end: self.end, ..Block::default() };
        let mut block = mem::replace(self, next);
        if block.heard.is_some() {
            block.end = None;
        }
        block
    }
}

/// Cues of blocks. One without a time lies between its neighbours, as a guess.
pub(super) fn cues(blocks: Vec<Block>) -> Vec<Cue<'static>> {
    let mut following: Vec<Option<Timestamp>> = Vec::with_capacity(blocks.len());
    let mut next = None;
    for block in blocks.iter().rev() {
        following.push(next);
        next = block.start().or(next);
    }
    let mut cues: Vec<Cue<'static>> = Vec::with_capacity(blocks.len());
    for (block, next) in blocks.into_iter().zip(following.into_iter().rev()) {
        let before = cues.last().map_or(Timestamp::ZERO, |cue| cue.end);
        let (start, end) = (block.start(), block.end());
        let begin = start.unwrap_or_else(|| before.min(end.unwrap_or(before)));
        let mut cue = Cue::new(begin, end.or(next).unwrap_or(begin).max(begin), block.text);
        cue.speaker = block.speaker;
        cue.timing = if start.is_some() { Timing::Stamped } else { Timing::Interpolated };
        cue.end_timing = if end.is_some() { Timing::Stamped } else { Timing::Interpolated };
        if !block.words.is_empty() {
            cue.extra_mut().words = block.words;
        }
        cues.push(cue);
    }
    cues
}

/// Whether a text ends as a sentence does, quotation marks and brackets aside.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', '』', '）']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।', '።'])
}

/// Characters of scripts that put no blanks between words: Thai, Lao, Burmese, Khmer, kana, ideographs
/// and the marks that go with them.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(
        c as u32,
        0x0E00..=0x0EFF
            | 0x1000..=0x109F
            | 0x1780..=0x17FF
            | 0x3000..=0x30FF
            | 0x31F0..=0x31FF
            | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF
            | 0xF900..=0xFAFF
            | 0xFF00..=0xFF9F
            | 0x20000..=0x3FFFF
    )
}

/// Whether these are words, and not segments of several: nearly none has a blank inside.
pub(super) fn are_words<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let (mut all, mut words) = (0, 0);
    for text in texts {
        let text = text.trim();
        all += 1;
        words += usize::from(!text.contains(char::is_whitespace) && !text.contains(is_unspaced));
    }
    all > 3 && words * 10 >= all * 9
}
