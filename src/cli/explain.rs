//! `convert --explain`: why cues are cut as they are, as a person reads it and as JSON.

use std::fmt::Write as _;
use std::ops::Range;

use cuekit::{Cue, Document, ExplainedCue, ExplainedPlace, Explanation, OtherCut, Reason, Style, Taken, Timestamp};
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::exit::Failure;

/// Of the other cuttings of a cue this many are shown; JSON has all.
const OTHERS: usize = 3;

/// A word is shown up to this many characters.
const WORD: usize = 16;

/// The cues to explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    All,
    /// From a number to a number, both counted from 1 and inclusive.
    Numbers(usize, usize),
    /// What is on the screen from a time to a time.
    Times(Timestamp, Timestamp),
}

impl Wanted {
    /// `12`, `10..12`, `10..`, `1:23`, `1:20..1:30`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let is_number = |text: &str| text.is_empty() || text.bytes().all(|b| b.is_ascii_digit());
        let backwards = || Err(format!("{text:?} ends before it begins"));
        if text.contains(',') && !text.contains(':') {
            // Read as a time it would be one second and a bit.
            Err(format!("{text:?} is neither a cue nor a time; cues next to each other are written 10..12"))
        } else if text == ".." {
            Ok(Wanted::All)
        } else if !text.is_empty() && is_number(from) && is_number(to) {
            let number = |text: &str, open: usize| match text {
                "" => Ok(open),
                _ => text.parse().map_err(|_| format!("there is no cue {text}")),
            };
            match (number(from, 1)?, number(to, usize::MAX)?) {
                (0, _) | (_, 0) => Err("cues are counted from 1".to_owned()),
                (from, to) if from > to => backwards(),
                (from, to) => Ok(Wanted::Numbers(from, to)),
            }
        } else {
            let time = |text: &str, open: Timestamp| match text {
                "" => Some(open),
                _ => text.parse::<Timestamp>().ok().filter(|&time| time >= Timestamp::ZERO),
            };
            match (time(from, Timestamp::ZERO), time(to, Timestamp::MAX)) {
                (Some(from), Some(to)) if from > to => backwards(),
                (Some(from), Some(to)) if !text.is_empty() => Ok(Wanted::Times(from, to)),
                _ => Err("write a cue (12), cues (10..12) or a time (1:23); name the file before --explain".to_owned()),
            }
        }
    }

    /// The indices of the cues that are meant.
    pub(crate) fn of(self, captions: &Document<'_>) -> Result<Range<usize>, Failure> {
        let cues = &captions.cues;
        let Some(last) = cues.last() else {
            return Err(Failure::usage("there is nothing to explain: no captions came of this text"));
        };
        match self {
            Wanted::All => Ok(0..cues.len()),
            Wanted::Numbers(from, _) if from > cues.len() => Err(Failure::usage(match cues.len() {
                1 => format!("there is no cue {from}: the captions have only one"),
                n => format!("there is no cue {from}: the captions have {n}"),
            })),
            Wanted::Numbers(from, to) => Ok(from - 1..to.min(cues.len())),
            Wanted::Times(from, _) if from > last.end => Err(Failure::usage(format!(
                "nothing is shown at {from}: the last cue, {}, ends at {}",
                cues.len(),
                last.end
            ))),
            // In a gap between two cues the one before is meant, before the first the first.
            Wanted::Times(from, to) => {
                let begun = |time| cues.partition_point(|cue| cue.start <= time).max(1);
                Ok(begun(from) - 1..begun(to))
            }
        }
    }
}

