//! Many files through one command: what goes where, decided before the first is read; the files one by one; the
//! report.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use cuekit::Format;

use super::exit::{Exit, Failure};
use super::input::Input;
use super::output::Output;
use super::render::{Printer, talk};
use super::report::{FileReport, Report};

/// One file to work on, decided before the first is read.
pub(crate) struct Job {
    pub(crate) input: Input,
    /// None if nothing is written.
    pub(crate) output: Option<Output>,
    /// The format to write; none for that of the input.
    pub(crate) to: Option<&'static Format>,
}

/// What a command is told of its files.
pub(crate) struct Wanted<'a> {
    pub(crate) inputs: &'a [OsString],
    pub(crate) output: Option<&'a OsStr>,
    pub(crate) to: Option<&'static Format>,
    pub(crate) force: bool,
    /// Every input is replaced by its output.
    pub(crate) in_place: bool,
    /// Nothing is written.
    pub(crate) only_shown: bool,
    /// Where nothing says which format to write, it is that of the input.
    pub(crate) keeps_format: bool,
}

/// What goes where, or why the command makes no sense. Nothing has been read or written yet.
pub(crate) fn plan(wanted: &Wanted<'_>) -> Result<Vec<Job>, Failure> {
    let to = wanted.to;
    let inputs: Vec<Input> = wanted.inputs.iter().map(|argument| Input::from(argument.as_os_str())).collect();
    if inputs.iter().filter(|input| **input == Input::Stdin).count() > 1 {
        return Err(Failure::usage("standard input can be read only once"));
    }
    let folder = wanted.output.filter(|output| is_folder(output)).map(PathBuf::from);
    let only_shown = wanted.only_shown;
    if inputs.len() > 1 && folder.is_none() && !only_shown && !wanted.in_place {
        let help = if wanted.keeps_format {
            "give -o FOLDER/ (with the slash), or --in-place"
        } else {
            "give -o FOLDER/ (with the slash) and --to FORMAT"
        };
        return Err(Failure::usage(format!("{} inputs need a folder to be written into", inputs.len())).help(help));
    }
    let mut taken: HashMap<PathBuf, String> = HashMap::new();
    let mut jobs = Vec::with_capacity(inputs.len());
    for input in inputs {
        let (output, to) = match (&folder, wanted.output) {
            _ if only_shown => (None, to),
            _ if wanted.in_place => match &input {
                Input::Stdin => return Err(Failure::usage("standard input is no file that could be replaced")),
                Input::Path(path) => {
                    let file = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                    if let Some(other) = taken.insert(file, input.to_string()) {
                        let message = format!("{other} and {input} are one file, which would be changed twice");
                        return Err(Failure::usage(message).help("name it once"));
                    }
                    (Some(Output::File(path.clone())), to)
                }
            },
            (Some(folder), _) => {
                if to.is_none() && !wanted.keeps_format {
                    return Err(
                        Failure::usage("into a folder, but as what?").help("say --to srt, --to webvtt or --to json")
                    );
                }
                let path = folder.join(file_name(&input, to));
                if let Some(other) = taken.insert(path.clone(), input.to_string()) {
                    return Err(Failure::usage(format!(
                        "{other} and {input} would both be written to {}",
                        path.display()
                    ))
                    .help("write them into different folders"));
                }
                (Some(Output::File(path)), to)
            }
            (None, Some(path)) if path != "-" => {
                let path = PathBuf::from(path);
                let to = match to {
                    Some(to) => to,
                    None => format_of_path(&path, wanted.keeps_format)?,
                };
                (Some(Output::File(path)), Some(to))
            }
            _ => {
                if to.is_none() && !wanted.keeps_format {
                    return Err(Failure::usage("written where, and as what?")
                        .help("give -o FILE.srt (or .vtt, .json), or --to FORMAT to print it"));
                }
                (Some(Output::Stdout), to)
            }
        };
        if let Some(output) = output.as_ref().filter(|_| !wanted.in_place) {
            output.check(&input, wanted.force)?;
        }
        jobs.push(Job { input, output, to });
    }
    if let Some(folder) = folder.filter(|_| !only_shown) {
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure::usage(format!("the folder {} cannot be made: {error}", folder.display())))?;
    }
    Ok(jobs)
}

/// Works on the files, one by one: a bad one does not stop the rest. What the work on a file gives back is shown on
/// standard output, or on standard error if captions go there.
pub(crate) fn run(
    command: &'static str,
    jobs: &[Job],
    json: bool,
    printer: &Printer,
    mut work: impl FnMut(&Job, &mut FileReport) -> Result<String, Failure>,
) -> Exit {
    let to_stdout = jobs.iter().any(|job| job.output == Some(Output::Stdout));
    let mut reports = Vec::new();
    let mut failures = Vec::new();
    for job in jobs {
        let mut report = FileReport::new(&job.input);
        match work(job, &mut report) {
            Ok(mut shown) => {
                printer.say(&report.line());
                if to_stdout {
                    if !shown.is_empty() {
                        talk(shown.trim_end_matches('\n'));
                    }
                } else if !shown.is_empty() {
                    if jobs.len() > 1 {
                        shown = format!("{}\n\n{shown}\n", job.input);
                    }
                    if let Err(failure) = Output::Stdout.write(shown.as_bytes(), false) {
                        printer.failure(None, &failure);
                        failures.push(failure.exit);
                    }
                }
            }
            Err(failure) => {
                report.failed(&failure);
                if !json {
                    printer.failure(Some(&*report.input).filter(|_| !failure.is_named), &failure);
                }
                failures.push(failure.exit);
            }
        }
        // Of a hundred thousand files nobody reads reports that are not asked for.
        if json {
            reports.push(report);
        }
    }
    let exit = Exit::of(&failures, jobs.len());
    if json {
        let json = Report::new(command, exit, reports).to_json();
        if to_stdout {
            talk(json.trim_end_matches('\n'));
        } else if let Err(failure) = Output::Stdout.write(json.as_bytes(), false) {
            printer.failure(None, &failure);
        }
    }
    exit
}

/// The format a file's name tells.
pub(crate) fn format_of_path(path: &Path, keeps_format: bool) -> Result<&'static Format, Failure> {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or("");
    Format::by_name(extension).filter(|format| format.write.is_some()).ok_or_else(|| {
        Failure::usage(format!("{} does not tell which format to write", path.display())).help(if keeps_format {
            "end it with .srt, .vtt or .json"
        } else {
            "end it with .srt, .vtt or .json, or say --to FORMAT"
        })
    })
}

/// A name that ends with a slash, or that is a folder already.
pub(crate) fn is_folder(output: &OsStr) -> bool {
    output.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]) || Path::new(output).is_dir()
}

/// The input's name, with the extension of the output's format if it changes.
fn file_name(input: &Input, to: Option<&Format>) -> PathBuf {
    let name = match input {
        Input::Stdin => Path::new("stdin"),
        Input::Path(path) => path.file_name().map_or(Path::new("captions"), Path::new),
    };
    match to {
        None => name.into(),
        Some(to) => {
            let mut stem = name.file_stem().unwrap_or(name.as_os_str()).to_owned();
            stem.push(".");
            stem.push(to.extensions.first().copied().unwrap_or(to.id));
            stem.into()
        }
    }
}
