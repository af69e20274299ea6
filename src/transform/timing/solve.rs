//! The solve: a dynamic program over cues in the order of time.
//!
//! Behind each cue there is one state for every way the cues so far can matter to what follows: when the last of them
//! ended, and, of cues that overlap what follows on purpose, when each ends. Of all choices that lead to a state the
//! cheapest is kept. Where a silence is so long that nothing before it matters, one state is left and the choices up to
//! there are settled; so time and memory are linear in the cues.

use std::collections::HashMap;

use super::cost::{Cost, Level};
use super::plan::{Item, NEVER, Rules};

/// More states than two layers of cues need. Beyond it the dearest are forgotten, and a pile of overlapping cues
/// is solved well instead of best, in a time that stays linear.
const MOST_STATES: usize = 256;
/// Cues that overlap a later one on purpose and are remembered one by one.
const MOST_OPEN: usize = 6;

/// Start and end of each item.
pub(super) type Places = Vec<(i64, i64)>;

/// What matters to the cues that follow. The order is that of the fields.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Open cues, by item, and their ends.
    open: Vec<(usize, i64)>,
    /// The start before, where the next cue overlaps it; else [`NEVER`].
    last: i64,
    /// The last end of all other cues, [`NEVER`] where it cannot matter.
    closed: i64,
}

#[derive(Debug, Clone)]
struct State {
    key: Key,
    cost: Cost,
    /// The last choice that led here, and the one that is made now.
    from: u32,
    places: (i64, i64),
}

impl State {
    /// Of states with one key the least of these stays; beyond the cost it is for the same outcome every time.
    fn rank(&self) -> (&Cost, u32, (i64, i64)) {
        (&self.cost, self.from, self.places)
    }

    fn is_before(&self, other: &State) -> bool {
        self.rank() < other.rank()
    }
}

/// A cue's choice and the one before it.
struct Choice {
    from: u32,
    places: (i64, i64),
}

const ROOT: u32 = u32::MAX;

/// The best places, by the order of the levels. `items` are in the order of time.
pub(super) fn solve(items: &[Item], rules: &Rules) -> Places {
    let mut found = Places::with_capacity(items.len());
    let mut choices: Vec<Choice> = Vec::new();
    let key = Key { open: Vec::new(), last: NEVER, closed: NEVER };
    let mut states = vec![State { key, cost: Cost::default(), from: ROOT, places: (0, 0) }];
    let (mut starts, mut next, mut behind, mut ends) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut ended_before = Vec::new();
    let mut alike: HashMap<(i64, i64), usize> = HashMap::new();
    if let Some(first) = items.first() {
        rules.starts(first, items.get(1), &mut starts);
    }
    for (nth, item) in items.iter().enumerate() {
        next.clear();
        if let Some(follower) = items.get(nth + 1) {
            rules.starts(follower, items.get(nth + 2), &mut next);
        }
        let begun = begin(item, nth, &states, rules, &starts, &mut behind);
        // Where the starts stand that an end may have to make room for: the next cue's, those of cues that overlap this
        // one on purpose, and that of the first that does not. Behind one that may not be changed there may be none left
        // to make, and its end is as good.
        let mut room = next.clone();
        // Behind this an earlier end is never worse for what follows: all that overlaps on purpose has begun.
        let mut settled = NEVER;
        let together = rules.together_with(items, nth);
        if !together.is_empty() {
            settled = items[together.end - 1].latest_start(rules) + rules.least;
            for at in together.clone().take(1 + MOST_OPEN).chain([together.end]) {
                if let Some(other) = items.get(at) {
                    rules.starts(other, items.get(at + 1), &mut behind);
                    room.append(&mut behind);
                    room.extend(other.is_fixed.then_some(other.end + rules.gap));
                }
            }
        }
        let mut ended: Vec<State> = Vec::new();
        alike.clear();
        for state in begun {
            // The start stands in the key until the end is chosen.
            let start = state.key.last;
            ended_before.clear();
            ended_before.push(state.key.closed);
            ended_before.extend(state.key.open.iter().map(|(_, end)| *end));
            rules.ends(item, start, &ended_before, &room, &mut ends);
            let started = rules.started(item, start);
            let mut least: Option<Cost> = None;
            for &end in &ends {
                let alone = started.cost(end);
                if end >= settled {
                    if least.is_some_and(|least| least.above(Level::Bridge) < alone.above(Level::Bridge)) {
                        continue;
                    }
                    least = Some(least.map_or(alone, |least| least.min(alone)));
                }
                let mut cost = state.cost;
                cost += alone;
                let key = follow(&state.key, items, nth, (start, end), rules, next.first());
                let ended_so = State { key, cost, from: state.from, places: (start, end) };
                if !ended_so.key.open.is_empty() {
                    ended.push(ended_so);
                    continue;
                }
                // Most ends are those of other starts, too.
                let known = *alike.entry((ended_so.key.last, ended_so.key.closed)).or_insert(ended.len());
                match ended.get_mut(known) {
                    None => ended.push(ended_so),
                    Some(known) if ended_so.is_before(known) => *known = ended_so,
                    Some(_) => {}
                }
            }
        }
        states = thin(ended, rules, &next);
        for state in &mut states {
            choices.push(Choice { from: state.from, places: state.places });
            state.from = (choices.len() - 1) as u32;
        }
        compact(&mut choices, &mut states, &mut found);
        std::mem::swap(&mut starts, &mut next);
    }
    let best = states.iter().min_by_key(|state| state.cost);
    settle(&choices, best.map_or(ROOT, |best| best.from), &mut found);
    found
}

