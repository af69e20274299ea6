//! A file of captions changed and written again: what the commands that change captions have in common.

use std::ffi::OsString;

use cuekit::{Document, DocumentKind, Format, Limits, Sink, Source, WriteOptions};

use super::args::{Outcome, Reading, SrtDecimalsArg};
use super::batch::{self, Job};
use super::encode::{self, Encoding};
use super::exit::Failure;
use super::reading;
use super::render::Printer;
use super::report::FileReport;

/// What goes where.
pub(crate) fn plan(inputs: &[OsString], outcome: &Outcome) -> Result<Vec<Job>, Failure> {
    if outcome.in_place && outcome.output.is_some() {
        return Err(Failure::usage("--in-place and -o say two things"));
    }
    batch::plan(&batch::Wanted {
        inputs,
        output: outcome.output.as_deref(),
        to: None,
        force: outcome.force,
        in_place: outcome.in_place,
        only_shown: outcome.dry_run,
        keeps_format: true,
    })
}

/// How files are read and where they go.
pub(crate) struct Editing<'e> {
    pub(crate) encoding: Option<&'e str>,
    pub(crate) srt_decimals: SrtDecimalsArg,
    pub(crate) outcome: &'e Outcome,
    pub(crate) printer: &'e Printer,
}

/// What came of a change.
#[derive(Default)]
pub(crate) struct Edited {
    /// What a person asked to be shown.
    pub(crate) shown: String,
    /// How it is written.
    pub(crate) writing: WriteOptions,
}

impl Editing<'_> {
    /// Reads the captions of a file, has them changed, and writes them in the format they were read in, or that of
    /// the output's name. Gives what a person asked to be shown.
    pub(crate) fn file(
        &self,
        job: &Job,
        report: &mut FileReport,
        change: impl FnOnce(&mut Document<'_>, &'static Format, &mut FileReport, &mut Sink) -> Result<Edited, Failure>,
    ) -> Result<String, Failure> {
        let limits = Limits::default();
        let bytes = job.input.read(&limits)?;
        let mut sink = Sink::new();
        let source = reading::decode(&job.input, &bytes, self.encoding, None, &limits, &mut sink)?;
        let result = self.text(job, &source, &mut sink, report, change);
        report.remarks(&source, &sink);
        self.printer.diagnostics(&job.input, &source, &sink);
        let (written, shown) = result.map_err(|failure| failure.seen_in(&source))?;
        if let Some(output) = &job.output {
            output.write(&written, self.outcome.force || self.outcome.in_place)?;
            report.wrote(output);
        }
        Ok(shown)
    }

    /// The bytes to write, and what is shown.
    fn text(
        &self,
        job: &Job,
        source: &Source<'_>,
        sink: &mut Sink,
        report: &mut FileReport,
        change: impl FnOnce(&mut Document<'_>, &'static Format, &mut FileReport, &mut Sink) -> Result<Edited, Failure>,
    ) -> Result<(Vec<u8>, String), Failure> {
        let reading = Reading { shape: None, srt_decimals: self.srt_decimals, duration: None };
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
        let Edited { shown, writing } = change(&mut document, to, report, sink)?;
        report.written(&document);
        if job.output.is_none() {
            return Ok((Vec::new(), shown));
        }
        let text = to.write(&document, &writing, sink)?;
        let same = own.is_some_and(|own| own.id == to.id);
        let encoding = if same { Encoding::same(source, to, sink) } else { Encoding::UTF_8 };
        Ok((encode::output(text, &document, encoding, false, sink)?, shown))
    }
}
