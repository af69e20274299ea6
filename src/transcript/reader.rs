//! From the lines of a transcript to the blocks of a document: what follows each stamp, by whom.
//!
//! Every character ends up in a block, in the metadata, or in a diagnostic.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::foot::{self, Footer};
use super::grammar::{self, FourthField};
use super::shape::{self, Family, LineMatch, Scope, Verdict};
use super::speaker::{self, Evidence, Roster};
use super::{head, remark, rolling};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::{Error, ErrorKind, Result};
use crate::format::ReadOptions;
use crate::model::{Cue, Document, DocumentKind, Metadata, Resolution, Shape, Span, Style, Text, Timestamp, Timing};
use crate::source::{Source, floor_char_boundary};

/// How much a text looks like a transcript with stamps.
pub(crate) fn detect(text: &str) -> u8 {
    /// What is enough to tell; a longer head without any stamp is looked at whole.
    const SAMPLE: usize = 64 * 1024;
    let cut = floor_char_boundary(text, SAMPLE);
    let sample = text[..cut].rfind('\n').map_or(&text[..cut], |end| &text[..end]);
    let judged = |text: &str| judge(&text.lines().collect::<Vec<_>>());
    let verdict = if cut < text.len() { judged(sample).or_else(|| judged(text)) } else { judged(text) };
    match verdict {
        Some(verdict) if verdict.matches.len() > 2 => 60,
        Some(_) => 40,
        None => 0,
    }
}

/// Why no format fits a text, if that is because its stamps are of no shape.
pub(crate) fn explain(source: &Source<'_>) -> Error {
    let lines = line_ranges(source.text());
    let views: Vec<&str> = lines.iter().map(|r| &source.text()[r.clone()]).collect();
    no_stamps(source, &lines, &views)
}

/// The vote's verdict, unless what it found are chapters or quotations instead of speech.
fn judge(lines: &[&str]) -> Option<Verdict> {
    let verdict = shape::vote(lines, Scope::All)?;
    let ((first, begin), (last, end)) = (verdict.matches.first()?, verdict.matches.last()?);
    let (first, begin, last, end) = (*first, begin.time(verdict.fourth), *last, end.time(verdict.fourth));
    if verdict.matches.len() == 1 {
        // One bare clock in a text proves nothing; one in brackets at a line start does.
        return matches!(verdict.families[0], Family::Square | Family::Round | Family::Arrow).then_some(verdict);
    }
    // People speak ten to twenty characters a second, and even a chat has one: a list of chapters
    // has far fewer, a text that quotes a few clocks far more.
    let characters: usize = lines[first..last].iter().map(|l| l.len()).sum();
    let seconds = (end - begin).as_secs_f64().max(1.0);
    let rate = characters as f64 / seconds;
    let rate_fits = verdict.families[0] == Family::Arrow || (0.6..200.0).contains(&rate);
    // Short turns with long pauses between them: a chapter has neither a name nor a sentence's end.
    let spoken = |(index, found): &(usize, LineMatch)| {
        let text = lines[*index].trim_end();
        found.name.is_some() || text.ends_with(['.', '?', '!', '…', '。', '"', '»'])
    };
    let sentences = verdict.matches.iter().filter(|m| spoken(m)).count() * 2 > verdict.matches.len();
    let rate_fits = rate_fits || rate < 0.6 && sentences;
    // Where clocks stand bare among words it takes more: each line has one, or names come back.
    let convincing = match verdict.families[0] {
        Family::BareText => {
            let filled = lines[first..].iter().filter(|line| !line.trim().is_empty()).count();
            verdict.matches.len() * 3 >= filled
        }
        Family::Bare => names_come_back(lines, &verdict.matches),
        _ => true,
    };
    let before: usize = lines[..first].iter().map(|l| l.len()).sum();
    let after: usize = lines[last..].iter().map(|l| l.len()).sum();
    let covers = characters + after.min(characters) >= (before + after) / 4;
    (rate_fits && covers && convincing).then_some(verdict)
}

/// Whether the names beside bare clocks are few for their number: people speak more than once, the
/// items of an agenda do not come back.
fn names_come_back(lines: &[&str], matches: &[(usize, LineMatch)]) -> bool {
    let names: Vec<&str> = matches.iter().filter_map(|(i, m)| m.name.map(|(a, b)| &lines[*i][a..b])).collect();
    let different = names.iter().collect::<std::collections::HashSet<_>>().len();
    names.len() < 6 || different * 4 <= names.len() * 3
}

