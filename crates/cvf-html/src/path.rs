//! Readable paths of elements: `html/body/main/ul[2]/li[3]`.

use crate::element::Role;
use crate::lower::Open;

/// Steps that are shown of a long path: the first and the last.
const SHOWN: (usize, usize) = (4, 12);

/// The path of the innermost block that is open.
pub(crate) fn of(open: &[Open<'_>]) -> String {
    let depth = open.iter().rposition(|o| o.role != Role::Inline).map_or(0, |i| i + 1);
    let step = |o: &Open<'_>| match o.element.tag.as_str() {
        tag @ ("html" | "body" | "main") => tag.to_owned(),
        tag => format!("{tag}[{}]", o.element.ordinal),
    };
    let (first, last) = SHOWN;
    if depth <= first + last {
        return open[..depth].iter().map(step).collect::<Vec<_>>().join("/");
    }
    let steps = |open: &[Open<'_>]| open.iter().map(step).collect::<Vec<_>>().join("/");
    format!("{}/…/{}", steps(&open[..first]), steps(&open[depth - last..depth]))
}
