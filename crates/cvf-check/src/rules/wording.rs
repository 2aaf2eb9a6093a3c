use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "wording",
    severity: Severity::Warning,
    what: r#"Other words than the canon's: added, dropped or replaced. It is an error where a modal, a negation, a quantity, an actor or a level word is touched."#,
    why: r#"People are assessed against the wording; a copy with other words sets another standard."#,
    example: r#""I balance the risks" for "I balance risks"; "may" for "must""#,
    remedy: r#"Restore the canon's words, or record the change as a local adaptation."#,
};
