//! The quality floors, measured on data that is not part of this repository (`../shared`) by the
//! scorers that lie beside it. Without the data a test says so and passes, unless
//! `CUEKIT_REQUIRE_SHARED` is set.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The data folder, or `None` (said aloud) where there is none.
fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CUEKIT_REQUIRE_SHARED").is_none(), "../shared is required but absent");
    eprintln!("skipped: ../shared is absent, so nothing was measured");
    None
}

/// What a scorer printed.
fn score(shared: &Path, scorer: &str, data: &str, args: &[&str]) -> String {
    let output = Command::new("python3")
        .arg(shared.join("eval").join(scorer))
        .arg(env!("CARGO_BIN_EXE_cuekit"))
        .arg(shared.join(data))
        .args(args)
        .output()
        .expect("python3 runs the scorer");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{scorer} {data} {}\n{text}{}", args.join(" "), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{scorer} failed");
    text
}

/// The number after `label` in the line that begins with `line`.
fn number(text: &str, line: &str, label: &str) -> f64 {
    let row = text.lines().find(|row| row.starts_with(line)).unwrap_or_else(|| panic!("no line {line:?} in:\n{text}"));
    let after = &row[row.find(label).unwrap_or_else(|| panic!("no {label:?} in {row:?}")) + label.len()..];
    let word = after.split_whitespace().next().unwrap_or("");
    word.parse().unwrap_or_else(|_| panic!("{word:?} is no number in {row:?}"))
}

#[test]
fn transcripts_are_read_in_every_shape() {
    let Some(shared) = shared() else { return };
    let text = score(&shared, "score_transcripts.py", "corpus", &[]);
    for row in text.lines().filter(|row| row.contains(" files ")) {
        let shape = row.split_whitespace().next().unwrap_or("");
        assert!(number(&text, &format!("{shape} "), " stamp ") >= 0.93, "{row}");
    }
    assert!(number(&text, "MEAN", " stamp ") >= 0.985);
    assert!(number(&text, "MEAN", " speaker ") >= 0.985);
    assert!(number(&text, "MEAN", " text ") >= 0.95);
}

#[test]
fn captions_break_where_professionals_break() {
    let Some(shared) = shared() else { return };
    let text = score(&shared, "score_captions.py", "captions", &[]);
    assert!(number(&text, "fr ", "tool any ") >= 0.78);
    assert!(number(&text, "en ", "tool any ") >= 0.60);
    assert!(number(&text, "MEAN", "tool any ") >= 0.75);
    for row in text.lines().filter(|row| row.contains("| too wide ")) {
        assert!(row.contains("| too wide 0/"), "{row}");
        assert!(row.contains("too many lines 0 text changed 0 failed 0"), "{row}");
    }
}

#[test]
fn guessed_times_are_near_the_speech() {
    let Some(shared) = shared() else { return };
    let text = score(&shared, "score_timing.py", "timing", &["--block", "20"]);
    assert!(number(&text, "MEAN", "ratio of medians ") <= 0.92);
    assert!(number(&text, "MEAN", "ratio of means ") <= 1.0);
    assert!(text.contains("failed 0"));
}
