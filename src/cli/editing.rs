//! A file of captions changed and written again: what the commands that change captions have in common.

use std::ffi::OsString;

use cuekit::{Document, Format, Sink, Source, WriteOptions};

use super::args::{Decoding, Outcome};
use super::batch::{self, Job};
use super::encode::{self, Encoding};
use super::exit::{Exit, Failure};
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
    pub(crate) command: &'static str,
    pub(crate) decoding: &'e Decoding,
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
    /// Has the captions of each file changed, and writes them in the format they were read in, or that of the output's
    /// name.
    pub(crate) fn run(
        &self,
        jobs: &[Job],
        mut change: impl FnMut(&mut Document<'_>, &'static Format, &mut FileReport, &mut Sink) -> Result<Edited, Failure>,
    ) -> Exit {
        batch::run(self.command, jobs, self.outcome.telling.json, self.printer, |job, report| {
            let label = self.decoding.encoding.as_deref();
            let (written, shown) =
                reading::with_source(&job.input, label, None, self.printer, report, |source, sink, report| {
                    self.text(job, source, sink, report, &mut change)
                })?;
            if let Some(output) = &job.output {
                output.write(&written, self.outcome.force || self.outcome.in_place)?;
                report.wrote(output);
            }
            Ok(shown)
        })
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
        let mut document = reading::captions(source, self.decoding, sink)?;
        let to = job.to.or(document.format.and_then(Format::by_name));
        let to = to.ok_or_else(|| Failure::usage("the format of this file is not known"))?;
        report.from = document.format;
        report.to = job.output.is_some().then_some(to.id);
        report.read(&document, source);
        let Edited { shown, writing } = change(&mut document, to, report, sink)?;
        report.written(&document);
        if job.output.is_none() {
            return Ok((Vec::new(), shown));
        }
        let text = to.write(&document, &writing, sink)?;
        let encoding = Encoding::kept(&document, source, to, sink);
        Ok((encode::output(text, &document, encoding, false, sink)?, shown))
    }
}
