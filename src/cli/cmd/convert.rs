//! `cuekit convert`: read anything, write anything; a transcript becomes captions.

use cuekit::{
    Diagnostic, DocumentKind, Sink, Source, SpeakerTable, WriteOptions, caption, drop_sounds, rename_speakers,
};

use crate::cli::args::{Changing, Convert, Cues, Sounds};
use crate::cli::batch::{self, Job};
use crate::cli::cutting;
use crate::cli::encode::{self, Encoding};
use crate::cli::exit::{Exit, Failure};
use crate::cli::explain;
use crate::cli::reading;
use crate::cli::render::Printer;
use crate::cli::report::FileReport;

pub(crate) fn run(args: &Convert) -> Exit {
    let printer = Printer::new(args.telling.is_quiet());
    let (jobs, table) = match plan(args).and_then(|jobs| Ok((jobs, speaker_table(&args.changing, &printer)?))) {
        Ok(planned) => planned,
        Err(failure) => return printer.refusal(&failure),
    };
    batch::run("convert", &jobs, args.telling.json, &printer, |job, report| {
        convert(args, job, &table, &printer, report)
    })
}

fn plan(args: &Convert) -> Result<Vec<Job>, Failure> {
    cutting::check(&args.captions.cutting)?;
    let wanted = batch::Wanted {
        inputs: &args.inputs,
        output: args.output.as_deref(),
        to: args.to.as_deref().map(reading::format_named).transpose()?,
        force: args.force,
        in_place: false,
        only_shown: args.explain.is_some() && args.output.is_none() && args.to.is_none(),
        keeps_format: false,
    };
    let jobs = batch::plan(&wanted)?;
    if let Some(label) = &args.writing.output_encoding {
        jobs.iter().filter_map(|job| job.to).try_for_each(|to| encode::check(label, to))?;
    }
    Ok(jobs)
}

/// Converts a file; gives the explanation a person asked for, if any.
fn convert(
    args: &Convert,
    job: &Job,
    table: &SpeakerTable,
    printer: &Printer,
    report: &mut FileReport,
) -> Result<String, Failure> {
    let (label, language) = (args.encoding.as_deref(), args.captions.cutting.language.as_deref());
    let (written, explained) =
        reading::with_source(&job.input, label, language, printer, report, |source, sink, report| {
            convert_text(args, job, table, source, sink, report)
        })?;
    if let Some(output) = &job.output {
        output.write(&written, args.force)?;
        report.wrote(output);
    }
    Ok(explained)
}

/// The bytes to write, and the explanation to print.
fn convert_text(
    args: &Convert,
    job: &Job,
    table: &SpeakerTable,
    source: &Source<'_>,
    sink: &mut Sink,
    report: &mut FileReport,
) -> Result<(Vec<u8>, String), Failure> {
    let mut document = reading::read(source, args.from.as_deref(), &args.reading, sink)?;
    // Captions that are only explained are cut as for SRT.
    let to = job.to.map_or_else(|| reading::format_named("srt"), Ok)?;
    report.from = document.format;
    report.to = job.output.is_some().then_some(to.id);
    report.read(&document, source);
    let recut = match args.captions.cues {
        Cues::Auto => document.kind == DocumentKind::Transcript,
        Cues::Caption => true,
        Cues::Keep => false,
    };
    if let Some(language) = &args.captions.cutting.language {
        document.metadata.language = Some(language.clone());
    }
    if document.kind != DocumentKind::Transcript {
        args.changing.labels.apply(&mut document);
    }
    rename_speakers(&mut document, table, sink);
    if args.changing.sounds == Sounds::Drop {
        drop_sounds(&mut document, sink);
    }
    if args.writing.anew {
        document.source = None;
    }
    let mut writing = WriteOptions::default();
    let mut explained = String::new();
    let document = if recut {
        let options = cutting::options(&args.captions.cutting, args.writing.speakers, to, &document, report)?;
        (writing.speakers, writing.dash) = (options.profile.labels, options.profile.dash);
        let (captions, summary) = match args.explain {
            None => caption(document, &options, sink),
            Some(wanted) => {
                let explanation = cuekit::explain(document, &options, sink);
                let cues = explanation.cues(wanted.of(&explanation.captions)?);
                if args.telling.json {
                    report.explanation = Some(explain::json(&explanation, &cues));
                } else {
                    explained = explain::page(&explanation, &cues);
                }
                (explanation.captions, explanation.summary)
            }
        };
        report.limits(&summary);
        captions
    } else if args.explain.is_some() {
        return Err(Failure::usage("the cues of this file are kept as they are, so there is nothing to explain")
            .help("--cues caption cuts them anew"));
    } else {
        if args.captions.cutting.is_cutting() {
            let message =
                "the cues of this file are captions already and are kept, so the options for cutting them do nothing";
            sink.report(Diagnostic::note("options-unused", message).help("--cues caption cuts them anew"));
        }
        writing.dash = cutting::profile(&args.captions.cutting, cuekit::language_of(&document).as_deref())?.dash;
        document
    };
    report.written(&document);
    if let Some(speakers) = args.writing.speakers {
        writing.speakers = speakers.into();
    }
    let text = match job.output {
        Some(_) => to.write(&document, &writing, sink)?,
        None => String::new(),
    };
    let bytes = match job.output {
        Some(_) => {
            let encoding = Encoding::wanted(&args.writing, &document, source, to, sink)?;
            encode::output(text, &document, encoding, args.writing.replace, sink)?
        }
        None => Vec::new(),
    };
    if args.writing.fail_on_loss {
        refuse_loss(sink)?;
    }
    Ok((bytes, explained))
}

/// An error if anything of the input is not in the output; the remarks say what.
fn refuse_loss(sink: &Sink) -> Result<(), Failure> {
    let lost: Vec<String> = sink
        .losses()
        .map(|(code, count)| if count == 1 { code.to_owned() } else { format!("{code}, {count} times") })
        .collect();
    if lost.is_empty() {
        return Ok(());
    }
    let message = format!("the output would lack what the input has ({}); nothing was written", lost.join("; "));
    Err(Failure::new(Exit::Loss, message)
        .help("without --fail-on-loss the rest is written; --to json has a place for most"))
}

/// The new names of speakers, from the arguments and the file they name.
pub(crate) fn speaker_table(args: &Changing, printer: &Printer) -> Result<SpeakerTable, Failure> {
    let mut table = SpeakerTable::new();
    if let Some(path) = &args.speakers_from {
        reading::beside(path, printer, |source, _| {
            table.add_lines(source.text()).map_err(|error| Failure::usage(error.to_string()))
        })?;
    }
    for pair in &args.renames {
        table.add(pair).map_err(|e| Failure::usage(e.to_string()))?;
    }
    Ok(table)
}
