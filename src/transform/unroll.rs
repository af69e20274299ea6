//! Rolling captions undone: every word stays in the cue that showed it first.
//!
//! What repeats is found by [`rolling`](crate::rolling); here the cues are cut to what is new in them, with the time
//! it came at.

use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, Span, Style, Timestamp, Word};
use crate::rolling::{RollingBlock, RollingWord, push_words, repeated};

/// A cue of at most this length only keeps a line on the screen: platforms write 10 ms, and what is shown for two
/// frames (80 ms) nobody reads.
const BRIEF: Timestamp = Timestamp::from_millis(100);

/// A pause behind which nothing is taken to be on the screen any more, so that the same words are said again.
const CLEARED: Timestamp = Timestamp::from_secs(2);

/// Undoes rolling captions, in which each cue shows the end of the one before again: those of video platforms (with
/// or without the cues of 10 ms between, and times inside the text), roll-up captions of two or three lines, and lines
/// that grow. Returns how many cues repeated something; 0 leaves the document untouched.
///
/// Of each cue what is new stays, with its styles, voices and words; a cue without anything new goes. A cue begins
/// when its first word appeared, by the time inside the text or of the word if there is one. It ends when the next
/// begins: a viewer reads one line at a time, and would see two at once if it stood until it scrolled away. Where
/// the screen is cleared before the next begins, it ends then.
///
/// A document rolls if half of its cues begin with such an overlap, a part of it (a section that was captioned live) if
/// nearly all do, at least eight. Repetitions that are said stay: the same line again, and refrains, also
/// inside rolling captions. Words are compared as they are written, so captions that correct themselves (`hi` becomes
/// `Hi,`) or that grow by letters are not undone there, nor is a song of nothing but `la la la`. Cues that only ever grow
/// are undone if they show more than could be sung in their time.
///
/// ```
/// use cuekit::{Cue, Document, Sink, Timestamp, unroll};
/// let lines = ["So", "So\nthe sea", "the sea\nis wide", "is wide\nand deep", "and deep\nand cold", "and cold\ntoday"];
/// let cue = |(n, text)| Cue::new(Timestamp::from_secs(n), Timestamp::from_secs(n + 1), text);
/// let mut document = Document { cues: (0..).zip(lines).map(cue).collect(), ..Document::default() };
/// assert_eq!(unroll(&mut document, &mut Sink::new()), 5);
/// assert_eq!(document.cues[2].text.as_str(), "is wide");
/// ```
pub fn unroll(document: &mut Document<'_>, sink: &mut Sink) -> usize {
    let cuts = cuts(document);
    let count = undone(&cuts);
    if count == 0 {
        return 0;
    }
    report(document, &cuts, sink);
    let mut kept: Vec<Cue<'_>> = Vec::with_capacity(document.cues.len());
    // Of the last cue that stays and rolls: until when its end is on the screen.
    let mut shown: Option<Timestamp> = None;
    for (mut cue, cut) in std::mem::take(&mut document.cues).into_iter().zip(cuts) {
        let Some(cut) = cut else {
            end(&mut kept, &mut shown, cue.start);
            kept.push(cue);
            continue;
        };
        if cut.repeated > 0
            && let Some(until) = &mut shown
        {
            *until = cue.end.max(*until);
        }
        if cut.from >= cut.to {
            continue;
        }
        let leaves = cue.end;
        shorten(&mut cue, &cut);
        end(&mut kept, &mut shown, cue.start);
        shown = Some(leaves);
        kept.push(cue);
    }
    end(&mut kept, &mut shown, Timestamp::MAX);
    document.cues = kept;
    count
}

/// How many cues [`unroll`] would find to repeat something: more than 0 if the document rolls. Nothing is changed.
pub fn rolling_cues(document: &Document<'_>) -> usize {
    undone(&cuts(document))
}

/// What stays of a cue that rolls.
#[derive(Debug, Clone, Copy)]
struct Cut {
    /// Words that are left out.
    repeated: usize,
    /// Where the last of them ends: a time may stand between it and the first that stays.
    behind: usize,
    /// The bytes of the text that stay; empty if nothing is new.
    from: usize,
    to: usize,
}

fn undone(cuts: &[Option<Cut>]) -> usize {
    cuts.iter().flatten().filter(|cut| cut.repeated > 0).count()
}

fn cuts(document: &Document<'_>) -> Vec<Option<Cut>> {
    let mut before: Option<&Cue<'_>> = None;
    let mut blocks = Vec::with_capacity(document.cues.len());
    for cue in &document.cues {
        let words = words(document, cue);
        let mut apart = false;
        if !words.is_empty() {
            apart = before.is_some_and(|before| cue.start < before.start || cue.start - before.end > CLEARED);
            before = Some(cue);
        }
        let length = cue.duration();
        blocks.push(RollingBlock { words, brief: length <= BRIEF, apart, seconds: Some(length.as_secs_f64()) });
    }
    let cut = |(block, count): (&RollingBlock<'_>, Option<usize>)| {
        let count = count?;
        let to = block.words.last().map_or(0, |word| word.end);
        let behind = count.checked_sub(1).map_or(0, |last| block.words[last].end);
        Some(Cut { repeated: count, behind, from: block.words.get(count).map_or(to, |word| word.start), to })
    };
    blocks.iter().zip(repeated(&blocks)).map(cut).collect()
}

