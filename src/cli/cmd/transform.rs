//! `cuekit transform`: what captions say and how they are cut.

use std::collections::HashMap;

use cuekit::{
    CombineOptions, Cue, Diagnostic, Document, Format, ReplaceTable, Sink, SpeakerTable, Timestamp, WriteOptions,
    caption, change_case, combine, drop_sounds, language_of, recut_long, rename_speakers, replace_text, split_dialogue,
    strip_styles, unroll,
};

use crate::cli::args::{CombineArg, LabelsArg, Sounds, Transform};
use crate::cli::cmd::convert::speaker_table;
use crate::cli::cutting;
use crate::cli::editing::{self, Edited, Editing};
use crate::cli::exit::{Exit, Failure};
use crate::cli::reading;
use crate::cli::render::Printer;
use crate::cli::report::FileReport;

pub(crate) fn run(args: &Transform) -> Exit {
    let printer = Printer::new(args.outcome.telling.is_quiet());
    let planned =
        Tables::of(args, &printer).and_then(|tables| Ok((tables, editing::plan(&args.inputs, &args.outcome)?)));
    let (tables, jobs) = match planned {
        Ok(planned) => planned,
        Err(failure) => return printer.refusal(&failure),
    };
    let editing = Editing { command: "transform", decoding: &args.decoding, outcome: &args.outcome, printer: &printer };
    editing.run(&jobs, |document, to, report, sink| change(args, &tables, document, to, report, sink))
}

/// What the files beside the inputs say.
struct Tables {
    speakers: SpeakerTable,
    replace: Option<ReplaceTable>,
}

impl Tables {
    fn of(args: &Transform, printer: &Printer) -> Result<Tables, Failure> {
        cutting::check(&args.cutting)?;
        let changes = args.unroll
            || args.sort
            || args.recut
            || args.recut_long
            || args.split_dialogue
            || args.strip_styles
            || !args.combine.is_empty();
        let words = args.case.is_some() || args.replace.is_some() || args.changing.sounds == Sounds::Drop;
        let names = args.changing.labels != LabelsArg::Keep
            || !args.changing.renames.is_empty()
            || args.changing.speakers_from.is_some();
        if !(changes || words || names || args.number.is_some()) {
            return Err(Failure::usage("nothing is asked for")
                .help("give --unroll, --combine, --recut, --sounds, --case …; see `cuekit transform --help`"));
        }
        if args.cutting.is_cutting() && !args.recut && !args.recut_long && !args.combine.contains(&CombineArg::Short) {
            return Err(Failure::usage("limits are given, but nothing is cut by them")
                .help("--recut cuts all text anew, --combine short joins cues as far as they let it"));
        }
        let replace = match &args.replace {
            None => None,
            Some(path) => Some(reading::beside(path, printer, |source, _| {
                ReplaceTable::from_lines(source.text()).map_err(|error| Failure::from(error).seen_in(source))
            })?),
        };
        Ok(Tables { speakers: speaker_table(&args.changing, printer)?, replace })
    }
}

/// Does what is asked for, in the order the help names.
fn change(
    args: &Transform,
    tables: &Tables,
    document: &mut Document<'_>,
    to: &'static Format,
    report: &mut FileReport,
    sink: &mut Sink,
) -> Result<Edited, Failure> {
    let before = if args.outcome.dry_run { shown(document) } else { Vec::new() };
    if let Some(language) = &args.cutting.language {
        document.metadata.language = Some(language.clone());
    }
    if args.unroll && unroll(document, sink) == 0 {
        sink.report(Diagnostic::note("rolling-none", "these are no rolling captions; nothing was undone"));
    }
    if args.sort {
        document.cues.sort_by_key(|cue| cue.start);
    }
    if !args.combine.is_empty() {
        let language = language_of(document);
        let wants = |kind| args.combine.contains(&kind);
        let short = match wants(CombineArg::Short) {
            true => Some(cutting::options(&args.cutting, None, to, document, report)?.profile),
            false => None,
        };
        let options = CombineOptions {
            sentences: wants(CombineArg::Sentences),
            same_text: wants(CombineArg::SameText).then_some(args.max_pause),
            same_times: wants(CombineArg::SameTimes),
            short,
            max_pause: args.max_pause,
            language,
            ..CombineOptions::default()
        };
        combine(document, &options, sink);
    }
    if let Some(case) = args.case {
        change_case(document, case.into());
    }
    if let Some(table) = &tables.replace {
        replace_text(document, table, sink);
    }
    if args.changing.sounds == Sounds::Drop {
        drop_sounds(document, sink);
    }
    args.changing.labels.apply(document);
    rename_speakers(document, &tables.speakers, sink);
    if args.strip_styles {
        strip_styles(document);
    }
    if args.split_dialogue {
        split_dialogue(document);
    }
    if args.recut_long {
        let options = cutting::options(&args.cutting, None, to, document, report)?;
        recut_long(document, &options, sink);
    }
    let mut writing = WriteOptions { numbers_from: args.number.map(|first| first as usize), ..WriteOptions::default() };
    if args.recut {
        let options = cutting::options(&args.cutting, None, to, document, report)?;
        (writing.speakers, writing.dash) = (options.profile.labels, options.profile.dash);
        let (captions, summary) = caption(std::mem::take(document), &options, sink);
        report.limits(&summary);
        *document = captions;
    }
    let shown = if args.outcome.dry_run && !args.outcome.telling.json {
        diff(&before, &shown(document))
    } else {
        String::new()
    };
    Ok(Edited { shown, writing })
}

/// A cue as it is shown: when, by whom, and what.
type Shown = (Timestamp, String);

fn shown(document: &Document<'_>) -> Vec<Shown> {
    let line = |cue: &Cue<'_>| {
        let name = document.speaker_of(cue).map_or(String::new(), |name| format!("{name}: "));
        format!("{} --> {}  {name}{}", cue.start, cue.end, cue.text.shown().replace('\n', " / "))
    };
    document.cues.iter().map(|cue| (cue.start, line(cue))).collect()
}

/// The cues that are there no more, and those that are new, in the order of time.
fn diff(before: &[Shown], after: &[Shown]) -> String {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    after.iter().for_each(|(_, line)| *counts.entry(line).or_default() += 1);
    before.iter().for_each(|(_, line)| *counts.entry(line).or_default() -= 1);
    let mut lines: Vec<(Timestamp, char, &str)> = Vec::new();
    for (sign, cues) in [('-', before), ('+', after)] {
        for (start, line) in cues {
            let left = counts.entry(line).or_default();
            if *left < 0 && sign == '-' || *left > 0 && sign == '+' {
                *left -= left.signum();
                lines.push((*start, sign, line));
            }
        }
    }
    // What goes stands before what comes; a minus is behind a plus in ASCII.
    lines.sort_by_key(|(start, sign, _)| (*start, *sign == '+'));
    lines.iter().map(|(_, sign, line)| format!("{sign} {line}\n")).collect()
}
