//! Rolling captions, told by their words: what of each says again what stood before it.
//!
//! On video platforms and in roll-up broadcasts each caption shows the end of the one before again and adds a
//! little. The transcript reader undoes that in its blocks and [`unroll`](crate::unroll) in cues; both ask here.
//!
//! A caption's first words repeat the last ones of the caption before. Where words are said twice (a refrain, a
//! stutter) several such overlaps fit. Then the document's own way decides: how much it drops and adds elsewhere,
//! where there is no choice.

use std::collections::HashMap;
use std::ops::Range;

use crate::caption::is_unspaced;

/// Words that are compared: more than three lines ever hold, also of single characters.
const MEMORY: usize = 160;
/// Overlaps without a choice below which a repetition proves nothing, in a document that rolls as a whole and in a
/// part of one.
const FEWEST: usize = 5;
const FEWEST_OF_PART: usize = 8;
/// The captions before or behind one that tell whether a part of a document rolls there, and how many of them must.
const WINDOW: usize = 6;
const MOST: usize = 5;

/// A word of a caption: what blanks part, or a character of a script that writes without them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RollingWord<'t> {
    pub(crate) text: &'t str,
    /// Its bytes in the text it is of.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The line it stands on, counted within its caption.
    line: usize,
    /// Who says it, if that is known.
    pub(crate) voice: Option<&'t str>,
}

impl RollingWord<'_> {
    fn same(&self, other: &RollingWord<'_>) -> bool {
        self.text == other.text && (self.voice == other.voice || self.voice.is_none() || other.voice.is_none())
    }
}

/// A caption as it is compared with the one before.
#[derive(Debug, Clone, Default)]
pub(crate) struct RollingBlock<'t> {
    pub(crate) words: Vec<RollingWord<'t>>,
    /// Whether it stands too briefly to be read: it only keeps a line on the screen.
    pub(crate) brief: bool,
    /// Whether it does not follow closely on the one before, so that nothing of that is on the screen any more.
    pub(crate) apart: bool,
    /// How long it is shown, in seconds, if that is known.
    pub(crate) seconds: Option<f64>,
}

