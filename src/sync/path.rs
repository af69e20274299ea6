//! Which offset each cue goes by: the path of most evidence, which pays for each change (Viterbi).

use std::ops::Range;

use super::evidence::{Place, Scale, Witness};
use super::track::Beats;

/// What a change of offset costs, in nats: about the logarithm of the number of offsets there are to change to and of
/// the places to do so. Less than this, and chance would pay for it.
const CHANGE: f32 = 14.0;
/// What a long pause takes off that at most: cuts are made between scenes.
const PAUSE: f32 = 2.5;

/// An offset in milliseconds and the cues that may go by it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) offset: i32,
    pub(super) cues: Range<usize>,
}

/// Cues that go by one offset.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leg {
    pub(super) offset: i32,
    pub(super) cues: Range<usize>,
}

/// A path and its evidence.
#[derive(Debug, Clone, Default)]
pub(super) struct Path {
    pub(super) legs: Vec<Leg>,
    pub(super) evidence: f32,
}

/// A state a cue may be in.
struct Active {
    state: u32,
    until: usize,
    offset: i32,
    evidence: f32,
    place: Place,
}

/// The price of a change before a cue.
pub(super) fn change(track: &Beats, cue: usize) -> f32 {
    let pause = (track.starts[cue] - track.ends[cue - 1]).max(0) as f32 / 1e3;
    CHANGE - (1.0 + pause).ln().min(PAUSE)
}

/// The path of most evidence through states that stand in order of their first cue. At least one state must hold
/// for each cue. Without splits, states must hold for all cues.
pub(super) fn best(track: &Beats, witness: &Witness, scale: &Scale, states: &[State], splits: bool) -> Path {
    let count = track.starts.len();
    let mut active: Vec<Active> = Vec::new();
    let mut coming = states.iter().enumerate().peekable();
    // For each cue the states it may be in, doubled, plus one where the path changes to the state.
    let mut rows: Vec<u32> = Vec::with_capacity(count * 16);
    let mut row_ends: Vec<usize> = Vec::with_capacity(count);
    // The state of most evidence up to each cue.
    let mut leaders: Vec<u32> = Vec::with_capacity(count);
    let mut most = 0.0;
    for cue in 0..count {
        active.retain(|state| state.until > cue);
        while let Some((index, state)) = coming.next_if(|(_, state)| state.cues.start <= cue) {
            let evidence = if cue == 0 { 0.0 } else { f32::NEG_INFINITY };
            let place = witness.place(track.starts[cue] + state.offset);
            let (state, until, offset) = (index as u32, state.cues.end, state.offset);
            active.push(Active { state, until, offset, evidence, place });
        }
        let changed = if cue > 0 && splits { most - change(track, cue) } else { f32::NEG_INFINITY };
        let mut leader = (f32::NEG_INFINITY, 0);
        for state in &mut active {
            let (start, end) = (track.starts[cue] + state.offset, track.ends[cue] + state.offset);
            let changes = changed > state.evidence;
            let said = scale.weigh(witness, start, end, &mut state.place);
            state.evidence = said + if changes { changed } else { state.evidence };
            rows.push(state.state * 2 + u32::from(changes));
            if state.evidence > leader.0 {
                leader = (state.evidence, state.state);
            }
        }
        row_ends.push(rows.len());
        leaders.push(leader.1);
        most = leader.0;
    }
    Path { legs: trace(states, &rows, &row_ends, &leaders), evidence: most }
}

/// The path that led to the last leader.
fn trace(states: &[State], rows: &[u32], row_ends: &[usize], leaders: &[u32]) -> Vec<Leg> {
    let mut legs = Vec::new();
    let Some(mut state) = leaders.last().copied() else { return legs };
    let mut end = leaders.len();
    for cue in (0..leaders.len()).rev() {
        let row = &rows[if cue > 0 { row_ends[cue - 1] } else { 0 }..row_ends[cue]];
        let changes = row.contains(&(state * 2 + 1));
        if cue == 0 || changes {
            legs.push(Leg { offset: states[state as usize].offset, cues: cue..end });
            end = cue;
            if cue > 0 {
                state = leaders[cue - 1];
            }
        }
    }
    legs.reverse();
    legs
}

/// What some cues say for an offset.
pub(super) fn evidence(track: &Beats, witness: &Witness, scale: &Scale, cues: &Range<usize>, offset: i32) -> f32 {
    let Some(first) = track.starts.get(cues.start) else { return 0.0 };
    let mut place = witness.place(first + offset);
    let times = track.starts[cues.clone()].iter().zip(&track.ends[cues.clone()]);
    times.map(|(start, end)| scale.weigh(witness, start + offset, end + offset, &mut place)).sum()
}
