//! From words with times and marks without to the blocks of a transcript.
//!
//! A service tells where a block begins (a turn, a segment, an utterance), or only who speaks, or
//! nothing; whoever reads its file calls what it tells. Where it tells nothing, a block ends with a
//! sentence behind which there is a pause, so that no recording becomes one cue.

use std::mem;

use super::block::{Block, Cuts, Glue, cues};
use super::fields::Time;
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::format::{ReadOptions, json};
use crate::model::{Document, DocumentKind, Metadata, SpeakerId, Timestamp};
use crate::source::Source;

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
    /// Whether a single letter counts speakers.
    letters_count: bool,
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
            letters_count: true,
        }
    }

    /// A single letter is a name, as of who asks and who answers in an interview: the service counts with
    /// numbers.
    pub(super) fn letters_are_names(&mut self) {
        self.letters_count = false;
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
        let counted = name.bytes().all(|b| b.is_ascii_digit()) || name.len() == 1 && self.letters_count;
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
        if !self.block.text.is_empty() {
            self.blocks.push(self.block.split());
        }
    }

    /// A word, with its punctuation if the service leaves it there.
    pub(super) fn word(&mut self, text: &str, time: Option<Time>, glue: Glue) {
        let text = text.trim();
        let Some(first) = text.chars().next() else { return };
        if let Some((start, _)) = time
            && !self.block.continues(first, glue)
            && self.block.rests_before(start, self.cuts)
        {
            self.cut();
        }
        self.untimed += usize::from(time.is_none());
        let opening = mem::take(&mut self.opening);
        self.block.push(&opening, opening.chars().next().unwrap_or(first), text, time, glue);
    }

    /// A run of words, with blanks where their texts have them, or else where their script does.
    pub(super) fn words(&mut self, words: &[(&str, Option<Time>)]) {
        let told = words.iter().skip(1).any(|(text, _)| text.starts_with(char::is_whitespace));
        for &(text, time) in words {
            let glue = match (told, text.starts_with(char::is_whitespace)) {
                (true, true) => Glue::Blank,
                (true, false) => Glue::Joined,
                (false, _) => Glue::Script,
            };
            self.word(text, time, glue);
        }
    }

    /// A punctuation mark without a time.
    pub(super) fn mark(&mut self, text: &str) {
        let text = text.trim();
        if self.block.text.is_empty() || matches!(text, "¿" | "¡" | "(" | "[" | "“" | "„" | "«" | "「" | "『")
        {
            self.opening.push_str(text);
        } else {
            self.block.attach(text);
        }
    }

    /// A mark that belongs to the word behind it.
    pub(super) fn opening_mark(&mut self, text: &str) {
        self.opening.push_str(text.trim());
    }

    /// The text of a segment whose words have no times; its lines stay lines.
    pub(super) fn text(&mut self, text: &str) {
        let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.lines().map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
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
            blocks.sort_by_key(|block| block.start().or(block.end()));
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
            let message = match self.untimed {
                1 => "1 word has no time; it stays in the text".to_owned(),
                n => format!("{n} words have no time; they stay in the text"),
            };
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

/// Who speaks from when, told apart from the words.
pub(super) struct Spans<'s> {
    spans: Vec<(Timestamp, Option<&'s str>)>,
    current: Option<usize>,
}

impl<'s> Spans<'s> {
    pub(super) fn new(spans: impl Iterator<Item = (Option<Timestamp>, Option<&'s str>)>) -> Self {
        let mut spans: Vec<_> = spans.filter_map(|(start, speaker)| Some((start?, speaker))).collect();
        spans.sort_by_key(|(start, _)| *start);
        Spans { spans, current: None }
    }

    /// The speaker, if with this word another span begins: the one its middle lies in.
    pub(super) fn enter(&mut self, time: Option<Time>) -> Option<Option<&'s str>> {
        let (start, end) = time?;
        let middle = Timestamp::from_nanos(start.as_nanos() / 2 + end.as_nanos() / 2);
        let span = self.spans.partition_point(|(from, _)| *from <= middle).checked_sub(1)?;
        if self.current.replace(span) == Some(span) { None } else { self.spans.get(span).map(|(_, speaker)| *speaker) }
    }
}
