//! The commands: one file each, and `consumer`, which `inspect` asks.

mod consumer;
mod convert;
mod dump;
mod formats;
mod inspect;
mod merge;
mod profiles;
mod retime;
mod split;
mod transcript;
mod transform;

use std::ffi::OsString;

use super::args::Command;
use super::exit::{Exit, Failure};
use super::render::Printer;

/// Runs a command to its end; `then` are the options of further steps.
pub(crate) fn run(command: Command, then: &[&[OsString]]) -> Exit {
    if !then.is_empty() && !matches!(command, Command::Retime(_)) {
        Printer::new(false).failure(None, &Failure::usage("--then has further steps of `cuekit retime` behind it"));
        return Exit::Usage;
    }
    match command {
        Command::Convert(args) => convert::run(&args),
        Command::Retime(args) => retime::run(&args, then),
        Command::Transcript(args) => transcript::run(&args),
        Command::Transform(args) => transform::run(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Split(args) => split::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Dump(args) => dump::run(&args),
        Command::Formats(args) => formats::run(&args),
        Command::Profiles => profiles::run(),
    }
}
