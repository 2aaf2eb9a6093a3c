use cvf_document::{Warning, is_invisible};
use scraper::Html;

/// Most characters of such a text that are shown.
const SHOWN: usize = 120;

/// Warns of each text that only shows without scripts and stands nowhere else on the page.
pub(crate) fn unseen(sources: &[String], stream: &[char]) -> Vec<Warning> {
    if sources.is_empty() {
        return Vec::new();
    }
    let page = words(stream.iter().collect::<String>().as_str());
    let texts = sources.iter().map(|source| {
        let tree = Html::parse_fragment(&crate::prune::prune(source).0);
        words(&tree.root_element().text().collect::<Vec<_>>().join(" "))
    });
    let unseen = texts.filter(|text| !text.is_empty() && !page.contains(text.as_str()));
    unseen
        .map(|text| {
            let shown: String = text.chars().take(SHOWN).collect();
            Warning::new("noscript", format!("text for browsers without scripts was left out: {shown:?}"))
        })
        .collect()
}

fn words(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
