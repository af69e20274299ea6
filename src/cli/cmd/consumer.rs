//! `cuekit inspect --consumer`: whether a stricter reader would read a file, and what `cuekit convert` would
//! mend.

use cuekit::format::{Consumer, Verdict};
use cuekit::{Document, Format, Sink, WriteOptions};
use serde::Serialize;

use crate::cli::exit::Failure;
use crate::cli::input::Input;

/// What a consumer makes of a file.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    name: &'static str,
    /// Whether it reads the file, all of it, as it is meant.
    pub(crate) reads: bool,
    /// The cues it reads, if it refuses none.
    cues: usize,
    findings: Vec<Found>,
    /// How many there are; the list above ends after a hundred.
    total: usize,
    /// Whether it would read what `cuekit convert` makes of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    mended: Option<bool>,
    /// The command that mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    /// What it would not read of a file that is written anew.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remaining: Vec<Found>,
}

#[derive(Debug, Serialize)]
struct Found {
    line: usize,
    kind: &'static str,
    message: String,
}

/// The consumer of this name.
pub(crate) fn named(name: &str) -> Result<&'static Consumer, Failure> {
    let consumer = Consumer::by_name(name).ok_or_else(|| Failure::usage(format!("there is no consumer {name:?}")))?;
    if consumer.check.is_none() {
        return Err(Failure::usage(format!("this cuekit was built without {name}, so it cannot be asked"))
            .help(format!("build it with --features {}", consumer.feature)));
    }
    Ok(consumer)
}

/// Asks a consumer: about the file, and about what would be written for the document that was read from it.
pub(crate) fn ask(name: &str, input: &Input, bytes: &[u8], document: &Document<'_>) -> Result<Answer, Failure> {
    let consumer = named(name)?;
    let verdict = consumer.check.map(|check| check(bytes)).unwrap_or_default();
    let mut answer = Answer {
        name: consumer.id,
        reads: verdict.reads(),
        cues: verdict.cues,
        total: verdict.total,
        findings: found(verdict),
        mended: None,
        command: None,
        remaining: Vec::new(),
    };
    if !answer.reads
        && let (Some(format), Some(check)) = (Format::by_name(consumer.format), consumer.check)
    {
        let written = |document: &Document<'_>| -> Result<Verdict, Failure> {
            Ok(check(format.write(document, &WriteOptions::default(), &mut Sink::new())?.as_bytes()))
        };
        // In its own format what did not change is copied, faults and all, unless it is written anew.
        let (mut verdict, mut how) = (written(document)?, "");
        if !verdict.reads() && document.format == Some(format.id) {
            verdict = written(&Document { source: None, ..document.clone() })?;
            how = "--anew ";
        }
        answer.mended = Some(verdict.reads());
        if verdict.reads() {
            let extension = format.extensions.first().unwrap_or(&format.id);
            answer.command = Some(format!("cuekit convert {input} {how}-o NEW.{extension}"));
        }
        answer.remaining = found(verdict);
    }
    Ok(answer)
}

fn found(verdict: Verdict) -> Vec<Found> {
    let found = |one: cuekit::format::Finding| Found { line: one.line, kind: one.kind.as_str(), message: one.message };
    verdict.findings.into_iter().map(found).collect()
}

impl Answer {
    /// The answer as a person reads it.
    pub(crate) fn page(&self, input: &str) -> String {
        /// More than these are of no use to anybody.
        const SHOWN: usize = 10;
        let cues = format!("{} cue{}", self.cues, if self.cues == 1 { "" } else { "s" });
        if self.reads {
            return format!("{input}: yes, {} reads it ({cues})\n", self.name);
        }
        let mut page = match self.findings.iter().any(|one| one.kind == "refused") {
            true => format!("{input}: no, {} refuses it\n", self.name),
            false => format!("{input}: no, {} reads something else ({cues})\n", self.name),
        };
        for one in self.findings.iter().take(SHOWN) {
            page += &format!("  line {}: {}: {}\n", one.line, one.kind, one.message);
        }
        if self.total > SHOWN {
            page += &format!("  and {} more\n", self.total - SHOWN);
        }
        match (&self.command, self.remaining.first()) {
            (Some(command), _) => page += &format!("  mended by: {command}\n"),
            (None, Some(one)) => {
                page += &format!(
                    "  cuekit convert does not mend it all: line {} would be {}: {}\n",
                    one.line, one.kind, one.message
                );
            }
            _ => {}
        }
        page
    }
}
