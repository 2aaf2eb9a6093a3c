//! A statement under another competency or level than in the canon.

use super::heading::mislabelled;
use super::{Rule, RuleInfo, Severity};
use crate::context::{Context, plain};
use crate::finding::{Change, Finding};
use crate::homes::Standing;
use crate::matching::Print;
use crate::scope::{List, list_of};
use cvf_framework::Route;
use std::collections::BTreeMap;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "moved",
    severity: Severity::Error,
    what: r#"An indicator under another competency or level than in the canon."#,
    why: r#"It sets the standard at the wrong level or for the wrong competency."#,
    example: r#"A level 2 indicator in the list of level 1."#,
    remedy: r#"Move it back."#,
};

/// Share of a list that must stand elsewhere together before its label, not each statement, is wrong.
const WHOLE_LIST: f64 = 0.7;

/// Moved statements; where a whole list stands under another label it is the label that is wrong.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let mut groups: BTreeMap<(List, Route), Vec<&Print>> = BTreeMap::new();
    for (print, standing) in context.matching.prints.iter().zip(context.standings) {
        if let Standing::Moved { to } = standing {
            groups.entry((list_of(&context.canon[print.canon]), to.clone())).or_default().push(print);
        }
    }
    let mut findings = Vec::new();
    for ((list, to), prints) in groups {
        let size = context.canon.iter().filter(|u| list_of(u) == list).count();
        let whole = prints.len() > 2 && prints.len() as f64 >= WHOLE_LIST * size as f64;
        if whole {
            findings.push(mislabelled(context, &list.2, &to, prints[0]));
        } else {
            findings.extend(prints.iter().map(|p| moved(context, p, &to)));
        }
    }
    findings
}

/// One moved statement.
fn moved(context: &Context<'_>, print: &Print, to: &Route) -> Finding {
    let canon = &context.canon[print.canon];
    let place = |route: &Route| {
        let name = crate::place_name(route).unwrap_or_default();
        route.level.as_ref().map_or(name.clone(), |l| format!("{name}, level {l}"))
    };
    let (from, to) = (place(&canon.route), place(to));
    let message = format!("stands under {to}, belongs under {from}");
    let found = plain(&context.subject(print), Rule::Moved, Some(&canon.text), Some(&print.text), message);
    Finding { changes: vec![Change { expected: from, found: to }], ..found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{findings, told};

    #[test]
    fn a_statement_under_another_level_is_moved() {
        let found = findings(|l| {
            let statement = l[0].statements.remove(1);
            l[1].statements.insert(1, statement);
        });
        assert_eq!(told(&found), [(Rule::Moved, Some("0.1"))]);
    }

    #[test]
    fn a_whole_list_under_a_wrong_label_is_one_note() {
        let found = findings(|l| {
            l[0].level = "2".to_owned();
            l.remove(1);
        });
        assert_eq!(told(&found), [(Rule::Heading, None)]);
    }

    #[test]
    fn a_label_over_statements_of_several_levels_names_no_level() {
        let found = findings(|l| l.iter_mut().for_each(|list| list.level = "EN".to_owned()));
        assert_eq!(found, []);
    }

    #[test]
    fn ranks_stand_for_levels() {
        let found = findings(|l| {
            l.iter_mut().for_each(|list| list.level = if list.level == "1" { "Baker" } else { "Master" }.to_owned());
            let statement = l[0].statements.remove(1);
            l[1].statements.insert(1, statement);
        });
        assert_eq!(told(&found), [(Rule::Moved, Some("0.1"))]);
    }
}
