//! `cuekit formats`: the list of formats, from their descriptors, and the schemas of those that have one.

use cuekit::format::FORMATS;

use crate::cli::args::Formats;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::reading;
use crate::cli::render::Printer;

/// The schemas by format; `docs/schema/` has them as files.
const SCHEMAS: &[(&str, &str)] = &[
    ("json", include_str!("../../../docs/schema/cuekit.schema.json")),
    ("podcast-json", include_str!("../../../docs/schema/podcast-transcript.schema.json")),
];

pub(crate) fn run(args: &Formats) -> Exit {
    let text = match &args.schema {
        None => Ok(table()),
        Some(name) => schema(name).map(str::to_owned),
    };
    match text.and_then(|text| Output::Stdout.write(text.as_bytes(), false)) {
        Ok(()) => Exit::Good,
        Err(failure) => {
            Printer::new(false).failure(None, &failure);
            failure.exit
        }
    }
}

fn schema(name: &str) -> Result<&'static str, Failure> {
    let format = reading::format_named(name)?;
    let found = SCHEMAS.iter().find(|(id, _)| *id == format.id);
    found.map(|(_, schema)| *schema).ok_or_else(|| {
        let known: Vec<&str> = SCHEMAS.iter().map(|(id, _)| *id).collect();
        Failure::usage(format!("there is no schema of {}", format.name))
            .help(format!("there is of {}", known.join(", ")))
    })
}

fn table() -> String {
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
    for (id, _) in SCHEMAS {
        table += &format!("\ncuekit formats --schema {id:<14}prints the JSON Schema of it");
    }
    table.push('\n');
    table
}
