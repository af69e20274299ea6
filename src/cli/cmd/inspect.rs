//! `cuekit inspect`: what a file is and how it is read, for people and as JSON.

use cuekit::{
    Charset, Document, DocumentKind, Limits, Newline, Severity, Sink, Source, Timestamp, Timing, language_of,
};
use serde::Serialize;

use super::consumer::{self, Answer};
use crate::cli::args::Inspect;
use crate::cli::exit::{Exit, Failure};
use crate::cli::input::Input;
use crate::cli::output::Output;
use crate::cli::reading;
use crate::cli::render::Printer;

/// What was found in one file.
#[derive(Debug, Default, Serialize)]
struct Findings {
    input: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    bom: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    newline: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<f64>,
    shape: Vec<Pattern>,
    /// How sure the shape is, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    cues: usize,
    /// Cues (or blocks) whose start is written.
    stamps: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<f64>,
    words: usize,
    speakers: Vec<Speaker>,
    /// What was wrong and put right.
    repairs: Vec<Remark>,
    /// What is no speech, or was read in one of several ways.
    notes: Vec<Remark>,
    /// What the consumer that was asked for makes of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    consumer: Option<Answer>,
}

#[derive(Debug, Serialize)]
struct Pattern {
    line: String,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Speaker {
    name: String,
    cues: usize,
}

#[derive(Debug, Serialize)]
struct Remark {
    code: &'static str,
    message: String,
    line: Option<usize>,
}

pub(crate) fn run(args: &Inspect) -> Exit {
    if args.shapes {
        let list: String = cuekit::format::shapes().map(|shape| shape + "\n").collect();
        return print(&list);
    }
    if args.encoding {
        return encodings(args);
    }
    let printer = Printer::new(args.json);
    if let Some(name) = &args.consumer
        && let Err(failure) = consumer::named(name)
    {
        return printer.refusal(&failure);
    }
    let mut all = Vec::with_capacity(args.inputs.len());
    let mut failed = Vec::new();
    for argument in &args.inputs {
        let input = Input::from(argument.as_os_str());
        let findings = inspect(args, &input).unwrap_or_else(|failure| {
            printer.failure(Some(&input.to_string()), &failure);
            failed.push(failure.exit);
            Findings { input: input.to_string(), error: Some(failure.message), ..Findings::default() }
        });
        if !args.json && findings.error.is_none() {
            let exit = print(&match &findings.consumer {
                Some(answer) => harmless(answer.page(&findings.input)),
                None => page(&findings),
            });
            if exit != Exit::Good {
                return exit;
            }
        }
        all.push(findings);
    }
    if args.json {
        // Strings, numbers and lists: serialising them cannot fail.
        let mut json = serde_json::to_string_pretty(&all).unwrap_or_default();
        json.push('\n');
        print(&json);
    }
    match Exit::of(&failed, all.len()) {
        Exit::Good if all.iter().any(|one| one.consumer.as_ref().is_some_and(|answer| !answer.reads)) => {
            Exit::SomeFailed
        }
        exit => exit,
    }
}

/// What `--encoding --json` tells of a file.
#[derive(Debug, Serialize)]
struct Encoding {
    input: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
}

/// The encoding of each file, as scripts want it.
fn encodings(args: &Inspect) -> Exit {
    let printer = Printer::new(args.json);
    let mut all = Vec::with_capacity(args.inputs.len());
    let mut exits = Vec::new();
    let mut lines = String::new();
    for argument in &args.inputs {
        let input = Input::from(argument.as_os_str());
        let detected = input.read(&Limits::default()).and_then(|bytes| Ok(Charset::detect(&bytes, None)?));
        match detected {
            Ok(charset) => {
                let label = charset.label();
                match args.inputs.len() {
                    1 => lines += &format!("{label}\n"),
                    _ => lines += &format!("{label}\t{input}\n"),
                }
                all.push(Encoding { input: input.to_string(), error: None, encoding: Some(label) });
            }
            Err(failure) => {
                printer.failure(Some(&input.to_string()), &failure);
                exits.push(failure.exit);
                all.push(Encoding { input: input.to_string(), error: Some(failure.message), encoding: None });
            }
        }
    }
    if args.json {
        lines = serde_json::to_string_pretty(&all).unwrap_or_default() + "\n";
    }
    match print(&lines) {
        Exit::Good => Exit::of(&exits, all.len()),
        failed => failed,
    }
}

fn print(text: &str) -> Exit {
    Output::Stdout.write(text.as_bytes(), false).map_or_else(|failure| failure.exit, |()| Exit::Good)
}

fn inspect(args: &Inspect, input: &Input) -> Result<Findings, Failure> {
    let limits = Limits::default();
    let bytes = input.read(&limits)?;
    let mut sink = Sink::new();
    let source = reading::decode(input, &bytes, args.input_encoding.as_deref(), None, &limits, &mut sink)?;
    let document = reading::read(&source, args.from.as_deref(), &args.reading, &mut sink)
        .map_err(|failure| failure.seen_in(&source))?;
    let mut findings = findings(input, &source, &document, &sink);
    if let Some(name) = &args.consumer {
        findings.consumer = Some(consumer::ask(name, input, &bytes, &document)?);
    }
    Ok(findings)
}

fn findings(input: &Input, source: &Source<'_>, document: &Document<'_>, sink: &Sink) -> Findings {
    let remarks = |wanted: fn(Severity) -> bool| {
        let of = |d: &cuekit::Diagnostic| Remark {
            code: d.code,
            message: d.message.to_string(),
            line: d.span.as_ref().map(|span| source.position(span.start).line),
        };
        sink.diagnostics().iter().filter(|d| wanted(d.severity)).map(of).collect()
    };
    let stamped = || document.cues.iter().filter(|cue| cue.timing == Timing::Stamped);
    Findings {
        input: input.to_string(),
        format: document.format,
        kind: Some(match document.kind {
            DocumentKind::Captions => "captions",
            DocumentKind::Transcript => "transcript",
        }),
        encoding: Some(source.encoding().name()),
        bom: source.had_bom(),
        newline: Some(match source.newline() {
            Newline::Lf => "LF",
            Newline::CrLf => "CRLF",
            Newline::Cr => "CR",
        }),
        language: language_of(document),
        title: document.metadata.title.clone(),
        duration: document.metadata.duration.map(Timestamp::as_secs_f64),
        shape: document
            .shape
            .iter()
            .flat_map(|shape| &shape.patterns)
            .map(|(line, count)| Pattern { line: line.clone(), count: *count })
            .collect(),
        confidence: document.shape.as_ref().map(|shape| (shape.confidence * 1000.0).round() / 1000.0),
        cues: document.cues.len(),
        stamps: stamped().count(),
        first: stamped().next().map(|cue| cue.start.as_secs_f64()),
        last: document.cues.iter().map(|cue| cue.end).max().map(Timestamp::as_secs_f64),
        words: document.cues.iter().map(|cue| cue.text.as_str().split_whitespace().count()).sum(),
        speakers: document
            .speakers
            .names()
            .map(|name| Speaker {
                name: name.to_owned(),
                cues: document.cues.iter().filter(|cue| document.speaker_of(cue) == Some(name)).count(),
            })
            .collect(),
        repairs: remarks(|severity| severity > Severity::Note),
        notes: remarks(|severity| severity == Severity::Note),
        error: None,
        consumer: None,
    }
}

/// The findings as a person reads them.
fn page(findings: &Findings) -> String {
    let mut page = format!("{}\n", findings.input);
    let mut row = |name: &str, value: &str| {
        if !value.is_empty() {
            page += &format!("  {name:<10} {value}\n");
        }
    };
    let clock = |secs: Option<f64>| secs.map(|s| Timestamp::from_secs_f64(s).to_string()).unwrap_or_default();
    let format = findings.format.unwrap_or_default();
    let kind = findings.kind.unwrap_or_default();
    row("format", &if format == kind { format.to_owned() } else { format!("{format} ({kind})") });
    let bom = if findings.bom { ", byte order mark" } else { "" };
    let encoding = findings.encoding.unwrap_or_default();
    row("encoding", &format!("{encoding}{bom}, lines end in {}", findings.newline.unwrap_or_default()));
    row("language", findings.language.as_deref().unwrap_or("unknown"));
    row("title", findings.title.as_deref().unwrap_or_default());
    row("length", &clock(findings.duration));
    for pattern in &findings.shape {
        row("shape", &format!("{} ({})", pattern.line, pattern.count));
    }
    if let Some(confidence) = findings.confidence {
        row("sure", &format!("{:.0} %", confidence * 100.0));
    }
    let (name, what) = if kind == "transcript" { ("blocks", "stamped") } else { ("cues", "timed") };
    row(name, &format!("{}, {} {what}, {} words", findings.cues, findings.stamps, findings.words));
    if let (Some(first), Some(last)) = (findings.first, findings.last) {
        row("from", &format!("{} to {}", clock(Some(first)), clock(Some(last))));
    }
    for speaker in &findings.speakers {
        row("speaker", &format!("{} ({})", speaker.name, speaker.cues));
    }
    let place = |remark: &Remark| remark.line.map(|line| format!("line {line}: ")).unwrap_or_default();
    for remark in &findings.repairs {
        row("repaired", &format!("{}{}", place(remark), remark.message));
    }
    for remark in &findings.notes {
        row("note", &format!("{}{}", place(remark), remark.message));
    }
    harmless(page)
}

/// A name or a title must not steer the terminal.
fn harmless(page: String) -> String {
    page.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect()
}
