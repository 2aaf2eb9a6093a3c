use crate::args::Init;
use crate::files;
use crate::input::{File, Read, Wanted, open_hinted, read_each};
use crate::output::{self, Exit};
use crate::worker::Readers;
use cvf::{
    Attested, Candidate, Hints, Problem, Profiles, Proposal, ProposedSource, add_profile, config, propose, report,
};
use std::fmt::Write;
use std::path::Path;

const PROFILE: &str = "profile.yaml";

/// What is not about the sources: everything that can be set, commented out where a build does
/// without.
const SETTINGS: &str = r##"# Where a build writes, and where reviewers' decisions are kept.
# output: output
# decisions: decisions.yaml

# What `cvf check` compares with, if it is not output/framework.yaml.
# canon: output/framework.yaml

# Known findings: `cvf check COPIES --update-baseline --allow-new` writes it. Named here, it must
# be there.
# baseline: baseline.yaml

# What copies mean to print; found out for each copy if it is not told.
# scope: ["collaborative:1,2"]

# Severities (error, warning, note) other than the rules' own; `cvf explain` lists the rules.
# A change of meaning stays an error.
# severities:
#   heading: warning

# Matching guidelines: H1 takes "long-term" and "long term" for the same.
# guidelines:
#   H1: true

# Findings that are shown as ignored and fail no check. Each needs a reason; `*` stands for any
# text.
# ignores:
#   - rule: formatting
#     copy: leaflets/*
#     reason: The leaflets are set without full stops.

# What becomes of a part of the framework that only one source prints, one that is not of the
# highest rank: ask (an open question), fill (it enters, marked) or leave (it stays out).
# gaps: ask

# How much of everything that can grow is read, if not the usual; `cvf --help` lists the limits.
# limits:
#   pages: 9000

# The sources of a build. `rank` is authority, 1 the highest: it decides where as many sources say
# one thing as another, and a source of lower rank than all others changes nothing by itself.
# Sources of one publisher are one vote where they agree. Where a layout leaves
# open how it is to be read, `hint` says it.
"##;

pub(crate) fn run(args: &Init) -> Result<Exit, Problem> {
    if !args.force {
        refuse_present("cvf.yaml", "edit it, or write it anew with --force")?;
    }
    let profiles = Profiles::built_in();
    let (candidates, exit) = look(args, &profiles)?;
    if candidates.is_empty() {
        if !args.sources.is_empty() {
            return Err(Problem::new("init", "no framework is found in any source").help(NOTHING));
        }
        let text = head(None) + SETTINGS + EXAMPLE;
        config("cvf.yaml", &text)?;
        write(args, &text, None)?;
        output::say("wrote cvf.yaml; list the sources in it, then: cvf build");
        return Ok(exit);
    }
    let proposal = propose(&candidates, &profiles)?;
    let text = head(Some(&proposal)) + SETTINGS + &sources(&proposal.sources, &args.hints.read()?)?;
    config("cvf.yaml", &text)?;
    write(args, &text, proposal.profile.as_deref())?;
    tell(&proposal);
    Ok(exit)
}

/// Writes the settings and the profile, under the lock of the settings.
fn write(args: &Init, settings: &str, profile: Option<&str>) -> Result<(), Problem> {
    let _lock = files::lock(Path::new("."), "cvf.yaml")?;
    if !args.force {
        refuse_present("cvf.yaml", "edit it, or write it anew with --force")?;
        if profile.is_some() {
            refuse_present(PROFILE, "move it, or write it anew with --force")?;
        }
    }
    // Both or none of them.
    let paths = [Path::new("cvf.yaml"), Path::new(PROFILE)];
    if let Some(link) = paths.into_iter().find(|path| path.is_symlink()) {
        return Err(files::is_link(link));
    }
    if let Some(profile) = profile {
        output::write(Path::new(PROFILE), profile)?;
    }
    output::write(Path::new("cvf.yaml"), settings)
}

fn refuse_present(path: &str, help: &str) -> Result<(), Problem> {
    if Path::new(path).exists() { Err(Problem::new(path, "is there already").help(help)) } else { Ok(()) }
}

const NOTHING: &str = "a framework has competencies with levels and lists of indicators; if it is one, a hint may say how to read it, as the words of its levels in order do: `cvf init FOLDER --hint \"levels=[First, Second]\"`; `cvf explain FILE` tells what was made of a text";

/// Looks for a framework in the sources. What shows none by itself may be plain in the light of
/// the others, whose names of competencies and levels are known then; files of a folder that hold
/// none are left out, and said.
fn look(args: &Init, profiles: &Profiles) -> Result<(Vec<Candidate>, Exit), Problem> {
    let mut exit = Exit::Clean;
    if args.sources.is_empty() {
        return Ok((Vec::new(), exit));
    }
    let hints = args.hints.read()?;
    let files = open_hinted(&args.sources, |_| hints.clone());
    let readers = Readers::of(&args.recognition)?;
    let mut seen = read(&files, profiles, Attested::none(), &readers, &mut exit);
    let found: Vec<Candidate> = seen.iter().filter_map(Seen::candidate).cloned().collect();
    if !found.is_empty()
        && seen.iter().any(Seen::is_nothing)
        && let Some(profile) = propose(&found, profiles)?.profile
    {
        let mut known = profiles.clone();
        add_profile(&mut known, PROFILE, &profile)?;
        let mut light = Attested::none();
        found.iter().for_each(|candidate| light.add_witness(&candidate.witness));
        let rest = files.into_iter().zip(&seen).filter(|(_, seen)| seen.is_nothing()).map(|(file, _)| file);
        let again = read(&rest.collect::<Vec<_>>(), &known, light, &readers, &mut exit);
        seen.iter_mut().filter(|seen| seen.is_nothing()).zip(again).for_each(|(seen, again)| *seen = again);
    }
    for seen in &seen {
        if let Seen::Nothing(why) = seen {
            output::skipped(why);
        }
    }
    Ok((seen.iter().filter_map(Seen::candidate).cloned().collect(), exit))
}

