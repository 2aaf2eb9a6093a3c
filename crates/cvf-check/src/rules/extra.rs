use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "extra",
    severity: Severity::Warning,
    what: r#"A text that the canon does not have, in a place where the canon has such texts."#,
    why: r#"It reads as part of the national framework and is not."#,
    example: r#"A sixth indicator under a level that has five."#,
    remedy: r#"Remove it, or set it apart as local guidance."#,
};
