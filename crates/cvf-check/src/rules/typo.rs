use super::{RuleInfo, Severity};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "typo",
    severity: Severity::Error,
    what: r#"A slip of the pen: a letter lost, added, doubled or swapped, a digit or symbol inside a word, a word torn or glued, the opening "I" lost. In text that the canon does not have only a list of English words can tell: there a slip is a warning among the framework's statements and a note elsewhere."#,
    why: r#"A slip shows that the copy was retyped or badly converted, and it makes words unfindable."#,
    example: r#""recognising and promoting inno0vative activities" for "… innovative activities""#,
    remedy: r#"Put the expected word back."#,
};