/// Reads a transcript.
///
/// # Errors
///
/// [`ErrorKind::UnknownFormat`] if there are no stamps and no length was given.
pub(crate) fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let text = source.text();
    let lines: Vec<Range<usize>> = line_ranges(text);
    let views: Vec<&str> = lines.iter().map(|r| &text[r.clone()]).collect();
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

/// Why a text is no transcript: no stamps at all, or the shapes that come nearest and where they end.
fn no_stamps(source: &Source<'_>, lines: &[Range<usize>], views: &[&str]) -> Error {
    let (nearest, odd) = shape::nearest(views);
    let [(first, count), others @ ..] = nearest.as_slice() else {
        return ErrorKind::UnknownFormat {
            message: "no time stamps were found in this text".into(),
            help: "if it is a transcript without stamps, give its length: --duration 4:19".into(),
        }
        .into();
    };
    let filled = views.iter().filter(|line| !line.trim().is_empty()).count();
    if count * 2 > filled && *count > 1 {
        return ErrorKind::UnknownFormat {
            message: format!("there are {count} stamps like {first:?}, but too few words between them for speech"),
            help: "is this a list of chapters? cuekit needs the words that were said; --from transcript reads it all the same"
                .into(),
        }
        .into();
    }
    let others: String = others.iter().map(|(example, count)| format!(", then {example:?} ({count})")).collect();
    let error = Error::new(ErrorKind::UnknownFormat {
        message: format!("this fits no shape of a transcript; nearest is {first:?} ({count} lines){others}"),
        help: "--shape names the shape to read it as; a text without usable stamps needs its length: --duration 4:19"
            .into(),
    });
    match odd {
        Some(line) => error.at(source.position(lines[line].start)),
        None => error,
    }
}

fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if bytes[at] == b'\n' && at > 0 && bytes[at - 1] == b'\r' && start == at {
            start = at + 1;
            continue;
        }
        ranges.push(start..at);
        start = at + 1;
    }
    if start < text.len() {
        ranges.push(start..text.len());
    }
    ranges
}

