//! From words with times and marks without to the blocks of a transcript.
//!
//! A service tells where a block begins (a turn, a segment, an utterance), or only who speaks, or
//! nothing; whoever reads its file calls what it tells. Where it tells nothing, a block ends with a
//! sentence behind which there is a pause, so that no recording becomes one cue.

use std::mem;

use super::fields::Time;
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::format::{ReadOptions, json};
use crate::model::{Cue, Document, DocumentKind, Metadata, SpeakerId, Timestamp, Timing, Word};
use crate::source::Source;

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

/// Blocks in the making.
pub(super) struct Turns<'a> {
    source: &'a Source<'a>,
    document: Document<'a>,
    cuts: Cuts,
    blocks: Vec<Block>,
    block: Block,
    /// Marks that wait for the word they stand before.
    opening: String,
    untimed: usize,
    lanes: bool,
}

#[derive(Debug, Default)]
struct Block {
    speaker: Option<SpeakerId>,
    /// Its times, where the service gives them.
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    /// From its first word to its last.
    heard: Option<Time>,
    text: String,
    words: Vec<Word>,
    /// Where in `text` the last word begins, and whether it is the last of `words`.
    last: usize,
    timed: bool,
}

impl<'a> Turns<'a> {
    pub(super) fn new(source: &'a Source<'a>, cuts: Cuts) -> Self {
        Turns {
            source,
            document: Document { kind: DocumentKind::Transcript, source: Some(source), ..Document::default() },
            cuts,
            blocks: Vec::new(),
            block: Block::default(),
            opening: String::new(),
            untimed: 0,
            lanes: false,
        }
    }

    /// What is known about the whole.
    pub(super) fn metadata(&mut self) -> &mut Metadata {
        &mut self.document.metadata
    }

    /// Another channel of the recording begins: its blocks will be put between those before by time.
    pub(super) fn lane(&mut self) {
        self.lanes |= !(self.blocks.is_empty() && self.block.text.is_empty());
        self.open(None);
    }

    /// A block of this speaker begins.
    pub(super) fn open(&mut self, speaker: Option<&str>) {
        self.close();
        self.block.speaker = self.intern(speaker);
    }

    /// A block begins that has times of its own.
    pub(super) fn segment(&mut self, speaker: Option<&str>, start: Option<Timestamp>, end: Option<Timestamp>) {
        self.open(speaker);
        self.block.start = start;
        self.block.end = end;
    }

    /// This speaker has the word; a block begins if it was another.
    pub(super) fn speaker(&mut self, name: Option<&str>) {
        let speaker = self.intern(name);
        if speaker != self.block.speaker {
            self.cut();
            self.block.speaker = speaker;
        }
    }

    /// Services count speakers (`0`, `A`) where people need a name.
    fn intern(&mut self, name: Option<&str>) -> Option<SpeakerId> {
        let name = name.filter(|name| !name.is_empty())?;
        let counted = name.bytes().all(|b| b.is_ascii_digit()) || name.len() == 1;
        let speakers = &mut self.document.speakers;
        Some(if counted { speakers.intern(&format!("Speaker {name}")) } else { speakers.intern(name) })
    }

    /// Ends the block.
    fn close(&mut self) {
        let block = mem::take(&mut self.block);
        if !block.text.is_empty() {
            self.blocks.push(block);
        }
    }

    /// Ends the block; what follows is of the same speaker and the same segment.
    fn cut(&mut self) {
        if self.block.text.is_empty() {
            return;
        }
        let next = Block { speaker: self.block.speaker, end: self.block.end, ..Block::default() };
        let mut block = mem::replace(&mut self.block, next);
        if block.heard.is_some() {
            block.end = None;
        }
        self.blocks.push(block);
    }

    /// A word, with its punctuation if the service leaves it there.
    pub(super) fn word(&mut self, text: &str, time: Option<Time>, glue: Glue) {
        let text = text.trim();
        let Some(first) = text.chars().next() else { return };
        if let Some((start, _)) = time
            && glue != Glue::Joined
            && self.block.rests_before(start, self.cuts)
        {
            self.cut();
        }
        self.untimed += usize::from(time.is_none());
        let opening = mem::take(&mut self.opening);
        self.block.push(&opening, opening.chars().next().unwrap_or(first), text, time, glue);
    }

    /// A punctuation mark without a time.
    pub(super) fn mark(&mut self, text: &str) {
        let text = text.trim();
        if self.block.text.is_empty() || matches!(text, "¿" | "¡" | "(" | "[" | "“" | "„" | "«" | "「" | "『") {
            self.opening.push_str(text);
        } else {
            self.block.attach(text);
        }
    }

