//! From the lines of a transcript to the blocks of a document: what follows each stamp, by whom.
//!
//! Every character ends up in a block, in the metadata, or in a diagnostic. `blocks` reads the lines, `names` finds
//! speakers that stand apart, `cuts` cuts and joins blocks, `times` makes their times rise, `text` reads their words.

mod blocks;
mod cuts;
mod names;
mod text;
mod times;

use std::cell::OnceCell;
use std::ops::Range;

use super::foot::{self, Footer};
use super::grammar::FourthField;
use super::head;
use super::judge::{judge, no_stamps};
use super::shape::{self, LineMatch, Scope, Verdict};
use super::speaker::{self, Evidence, Roster};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{ErrorKind, Result};
use crate::format::ReadOptions;
use crate::model::{Cue, Document, DocumentKind, Metadata, Resolution, Shape, Timestamp, Timing};
use crate::source::{Source, lines_of};
pub(crate) use text::can_be_escaped;
use text::text_of;
use times::longest_rising;

/// Reads a transcript.
///
/// # Errors
///
/// [`ErrorKind::UnknownFormat`] if there are no stamps and no length was given.
pub(crate) fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let (lines, views): (Vec<Range<usize>>, Vec<&str>) = lines_of(text).unzip();
    // Who names the format, or the length, knows that there is speech: doubts about it do not count.
    let trusted = options.forced || options.duration.is_some();
    let forced = options.shape.as_deref().map(shape_named).transpose()?;
    let verdict = match forced {
        Some(pattern) => shape::vote(&views, Scope::Only(pattern)),
        None => judge(&views).or_else(|| if trusted { shape::vote(&views, Scope::All) } else { None }),
    };
    if verdict.is_none() && options.duration.is_none() {
        return Err(no_stamps(source, &lines, &views));
    }
    let found = verdict.as_ref().map(found_shape);
    let (families, fourth, matches) = verdict.map(|v| (v.families, v.fourth, v.matches)).unwrap_or_default();
    let mut reader = Reader {
        text,
        lines,
        wall_clock: matches.iter().any(|(_, found)| found.pattern().line.contains("From")),
        matches,
        fourth,
        roster: Roster::default(),
        chevron_turns: OnceCell::new(),
        blocks: Vec::new(),
        metadata: Metadata { duration: options.duration, ..Metadata::default() },
        sink,
    };
    if let FourthField::Frames(rate) = reader.fourth {
        let place = reader.matches.first().map_or(0..0, |(line, m)| {
            let start = reader.lines[*line].start;
            start + m.stamp.0..start + m.stamp.1
        });
        let message = format!("the last field of the clocks counts frames; {rate} a second were assumed");
        reader.sink.report(Diagnostic::note("frames-assumed", message).at(place));
    }
    reader.take_names_for_text();
    reader.call_roster();
    let first = reader.begin();
    reader.read_head(first);
    reader.read_blocks(first);
    reader.name_on_own_line(&families);
    reader.name_above_stamp();
    reader.read_foot();
    reader.split_at_inner_stamps(&families);
    reader.undo_rolling();
    reader.close_at_empty_stamps();
    reader.rebase_wall_clock();
    if reader.blocks.iter().all(|b| b.paragraphs.is_empty()) {
        return Err(ErrorKind::UnknownFormat {
            message: "there are stamps in this text, but no speech between them".into(),
            help: "is this a list of chapters? cuekit needs the words that were said".into(),
        }
        .into());
    }
    if options.limits.cues < reader.blocks.len() {
        return Err(ErrorKind::Limit(format!("more than {} blocks", options.limits.cues)).into());
    }
    reader.unify_names();
    reader.order_times();
    let mut document = reader.finish(source);
    document.shape = found;
    Ok(document)
}

/// The shape a document was found to have.
fn found_shape(verdict: &Verdict) -> Shape {
    let mut patterns: Vec<(String, usize)> = Vec::new();
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    for (_, found) in &verdict.matches {
        *counts.entry(found.pattern).or_default() += 1;
    }
    patterns.extend(counts.into_iter().map(|(pattern, count)| (shape::PATTERNS[pattern].example(), count)));
    patterns.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    // How sure: of the lines with a clock near their start, those that are stamps in order.
    let times: Vec<Timestamp> = verdict.matches.iter().map(|(_, m)| m.time(verdict.fourth)).collect();
    let rising = longest_rising(&times).len();
    Shape { patterns, confidence: rising as f64 / verdict.candidates.max(1) as f64 }
}

