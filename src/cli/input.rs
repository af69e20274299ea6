//! Inputs: a path or `-`, read whole within the limit, with errors that say what to do.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use cuekit::Limits;

use super::exit::{Exit, Failure};

/// Where an input comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// `-`.
    Stdin,
    /// A file.
    Path(PathBuf),
}

impl From<&std::ffi::OsStr> for Input {
    fn from(argument: &std::ffi::OsStr) -> Self {
        if argument == "-" { Input::Stdin } else { Input::Path(argument.into()) }
    }
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Input::Stdin => f.write_str("<stdin>"),
            // Control characters in a name must not reach the terminal raw.
            Input::Path(path) => path
                .to_string_lossy()
                .chars()
                .try_for_each(|c| write!(f, "{}", if c.is_control() { '\u{FFFD}' } else { c })),
        }
    }
}

impl Input {
    /// The file name extension, if there is one.
    pub(crate) fn extension(&self) -> Option<&str> {
        match self {
            Input::Stdin => None,
            Input::Path(path) => path.extension()?.to_str(),
        }
    }

    /// All its bytes.
    pub(crate) fn read(&self, limits: &Limits) -> Result<Vec<u8>, Failure> {
        let unreadable = |error: io::Error| Failure::new(Exit::Unreadable, describe(&error));
        let bytes = match self {
            Input::Stdin => read_at_most(io::stdin().lock(), 0, limits).map_err(unreadable)?,
            Input::Path(path) => {
                let metadata = std::fs::metadata(path).map_err(unreadable)?;
                if metadata.is_dir() {
                    return Err(Failure::new(Exit::Unreadable, "this is a folder")
                        .help("name the files in it, as in FOLDER/*.txt"));
                }
                if metadata.is_file() && metadata.len() > limits.bytes {
                    return Err(too_large(&format!("{} bytes", metadata.len()), limits));
                }
                let file = File::open(path).map_err(unreadable)?;
                read_at_most(file, metadata.len(), limits).map_err(unreadable)?
            }
        };
        if bytes.len() as u64 > limits.bytes {
            return Err(too_large("more", limits));
        }
        Ok(bytes)
    }
}

fn too_large(size: &str, limits: &Limits) -> Failure {
    let message = format!("too large: {size}, where at most {} are read", limits.bytes);
    Failure::new(Exit::Unreadable, message).help("is it text? if so, give it in parts")
}

/// Reads to the end, or one byte past the limit.
fn read_at_most(reader: impl Read, expected: u64, limits: &Limits) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limits.bytes)).unwrap_or(0));
    reader.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// An I/O error in a person's words.
pub(crate) fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::AlreadyExists => "something of this name is there already".into(),
        io::ErrorKind::InvalidFilename => "the name cannot be one of a file".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::IsADirectory => "this is a folder".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        _ => error.to_string(),
    }
}
