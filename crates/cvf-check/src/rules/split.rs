use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "split",
    severity: Severity::Warning,
    what: r#"One indicator printed as several; the wording is kept."#,
    why: r#"Parts get assessed and numbered as if each were a behaviour of its own."#,
    example: r#""… in policing." and "This helps them to …" as two bullets."#,
    remedy: r#"Join the parts into one item."#,
};