/// The words of a cue with those who say them.
fn words<'d>(document: &'d Document<'_>, cue: &'d Cue<'_>) -> Vec<RollingWord<'d>> {
    let text = cue.text.as_str();
    let mut words = Vec::new();
    let mut at = 0;
    for (number, line) in text.split('\n').enumerate() {
        push_words(text, at..at + line.len(), number, &mut words);
        at += line.len() + 1;
    }
    let speaker = document.speaker_of(cue);
    let mut voices = cue.text.spans().iter().filter_map(|span| match &span.style {
        Style::Voice { name, .. } => Some((span, name.as_str())),
        _ => None,
    });
    let mut next = voices.next();
    // The voices that lie over a word, the inner one last.
    let mut open: Vec<(&Span, &str)> = Vec::new();
    for word in &mut words {
        while let Some(voice) = next.filter(|(span, _)| span.start as usize <= word.start) {
            open.push(voice);
            next = voices.next();
        }
        while open.last().is_some_and(|(span, _)| span.end as usize <= word.start) {
            open.pop();
        }
        word.voice = open.last().map(|(_, name)| *name).or(speaker);
    }
    words
}

/// Ends the last cue that stays where the next begins, or where it leaves the screen.
fn end(kept: &mut [Cue<'_>], shown: &mut Option<Timestamp>, next: Timestamp) {
    if let Some(until) = shown.take()
        && let Some(last) = kept.last_mut()
    {
        last.end = until.min(next).max(last.start);
    }
}

/// Takes what is repeated out of a cue, and the blank lines around what stays.
fn shorten(cue: &mut Cue<'_>, cut: &Cut) {
    if cut.from == 0 && cut.to == cue.text.as_str().len() {
        return;
    }
    let first = if cut.repeated == 0 { None } else { appears(cue, cut) };
    if let Some(extra) = &mut cue.extra
        && !extra.words.is_empty()
    {
        let text = cue.text.as_str();
        let gone = spoken_before(&extra.words, text, cut.from);
        extra.words.drain(..gone);
    }
    let start = first.filter(|&time| cue.start < time && time <= cue.end).unwrap_or(cue.start);
    cue.start = start;
    let text = cue.text.slice(cut.from..cut.to);
    // The time of the first word is the cue's now.
    let is_start = |span: &Span| span.end == 0 && matches!(span.style, Style::Time(time) if time <= start);
    if text.spans().iter().any(is_start) {
        let spans = text.spans().iter().filter(|span| !is_start(span)).cloned().collect();
        cue.text = text.with_spans(spans);
    } else {
        cue.text = text;
    }
}

/// When the first word that stays appears, if the text or the words say so.
fn appears(cue: &Cue<'_>, cut: &Cut) -> Option<Timestamp> {
    let between = |span: &&Span| (cut.behind..=cut.from).contains(&(span.start as usize)) && span.start == span.end;
    let mut marks = cue.text.spans().iter().filter(between).filter_map(|span| match span.style {
        Style::Time(time) => Some(time),
        _ => None,
    });
    let words = cue.words();
    let word = || words.get(spoken_before(words, cue.text.as_str(), cut.from)).map(|word| word.start);
    marks.next_back().or_else(word)
}

/// How many of the words with times stand before a byte of the text.
fn spoken_before(words: &[Word], text: &str, place: usize) -> usize {
    /// How far ahead a word is looked for, in bytes: a service's spelling may differ from its text.
    const REACH: usize = 200;
    let mut at = 0;
    words
        .iter()
        .take_while(|word| {
            let word = word.text.trim();
            let reach = crate::source::floor_char_boundary(text, (at + REACH + word.len()).min(text.len()));
            let found = text[at..reach.max(at)].find(word).map(|found| at + found);
            at = found.map_or(at, |found| found + word.len());
            found.unwrap_or(at) < place
        })
        .count()
}

/// Tells of each part that rolls.
fn report(document: &Document<'_>, cuts: &[Option<Cut>], sink: &mut Sink) {
    let mut index = 0;
    while index < cuts.len() {
        let count = cuts[index..].iter().take_while(|cut| cut.is_some()).count();
        let repeated: usize = cuts[index..index + count].iter().flatten().map(|cut| cut.repeated).sum();
        if repeated > 0 {
            let message = format!(
                "the lines roll: each says the end of the one before again; {repeated} repeated words were left out"
            );
            let place = document.cues[index].source.range();
            let diagnostic = Diagnostic::warning("rolling-undone", message).cue(index);
            sink.report(if place.is_empty() { diagnostic } else { diagnostic.at(place) });
        }
        index += count.max(1);
    }
}
