use crate::args::Selftest;
use crate::commands::check::canon;
use crate::output::{self, Exit};
use cvf::{Problem, Profiles};
use cvf_selftest::{Outcome, Settings, run as selftest, text};
use std::path::Path;

pub(crate) fn run(args: &Selftest) -> Result<Exit, Problem> {
    let profiles = Profiles::built_in();
    let settings = Settings { seed: args.seed, mutations: args.mutations };
    let given: Vec<Option<&Path>> =
        if args.canon.is_empty() { vec![None] } else { args.canon.iter().map(|p| Some(p.as_path())).collect() };
    for path in given {
        let outcome = selftest(&canon(path)?, &profiles, settings);
        let mut shown = text(&outcome);
        if args.verbose {
            shown += &failures(&outcome);
        }
        output::result(&shown, None)?;
    }
    Ok(Exit::Clean)
}

fn failures(outcome: &Outcome) -> String {
    let tallies = outcome.clean.values().chain([&outcome.alone, &outcome.combined, &outcome.paraphrases]);
    tallies.flat_map(|t| &t.failures).map(|line| format!("{line}\n")).collect()
}
