use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "reordered",
    severity: Severity::Note,
    what: r#"The right place, in another order."#,
    why: r#"Numbers in references no longer agree."#,
    example: r#"The third indicator printed first."#,
    remedy: r#"Restore the order if the indicators are referred to by number."#,
};
