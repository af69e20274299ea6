//! Cues that overlap in one place of the picture, made one.

use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, Span, Text};

/// Joins each cue to those before it in time that it overlaps, if all may be changed and stand in the same place. The
/// first keeps its place in the document. Gives how many were joined to another.
pub(super) fn merge_overlaps(document: &mut Document<'_>, may_change: &mut Vec<bool>, sink: &mut Sink) -> usize {
    let mut order: Vec<usize> = (0..document.cues.len()).filter(|&index| may_change[index]).collect();
    order.sort_by_key(|&index| (document.cues[index].start, index));
    // Of each place of the picture the cue whose end reaches furthest.
    let mut heads: Vec<usize> = Vec::new();
    let mut is_joined = vec![false; document.cues.len()];
    for index in order {
        let start = document.cues[index].start;
        heads.retain(|&head| document.cues[head].end > start);
        let same = |&&head: &&usize| document.cues[head].layout() == document.cues[index].layout();
        match heads.iter().find(same).copied() {
            Some(head) => {
                let other = std::mem::take(&mut document.cues[index]);
                join(&mut document.cues[head], other);
                is_joined[index] = true;
                let message = "overlaps a cue in the same place; the texts were made one cue, as asked";
                sink.report(Diagnostic::note("cues-merged", message).cue(index));
            }
            None => heads.push(index),
        }
    }
    let joined = is_joined.iter().filter(|joined| **joined).count();
    if joined > 0 {
        let mut left = is_joined.iter();
        may_change.retain(|_| left.next() == Some(&false));
        let mut left = is_joined.iter();
        document.cues.retain(|_| left.next() == Some(&false));
    }
    joined
}

/// The lines of the later cue below those of the first. A text that says the same, as layers of one subtitle do, is
/// not said twice.
fn join<'a>(cue: &mut Cue<'a>, other: Cue<'a>) {
    cue.end = cue.end.max(other.end);
    if cue.speaker != other.speaker {
        cue.speaker = None;
    }
    let (above, below) = (cue.text.as_str(), other.text.as_str());
    let is_said = above.strip_suffix(below).is_some_and(|rest| rest.is_empty() || rest.ends_with('\n'));
    if below.is_empty() || is_said {
        return;
    }
    let words = other.words();
    if !words.is_empty() && !cue.words().is_empty() {
        cue.extra_mut().words.extend_from_slice(words);
    } else if !cue.words().is_empty() {
        // Words of a part of the text would be taken for all of it.
        cue.extra_mut().words.clear();
    }
    let above = cue.text.as_str();
    if above.is_empty() {
        cue.text = other.text;
        return;
    }
    let at = above.len() as u32 + 1;
    let text = format!("{above}\n{}", other.text.as_str());
    let mut spans: Vec<Span> = cue.text.spans().to_vec();
    let moved = other.text.spans().iter().cloned();
    spans.extend(moved.map(|span| Span { start: span.start + at, end: span.end + at, ..span }));
    cue.text = Text::styled(text, spans);
}
