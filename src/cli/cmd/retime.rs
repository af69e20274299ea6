//! `cuekit retime`: captions moved in time, all else as it was.

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::Parser;
use cuekit::{
    Anchor, Document, DocumentKind, Format, Limits, Selection, Sink, Source, SourceRange, StartsBelowZero, TimeMap,
    Timestamp, WriteOptions, first_start, from_timecode, retime, settle_below_zero, to_timecode, trim,
};

use crate::cli::args::{Reading, Retime, Retiming};
use crate::cli::batch::{self, Job};
use crate::cli::encode::{self, Encoding};
use crate::cli::exit::{Exit, Failure};
use crate::cli::reading;
use crate::cli::render::Printer;
use crate::cli::report::{Change, FileReport, Retimed};

pub(crate) fn run(args: &Retime, then: &[&[OsString]]) -> Exit {
    let printer = Printer::new(args.quiet || args.json);
    let planned = steps(args, then).and_then(|steps| Ok((steps, plan(args)?)));
    let (steps, jobs) = match planned {
        Ok(planned) => planned,
        Err(failure) => {
            printer.failure(None, &failure);
            return failure.exit;
        }
    };
    batch::run("retime", &jobs, args.json, &printer, |job, report| work(args, job, &steps, &printer, report))
}

fn plan(args: &Retime) -> Result<Vec<Job>, Failure> {
    batch::plan(&batch::Wanted {
        inputs: &args.inputs,
        output: args.output.as_deref(),
        to: None,
        force: args.force,
        in_place: args.in_place,
        only_shown: args.dry_run,
        keeps_format: true,
    })
}

/// What stands behind one `--then`.
#[derive(Debug, Parser)]
#[command(name = "cuekit retime … --then", no_binary_name = true)]
struct Then {
    #[command(flatten)]
    retiming: Retiming,
}

/// The steps, checked before a file is touched.
fn steps(args: &Retime, then: &[&[OsString]]) -> Result<Vec<Step>, Failure> {
    let mut steps = vec![Step::of(&args.retiming)?];
    for options in then {
        steps.push(Step::of(&Then::parse_from(options.iter()).retiming)?);
    }
    Ok(steps)
}

/// One step, its times worked out.
struct Step {
    timecode: Option<cuekit::Timecode>,
    map: Option<TimeMap>,
    /// The anchors of a line that was fitted to them.
    fitted: Vec<Anchor>,
    selection: Selection,
    trim: Option<(Timestamp, Timestamp)>,
    rezero: bool,
    start_at: Option<Timestamp>,
    negative: cuekit::BelowZero,
    /// How far all cues move if that is all that is asked for: what a message about it can be told in.
    shift: Option<Timestamp>,
    to_timecode: Option<cuekit::Timecode>,
}

