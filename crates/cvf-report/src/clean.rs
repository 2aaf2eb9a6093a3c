//! Text of a copy made fit to be shown: a copy may hold anything.

/// Characters that steer how text is shown without being seen, other than spaces.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with control characters as spaces and hidden ones named (`[U+202E]`), so that no
/// format, terminal or reader is steered by it.
pub(crate) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            c if is_hidden(c) => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// The same for a terminal or a build's log, where two number signs (`##[…]`, `##vso[…]`) and two
/// colons at a line's start are commands.
pub fn printable(text: &str) -> String {
    let text = visible(text).replace("##", "# #");
    if text.trim_start().starts_with("::") { text.replacen("::", ": :", 1) } else { text }
}

/// The text cut to at most `most` characters, with a mark where it was cut.
pub(crate) fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// Text for XML, inside an element or an attribute; characters that XML forbids are replaced.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push_str(&format!("&#{};", u32::from(c))),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_named_and_what_is_long_is_cut() {
        assert_eq!(visible("a\u{202e}b\u{1b}[31m"), "a[U+202E]b [31m");
        assert_eq!(visible("a\u{e0041}b"), "a[U+E0041]b");
        assert_eq!(clip("abcdef", 4), "abc…");
        assert_eq!(clip("abcd", 4), "abcd");
    }

    #[test]
    fn a_log_takes_nothing_for_a_command() {
        assert_eq!(printable("::error::x"), ": :error::x");
        assert_eq!(printable("a\n::error::x ##vso[task]"), "a ::error::x # #vso[task]");
        assert_eq!(printable("C# and ::"), "C# and ::");
    }

    #[test]
    fn xml_has_no_markup_and_no_forbidden_character() {
        assert_eq!(xml("<a b='c'>&\u{0}\n"), "&lt;a b=&#39;c&#39;&gt;&amp;\u{fffd}&#10;");
    }
}
