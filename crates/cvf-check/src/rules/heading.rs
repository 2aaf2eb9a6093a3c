use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "heading",
    severity: Severity::Note,
    what: r#"A name printed differently than in the canon."#,
    why: r#"Names are what people search for and refer to."#,
    example: r#""We deliver support and inspire" for "We deliver, support and inspire""#,
    remedy: r#"Use the canon's name."#,
};
