//! Why captions are cut as they are: what each break scored, and what any other would have cost.
//!
//! Every number is asked of the optimiser's own table ([`segment`](super::segment)); nothing is scored a
//! second time. What the optimiser never needs is worked out here, and only when somebody asks: the best
//! cutting of all that follows a place. With it the price of ending a cue elsewhere is exact: the score
//! of the best captions that have that end, less the score of those that were chosen.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::breaks::Feature;
use super::segment::{Cut, Table};
use super::{CaptionOptions, CaptionSummary, Plan, Seam, Stretch, cut, text};
use crate::diagnostic::Sink;
use crate::model::Document;

/// Captions, and the means to ask why they are cut as they are.
///
/// Scores have no unit; only their differences count. Positive speaks for a break, negative against it.
#[derive(Debug)]
pub struct Explanation {
    /// The captions, the same as [`caption`](crate::caption) makes them.
    pub captions: Document<'static>,
    /// How they meet their limits.
    pub summary: CaptionSummary,
    options: CaptionOptions,
    plan: Plan,
}

/// Why one cue is cut as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedCue {
    /// Its index in [`Explanation::captions`], from 0.
    pub index: usize,
    /// What it adds to the score of the whole: the sum of its reasons.
    pub score: f32,
    /// What it gains and pays: its line breaks, its end, its shape, how fast it must be read.
    pub reasons: Vec<Reason>,
    /// Every place behind its first word where it could have ended, in order.
    pub places: Vec<ExplainedPlace>,
    /// Which of the places it ends at, as an index.
    pub end: usize,
    /// The best captions for each other end it could have had, the least loss first.
    pub others: Vec<OtherCut>,
}

/// Something that speaks for a break or a shape, or against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// In plain words: `after a comma`, `two lines`.
    pub what: Cow<'static, str>,
    /// What it adds.
    pub score: f32,
}

/// A place between two words.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedPlace {
    /// The word before it.
    pub left: String,
    /// The word after it, empty at the end of the text.
    pub right: String,
    /// What the captions have there.
    pub taken: Taken,
    /// What a line that ends there gains and pays for the place.
    pub line: Vec<Reason>,
    /// What a cue that ends there gains and pays for the place.
    pub cue: Vec<Reason>,
    /// What the captions would lose (so 0 or less) if the cue broke its lines here instead; `None` where
    /// that is no choice: the cue has no second line, or more than two, or a line would be too wide.
    pub as_line: Option<f32>,
    /// What the captions would lose if the cue ended here instead, and all that follows were cut as well
    /// as can be; `None` where a cue with this end cannot be shown.
    pub as_end: Option<f32>,
    /// Why every cutting ends a cue here, if it does: then the place scores nothing.
    pub forced: Option<&'static str>,
}

/// What the captions have at a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Taken {
    /// A blank.
    #[default]
    Nothing,
    /// The end of a line, the cue going on.
    Line,
    /// The end of a cue.
    Cue,
}

/// Captions that were not chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherCut {
    /// What they lose against those chosen: 0 or less.
    pub difference: f32,
    /// Where the cue ends in them, as an index of [`ExplainedCue::places`].
    pub place: usize,
    /// The text of the cue and of those behind it, until the cutting is the one chosen again; at most four.
    pub cues: Vec<String>,
    /// Whether the cutting is the one chosen again behind [`OtherCut::cues`].
    pub rejoins: bool,
}

/// Captions a document as [`caption`](crate::caption) does, and keeps what is needed to say why.
///
/// ```
/// use cuekit::{CaptionOptions, Cue, Document, Sink, Taken, Timestamp, explain};
/// let text = "We went down to the harbour in the morning, and the boats were gone.";
/// let cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs(5), text);
/// let document = Document { cues: vec![cue], ..Document::default() };
/// let options = CaptionOptions { language: Some("en".into()), ..Default::default() };
/// let explanation = explain(document, &options, &mut Sink::new());
/// let cue = &explanation.cues(0..1)[0];
/// let line = cue.places.iter().find(|place| place.taken == Taken::Line).unwrap();
/// assert_eq!((line.left.as_str(), line.right.as_str()), ("harbour", "in"));
/// assert!(line.line.iter().any(|reason| reason.what == "before a preposition"));
/// ```
pub fn explain(document: Document<'_>, options: &CaptionOptions, sink: &mut Sink) -> Explanation {
    let (captions, summary, plan) = cut(document, options, sink);
    Explanation { captions, summary, options: options.clone(), plan }
}

