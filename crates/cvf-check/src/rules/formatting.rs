use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "formatting",
    severity: Severity::Note,
    what: r#"Hyphens, punctuation, capitals, spacing or an equal spelling; the words are the same. "aspect" says which."#,
    why: r#"It does not change the meaning, but it makes copies harder to compare and search."#,
    example: r#""long term" for "long-term""#,
    remedy: r#"Follow the canon when the copy is next edited."#,
};
