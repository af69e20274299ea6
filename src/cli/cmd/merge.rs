//! `cuekit merge`: files joined one after another, or two laid over each other.

use std::path::Path;

use cuekit::{
    AlignOptions, Chapter, Cue, Document, Format, Join, OverlayOptions, PartPlace, Sink, Timestamp, WriteOptions,
    align, overlay, report_left_in_source,
};

use crate::cli::args::{Merge, OverlayArg};
use crate::cli::batch;
use crate::cli::encode::{self, Encoding};
use crate::cli::exit::{Exit, Failure};
use crate::cli::input::Input;
use crate::cli::media::LengthArg;
use crate::cli::output::Output;
use crate::cli::reading;
use crate::cli::render::Printer;
use crate::cli::report::{AlignmentReport, FileReport, Retimed};
use crate::cli::time_arg::TimeArg;

pub(crate) fn run(args: &Merge) -> Exit {
    let printer = Printer::new(args.telling.is_quiet());
    let (output, to) = match plan(args) {
        Ok(planned) => planned,
        Err(failure) => return printer.refusal(&failure),
    };
    // The whole is one job: a file that cannot be read leaves nothing to write.
    let job = batch::Job { input: Input::Stdin, output: Some(output), to };
    batch::run("merge", &[job], args.telling.json, &printer, |job, report| merge(args, job, &printer, report))
}

/// Where it goes, and as what; why the command makes no sense.
fn plan(args: &Merge) -> Result<(Output, Option<&'static Format>), Failure> {
    let inputs: Vec<Input> = args.inputs.iter().map(|argument| Input::from(argument.as_os_str())).collect();
    if inputs.iter().filter(|input| **input == Input::Stdin).count() > 1 {
        return Err(Failure::usage("standard input can be read only once"));
    }
    if args.overlay.is_some() && inputs.len() != 2 {
        return Err(Failure::usage(format!("{} files cannot be laid over each other", inputs.len()))
            .help("name two: the upper one first"));
    }
    if !args.at.is_empty() && args.at.len() != inputs.len() {
        return Err(Failure::usage(format!("{} times for {} files", args.at.len(), inputs.len()))
            .help("--at is given once for each file"));
    }
    if args.durations.len() > inputs.len() {
        return Err(Failure::usage(format!("{} durations for {} files", args.durations.len(), inputs.len())));
    }
    let named = args.to.as_deref().map(reading::format_named).transpose()?;
    let output = match args.output.as_deref() {
        Some(path) if path != "-" => Output::File(path.into()),
        _ => Output::Stdout,
    };
    let to = match (&output, named) {
        (Output::File(path), None) => Some(batch::format_of_path(path, false)?),
        (_, named) => named,
    };
    for input in &inputs {
        output.check(input, args.force)?;
    }
    if let Some(path) = &args.chapters {
        let chapters = Output::File(path.into());
        if chapters == output {
            return Err(
                Failure::usage("the captions and the chapters would be one file").help("give --chapters another name")
            );
        }
        for input in &inputs {
            chapters.check(input, args.force)?;
        }
    }
    if args.region && args.overlay != Some(OverlayArg::Apart) {
        return Err(
            Failure::usage("captions that are put together stand in one place").help("--region is for --overlay apart")
        );
    }
    Ok((output, to))
}