    /// A mark that belongs to the word behind it.
    pub(super) fn opening_mark(&mut self, text: &str) {
        self.opening.push_str(text.trim());
    }

    /// The text of a segment whose words have no times.
    pub(super) fn text(&mut self, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(first) = text.chars().next() {
            self.block.push("", first, &text, None, Glue::Script);
        }
    }

    /// The document: its cues are the blocks.
    pub(super) fn finish(mut self, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
        let opening = mem::take(&mut self.opening);
        if !opening.is_empty() {
            self.block.attach(&opening);
        }
        self.close();
        json::check_count(self.blocks.len(), options)?;
        let mut blocks = self.blocks;
        if self.lanes {
            blocks.sort_by_key(Block::start);
        }
        let timed = blocks.iter().any(|block| block.start().is_some());
        let words = blocks.iter().any(|block| !block.words.is_empty());
        self.document.cues = cues(blocks);
        if self.document.cues.is_empty() {
            sink.report(Diagnostic::warning("speech-empty", "there are no words in this transcript"));
        } else if !timed {
            let message = "no word and no segment of this transcript has a time; the cues have no length";
            sink.report(Diagnostic::warning("speech-untimed", message).help("let the service give the times of words"));
        } else if words && self.untimed > 0 {
            let message = format!("{} words have no time; they stay in the text", self.untimed);
            sink.report(Diagnostic::note("speech-untimed-words", message));
        }
        // Some services round the length down: one that ends before the speech is none.
        let end = self.document.cues.iter().map(|cue| cue.end).max().unwrap_or_default();
        let metadata = &mut self.document.metadata;
        metadata.duration = options.duration.or(metadata.duration.filter(|&length| length >= end));
        self.document.source = Some(self.source);
        Ok(self.document)
    }
}

impl Block {
    fn start(&self) -> Option<Timestamp> {
        let heard = self.heard.map(|(start, _)| start);
        self.start.map_or(heard, |start| Some(heard.map_or(start, |heard| heard.min(start))))
    }

    fn end(&self) -> Option<Timestamp> {
        self.end.max(self.heard.map(|(_, end)| end))
    }

    /// Whether a word that begins at `start` begins another block.
    fn rests_before(&self, start: Timestamp, cuts: Cuts) -> bool {
        let Some((from, to)) = self.heard else { return false };
        let (pause, length) = (start - to, to - from);
        let ended = ends_sentence(&self.text);
        match cuts {
            Cuts::Never => false,
            Cuts::Pauses if pause >= SILENCE || ended && pause >= BREATH => true,
            Cuts::Pauses | Cuts::Long => length >= LONG && (ended || pause >= BREATH) || length >= LONGEST,
        }
    }

    fn push(&mut self, opening: &str, first: char, text: &str, time: Option<Time>, glue: Glue) {
        let before = self.text.chars().next_back();
        let unspaced = is_unspaced(first) || before.is_some_and(is_unspaced);
        let blank = match glue {
            Glue::Blank => before.is_some(),
            Glue::Joined => false,
            Glue::Script => before.is_some() && !unspaced,
        };
        if blank {
            self.text.push(' ');
        }
        // What goes on without a blank is the same word, except where words have none between them.
        let same = before.is_some() && !blank && !unspaced;
        if !same {
            (self.last, self.timed) = (self.text.len(), false);
        }
        self.text.push_str(opening);
        self.text.push_str(text);
        if let Some((start, end)) = time {
            self.heard = Some(self.heard.map_or((start, end), |(from, to)| (from.min(start), to.max(end))));
            if !self.timed {
                self.words.push(Word { start, end, text: String::new() });
                self.timed = true;
            }
        }
        self.refresh(time);
    }

    fn attach(&mut self, mark: &str) {
        self.text.push_str(mark);
        self.refresh(None);
    }

    /// The last word is what stands in the text from where it began.
    fn refresh(&mut self, time: Option<Time>) {
        if let Some(word) = self.words.last_mut().filter(|_| self.timed) {
            self.text[self.last..].clone_into(&mut word.text);
            word.end = time.map_or(word.end, |(_, end)| end.max(word.end));
        }
    }
}

/// Cues of blocks. One without a time lies between its neighbours, as a guess.
fn cues(blocks: Vec<Block>) -> Vec<Cue<'static>> {
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