/// The explanation of some cues as a person reads it.
pub(crate) fn page(explanation: &Explanation, cues: &[ExplainedCue]) -> String {
    let mut page = String::new();
    for cue in cues {
        if !page.is_empty() {
            page.push('\n');
        }
        let shown = &explanation.captions.cues[cue.index];
        let speakers = speakers(&explanation.captions, shown).join(" and ");
        let comma = if speakers.is_empty() { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = writeln!(page, "cue {}, {} to {}{comma}{speakers}", cue.index + 1, shown.start, shown.end);
        for line in shown.text.shown().lines() {
            let _ = writeln!(page, "  {line}");
        }
        let _ = writeln!(page, "\n  score {}", signed(cue.score));
        for reason in &cue.reasons {
            let _ = writeln!(page, "  {:>7}  {}", signed(reason.score), reason.what);
        }
        places(&mut page, cue);
        others(&mut page, cue);
    }
    // A name or a word must not steer the terminal.
    page.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect()
}

/// Whoever speaks in a cue: one, or the two who share it.
fn speakers<'d>(captions: &'d Document<'_>, cue: &'d Cue<'_>) -> Vec<&'d str> {
    let voices = cue.text.spans().iter().filter_map(|span| match &span.style {
        Style::Voice { name, .. } => Some(name.as_str()),
        _ => None,
    });
    captions.speaker_of(cue).into_iter().chain(voices).collect()
}

/// The table of the places where the cue could have ended.
fn places(page: &mut String, cue: &ExplainedCue) {
    let name = |place: &ExplainedPlace| format!("{} | {}", short(&place.left), short(&place.right));
    let width = cue.places.iter().map(|place| name(place).width()).max().unwrap_or(0).max("place".len());
    let header = format!("  place{}", " ".repeat(width - "place".len()));
    let _ = writeln!(page, "\n{header}    line   instead     cue   instead  why (line, cue)");
    for (index, place) in cue.places.iter().enumerate() {
        let name = name(place);
        // Behind the cue others may have taken a place.
        let own = index <= cue.end;
        let instead = |loss: Option<f32>, taken: bool| match loss {
            _ if taken && own => "taken".to_owned(),
            None => "-".to_owned(),
            Some(loss) => signed(loss),
        };
        let why = match place.forced {
            Some(why) => format!("{why}, so a cue must end"),
            None if place.turn => "another speaker begins, so a cue must end, or the line of a shared one".to_owned(),
            None => {
                let reason = |(line, cue): (&Reason, &Reason)| {
                    format!("{} ({}, {})", line.what, signed(line.score), signed(cue.score))
                };
                place.line.iter().zip(&place.cue).map(reason).collect::<Vec<_>>().join(", ")
            }
        };
        let sum = |reasons: &[Reason]| match place.forced {
            Some(_) => "-".to_owned(),
            None => signed(reasons.iter().map(|reason| reason.score).sum()),
        };
        let _ = writeln!(
            page,
            "  {name}{}  {:>6}  {:>8}  {:>6}  {:>8}  {why}",
            " ".repeat(width - name.width()),
            sum(&place.line),
            instead(place.as_line, place.taken == Taken::Line),
            sum(&place.cue),
            instead(place.as_end, place.taken == Taken::Cue),
        );
    }
}

/// The best of the other cuttings.
fn others(page: &mut String, cue: &ExplainedCue) {
    if cue.others.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n  other ways to cut it, and what the whole would lose");
    for other in cue.others.iter().take(OTHERS) {
        for (index, text) in other.cues.iter().enumerate() {
            let loss = if index == 0 { signed(other.difference) } else { String::new() };
            let _ = writeln!(page, "  {loss:>7}  {}", text.replace('\n', " / "));
        }
        if !other.rejoins {
            let _ = writeln!(page, "  {:>7}  …", "");
        }
    }
}

fn short(word: &str) -> String {
    if word.chars().count() <= WORD { word.to_owned() } else { word.chars().take(WORD - 1).chain(['…']).collect() }
}

/// One decimal with its sign; what rounds to nothing has none.
fn signed(score: f32) -> String {
    let tenths = (score * 10.0).round() / 10.0;
    if tenths == 0.0 { "0.0".to_owned() } else { format!("{tenths:+.1}") }
}

/// A cue of the explanation as JSON. Scores are rounded to hundredths.
#[derive(Debug, Serialize)]
pub(crate) struct CueJson {
    cue: usize,
    start: f64,
    end: f64,
    text: String,
    score: f64,
    reasons: Vec<ReasonJson>,
    places: Vec<PlaceJson>,
    /// Index of the place where the cue ends.
    end_place: usize,
    others: Vec<OtherJson>,
}

#[derive(Debug, Serialize)]
struct ReasonJson {
    what: String,
    score: f64,
}

#[derive(Debug, Serialize)]
struct PlaceJson {
    left: String,
    right: String,
    /// `line` or `cue`, if something ends there.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forced: Option<&'static str>,
    /// Another speaker begins: a cue ends, or the line of one that two share.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    turn: bool,
    /// What holds there, with what it adds for a line and for a cue.
    features: Vec<FeatureJson>,
    line: f64,
    cue: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_line: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_end: Option<f64>,
}

#[derive(Debug, Serialize)]
struct FeatureJson {
    what: String,
    line: f64,
    cue: f64,
}

#[derive(Debug, Serialize)]
struct OtherJson {
    difference: f64,
    /// Index of the place where the cue ends.
    place: usize,
    cues: Vec<String>,
    rejoins: bool,
}

/// The explanation of some cues as data.
pub(crate) fn json(explanation: &Explanation, cues: &[ExplainedCue]) -> Vec<CueJson> {
    let of = |cue: &ExplainedCue| {
        let shown = &explanation.captions.cues[cue.index];
        CueJson {
            cue: cue.index + 1,
            start: shown.start.as_secs_f64(),
            end: shown.end.as_secs_f64(),
            text: shown.text.shown().into_owned(),
            score: hundredths(cue.score),
            reasons: cue
                .reasons
                .iter()
                .map(|reason| ReasonJson { what: reason.what.to_string(), score: hundredths(reason.score) })
                .collect(),
            places: cue.places.iter().map(place_json).collect(),
            end_place: cue.end,
            others: cue.others.iter().map(other_json).collect(),
        }
    };
    cues.iter().map(of).collect()
}

fn place_json(place: &ExplainedPlace) -> PlaceJson {
    let sum = |reasons: &[Reason]| hundredths(reasons.iter().map(|reason| reason.score).sum());
    PlaceJson {
        left: place.left.clone(),
        right: place.right.clone(),
        taken: match place.taken {
            Taken::Nothing => None,
            Taken::Line => Some("line"),
            Taken::Cue => Some("cue"),
        },
        forced: place.forced,
        turn: place.turn,
        features: place
            .line
            .iter()
            .zip(&place.cue)
            .map(|(line, cue)| FeatureJson {
                what: line.what.to_string(),
                line: hundredths(line.score),
                cue: hundredths(cue.score),
            })
            .collect(),
        line: sum(&place.line),
        cue: sum(&place.cue),
        as_line: place.as_line.map(hundredths),
        as_end: place.as_end.map(hundredths),
    }
}

fn other_json(other: &OtherCut) -> OtherJson {
    OtherJson {
        difference: hundredths(other.difference),
        place: other.place,
        cues: other.cues.clone(),
        rejoins: other.rejoins,
    }
}

fn hundredths(score: f32) -> f64 {
    // The sum takes the sign from a zero below.
    (f64::from(score) * 100.0).round() / 100.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_and_times_are_told_apart() {
        let times = |from, to| Ok(Wanted::Times(Timestamp::from_secs(from), Timestamp::from_secs(to)));
        assert_eq!(Wanted::parse("12"), Ok(Wanted::Numbers(12, 12)));
        assert_eq!(Wanted::parse("10..12"), Ok(Wanted::Numbers(10, 12)));
        assert_eq!(Wanted::parse("10.."), Ok(Wanted::Numbers(10, usize::MAX)));
        assert_eq!(Wanted::parse("..3"), Ok(Wanted::Numbers(1, 3)));
        assert_eq!(Wanted::parse(".."), Ok(Wanted::All));
        assert_eq!(Wanted::parse("1:23"), times(83, 83));
        assert_eq!(Wanted::parse("83s..1:30"), times(83, 90));
        for bad in ["", "0", "3..2", "0..2", "1:30..1:20", "talk.txt", "a..b", "-3", "99999999999999999999999"] {
            assert!(Wanted::parse(bad).is_err(), "{bad}");
        }
    }
}
