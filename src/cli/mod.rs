//! The command line: the only part that reads arguments, touches files and prints.

mod args;
mod batch;
mod cmd;
mod cutting;
mod editing;
mod encode;
mod exit;
mod explain;
mod input;
mod media;
mod output;
mod reading;
mod render;
mod report;
mod time_arg;

use std::process::ExitCode;

use clap::Parser as _;

/// Parses the arguments and runs the command.
pub(crate) fn main() -> ExitCode {
    // What stands behind `--then` are the options of further steps, each parsed by itself.
    let arguments: Vec<_> = std::env::args_os().collect();
    let mut steps = arguments.split(|argument| argument == "--then");
    let args = args::Args::parse_from(steps.next().unwrap_or_default());
    cmd::run(args.command, &steps.collect::<Vec<_>>()).into()
}