/// A block in the making.
#[derive(Debug)]
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

    /// The blocks, one for each stamp and for each unstamped turn.
    fn read_blocks(&mut self, first: usize) {
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

    /// Takes the voices behind the first (`<v Ada>Yes. <v Ben>No.`) off a line's text.
    fn voices(&self, text: &mut Range<usize>) -> Vec<(String, Range<usize>)> {
        let mut voices = Vec::new();
        let end = text.end;
        let mut marks = self.text[text.clone()].match_indices("<v ").map(|(at, _)| text.start + at).peekable();
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
        self.blocks.push(Block {
            start: Timestamp::ZERO,
            end: None,
            end_written: false,
            timing: Timing::Interpolated,
            resolution: Resolution::Exact,
            speaker,
            alone: false,
            link: None,
            stamp: text,
            paragraphs,
        });
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

    /// In some shapes the name stands alone on the line below the stamp: take it if most blocks do.
    fn name_on_own_line(&mut self, families: &[Family]) {
        if !families.iter().any(|f| matches!(f, Family::Arrow | Family::Bare))
            || !self.blocks.iter().all(|b| b.speaker.is_none())
        {
            return;
        }
        let name_of = |block: &Block| -> Option<&'a str> {
            let first = block.paragraphs.first().filter(|_| block.paragraphs.len() > 1)?;
            let line = self.text[first.clone()].trim().trim_end_matches([':', '：']);
            (speaker::looks_like_name(line) && shape::plausible_name(line) && !line.ends_with(['.', ',', '…']))
                .then_some(line)
        };
        let mut counts = std::collections::HashMap::<&str, usize>::new();
        for block in &self.blocks {
            if let Some(name) = name_of(block) {
                *counts.entry(name).or_default() += 1;
            }
        }
        let with_name = counts.values().filter(|&&n| n > 1).sum::<usize>();
        if with_name * 10 < self.blocks.len() * 6 {
            return;
        }
        let names: Vec<Option<&str>> = self.blocks.iter().map(name_of).collect();
        for (block, name) in self.blocks.iter_mut().zip(names) {
            if let Some(name) = name {
                block.speaker = Some(name.to_owned());
                block.paragraphs.remove(0);
            }
        }
    }

    /// Rolling captions say the end of the line before again; what is new stays, at the stamp it came with.
    fn undo_rolling(&mut self) {
        let blocks: Vec<&[Range<usize>]> = self.blocks.iter().map(|b| b.paragraphs.as_slice()).collect();
        let Some(repeated) = rolling::repeated(self.text, &blocks) else { return };
        let mut words = repeated.iter().copied();
        let text = self.text;
        self.blocks.retain_mut(|block| {
            block.paragraphs = rolling::without(text, &block.paragraphs, words.next().unwrap_or(0));
            !block.paragraphs.is_empty()
        });
        let count: usize = repeated.iter().sum();
        let message =
            format!("the lines roll: each says the end of the one before again; {count} repeated words were left out");
        let place = self.blocks.first().map_or(0..0, |b| b.stamp.clone());
        self.sink.report(Diagnostic::warning("rolling-undone", message).at(place));
    }

    /// Times of day instead of times of the recording: the first becomes zero.
    fn rebase_wall_clock(&mut self) {
        let stamped = |block: &&Block| block.timing == Timing::Stamped;
        let Some(first) = self.blocks.iter().find(stamped) else { return };
        let (base, place) = (first.start, first.stamp.clone());
        let last = self.blocks.iter().rfind(stamped).map_or(base, |b| b.start);
        // A programme does not begin in its sixth hour; time code of tapes and days of a mission do.
        let (six, day) = (Timestamp::from_secs(6 * 3600), Timestamp::from_secs(24 * 3600));
        let likely = base >= six && last < day && last - base < base && self.fourth == FourthField::default();
        if !(self.wall_clock || likely) || base == Timestamp::ZERO {
            return;
        }
        for block in &mut self.blocks {
            block.start -= base;
            block.end = block.end.map(|end| end - base);
        }
        let clock = base.to_string();
        let message = format!("the stamps are times of day: {clock} was taken as the beginning");
        self.metadata.other.insert("wall-clock-start".into(), clock);
        self.sink.report(Diagnostic::note("wall-clock-rebased", message).at(place));
    }

    /// A name on a line of its own above each stamp: it reads as the last words of the block before.
    fn name_above_stamp(&mut self) {
        if !self.blocks.iter().all(|b| b.speaker.is_none()) || self.blocks.len() < 2 {
            return;
        }
        let name_of = |block: &Block| -> Option<&'a str> {
            let line = self.text[block.paragraphs.last()?.clone()].trim();
            (speaker::looks_like_name(line)
                && shape::plausible_name(line)
                && line.split_whitespace().count() <= 5
                && !line.ends_with(['.', ',', '…', ':']))
            .then_some(line)
        };
        let last = self.blocks.len() - 1;
        let names: Vec<Option<&str>> = self.blocks[..last].iter().map(name_of).collect();
        let followed = self.blocks[1..].iter().filter(|b| b.alone).count();
        let named = names.iter().flatten().count();
        let different = names.iter().flatten().collect::<std::collections::HashSet<_>>().len();
        // Nearly every stamp has one, and they come back, or there are but a few.
        if named * 10 < last * 8 || followed * 10 < last * 8 || (different == named && named > 3) {
            return;
        }
        let head = self.metadata.title.take_if(|title| {
            let bare: &str = title;
            speaker::looks_like_name(bare) && names.iter().flatten().any(|name| *name == bare)
                || last < 4 && speaker::looks_like_name(bare)
        });
        let mut speaker = head;
        for (block, name) in self.blocks.iter_mut().zip(names.into_iter().chain([None])) {
            block.speaker = speaker.clone();
            if let Some(name) = name {
                block.paragraphs.pop();
                speaker = Some(name.to_owned());
            }
        }
    }

    /// A stamp without words ends the words before it. One with a label (`Break: [24:27]`) stays, as a
    /// block without words.
    fn close_at_empty_stamps(&mut self) {
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

    /// Stamps inside a paragraph, even in mid-sentence, cut it if their time lies between its
    /// neighbours'. A clock inside a remark is none.
    fn split_at_inner_stamps(&mut self, families: &[Family]) {
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
                        end: None,
                        end_written: false,
                        timing: Timing::Stamped,
                        resolution: clock.resolution(self.fourth),
                        speaker: speaker.clone(),
                        alone: false,
                        link: None,
                        stamp,
                        paragraphs: Vec::new(),
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

    /// One spelling for each speaker: names that differ in case, blanks or final marks are one person.
    fn unify_names(&mut self) {
        let key = |name: &str| {
            let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
            words.join(" ").trim_end_matches(['.', ':', ',', '-']).to_owned()
        };
        let mut spellings: std::collections::BTreeMap<String, Vec<(String, usize)>> = Default::default();
        for name in self.blocks.iter().filter_map(|b| b.speaker.as_deref()) {
            let known = spellings.entry(key(name)).or_default();
            match known.iter_mut().find(|(spelling, _)| spelling == name) {
                Some((_, count)) => *count += 1,
                None => known.push((name.to_owned(), 1)),
            }
        }
        for (key_of, known) in spellings.iter().filter(|(_, known)| known.len() > 1) {
            // The commonest spelling; of equals the first.
            let best = known.iter().rev().max_by_key(|(_, count)| *count).map(|(name, _)| name.clone());
            let Some(best) = best else { continue };
            for block in &mut self.blocks {
                let other = block.speaker.as_deref().is_some_and(|name| name != best && key(name) == *key_of);
                if other {
                    let message = format!("{:?} was taken for {best:?}", block.speaker.as_deref().unwrap_or_default());
                    self.sink.report(Diagnostic::note("speaker-spelling", message).at(block.stamp.clone()));
                    block.speaker = Some(best.clone());
                }
            }
        }
    }

    /// Makes the times rise: a fall to about zero begins a new part, a lone stamp out of order is
    /// placed between its neighbours, and what has no stamp shares the time between two by length.
    fn order_times(&mut self) {
        self.join_parts();
        self.repair_by_links();
        let stamped: Vec<usize> =
            (0..self.blocks.len()).filter(|&i| self.blocks[i].timing == Timing::Stamped).collect();
        let times: Vec<Timestamp> = stamped.iter().map(|&i| self.blocks[i].start).collect();
        let kept = longest_rising(&times);
        let mut kept = kept.into_iter().peekable();
        for (nth, &index) in stamped.iter().enumerate() {
            if kept.next_if_eq(&nth).is_some() {
                continue;
            }
            let block = &mut self.blocks[index];
            block.timing = Timing::Interpolated;
            (block.end, block.end_written) = (None, false);
            let message =
                format!("{} does not fit between the stamps around it; the block was placed between them", block.start);
            self.sink.report(
                Diagnostic::warning("clock-out-of-order", message)
                    .at(block.stamp.clone())
                    .help("correct the stamp if you know the time"),
            );
        }
        self.share_time();
    }

    /// A clock that falls out of order while its link does not: the link is right.
    fn repair_by_links(&mut self) {
        for index in 0..self.blocks.len() {
            let Some(link) = self.blocks[index].link.filter(|&link| link != self.blocks[index].start) else { continue };
            let neighbour = |block: Option<&Block>| block.filter(|b| b.timing == Timing::Stamped).map(|b| b.start);
            let before = neighbour(index.checked_sub(1).and_then(|i| self.blocks.get(i))).unwrap_or(Timestamp::ZERO);
            let after = neighbour(self.blocks.get(index + 1)).unwrap_or(Timestamp::MAX);
            let fits = |time: Timestamp| before <= time && time <= after;
            if fits(link) && !fits(self.blocks[index].start) {
                let block = &mut self.blocks[index];
                let message = format!(
                    "{} does not fit between the stamps around it; the link's {link} does and was taken",
                    block.start
                );
                self.sink.report(Diagnostic::warning("clock-repaired", message).at(block.stamp.clone()));
                block.start = link;
            }
        }
    }

    /// A clock that begins again: its part goes on where the one before ended.
    fn join_parts(&mut self) {
        let near_zero = Timestamp::from_secs(30);
        let stamped: Vec<usize> =
            (0..self.blocks.len()).filter(|&i| self.blocks[i].timing == Timing::Stamped).collect();
        let (mut offset, mut highest) = (Timestamp::ZERO, Timestamp::ZERO);
        for (nth, &index) in stamped.iter().enumerate() {
            let time = self.blocks[index].start;
            // From near the beginning, well below where the clock had been.
            let falls = time <= near_zero && time + time + offset + Timestamp::from_secs(10) < highest;
            // It is a restart if the next stamps go on from there instead of from where it was.
            let follow = &stamped[nth + 1..stamped.len().min(nth + 4)];
            let goes_on = !follow.is_empty() && follow.iter().all(|&i| self.blocks[i].start + offset < highest);
            if falls && goes_on {
                offset = highest;
                let message = format!("the clock begins again here; this part was placed after {highest}");
                self.sink.report(Diagnostic::warning("clock-restarted", message).at(self.blocks[index].stamp.clone()));
            }
            let block = &mut self.blocks[index];
            block.start += offset;
            block.end = block.end.map(|end| end + offset);
            highest = highest.max(block.end.unwrap_or(block.start)).max(block.start);
        }
    }

    /// Starts of the blocks without a stamp, and ends of all.
    fn share_time(&mut self) {
        let lengths: Vec<usize> =
            self.blocks.iter().map(|b| b.paragraphs.iter().map(ExactSizeIterator::len).sum::<usize>() + 1).collect();
        let last_end = self.last_end(&lengths);
        let count = self.blocks.len();
        let mut from = 0;
        while from < count {
            let to = (from + 1..count).find(|&i| self.blocks[i].timing == Timing::Stamped).unwrap_or(count);
            let begin =
                if self.blocks[from].timing == Timing::Stamped { self.blocks[from].start } else { Timestamp::ZERO };
            let finish = if to < count { self.blocks[to].start } else { last_end }.max(begin);
            let total: usize = lengths[from..to].iter().sum();
            let share = (finish - begin).as_nanos() as i128;
            let at = |done: usize| begin + Timestamp::from_nanos((share * done as i128 / total.max(1) as i128) as i64);
            let mut done = 0usize;
            for (block, length) in self.blocks[from..to].iter_mut().zip(&lengths[from..to]) {
                let (start, end) = (at(done), at(done + length));
                block.start = start;
                if block.end.is_none_or(|written| written < start) {
                    (block.end, block.end_written) = (Some(end), false);
                }
                done += length;
            }
            from = to;
        }
    }

    /// When the last words end: the programme's length if it is known and later, else by the pace of
    /// the blocks between stamps.
    fn last_end(&self, lengths: &[usize]) -> Timestamp {
        let last = self.blocks.iter().rposition(|b| b.timing == Timing::Stamped);
        let begin = last.map_or(Timestamp::ZERO, |i| self.blocks[i].start);
        if let Some(duration) = self.metadata.duration.filter(|&d| d > begin) {
            return duration;
        }
        let rest: usize = lengths[last.unwrap_or(0)..].iter().sum();
        // 15 bytes a second where the document says nothing: an ordinary pace of speech.
        let first = self.blocks.iter().position(|b| b.timing == Timing::Stamped);
        let pace = match (first, last) {
            (Some(first), Some(last)) if last > first => {
                let spoken: usize = lengths[first..last].iter().sum();
                let time = (self.blocks[last].start - self.blocks[first].start).as_secs_f64();
                if time > 0.0 { (spoken as f64 / time).clamp(5.0, 60.0) } else { 15.0 }
            }
            _ => 15.0,
        };
        begin + Timestamp::from_secs_f64(rest as f64 / pace)
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

/// The text of a block: its paragraphs, Markdown's escapes and bold marks undone, remarks marked.
fn text_of<'a>(text: &'a str, paragraphs: &[Range<usize>]) -> Text<'a> {
    let mut joined: Cow<'a, str> = Cow::Borrowed("");
    for (index, range) in paragraphs.iter().enumerate() {
        let paragraph = without_markdown(text[range.clone()].trim());
        if index == 0 {
            joined = paragraph;
        } else {
            let whole = joined.to_mut();
            whole.push('\n');
            whole.push_str(&paragraph);
        }
    }
    let spans = remark::remarks(&joined)
        .into_iter()
        .map(|r| Span { start: r.start as u32, end: r.end as u32, style: Style::Sound })
        .collect();
    Text::styled(joined, spans)
}

fn without_markdown(paragraph: &str) -> Cow<'_, str> {
    if !paragraph.contains(['\\', '*']) {
        return Cow::Borrowed(paragraph);
    }
    let mut plain = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    while let Some(at) = rest.find(['\\', '*']) {
        plain.push_str(&rest[..at]);
        let tail = &rest[at..];
        let skip = match tail.as_bytes() {
            [b'\\', mark, ..] if mark.is_ascii_punctuation() => {
                plain.push(*mark as char);
                2
            }
            [b'*', b'*', ..] => tail.bytes().take_while(|&b| b == b'*').count(),
            [mark, ..] => {
                plain.push(*mark as char);
                1
            }
            [] => 0,
        };
        rest = &tail[skip..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The longest run of times that never falls (indices), in O(n log n).
fn longest_rising(times: &[Timestamp]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; times.len()];
    for (index, &time) in times.iter().enumerate() {
        let place = tails.partition_point(|&t| times[t] <= time);
        before[index] = place.checked_sub(1).map(|p| tails[p]);
        if place == tails.len() {
            tails.push(index);
        } else {
            tails[place] = index;
        }
    }
    let mut chain = Vec::with_capacity(tails.len());
    let mut next = tails.last().copied();
    while let Some(index) = next {
        chain.push(index);
        next = before[index];
    }
    chain.reverse();
    chain
}
