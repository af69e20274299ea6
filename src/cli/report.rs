//! What a command did, file by file: as JSON, and as the line a person reads.

use cuekit::{
    Alignment, Anchor, CaptionSummary, Cue, Document, Part, Severity, Sink, Source, TimeMap, Timestamp, Timing,
};
use serde::{Serialize, Serializer};

use super::exit::{Exit, Failure};
use super::explain::CueJson;
use super::input::Input;
use super::output::Output;

/// The report of a whole command.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The version of this shape.
    cuekit: u8,
    command: &'static str,
    exit: u8,
    files: Vec<FileReport>,
}

impl Report {
    pub(crate) fn new(command: &'static str, exit: Exit, files: Vec<FileReport>) -> Self {
        Report { cuekit: 1, command, exit: exit as u8, files }
    }

    pub(crate) fn to_json(&self) -> String {
        // Strings, numbers and lists: serialising them cannot fail.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

/// What became of one file.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) struct FileReport {
    pub(crate) input: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) output: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) profile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    pub(crate) speakers: Vec<String>,
    /// Stamps, or cues, of the input.
    pub(crate) stamps: usize,
    /// Cues of the output.
    pub(crate) cues: usize,
    /// Cues whose start is as written.
    pub(crate) stamped: usize,
    /// Cues whose start is a guess.
    pub(crate) interpolated: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limits: Option<Broken>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retimed: Option<Retimed>,
    /// What it was divided into.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<PartReport>,
    pub(crate) diagnostics: Vec<Remark>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) explanation: Option<Vec<CueJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Fault>,
}

/// Cues that break a limit of the profile because no cut of these words meets it.
#[derive(Debug, Serialize)]
pub(crate) struct Broken {
    pub(crate) too_fast: usize,
    pub(crate) too_wide: usize,
    pub(crate) too_short: usize,
    pub(crate) too_long: usize,
}

/// A part that a file was divided into.
#[derive(Debug, Serialize)]
pub(crate) struct PartReport {
    pub(crate) output: String,
    /// When it began in the whole, in seconds.
    pub(crate) begin: f64,
    pub(crate) cues: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
}

/// What retiming did.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Retimed {
    /// How it was aligned to a reference.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) alignments: Vec<AlignmentReport>,
    /// Of each step that fitted a line to anchors, how far it passes by each of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) residuals: Vec<Residual>,
    /// The cues whose times changed, and those that went.
    pub(crate) changes: Vec<Change>,
}

/// How far a fitted line passes by an anchor. All in seconds.
#[derive(Debug, Serialize)]
pub(crate) struct Residual {
    /// The anchor: a time as it is, and as it ought to be.
    anchor: [f64; 2],
    /// Above zero, if the line comes later.
    by: f64,
}

impl Residual {
    pub(crate) fn new(anchor: Anchor, map: &TimeMap) -> Residual {
        Residual {
            anchor: [anchor.old, anchor.new].map(Timestamp::as_secs_f64),
            by: map.residual(anchor).as_secs_f64(),
        }
    }

    /// As a line to read.
    pub(crate) fn line(&self) -> String {
        let [old, new] = self.anchor.map(Timestamp::from_secs_f64);
        let way = if self.by < 0.0 { "early" } else { "late" };
        format!("the anchor {old}={new} is met {:.3} s {way}\n", self.by.abs())
    }
}

/// How a file was found to fit a reference.
#[derive(Debug, Serialize)]
pub(crate) struct AlignmentReport {
    reference: String,
    /// From 0.5, just enough, to 1.
    confidence: f64,
    parts: Vec<AlignedPart>,
}

/// Cues that went by one offset.
#[derive(Debug, Serialize)]
struct AlignedPart {
    /// The first and the last, from 1, in the order of time.
    cues: [usize; 2],
    /// When the first of them began, in seconds.
    from: f64,
    /// What times were multiplied by, and what was added then, in seconds.
    ratio: String,
    offset: f64,
    /// How many begin with a cue of the reference.
    met: usize,
    confidence: f64,
}

impl AlignmentReport {
    pub(crate) fn new(reference: &str, alignment: &Alignment, cues: &[Cue<'_>]) -> AlignmentReport {
        let mut starts: Vec<f64> = cues.iter().map(|cue| cue.start.as_secs_f64()).collect();
        starts.sort_by(f64::total_cmp);
        let part = |part: &Part| AlignedPart {
            cues: [part.cues.start + 1, part.cues.end],
            from: starts.get(part.cues.start).copied().unwrap_or_default(),
            ratio: part.ratio.to_string(),
            offset: part.offset.as_secs_f64(),
            met: part.met,
            confidence: part.confidence,
        };
        let parts = alignment.parts.iter().map(part).collect();
        AlignmentReport { reference: reference.to_owned(), confidence: alignment.confidence, parts }
    }

    /// As a table to read.
    pub(crate) fn table(&self) -> String {
        let mut table = format!("matches {}, confidence {:.2}\n", self.reference, self.confidence);
        table +=
            &format!("  {:>13}  {:>12}  {:>10}  {:>11}  {:>5}  confidence\n", "cues", "from", "ratio", "offset", "met");
        for part in &self.parts {
            let cues = format!("{}..{}", part.cues[0], part.cues[1]);
            let from = Timestamp::from_secs_f64(part.from).to_string();
            let offset = format!("{:+.3} s", part.offset);
            table += &format!(
                "  {cues:>13}  {from:>12}  {:>10}  {offset:>11}  {:>5}  {:.2}\n",
                part.ratio, part.met, part.confidence
            );
        }
        table
    }
}

/// What became of one cue.
#[derive(Debug, Serialize)]
pub(crate) struct Change {
    /// Its place in the input, from 1.
    pub(crate) cue: usize,
    /// Start and end, in seconds.
    #[serde(serialize_with = "seconds")]
    pub(crate) from: [Timestamp; 2],
    /// Absent if it was left out.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "some_seconds")]
    pub(crate) to: Option<[Timestamp; 2]>,
}

fn seconds<S: Serializer>(times: &[Timestamp; 2], serializer: S) -> Result<S::Ok, S::Error> {
    times.map(Timestamp::as_secs_f64).serialize(serializer)
}

fn some_seconds<S: Serializer>(times: &Option<[Timestamp; 2]>, serializer: S) -> Result<S::Ok, S::Error> {
    times.map(|times| times.map(Timestamp::as_secs_f64)).serialize(serializer)
}

/// A diagnostic with its place worked out.
#[derive(Debug, Serialize)]
pub(crate) struct Remark {
    /// Which of several files that are made one.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    code: &'static str,
    severity: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// Counted from 1, as in messages and in explanations.
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

/// Why a file failed.
#[derive(Debug, Serialize)]
pub(crate) struct Fault {
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

impl FileReport {
    pub(crate) fn new(input: &Input) -> Self {
        FileReport { input: input.to_string(), ..Default::default() }
    }

