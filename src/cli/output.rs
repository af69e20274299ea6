//! Outputs: standard output, or a file that is replaced whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::exit::{Exit, Failure};
use super::input::{Input, describe};

/// Where an output goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Output {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
}

impl Output {
    /// Refuses, before any work is done, what could not be written in the end: a folder, a file that
    /// is there already, the input itself.
    pub(crate) fn check(&self, input: &Input, force: bool) -> Result<(), Failure> {
        let Output::File(path) = self else { return Ok(()) };
        let Ok(metadata) = fs::metadata(path) else { return Ok(()) };
        if metadata.is_dir() {
            return Err(Failure::usage(format!("{} is a folder", path.display()))
                .help("end its name with / to have the output put into it, and say --to FORMAT"));
        }
        if let Input::Path(input) = input
            && same_file(input, path)
        {
            return Err(Failure::usage("the output is the input itself").help("give another name with -o"));
        }
        if metadata.is_file() && !force {
            return Err(Failure::usage(format!("{} exists already", path.display()))
                .help("give --force to replace it, or another name with -o"));
        }
        Ok(())
    }

    /// Writes all of it, or leaves what was there.
    pub(crate) fn write(&self, bytes: &[u8], force: bool) -> Result<(), Failure> {
        match self {
            Output::Stdout => write_stdout(bytes),
            Output::File(path) => write_file(path, bytes, force).map_err(|error| {
                let exists = error.kind() == io::ErrorKind::AlreadyExists;
                let exit = if exists { Exit::Usage } else { Exit::SomeFailed };
                let failure = Failure::new(exit, format!("{} was not written: {}", path.display(), describe(&error)));
                match error.kind() {
                    io::ErrorKind::NotFound => {
                        failure.help("the folder it would stand in does not exist; create it first")
                    }
                    io::ErrorKind::AlreadyExists => failure.help("give --force to replace it"),
                    _ => failure,
                }
            }),
        }
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

fn write_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        // The reader has seen enough (`| head`): not an error of ours.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new(Exit::SomeFailed, format!("standard output: {}", describe(&error)))),
        Ok(()) => Ok(()),
    }
}

/// A temporary file in the same folder, synced, then renamed: at no moment is there half a file.
fn write_file(path: &Path, bytes: &[u8], force: bool) -> io::Result<()> {
    // A symbolic link stays one: what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let existing = fs::metadata(&target).ok();
    if existing.as_ref().is_some_and(|m| !m.is_file()) {
        // A device or a pipe cannot be replaced, only written to.
        return fs::OpenOptions::new().write(true).open(&target)?.write_all(bytes);
    }
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cuekit-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The usual mode for a new file, less the user's mask; a private default would lock readers out.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(existing) = existing {
        file.as_file().set_permissions(existing.permissions())?;
    }
    file.as_file().sync_all()?;
    let persisted = if force { file.persist(&target) } else { file.persist_noclobber(&target) };
    persisted.map(drop).map_err(|error| error.error)
}
