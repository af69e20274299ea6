//! Exit codes, and failures that know theirs. Documented once, in `cuekit --help`.

use std::fmt;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All went well.
    Good = 0,
    /// Some files failed, or a consumer would not read them.
    SomeFailed = 1,
    /// The arguments cannot be followed.
    Usage = 2,
    /// The input cannot be read.
    Unreadable = 3,
    /// Something would be lost, and may not.
    Loss = 4,
}

/// The exit codes as the help shows them.
pub(crate) const HELP: &str = "\
Exit codes:
  0    good
  1    some of several files failed, or in several ways (all of them in one way: the code of that); an output
       could not be written; inspect --consumer: not read
  2    wrong usage; an output that exists and may not be replaced
  3    the input cannot be read as text, as captions or as a transcript
  4    the output would lack something: --fail-on-loss was given, or its encoding lacks a character
  130  interrupted";

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        (exit as u8).into()
    }
}

impl Exit {
    /// How a command ends of whose files some failed: if all of them did in one way, as one alone would.
    pub(crate) fn of(failures: &[Exit], files: usize) -> Exit {
        match failures {
            [] => Exit::Good,
            [first, rest @ ..] if failures.len() >= files && rest.iter().all(|exit| exit == first) => *first,
            _ => Exit::SomeFailed,
        }
    }
}

/// Why a command, or one file of it, failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Where in the input (or, with its line, in the output), if it is known.
    pub(crate) position: Option<cuekit::Position>,
    /// The line it speaks of.
    pub(crate) line: Option<String>,
    /// Whether the message names the file.
    pub(crate) is_named: bool,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Failure { exit, message: message.into(), help: None, position: None, line: None, is_named: false }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// The same, with the line of the source it speaks of, if it knows the place.
    pub(crate) fn seen_in(mut self, source: &cuekit::Source<'_>) -> Self {
        if self.line.is_none() {
            self.line = self.position.map(|place| source.text()[source.line_range(place.line)].to_owned());
        }
        self
    }

    /// The same, with the input it speaks of.
    pub(crate) fn named(mut self, input: &super::input::Input) -> Self {
        self.message = format!("{input}: {}", self.message);
        self.is_named = true;
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<cuekit::Error> for Failure {
    fn from(error: cuekit::Error) -> Self {
        let exit = match error.kind() {
            cuekit::ErrorKind::Unsupported(_) => Exit::Usage,
            _ => Exit::Unreadable,
        };
        Failure {
            exit,
            message: error.to_string(),
            help: error.help().map(str::to_owned),
            position: error.position(),
            line: None,
            is_named: false,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
