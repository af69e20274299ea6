//! The lines of the speech to blocks: one for each stamp, and one for each turn without one.

use std::ops::Range;

use super::super::grammar::{self, FourthField};
use super::super::shape::LineMatch;
use super::super::{foot, speaker};
use super::{Block, Reader};
use crate::diagnostic::Diagnostic;
use crate::model::{Timestamp, Timing};

impl<'a> Reader<'a, '_> {
    /// The blocks, one for each stamp and for each unstamped turn.
    pub(super) fn read_blocks(&mut self, first: usize) {
        let matches = std::mem::take(&mut self.matches);
        let mut stamped = matches.into_iter().peekable();
        let mut speaker: Option<String> = None;
        let mut previous_end: Option<Timestamp> = None;
        for index in first..self.lines.len() {
            let range = self.lines[index].clone();
            let line = self.line(index);
            if let Some((_, found)) = stamped.next_if(|(i, _)| *i == index) {
                self.stamped_line(range, line, &found, &mut speaker, &mut previous_end);
                continue;
            }
            let trimmed = line.trim();
            if trimmed.is_empty() {
                continue;
            }
            if is_rule(trimmed) {
                continue;
            }
            if is_heading(trimmed) {
                let heading = trimmed.trim_start_matches('#').trim().to_owned();
                self.sink.report(
                    Diagnostic::note("heading-set-aside", "a heading is no speech and was kept as a note").at(range),
                );
                self.metadata.notes.push(heading);
                continue;
            }
            if foot::is_vendor(trimmed) {
                self.set_aside_vendor(range, trimmed);
                continue;
            }
            if let Some(length) = damaged_stamp(trimmed) {
                let start = range.start + (line.len() - line.trim_start().len());
                let message = "this looks like a stamp but is no clock; its block was placed between its neighbours";
                self.sink.report(
                    Diagnostic::warning("clock-unreadable", message)
                        .at(start..start + length)
                        .help("correct the stamp if you know the time"),
                );
                let mut text = start + length..range.end;
                text.start += self.text[text.clone()].len() - self.text[text.clone()].trim_start().len();
                if let Some((name, _, after)) = speaker::turn(&self.text[text.clone()])
                    && self.roster.accepts(name)
                {
                    speaker = Some(name.to_owned());
                    text.start += after;
                }
                self.push_unstamped(speaker.clone(), text);
                continue;
            }
            if let Some((name, _, text)) = speaker::turn(line)
                && self.roster.accepts(name)
            {
                speaker = Some(name.to_owned());
                // A lone name: the stamp below it, or the text, begins the turn.
                if text < line.trim_end().len() || !stamped.peek().is_some_and(|(i, _)| self.blank_between(index, *i)) {
                    self.push_unstamped(speaker.clone(), range.start + text..range.end);
                }
                continue;
            }
            let start = range.start + (line.len() - line.trim_start().len());
            // `>>` is a change of speaker, by a person who is not named.
            if let Some(rest) = self.after_chevrons(trimmed) {
                let start = range.end - line.trim_start().len() + (trimmed.len() - rest.len());
                self.push_unstamped(None, start..range.end);
                continue;
            }
            match self.blocks.last_mut() {
                Some(block) => block.paragraphs.push(start..range.end),
                None => self.push_unstamped(speaker.clone(), start..range.end),
            }
        }
    }

    fn stamped_line(
        &mut self,
        range: Range<usize>,
        line: &'a str,
        found: &LineMatch,
        speaker: &mut Option<String>,
        previous_end: &mut Option<Timestamp>,
    ) {
        let stamp = range.start + found.stamp.0..range.start + found.stamp.1;
        if found.clock.slip {
            let read_as = found.time(self.fourth);
            self.sink.report(
                Diagnostic::warning(
                    "clock-repaired",
                    format!("this is no clock as it stands; it was read as {read_as}"),
                )
                .at(stamp.clone()),
            );
        }
        let mut text = range.start + found.text.0..range.start + found.text.1;
        if let Some((a, b)) = found.name {
            let name = &line[a..b];
            if self.roster.accepts(name) {
                *speaker = Some(name.to_owned());
            } else if found.text.0 > a {
                // A colon in a sentence: the "name" is its beginning.
                text.start = range.start + a;
            }
        }
        if let Some(rest) = self.after_chevrons(self.text[text.clone()].trim_start()) {
            *speaker = None;
            text.start = text.end - rest.trim_start().len();
        }
        let time = found.time(self.fourth);
        let (start, end) = if found.pattern().end_stamp {
            (previous_end.unwrap_or(Timestamp::ZERO), Some(time))
        } else {
            (time, found.end.map(|clock| clock.time(self.fourth)))
        };
        *previous_end = end;
        let voices = self.voices(&mut text);
        let paragraphs = if text.is_empty() { Vec::new() } else { vec![text] };
        self.blocks.push(Block {
            start,
            end,
            end_written: end.is_some(),
            timing: Timing::Stamped,
            resolution: found.clock.resolution(self.fourth),
            speaker: speaker.clone(),
            alone: found.name.is_none() && paragraphs.is_empty(),
            link: found.link,
            stamp,
            paragraphs,
        });
        for (name, spoken) in voices {
            *speaker = Some(name);
            self.push_unstamped(speaker.clone(), spoken);
        }
    }

    fn push_unstamped(&mut self, speaker: Option<String>, text: Range<usize>) {
        let paragraphs = if self.text[text.clone()].trim().is_empty() { Vec::new() } else { vec![text.clone()] };
        // A clock alone on its line belongs to the turn below it.
        if let Some(block) = self.blocks.last_mut()
            && block.paragraphs.is_empty()
            && block.alone
        {
            (block.speaker, block.paragraphs, block.alone) = (speaker, paragraphs, false);
            return;
        }
        self.blocks.push(Block { timing: Timing::Interpolated, speaker, stamp: text, paragraphs, ..Block::default() });
    }

    /// Takes the voices behind the first (`<v Ada>Yes. <v Ben>No.`) off a line's text.
    fn voices(&self, text: &mut Range<usize>) -> Vec<(String, Range<usize>)> {
        let mut voices = Vec::new();
        let end = text.end;
        let said = self.text[text.clone()].match_indices("<v ").map(|(at, _)| text.start + at);
        let mut marks = said.filter(|at| !self.text[..*at].ends_with('\\')).peekable();
        let first = marks.peek().copied();
        while let Some(at) = marks.next() {
            let until = marks.peek().copied().unwrap_or(end);
            if let Some((name, spoken)) = self.text[at + 3..until].split_once('>') {
                let spoken = spoken.trim_end().trim_end_matches("</v>");
                let start = at + 3 + name.len() + 1;
                voices.push((name.trim().to_owned(), start..start + spoken.len()));
            }
        }
        if let Some(first) = first.filter(|_| !voices.is_empty()) {
            text.end = text.start + self.text[text.start..first].trim_end().trim_end_matches("</v>").len();
        }
        voices
    }

    /// What follows the `>>` that gives the word to another speaker. Where chevrons stand inside lines
    /// too, the lines are no turns, and the marks stay in the text.
    fn after_chevrons(&self, line: &'a str) -> Option<&'a str> {
        let mark = [">>", "&gt;&gt;"].into_iter().find(|mark| line.starts_with(mark))?;
        let inside = |(at, _): (usize, &str)| {
            let start = self.text[..at].rfind(['\n', '\r']).map_or(0, |n| n + 1);
            self.text[start..at].contains(char::is_alphabetic)
        };
        let turns = *self.chevron_turns.get_or_init(|| !self.text.match_indices(mark).any(inside));
        turns.then(|| &line[mark.len()..])
    }

    fn blank_between(&self, index: usize, next: usize) -> bool {
        (index + 1..next).all(|i| self.line(i).trim().is_empty())
    }

    fn set_aside_vendor(&mut self, range: Range<usize>, line: &str) {
        if let Some(length) = line.split_whitespace().last().and_then(|w| grammar::clock(w.trim_end_matches('.')).ok())
            && self.metadata.duration.is_none()
        {
            self.metadata.duration = Some(length.1.time(FourthField::default()));
        }
        self.sink.report(
            Diagnostic::note("foot-set-aside", "a line of the transcript's maker is no speech and was kept as a note")
                .at(range),
        );
        self.metadata.notes.push(line.to_owned());
    }
}

/// The length of a bracket at the start of a line that was meant as a stamp: digits and what people
/// type between them, but no clock.
fn damaged_stamp(line: &str) -> Option<usize> {
    let close = match line.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let length = line.char_indices().take(20).find(|(_, c)| *c == close)?.0;
    let inside = &line[1..length];
    let digits = inside.bytes().filter(u8::is_ascii_digit).count();
    let odd = |c: char| c.is_ascii_digit() || matches!(c, ':' | ';' | '.' | ',' | ' ' | 'O' | 'o' | 'l' | 'I');
    (digits >= 3 && inside.contains([':', ';', '.']) && inside.chars().all(odd)).then_some(length + 1)
}

fn is_rule(line: &str) -> bool {
    line.len() > 2 && line.chars().all(|c| matches!(c, '-' | '_' | '*' | '=' | '—' | '\\'))
}

fn is_heading(line: &str) -> bool {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    (1..=6).contains(&level) && line[level..].starts_with(' ')
}
