//! `cuekit retime`: captions moved in time, all else as it was.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;

use clap::Parser;
use cuekit::{
    AlignOptions, Anchor, BelowZero, Cue, Diagnostic, Document, Selection, Sink, SourceRange, StartsBelowZero, TimeMap,
    Timecode, Timestamp, TimingLimits, align, first_start, from_timecode, limit_timing, read_shots, retime,
    settle_below_zero, to_timecode, trim,
};

use crate::cli::args::{LimitArgs, Outcome, Reading, Retime, Retiming, SrtDecimalsArg};
use crate::cli::editing::{self, Edited, Editing};
use crate::cli::exit::{Exit, Failure};
use crate::cli::input::Input;
use crate::cli::reading;
use crate::cli::render::Printer;
use crate::cli::report::{AlignmentReport, Change, FileReport, Residual, Retimed};
use crate::cli::time_arg::TimeArg;

pub(crate) fn run(args: &Retime, then: &[&[OsString]]) -> Exit {
    let then: Vec<Then> = then.iter().map(|options| Then::parse_from(options.iter())).collect();
    let outcome = then.iter().fold(args.outcome.clone(), |outcome, then| outcome.and(then.outcome.clone()));
    let printer = Printer::new(outcome.telling.is_quiet());
    let planned = steps(args, &then, &printer).and_then(|steps| Ok((steps, editing::plan(&args.inputs, &outcome)?)));
    let (steps, jobs) = match planned {
        Ok(planned) => planned,
        Err(failure) => return printer.refusal(&failure),
    };
    let editing = Editing { command: "retime", decoding: &args.decoding, outcome: &outcome, printer: &printer };
    editing.run(&jobs, |document, _, report, sink| {
        let shown = change(&steps, &outcome, document, report, sink)?;
        Ok(Edited { shown, ..Edited::default() })
    })
}

/// What stands behind one `--then`.
#[derive(Debug, Parser)]
#[command(name = "cuekit retime … --then", no_binary_name = true)]
struct Then {
    #[command(flatten)]
    outcome: Outcome,

    #[command(flatten)]
    retiming: Retiming,
}

/// The steps, checked before a file is touched.
fn steps(args: &Retime, then: &[Then], printer: &Printer) -> Result<Vec<Step>, Failure> {
    std::iter::once(&args.retiming)
        .chain(then.iter().map(|then| &then.retiming))
        .map(|args| Step::of(args, printer))
        .collect()
}

/// One step, its times worked out.
struct Step {
    timecode: Option<Timecode>,
    map: Option<TimeMap>,
    /// The anchors of a line that was fitted to them.
    fitted: Vec<Anchor>,
    selection: Selection,
    reference: Option<Reference>,
    trim: Option<(Timestamp, Timestamp)>,
    rezero: bool,
    start_at: Option<Timestamp>,
    limits: TimingLimits,
    negative: cuekit::BelowZero,
    /// How far all cues move if that is all that is asked for: what a message about it can be told in.
    shift: Option<Timestamp>,
    to_timecode: Option<Timecode>,
}

