//! Several statements printed as one item.

use super::split::ITEMS;
use super::{Rule, RuleInfo, Severity};
use crate::context::{Context, plain};
use crate::finding::Finding;
use crate::matching::Print;
use crate::stream::Stream;

pub(super) const INFO: RuleInfo = RuleInfo {
    id: "merged",
    severity: Severity::Warning,
    what: r#"Several indicators printed as one; the wording is kept."#,
    why: r#"A behaviour can be overlooked, and counts no longer agree."#,
    example: r#"Two bullets of the canon in one paragraph."#,
    remedy: r#"Print each indicator as its own item."#,
};

/// Findings of `merged`.
pub(crate) fn findings(context: &Context<'_>) -> Vec<Finding> {
    let prints = &context.matching.prints;
    let make = |group: Vec<usize>| {
        let texts = |text: &dyn Fn(usize) -> String| group.iter().map(|&p| text(p)).collect::<Vec<_>>().join(" | ");
        let expected = texts(&|p| context.canon[prints[p].canon].text.clone());
        let found = texts(&|p| prints[p].text.clone());
        let message = format!("{} statements printed as one", group.len());
        plain(&context.subject(&prints[group[0]]), Rule::Merged, Some(&expected), Some(&found), message)
    };
    merged_groups(context).into_iter().map(make).collect()
}

/// Most statements in one segment that were merged; more are a layout.
const MERGED: usize = 3;

/// Groups of prints that were merged into one item.
pub(crate) fn merged_groups(context: &Context<'_>) -> Vec<Vec<usize>> {
    let prints = &context.matching.prints;
    let behaviour = |p: usize| context.canon[prints[p].canon].kind.is_behaviour();
    let by = context.by_segment();
    let shares = |p: usize| prints[p].segments.iter().any(|s| by[s].len() > 1);
    let all: Vec<usize> = (0..prints.len()).filter(|&p| behaviour(p)).collect();
    let alone = all.iter().filter(|&&p| !shares(p)).count();
    if (alone as f64) < ITEMS * all.len() as f64 {
        return Vec::new();
    }
    let cut_out = |s: usize| context.matching.stream.segments[s].cut_out;
    let groups = by.into_iter().filter(|(s, g)| (2..=MERGED).contains(&g.len()) && !cut_out(*s)).map(|(_, g)| g);
    groups.filter(|g| g.iter().all(|&p| behaviour(p)) && is_joined(context, g)).collect()
}

/// Lines that were taken for one paragraph because a stop is lost are no merger.
fn is_joined(context: &Context<'_>, group: &[usize]) -> bool {
    let prints = &context.matching.prints;
    let stream = &context.matching.stream;
    let first = &prints[group[0]];
    if group.windows(2).any(|pair| is_label_between(context, &prints[pair[0]], &prints[pair[1]])) {
        return false;
    }
    let unmarked: Vec<usize> = first.segments.iter().copied().filter(|&s| stream.segments[s].unmarked).collect();
    if unmarked.iter().any(|&s| lines(stream, s) != Some(1)) && is_dense(stream) {
        return false;
    }
    unmarked.is_empty() || first.text.ends_with(['.', '!', '?', ';', ',', '…'])
}

/// True if a name or a level's label stands between two prints: they are items of their own.
fn is_label_between(context: &Context<'_>, one: &Print, other: &Print) -> bool {
    let start = |p: &Print| p.pieces[0].start;
    let between = start(one).min(start(other))..start(one).max(start(other));
    context.matching.labels.iter().any(|label| between.contains(&label.words.start))
}

/// Lines from a segment to the next one of its place.
fn lines(stream: &Stream, segment: usize) -> Option<usize> {
    let (own, next) = (&stream.segments[segment], stream.segments.get(segment + 1)?);
    let same = own.route == next.route && own.kind == next.kind;
    let lines = next.at.line?.checked_sub(own.at.line?)?;
    same.then_some(usize::try_from(lines).ok()?)
}

/// True where texts without a mark follow each other without a blank line: where lines are
/// wrapped too, nothing shows whether one goes on or the next begins.
fn is_dense(stream: &Stream) -> bool {
    (0..stream.segments.len()).any(|s| stream.segments[s].unmarked && lines(stream, s) == Some(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{findings, told};

    #[test]
    fn two_statements_in_one_item_are_merged() {
        let found = findings(|l| {
            let second = l[0].statements.remove(1);
            l[0].statements[0] += &format!(" {second}");
        });
        assert_eq!(told(&found), [(Rule::Merged, Some("0.0"))]);
    }

    #[test]
    fn two_statements_with_a_label_between_are_not() {
        let found = findings(|l| {
            let second = l[1].statements.remove(0);
            l[0].statements[2] += &format!(" Level 2: {second}");
        });
        assert!(found.iter().all(|f| f.rule != Rule::Merged), "{found:?}");
    }
}