impl Explanation {
    /// Why the cues of a range of indices are cut as they are; what lies beyond the last cue is left out.
    ///
    /// Takes about as long as captioning the turns the cues lie in, and a little for each cue.
    pub fn cues(&self, range: Range<usize>) -> Vec<ExplainedCue> {
        let plan = &self.plan;
        let mut explained = Vec::new();
        for stretch in &plan.stretches {
            let cuts = stretch.cuts(plan);
            let wanted = cuts.start.max(range.start)..cuts.end.min(range.end);
            if wanted.start >= wanted.end {
                continue;
            }
            let run = plan.run(stretch, &self.options);
            let table = Table::new(&run);
            let asked = Asked::of(plan, stretch, &table);
            explained.extend(wanted.map(|index| asked.cue(index)));
        }
        explained
    }
}

impl Stretch {
    /// The indices of the cues it was cut into.
    fn cuts(&self, plan: &Plan) -> Range<usize> {
        let index = |unit: usize| plan.cuts.partition_point(|cut| cut.units.start < unit);
        index(self.units.start)..index(self.units.end)
    }
}

/// One stretch of the text, and what is known of every cutting of it.
struct Asked<'a> {
    plan: &'a Plan,
    stretch: &'a Stretch,
    table: &'a Table<'a>,
    /// Where the last cue before each place begins, as the optimiser found it.
    from: Vec<usize>,
    /// The best score of all cues that follow a place, and where the first of them ends.
    rest: Vec<f64>,
    next: Vec<usize>,
    /// Where the chosen cues end.
    ends: HashSet<usize>,
    /// Where the chosen lines break.
    breaks: HashSet<usize>,
}

impl<'a> Asked<'a> {
    fn of(plan: &'a Plan, stretch: &'a Stretch, table: &'a Table<'a>) -> Self {
        let (_, from) = table.forward();
        let count = stretch.units.len();
        let first = stretch.units.start;
        let cuts = &plan.cuts[stretch.cuts(plan)];
        let mut asked = Asked {
            plan,
            stretch,
            table,
            from,
            rest: vec![f64::NEG_INFINITY; count + 1],
            next: vec![count; count + 1],
            ends: cuts.iter().map(|cut| cut.units.end - first).collect(),
            breaks: cuts.iter().flat_map(|cut| cut.lines.iter().map(|line| line - first)).collect(),
        };
        asked.rest[count] = 0.0;
        for start in (0..count).rev() {
            for end in asked.reach(start) {
                let score = asked.step(start, end).map_or(f64::NEG_INFINITY, |step| step + asked.rest[end]);
                if score > asked.rest[start] {
                    (asked.rest[start], asked.next[start]) = (score, end);
                }
            }
        }
        asked
    }

    /// The ends a cue with this start could have, as the optimiser tries them.
    fn reach(&self, start: usize) -> Range<usize> {
        let longest = (start + 2..=self.stretch.units.len())
            .take_while(|&end| self.table.first_length(start, end) <= self.table.capacity)
            .last();
        start + 1..longest.unwrap_or(start + 1) + 1
    }

    /// What a cue scores with its end, if it can be shown or the optimiser had no other.
    fn step(&self, start: usize, end: usize) -> Option<f64> {
        let shape = self.table.shape(start, end, self.table.first_length(start, end)).map(|shape| shape.score());
        let alone = start + 1 == end && self.from[end] == start;
        Some(f64::from(shape.or(alone.then_some(0.0))?) + f64::from(self.table.ending(end)))
    }

