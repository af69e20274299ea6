//! Why captions are cut as they are: what each break scored, and what any other would have cost.
//!
//! Every number is asked of the optimiser's own table ([`segment`](super::segment)); nothing is scored a
//! second time. What the optimiser never needs is worked out here, and only when somebody asks: the best
//! cutting of all that follows a place. With it the price of ending a cue elsewhere is exact: the score
//! of the best captions that have that end, less the score of those that were chosen.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::feature::Feature;
use super::runs::{Seam, Stretch};
use super::segment::{Cut, Table};
use super::{CaptionOptions, CaptionSummary, Plan, cut, text};
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
    /// Whether another speaker begins here, so that every cutting ends a cue or the line of a shared one. The
    /// place scores the same in both.
    pub turn: bool,
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
    /// The text of the cue and of those behind it as they are shown, until the cutting is the one chosen again;
    /// at most four.
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
        let longest = (start + 2..=self.stretch.units.len()).take_while(|&end| self.table.fits(start, end)).last();
        start + 1..longest.unwrap_or(start + 1) + 1
    }

    /// What a cue scores with its end, if it can be shown or the optimiser had no other.
    fn step(&self, start: usize, end: usize) -> Option<f64> {
        let shape = self.table.shape(start, end).map(|shape| shape.score());
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
        let turn = self.stretch.turns.iter().any(|&(unit, _)| unit == place);
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
            // A turn that ends in a shared cue scores what it would score with one of its own.
            line: reasons(if turn { &weights.cue } else { &weights.line }),
            cue: reasons(&weights.cue),
            as_line: None,
            as_end: None,
            forced,
            turn,
        }
    }

    /// What breaking the lines of a cue of two before a unit would lose.
    fn line_loss(&self, start: usize, place: usize, end: usize, lines: &[usize]) -> Option<f32> {
        let &[split] = lines else { return None };
        if self.table.turn(start, end).is_some() {
            return (place == split).then_some(0.0);
        }
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
            let text = text(&self.plan.script, &cut.shifted(self.stretch.units.start));
            let dash = if self.table.turn(from, to).is_some() { self.table.run.profile.dash } else { "" };
            cues.push(text.lines().map(|line| format!("{dash}{line}")).collect::<Vec<_>>().join("\n"));
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
        let mut reasons = Reasons::default();
        let turn = table.turn(start, end);
        match turn {
            None => self.line_ends(lines, "", &mut reasons),
            Some(turn) => {
                let what = format!("the line ends where the turn changes, after {:?}", self.word(turn));
                reasons.always(what, table.cue[turn - 1]);
            }
        }
        reasons.always(format!("the cue ends after {:?}", self.word(end)), table.ending(end));
        if table.shape(start, end).is_none() {
            reasons.always("no room for the word and the speaker's name on one line", 0.0);
            return reasons.all;
        }
        match turn {
            None => self.form(start, end, lines, "", &mut reasons),
            Some(turn) => {
                let gain = table.gain(start, turn, end);
                reasons.always("two speakers share it", gain.shared);
                reasons.unless_nothing("the first turn is very short", gain.question);
                reasons.unless_nothing("the answer is very short", gain.answer);
                for (name, start, end) in [("the first turn alone: ", start, turn), ("the second alone: ", turn, end)] {
                    let lines = table.lines(start, end);
                    self.line_ends(&lines, name, &mut reasons);
                    self.form(start, end, &lines, name, &mut reasons);
                }
            }
        }
        let pace = table.pace(start, end);
        let fast = format!("{:.1} characters a second, more than {}", pace.rate, profile.max_cps);
        reasons.unless_nothing(fast, pace.fast);
        let least = profile.min_duration.as_secs_f64();
        reasons.unless_nothing(format!("{:.2} s to be read, less than {least} s", pace.shown), pace.brief);
        let most = profile.max_duration.as_secs_f64();
        reasons.unless_nothing(format!("{:.2} s of speech, more than {most} s", pace.spoken), pace.lasting);
        reasons.all
    }

    fn line_ends(&self, lines: &[usize], name: &str, reasons: &mut Reasons) {
        for &line in lines {
            reasons.always(format!("{name}a line ends after {:?}", self.word(line)), self.table.line[line - 1]);
        }
    }

    /// What one speaker's cue gains and pays but for its end and its pace.
    fn form(&self, start: usize, end: usize, lines: &[usize], name: &str, reasons: &mut Reasons) {
        let (table, profile) = (self.table, self.table.run.profile);
        let length = table.first_length(start, end);
        let Some(shape) = table.of_one(start, end) else { return };
        reasons.always(format!("{name}{}", number_of(lines.len() + 1)), shape.lines);
        let edges: Vec<usize> = [start].into_iter().chain(lines.iter().copied()).chain([end]).collect();
        let widths: Vec<usize> = edges
            .windows(2)
            .map(|edge| match edge[0] == start {
                true => table.first_length(edge[0], edge[1]),
                false => table.length(edge[0], edge[1]),
            })
            .collect();
        let mut add = |what: String, score: f32| reasons.unless_nothing(format!("{name}{what}"), score);
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
    }

    /// The word before a place of the stretch.
    fn word(&self, place: usize) -> &str {
        self.plan.script.word(self.stretch.units.start + place - 1)
    }
}

/// Reasons as they are gathered.
#[derive(Debug, Default)]
struct Reasons {
    all: Vec<Reason>,
}

