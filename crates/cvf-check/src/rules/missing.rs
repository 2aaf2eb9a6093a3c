//! A statement of the copy's scope that is not there.

use super::{Rule, RuleInfo, Severity};
use crate::Subject;
use crate::context::Context;
use crate::finding::Finding;
use crate::scope::list_of;
use cvf_framework::CanonUnit;
use std::collections::BTreeSet;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "missing",
    severity: Severity::Error,
    what: r#"An indicator of the copy's scope is not there."#,
    why: r#"Whoever works from the copy will not know of the behaviour."#,
    example: r#"Level 3 of a competency prints four of its five indicators."#,
    remedy: r#"Add the indicator, or declare a smaller scope."#,
};

/// Findings of `missing`.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let printed: BTreeSet<usize> = context.matching.prints.iter().map(|p| p.canon).collect();
    let gone = |(i, u): &(usize, &CanonUnit)| !printed.contains(i) && context.lists.contains(&list_of(u));
    let make = |(_, canon): (usize, &CanonUnit)| {
        let severity = if canon.kind.is_behaviour() { Severity::Error } else { Severity::Warning };
        let what = if canon.kind.is_behaviour() { "indicator" } else { "paragraph" };
        Finding {
            message: format!("the {what} is not there"),
            ..Subject::lost(canon).finding(Rule::Missing, severity, 0.95, Some(&canon.text), None)
        }
    };
    context.canon.iter().enumerate().filter(gone).map(make).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{findings, told};

    #[test]
    fn what_the_scope_lacks_is_missing() {
        let found = findings(|l| drop(l[1].statements.remove(1)));
        assert_eq!(told(&found), [(Rule::Missing, Some("1.1"))]);
    }

    #[test]
    fn a_level_that_the_copy_leaves_out_is_not_missing() {
        assert_eq!(findings(|l| drop(l.remove(3))), []);
    }
}
