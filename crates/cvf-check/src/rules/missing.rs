use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "missing",
    severity: Severity::Error,
    what: r#"An indicator of the copy's scope is not there."#,
    why: r#"Whoever works from the copy will not know of the behaviour."#,
    example: r#"Level 3 of a competency prints four of its five indicators."#,
    remedy: r#"Add the indicator, or declare a smaller scope."#,
};
