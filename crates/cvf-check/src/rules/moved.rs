use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "moved",
    severity: Severity::Error,
    what: r#"An indicator under another competency or level than in the canon."#,
    why: r#"It sets the standard at the wrong level or for the wrong competency."#,
    example: r#"A level 2 indicator in the list of level 1."#,
    remedy: r#"Move it back."#,
};