fn shape_named(name: &str) -> Result<usize> {
    shape::pattern_named(name).ok_or_else(|| {
        ErrorKind::UnknownFormat {
            message: format!("there is no shape {name:?}"),
            help: "`cuekit inspect --shapes` lists them".into(),
        }
        .into()
    })
}

/// A block in the making.
#[derive(Debug, Default)]
struct Block {
    start: Timestamp,
    end: Option<Timestamp>,
    /// Whether `end` stands in the text.
    end_written: bool,
    timing: Timing,
    resolution: Resolution,
    speaker: Option<String>,
    /// Whether its stamp stands alone on its line, without a name or a text.
    alone: bool,
    /// The time its link says, which may put a wrong clock right.
    link: Option<Timestamp>,
    /// Where its stamp stands, for remarks.
    stamp: Range<usize>,
    /// Its paragraphs, as ranges of the text.
    paragraphs: Vec<Range<usize>>,
}

struct Reader<'a, 's> {
    text: &'a str,
    lines: Vec<Range<usize>>,
    /// The stamped lines: index of the line, what was found.
    matches: Vec<(usize, LineMatch)>,
    fourth: FourthField,
    /// Whether the shape is one that has times of day.
    wall_clock: bool,
    roster: Roster,
    /// Whether `>>` stands at line starts only; worked out when first asked.
    chevron_turns: OnceCell<bool>,
    blocks: Vec<Block>,
    metadata: Metadata,
    sink: &'s mut Sink,
}

