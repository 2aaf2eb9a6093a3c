//! The `cvf` command: arguments → plan → run → exit code. The only crate that touches files,
//! the environment and the terminal.

mod args;
mod baseline_file;
mod browser;
mod clock;
mod commands;
mod convert;
mod files;
mod held;
mod in_order;
mod input;
mod output;
mod program;
mod project;
mod staged;
mod tesseract;
mod worker;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    // What breaks down over one source is caught and reported with that source's name.
    cvf::watch();
    match cvf::guarded("cvf", run) {
        Ok(code) => code.into(),
        Err(problem) => {
            output::problem(&problem);
            output::Exit::Failed.into()
        }
    }
}

fn run() -> Result<output::Exit, cvf::Problem> {
    let args = args::Args::parse();
    anstream::ColorChoice::write_global(args.color.into());
    match args.command {
        args::Command::Extract(args) => commands::extract::run(&args),
        args::Command::Build(args) => commands::build::run(&args),
        args::Command::Verify(args) => commands::verify::run(&args),
        args::Command::Check(args) => commands::check::run(&args),
        args::Command::Apply(args) => commands::patch::apply(&args),
        args::Command::Diff(args) => commands::check::diff(&args),
        args::Command::Crosswalk(args) => commands::crosswalk::run(&args),
        args::Command::Review(args) => commands::review::run(&args),
        args::Command::Init(args) => commands::init::run(&args),
        args::Command::Ledger(args) => commands::ledger::run(&args),
        args::Command::Explain(args) => commands::explain::run(&args),
        args::Command::Selftest(args) => commands::selftest::run(&args),
        args::Command::Schema(args) => commands::generate::schema(&args),
        args::Command::Completions(args) => commands::generate::completions(&args),
        args::Command::Man(args) => commands::generate::man(&args),
        args::Command::Worker => worker::serve().map(|()| output::Exit::Clean),
    }
}
