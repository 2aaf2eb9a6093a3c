//! Statements of one place in another order.

use super::{Rule, RuleInfo, Severity};
use crate::context::{Context, plain};
use crate::finding::Finding;
use crate::homes::Standing;
use crate::matching::Print;
use crate::scope::{List, list_of};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reordered",
    severity: Severity::Note,
    what: r#"The right place, in another order."#,
    why: r#"Numbers in references no longer agree."#,
    example: r#"The third indicator printed first."#,
    remedy: r#"Restore the order if the indicators are referred to by number."#,
};

/// Statements of one list that are out of the canon's order: those outside the longest
/// increasing run.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let mut lists: BTreeMap<List, Vec<&Print>> = BTreeMap::new();
    for (print, standing) in context.matching.prints.iter().zip(context.standings) {
        if !matches!(standing, Standing::Moved { .. }) {
            lists.entry(list_of(&context.canon[print.canon])).or_default().push(print);
        }
    }
    let mut findings = Vec::new();
    for prints in lists.values() {
        let order: Vec<usize> = prints.iter().map(|p| p.canon).collect();
        let kept = longest_increasing(&order);
        for (i, print) in prints.iter().enumerate().filter(|(i, _)| !kept.contains(i)) {
            let canon = &context.canon[print.canon];
            let message = format!("printed as number {}, number {} in the canon", i + 1, canon.order);
            let subject = context.subject(print);
            findings.push(plain(&subject, Rule::Reordered, Some(&canon.text), Some(&print.text), message));
        }
    }
    findings
}

/// Positions of a longest strictly increasing subsequence.
fn longest_increasing(order: &[usize]) -> BTreeSet<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for i in 0..order.len() {
        let before = (0..i).filter(|&j| order[j] < order[i]).max_by_key(|&j| (best[j].0, std::cmp::Reverse(j)));
        best.push((before.map_or(1, |j| best[j].0 + 1), before));
    }
    let mut at = (0..order.len()).max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
    let mut kept = BTreeSet::new();
    while let Some(i) = at {
        kept.insert(i);
        at = best[i].1;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::findings;

    #[test]
    fn another_order_is_reordered() {
        let found = findings(|l| l[3].statements.swap(0, 2));
        assert!(!found.is_empty() && found.iter().all(|f| f.rule == Rule::Reordered), "{found:?}");
    }
}
