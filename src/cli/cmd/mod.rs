//! The commands: one file each, and `consumer`, which `inspect` asks.

mod consumer;
mod convert;
mod dump;
mod formats;
mod inspect;
mod profiles;

use super::args::Command;
use super::exit::Exit;

/// Runs a command to its end.
pub(crate) fn run(command: Command) -> Exit {
    match command {
        Command::Convert(args) => convert::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Dump(args) => dump::run(&args),
        Command::Formats(args) => formats::run(&args),
        Command::Profiles => profiles::run(),
    }
}
