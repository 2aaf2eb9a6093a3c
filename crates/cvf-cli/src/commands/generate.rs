use crate::args::{Args, Completions, Man, Schema};
use crate::output::{self, Exit};
use clap::CommandFactory;
use cvf::{Problem, SCHEMAS, schema as schema_of};

pub(crate) fn schema(args: &Schema) -> Result<Exit, Problem> {
    match (&args.all, &args.name) {
        (Some(folder), _) => {
            for name in SCHEMAS {
                let text = schema_of(name).unwrap_or_default();
                output::write(&folder.join(format!("{name}.schema.json")), &text)?;
            }
        }
        (None, Some(name)) => {
            let help = format!("the schemas are {}", SCHEMAS.join(", "));
            let text = schema_of(name)
                .ok_or_else(|| Problem::new("schema", format!("there is no schema `{name}`")).help(help))?;
            output::result(&text, None)?;
        }
        (None, None) => output::result(&(SCHEMAS.join("\n") + "\n"), None)?,
    }
    Ok(Exit::Clean)
}

pub(crate) fn completions(args: &Completions) -> Result<Exit, Problem> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "cvf", &mut bytes);
    output::result(&String::from_utf8_lossy(&bytes), None)?;
    Ok(Exit::Clean)
}

pub(crate) fn man(args: &Man) -> Result<Exit, Problem> {
    let mut program = Args::command().disable_help_subcommand(true);
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            Problem::new("man", format!("there is no command `{name}`")).help("`cvf --help` lists the commands")
        })?,
    };
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command).render(&mut bytes).map_err(|e| Problem::new("manual page", e.to_string()))?;
    output::result(&String::from_utf8_lossy(&bytes), None)?;
    Ok(Exit::Clean)
}