impl Step {
    fn of(args: &Retiming, printer: &Printer) -> Result<Step, Failure> {
        let limits = limits(&args.limits, args.timecode, printer)?;
        // Frames that name no rate are those the cues stand on, or will.
        let rate = args.timecode.or(args.limits.snap_frames.and_then(Timecode::new));
        let time = |argument: &TimeArg| argument.resolve(rate);
        let shift = args.shift.as_ref().map(time).transpose()?;
        let refused = |error: cuekit::AnchorError| Failure::usage(error.to_string());
        let ratio = args.rate.or(args.fps);
        let anchors: Vec<Anchor> = args.anchors.iter().map(|anchor| anchor.resolve(rate)).collect::<Result<_, _>>()?;
        let map = match (&anchors[..], ratio, shift) {
            ([], None, None) => None,
            ([], ratio, shift) => {
                Some(TimeMap::line(ratio.unwrap_or(cuekit::Ratio::ONE), shift.unwrap_or(Timestamp::ZERO)))
            }
            (anchors, ..) if args.fit => Some(TimeMap::fit(anchors).map_err(refused)?),
            (anchors, ..) => Some(TimeMap::through(anchors).map_err(refused)?),
        };
        let cues =
            args.cues.as_ref().map(|cues| cues.from.map_or(1, |at| at.0)..=cues.to.map_or(usize::MAX, |at| at.0));
        if cues.as_ref().is_some_and(std::ops::RangeInclusive::is_empty) {
            return Err(Failure::usage("--cues ends before it begins"));
        }
        let selection = Selection {
            from: args.from.as_ref().map(time).transpose()?,
            to: args.to.as_ref().map(time).transpose()?,
            cues,
            speakers: args.speakers.clone(),
        };
        let reference =
            args.to_reference.as_deref().map(|path| Reference::read(path, !args.no_splits, printer)).transpose()?;
        let trim = match &args.trim {
            None => None,
            Some(span) => {
                let from = span.from.as_ref().map(time).transpose()?.unwrap_or(Timestamp::ZERO);
                let to = span.to.as_ref().map(time).transpose()?.unwrap_or(Timestamp::MAX);
                if to <= from {
                    return Err(Failure::usage("--trim ends before it begins"));
                }
                Some((from, to))
            }
        };
        let step = Step {
            timecode: args.timecode,
            fitted: if args.fit { anchors } else { Vec::new() },
            shift: shift.filter(|_| ratio.is_none() && selection == Selection::default()),
            map,
            selection,
            reference,
            trim,
            rezero: args.rezero,
            start_at: args.start_at.as_ref().map(time).transpose()?,
            limits,
            negative: args.negative.into(),
            to_timecode: args.to_timecode,
        };
        let moves = step.map.is_some() || step.reference.is_some();
        let limited = !step.limits.asks_nothing();
        if step.selection != Selection::default() && !moves && !limited {
            return Err(Failure::usage("which cues move is said, but not how")
                .help("give --shift, --rate, --fps, --anchor or a limit; --start-at moves all cues"));
        }
        if step.selection != Selection::default() && step.trim.is_some() {
            return Err(Failure::usage("which cues move is said, and which part stays: that is two steps")
                .help("put --trim behind --then"));
        }
        let cut = step.trim.is_some() || step.start_at.is_some();
        if !moves && !limited && !cut && step.timecode.is_none() && step.to_timecode.is_none() {
            return Err(Failure::usage("nothing is asked for").help(
                "give --shift, --rate, --fps, --anchor, --to-reference, --trim, --start-at, --timecode or a limit; see \
                 `cuekit retime --help`",
            ));
        }
        Ok(step)
    }

    fn apply(&self, document: &mut Document<'_>, retimed: &mut Retimed, sink: &mut Sink) -> Result<(), Failure> {
        if let Some(speaker) = self.selection.speakers.iter().find(|name| document.speakers.id(name).is_none()) {
            let names: Vec<&str> = document.speakers.names().collect();
            let help = if names.is_empty() {
                "no speaker is named in this file".into()
            } else {
                format!("there are {}", names.join(", "))
            };
            return Err(Failure::usage(format!("nobody here is called {speaker:?}")).help(help));
        }
        if let Some(timecode) = self.timecode {
            from_timecode(document, timecode, sink);
        }
        let is_meant = |document: &Document<'_>| (0..document.cues.len()).any(|nth| self.selection.has(document, nth));
        if self.selection != Selection::default() && !is_meant(document) {
            let message = "no cue is among those that are to move";
            sink.report(Diagnostic::warning("selection-empty", message).help("see --from, --to, --cues and --speaker"));
        }
        let collided = collisions(document);
        // Who is meant is asked before anything moves: times decide it.
        let limited = !self.limits.asks_nothing();
        let chosen: Vec<bool> = match limited {
            true => (0..document.cues.len()).map(|index| self.selection.has(document, index)).collect(),
            false => Vec::new(),
        };
        if let Some(reference) = &self.reference {
            retimed.alignments.push(reference.align(document, &self.selection)?);
        }
        if let Some(map) = &self.map {
            retime(document, map, &self.selection);
            retimed.residuals.extend(self.fitted.iter().map(|anchor| Residual::new(*anchor, map)));
        }
        let collide = collisions(document).saturating_sub(collided);
        if self.selection != Selection::default() && collide > 0 {
            let message = format!(
                "{collide} more cue{} now begin{} before the one before {} over",
                if collide == 1 { "" } else { "s" },
                if collide == 1 { "s" } else { "" },
                if collide == 1 { "it is" } else { "them are" }
            );
            sink.report(
                Diagnostic::warning("cues-collide", message).help("the others stayed where they were, as asked"),
            );
        }
        if let Some((from, to)) = self.trim {
            trim(document, from, to, sink);
            if self.rezero {
                retime(document, &TimeMap::shift(-from), &Selection::default());
            }
            if document.cues.is_empty() {
                return Err(Failure::usage("no cue is shown in the part that --trim keeps"));
            }
        }
        if let (Some(at), Some(first)) = (self.start_at, first_start(document)) {
            retime(document, &TimeMap::shift(at - first), &Selection::default());
        }
        if limited {
            // What is trimmed has no selection, and so all of it is meant.
            limit_timing(document, &self.limits, Some(&|index, _| self.trim.is_some() || chosen[index]), sink);
        }
        if let Some(timecode) = self.to_timecode {
            to_timecode(document, timecode);
        }
        Ok(())
    }
}

