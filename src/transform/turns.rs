//! The turns of dialogues that share a cue, taken apart.

use std::mem;

use crate::caption::{sentence_ends, voices_apart};
use crate::format::dialogue::opens_turn;
use crate::model::{Cue, Document, Span, Style, Timestamp, Timing};

/// Makes a cue of each turn where a cue has several: lines that a dash opens, and voices. How many cues came of it.
///
/// The first turn begins and the last ends as the cue did; between them the time is shared out by characters, and marked
/// as a guess. Each has the place on the picture of the whole; the dashes, which told them apart, go.
///
/// ```
/// use cuekit::{Cue, Document, Timestamp, split_dialogue};
/// let cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs(2), "- Yes.\n- No.");
/// let mut document = Document { cues: vec![cue], ..Document::default() };
/// assert_eq!(split_dialogue(&mut document), 1);
/// assert_eq!(document.cues[1].text.as_str(), "No.");
/// ```
pub fn split_dialogue(document: &mut Document<'_>) -> usize {
    let before = document.cues.len();
    let ends = sentence_ends(document);
    let mut sentence_ended = true;
    let cues = mem::take(&mut document.cues);
    for (cue, ends_sentence) in cues.into_iter().zip(ends) {
        let opening = cue.text.lines().filter(|line| opens_turn(line.trim_start())).count();
        let found = if opening > 0 { turns(cue.clone(), sentence_ended) } else { Vec::new() };
        sentence_ended = ends_sentence;
        if found.len() < 2 {
            document.cues.push(cue);
            continue;
        }
        let layout = cue.layout().cloned();
        document.cues.extend(found.into_iter().enumerate().map(|(nth, mut turn)| {
            let spans =
                turn.text.spans().iter().filter(|span| !matches!(span.style, Style::Dash(_))).cloned().collect();
            turn.text = mem::take(&mut turn.text).with_spans(spans);
            if nth > 0 {
                turn.source = crate::model::SourceRange::default();
                if let Some(layout) = &layout {
                    turn.extra_mut().layout = Some(Box::new(layout.clone()));
                }
            }
            turn
        }));
    }
    let apart = voices_apart(mem::take(document));
    *document = apart;
    document.cues.len() - before
}

/// Lines that a dash opens become cues of their own, the dash a mark. A dash behind a sentence that goes on is
/// punctuation, and so is one in what somebody is named for: a list perhaps.
pub(super) fn dashes_apart(document: &mut Document<'_>) {
    let opens = |cue: &Cue<'_>| cue.speaker.is_none() && cue.text.lines().any(|line| opens_turn(line.trim_start()));
    if !document.cues.iter().any(opens) {
        return;
    }
    let ends = sentence_ends(document);
    let mut sentence_ended = true;
    let cues = mem::take(&mut document.cues);
    document.cues.reserve(cues.len());
    for (cue, ends_sentence) in cues.into_iter().zip(ends) {
        if opens(&cue) {
            document.cues.extend(turns(cue, sentence_ended));
        } else {
            document.cues.push(cue);
        }
        sentence_ended = ends_sentence;
    }
}

/// The turns of a cue.
fn turns(cue: Cue<'_>, mut sentence_ended: bool) -> Vec<Cue<'_>> {
    let plain = cue.text.as_str();
    let all = plain.lines().filter(|line| opens_turn(line.trim_start())).count();
    // Where each turn begins, and how long the dash before it is.
    let mut begins: Vec<(usize, usize)> = vec![(0, 0)];
    let mut at = 0;
    for line in plain.split('\n') {
        let begin = at + (line.len() - line.trim_start().len());
        let said = line.trim_start().trim_start_matches(|c: char| opens_turn(c.encode_utf8(&mut [0; 4])) || c == '>');
        let dash = line.trim_start().len() - said.trim_start().len();
        let opens = opens_turn(line.trim_start())
            && said.trim_start().starts_with(|c: char| !c.is_numeric())
            && (all > 1 || sentence_ended);
        if opens {
            match begins.last_mut() {
                Some(first) if plain[first.0..begin].trim().is_empty() => *first = (begin, dash),
                _ => begins.push((begin, dash)),
            }
        }
        sentence_ended = line.trim_end().ends_with(['.', '?', '!', '…', '。', '？', '！', '»', '"', ']', ')']);
        at += line.len() + 1;
    }
    let count = begins.len();
    let mut found = Vec::with_capacity(count);
    for (nth, &(begin, dash)) in begins.iter().enumerate() {
        let end = begins.get(nth + 1).map_or(plain.len(), |next| next.0);
        let share = |at: usize| {
            let nanos = i128::from(cue.duration().as_nanos()) * at as i128 / plain.len().max(1) as i128;
            cue.start + Timestamp::from_nanos(nanos as i64)
        };
        let said = cue.text.slice(begin + dash..end);
        let mut spans: Vec<Span> = said.spans().to_vec();
        if dash > 0 {
            let style = Style::Dash(plain[begin..begin + dash].to_owned());
            spans.insert(0, Span { start: 0, end: 0, style });
        }
        let mut turn = Cue { text: said.with_spans(spans), extra: None, ..cue.clone() };
        if nth == 0 {
            turn.extra = cue.extra.clone();
        } else {
            (turn.start, turn.timing) = (share(begin), Timing::Interpolated);
        }
        if nth + 1 < count {
            (turn.end, turn.end_timing) = (share(end), Timing::Interpolated);
        }
        found.push(turn);
    }
    found
}
