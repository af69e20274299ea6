//! The solve against all there is: every start and every end of small documents is tried.

use proptest::prelude::*;

use super::cost::Cost;
use super::plan::{Item, NEVER, Rules};
use super::solve::{Places, solve};
use super::*;

/// What all cues cost together at these places.
fn total(items: &[Item], places: &[(i64, i64)], rules: &Rules) -> Cost {
    let mut cost = Cost::default();
    for (nth, item) in items[..places.len()].iter().enumerate() {
        let (start, end) = places[nth];
        cost += rules.started(item, start).cost(end);
        let (mut closed, mut open) = (NEVER, Vec::new());
        for (other, &(_, end)) in items.iter().zip(&places[..nth]) {
            if rules.may_overlap(other, item) {
                open.push(end);
            } else {
                closed = closed.max(end);
            }
        }
        let overlaps_last = nth > 0 && rules.may_overlap(&items[nth - 1], item);
        let last = if overlaps_last { places[nth - 1].0 } else { NEVER };
        cost += rules.pair_cost(start, closed, last, &open);
    }
    cost
}

/// Lowers `least` to the least cost of any choice on a grid of `step` places: all are tried, and what is dearer already
/// given up.
fn best(items: &[Item], rules: &Rules, step: i64, range: (i64, i64), places: &mut Places, least: &mut Cost) {
    let spent = total(items, places, rules);
    if spent >= *least {
        return;
    }
    let Some(item) = items.get(places.len()) else {
        *least = spent;
        return;
    };
    let all = |from: i64, to: i64| (from..=to).step_by(step as usize);
    for start in all(range.0, range.1) {
        if !rules.allows_start(item, start) {
            continue;
        }
        let ends = if item.is_fixed { item.end..=item.end } else { start + item.least..=range.1 };
        for end in all(*ends.start(), *ends.end()) {
            places.push((start, end));
            best(items, rules, step, range, places, least);
            places.pop();
        }
    }
}

/// Cues by start, length and whether they may be changed, in steps.
fn document(cues: &[(i64, i64, bool)], step: Timestamp) -> Document<'static> {
    let time = |steps: i64| Timestamp::from_nanos(step.as_nanos() * steps);
    let cues = cues.iter().map(|&(start, length, _)| Cue::new(time(start), time(start + length), "abcdefghij"));
    Document { cues: cues.collect(), ..Document::default() }
}

const STEP: Timestamp = Timestamp::from_millis(40);

fn limits() -> impl Strategy<Value = TimingLimits> {
    let times = |most: i64| prop_oneof![Just(0), 0..=most].prop_map(|steps| Timestamp::from_millis(steps * 40));
    let shots = prop_oneof![Just(vec![]), proptest::collection::vec(0i64..24, 1..3)];
    let overlap = prop_oneof![Just(Overlap::Keep), Just(Overlap::Cut), Just(Overlap::Push)];
    let leads = prop_oneof![3 => Just((Timestamp::ZERO, Timestamp::ZERO)), 2 => (times(4), times(4))];
    (times(2), times(7), times(7), times(10), times(9), leads, shots, overlap, any::<bool>()).prop_map(
        |(min_gap, bridge, min, max, reading, (lead_in, lead_out), shots, overlap, frames)| {
            let some = |time: Timestamp| (time > Timestamp::ZERO).then_some(time);
            TimingLimits {
                frames: if frames { Ratio::new(25, 1) } else { None },
                shots: shots.into_iter().map(|cut| Timestamp::from_millis(cut * 40)).collect(),
                shot_rules: ShotRules { window: STEP + STEP + STEP + STEP, red: STEP + STEP, gap: 1 },
                min_gap,
                bridge: some(bridge),
                min_duration: some(min),
                max_duration: some(max),
                max_cps: some(reading).map(|time| 10.0 / time.as_secs_f64()),
                lead_in,
                lead_out,
                overlap,
            }
        },
    )
}

fn check(cues: &[(i64, i64, bool)], mut limits: TimingLimits, range: i64) -> Result<(), TestCaseError> {
    // Without frames the gap before a cut is in milliseconds; keep it on the grid that is tried.
    if limits.frames.is_none() {
        limits.shot_rules.gap = 0;
    }
    let step = if limits.frames.is_some() { 1 } else { STEP.as_nanos() };
    // A millisecond is off the grid. Nothing is pushed against cues that may not be changed: there the solve does not try
    // every way to share what is lacking.
    let rules = Rules { least: step, ..Rules::new(&limits) };
    let document = document(cues, STEP);
    let items =
        document.cues.iter().enumerate().map(|(index, cue)| rules.item(index, cue, cues[index].2 || rules.pushes));
    let mut items: Vec<Item> = items.collect();
    items.sort_by_key(|item| (item.times.0, item.index));
    let found = solve(&items, &rules);
    let cost = total(&items, &found, &rules);
    let mut least = cost;
    best(&items, &rules, step, (-4 * step, range * step), &mut Vec::new(), &mut least);
    prop_assert_eq!(cost, least, "{:?} {:?}", found, items);
    Ok(())
}

fn cues(count: std::ops::RangeInclusive<usize>, until: i64) -> impl Strategy<Value = Vec<(i64, i64, bool)>> {
    let cue = (0..until, 0i64..8, proptest::bool::weighted(0.85));
    proptest::collection::vec(cue, count)
}

proptest! {
    #[test]
    fn two_cues_are_solved_best(cues in cues(1..=2, 12), limits in limits()) {
        check(&cues, limits, 34)?;
    }

    #[test]
    fn three_cues_are_solved_best(cues in cues(3..=3, 14), limits in limits()) {
        check(&cues, limits, 36)?;
    }
}
