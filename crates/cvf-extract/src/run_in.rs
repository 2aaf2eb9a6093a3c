//! Items that are numbered inside one paragraph: "(1) … (2) …" is a list that lost its line ends.

use cvf_document::{Marker, MarkerKind, Paragraph, Text};
use std::ops::Range;

/// Fewest words of an item: figures in brackets stand behind one word or none.
const WORDS: usize = 2;

/// A number set as a point: where it stands in characters, and its value.
struct Sign {
    range: Range<usize>,
    number: u32,
    /// In two brackets, not only one behind.
    paired: bool,
}

/// The items of a paragraph that counts from 1 in brackets, each with its number as marker; the
/// paragraph itself if it doesn't. Text before the first number is kept if it ends in a colon:
/// elsewhere the numbers belong to a sentence.
pub(crate) fn split_at_numbers(p: Paragraph) -> Vec<Paragraph> {
    let Some(cuts) = cuts(&p) else { return vec![p] };
    let lead = p.text.slice(0..cuts.first().map_or(0, |c| c.start)).collapsed();
    let mut parts = Vec::new();
    let part = |text: Text, marker: Option<Marker>| Paragraph { text, marker, style: p.style, gap: p.gap };
    let mut marker = p.marker.clone();
    if !lead.is_empty() {
        parts.push(part(lead, marker.take()));
    }
    let ends = cuts.iter().skip(1).map(|c| c.start).chain([p.text.len()]);
    for ((cut, end), number) in cuts.iter().zip(ends).zip(1..) {
        let own = (!cut.is_empty())
            .then(|| Marker { text: p.text.slice(cut.clone()), kind: MarkerKind::Number(vec![number]) });
        parts.push(part(p.text.slice(cut.end..end).collapsed(), own.or_else(|| marker.take())));
    }
    parts
}

/// Where the numbers stand. A reader may have taken the first one for the paragraph's marker;
/// then its place is empty.
fn cuts(p: &Paragraph) -> Option<Vec<Range<usize>>> {
    let first = match p.marker.as_ref().map(|m| (&m.kind, m.text.as_str())) {
        Some((MarkerKind::Number(parts), sign)) if parts == &[1] && sign.ends_with(')') => Some(sign.starts_with('(')),
        _ => None,
    };
    let mut cuts = Vec::new();
    let mut paired = first;
    if first.is_some() {
        cuts.push(0..0);
    }
    for sign in signs(&p.text) {
        let next = u32::try_from(cuts.len()).ok()? + 1;
        if sign.number == next && paired.is_none_or(|paired| paired == sign.paired) {
            paired = Some(sign.paired);
            cuts.push(sign.range);
        }
    }
    let lead = p.text.slice(0..cuts.first()?.start).collapsed();
    let led = lead.is_empty() || lead.as_str().ends_with(':');
    let ends = cuts.iter().skip(1).map(|c| c.start).chain([p.text.len()]);
    let says = |(cut, end): (&Range<usize>, usize)| p.text.slice(cut.end..end).collapsed().words().len() >= WORDS;
    (cuts.len() > 1 && led && cuts.iter().zip(ends).all(says)).then_some(cuts)
}

/// Numbers with a bracket behind them that begin a word.
fn signs(text: &Text) -> Vec<Sign> {
    let chars: Vec<char> = text.as_str().chars().collect();
    let mut found = Vec::new();
    for at in 0..chars.len() {
        let free = at == 0 || chars[at - 1] == ' ';
        let paired = chars[at] == '(';
        let from = at + usize::from(paired);
        let digits: String = chars[from..].iter().take(2).take_while(|c| c.is_ascii_digit()).collect();
        let end = from + digits.len();
        if let (true, Ok(number), Some(')'), Some(' ')) =
            (free, digits.parse(), chars.get(end).copied(), chars.get(end + 1).copied())
        {
            found.push(Sign { range: at..end + 1, number, paired });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(Option<String>, String)> {
        let chars: Vec<char> = text.chars().collect();
        let parts = split_at_numbers(Paragraph::plain(Text::from_stream(&chars, 0..chars.len())));
        let shown = |p: Paragraph| (p.marker.map(|m| m.text.as_str().to_owned()), p.text.as_str().to_owned());
        parts.into_iter().map(shown).collect()
    }

    #[test]
    fn a_paragraph_that_counts_is_a_list() {
        let item = |sign: &str, text: &str| (Some(sign.to_owned()), text.to_owned());
        assert_eq!(
            split("(1) sorts the post; (2) files it (within 3) days)."),
            [item("(1)", "sorts the post;"), item("(2)", "files it (within 3) days).")]
        );
        let led = split("The clerk: 1) sorts the post, 2) files it.");
        assert_eq!(led[0], (None, "The clerk:".to_owned()));
        assert_eq!(led.len(), 3);
    }

    #[test]
    fn a_sentence_that_counts_is_one() {
        for text in
            ["There are (1) clerks who sort and (2) clerks who file.", "(1) One (2) two", "Files (2) boxes (3) a day"]
        {
            assert_eq!(split(text), [(None, text.to_owned())], "{text}");
        }
    }
}