impl<'a> Reader<'a, '_> {
    fn line(&self, index: usize) -> &'a str {
        &self.text[self.lines[index].clone()]
    }

    /// What stands alone behind a stamp is a name if somebody speaks below it. If nobody does, line after line, it
    /// is what was said: `[0:03] - Oui.`
    fn take_names_for_text(&mut self) {
        let stamped: Vec<usize> = self.matches.iter().map(|(index, _)| *index).collect();
        let speaks_below = |(nth, index): (usize, usize)| {
            let end = stamped.get(nth + 1).copied().unwrap_or(self.lines.len());
            let lone_name = |line: &str| speaker::turn(line).is_some_and(|(_, _, text)| text >= line.trim_end().len());
            (index + 1..end).map(|below| self.line(below)).any(|line| !line.trim().is_empty() && !lone_name(line))
        };
        let mut patterns: Vec<(usize, usize, usize)> = Vec::new();
        for (nth, (index, found)) in self.matches.iter().enumerate() {
            if found.name.is_none() || found.text.0 < found.text.1 {
                continue;
            }
            let spoken = usize::from(speaks_below((nth, *index)));
            match patterns.iter_mut().find(|(pattern, _, _)| *pattern == found.pattern) {
                Some((_, all, with_text)) => (*all, *with_text) = (*all + 1, *with_text + spoken),
                None => patterns.push((found.pattern, 1, spoken)),
            }
        }
        for (pattern, ..) in patterns.into_iter().filter(|(_, all, with_text)| with_text * 2 < *all) {
            for (index, found) in self.matches.iter_mut().filter(|(_, found)| found.pattern == pattern) {
                let line = &self.text[self.lines[*index].clone()];
                if let Some((start, _)) = found.name.take_if(|(start, _)| *start >= found.stamp.1) {
                    // A dash opens what is said; brackets and stars were the line's.
                    let before = &line[found.stamp.1..start];
                    let dash = before.find('-').map_or(0, |at| before.len() - at);
                    found.text = (start - dash, line.trim_end().len());
                }
            }
        }
    }

    /// Lets every line vote on who speaks.
    fn call_roster(&mut self) {
        let mut stamped = self.matches.iter().peekable();
        for index in 0..self.lines.len() {
            let line = &self.text[self.lines[index].clone()];
            if let Some((_, found)) = stamped.next_if(|(i, _)| *i == index) {
                let name = found.name.map(|(a, b)| {
                    let before_colon = found.pattern().line.contains("N: X") && !line.trim_start().starts_with('*');
                    let bare = found.pattern().line == "N T";
                    let bold = line[..a].ends_with('*');
                    let weak = (before_colon && found.pattern().line.starts_with(['[', 'T', '('])) || bare;
                    (&line[a..b], if weak && !bold { Evidence::StampColon } else { Evidence::Stamp })
                });
                // A clock alone on its line says nothing of colons.
                if name.is_some() || found.text.0 < found.text.1 {
                    self.roster.saw_stamped(name);
                }
            } else if !line.trim().is_empty() {
                let turn = speaker::turn(line);
                self.roster.saw(turn.map(|(name, evidence, _)| (name, evidence)));
            }
        }
        // A name before a bare clock must be somebody's; otherwise the line is speech ("we met at 9:00").
        let (text, lines, roster) = (self.text, &self.lines, &self.roster);
        self.matches.retain(|(index, found)| match (found.name, found.pattern().line) {
            (Some((a, b)), "N T" | "N_T") => roster.accepts(&text[lines[*index].clone()][a..b]),
            _ => true,
        });
    }

    /// The line the speech begins at: the first stamp, or an unstamped turn before it.
    fn begin(&self) -> usize {
        let stamped = self.matches.first().map_or(self.lines.len(), |(index, _)| *index);
        // Who speaks speaks again; `**Length**: 4 minutes` is a line of the head.
        let names_line = |index: usize| {
            speaker::turn(self.line(index))
                .is_some_and(|(name, _, _)| self.roster.accepts(name) && self.roster.recurs(name))
        };
        if self.matches.is_empty() {
            // Without stamps all is speech, but for a front matter.
            return 0;
        }
        let mut first = stamped;
        let front = self.front_matter_lines();
        for index in front..stamped {
            if names_line(index) {
                // A lone `Name:` belongs to the stamp below it; a turn with text begins the speech.
                first = index;
                break;
            }
        }
        first
    }

    fn front_matter_lines(&self) -> usize {
        let fence = self.lines.first().map(|_| self.line(0).trim()).filter(|l| *l == "---" || *l == "+++");
        let Some(fence) = fence else { return 0 };
        (1..self.lines.len()).find(|&i| self.line(i).trim() == fence).map_or(0, |i| i + 1)
    }

    fn read_head(&mut self, first: usize) {
        let lines: Vec<&str> = (0..first).map(|i| self.line(i)).collect();
        let given = self.metadata.duration;
        head::read(&lines, &mut self.metadata);
        self.metadata.duration = given.or(self.metadata.duration);
        let shown = lines.iter().filter(|l| !l.trim().is_empty()).count();
        if shown > 0 {
            let end = self.lines[first - 1].end;
            let message = match shown {
                1 => "the line before the first stamp is no speech and was kept as metadata".to_owned(),
                n => format!("the {n} lines before the first stamp are no speech and were kept as metadata"),
            };
            let start = self
                .lines
                .iter()
                .take(first)
                .find(|r| !self.text[(*r).clone()].trim().is_empty())
                .map_or(0, |r| r.start);
            self.sink.report(Diagnostic::note("head-set-aside", message).at(start..end));
        }
    }

    /// Keyword lists and vendor lines behind the last words.
    fn read_foot(&mut self) {
        let Some(last) = self.blocks.iter_mut().rfind(|b| !b.paragraphs.is_empty()) else { return };
        while last.paragraphs.len() > 1 {
            let Some(range) = last.paragraphs.last().cloned() else { break };
            let paragraph = &self.text[range.clone()];
            match foot::footer(paragraph) {
                Some(Footer::Keywords(words)) => {
                    let message = format!("a list of {} keywords is no speech and was kept as metadata", words.len());
                    self.sink.report(Diagnostic::note("foot-set-aside", message).at(range));
                    self.metadata.keywords.extend(words);
                }
                Some(Footer::Vendor) => {
                    self.metadata.notes.push(paragraph.trim().to_owned());
                    let message = "a line of the transcript's maker is no speech and was kept as a note";
                    self.sink.report(Diagnostic::note("foot-set-aside", message).at(range));
                }
                None => break,
            }
            last.paragraphs.pop();
        }
    }

    fn finish(self, source: &'a Source<'a>) -> Document<'a> {
        let mut document = Document {
            kind: DocumentKind::Transcript,
            metadata: self.metadata,
            source: Some(source),
            ..Document::default()
        };
        for block in self.blocks {
            let first = block.paragraphs.first().map_or(block.stamp.start, |p| p.start).min(block.stamp.start);
            let last = block.paragraphs.last().map_or(block.stamp.end, |p| p.end);
            let mut cue =
                Cue::new(block.start, block.end.unwrap_or(block.start), text_of(self.text, &block.paragraphs));
            cue.timing = block.timing;
            cue.end_timing = if block.end_written { Timing::Stamped } else { Timing::Interpolated };
            cue.resolution = block.resolution;
            cue.speaker = block.speaker.as_deref().map(|name| document.speakers.intern(name));
            cue.source = (first..last).into();
            document.cues.push(cue);
        }
        document
    }
}
