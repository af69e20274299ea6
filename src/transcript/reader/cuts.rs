//! Blocks cut and joined anew: at stamps inside a line, at stamps without words, where lines roll.

use std::ops::Range;

use super::super::grammar;
use super::super::shape::Family;
use super::{Block, Reader};
use crate::diagnostic::Diagnostic;
use crate::model::{Timestamp, Timing};
use crate::rolling::{self, RollingBlock};

impl Reader<'_, '_> {
    /// Stamps inside a paragraph, even in mid-sentence, cut it if their time lies between its
    /// neighbours'. A clock inside a remark is none.
    pub(super) fn split_at_inner_stamps(&mut self, families: &[Family]) {
        let open: &[char] = match families.first() {
            Some(Family::Square) => &['[', '【'],
            Some(Family::Round) => &['('],
            _ => return,
        };
        let blocks = std::mem::take(&mut self.blocks);
        let starts: Vec<Option<Timestamp>> =
            blocks.iter().map(|b| (b.timing == Timing::Stamped).then_some(b.start)).collect();
        let mut next_start: Vec<Timestamp> = vec![Timestamp::MAX; blocks.len()];
        let mut after = Timestamp::MAX;
        for index in (0..blocks.len()).rev() {
            next_start[index] = after;
            after = starts[index].unwrap_or(after);
        }
        let mut last = Timestamp::ZERO;
        for (index, mut block) in blocks.into_iter().enumerate() {
            last = starts[index].unwrap_or(last);
            let paragraphs = std::mem::take(&mut block.paragraphs);
            let speaker = block.speaker.clone();
            self.blocks.push(block);
            for paragraph in paragraphs {
                let mut from = paragraph.start;
                for (stamp, clock) in inner_stamps(self.text, paragraph.clone(), open) {
                    let time = clock.time(self.fourth);
                    if time < last || time > next_start[index] {
                        continue;
                    }
                    self.add_paragraph(from..stamp.start);
                    from = stamp.end;
                    last = time;
                    if self.text[from..paragraph.end].trim().is_empty() {
                        // `[0:00] text [0:12]`: the second is the end of the text.
                        if let Some(block) = self.blocks.last_mut() {
                            (block.end, block.end_written) = (Some(time), true);
                        }
                        continue;
                    }
                    self.blocks.push(Block {
                        start: time,
                        resolution: clock.resolution(self.fourth),
                        speaker: speaker.clone(),
                        stamp,
                        ..Block::default()
                    });
                }
                self.add_paragraph(from..paragraph.end);
            }
        }
    }

    fn add_paragraph(&mut self, range: Range<usize>) {
        let trimmed = self.text[range.clone()].trim();
        if trimmed.is_empty() {
            return;
        }
        let start = range.start + (self.text[range.clone()].len() - self.text[range].trim_start().len());
        if let Some(block) = self.blocks.last_mut() {
            block.paragraphs.push(start..start + trimmed.len());
        }
    }

    /// A stamp without words ends the words before it. One with a label (`Break: [24:27]`) stays, as a
    /// block without words.
    pub(super) fn close_at_empty_stamps(&mut self) {
        for block in std::mem::take(&mut self.blocks) {
            if block.paragraphs.is_empty()
                && block.timing == Timing::Stamped
                && let Some(before) = self.blocks.last_mut().filter(|b| b.end.is_none())
            {
                (before.end, before.end_written) = (Some(block.start), true);
            }
            if !block.paragraphs.is_empty() || (block.timing == Timing::Stamped && !block.alone) {
                self.blocks.push(block);
            }
        }
    }

    /// Rolling captions say the end of the line before again; what is new stays, at the stamp it came with.
    pub(super) fn undo_rolling(&mut self) {
        let text = self.text;
        let shown = |block: &Block| {
            let mut words = Vec::new();
            for (line, paragraph) in block.paragraphs.iter().enumerate() {
                rolling::push_words(text, paragraph.clone(), line, &mut words);
            }
            RollingBlock { words, ..RollingBlock::default() }
        };
        let blocks: Vec<RollingBlock<'_>> = self.blocks.iter().map(shown).collect();
        let repeated = rolling::repeated(&blocks);
        let count: usize = repeated.iter().flatten().sum();
        if count == 0 {
            return;
        }
        let mut all = blocks.iter().zip(repeated);
        self.blocks.retain_mut(|block| {
            let Some((shown, Some(count))) = all.next() else { return true };
            let from = shown.words.get(count).map_or(text.len(), |word| word.start);
            block.paragraphs.retain(|paragraph| paragraph.end > from);
            if let Some(first) = block.paragraphs.first_mut() {
                first.start = first.start.max(from);
            }
            !block.paragraphs.is_empty()
        });
        let message =
            format!("the lines roll: each says the end of the one before again; {count} repeated words were left out");
        let place = self.blocks.first().map_or(0..0, |b| b.stamp.clone());
        self.sink.report(Diagnostic::warning("rolling-undone", message).at(place));
    }
}

/// Clocks in brackets inside a paragraph, outside remarks, with the bracket's place.
fn inner_stamps(text: &str, paragraph: Range<usize>, open: &[char]) -> Vec<(Range<usize>, grammar::Clock)> {
    let mut found = Vec::new();
    let mut at = paragraph.start;
    while let Some(offset) = text[at..paragraph.end].find(open) {
        let start = at + offset;
        at = start + 1;
        while !text.is_char_boundary(at) {
            at += 1;
        }
        let Ok((rest, clock)) = grammar::clock(&text[at..paragraph.end]) else { continue };
        let rest = rest.trim_start_matches('\\');
        if let Some(close) = rest.chars().next().filter(|c| matches!(c, ']' | ')' | '】')) {
            let end = paragraph.end - rest.len() + close.len_utf8();
            let start = if text[..start].ends_with('\\') { start - 1 } else { start };
            found.push((start..end, clock));
            at = end;
        }
    }
    found
}