/// The limits, their times worked out and the shot changes read.
fn limits(args: &LimitArgs, timecode: Option<Timecode>, printer: &Printer) -> Result<TimingLimits, Failure> {
    // Frames of limits are those the cues will stand on.
    let usual = args.snap_frames.and_then(Timecode::new).or(timecode);
    let length = |argument: &Option<TimeArg>| match argument {
        None => Ok(None),
        Some(argument) => match argument.resolve(usual)? {
            time if time < Timestamp::ZERO => Err(Failure::usage("a length of time cannot be below zero")),
            time => Ok(Some(time)),
        },
    };
    let limits = TimingLimits {
        frames: args.snap_frames,
        shots: match &args.shots {
            Some(path) => reading::beside(path, printer, |source, sink| Ok(read_shots(source.text(), usual, sink)?))?,
            None => Vec::new(),
        },
        min_gap: length(&args.min_gap)?.unwrap_or(Timestamp::ZERO),
        bridge: length(&args.bridge)?,
        min_duration: length(&args.min_duration)?,
        max_duration: length(&args.max_duration)?,
        max_cps: args.extend_to_speed,
        lead_in: length(&args.lead_in)?.unwrap_or(Timestamp::ZERO),
        lead_out: length(&args.lead_out)?.unwrap_or(Timestamp::ZERO),
        overlap: args.overlap.into(),
        ..TimingLimits::default()
    };
    if limits.max_duration == Some(Timestamp::ZERO) {
        return Err(Failure::usage("no cue can be shown for no time at all").help("--max-duration 7s is a usual one"));
    }
    if limits.min_duration.zip(limits.max_duration).is_some_and(|(min, max)| min > max) {
        return Err(Failure::usage("the shortest duration is longer than the longest"));
    }
    Ok(limits)
}

/// The captions of another file to go by.
struct Reference {
    name: String,
    cues: Vec<Cue<'static>>,
    options: AlignOptions,
}

impl Reference {
    fn read(path: &OsStr, splits: bool, printer: &Printer) -> Result<Reference, Failure> {
        let reading = Reading { shape: None, srt_decimals: SrtDecimalsArg::Fraction, duration: None };
        let cues = reading::beside(path, printer, |source, sink| {
            let document = reading::read(source, None, &reading, sink)?;
            Ok(document.cues.into_iter().map(Cue::into_owned).collect())
        })?;
        let mut options = AlignOptions::default();
        options.splits = splits;
        Ok(Reference { name: Input::from(path).to_string(), cues, options })
    }