    fn cue(&self, index: usize) -> ExplainedCue {
        let first = self.stretch.units.start;
        let units = &self.plan.cuts[index].units;
        let (start, end) = (units.start - first, units.end - first);
        let lines = self.table.lines(start, end);
        let chosen = self.step(start, end).unwrap_or(0.0) + self.rest[end];
        let loss = |place: usize| {
            let score = self.step(start, place)? + self.rest[place];
            score.is_finite().then_some((score - chosen) as f32)
        };
        let places: Vec<ExplainedPlace> = self
            .reach(start)
            .map(|place| ExplainedPlace {
                as_line: self.line_loss(start, place, end, &lines),
                as_end: loss(place),
                ..self.place(place)
            })
            .collect();
        let mut others: Vec<OtherCut> = places
            .iter()
            .enumerate()
            .filter(|(place, _)| start + 1 + place != end)
            .filter_map(|(place, explained)| Some(self.other(start, place, explained.as_end?)))
            .collect();
        others.sort_by(|a, b| b.difference.total_cmp(&a.difference));
        let reasons = self.reasons(start, end, &lines);
        let score = reasons.iter().map(|reason| reason.score).sum();
        ExplainedCue { index, score, reasons, places, end: end - start - 1, others }
    }

    /// The place before a unit of the stretch.
    fn place(&self, place: usize) -> ExplainedPlace {
        let script = &self.plan.script;
        let unit = self.stretch.units.start + place;
        let forced = (place == self.stretch.units.len()).then_some(match self.stretch.seam {
            Seam::Speaker => "another speaker begins",
            Seam::Block => "a stamp follows, and no sentence runs over it",
            Seam::Silence => "a long silence follows",
            Seam::End => "the text ends",
        });
        let weights = self.table.run.weights;
        let reasons = |weights: &[f32]| match forced {
            Some(_) => Vec::new(),
            None => self.table.run.places[place - 1]
                .indices()
                .map(|feature| Reason { what: Feature::name(feature).into(), score: weights[feature] })
                .collect(),
        };
        ExplainedPlace {
            left: script.word(unit - 1).to_owned(),
            right: if unit < script.units.len() { script.word(unit).to_owned() } else { String::new() },
            taken: match (self.ends.contains(&place), self.breaks.contains(&place)) {
                (true, _) => Taken::Cue,
                (_, true) => Taken::Line,
                _ => Taken::Nothing,
            },
            line: reasons(&weights.line),
            cue: reasons(&weights.cue),
            as_line: None,
            as_end: None,
            forced,
        }
    }

    /// What breaking the lines of a cue of two before a unit would lose.
    fn line_loss(&self, start: usize, place: usize, end: usize, lines: &[usize]) -> Option<f32> {
        let &[split] = lines else { return None };
        let score = |split| self.table.split(start, split, end).map(|split| split.score());
        (place < end).then(|| Some(score(place)? - score(split)?))?
    }

    /// The best captions in which the cue ends at one of its places.
    fn other(&self, start: usize, place: usize, difference: f32) -> OtherCut {
        /// More of them would tell nothing new.
        const SHOWN: usize = 4;
        let mut cues = Vec::new();
        let (mut from, mut to) = (start, start + 1 + place);
        loop {
            let cut = Cut { units: from..to, lines: self.table.lines(from, to) };
            cues.push(text(&self.plan.script, &cut.shifted(self.stretch.units.start)).as_str().to_owned());
            let rejoins = self.ends.contains(&to);
            if rejoins || cues.len() == SHOWN {
                return OtherCut { difference, place, cues, rejoins };
            }
            (from, to) = (to, self.next[to]);
        }
    }

