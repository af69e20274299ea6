//! What the readers of other programs' files share: turns in the making, their missing times, and the
//! words of a recognizer joined to turns.
//!
//! A reader pushes [`Block`]s into a [`Track`] with the times that are written, and
//! [`Track::finish`] makes the document: it puts the blocks in order, shares the time between two stamps
//! where there is none, and gives every block an end.

mod scan;

use std::ops::Range;
use std::rc::Rc;

use super::ReadOptions;
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::model::{Cue, Document, DocumentKind, Metadata, Resolution, Timestamp, Timing, Word};
use crate::source::Source;

pub(super) use scan::{clock, collapse, head_lines, heads_are, millis, seconds};

/// A turn in the making.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// When it begins, if that is written.
    pub(super) start: Option<Timestamp>,
    /// When it ends, if that is written.
    pub(super) end: Option<Timestamp>,
    /// How finely `start` is written.
    pub(super) resolution: Resolution,
    /// Who speaks.
    pub(super) speaker: Option<Rc<str>>,
    /// What is said.
    pub(super) text: String,
    /// Its words, if they have times.
    pub(super) words: Vec<Word>,
    /// Where it stands in the source.
    pub(super) source: Range<usize>,
}

/// In which order blocks come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// As written.
    Written,
    /// By their start: the tiers and channels of a file stand one behind the other.
    Sorted,
    /// As written; a stamp that does not fit between its neighbours is a slip, and is not believed.
    Mended,
}

/// Blocks in the making, never more than the limits allow.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) blocks: Vec<Block>,
    limit: usize,
}

impl Track {
    pub(super) fn new(options: &ReadOptions) -> Self {
        Track { blocks: Vec::new(), limit: options.limits.cues }
    }

    /// Takes a block in.
    pub(super) fn push(&mut self, block: Block) -> Result<()> {
        if self.blocks.len() >= self.limit {
            return Err(ErrorKind::Limit(format!("more than {} cues", self.limit)).into());
        }
        self.blocks.push(block);
        Ok(())
    }

    /// Whether a block says when it begins.
    pub(super) fn has_stamps(&self) -> bool {
        self.blocks.iter().any(|b| b.start.is_some())
    }

    /// Takes the words of one voice after another in, as blocks that end where the speaker changes, at a
    /// pause, or behind a sentence.
    pub(super) fn push_words(&mut self, words: impl IntoIterator<Item = Spoken>) -> Result<()> {
        let mut open: Option<Block> = None;
        for word in words {
            if let Some(block) = &mut open
                && block.speaker == word.speaker
                && is_closing(&word.text)
                && let Some(last) = block.words.last_mut()
            {
                last.text.push_str(&word.text);
                block.text.push_str(&word.text);
                block.source.end = word.source.end;
                continue;
            }
            let ends = open.as_ref().is_some_and(|block| {
                let end = block.end.unwrap_or_default();
                block.speaker != word.speaker
                    || word.start < block.words.last().map_or(end, |last| last.start)
                    || word.start - end >= PAUSE
                    || block.words.last().is_some_and(|last| ends_sentence(&last.text, word.start - end))
            });
            if ends && let Some(block) = open.take() {
                self.push(block)?;
            }
            let block = open.get_or_insert_with(|| Block {
                start: Some(word.start),
                speaker: word.speaker.clone(),
                source: word.source.clone(),
                ..Block::default()
            });
            push_word(&mut block.text, &word.text);
            block.end = Some(block.end.unwrap_or(word.end).max(word.end));
            block.source.end = word.source.end;
            block.words.push(Word { start: word.start, end: word.end.max(word.start), text: word.text });
        }
        open.map_or(Ok(()), |block| self.push(block))
    }

