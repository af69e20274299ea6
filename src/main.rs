//! The program: parse the arguments, run the command, leave with its exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