    /// All that a cue gains and pays.
    fn reasons(&self, start: usize, end: usize, lines: &[usize]) -> Vec<Reason> {
        let (table, profile) = (self.table, self.table.run.profile);
        let word = |before: usize| self.plan.script.word(self.stretch.units.start + before - 1);
        let mut reasons = Vec::new();
        let mut add = |what: Cow<'static, str>, score: f32| reasons.push(Reason { what, score });
        for &line in lines {
            add(format!("a line ends after {:?}", word(line)).into(), table.line[line - 1]);
        }
        add(format!("the cue ends after {:?}", word(end)).into(), table.ending(end));
        let length = table.first_length(start, end);
        let Some(shape) = table.shape(start, end, length) else {
            add("no room for the word and the speaker's name on one line".into(), 0.0);
            return reasons;
        };
        add(number_of(lines.len() + 1).into(), shape.lines);
        let edges: Vec<usize> = [start].into_iter().chain(lines.iter().copied()).chain([end]).collect();
        let widths: Vec<usize> = edges
            .windows(2)
            .map(|edge| match edge[0] == start {
                true => table.first_length(edge[0], edge[1]),
                false => table.length(edge[0], edge[1]),
            })
            .collect();
        let mut add = |what: String, score: f32| {
            if score != 0.0 {
                add(what.into(), score);
            }
        };
        if let (&[line], Some(split)) = (lines, lines.first().and_then(|&line| table.split(start, line, end))) {
            debug_assert!(split.place == table.line[line - 1]);
            add(format!("lines of {} and {} characters", widths[0], widths[1]), split.unequal);
            add("the upper line is the longer".into(), split.top_heavy);
            add("a word alone on a line".into(), split.fragments);
        } else if lines.len() > 1 {
            add("room left free on the lines".into(), widths.iter().map(|&width| table.room(width)).sum());
        }
        let label = match length - table.length(start, end) {
            0 => String::new(),
            n => format!(", {n} of them for the speaker's name"),
        };
        let [short, long, full] = table.lengths(length);
        add(format!("{length} characters{label}: short"), short);
        add(format!("{length} characters{label}: long"), long);
        let share = 100 * length / (profile.max_cpl * profile.max_lines).max(1);
        add(format!("{share} % of what a cue holds"), full);
        add("a word or two that are no sentence".into(), shape.fragment);
        let pace = table.pace(start, end);
        add(format!("{:.1} characters a second, more than {}", pace.rate, profile.max_cps), pace.fast);
        let least = profile.min_duration.as_secs_f64();
        add(format!("{:.2} s to be read, less than {least} s", pace.shown), pace.brief);
        let most = profile.max_duration.as_secs_f64();
        add(format!("{:.2} s of speech, more than {most} s", pace.spoken), pace.lasting);
        reasons
    }
}