/// Merges the files; gives what is to be shown.
fn merge(args: &Merge, job: &batch::Job, printer: &Printer, report: &mut FileReport) -> Result<String, Failure> {
    let names: Vec<String> = args.inputs.iter().map(|path| Input::from(path.as_os_str()).to_string()).collect();
    report.input = match &names[..] {
        [] => String::new(),
        [only] => only.clone(),
        [first, .., last] => format!("{first} … {last} ({} files)", names.len()),
    };
    let mut sink = Sink::new();
    let mut shown = String::new();
    let (document, chapters) = match args.overlay {
        Some(mode) => {
            let upper = read(args, 0, printer, report)?;
            let mut lower = read(args, 1, printer, report)?;
            if args.align {
                let found = align(&lower.cues, &upper.cues, &AlignOptions::default()).map_err(|mismatch| {
                    Failure::new(Exit::SomeFailed, format!("{} does not match {}: {mismatch}", names[1], names[0]))
                        .help("nothing was written; leave --align out to lay them over each other as they are")
                })?;
                let alignment = AlignmentReport::new(&names[0], &found, &lower.cues);
                shown = if args.telling.json { String::new() } else { alignment.table() };
                report.retimed = Some(Retimed { alignments: vec![alignment], ..Retimed::default() });
                found.apply(&mut lower.cues);
            }
            let options = OverlayOptions { mode: mode.into(), italic: args.italic, region: args.region };
            (overlay(upper, lower, &options, &mut sink), Vec::new())
        }
        None => join(args, printer, report, &mut sink)?,
    };
    let own = document.format.and_then(Format::by_name).filter(|format| format.write.is_some());
    let to = job.to.or(own).ok_or_else(|| {
        Failure::usage("written as what?").help("give -o FILE.srt (or .vtt, .json), or --to FORMAT to print it")
    })?;
    report.from = document.format;
    report.to = Some(to.id);
    report.speakers = document.speakers.names().map(str::to_owned).collect();
    report.written(&document);
    let text = to.write(&document, &WriteOptions::default(), &mut sink);
    report.remarks(None, &sink);
    printer.diagnostics(None, &sink);
    let bytes = encode::output(text?, &document, Encoding::UTF_8, false, &mut sink)?;
    if let Some(path) = &args.chapters {
        let written = as_chapters(&chapters, &document).into_bytes();
        Output::File(path.into()).write(&written, args.force)?;
    }
    if let Some(output) = &job.output {
        output.write(&bytes, args.force)?;
        report.wrote(output);
    }
    Ok(shown)
}

/// The captions of one of the inputs. What there is to say about it is reported and printed; what was left in it for a
/// copy is lost here.
fn read(args: &Merge, nth: usize, printer: &Printer, report: &mut FileReport) -> Result<Document<'static>, Failure> {
    let input = Input::from(args.inputs[nth].as_os_str());
    let label = args.decoding.encoding.as_deref();
    let read = reading::with_source(&input, label, None, printer, report, |source, sink, _| {
        let document = reading::captions(source, &args.decoding, sink)?.into_owned();
        report_left_in_source(sink);
        Ok(document)
    });
    read.map_err(|failure| failure.named(&input))
}

/// The files one after another, and where each begins.
fn join(
    args: &Merge,
    printer: &Printer,
    report: &mut FileReport,
    sink: &mut Sink,
) -> Result<(Document<'static>, Vec<Chapter>), Failure> {
    let time = |time: &TimeArg| time.resolve(None);
    let mut join = Join::new(args.gap.as_ref().map(time).transpose()?.unwrap_or(Timestamp::ZERO));
    // Before a file is read: what is wrong with them is told first.
    let lengths: Vec<Timestamp> = args.durations.iter().map(LengthArg::resolve).collect::<Result<_, _>>()?;
    let mut chapters = Vec::with_capacity(args.inputs.len());
    for (nth, path) in args.inputs.iter().enumerate() {
        let place = PartPlace { at: args.at.get(nth).map(time).transpose()?, length: lengths.get(nth).copied() };
        let document = read(args, nth, printer, report)?;
        let name = || Path::new(path).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let title = document.metadata.title.clone().unwrap_or_else(name);
        chapters.push(Chapter { start: join.add(document, &place, sink), title });
    }
    Ok((join.finish(sink), chapters))
}

/// Chapters as WebVTT.
fn as_chapters(chapters: &[Chapter], whole: &Document<'_>) -> String {
    let over = whole.cues.iter().map(|cue| cue.end).max().unwrap_or_default();
    let ends = chapters.iter().skip(1).map(|chapter| chapter.start).chain([over]);
    let cue = |(chapter, end): (&Chapter, Timestamp)| Cue::new(chapter.start, end, chapter.title.clone());
    let document = Document { cues: chapters.iter().zip(ends).map(cue).collect(), ..Document::default() };
    let format = Format::by_name("webvtt").and_then(|format| format.write);
    // Nothing of it is lost: there are texts and times.
    let written = format.and_then(|write| write(&document, &WriteOptions::default(), &mut Sink::new()).ok());
    written.unwrap_or_default()
}
