//! The text as the optimiser gets it: in stretches inside which a cue may lie, each with the changes of
//! speaker in it and the room that labels need.

use std::ops::Range;

use super::feature::{Feature, Features};
use super::script::Script;
use super::timing::Layout;
use super::{CaptionOptions, LONG_PAUSE, dialogue};
use crate::format::SpeakerLabels;
use crate::model::{Cue, Document, SpeakerId, Timestamp, Timing};

/// Units inside which a cue may lie: without a seam, and of one speaker or of several whose turns follow
/// each other closely.
#[derive(Debug)]
pub(super) struct Stretch {
    pub(super) units: Range<usize>,
    /// Room for a speaker's label before the first cue, and before each other, in characters.
    pub(super) labels: (usize, usize),
    /// The turns but the first: the unit each begins with, counted from the first of the stretch, and the room
    /// of the label a cue of theirs begins with.
    pub(super) turns: Vec<(usize, usize)>,
    /// Why no cue runs on beyond it.
    pub(super) seam: Seam,
}

/// Why a cue ends where it does without a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seam {
    Speaker,
    Block,
    Silence,
    End,
}

/// The stretches of a script. A stamp behind a whole sentence is a seam, one in mid-sentence is not.
pub(super) fn stretches(
    document: &Document<'_>,
    script: &Script,
    places: &[Features],
    layout: &Layout,
    may_open: &[bool],
    options: &CaptionOptions,
) -> Vec<Stretch> {
    let block = |unit: usize| &document.cues[script.units[unit].block as usize];
    let named = |cue: &Cue<'_>| document.speaker_of(cue).is_some_and(|name| !name.is_empty());
    let mut stretches = Vec::new();
    let mut speaker = None;
    let (mut start, mut turns) = (0, Vec::new());
    for index in 1..=script.units.len() {
        let seam = if index < script.units.len() {
            if !script.units[index].opens_block {
                continue;
            }
            let (before, after) = (block(index - 1), block(index));
            let place = places[index - 1];
            let ended = place.has(Feature::Sentence) || place.has(Feature::Dialogue) || place.has(Feature::SoundEdge);
            // Words that end well before the next stamp: a cue over the silence would come too early.
            let gap = before.end_timing == Timing::Stamped && after.start - before.end > Timestamp::from_secs(1);
            let silence = layout.spoken[index].start - layout.spoken[index - 1].end;
            if before.speaker != after.speaker {
                let close = !gap && silence <= dialogue::TURN_PAUSE;
                if close && may_open.get(index) == Some(&true) && named(before) && named(after) {
                    turns.push((index - start, labels(document, before.speaker, after.speaker, options).0));
                    continue;
                }
                Seam::Speaker
            } else if ended {
                Seam::Block
            } else if gap || silence > LONG_PAUSE {
                Seam::Silence
            } else {
                continue;
            }
        } else {
            Seam::End
        };
        let labels = labels(document, speaker, block(start).speaker, options);
        stretches.push(Stretch { units: start..index, labels, turns: std::mem::take(&mut turns), seam });
        speaker = block(index - 1).speaker;
        start = index;
    }
    stretches
}

/// What a line keeps free for words, whatever the name before them takes, in characters.
const LEAST_ROOM: usize = 8;

/// The room labels take before the first cue of a turn and before its others. A name that leaves no room for
/// words gets all but a little of the line; the writer's line is longer then, and counted as too wide.
fn labels(
    document: &Document<'_>,
    before: Option<SpeakerId>,
    now: Option<SpeakerId>,
    options: &CaptionOptions,
) -> (usize, usize) {
    let room = label_width(document, before, now, options).min(options.profile.max_cpl.saturating_sub(LEAST_ROOM));
    (room, if options.labels == SpeakerLabels::Always { room } else { 0 })
}

/// Characters of the label the writer puts before a cue, given who spoke last.
pub(super) fn label_width(
    document: &Document<'_>,
    before: Option<SpeakerId>,
    now: Option<SpeakerId>,
    options: &CaptionOptions,
) -> usize {
    let named = now.filter(|_| now != before || options.labels == SpeakerLabels::Always);
    let name = named.and_then(|id| document.speakers.get(id));
    let label = name.and_then(|name| options.labels.text(name, before.is_some(), options.profile.dash));
    label.map_or(0, |label| label.chars().count())
}
