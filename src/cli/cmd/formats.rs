//! `cuekit formats`: the list of formats, from their descriptors.

use cuekit::format::FORMATS;

use crate::cli::exit::Exit;
use crate::cli::output::Output;

pub(crate) fn run() -> Exit {
    let mut table = format!("{:<14}{:<7}{:<7}{:<16}carries\n", "name", "reads", "writes", "extensions");
    for format in FORMATS {
        let yes = |is: bool| if is { "yes" } else { "-" };
        let extensions: Vec<String> = format.extensions.iter().map(|e| format!(".{e}")).collect();
        table += &format!(
            "{:<14}{:<7}{:<7}{:<16}{}\n",
            format.id,
            yes(format.read.is_some()),
            yes(format.write.is_some()),
            extensions.join(" "),
            format.caps.names().collect::<Vec<_>>().join(", ")
        );
    }
    match Output::Stdout.write(table.as_bytes(), false) {
        Ok(()) => Exit::Good,
        Err(failure) => failure.exit,
    }
}