    /// Moves the selected cues to where they belong, found by all of them.
    fn align(&self, document: &mut Document<'_>, selection: &Selection) -> Result<AlignmentReport, Failure> {
        let alignment = align(&document.cues, &self.cues, &self.options).map_err(|mismatch| {
            Failure::new(Exit::SomeFailed, format!("this does not match {}: {mismatch}", self.name))
                .help("nothing was written; --anchor moves it by places that you know")
        })?;
        let report = AlignmentReport::new(&self.name, &alignment, &document.cues);
        let stays = (0..document.cues.len()).filter(|index| !selection.has(document, *index));
        let stays: Vec<(usize, Cue<'_>)> = stays.map(|index| (index, document.cues[index].clone())).collect();
        alignment.apply(&mut document.cues);
        stays.into_iter().for_each(|(index, cue)| document.cues[index] = cue);
        Ok(report)
    }
}

/// How many cues begin before the one before them is over.
fn collisions(document: &Document<'_>) -> usize {
    document.cues.windows(2).filter(|pair| pair[1].start < pair[0].end).count()
}

/// `-3.2s`, as options take it.
fn seconds(time: Timestamp) -> String {
    format!("{}s", time.as_secs_f64())
}

/// Retimes the captions of a file; gives what a person asked to be shown.
fn change(
    steps: &[Step],
    outcome: &Outcome,
    document: &mut Document<'_>,
    report: &mut FileReport,
    sink: &mut Sink,
) -> Result<String, Failure> {
    let before = Times::of(document);
    let texts = if outcome.dry_run { excerpts(document) } else { Vec::new() };
    let mut retimed = Retimed::default();
    for step in steps {
        step.apply(document, &mut retimed, sink)?;
    }
    settle(steps, document, sink)?;
    retimed.changes = before.changes(document);
    let mut shown = String::new();
    if !outcome.telling.json {
        shown.extend(retimed.alignments.iter().map(AlignmentReport::table));
        shown.extend(retimed.residuals.iter().map(Residual::line));
        if outcome.dry_run {
            shown += &diff(&retimed.changes, &texts);
        }
    }
    report.retimed = Some(retimed);
    Ok(shown)
}

/// Sees to it that the times are some that can be written.
fn settle(steps: &[Step], document: &mut Document<'_>, sink: &mut Sink) -> Result<(), Failure> {
    /// Thirty years, far below where times end that can be counted.
    const MOST: Timestamp = Timestamp::from_secs(30 * 365 * 24 * 3600);
    if let Some(at) = document.cues.iter().position(|cue| cue.end >= MOST || cue.start <= -MOST) {
        let message = format!("cue {} would be shown years from zero: {}", at + 1, document.cues[at].start);
        return Err(Failure::usage(message).help("is that the time or the rate you meant?"));
    }
    let negative = steps.iter().rev().map(|step| step.negative).find(|negative| *negative != BelowZero::Error);
    let had = document.cues.len();
    settle_below_zero(document, negative.unwrap_or_default(), sink).map_err(|error| refusal(steps, &error))?;
    if document.cues.is_empty() && had > 0 {
        return Err(
            Failure::usage("all cues would end below zero").help("nothing was written; is that the shift you meant?")
        );
    }
    Ok(())
}

/// Why nothing is written, and the least that helps.
fn refusal(steps: &[Step], error: &StartsBelowZero) -> Failure {
    let missing = error.missing();
    let most = match steps {
        [Step { shift: Some(shift), .. }] => format!("--shift {} is the most", seconds(*shift + missing)),
        _ => format!("everything {} later would do", seconds(missing)),
    };
    Failure::usage(error.to_string())
        .help(format!("{most}; --negative clamp lets them begin at zero, --negative drop leaves them out"))
}

/// When the cues were shown.
struct Times {
    /// Where each stands in the source, or, of a format that does not tell, what it says; start and end.
    cues: Vec<(SourceRange, Option<String>, Timestamp, Timestamp)>,
}

impl Times {
    fn of(document: &Document<'_>) -> Times {
        let text = |cue: &Cue<'_>| cue.source.is_empty().then(|| cue.text.as_str().to_owned());
        Times { cues: document.cues.iter().map(|cue| (cue.source, text(cue), cue.start, cue.end)).collect() }
    }

    /// What became of them.
    fn changes(&self, document: &Document<'_>) -> Vec<Change> {
        let mut left = document.cues.iter().peekable();
        let mut changes = Vec::new();
        for (index, (source, text, start, end)) in self.cues.iter().enumerate() {
            let same = |cue: &Cue<'_>| text.as_ref().is_none_or(|text| text == cue.text.as_str());
            // As they are written.
            let shown = |times: [Timestamp; 2]| times.map(|time| Timestamp::from_millis(time.to_millis()));
            let from = shown([*start, *end]);
            let to = left.next_if(|cue| cue.source == *source && same(cue)).map(|cue| shown([cue.start, cue.end]));
            if to != Some(from) {
                changes.push(Change { cue: index + 1, from, to });
            }
        }
        changes
    }
}

/// What each cue says, to know it by.
fn excerpts(document: &Document<'_>) -> Vec<String> {
    const WIDTH: usize = 40;
    let excerpt = |text: &str| text.lines().next().unwrap_or_default().chars().take(WIDTH).collect();
    document.cues.iter().map(|cue| excerpt(cue.text.as_str())).collect()
}

/// The changes as lines to read: each cue as it is, and as it would be.
fn diff(changes: &[Change], texts: &[String]) -> String {
    let mut out = String::new();
    for Change { cue, from, to } in changes {
        let _ = writeln!(out, "@@ cue {cue} @@ {}", texts[cue - 1]);
        let _ = writeln!(out, "- {} --> {}", from[0], from[1]);
        if let Some([start, end]) = to {
            let _ = writeln!(out, "+ {start} --> {end}");
        }
    }
    out
}
