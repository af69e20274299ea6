//! The command line: the only part that reads arguments, touches files and prints.

mod args;
mod batch;
mod cmd;
mod encode;
mod exit;
mod explain;
mod input;
mod output;
mod reading;
mod render;
mod report;

use std::process::ExitCode;

use clap::Parser as _;

/// Parses the arguments and runs the command.
pub(crate) fn main() -> ExitCode {
    let args = args::Args::parse();
    cmd::run(args.command).into()
}