    /// What was read.
    pub(crate) fn read(&mut self, document: &Document<'_>, source: &Source<'_>) {
        self.encoding = Some(source.encoding().name());
        self.stamps = document.cues.iter().filter(|cue| cue.timing == Timing::Stamped).count();
        self.speakers = document.speakers.names().map(str::to_owned).collect();
    }

    /// What will be written.
    pub(crate) fn written(&mut self, document: &Document<'_>) {
        self.language.clone_from(&document.metadata.language);
        self.cues = document.cues.len();
        self.stamped = document.cues.iter().filter(|cue| cue.timing == Timing::Stamped).count();
        self.interpolated = document.cues.iter().filter(|cue| cue.timing == Timing::Interpolated).count();
    }

    /// How the captions meet their limits.
    pub(crate) fn limits(&mut self, summary: &CaptionSummary) {
        self.limits = Some(Broken {
            too_fast: summary.over_cps,
            too_wide: summary.over_cpl,
            too_short: summary.too_short,
            too_long: summary.too_long,
        });
    }

    /// What there was to say about a file, or about what was made of several.
    pub(crate) fn remarks(&mut self, seen_in: Option<(&Input, &Source<'_>)>, sink: &Sink) {
        let file = seen_in.map(|(input, _)| input.to_string()).filter(|file| *file != self.input);
        self.diagnostics.extend(sink.diagnostics().iter().map(|diagnostic| {
            let place = diagnostic.span.as_ref().zip(seen_in);
            let position = place.map(|(span, (_, source))| source.position(span.start));
            Remark {
                code: diagnostic.code,
                severity: match diagnostic.severity {
                    Severity::Note => "note",
                    Severity::Warning => "warning",
                    Severity::Error => "error",
                },
                message: diagnostic.message.to_string(),
                line: position.map(|p| p.line),
                column: position.map(|p| p.column),
                cue: diagnostic.cue.map(|index| index + 1),
                help: diagnostic.help.as_ref().map(ToString::to_string),
                file: file.clone(),
            }
        }));
    }

    /// Where it went.
    pub(crate) fn wrote(&mut self, output: &Output) {
        if let Output::File(path) = output {
            self.output = Some(path.to_string_lossy().into_owned());
        }
    }

    /// Why it failed.
    pub(crate) fn failed(&mut self, failure: &Failure) {
        self.error = Some(Fault {
            message: failure.message.clone(),
            help: failure.help.clone(),
            line: failure.position.map(|p| p.line),
            column: failure.position.map(|p| p.column),
        });
    }

    /// The summary a person reads: what was read, what came out, which limits could not be met.
    pub(crate) fn line(&self) -> String {
        let mut line = self.input.clone();
        if let Some(output) = &self.output {
            line += &format!(" → {output}");
        }
        match &self.parts[..] {
            [] => {}
            [only] => line += &format!(" → {}", only.output),
            [first, .., last] => line += &format!(" → {} … {}", first.output, last.output),
        }
        line += &format!(": {}", count(self.cues, "cue"));
        if self.interpolated > 0 {
            line += &format!(" ({} at a stamp, {} guessed between stamps)", self.stamped, self.interpolated);
        }
        if let Some(retimed) = &self.retimed {
            line +=
                &format!(", {} with other times", retimed.changes.iter().filter(|change| change.to.is_some()).count());
        }
        match self.parts.len() {
            0 => {}
            n => line += &format!(", {}", count(n, "part")),
        }
        match self.speakers.len() {
            0 => {}
            n => line += &format!(", {}", count(n, "speaker")),
        }
        if let Some(profile) = &self.profile {
            let language = self.language.as_deref().unwrap_or("unknown (say --language)");
            line += &format!(", profile {profile}, language {language}");
        }
        if let Some(broken) = &self.limits {
            let parts = [
                (broken.too_fast, "faster than the reading speed"),
                (broken.too_wide, "wider than a line"),
                (broken.too_short, "shorter than the least duration"),
                (broken.too_long, "longer than the most"),
            ];
            let parts: Vec<String> =
                parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
            if !parts.is_empty() {
                line += &format!("\n  of these {} (no cut of the same words and times does better)", parts.join(", "));
            }
        }
        line
    }
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
