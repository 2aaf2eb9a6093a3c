//! Whether a text is Markdown.

/// Lines at the start that are looked at.
const SAMPLE: usize = 2000;
/// Lines within which front matter ends.
const LONGEST_FRONT: usize = 400;

/// True if a text is Markdown, told by what plain text does not have: front matter, the rule
/// under a table's head, several lines that are emphasised whole, or headings of `#` together with
/// another of its signs. Lists of `-`, underlined headings and stars are found in plain text too.
///
/// Where single lines follow one another that Markdown would run together but that read as
/// lines of their own, it is plain text with a few signs.
pub fn sniff(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().take(SAMPLE).map(str::trim_end).collect();
    if has_front_matter(&lines) || lines.windows(2).any(|pair| is_table_head(pair[0], pair[1])) {
        return true;
    }
    if has_dressed_lines(&lines) && !is_lines_of_their_own(&lines) {
        return true;
    }
    let headings = lines.iter().filter(|line| is_heading(line)).count();
    let others = [has_bold(&lines), has_links(&lines), has_fences(&lines), has_items(&lines), stands_apart(&lines)];
    headings > 0 && others.contains(&true) && !is_lines_of_their_own(&lines)
}

fn has_front_matter(lines: &[&str]) -> bool {
    let Some(end) = lines.iter().take(LONGEST_FRONT).skip(1).position(|line| matches!(*line, "---" | "...")) else {
        return false;
    };
    let inside = &lines[1..=end];
    let key = |line: &&&str| {
        line.split_once(':').is_some_and(|(key, value)| {
            !key.is_empty()
                && key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c))
                && (value.is_empty() || value.starts_with(' '))
        })
    };
    lines.first() == Some(&"---") && inside.first().is_some_and(|line| key(&line))
}

/// True for a line with bars over a rule of dashes and bars with as many columns.
fn is_table_head(head: &str, rule: &str) -> bool {
    let columns = |line: &str| line.trim().trim_matches('|').split('|').count();
    let ruled = |cell: &str| {
        let cell = cell.trim();
        let dashes = cell.trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    let rule = rule.trim();
    rule.contains('|')
        && rule.trim_matches('|').split('|').all(ruled)
        && head.contains('|')
        && columns(head) == columns(rule)
}

fn is_heading(line: &str) -> bool {
    let hashes = line.chars().take_while(|c| *c == '#').count();
    (1..=6).contains(&hashes)
        && line[hashes..].starts_with(' ')
        && line[hashes..].trim().chars().any(char::is_alphanumeric)
}

fn has_bold(lines: &[&str]) -> bool {
    lines.iter().any(|line| line.split("**").count() >= 3 || line.split("__").count() >= 3)
}

fn has_links(lines: &[&str]) -> bool {
    lines.iter().any(|line| line.split_once("](").is_some_and(|(_, rest)| rest.contains(')')))
}

fn has_fences(lines: &[&str]) -> bool {
    lines.iter().filter(|line| line.trim_start().starts_with("```")).count() >= 2
}

fn has_items(lines: &[&str]) -> bool {
    lines.iter().filter(|line| is_item(line)).count() >= 2
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.chars().take_while(char::is_ascii_digit).count();
    let behind = |signs: [&str; 2]| signs.iter().any(|sign| line[number..].starts_with(sign));
    ["- ", "* ", "+ "].iter().any(|sign| line.starts_with(sign)) || ((1..=3).contains(&number) && behind([". ", ") "]))
}

/// Fewest lines that are dressed whole, and different texts among them: somebody shouts once.
const DRESSED: usize = 4;
const TEXTS: usize = 3;

/// True if lines are bold or in italics as a whole, as other programs write headings.
fn has_dressed_lines(lines: &[&str]) -> bool {
    let dressed: Vec<&str> = lines.iter().filter_map(|line| dressed(line)).collect();
    let texts: std::collections::BTreeSet<&&str> = dressed.iter().collect();
    dressed.len() >= DRESSED && texts.len() >= TEXTS
}

/// The text between the signs of a line that is emphasised whole, behind the mark of an item too.
fn dressed(line: &str) -> Option<&str> {
    let line = line.trim();
    let bare = if is_item(line) { line.split_once(' ')?.1.trim() } else { line };
    let inside = |sign: &str| bare.strip_prefix(sign)?.strip_suffix(sign);
    let inner = ["**", "__", "*", "_"].into_iter().find_map(inside)?;
    let ends = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !"*_".contains(c));
    let sound = ends(inner.chars().next()) && ends(inner.chars().next_back()) && !inner.contains(['*', '_']);
    sound.then_some(inner)
}

/// True if every heading but the first stands between blank lines.
fn stands_apart(lines: &[&str]) -> bool {
    let apart = |i: usize| {
        let before = i == 0 || lines[i - 1].is_empty() || is_heading(lines[i - 1]);
        let after = lines.get(i + 1).is_none_or(|next| next.is_empty() || is_heading(next));
        before && after
    };
    let headings: Vec<usize> = (0..lines.len()).filter(|i| is_heading(lines[*i])).collect();
    headings.len() >= 2 && headings.iter().all(|i| apart(*i))
}

/// True if most lines that Markdown would run together end like lines of their own.
fn is_lines_of_their_own(lines: &[&str]) -> bool {
    let plain = |line: &str| {
        !line.is_empty() && !is_heading(line) && !line.starts_with(['|', '>', '<', '`', ' ', '\t', '-', '*', '='])
    };
    let pairs: Vec<(&str, &str)> = lines
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .filter(|(a, b)| plain(a) && plain(b) && !is_item(a) && !is_item(b))
        .collect();
    let own = |(above, below): &&(&str, &str)| {
        above.ends_with(['.', '!', '?', ';', ':']) && below.chars().next().is_some_and(|c| !c.is_lowercase())
    };
    let own = pairs.iter().filter(own).count();
    own >= 3 && own * 2 > pairs.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_told_by_its_own_signs() {
        for text in [
            "---\ntitle: x\n---\n\nText\n",
            "a | b\n--|--\n1 | 2\n",
            "| a | b |\n|:-:|---|\n| 1 | 2 |\n",
            "# Care\n\n- I listen.\n- I ask.\n",
            "## Care\n\nWe look after **all**.\n",
            "# A\n\nText of it.\n\n## B\n\nMore of it.\n",
            "**1. Care**\n\n*All staff*\n\n-   I listen\n\n**2. Craft**\n\n*All staff*\n\n-   I plan\n",
            "Map\n===\n\n* **Care**\n    * _New_\n        * listens\n    * _Old_\n        * helps\n* **Craft**\n    * _New_\n",
        ] {
            assert!(sniff(text), "{text}");
        }
    }

    #[test]
    fn plain_text_stays_plain() {
        for text in [
            "Care\n\n- I listen.\n- I ask.\n",
            "Care\n====\n\n* I listen.\n* I ask.\n",
            "Care **and** craft Level 1 I listen.",
            "# Level 1\nI listen.\nI ask.\nI act.\nI help.\n# Level 2\nI lead.\nI plan.\n",
            "---\nA rule and a line\n---\n",
            "a | b\nc | d\n",
            "#1 in care\n#2 in craft\n",
            "",
        ] {
            assert!(!sniff(text), "{text}");
        }
    }
}
