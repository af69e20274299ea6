//! `docs/transcripts.md` shows every sample transcript and what becomes of it. The page is made here;
//! `CUEKIT_BLESS=1 cargo test --test transcripts_page` writes it anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use cuekit::{Document, Format, Limits, ReadOptions, Sink, Source, Timing};

const HEAD: &str = "\
# Transcripts that are read

Each sample of `samples/transcripts/` by its first lines, and what becomes of it: the format, the shape of its lines, how many blocks have
a stamp, who speaks, the first block, and what there was to report. Names of shapes are what `--shape` takes and `cuekit inspect --shapes`
lists. The page is kept current by a test.
";

/// Lines of a sample that are shown, and their width.
const LINES: usize = 6;
const WIDTH: usize = 110;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn samples() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root().join("samples/transcripts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

fn entry(path: &Path) -> String {
    let name = path.file_name().unwrap().to_string_lossy();
    let bytes = std::fs::read(path).unwrap();
    let mut sink = Sink::new();
    let source = Source::decode(&bytes, &Limits::default(), &mut sink).unwrap();
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let source = source.with_extension(extension);
    let mut page = format!("\n## {name}\n\n```text\n");
    for line in source.text().lines().filter(|line| !line.trim().is_empty()).take(LINES) {
        writeln!(page, "{}", shortened(&line.replace('\t', "⇥"))).unwrap();
    }
    page.push_str("```\n\n");
    let document = match Format::detect(&source).and_then(|f| f.read(&source, &ReadOptions::default(), &mut sink)) {
        Ok(document) => document,
        Err(error) => return page + &format!("Refused: {error}\n"),
    };
    page + &outcome(&document, &sink)
}

fn outcome(document: &Document<'_>, sink: &Sink) -> String {
    let stamped = document.cues.iter().filter(|cue| cue.timing == Timing::Stamped).count();
    let shape = document.shape.as_ref().map(|shape| {
        let patterns: Vec<String> = shape.patterns.iter().map(|(line, count)| format!("`{line}` ({count})")).collect();
        format!(", shape {}", patterns.join(", "))
    });
    let mut text = format!("Read as {}{}: ", document.format.unwrap_or_default(), shape.unwrap_or_default());
    write!(text, "{} blocks, {stamped} stamped", document.cues.len()).unwrap();
    let words: usize = document.cues.iter().map(|cue| cue.words().len()).sum();
    if words > 0 {
        write!(text, ", {words} words with times").unwrap();
    }
    let names: Vec<&str> = document.speakers.names().collect();
    if !names.is_empty() {
        write!(text, "; {}", names.join(", ")).unwrap();
    }
    text.push_str(".\n");
    if let Some(cue) = document.cues.first() {
        let said = cue.text.as_str().replace('\n', " ");
        let speaker = document.speaker_of(cue).map(|name| format!("{name}: ")).unwrap_or_default();
        writeln!(text, "First: {} to {}, {speaker}{}", cue.start, cue.end, shortened(&said)).unwrap();
    }
    let codes: Vec<String> =
        sink.counts().map(|(code, n)| if n > 1 { format!("`{code}` × {n}") } else { format!("`{code}`") }).collect();
    if !codes.is_empty() {
        writeln!(text, "Reported: {}.", codes.join(", ")).unwrap();
    }
    text
}

#[test]
fn the_page_shows_every_sample_as_it_is_read() {
    let page: String = std::iter::once(HEAD.to_owned()).chain(samples().iter().map(|path| entry(path))).collect();
    let path = root().join("docs/transcripts.md");
    if std::env::var_os("CUEKIT_BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(page.lines()).position(|(a, b)| a != b);
    let line = differs.unwrap_or_else(|| written.lines().count().min(page.lines().count()));
    assert!(
        written == page,
        "docs/transcripts.md is not current from line {}; CUEKIT_BLESS=1 writes it anew\nwritten: {:?}\nnow: {:?}",
        line + 1,
        written.lines().nth(line),
        page.lines().nth(line)
    );
}

#[test]
fn every_row_of_shapes_has_a_sample_that_is_read() {
    for row in 1..=29 {
        let prefix = format!("{row:02}-");
        let of_row: Vec<PathBuf> =
            samples().into_iter().filter(|p| p.file_name().unwrap().to_string_lossy().starts_with(&prefix)).collect();
        assert!(!of_row.is_empty(), "row {row} has no sample");
        for path in of_row {
            assert!(!entry(&path).contains("Refused"), "{}", path.display());
        }
    }
}

#[test]
fn every_code_that_is_reported_is_documented() {
    let page = std::fs::read_to_string(root().join("docs/diagnostics.md")).unwrap();
    let mut sources = vec![root().join("src")];
    let mut undocumented = Vec::new();
    while let Some(path) = sources.pop() {
        if path.is_dir() {
            sources.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for call in ["Diagnostic::note(", "Diagnostic::warning(", "Diagnostic::error("] {
            for (at, _) in text.match_indices(call) {
                let rest = text[at + call.len()..].trim_start();
                let Some(code) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) else { continue };
                if code != "example" && !page.contains(&format!("`{code}`")) {
                    undocumented.push(code.to_owned());
                }
            }
        }
    }
    assert!(undocumented.is_empty(), "not in docs/diagnostics.md: {undocumented:?}");
}