    /// The document.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownFormat`] if nothing is said, or nothing is stamped and no length is known.
    pub(super) fn finish<'a>(
        mut self,
        kind: DocumentKind,
        order: Order,
        mut metadata: Metadata,
        source: &'a Source<'a>,
        options: &ReadOptions,
        sink: &mut Sink,
    ) -> Result<Document<'a>> {
        metadata.duration = options.duration.or(metadata.duration);
        if self.blocks.is_empty() {
            return Err(unknown("there is no speech in this file", "is it the right file?"));
        }
        if !self.has_stamps() && metadata.duration.is_none() {
            return Err(unknown(
                "no times were found in this file",
                "if it is a transcript without stamps, give its length: --duration 4:19",
            ));
        }
        if order == Order::Mended {
            distrust_slips(&mut self.blocks, sink);
        }
        let stamped: Vec<bool> = self.blocks.iter().map(|b| b.start.is_some()).collect();
        let last_end = last_end(&self.blocks, metadata.duration);
        share_time(&mut self.blocks, last_end);
        let mut blocks: Vec<(Block, bool)> = self.blocks.into_iter().zip(stamped).collect();
        if order == Order::Sorted {
            blocks.sort_by_key(|(block, _)| block.start);
        }
        let mut document = Document {
            kind,
            metadata,
            source: Some(source),
            cues: Vec::with_capacity(blocks.len()),
            ..Document::default()
        };
        let later = later_starts(&blocks, last_end, order);
        for (index, ((block, stamped), later)) in blocks.into_iter().zip(later).enumerate() {
            let start = block.start.unwrap_or_default();
            let written = block.end.filter(|&end| end >= start);
            if block.end.is_some() && written.is_none() && stamped {
                let message = format!("cue {} ends before it begins; its end was guessed", index + 1);
                sink.report(Diagnostic::warning("cue-ends-early", message).at(block.source.clone()).cue(index));
            }
            let mut cue = Cue::new(start, written.unwrap_or(later), block.text);
            cue.timing = if stamped { Timing::Stamped } else { Timing::Interpolated };
            cue.end_timing = if written.is_some() { Timing::Stamped } else { Timing::Interpolated };
            cue.resolution = if stamped { block.resolution } else { Resolution::Exact };
            cue.speaker = block.speaker.map(|name| document.speakers.intern(&name));
            cue.source = block.source.into();
            if !block.words.is_empty() {
                cue.extra_mut().words = block.words;
            }
            document.cues.push(cue);
        }
        Ok(document)
    }
}

/// An [`ErrorKind::UnknownFormat`].
pub(super) fn unknown(message: &str, help: &str) -> crate::error::Error {
    ErrorKind::UnknownFormat { message: message.to_owned(), help: help.to_owned() }.into()
}

/// A word as a recognizer heard it.
#[derive(Debug)]
pub(super) struct Spoken {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    pub(super) text: String,
    pub(super) speaker: Option<Rc<str>>,
    pub(super) source: Range<usize>,
}

/// A pause that ends a block.
const PAUSE: Timestamp = Timestamp::from_millis(600);

/// Punctuation that a recognizer gives as a word of its own, and that belongs to the word before.
fn is_closing(word: &str) -> bool {
    !word.is_empty()
        && word.chars().all(|c| {
            matches!(c, '.' | ',' | '?' | '!' | ':' | ';' | '…' | '。' | '、' | '，' | '？' | '！' | '।' | '؟' | '،')
        })
}

/// Whether a sentence ends behind a word. Behind a short word with a full stop ("Mr.", "p.m.") it does
/// only if a breath is taken.
fn ends_sentence(word: &str, pause: Timestamp) -> bool {
    let bare = word.trim_end_matches(['"', '\'', '”', '’', '»', ')', '」', '』']);
    match bare.chars().next_back() {
        Some('?' | '!' | '…' | '。' | '？' | '！' | '।' | '؟') => true,
        Some('.') => bare.chars().count() > 4 || pause >= Timestamp::from_millis(200),
        _ => false,
    }
}

/// Appends a word behind a blank, unless its script has none.
pub(super) fn push_word(text: &mut String, word: &str) {
    let unspaced = |c: Option<char>| {
        c.is_some_and(|c| {
            matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3000..=0x30FF
                | 0x31F0..=0x31FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
        })
    };
    let glued = unspaced(text.chars().next_back()) && unspaced(word.chars().next());
    if !text.is_empty() && !glued {
        text.push(' ');
    }
    text.push_str(word);
}

/// Takes the stamps away that do not fit between their neighbours: the longest run that never falls is
/// believed.
fn distrust_slips(blocks: &mut [Block], sink: &mut Sink) {
    let stamped: Vec<(usize, Timestamp)> = blocks.iter().enumerate().filter_map(|(i, b)| Some((i, b.start?))).collect();
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(stamped.len());
    for (nth, &(_, time)) in stamped.iter().enumerate() {
        let place = tails.partition_point(|&t| stamped[t].1 <= time);
        before.push(place.checked_sub(1).map(|p| tails[p]));
        if place == tails.len() {
            tails.push(nth);
        } else {
            tails[place] = nth;
        }
    }
    let mut kept = vec![false; stamped.len()];
    let mut next = tails.last().copied();
    while let Some(nth) = next {
        kept[nth] = true;
        next = before[nth];
    }
    for (&(index, time), kept) in stamped.iter().zip(kept) {
        if !kept {
            let block = &mut blocks[index];
            (block.start, block.end) = (None, None);
            let message =
                format!("{time} does not fit between the stamps around it; the block was placed between them");
            sink.report(
                Diagnostic::warning("clock-out-of-order", message)
                    .at(block.source.clone())
                    .help("correct the stamp if you know the time"),
            );
        }
    }
}

