//! `cuekit split`: a file divided into several.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use cuekit::{
    Chapter, DivideOptions, Division, DocumentPart, Format, Sink, Source, Timestamp, WriteOptions, divide,
    read_chapters,
};

use crate::cli::args::Split;
use crate::cli::batch;
use crate::cli::encode::{self, Encoding};
use crate::cli::exit::{Exit, Failure};
use crate::cli::input::Input;
use crate::cli::output::Output;
use crate::cli::reading;
use crate::cli::render::Printer;
use crate::cli::report::{FileReport, PartReport};

pub(crate) fn run(args: &Split) -> Exit {
    let printer = Printer::new(args.telling.is_quiet());
    let splitting = match Splitting::of(args, &printer) {
        Ok(splitting) => splitting,
        Err(failure) => return printer.refusal(&failure),
    };
    let job = |path| batch::Job { input: path, output: None, to: splitting.to };
    let jobs: Vec<batch::Job> = args.inputs.iter().map(|path| job(Input::from(path.as_os_str()))).collect();
    let mut written = HashSet::new();
    batch::run("split", &jobs, args.telling.json, &printer, |job, report| {
        splitting.file(job, &printer, report, &mut written).map(|()| String::new())
    })
}

/// What is to be done to each file.
struct Splitting<'a> {
    args: &'a Split,
    division: Division,
    chapters: Vec<Chapter>,
    /// The format of all parts, if the output's name tells.
    to: Option<&'static Format>,
    folder: Option<PathBuf>,
}

impl<'a> Splitting<'a> {
    fn of(args: &'a Split, printer: &Printer) -> Result<Splitting<'a>, Failure> {
        let folder = batch::is_folder(&args.output).then(|| PathBuf::from(&args.output));
        if folder.is_none() && args.inputs.len() > 1 {
            return Err(Failure::usage(format!("{} inputs need a folder to be written into", args.inputs.len()))
                .help("give -o FOLDER/ (with the slash)"));
        }
        if args.output == "-" {
            return Err(
                Failure::usage("parts cannot be printed one after another").help("give -o NAME.srt or -o FOLDER/")
            );
        }
        if let Some(name) = &args.name {
            let fields = ["{part}", "{title}", "{start}"];
            if !fields.iter().any(|field| name.contains(field)) {
                return Err(Failure::usage("all parts would have one name").help("put {part} into --name"));
            }
            if name.contains(['/', '\\']) {
                return Err(Failure::usage("a name has no folders in it").help("-o FOLDER/ says where they go"));
            }
        }
        let chapters = match &args.chapters {
            None => Vec::new(),
            Some(path) => reading::beside(path, printer, |source, sink| Ok(read_chapters(source, sink)?))?,
        };
        let division = match (&args.every, args.count) {
            (Some(every), _) => Division::Every(every.resolve(None)?),
            (None, Some(count)) => Division::Count(count as usize),
            (None, None) if args.chapters.is_some() => {
                Division::At(chapters.iter().map(|chapter| chapter.start).collect())
            }
            (None, None) => Division::At(args.at.iter().map(|at| at.resolve(None)).collect::<Result<_, _>>()?),
        };
        // A name that says how it ends says which format it is.
        let ending = args.name.as_deref().filter(|name| !name.ends_with("{ext}")).map(Path::new);
        let to = match (ending, &folder) {
            (Some(name), _) => Some(batch::format_of_path(name, true)?),
            (None, Some(_)) => None,
            (None, None) => Some(batch::format_of_path(Path::new(&args.output), true)?),
        };
        Ok(Splitting { args, division, chapters, to, folder })
    }

    fn file(
        &self,
        job: &batch::Job,
        printer: &Printer,
        report: &mut FileReport,
        written: &mut HashSet<PathBuf>,
    ) -> Result<(), Failure> {
        let label = self.args.decoding.encoding.as_deref();
        let parts = reading::with_source(&job.input, label, None, printer, report, |source, sink, report| {
            self.parts(job, source, sink, report, written)
        })?;
        if let Some(folder) = &self.folder {
            std::fs::create_dir_all(folder)
                .map_err(|error| Failure::usage(format!("the folder {} cannot be made: {error}", folder.display())))?;
        }
        for (path, bytes) in parts {
            Output::File(path).write(&bytes, self.args.force)?;
        }
        Ok(())
    }

    /// What is to be written, all of it made before any is.
    fn parts(
        &self,
        job: &batch::Job,
        source: &Source<'_>,
        sink: &mut Sink,
        report: &mut FileReport,
        written: &mut HashSet<PathBuf>,
    ) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
        let document = reading::captions(source, &self.args.decoding, sink)?;
        let to = job.to.or(document.format.and_then(Format::by_name));
        let to = to.ok_or_else(|| Failure::usage("the format of this file is not known"))?;
        let encoding = Encoding::kept(&document, source, to, sink);
        report.from = document.format;
        report.to = Some(to.id);
        report.read(&document, source);
        report.written(&document);
        let options = DivideOptions { whole_cues: self.args.whole_cues, rezero: self.args.rezero };
        let parts = divide(document, &self.division, &options, sink).map_err(Failure::usage)?;
        let writing = WriteOptions { numbers_from: Some(1), ..WriteOptions::default() };
        let digits = parts.len().to_string().len();
        let mut made = Vec::with_capacity(parts.len());
        for (nth, part) in parts.iter().enumerate() {
            let title = self.title(part.begin);
            let number = format!("{:0digits$}", nth + 1);
            let path = self.path(&job.input, to, &number, title, part);
            Output::File(path.clone()).check(&job.input, self.args.force)?;
            if !written.insert(path.clone()) {
                return Err(Failure::usage(format!("two parts would be written to {}", path.display()))
                    .help("put {part} and {stem} into --name"));
            }
            let text = to.write(&part.document, &writing, sink)?;
            let bytes = encode::output(text, &part.document, encoding, false, sink)?;
            report.parts.push(PartReport {
                output: path.to_string_lossy().into_owned(),
                begin: part.begin.as_secs_f64(),
                cues: part.document.cues.len(),
                title: title.map(str::to_owned),
            });
            made.push((path, bytes));
        }
        Ok(made)
    }