/// Appends the words of a line of a text.
pub(crate) fn push_words<'t>(text: &'t str, within: Range<usize>, line: usize, words: &mut Vec<RollingWord<'t>>) {
    let mut start = None;
    let mut push = |from: usize, to: usize| {
        words.push(RollingWord { text: &text[from..to], start: from, end: to, line, voice: None });
    };
    for (offset, c) in text[within.clone()].char_indices() {
        let at = within.start + offset;
        if c.is_whitespace() || is_unspaced(c) {
            if let Some(from) = start.take() {
                push(from, at);
            }
            if !c.is_whitespace() {
                push(at, at + c.len_utf8());
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        push(from, within.end);
    }
}

/// How many of its first words each caption only repeats; `None` for captions that do not roll.
pub(crate) fn repeated(blocks: &[RollingBlock<'_>]) -> Vec<Option<usize>> {
    let all = transitions(blocks);
    let rolls = rolling(blocks, &all);
    let mut repeated = vec![None; blocks.len()];
    if !rolls.contains(&true) {
        return repeated;
    }
    // The document's own way, where there is no choice. A word in mid-line may be the same by chance.
    let mut votes: HashMap<Way, f64> = HashMap::new();
    for (index, transition) in all.iter().enumerate().filter(|(index, _)| rolls[*index]) {
        let way = match transition.overlaps.as_slice() {
            _ if transition.again => continue,
            [] => fresh(&blocks[index]),
            [(count, way)] if way.dropped != Amount::Words || is_solid(&blocks[index].words[..*count]) => *way,
            _ => continue,
        };
        *votes.entry(way).or_default() += 1.0;
    }
    /// How often a new caption begins with the words before it by chance.
    const CHANCE: f64 = 0.05;
    let vote = |way: Way| votes.get(&way).copied().unwrap_or(0.0);
    for index in (0..blocks.len()).filter(|&index| rolls[index]) {
        let mut best = (0, vote(fresh(&blocks[index])) * CHANCE);
        for &(count, way) in &all[index].overlaps {
            if vote(way) >= best.1 {
                best = (count, vote(way));
            }
        }
        repeated[index] = Some(best.0);
        if best.0 > 0
            && let Some(before) = index.checked_sub(1)
        {
            repeated[before].get_or_insert(0);
        }
    }
    repeated
}

/// Whether words are so many that hardly any others are the same by chance.
fn is_solid(words: &[RollingWord<'_>]) -> bool {
    words.len() > 1 && words.iter().map(|word| word.text.chars().count()).sum::<usize>() > 4
}

/// What a caption drops of the one before and adds to it, so that ways can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Way {
    dropped: Amount,
    added: Amount,
    brief: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Amount {
    Nothing,
    /// A part of a line.
    Words,
    Line,
    Lines,
    Everything,
}

/// The way of a caption that repeats nothing.
fn fresh(block: &RollingBlock<'_>) -> Way {
    Way { dropped: Amount::Everything, added: lines(&block.words), brief: block.brief }
}

fn lines(words: &[RollingWord<'_>]) -> Amount {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) if first.line == last.line => Amount::Line,
        (Some(_), _) => Amount::Lines,
        (None, _) => Amount::Nothing,
    }
}

/// Every overlap of a caption with the one before, the fewest words first.
#[derive(Debug, Default)]
struct Transition {
    overlaps: Vec<(usize, Way)>,
    /// Whether there is one overlap, of whole lines or of what was added before: no chance.
    sure: bool,
    /// Whether something leaves the screen or is only kept there, as no song that grows from line to line does.
    moves: bool,
    /// Whether there is more than one overlap (and not of whole lines), or the caption is the same again: it tells nothing.
    unsure: bool,
    /// Whether it is the same line again, which may be said again.
    again: bool,
}

fn transitions(blocks: &[RollingBlock<'_>]) -> Vec<Transition> {
    let mut all: Vec<Transition> = Vec::with_capacity(blocks.len());
    // The last caption with words, and where those begin that it added itself.
    let mut before: Option<(&RollingBlock<'_>, usize)> = None;
    for block in blocks {
        let mut transition = Transition::default();
        if block.words.is_empty() {
            all.push(transition);
            continue;
        }
        let mut own = 0;
        if let Some((last, added)) = before.filter(|_| !block.apart) {
            transition = compare(last, added, block);
            own = transition.overlaps.last().map_or(0, |(count, _)| *count);
        }
        before = Some((block, own));
        all.push(transition);
    }
    all
}

fn compare(last: &RollingBlock<'_>, added: usize, next: &RollingBlock<'_>) -> Transition {
    let (said, now) = (&last.words, &next.words);
    let mut transition = Transition::default();
    let mut whole = false;
    for count in 1..=said.len().min(now.len()).min(MEMORY) {
        let dropped = said.len() - count;
        let (kept, again) = (&said[dropped..], &now[..count]);
        if !kept.iter().zip(again).all(|(a, b)| a.same(b)) {
            continue;
        }
        let begins_line = dropped == 0 || said[dropped].line != said[dropped - 1].line;
        let same_lines = kept.iter().zip(again).all(|(a, b)| a.line - kept[0].line == b.line - again[0].line);
        let way = Way {
            dropped: match dropped {
                0 => Amount::Nothing,
                _ if !begins_line || !same_lines => Amount::Words,
                _ => lines(&said[..dropped]),
            },
            added: match now.get(count) {
                Some(word) if word.line == now[count - 1].line => Amount::Words,
                _ => lines(&now[count..]),
            },
            brief: next.brief,
        };
        whole = begins_line || dropped == added;
        transition.overlaps.push((count, way));
    }
    let stacked = now[0].line != now[now.len() - 1].line
        && transition.overlaps.last().is_some_and(|(_, way)| way.dropped != Amount::Words && way.added == Amount::Line);
    let same = said.len() == now.len() && transition.overlaps.last().is_some_and(|(count, _)| *count == now.len());
    transition.again = same && !next.brief && now[0].line == now[now.len() - 1].line;
    transition.unsure = transition.overlaps.len() > 1 && !stacked || same && !next.brief;
    transition.sure = !transition.overlaps.is_empty() && whole && !transition.unsure;
    let drops = transition.overlaps.last().is_some_and(|(_, way)| way.dropped != Amount::Nothing);
    transition.moves = transition.sure && drops || same && next.brief;
    transition
}

/// Which captions roll: all of a document if half of them begin with an overlap, else those in whose
/// neighbourhood nearly all do.
fn rolling(blocks: &[RollingBlock<'_>], all: &[Transition]) -> Vec<bool> {
    let sure = all.iter().filter(|t| t.sure).count();
    let telling = all.iter().filter(|t| !t.unsure).count();
    if sure >= FEWEST && sure * 2 >= telling && no_song(blocks, all, 0..all.len()) {
        return vec![true; all.len()];
    }
    let mut rolls = vec![false; all.len()];
    if sure < FEWEST_OF_PART {
        return rolls;
    }
    let mut upto = vec![0; all.len() + 1];
    for (index, transition) in all.iter().enumerate() {
        upto[index + 1] = upto[index] + usize::from(transition.sure);
    }
    let inside = |index: usize| {
        let (from, to) = (index.saturating_sub(WINDOW - 1), (index + WINDOW).min(all.len()));
        upto[index + 1] - upto[from] >= MOST || upto[to] - upto[index] >= MOST
    };
    let mut index = 0;
    while index < all.len() {
        let from = index;
        while index < all.len() && inside(index) {
            index += 1;
        }
        // The neighbourhood of the first and the last reaches beyond them.
        let part = from..index;
        let Some(first) = part.clone().find(|&index| all[index].sure) else {
            index = index.max(from + 1);
            continue;
        };
        let last = part.rev().find(|&index| all[index].sure).unwrap_or(first);
        let (next, from, to) = (index.max(from + 1), first, last + 1);
        if upto[to] - upto[from] >= FEWEST_OF_PART && no_song(blocks, all, from..to) {
            rolls[from..to].fill(true);
        }
        index = next;
    }
    rolls
}

/// Whether captions that only ever grow are no song that says its lines again and adds one: most are too brief
/// for a line, or all are too full to be sung in their time.
fn no_song(blocks: &[RollingBlock<'_>], all: &[Transition], range: Range<usize>) -> bool {
    /// The least that a guide lets a caption stand (Netflix: five sixths of a second).
    const LEAST: f64 = 0.834;
    /// Characters a second; speech has about fifteen.
    const SUNG: f64 = 15.0;
    let part = &all[range.clone()];
    let (sure, moves) = (part.iter().filter(|t| t.sure).count(), part.iter().filter(|t| t.moves).count());
    if moves * 5 >= sure {
        return true;
    }
    let (mut shown, mut seconds, mut brief) = (0, 0.0, 0);
    for (block, transition) in blocks[range].iter().zip(part) {
        let Some(length) = block.seconds else { return sure * 3 >= part.len() * 2 };
        shown += block.words.iter().map(|word| word.text.chars().count() + 1).sum::<usize>();
        seconds += length;
        brief += usize::from(transition.sure && length < LEAST);
    }
    brief * 2 > sure || shown as f64 > SUNG * seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(captions: &[&str]) -> Option<Vec<String>> {
        let blocks: Vec<RollingBlock<'_>> = captions
            .iter()
            .map(|text| {
                let mut words = Vec::new();
                push_words(text, 0..text.len(), 0, &mut words);
                RollingBlock { words, ..RollingBlock::default() }
            })
            .collect();
        let repeated = repeated(&blocks);
        let rest = |(text, (block, count)): (&&str, (&RollingBlock<'_>, &Option<usize>))| {
            block.words.get(count.unwrap_or(0)).map_or(String::new(), |word| text[word.start..].to_owned())
        };
        repeated
            .iter()
            .any(Option::is_some)
            .then(|| captions.iter().zip(blocks.iter().zip(&repeated)).map(rest).collect())
    }

    #[test]
    fn rolling_lines_are_said_once() {
        let lines = [
            "hi everybody today",
            "hi everybody today we're",
            "we're",
            "we're going to the",
            "going to the",
            "going to the sea",
        ];
        assert_eq!(undone(&lines).unwrap(), ["hi everybody today", "we're", "", "going to the", "", "sea"]);
    }

    #[test]
    fn a_refrain_is_kept() {
        let lines = ["oh the sea", "it is blue", "oh the sea", "oh the sea", "it is deep", "and cold", "oh the sea"];
        assert_eq!(undone(&lines), None);
        assert_eq!(undone(&["it is said again"; 9]), None);
        assert_eq!(undone(&["la la la", "la la", "la la la la", "la la", "la", "la la la", "la la", "la la la"]), None);
    }

    #[test]
    fn characters_are_words_where_no_blank_parts_them() {
        let mut words = Vec::new();
        push_words("今日は Rust だ", 0.."今日は Rust だ".len(), 0, &mut words);
        let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
        assert_eq!(texts, ["今", "日", "は", "Rust", "だ"]);
    }
}