/// Every start of a cue behind every state, the cheapest for each that differs.
fn begin(
    item: &Item,
    nth: usize,
    states: &[State],
    rules: &Rules,
    starts: &[i64],
    behind: &mut Vec<i64>,
) -> Vec<State> {
    let mut begun = Vec::new();
    let mut open: Vec<i64> = Vec::new();
    debug_assert!(states.iter().all(|state| state.key.open.iter().all(|(other, _)| *other < nth)));
    for state in states {
        open.clear();
        open.extend(state.key.open.iter().map(|(_, end)| *end));
        behind.clear();
        behind.extend_from_slice(starts);
        for &end in open.iter().chain([&state.key.closed]) {
            rules.starts_behind(item, end, behind);
        }
        if state.key.last > NEVER && rules.allows_start(item, state.key.last) {
            behind.push(state.key.last);
        }
        for &start in behind.iter() {
            let mut cost = state.cost;
            cost += rules.pair_cost(start, state.key.closed, state.key.last, &open);
            // A cue that overlaps this one on purpose may begin with it, so close behind what has ended.
            let reach = if rules.pushes { 0 } else { rules.reach() };
            let closed = if state.key.closed + reach <= start { NEVER } else { state.key.closed };
            let key = Key { open: state.key.open.clone(), last: start, closed };
            begun.push(State { key, cost, from: state.from, places: state.places });
        }
    }
    let mut begun = cheapest(begun);
    unbeaten(&mut begun, rules);
    if begun.len() > MOST_STATES {
        begun.sort_by(|a, b| a.cost.cmp(&b.cost).then_with(|| a.key.cmp(&b.key)));
        begun.truncate(MOST_STATES);
    }
    begun
}

/// What matters behind a cue to the next one.
fn follow(
    key: &Key,
    items: &[Item],
    nth: usize,
    (start, end): (i64, i64),
    rules: &Rules,
    earliest: Option<&i64>,
) -> Key {
    let Some(next) = items.get(nth + 1) else {
        return Key { open: Vec::new(), last: NEVER, closed: NEVER };
    };
    let (mut open, mut closed, mut last) = (Vec::new(), key.closed, NEVER);
    for &(other, end) in key.open.iter().chain([&(nth, end)]) {
        if rules.may_overlap(&items[other], next) {
            open.push((other, end));
        } else {
            closed = closed.max(end);
        }
    }
    if open.last().is_some_and(|(other, _)| *other == nth) {
        last = start;
    }
    if open.len() > MOST_OPEN {
        open.remove(0);
    }
    let is_past =
        open.is_empty() && earliest.is_some_and(|&earliest| closed > NEVER && closed + rules.reach() <= earliest);
    Key { open, last, closed: if is_past { NEVER } else { closed } }
}

/// The cheapest state of each key.
fn cheapest(mut states: Vec<State>) -> Vec<State> {
    states.sort_unstable_by(|a, b| a.key.cmp(&b.key).then_with(|| a.rank().cmp(&b.rank())));
    states.dedup_by(|next, kept| next.key == kept.key);
    states
}

/// Of the cheapest states, those that no other beats that differs in the last end alone: an earlier one leaves more room,
/// and only closing a gap can be easier from a later one.
fn unbeaten(states: &mut Vec<State>, rules: &Rules) {
    let mut least: Option<(Key, Cost)> = None;
    // Sorted by key, in which the last end is the last.
    states.retain(|state| {
        let before = least.as_ref().filter(|(key, _)| key.last == state.key.last && key.open == state.key.open);
        let is_beaten = before.is_some_and(|(_, least)| match rules.bridge {
            Some(_) => least.above(Level::Bridge) < state.cost.above(Level::Bridge),
            None => *least <= state.cost,
        });
        let cheapest = before.map_or(state.cost, |(_, least)| state.cost.min(*least));
        if let Some((_, least)) =
            least.as_mut().filter(|(key, _)| key.last == state.key.last && key.open == state.key.open)
        {
            *least = cheapest;
        } else {
            least = Some((state.key.clone(), cheapest));
        }
        !is_beaten
    });
}

/// The states that can still lead to the best: those that end later than another must be cheaper than it.
fn thin(states: Vec<State>, rules: &Rules, next: &[i64]) -> Vec<State> {
    let mut states = cheapest(states);
    unbeaten(&mut states, rules);
    if states.len() > MOST_STATES {
        // By what they will have cost when the next cue has begun: an end too late is paid for only there.
        states.sort_by_cached_key(|state| {
            let open: Vec<i64> = state.key.open.iter().map(|(_, end)| *end).collect();
            let begun = next.iter().map(|&start| rules.pair_cost(start, state.key.closed, state.key.last, &open));
            let mut cost = begun.min().unwrap_or_default();
            cost += state.cost;
            cost
        });
        states.truncate(MOST_STATES);
    }
    states
}

/// Settles what led to the only state left.
fn compact(choices: &mut Vec<Choice>, states: &mut [State], found: &mut Places) {
    if let [state] = states {
        settle(choices, state.from, found);
        choices.clear();
        state.from = ROOT;
    }
}

/// Appends the choices that lead to one.
fn settle(choices: &[Choice], mut from: u32, found: &mut Places) {
    let at = found.len();
    while let Some(choice) = choices.get(from as usize) {
        found.push(choice.places);
        from = choice.from;
    }
    found[at..].reverse();
}
