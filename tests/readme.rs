//! Runs every command of the README's `console` blocks, in a folder that holds the samples, and
//! holds what is printed against what the README shows. The `sh` blocks are run by `.ci/run`.

use std::path::Path;
use std::process::Command;

/// A command and the output shown below it.
#[derive(Debug)]
struct Shown {
    line: usize,
    command: String,
    output: String,
}

fn shown(readme: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    let mut inside = false;
    for (index, line) in readme.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside && line.starts_with("$ ") {
            all.push(Shown { line: index + 1, command: line[2..].to_owned(), output: String::new() });
        } else if inside && let Some(last) = all.last_mut() {
            last.output.push_str(line);
            last.output.push('\n');
        }
    }
    all
}

/// Whether the output is the one shown; a line `…` stands for any number of lines.
fn matches(shown: &str, printed: &str) -> bool {
    fn lines_match(shown: &[&str], printed: &[&str]) -> bool {
        match shown.split_first() {
            None => printed.is_empty(),
            Some((&"…", rest)) => (0..=printed.len()).any(|skip| lines_match(rest, &printed[skip..])),
            Some((line, rest)) => printed.first() == Some(line) && lines_match(rest, &printed[1..]),
        }
    }
    lines_match(&shown.lines().collect::<Vec<_>>(), &printed.lines().collect::<Vec<_>>())
}

#[test]
fn every_command_prints_what_the_readme_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let samples = folder.path().join("samples");
    let status = Command::new("cp").arg("-r").arg(root.join("samples")).arg(&samples).status().unwrap();
    assert!(status.success());
    let program = Path::new(env!("CARGO_BIN_EXE_cuekit")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let commands = shown(&readme);
    assert!(commands.len() >= 5, "the README shows what the program does");
    for Shown { line, command, output } in commands {
        let result = Command::new("sh")
            .args(["-c", &format!("{{ {command} ; }} 2>&1")])
            .current_dir(folder.path())
            .env("PATH", &path)
            .output()
            .unwrap();
        let printed = String::from_utf8(result.stdout).unwrap();
        assert!(matches(&output, &printed), "README.md:{line}: $ {command}\nshown:\n{output}\nprinted:\n{printed}");
    }
}
