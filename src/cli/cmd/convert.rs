//! `cuekit convert`: read anything, write anything; a transcript becomes captions.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use cuekit::{
    CaptionOptions, Diagnostic, Dialogue, Document, DocumentKind, Format, Limits, Profile, Sink, Source, SpeakerTable,
    WriteOptions, caption, drop_sounds, rename_speakers,
};

use cuekit::format::SpeakerLabels;

use crate::cli::args::{Convert, Cues, Sounds};
use crate::cli::encode::{self, Encoding};
use crate::cli::exit::{Exit, Failure};
use crate::cli::explain;
use crate::cli::input::Input;
use crate::cli::output::Output;
use crate::cli::reading;
use crate::cli::render::Printer;
use crate::cli::report::{FileReport, Report};

/// One file to convert, decided before the first is read.
struct Job {
    input: Input,
    /// None if the captions are only explained.
    output: Option<Output>,
    to: &'static Format,
}

pub(crate) fn run(args: &Convert) -> Exit {
    let printer = Printer::new(args.quiet || args.json);
    let (jobs, table) = match plan(args).and_then(|jobs| Ok((jobs, speaker_table(args)?))) {
        Ok(planned) => planned,
        Err(failure) => {
            printer.failure(None, &failure);
            return failure.exit;
        }
    };
    let to_stdout = jobs.iter().any(|job| job.output == Some(Output::Stdout));
    let mut reports = Vec::with_capacity(jobs.len());
    let mut failures = Vec::new();
    for job in &jobs {
        let mut report = FileReport::new(&job.input);
        match convert(args, job, &table, &printer, &mut report) {
            Ok(mut explained) => {
                printer.say(&report.line());
                if to_stdout {
                    eprint!("{explained}");
                } else if !explained.is_empty() {
                    if jobs.len() > 1 {
                        explained = format!("{}\n\n{explained}\n", job.input);
                    }
                    if let Err(failure) = Output::Stdout.write(explained.as_bytes(), false) {
                        printer.failure(None, &failure);
                        failures.push(failure.exit);
                    }
                }
            }
            Err(failure) => {
                report.failed(&failure);
                if !args.json {
                    printer.failure(Some(&job.input), &failure);
                }
                failures.push(failure.exit);
            }
        }
        reports.push(report);
    }
    let exit = Exit::of(&failures, jobs.len());
    if args.json {
        let json = Report::new("convert", exit, reports).to_json();
        if to_stdout {
            eprint!("{json}");
        } else if let Err(failure) = Output::Stdout.write(json.as_bytes(), false) {
            printer.failure(None, &failure);
        }
    }
    exit
}