impl Step {
    fn of(args: &Retiming) -> Result<Step, Failure> {
        let time = |argument: &crate::cli::time_arg::TimeArg| argument.resolve(args.timecode);
        let shift = args.shift.as_ref().map(time).transpose()?;
        let refused = |error: cuekit::AnchorError| Failure::usage(error.to_string());
        let ratio = args.rate.or(args.fps);
        let anchors: Vec<Anchor> =
            args.anchors.iter().map(|anchor| anchor.resolve(args.timecode)).collect::<Result<_, _>>()?;
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
        if selection != Selection::default() && map.is_none() {
            return Err(
                Failure::usage("which cues move is said, but not how").help("give --shift, --rate, --fps or --anchor")
            );
        }
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
            trim,
            rezero: args.rezero,
            start_at: args.start_at.as_ref().map(time).transpose()?,
            negative: args.negative.into(),
            to_timecode: args.to_timecode,
        };
        let idle = step.map.is_none() && step.trim.is_none() && step.start_at.is_none();
        if idle && step.timecode.is_none() && step.to_timecode.is_none() {
            return Err(Failure::usage("nothing is asked for").help(
                "give --shift, --rate, --fps, --anchor, --trim, --start-at or --timecode; see `cuekit retime --help`",
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
            from_timecode(document, timecode);
        }
        if let Some(map) = &self.map {
            retime(document, map, &self.selection);
            retimed.residuals.extend(self.fitted.iter().map(|anchor| map.residual(*anchor).as_secs_f64()));
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
        settle_below_zero(document, self.negative, sink).map_err(|error| self.refusal(&error))?;
        if let Some(timecode) = self.to_timecode {
            to_timecode(document, timecode);
        }
        Ok(())
    }

    /// Why nothing is written, and the least that helps.
    fn refusal(&self, error: &StartsBelowZero) -> Failure {
        let missing = error.missing();
        let most = match self.shift {
            Some(shift) => format!("--shift {} is the most", seconds(shift + missing)),
            None => format!("everything {} later would do", seconds(missing)),
        };
        Failure::usage(error.to_string())
            .help(format!("{most}; --negative clamp lets them begin at zero, --negative drop leaves them out"))
    }
}

/// `-3.2s`, as options take it.
fn seconds(time: Timestamp) -> String {
    format!("{}s", time.as_secs_f64())
}

/// Retimes a file; gives what a person asked to be shown.
fn work(
    args: &Retime,
    job: &Job,
    steps: &[Step],
    printer: &Printer,
    report: &mut FileReport,
) -> Result<String, Failure> {
    let limits = Limits::default();
    let bytes = job.input.read(&limits)?;
    let mut sink = Sink::new();
    let source = reading::decode(&job.input, &bytes, args.encoding.as_deref(), None, &limits, &mut sink)?;
    let result = retimed(args, job, steps, &source, &mut sink, report);
    report.remarks(&source, &sink);
    printer.diagnostics(&job.input, &source, &sink);
    let (written, shown) = result.map_err(|failure| failure.seen_in(&source))?;
    if let Some(output) = &job.output {
        output.write(&written, args.force || args.in_place)?;
        report.wrote(output);
    }
    Ok(shown)
}

/// The bytes to write, and what is shown.
fn retimed(
    args: &Retime,
    job: &Job,
    steps: &[Step],
    source: &Source<'_>,
    sink: &mut Sink,
    report: &mut FileReport,
) -> Result<(Vec<u8>, String), Failure> {
    let reading = Reading { shape: None, srt_decimals: args.srt_decimals, duration: None };
    let mut document = reading::read(source, None, &reading, sink)?;
    if document.kind == DocumentKind::Transcript {
        return Err(Failure::usage("this is a transcript, and has no captions yet")
            .help("`cuekit convert` makes captions of it"));
    }
    let own = document.format.and_then(Format::by_name);
    let Some(to) = job.to.or(own) else { return Err(Failure::usage("the format of this file is not known")) };
    report.from = document.format;
    report.to = job.output.is_some().then_some(to.id);
    report.read(&document, source);
    let before = Times::of(&document);
    let mut retimed = Retimed::default();
    for step in steps {
        step.apply(&mut document, &mut retimed, sink)?;
    }
    retimed.changes = before.changes(&document);
    let mut shown = String::new();
    if args.dry_run && !args.json {
        shown = diff(&retimed.changes, &before);
    }
    if !args.json {
        for residual in &retimed.residuals {
            let _ = writeln!(shown, "an anchor is missed by {residual:+.3} s");
        }
    }
    report.retimed = Some(retimed);
    report.written(&document);
    if job.output.is_none() {
        return Ok((Vec::new(), shown));
    }
    let text = to.write(&document, &WriteOptions::default(), sink)?;
    let encoding =
        if own.is_some_and(|own| own.id == to.id) { Encoding::same(source, to, sink) } else { Encoding::UTF_8 };
    Ok((encode::output(text, &document, encoding, false, sink)?, shown))
}

/// The cues as they were.
struct Times {
    cues: Vec<(SourceRange, Timestamp, Timestamp, String)>,
}

impl Times {
    fn of(document: &Document<'_>) -> Times {
        let excerpt = |text: &str| text.lines().next().unwrap_or_default().chars().take(40).collect();
        let cues = document.cues.iter().map(|cue| (cue.source, cue.start, cue.end, excerpt(cue.text.as_str())));
        Times { cues: cues.collect() }
    }

    /// What became of them. A cue is known again by its place in the source.
    fn changes(&self, document: &Document<'_>) -> Vec<Change> {
        let mut left = document.cues.iter().peekable();
        let pair = |start: Timestamp, end: Timestamp| [start.as_secs_f64(), end.as_secs_f64()];
        let mut changes = Vec::new();
        for (index, (source, start, end, _)) in self.cues.iter().enumerate() {
            let now = left.next_if(|cue| cue.source == *source);
            if now.is_none_or(|cue| (cue.start, cue.end) != (*start, *end)) {
                let to = now.map(|cue| pair(cue.start, cue.end));
                changes.push(Change { cue: index + 1, from: pair(*start, *end), to });
            }
        }
        changes
    }
}

/// The changes as lines to read: each cue as it is, and as it would be.
fn diff(changes: &[Change], before: &Times) -> String {
    let mut out = String::new();
    let clock = |secs: f64| Timestamp::from_secs_f64(secs).to_string();
    for change in changes {
        let text = &before.cues[change.cue - 1].3;
        let _ = writeln!(out, "@@ cue {} @@ {text}", change.cue);
        let _ = writeln!(out, "- {} --> {}", clock(change.from[0]), clock(change.from[1]));
        if let Some([start, end]) = change.to {
            let _ = writeln!(out, "+ {} --> {}", clock(start), clock(end));
        }
    }
    out
}
