//! `cuekit transcript`: captions back to a text to read.

use std::ffi::OsStr;
use std::path::Path;

use cuekit::format::TranscriptOptions;
use cuekit::{Format, ParagraphOptions, Sink, Source, WriteOptions, paragraphs};

use crate::cli::args::Transcript;
use crate::cli::batch::{self, Job};
use crate::cli::encode::{self, Encoding};
use crate::cli::exit::{Exit, Failure};
use crate::cli::reading;
use crate::cli::render::Printer;
use crate::cli::report::FileReport;

/// What a transcript can be written as.
const FORMATS: [&str; 3] = ["transcript", "markdown", "html"];

pub(crate) fn run(args: &Transcript) -> Exit {
    let printer = Printer::new(args.telling.is_quiet());
    let jobs = match plan(args) {
        Ok(jobs) => jobs,
        Err(failure) => return printer.refusal(&failure),
    };
    batch::run("transcript", &jobs, args.telling.json, &printer, |job, report| {
        transcript(args, job, &printer, report).map(|()| String::new())
    })
}

fn plan(args: &Transcript) -> Result<Vec<Job>, Failure> {
    // A page that others open shall not run what a link says.
    let scheme = args.link.as_deref().and_then(|link| link.split_once(':')).map(|(scheme, _)| scheme.trim());
    if scheme.is_some_and(|scheme| {
        let is_scheme = !scheme.contains(['/', '?', '#', '.']);
        is_scheme && !["http", "https", "ftp", "file"].contains(&&*scheme.to_ascii_lowercase())
    }) {
        return Err(
            Failure::usage("this is no address of a recording").help("--link takes http, https and relative addresses")
        );
    }
    let to = match (&args.to, args.output.as_deref().and_then(|output| Path::new(output).extension())) {
        (Some(name), _) => reading::format_named(name)?,
        (None, Some(extension)) => by_extension(extension).ok_or_else(|| no_transcript(extension))?,
        (None, None) => reading::format_named(FORMATS[0])?,
    };
    if !FORMATS.contains(&to.id) {
        return Err(Failure::usage(format!("{} is no form of a transcript", to.name))
            .help("end the output with .txt, .md or .html, or say --to transcript, --to markdown or --to html"));
    }
    batch::plan(&batch::Wanted {
        inputs: &args.inputs,
        output: args.output.as_deref(),
        to: Some(to),
        force: args.force,
        in_place: false,
        only_shown: false,
        keeps_format: false,
    })
}

/// The form of files so called: `.txt` is also what other formats are kept in.
fn by_extension(extension: &OsStr) -> Option<&'static Format> {
    let name = extension.to_str()?.to_ascii_lowercase();
    let mut forms = FORMATS.iter().rev().filter_map(|id| Format::by_name(id));
    forms.find(|form| form.extensions.contains(&&*name)).or_else(|| Format::by_name(&name))
}

fn no_transcript(extension: &OsStr) -> Failure {
    Failure::usage(format!("a name that ends in .{} does not tell which transcript to write", extension.display()))
        .help("end it with .txt, .md or .html, or say --to transcript, --to markdown or --to html")
}

fn transcript(args: &Transcript, job: &Job, printer: &Printer, report: &mut FileReport) -> Result<(), Failure> {
    let (label, language) = (args.encoding.as_deref(), args.language.as_deref());
    let written = reading::with_source(&job.input, label, language, printer, report, |source, sink, report| {
        text(args, job, source, sink, report)
    })?;
    if let Some(output) = &job.output {
        output.write(&written, args.force)?;
        report.wrote(output);
    }
    Ok(())
}

/// The bytes to write.
fn text(
    args: &Transcript,
    job: &Job,
    source: &Source<'_>,
    sink: &mut Sink,
    report: &mut FileReport,
) -> Result<Vec<u8>, Failure> {
    let mut document = reading::read(source, args.from.as_deref(), &args.reading, sink)?;
    let to = job.to.map_or_else(|| reading::format_named(FORMATS[0]), Ok)?;
    report.from = document.format;
    report.to = Some(to.id);
    report.read(&document, source);
    if let Some(language) = &args.language {
        document.metadata.language = Some(language.clone());
    }
    args.labels.apply(&mut document);
    let options = ParagraphOptions { each: args.each.into(), every: args.every, pause: args.pause };
    let document = paragraphs(document, &options, sink);
    report.written(&document);
    let transcript = TranscriptOptions { stamps: args.stamps.into(), link: args.link.clone() };
    let writing = WriteOptions { transcript, ..WriteOptions::default() };
    let written = to.write(&document, &writing, sink)?;
    encode::output(written, &document, Encoding::UTF_8, false, sink)
}