fn number_of(lines: usize) -> String {
    match lines {
        1 => "one line, since it fits".to_owned(),
        2 => "two lines".to_owned(),
        3 => "three lines".to_owned(),
        n => format!("{n} lines"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caption::{Preset, Profile};
    use crate::format::SpeakerLabels;
    use crate::model::{Cue, Timestamp};

    const TEXT: &str = "We went down to the harbour in the morning, and the boats were gone. Nobody could tell us \
        where they had gone, or why Captain Ahab had left without a word to any of us, who had waited since five \
        o'clock. So we sat down on the wall and ate what we had brought: bread, cheese and two hundred grapes. Well.";

    fn explained(max_cpl: usize, max_lines: usize, preset: Preset, secs: i64) -> Explanation {
        let cue = |n: i64| Cue::new(Timestamp::from_secs(n * secs), Timestamp::from_secs((n + 1) * secs), TEXT);
        let mut document = Document { cues: vec![cue(0), cue(1)], ..Document::default() };
        let ada = document.speakers.intern("Admiral Adelaide");
        document.cues[0].speaker = Some(ada);
        let profile = Profile { max_cpl, max_lines, ..Profile::default() };
        let options = CaptionOptions { profile, language: Some("en".into()), preset, labels: SpeakerLabels::Always };
        explain(document, &options, &mut Sink::new())
    }

    /// The settings the tests below go through: every kind of line, wide and narrow, slow and fast.
    fn all() -> impl Iterator<Item = Explanation> {
        let widths = [(42, 2), (37, 2), (32, 2), (42, 1), (60, 1), (20, 4), (12, 3), (16, 2)];
        widths.into_iter().flat_map(|(width, lines)| {
            [(Preset::Balanced, 20), (Preset::FillFirst, 20), (Preset::Balanced, 8)]
                .into_iter()
                .map(move |(preset, secs)| explained(width, lines, preset, secs))
        })
    }

    #[test]
    fn reasons_add_up_to_the_score_of_the_optimiser() {
        for explanation in all() {
            let plan = &explanation.plan;
            let cues = explanation.cues(0..usize::MAX);
            assert_eq!(cues.len(), explanation.captions.cues.len());
            for stretch in &plan.stretches {
                let run = plan.run(stretch, &explanation.options);
                let best = Table::new(&run).forward().0[stretch.units.len()];
                let of = cues.iter().filter(|cue| stretch.units.contains(&plan.cuts[cue.index].units.start));
                let sum: f64 = of.map(|cue| f64::from(cue.score)).sum();
                assert!((sum - best).abs() < 1e-2, "{sum} is not {best}");
                // The best of all that follows the beginning is the same, found from the other side.
                let table = Table::new(&run);
                let asked = Asked::of(plan, stretch, &table);
                assert!((asked.rest[0] - best).abs() < 1e-6, "{} is not {best}", asked.rest[0]);
            }
        }
    }

    #[test]
    fn what_was_chosen_is_the_best_there_is() {
        let mut weighed = 0;
        for explanation in all() {
            for cue in explanation.cues(0..usize::MAX) {
                let own = &explanation.plan.cuts[cue.index].units;
                assert_eq!(cue.end, own.len() - 1);
                let end = &cue.places[cue.end];
                assert_eq!((end.taken, end.as_end), (Taken::Cue, Some(0.0)), "{cue:?}");
                for place in &cue.places {
                    assert!(place.as_end.is_none_or(|loss| loss <= 1e-5), "{place:?}");
                    assert!(place.as_line.is_none_or(|loss| loss <= 0.0), "{place:?}");
                }
                for other in &cue.others {
                    assert_eq!(cue.places[other.place].as_end, Some(other.difference));
                    assert!(!other.cues.is_empty());
                    weighed += 1;
                }
                for place in cue.places[..cue.end].iter().filter(|place| place.taken == Taken::Line) {
                    assert!(place.as_line.is_none_or(|loss| loss == 0.0), "{place:?}");
                }
            }
        }
        assert!(weighed > 1000, "{weighed}");
    }

    /// Every cutting of a short text is tried, and none with a given end of the first cue is better than
    /// the explanation says.
    #[test]
    fn the_price_of_another_end_is_exact() {
        let cue =
            Cue::new(Timestamp::ZERO, Timestamp::from_secs(4), "Down at the harbour, we saw that the boats left.");
        let document = Document { cues: vec![cue], ..Document::default() };
        let profile = Profile { max_cpl: 16, max_lines: 2, ..Profile::default() };
        let options = CaptionOptions { profile, language: Some("en".into()), ..CaptionOptions::default() };
        let explanation = explain(document, &options, &mut Sink::new());
        let stretch = &explanation.plan.stretches[0];
        let run = explanation.plan.run(stretch, &options);
        let table = Table::new(&run);
        let count = stretch.units.len();
        let best = table.forward().0[count];
        let cue = &explanation.cues(0..1)[0];
        for (place, explained) in cue.places.iter().enumerate() {
            // Bit n of a mask: a cue ends behind unit n.
            let most = (0..1u32 << (count - 1))
                .map(|mask| mask | 1 << (count - 1))
                .filter(|mask| mask.trailing_zeros() as usize == place)
                .filter_map(|mask| {
                    let mut start = 0;
                    let mut sum = 0.0;
                    for end in (1..=count).filter(|end| mask & 1 << (end - 1) != 0) {
                        let length = table.first_length(start, end);
                        if start + 1 < end && length > table.capacity {
                            return None;
                        }
                        sum += f64::from(table.shape(start, end, length)?.score()) + f64::from(table.ending(end));
                        start = end;
                    }
                    Some(sum)
                })
                .max_by(f64::total_cmp);
            match (most, explained.as_end) {
                (Some(most), Some(loss)) => assert!((most - best - f64::from(loss)).abs() < 1e-4, "{explained:?}"),
                (most, loss) => assert_eq!((most, loss), (None, None), "{explained:?}"),
            }
        }
    }
}