/// What goes where, or why the command makes no sense. Nothing has been read or written yet.
fn plan(args: &Convert) -> Result<Vec<Job>, Failure> {
    let to = args.to.as_deref().map(reading::format_named).transpose()?;
    profile_named(args, None)?;
    if let Some(language) = &args.captions.language
        && !is_language_tag(language)
    {
        return Err(Failure::usage(format!("{language:?} is no language tag")).help("write en, fr, pt-BR …"));
    }
    let inputs: Vec<Input> = args.inputs.iter().map(|argument| Input::from(argument.as_os_str())).collect();
    if inputs.iter().filter(|input| **input == Input::Stdin).count() > 1 {
        return Err(Failure::usage("standard input can be read only once"));
    }
    let folder = args.output.as_deref().filter(|output| is_folder(output)).map(PathBuf::from);
    let only_explained = args.explain.is_some() && args.output.is_none() && to.is_none();
    if inputs.len() > 1 && folder.is_none() && !only_explained {
        return Err(Failure::usage(format!("{} inputs need a folder to be written into", inputs.len()))
            .help("give -o FOLDER/ (with the slash) and --to FORMAT"));
    }
    let mut taken: HashMap<PathBuf, String> = HashMap::new();
    let mut jobs = Vec::with_capacity(inputs.len());
    for input in inputs {
        let (output, to) = match (&folder, args.output.as_deref()) {
            (Some(folder), _) => {
                let to = to.ok_or_else(|| {
                    Failure::usage("into a folder, but as what?").help("say --to srt, --to webvtt or --to json")
                })?;
                let path = folder.join(file_name(&input, to));
                if let Some(other) = taken.insert(path.clone(), input.to_string()) {
                    return Err(Failure::usage(format!(
                        "{other} and {input} would both be written to {}",
                        path.display()
                    ))
                    .help("convert them into different folders"));
                }
                (Some(Output::File(path)), to)
            }
            (None, None) if only_explained => (None, reading::format_named("srt")?),
            (None, Some(path)) if path != "-" => {
                let path = PathBuf::from(path);
                let to = match to {
                    Some(to) => to,
                    None => format_of_path(&path)?,
                };
                (Some(Output::File(path)), to)
            }
            _ => {
                let to = to.ok_or_else(|| {
                    Failure::usage("written where, and as what?")
                        .help("give -o FILE.srt (or .vtt, .json), or --to FORMAT to print it")
                })?;
                (Some(Output::Stdout), to)
            }
        };
        if let Some(output) = &output {
            output.check(&input, args.force)?;
        }
        jobs.push(Job { input, output, to });
    }
    if let Some(label) = &args.writing.output_encoding {
        jobs.iter().try_for_each(|job| encode::check(label, job.to))?;
    }
    if let Some(folder) = folder {
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure::usage(format!("the folder {} cannot be made: {error}", folder.display())))?;
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
    let limits = Limits::default();
    let bytes = job.input.read(&limits)?;
    let mut sink = Sink::new();
    let language = args.captions.language.as_deref();
    let source = reading::decode(&job.input, &bytes, args.encoding.as_deref(), language, &limits, &mut sink)?;
    let result = convert_text(args, job, table, &source, &mut sink, report);
    report.remarks(&source, &sink);
    printer.diagnostics(&job.input, &source, &sink);
    let (written, explained) = result.map_err(|failure| failure.seen_in(&source))?;
    if let Some(output) = &job.output {
        output.write(&written, args.force)?;
    }
    if let Some(Output::File(path)) = &job.output {
        report.output = Some(path.to_string_lossy().into_owned());
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
    report.from = document.format;
    report.to = job.output.is_some().then_some(job.to.id);
    report.read(&document, source);
    let recut = match args.captions.cues {
        Cues::Auto => document.kind == DocumentKind::Transcript,
        Cues::Caption => true,
        Cues::Keep => false,
    };
    if let Some(language) = &args.captions.language {
        document.metadata.language = Some(language.clone());
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
        let options = caption_options(args, job, &document, report)?;
        (writing.speakers, writing.dash) = (options.profile.labels, options.profile.dash);
        let (captions, summary) = match args.explain {
            None => caption(document, &options, sink),
            Some(wanted) => {
                let explanation = cuekit::explain(document, &options, sink);
                let cues = explanation.cues(wanted.of(&explanation.captions)?);
                if args.json {
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
        if args.captions.is_cutting() {
            let message =
                "the cues of this file are captions already and are kept, so the options for cutting them do nothing";
            sink.report(Diagnostic::note("options-unused", message).help("--cues caption cuts them anew"));
        }
        writing.dash = profile_named(args, cuekit::language_of(&document).as_deref())?.dash;
        document
    };
    report.written(&document);
    if let Some(speakers) = args.writing.speakers {
        writing.speakers = speakers.into();
    }
    let text = match job.output {
        Some(_) => job.to.write(&document, &writing, sink)?,
        None => String::new(),
    };
    let bytes = match job.output {
        Some(_) => {
            let encoding = Encoding::wanted(&args.writing, &document, source, job.to, sink)?;
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

/// The profile of the language with the limits the user gave, and all else the caption stage is told.
fn caption_options(
    args: &Convert,
    job: &Job,
    document: &Document<'_>,
    report: &mut FileReport,
) -> Result<CaptionOptions, Failure> {
    let captions = &args.captions;
    let language = cuekit::language_of(document);
    let mut profile = profile_named(args, language.as_deref())?;
    report.profile = Some(profile.name.to_string());
    if let Some(n) = captions.max_cpl {
        profile.max_cpl = usize::from(n);
    }
    if let Some(n) = captions.max_lines {
        profile.max_lines = usize::from(n);
    }
    if let Some(n) = captions.max_cps {
        profile.max_cps = n;
    }
    if let Some(time) = captions.min_duration {
        profile.min_duration = time;
    }
    if let Some(time) = captions.max_duration {
        profile.max_duration = time;
    }
    if let Some(time) = captions.min_gap {
        profile.min_gap = time;
    }
    if profile.min_duration > profile.max_duration {
        return Err(Failure::usage("the shortest duration is longer than the longest"));
    }
    if let Some(dialogue) = captions.dialogue {
        profile.dialogue = dialogue.into();
    } else if job.to.caps.speakers && !job.to.caps.styles {
        // One field for the speaker holds one name.
        profile.dialogue = Dialogue::Separate;
    }
    // Names written into the text need room on its lines.
    let named = args.writing.speakers.map_or(profile.labels, SpeakerLabels::from);
    let labels = if job.to.caps.speakers { SpeakerLabels::Never } else { named };
    Ok(CaptionOptions { profile, language, preset: captions.preset.into(), labels })
}

/// The new names of speakers, from the arguments and the file they name.
fn speaker_table(args: &Convert) -> Result<SpeakerTable, Failure> {
    let mut table = SpeakerTable::new();
    if let Some(path) = &args.changing.speakers_from {
        let input = Input::from(path.as_os_str());
        let limits = Limits::default();
        let bytes = input.read(&limits).map_err(|f| f.named(&input))?;
        let source = Source::decode(&bytes, &limits, &mut Sink::new()).map_err(|e| Failure::from(e).named(&input))?;
        table.add_lines(source.text()).map_err(|e| Failure::usage(e.to_string()).named(&input))?;
    }
    for pair in &args.changing.renames {
        table.add(pair).map_err(|e| Failure::usage(e.to_string()))?;
    }
    Ok(table)
}

fn profile_named(args: &Convert, language: Option<&str>) -> Result<Profile, Failure> {
    let name = args.captions.profile.as_deref().unwrap_or("default");
    Profile::named(name, language).ok_or_else(|| {
        let names: Vec<&str> = cuekit::PROFILES.iter().map(|info| info.name).collect();
        Failure::usage(format!("there is no profile {name:?}"))
            .help(format!("there are {}; `cuekit profiles` explains them", names.join(", ")))
    })
}

/// `fr`, `pt-BR`, `zh-Hans`: a language of two or three letters and subtags.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    parts.next().is_some_and(|base| (2..=3).contains(&base.len()) && base.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn format_of_path(path: &Path) -> Result<&'static Format, Failure> {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or("");
    Format::by_name(extension).filter(|format| format.write.is_some()).ok_or_else(|| {
        Failure::usage(format!("{} does not tell which format to write", path.display()))
            .help("end it with .srt, .vtt or .json, or say --to FORMAT")
    })
}

/// A name that ends with a slash, or that is a folder already.
fn is_folder(output: &OsStr) -> bool {
    output.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]) || Path::new(output).is_dir()
}

/// The input's name with the extension of the output's format.
fn file_name(input: &Input, to: &Format) -> PathBuf {
    let stem = match input {
        Input::Stdin => OsStr::new("stdin"),
        Input::Path(path) => path.file_stem().unwrap_or(OsStr::new("captions")),
    };
    let mut name = stem.to_owned();
    name.push(".");
    name.push(to.extensions.first().copied().unwrap_or(to.id));
    name.into()
}
