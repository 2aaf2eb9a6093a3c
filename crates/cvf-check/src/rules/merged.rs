use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "merged",
    severity: Severity::Warning,
    what: r#"Several indicators printed as one; the wording is kept."#,
    why: r#"A behaviour can be overlooked, and counts no longer agree."#,
    example: r#"Two bullets of the canon in one paragraph."#,
    remedy: r#"Print each indicator as its own item."#,
};
