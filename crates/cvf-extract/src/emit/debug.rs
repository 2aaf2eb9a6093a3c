#![allow(clippy::print_stderr)]
use crate::facts::*;
use crate::score::*;
use crate::solve::*;
pub(crate) fn show(facts: &Facts, scorer: &Scorer<'_>, solution: &Solution) {
    eprintln!("seen {} forms {} families {}", solution.readings.len(), facts.forms.len(), facts.families.len());
    for (i, f) in facts.forms.iter().enumerate() {
        let t: String = facts.blocks[f.blocks[0]].text.as_str().chars().take(60).collect();
        eprintln!(
            "F{i} n={} runs={:.2} leads={:.2} heady={} words={} dist={} [{}] {t}",
            f.blocks.len(),
            f.runs,
            f.leads,
            f.heady,
            f.words,
            f.distinct,
            f.dress
        );
    }
    for (i, f) in facts.families.iter().enumerate() {
        eprintln!("T{i} tables={} width={}", f.tables.len(), f.width);
        let t = &facts.tables[f.tables[0]];
        for row in t.grid.iter().take(3) {
            let c: Vec<String> = row
                .iter()
                .map(|id| {
                    id.map_or("-".into(), |id| {
                        let c = &t.cells[id];
                        format!(
                            "{}{}({})",
                            if c.bold { "*" } else { "" },
                            facts.blocks[c.label].text.as_str().chars().take(22).collect::<String>(),
                            c.blocks.len()
                        )
                    })
                })
                .collect();
            eprintln!("    | {}", c.join(" | "));
        }
    }
    for (s, r) in solution.readings.iter().take(6) {
        let roles: Vec<String> = r
            .roles
            .iter()
            .enumerate()
            .filter(|(_, r)| **r != crate::reading::Role::Nothing)
            .map(|(i, r)| format!("F{i}={r:?}"))
            .collect();
        let turns: Vec<String> = solution
            .turns_of(r)
            .iter()
            .enumerate()
            .filter(|(_, t)| t.reads())
            .map(|(i, t)| format!("T{i}=h{} {:?} b{:?}", t.headers, t.columns, t.banner))
            .collect();
        eprintln!("{s:.1} {} {} above={}", roles.join(" "), turns.join(" "), r.level_above);
    }
    if let Some((_, r)) = solution.readings.first() {
        let sc = solution.score(scorer, r);
        let t: Vec<String> =
            TERMS.iter().filter(|(t, _)| sc.of(*t) != 0.0).map(|(t, _)| format!("{t:?} {:.1}", sc.of(*t))).collect();
        eprintln!("{}", t.join(" "));
    }
}
