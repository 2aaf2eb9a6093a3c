use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "edition",
    severity: Severity::Warning,
    what: r#"The copy follows another edition than the canon's."#,
    why: r#"Every other finding would be about the edition, not about the copy."#,
    example: r#"A copy of the 2024 text checked against the 2016 canon."#,
    remedy: r#"Check it against the canon of its own edition."#,
};
