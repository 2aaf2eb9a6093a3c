use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "truncated",
    severity: Severity::Error,
    what: r#"An indicator that breaks off before its end."#,
    why: r#"The condition or aim at the end is often what sets the level."#,
    example: r#""I anticipate and identify organisational barriers that stop the police service from""#,
    remedy: r#"Restore the end."#,
};