/// What a source shows.
enum Seen {
    Framework(Box<Candidate>),
    /// No framework, in a file of a folder.
    Nothing(Problem),
    /// A problem, which was said.
    Failed,
}

impl Seen {
    fn candidate(&self) -> Option<&Candidate> {
        if let Self::Framework(candidate) = self { Some(candidate) } else { None }
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing(_))
    }
}

/// Reads files, and says what is wrong with them.
fn read(files: &[File], profiles: &Profiles, light: Attested, readers: &Readers, exit: &mut Exit) -> Vec<Seen> {
    let mut seen = Vec::new();
    read_each(files, Wanted::Framework, profiles, light, readers, |_, read| {
        let Read { name, result, walked } = read;
        seen.push(match result {
            Ok(extracted) => Seen::Framework(Box::new(Candidate { path: name, witness: extracted.extraction.witness })),
            Err(problem) if walked && problem.nothing_found => Seen::Nothing(problem),
            Err(problem) => {
                output::problem(&problem);
                *exit = Exit::Failed;
                Seen::Failed
            }
        });
    });
    seen
}

/// Framework, edition and profile.
fn head(proposal: Option<&Proposal>) -> String {
    let mut out =
        String::from("# What `cvf` works on. `cvf schema config` prints the schema of this file.\nversion: 1\n\n");
    let Some(proposal) = proposal else {
        out.push_str(HEAD);
        return out;
    };
    for unsure in &proposal.unsure {
        let _ = writeln!(out, "# Not sure: {}", unsure.replace(['\n', '\r'], " "));
    }
    let quoted = |text: &str| serde_json::Value::String(text.to_owned());
    let _ = writeln!(
        out,
        "# The framework, and the edition that the sources follow: {}.",
        proposal.name.replace(['\n', '\r'], " ")
    );
    let _ = writeln!(out, "framework: {}\nedition: {}\n", quoted(&proposal.framework), quoted(&proposal.edition));
    let profiles = "# Files with the names of editions, asked before the built-in ones.";
    let _ = match proposal.profile {
        Some(_) => writeln!(out, "{profiles}\nprofiles: [{PROFILE}]\n"),
        None => writeln!(out, "{profiles}\n# profiles: [{PROFILE}]\n"),
    };
    out.push_str("# While nobody relies on the ids, one that is no longer used is free again; with `true` it is\n# retired and never given again.\nreleased: false\n\n");
    out
}

const HEAD: &str = r##"# The framework, and the edition that the sources follow; recognised if not told.
# framework: nursing
# edition: "2025"

# Files with the names of editions, asked before the built-in ones; `cvf init FOLDER` proposes one.
# profiles: [profile.yaml]

# While nobody relies on the ids, one that is no longer used is free again; with `true` it is
# retired and never given again.
released: false

"##;

const EXAMPLE: &str = r##"# sources:
#   - id: national
#     path: sources/national.txt
#     publisher: Who published it
#     rank: 1
#     hint: { levels: [Foundation, Expert], columns: level, ignore: [Comments], pages: 31-51 }
"##;

/// The list of sources.
fn sources(sources: &[ProposedSource], hints: &Hints) -> Result<String, Problem> {
    let mut out = String::from("sources:\n");
    let hint = serde_json::to_string(hints).map_err(|e| Problem::new("--hint", e.to_string()))?;
    for source in sources {
        // JSON strings are YAML strings.
        let path = serde_json::Value::String(source.path.clone());
        let _ = writeln!(out, "  - id: {}\n    path: {path}", source.id);
        if let Some(title) = &source.title {
            let _ = writeln!(out, "    # title: {}", title.replace(['\n', '\r'], " "));
        }
        if !source.follows {
            let _ = writeln!(out, "    role: adaptation");
        }
        if *hints != Hints::NONE {
            let _ = writeln!(out, "    hint: {hint}");
        }
        let _ = writeln!(out, "    # publisher: Who published it\n    # rank: 1");
    }
    Ok(out)
}

/// What was found, and what a person should look at.
fn tell(proposal: &Proposal) {
    output::say(&format!("found {}", output::clean(&proposal.found)));
    proposal.unsure.iter().for_each(|u| output::warning("unsure", u));
    let also = if proposal.profile.is_some() { " and profile.yaml" } else { "" };
    let counted = report::counted(proposal.sources.len(), "source");
    output::say(&format!("wrote cvf.yaml{also} with {counted}; look them over, then: cvf build"));
}