    /// The title of the chapter that begins here.
    fn title(&self, begin: Timestamp) -> Option<&str> {
        let chapter = self.chapters.iter().rfind(|chapter| chapter.start <= begin.max(Timestamp::ZERO));
        chapter.map(|chapter| chapter.title.as_str())
    }

    fn path(&self, input: &Input, to: &Format, number: &str, title: Option<&str>, part: &DocumentPart<'_>) -> PathBuf {
        let (named, folder) = match (&self.folder, input) {
            (Some(folder), Input::Path(path)) => (path.as_path(), folder.clone()),
            (Some(folder), Input::Stdin) => (Path::new("stdin"), folder.clone()),
            (None, _) => {
                let path = Path::new(&self.args.output);
                (path, path.parent().map(PathBuf::from).unwrap_or_default())
            }
        };
        let text = |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
        let extension =
            match (self.folder.is_some() && !to.extensions.contains(&&*text(named.extension())), to.extensions) {
                (true, [first, ..]) => (*first).to_owned(),
                _ => text(named.extension()),
            };
        let start = part.begin.to_string().replace(':', "-");
        let template = self.args.name.as_deref().unwrap_or("{stem}.{part}.{ext}");
        let mut name = String::new();
        let mut rest = template;
        // One pass: what a title says is not looked into again.
        while let Some(at) = rest.find('{') {
            name.push_str(&rest[..at]);
            rest = &rest[at..];
            let fields = [
                ("{stem}", text(named.file_stem())),
                ("{part}", number.to_owned()),
                (
                    "{title}",
                    Some(as_name(title.unwrap_or("")))
                        .filter(|title| !title.is_empty())
                        .unwrap_or_else(|| number.to_owned()),
                ),
                ("{start}", start.clone()),
                ("{ext}", extension.clone()),
            ];
            match fields.into_iter().find(|(field, _)| rest.starts_with(field)) {
                Some((field, value)) => {
                    name.push_str(&as_name(&value));
                    rest = &rest[field.len()..];
                }
                None => {
                    name.push('{');
                    rest = &rest[1..];
                }
            }
        }
        name.push_str(rest);
        folder.join(name)
    }
}

/// A text as a part of a file's name: nothing that leads into another folder or that a file system refuses.
fn as_name(text: &str) -> String {
    const MOST: usize = 80;
    let clean = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c };
    let name: String = text.chars().map(clean).take(MOST).collect();
    name.trim_matches([' ', '.']).to_owned()
}
