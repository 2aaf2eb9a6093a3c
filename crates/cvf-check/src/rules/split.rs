//! One statement printed as several items.

use super::{Rule, RuleInfo, Severity};
use crate::context::{Context, plain};
use crate::finding::Finding;
use crate::matching::Print;
use crate::stream::{Segment, Stream};

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "split",
    severity: Severity::Warning,
    what: r#"One indicator printed as several; the wording is kept."#,
    why: r#"Parts get assessed and numbered as if each were a behaviour of its own."#,
    example: r#""… in policing." and "This helps them to …" as two bullets."#,
    remedy: r#"Join the parts into one item."#,
};

/// Share of a copy's statements that must have a segment of their own before one that has not
/// is a finding: else the layout does not show items.
pub(crate) const ITEMS: f64 = 0.6;

/// The same where nothing but line ends and paragraphs shows items.
const LINES: f64 = 0.8;

/// Findings of `split`.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let prints = &context.matching.prints;
    let stream = &context.matching.stream;
    let most = |share: f64, test: &dyn Fn(&Print) -> bool| {
        prints.iter().filter(|p| test(p)).count() as f64 >= share * prints.len() as f64
    };
    if !most(ITEMS, &|p| p.segments.len() == 1) {
        return Vec::new();
    }
    let by_lines = most(LINES, &|p| parts(stream, p).len() == 1);
    let item = |p: &Print| context.canon[p.canon].kind.is_behaviour();
    let whole = |p: &Print| p.segments.iter().zip(p.segments.iter().skip(1)).all(|(&a, &b)| is_broken(stream, a, b));
    let cut = |p: &Print| if by_lines { parts(stream, p).len() > 1 } else { p.segments.len() > 1 };
    let shown = |p: &&Print| {
        let one = p.segments.len() > 1 && whole(p);
        item(p) && cut(p) && !one && !p.segments.iter().any(|&s| stream.segments[s].cut_out)
    };
    let make = |print: &Print| {
        let canon = &context.canon[print.canon];
        let parts = parts(stream, print);
        let message = format!("printed as {} items", parts.len());
        plain(&context.subject(print), Rule::Split, Some(&canon.text), Some(&parts.join(" | ")), message)
    };
    prints.iter().filter(shown).map(make).collect()
}

/// The texts that a print is made of: by segments, and by line ends where the line had room.
fn parts(stream: &Stream, print: &Print) -> Vec<String> {
    let mut parts = Vec::new();
    for piece in &print.pieces {
        let mut from = piece.start;
        for end in stream.breaks(piece).into_iter().chain([piece.end]) {
            parts.extend(stream.parts(&(from..end)));
            from = end;
        }
    }
    parts
}

/// True if a sentence goes on in the next column or on the next page.
fn is_broken(stream: &Stream, segment: usize, next: usize) -> bool {
    let (a, b) = (&stream.segments[segment], &stream.segments[next]);
    let top = |s: &Segment| s.at.bounds.map(|b| b[1]);
    let turned = a.at.page != b.at.page || matches!((top(a), top(b)), (Some(a), Some(b)) if b < a);
    let low = b.tokens.first().is_some_and(|t| t.text.starts_with(char::is_lowercase));
    a.at.page.is_some() && turned && low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{findings, told};

    #[test]
    fn one_statement_in_two_items_is_split() {
        let found = findings(|l| {
            l[1].statements[2] = "I change a recipe only after three trial loaves.".to_owned();
            l[1].statements.push("I write down what each trial showed.".to_owned());
        });
        assert_eq!(told(&found), [(Rule::Split, Some("1.2"))]);
    }
}