impl Reasons {
    fn always(&mut self, what: impl Into<Cow<'static, str>>, score: f32) {
        self.all.push(Reason { what: what.into(), score });
    }

    fn unless_nothing(&mut self, what: impl Into<Cow<'static, str>>, score: f32) {
        if score != 0.0 {
            self.always(what, score);
        }
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
    use crate::caption::{Dialogue, Preset, Profile};
    use crate::format::SpeakerLabels;
    use crate::model::{Cue, Timestamp, Timing};

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

    /// Turns that follow each other closely, some short, some too fast by themselves, one of two sentences.
    const TURNS: [&str; 8] = [
        "Did you see the boat come in last night?",
        "Yes.",
        "No, really?",
        "I was on the pier. It had no lights, and nobody on deck.",
        "Nobody?",
        "Not a soul, I tell you.",
        "We should",
        "Don't.",
    ];

    fn dialogue(turns: &[&str], profile: Profile, labels: SpeakerLabels, pace: i64) -> Explanation {
        let mut document = Document::default();
        let mut at = 0;
        for (n, &turn) in turns.iter().enumerate() {
            let mut cue = Cue::new(Timestamp::from_millis(at), Timestamp::from_millis(at), turn);
            cue.end_timing = Timing::Interpolated;
            cue.speaker = Some(document.speakers.intern(["Ada", "Ben"][n % 2]));
            document.cues.push(cue);
            at += pace * turn.len() as i64;
        }
        let options = CaptionOptions { profile, language: Some("en".into()), labels, ..CaptionOptions::default() };
        explain(document, &options, &mut Sink::new())
    }

    fn dashed(max_cpl: usize, max_lines: usize) -> Profile {
        Profile { max_cpl, max_lines, dialogue: Dialogue::Dashed, ..Profile::default() }
    }

    fn dialogues() -> impl Iterator<Item = Explanation> {
        [(42, 2), (37, 2), (20, 2), (16, 3)].into_iter().flat_map(|(width, lines)| {
            [(SpeakerLabels::Never, 40), (SpeakerLabels::Change, 40), (SpeakerLabels::Dash, 60)]
                .into_iter()
                .map(move |(labels, pace)| dialogue(&TURNS, dashed(width, lines), labels, pace))
        })
    }

    /// The settings the tests below go through: every kind of line, wide and narrow, slow and fast, of one
    /// speaker and of two.
    fn all() -> impl Iterator<Item = Explanation> {
        let widths = [(42, 2), (37, 2), (32, 2), (42, 1), (60, 1), (20, 4), (12, 3), (16, 2)];
        let of_one = widths.into_iter().flat_map(|(width, lines)| {
            [(Preset::Balanced, 20), (Preset::FillFirst, 20), (Preset::Balanced, 8)]
                .into_iter()
                .map(move |(preset, secs)| explained(width, lines, preset, secs))
        });
        of_one.chain(dialogues())
    }

    #[test]
    fn a_shared_cue_says_that_it_is_shared() {
        let mut shared = 0;
        for explanation in dialogues() {
            for cue in explanation.cues(0..usize::MAX) {
                let text = &explanation.captions.cues[cue.index].text;
                let said = |what: &str| cue.reasons.iter().any(|reason| reason.what.starts_with(what));
                assert_eq!(said("two speakers share it"), text.is_dialogue(), "{cue:?}");
                assert_eq!(said("the line ends where the turn changes"), text.is_dialogue());
                assert!(cue.places.iter().filter(|place| place.turn).count() <= 2, "{cue:?}");
                if text.is_dialogue() {
                    shared += 1;
                    let lines: Vec<_> = cue.places[..cue.end].iter().filter(|p| p.taken == Taken::Line).collect();
                    assert!(lines.len() == 1 && lines[0].turn && lines[0].as_line == Some(0.0), "{lines:?}");
                    let no_choice = |p: &&ExplainedPlace| p.taken != Taken::Line && p.as_line.is_some();
                    assert_eq!(cue.places[..cue.end].iter().filter(no_choice).count(), 0);
                }
                for other in &cue.others {
                    let turns = cue.places[..other.place].iter().filter(|place| place.turn).count();
                    assert!(turns < 2);
                    let lines = other.cues[0].lines().filter(|line| line.starts_with(explanation.options.profile.dash));
                    assert_eq!(lines.count(), if turns == 1 { 2 } else { 0 }, "{other:?}");
                }
            }
        }
        assert!(shared >= 12, "{shared}");
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
        price_is_exact(&explain(document, &options, &mut Sink::new()), 0);
        let turns = ["Did you see it?", "Yes.", "No, really?", "I was there."];
        for labels in [SpeakerLabels::Never, SpeakerLabels::Change] {
            let explanation = dialogue(&turns, dashed(16, 2), labels, 40);
            assert_eq!(explanation.plan.stretches.len(), 1);
            price_is_exact(&explanation, 3);
        }
    }

    fn price_is_exact(explanation: &Explanation, turns: usize) {
        let stretch = &explanation.plan.stretches[0];
        let run = explanation.plan.run(stretch, &explanation.options);
        let table = Table::new(&run);
        let count = stretch.units.len();
        let best = table.forward().0[count];
        assert_eq!(stretch.turns.len(), turns);
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
                        if !table.fits(start, end) {
                            return None;
                        }
                        sum += f64::from(table.shape(start, end)?.score()) + f64::from(table.ending(end));
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
