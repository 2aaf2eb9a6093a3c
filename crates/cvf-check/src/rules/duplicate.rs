use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "duplicate",
    severity: Severity::Warning,
    what: r#"The same indicator twice."#,
    why: r#"One of the two usually stands where another indicator should."#,
    example: r#"An indicator repeated after a page break."#,
    remedy: r#"Remove one, and check that none was lost."#,
};
