//! Why something could not be done at all. What could be done, with a remark, is a
//! [`Diagnostic`](crate::Diagnostic) instead.

use std::fmt;

use crate::source::Position;

/// The library's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error: what went wrong and, where it is known, the place in the input.
///
/// One pointer wide, so that the good path does not pay for it.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    position: Option<Position>,
}

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nothing to read: the input has no bytes, or nothing but blanks.
    Empty,
    /// The bytes are no text; says what they look like ("a PDF document").
    Binary(&'static str),
    /// No format fits the text. `help` says what would make it work.
    UnknownFormat {
        /// What was looked for and not found.
        message: String,
        /// What the user can do about it.
        help: String,
    },
    /// The text belongs to a format but cannot be read as it.
    Syntax(String),
    /// A [`Limits`](crate::Limits) bound was passed; names the bound.
    Limit(String),
    /// A format that can only be read, or only be written, was asked for the other.
    Unsupported(String),
    /// The operating system refused.
    Io(std::io::Error),
}

impl Error {
    /// An error without a place.
    pub fn new(kind: ErrorKind) -> Self {
        Error(Box::new(Inner { kind, position: None }))
    }

    /// The same error, with the place it was met at.
    pub fn at(mut self, position: Position) -> Self {
        self.0.position = Some(position);
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Where in the input, when it is known.
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }

    /// What the user can do about it, when there is something.
    pub fn help(&self) -> Option<&str> {
        match &self.0.kind {
            ErrorKind::UnknownFormat { help, .. } => Some(help),
            ErrorKind::Empty => {
                Some("check that the file was saved, or that the command before the pipe printed something")
            }
            ErrorKind::Binary(_) => Some("export the text itself (plain text, SRT, WebVTT or JSON) and give that"),
            _ => None,
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Error::new(kind)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::new(ErrorKind::Io(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.0.position {
            write!(f, "line {}, column {}: ", at.line, at.column)?;
        }
        match &self.0.kind {
            ErrorKind::Empty => f.write_str("the input is empty"),
            ErrorKind::Binary(what) => write!(f, "this is no text but {what}"),
            ErrorKind::UnknownFormat { message, .. } => f.write_str(message),
            ErrorKind::Syntax(message) | ErrorKind::Limit(message) | ErrorKind::Unsupported(message) => {
                f.write_str(message)
            }
            ErrorKind::Io(error) => error.fmt(f),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("kind", &self.0.kind).field("position", &self.0.position).finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            ErrorKind::Io(error) => Some(error),
            _ => None,
        }
    }
}
