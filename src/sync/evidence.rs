//! What it says for an offset that a cue, moved by it, begins and ends near a cue of the reference.
//!
//! The evidence is a logarithm of odds, in nats: how much likelier the distance to the nearest start (or end) of the
//! reference is if both are of one programme than if the cue fell anywhere between two starts. So a start that meets
//! the first word after a long silence says much, one among short cues says little, and one that meets nothing speaks
//! against the offset, but not loudly, because translators leave cues out, join and split them.

use super::track::Beats;

/// Milliseconds of a step in the tables, and steps.
const STEP: i32 = 4;
const STEPS: usize = 250;
/// Classes of the room between two starts, by its logarithm.
const ROOMS: usize = 16;
const SMALLEST_ROOM: f32 = 0.25;
const ROOM_FACTOR: f32 = 1.26;
/// What a cue beyond the ends of the reference says.
const BEYOND: f32 = -0.25;
/// Ends say less than starts: how long a text stays is the translator's choice, and in captions that follow each
/// other closely an end is the start of the next once more.
const ENDS: f32 = 0.4;

/// The shares of starts, and of ends, that meet their counterpart.
const STARTS_THAT_MEET: f32 = 0.55;
const ENDS_THAT_MEET: f32 = 0.4;

/// How near those are that belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Nearness {
    /// The scale of most distances, in milliseconds.
    pub(super) scale: i32,
}

impl Nearness {
    /// Before anything is known; a candidate may itself be off by half a bin.
    pub(super) const UNKNOWN: Nearness = Nearness { scale: 100 };

    /// The density at a distance in seconds: mostly its own scale, with tails of a quarter of a second.
    fn density(self, distance: f32) -> f32 {
        let scale = self.scale as f32 / 1e3;
        let narrow = (-distance / scale).exp() / (2.0 * scale);
        let wide = (-(distance / 0.25) * (distance / 0.25) / 2.0).exp() / (0.25 * 2.506_628);
        0.7 * narrow + 0.3 * wide
    }
}

/// Odds by room and distance.
#[derive(Debug)]
struct Table(Vec<f32>);

impl Table {
    fn new(nearness: Nearness, meet: f32, weight: f32) -> Table {
        let densities: Vec<f32> =
            (0..STEPS).map(|step| nearness.density((step as f32 + 0.5) * STEP as f32 / 1e3)).collect();
        let mut odds = Vec::with_capacity(ROOMS * STEPS);
        for class in 0..ROOMS {
            let room = SMALLEST_ROOM * ROOM_FACTOR.powi(class as i32);
            odds.extend(densities.iter().map(|density| weight * (1.0 - meet + meet * density * room).ln()));
        }
        Table(odds)
    }
}

/// The starts, or the ends, of a reference.
#[derive(Debug)]
struct Marks {
    times: Vec<i32>,
    /// Where in the table the odds of the room behind each mark begin.
    rooms: Vec<u16>,
}

impl Marks {
    fn new(times: &[i32]) -> Marks {
        let mut times = times.to_vec();
        times.sort_unstable();
        times.dedup();
        let class = |pair: &[i32]| {
            let room = (pair[1] - pair[0]) as f32 / 1e3 / SMALLEST_ROOM;
            let class = (room.ln() / ROOM_FACTOR.ln()).round().clamp(0.0, (ROOMS - 1) as f32);
            (class as usize * STEPS) as u16
        };
        let rooms = times.windows(2).map(class).collect();
        Marks { times, rooms }
    }

    /// The odds of a moment. `place` is a mark near it, and is moved to the one before it.
    fn odds(&self, table: &Table, moment: i32, place: &mut usize) -> f32 {
        let mut at = *place;
        while at + 1 < self.times.len() && self.times[at + 1] <= moment {
            at += 1;
        }
        while at > 0 && self.times[at] > moment {
            at -= 1;
        }
        *place = at;
        let before = moment - self.times[at];
        let (true, Some(next), Some(room)) = (before >= 0, self.times.get(at + 1), self.rooms.get(at)) else {
            // Beyond the ends; near the first or the last mark as in a room of middling size.
            let step = (before.abs() / STEP) as usize;
            return table.0[ROOMS / 2 * STEPS + step.min(STEPS - 1)].max(BEYOND);
        };
        let step = (before.min(next - moment) / STEP) as usize;
        table.0[*room as usize + step.min(STEPS - 1)]
    }
}

/// A place in the starts and one in the ends of a reference.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    start: usize,
    end: usize,
}

/// A reference, ready to be asked.
#[derive(Debug)]
pub(super) struct Witness {
    starts: Marks,
    ends: Marks,
}

impl Witness {
    pub(super) fn new(reference: &Beats) -> Witness {
        Witness { starts: Marks::new(&reference.starts), ends: Marks::new(&reference.ends) }
    }

    /// The place to begin with for a cue moved to a start.
    pub(super) fn place(&self, start: i32) -> Place {
        let before = |marks: &Marks| marks.times.partition_point(|time| *time <= start).saturating_sub(1);
        Place { start: before(&self.starts), end: before(&self.ends) }
    }

    /// The start nearest to a moment. `place` is a start near it.
    pub(super) fn nearest_start(&self, moment: i32, place: &mut Place) -> usize {
        let times = &self.starts.times;
        let mut at = place.start;
        while at + 1 < times.len() && (times[at + 1] - moment).abs() <= (times[at] - moment).abs() {
            at += 1;
        }
        while at > 0 && (times[at - 1] - moment).abs() < (times[at] - moment).abs() {
            at -= 1;
        }
        place.start = at;
        at
    }
}

/// The tables of a nearness.
#[derive(Debug)]
pub(super) struct Scale {
    starts: Table,
    ends: Table,
}

impl Scale {
    pub(super) fn new(nearness: Nearness) -> Scale {
        // Ends scatter more, even between tracks whose starts were copied.
        let ends = Nearness { scale: nearness.scale * 3 / 2 };
        Scale { starts: Table::new(nearness, STARTS_THAT_MEET, 1.0), ends: Table::new(ends, ENDS_THAT_MEET, ENDS) }
    }

    /// What a cue says, moved to where it begins and ends.
    pub(super) fn weigh(&self, witness: &Witness, start: i32, end: i32, place: &mut Place) -> f32 {
        witness.starts.odds(&self.starts, start, &mut place.start) + witness.ends.odds(&self.ends, end, &mut place.end)
    }
}
