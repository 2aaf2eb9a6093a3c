//! A statement printed twice in one place.

use super::{Rule, RuleInfo, Severity};
use crate::context::{Context, plain};
use crate::finding::Finding;
use crate::matching::Print;
use crate::scope::{List, list_of};
use std::collections::BTreeSet;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "duplicate",
    severity: Severity::Warning,
    what: r#"The same indicator twice."#,
    why: r#"One of the two usually stands where another indicator should."#,
    example: r#"An indicator repeated after a page break."#,
    remedy: r#"Remove one, and check that none was lost."#,
};

/// Second prints in the list of the first; elsewhere a document may well quote itself.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let prints = &context.matching.prints;
    if is_twin(context) {
        return Vec::new();
    }
    let near: BTreeSet<List> = context.lists.clone();
    let make = |print: &Print| {
        let first = prints.iter().find(|p| p.canon == print.canon)?;
        let list = list_of(&context.canon[print.canon]);
        let beside = |p: &&Print| p.canon != print.canon && is_beside(p, print, context);
        let same = first.route == print.route && (print.route.is_some() || prints.iter().any(|p| beside(&p)));
        let elsewhere = print.kind.is_some_and(cvf_framework::Kind::is_behaviour) && prints.iter().any(|p| beside(&p));
        if !near.contains(&list) || !(same || elsewhere) {
            return None;
        }
        let canon = &context.canon[print.canon];
        let message = "printed a second time".to_owned();
        Some(plain(&context.subject(print), Rule::Duplicate, Some(&canon.text), Some(&print.text), message))
    };
    context.matching.again.iter().filter_map(make).collect()
}

/// Share of a copy's statements that must be printed twice before the copy has two layouts of one
/// text, for narrow and for wide screens.
const TWIN: f64 = 0.4;
/// Fewest such statements.
const FEWEST: usize = 4;

/// True for a copy that prints its text twice.
pub(crate) fn is_twin(context: &Context<'_>) -> bool {
    let (prints, again) = (context.matching.prints.len(), context.matching.again.len());
    again >= FEWEST && again as f64 >= TWIN * prints as f64
}

/// True if two prints follow each other with little between.
fn is_beside(a: &Print, b: &Print, context: &Context<'_>) -> bool {
    let ends = |p: &Print| (p.pieces.first().map_or(0, |r| r.start), p.pieces.last().map_or(0, |r| r.end));
    let ((a_start, a_end), (b_start, b_end)) = (ends(a), ends(b));
    let gap = if a_end <= b_start { b_start - a_end } else { a_start.saturating_sub(b_end) };
    gap <= 8 && context.canon[a.canon].kind.is_behaviour()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{findings, told};

    #[test]
    fn a_statement_twice_in_its_list_is_a_duplicate() {
        let found = findings(|l| {
            let again = l[2].statements[0].clone();
            l[2].statements.push(again);
        });
        assert_eq!(told(&found), [(Rule::Duplicate, Some("2.0"))]);
    }
}
