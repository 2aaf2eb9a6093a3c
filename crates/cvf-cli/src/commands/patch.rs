use crate::args::Apply;
use crate::input::{name_of, read_text};
use crate::output::{self, Exit};
use cvf::patch::{Patch, PatchError, apply as apply_patch, revert};
use cvf::{Canon, Checker, Problem, Profiles, Witness, load_canon, yaml};
use std::path::Path;

/// Writes the only copy as canon + operations.
pub(crate) fn write(
    canon: &Canon,
    copies: &[Witness],
    scope: &[String],
    profiles: &Profiles,
    file: &Path,
) -> Result<(), Problem> {
    let name = name_of(file);
    let [copy] = copies else {
        return Err(Problem::new(&name, "a patch is of one copy").help("name one copy that can be read"));
    };
    let unknown = |entry| Problem::new("--scope", format!("`{entry}` is no competency or level of the canon"));
    let checker = Checker::new(canon, &profiles.language).with_scope(scope).map_err(unknown)?;
    let patch = checker.patch(copy);
    let text = if is_json(file) {
        serde_json::to_string_pretty(&patch).map(|t| t + "\n").map_err(|e| Problem::new(&name, e.to_string()))?
    } else {
        yaml::to_string(&patch, None).map_err(|e| Problem::new(&name, e.to_string()))?
    };
    output::result(&text, Some(file))
}

fn is_json(file: &Path) -> bool {
    file.extension().is_some_and(|e| e == "json")
}

fn read(file: &Path) -> Result<Patch, Problem> {
    let (name, text) = (name_of(file), read_text(file, "make it with `cvf check COPY --patch FILE`")?);
    if is_json(file) {
        return serde_json::from_str(&text).map_err(|e| Problem::new(&name, e.to_string()));
    }
    yaml::from_str(&text).map_err(|e| Problem::new(&name, e.to_string()))
}

pub(crate) fn apply(args: &Apply) -> Result<Exit, Problem> {
    let name = name_of(&args.canon);
    let canon = load_canon(&name, &read_text(&args.canon, "a canon is made by `cvf build`")?)?;
    let patch = read(&args.file)?;
    let profiles = Profiles::built_in();
    if Checker::new(&canon, &profiles.language).canon_ref().hash != patch.canon.hash {
        let what = "was made for another canon";
        return Err(Problem::new(&name_of(&args.file), what).help("make it anew with `cvf check COPY --patch FILE`"));
    }
    let bad = |e: PatchError| Problem::new(&name_of(&args.file), e.to_string());
    let units = apply_patch(&canon, &patch).map_err(bad)?;
    let lines: Vec<String> = if args.inverse {
        let texts: Vec<String> = units.into_iter().map(|u| u.text).collect();
        let statements = revert(&texts, &patch).map_err(bad)?;
        statements.iter().map(|(id, text)| serde_json::json!({ "id": id, "text": text }).to_string()).collect()
    } else {
        units.iter().map(|u| serde_json::to_string(u).unwrap_or_default()).collect()
    };
    output::result(&(lines.join("\n") + "\n"), None)?;
    Ok(Exit::Clean)
}
