//! The vote of a document's lines on which of them are stamps.

use super::super::grammar::{Clock, FourthField};
use super::Family;
use super::matcher::{LineMatch, Scope, match_line};
use crate::model::Timestamp;

/// What the vote found.
#[derive(Debug, Clone)]
pub(in crate::transcript) struct Verdict {
    /// The families whose clocks are stamps, the foremost first.
    pub(in crate::transcript) families: Vec<Family>,
    pub(in crate::transcript) fourth: FourthField,
    /// How many lines could have been stamps, of whatever family.
    pub(in crate::transcript) candidates: usize,
    /// The lines of these families, by their index.
    pub(in crate::transcript) matches: Vec<(usize, LineMatch)>,
}

/// Finds the stamps of the document: of each family its lines and whether their times rise; the one
/// that has most rising lines wins, and others join it if their times fit in between.
pub(in crate::transcript) fn vote(lines: &[&str], scope: Scope<'_>) -> Option<Verdict> {
    let mut matches: Vec<(usize, LineMatch)> =
        lines.iter().enumerate().filter_map(|(index, line)| Some((index, match_line(line, scope)?))).collect();
    let candidates = matches.len();
    let fourth = fourth_field(matches.iter().map(|(_, m)| &m.clock));
    let mut ranked: Vec<(usize, f64, Family)> = Vec::new();
    for family in
        [Family::Arrow, Family::Square, Family::Round, Family::Hash, Family::LinkAtEnd, Family::Bare, Family::BareText]
    {
        let times: Vec<Timestamp> =
            matches.iter().filter(|(_, m)| m.family() == family).map(|(_, m)| m.time(fourth)).collect();
        if let Some(share) = share_in_order(&times) {
            ranked.push((times.len(), share, family));
        }
    }
    // Most lines in order first; the order above settles ties.
    ranked.sort_by(|a, b| (b.0 as f64 * b.1).total_cmp(&(a.0 as f64 * a.1)));
    let &(_, _, first) = ranked.iter().find(|(_, share, _)| *share >= 0.7)?;
    let mut families = vec![first];
    for &(count, share, family) in &ranked {
        let others = compatible(first, family);
        if family != first && others && share >= 0.7 && count > 1 && fits_between(&matches, &families, family, fourth) {
            families.push(family);
        }
    }
    // A line may have fitted another family first.
    matches.retain_mut(|(index, found)| {
        let accepted = families.contains(&found.family());
        let again = if accepted { None } else { match_line(lines[*index], Scope::Families(&families)) };
        accepted || again.map(|other| *found = other).is_some()
    });
    // A head may end in a clock too (`Mar 12, 2024 • 1:18`): it comes before the beginning.
    let times: Vec<Timestamp> = matches.iter().map(|(_, m)| m.time(fourth)).collect();
    let outliers = times.windows(3).take_while(|t| t[0] > t[1] && t[0] > t[2]).count();
    if outliers <= 2 {
        matches.drain(..outliers);
    }
    Some(Verdict { families, fourth, candidates, matches })
}

/// Whether two families are met in one document.
fn compatible(first: Family, other: Family) -> bool {
    use Family::{Bare, BareText, Round, Square};
    matches!((first, other), (Square | Round | Bare, Square | Round | Bare) | (Bare, BareText) | (BareText, Bare))
}

/// The share of times that are not below an earlier one, looking past single outliers; `None` if
/// there are none. A fall to about zero begins a new part and is in order.
fn share_in_order(times: &[Timestamp]) -> Option<f64> {
    if times.is_empty() {
        return None;
    }
    let restart = Timestamp::from_secs(5);
    let mut good = 1;
    for pair in times.windows(2) {
        good += usize::from(pair[1] >= pair[0] || pair[1] <= restart);
    }
    Some(good as f64 / times.len() as f64)
}

/// Whether the times of another family lie between those of the accepted ones around them.
fn fits_between(matches: &[(usize, LineMatch)], accepted: &[Family], other: Family, fourth: FourthField) -> bool {
    let mut last = Timestamp::ZERO;
    let (mut fit, mut all) = (0usize, 0usize);
    let mut pending: Vec<Timestamp> = Vec::new();
    for (_, found) in matches {
        let time = found.time(fourth);
        if found.family() == other {
            all += 1;
            if time >= last {
                pending.push(time);
            }
        } else if accepted.contains(&found.family()) {
            fit += pending.iter().filter(|&&t| t <= time).count();
            pending.clear();
            last = time;
        }
    }
    fit += pending.len();
    fit * 10 >= all * 8
}

/// Frames never reach 30, hundredths do, days are small and rise slowly.
fn fourth_field<'c>(clocks: impl Iterator<Item = &'c Clock>) -> FourthField {
    let clocks: Vec<&Clock> = clocks.collect();
    let decimals: Vec<u32> = clocks.iter().filter(|c| c.decimals == 2).map(|c| c.nanos / 10_000_000).collect();
    // Eight hundredths below 25 in a row are no chance.
    if decimals.len() >= 8 && decimals.iter().all(|&n| n < 25) && decimals.iter().any(|&n| n > 0) {
        return FourthField::Frames(25);
    }
    let four: Vec<&Clock> = clocks.into_iter().filter(|c| c.count == 4).collect();
    let Some(most) = four.iter().map(|c| c.last()).max() else { return FourthField::default() };
    // A mission log: the hours field stays below 24 and the days are few and rarely change.
    let days = four.len() > 2
        && four.iter().all(|c| c.fields[1] < 24)
        && four.iter().filter(|c| c.last() > 29).count() * 4 > four.len();
    match most {
        _ if days && four.windows(2).all(|w| w[1].time(FourthField::Days) >= w[0].time(FourthField::Days)) => {
            FourthField::Days
        }
        0..=23 if four.len() > 2 => FourthField::Frames(24),
        0..=24 if four.len() > 2 => FourthField::Frames(25),
        0..=29 if four.len() > 2 => FourthField::Frames(30),
        _ => FourthField::Hundredths,
    }
}

/// The patterns that fit some lines although the document is of no shape: with the number of their
/// lines, the most first; and the first line with a clock in it that fits none of the first.
pub(in crate::transcript) fn nearest(lines: &[&str]) -> (Vec<(String, usize)>, Option<usize>) {
    let found: Vec<(usize, LineMatch)> =
        lines.iter().enumerate().filter_map(|(index, line)| Some((index, match_line(line, Scope::All)?))).collect();
    let mut counts: Vec<(String, usize)> = Vec::new();
    for (_, m) in &found {
        let example = m.pattern().example();
        match counts.iter_mut().find(|(e, _)| *e == example) {
            Some((_, count)) => *count += 1,
            None => counts.push((example, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(2);
    let first = found.first().map(|(index, _)| *index);
    let best = counts.first().map(|(example, _)| example.as_str());
    let fits = |index: usize| {
        found.binary_search_by_key(&index, |(i, _)| *i).is_ok_and(|at| best == Some(&*found[at].1.pattern().example()))
    };
    let odd = first.and_then(|first| (first..lines.len()).find(|&i| !lines[i].trim().is_empty() && !fits(i)));
    (counts, odd.or(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vote_takes_what_rises() {
        let text = "Intro\nAnna (0:10):\nAt 9:00 we met.\n(0:20):\nGood.\nBen (0:30):\nAt 8:00 we left.\n";
        let lines: Vec<&str> = text.lines().collect();
        let verdict = vote(&lines, Scope::All).unwrap();
        assert_eq!(verdict.families[0], Family::Round);
        assert_eq!(verdict.matches.len(), 3);
    }
}