/// Gives the blocks without a stamp a share of the time between two, by the length of their text.
fn share_time(blocks: &mut [Block], last_end: Timestamp) {
    let count = blocks.len();
    let mut from = 0;
    while from < count {
        if blocks[from].start.is_some() && blocks.get(from + 1).is_none_or(|b| b.start.is_some()) {
            from += 1;
            continue;
        }
        let to = (from + 1..count).find(|&i| blocks[i].start.is_some()).unwrap_or(count);
        let mut first = from;
        let mut begin = blocks[from].start.unwrap_or_default();
        if let Some(end) = blocks[from].end.filter(|&end| blocks[from].start.is_some() && end >= begin) {
            (begin, first) = (end, from + 1);
        }
        let finish = blocks.get(to).and_then(|b| b.start).unwrap_or(last_end).max(begin);
        let weight = |b: &Block| b.text.len() as i128 + 1;
        let total: i128 = blocks[first..to].iter().map(weight).sum::<i128>().max(1);
        let share = i128::from((finish - begin).as_nanos());
        let mut done = 0;
        for block in &mut blocks[first..to] {
            let start = begin + Timestamp::from_nanos(i64::try_from(share * done / total).unwrap_or(i64::MAX));
            block.start = block.start.or(Some(start));
            done += weight(block);
        }
        from = to;
    }
}

/// When the last words end: at the programme's end if that is known and later, else by the pace of the
/// blocks between stamps.
fn last_end(blocks: &[Block], duration: Option<Timestamp>) -> Timestamp {
    /// Bytes a second, where the document says nothing: an ordinary pace of speech.
    const PACE: f64 = 15.0;
    let stamps: Vec<(usize, Timestamp)> = blocks.iter().enumerate().filter_map(|(i, b)| Some((i, b.start?))).collect();
    let (first, last) = match (stamps.first(), stamps.iter().max_by_key(|(_, time)| *time)) {
        (Some(&first), Some(&last)) => (first, last),
        _ => return duration.unwrap_or_default(),
    };
    if let Some(duration) = duration.filter(|&d| d > last.1) {
        return duration;
    }
    let bytes = |blocks: &[Block]| blocks.iter().map(|b| b.text.len() + 1).sum::<usize>() as f64;
    let time = (last.1 - first.1).as_secs_f64();
    let pace = if last.0 > first.0 && time > 0.0 { bytes(&blocks[first.0..last.0]) / time } else { PACE };
    last.1 + Timestamp::from_secs_f64((bytes(&blocks[last.0..]) / pace.clamp(5.0, 60.0)).max(1.0))
}

/// For every block the next start that is later than its own. Stamps of a transcript may be equal, a second
/// being long; there the next start is the end, as everywhere, and the caption stage shares the second.
fn later_starts(blocks: &[(Block, bool)], last_end: Timestamp, order: Order) -> Vec<Timestamp> {
    let start = |index: usize| blocks.get(index).and_then(|(b, _)| b.start).unwrap_or(last_end);
    let mut later = vec![last_end; blocks.len()];
    for index in (0..blocks.len()).rev() {
        let (own, next) = (start(index), start(index + 1));
        later[index] = match next.cmp(&own) {
            std::cmp::Ordering::Greater => next,
            std::cmp::Ordering::Equal if order == Order::Mended => own,
            std::cmp::Ordering::Equal => later.get(index + 1).copied().unwrap_or(last_end).max(own),
            // A second behind a block after which the clock falls.
            std::cmp::Ordering::Less => own + Timestamp::from_secs(1),
        };
    }
    later
}

/// Reports what was set aside, if anything was, with its number and where the first stands.
pub(super) fn report_count(sink: &mut Sink, code: &'static str, count: usize, first: Option<Range<usize>>, what: &str) {
    if count > 0 {
        let note = Diagnostic::note(code, format!("{what} ({count})"));
        sink.report(match first {
            Some(place) => note.at(place),
            None => note,
        });
    }
}

/// A count of what was set aside, with the place of the first.
#[derive(Debug, Default)]
pub(super) struct Aside {
    pub(super) count: usize,
    first: Option<Range<usize>>,
}

impl Aside {
    pub(super) fn add(&mut self, place: Range<usize>) {
        self.count += 1;
        self.first.get_or_insert(place);
    }

    pub(super) fn report(self, sink: &mut Sink, code: &'static str, what: &str) {
        report_count(sink, code, self.count, self.first, what);
    }
}
