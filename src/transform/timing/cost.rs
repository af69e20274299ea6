//! What a choice of boundaries costs, limit by limit, the dearest first: the order of `docs/retiming-limits.md`.

use std::ops::AddAssign;

/// The order in which limits give way, the last first. The numbers are places in a [`Cost`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Level {
    /// A cue begins before the one before it has ended, or began.
    Overlap,
    /// Two cues follow each other too closely.
    Gap,
    /// A cue is shown too long.
    MaxDuration,
    /// With `Overlap::Push`, a cue ends early because the next one was not pushed.
    NotPushed,
    /// With `Overlap::Push`, how far cues are pushed.
    Pushed,
    /// A cue is shown too briefly.
    MinDuration,
    /// Boundaries too near to a cut.
    Shots,
    /// A cue ends before what it was written for may be over.
    Shortened,
    /// Cuts that a cue lies across.
    Straddle,
    /// A cue must be read too fast.
    Speed,
    /// Gaps that were to be closed.
    Bridge,
    /// A cue does not begin as early as asked.
    LeadIn,
    /// A cue does not end as late as asked.
    LeadOut,
    /// A boundary was moved off a cut in the direction the shot rules do not name.
    Direction,
    /// Nanoseconds that starts move.
    StartMoved,
    /// Nanoseconds that ends move.
    EndMoved,
}

const LEVELS: usize = Level::EndMoved as usize + 1;

/// Amounts by level, compared in their order; lengths of time in places of the grid unless the level says otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cost([i64; LEVELS]);

impl Cost {
    pub(super) fn add(&mut self, level: Level, amount: i64) {
        let sum = &mut self.0[level as usize];
        *sum = sum.saturating_add(amount.max(0));
    }

    /// The amounts of the levels before one.
    pub(super) fn above(&self, level: Level) -> &[i64] {
        &self.0[..level as usize]
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        for (sum, amount) in self.0.iter_mut().zip(other.0) {
            *sum = sum.saturating_add(amount);
        }
    }
}
