//! Cues that overlap in one place of the picture, made one.

use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document};
use crate::transform::stack::{Lost, stack};

/// Joins each cue to those before it in time that it overlaps, if all may be changed and stand in the same place. The
/// first keeps its place in the document. Gives how many were joined to another.
pub(super) fn merge_overlaps(document: &mut Document<'_>, may_change: &mut Vec<bool>, sink: &mut Sink) -> usize {
    let mut order: Vec<usize> = (0..document.cues.len()).filter(|&index| may_change[index]).collect();
    order.sort_by_key(|&index| (document.cues[index].start, index));
    // Of each place of the picture the cue whose end reaches furthest.
    let mut heads: Vec<usize> = Vec::new();
    let mut lost = Lost::default();
    let mut is_joined = vec![false; document.cues.len()];
    for index in order {
        let start = document.cues[index].start;
        heads.retain(|&head| document.cues[head].end > start);
        let same = |&&head: &&usize| document.cues[head].layout() == document.cues[index].layout();
        match heads.iter().find(same).copied() {
            Some(head) => {
                let other = std::mem::take(&mut document.cues[index]);
                let cue = &mut document.cues[head];
                if is_said(cue, &other) {
                    cue.end = cue.end.max(other.end);
                } else {
                    stack(cue, other, "\n", &document.speakers, &mut lost);
                }
                is_joined[index] = true;
                let message = "overlaps a cue in the same place; the texts were made one cue, as asked";
                sink.report(Diagnostic::note("cues-merged", message).cue(index));
            }
            None => heads.push(index),
        }
    }
    lost.report(sink);
    let joined = is_joined.iter().filter(|joined| **joined).count();
    if joined > 0 {
        let mut left = is_joined.iter();
        may_change.retain(|_| left.next() == Some(&false));
        let mut left = is_joined.iter();
        document.cues.retain(|_| left.next() == Some(&false));
    }
    joined
}

/// Whether a text says the same as what is there already, as layers of one subtitle do.
fn is_said(cue: &Cue<'_>, other: &Cue<'_>) -> bool {
    let below = other.text.as_str();
    let above = cue.text.as_str().strip_suffix(below);
    below.is_empty() || above.is_some_and(|rest| rest.is_empty() || rest.ends_with('\n'))
}
