//! A document → its best reading → drafts, beside what known words make of it.

use crate::Options;
use crate::draft::{Draft, Drafts};
use crate::emit::{self, Explanation, Margins};
use crate::facts::{Facts, Piece};
use crate::hints::{Hints, LevelFrom};
use crate::labels;
use crate::reading::Tree;
use crate::regions;
use crate::score::{Scorer, framework_words};
use crate::solve::{Solution, compare, solve};
use cvf_document::{Document, Warning};
use cvf_framework::{Kind, Part, Profiles, names};
use std::collections::BTreeSet;

/// A document read by its own regularity.
struct Interpretation {
    facts: Facts,
    /// Bits of the best reading; 0 for no framework.
    bits: f32,
    drafts: Drafts,
    explanation: Explanation,
}

/// What a result of known words has to earn where no reading is better than none: where most
/// statements have a name and a level and there are few of them, where there are more, and
/// otherwise, where it has to explain more than nothing does.
const BY_WORDS: [f32; 3] = [-40.0, -12.0, 0.0];
/// Fewer units than this say little against known words.
const FEW: usize = 6;
/// Bits that a result may lack whose statements known words label: the price of any framework
/// with that of a few names, and for each unit the price of a text of two words. Short statements
/// are poor evidence by their shape, yet words say what they are.
const LABELLED: f32 = 15.0;
const LABELLED_EACH: f32 = 2.0;
/// Units that this holds for: more would show their regularity.
const LABELLED_MOST: usize = 30;
/// Fewest words of each item of a list that is read though it stands alone: things to buy or to
/// bring have one or two.
const ALONE: usize = 3;

/// The better of two results: what known words made of a document, and its best reading.
pub(crate) fn better_of(mut known: Drafts, document: &Document, options: Options<'_>) -> (Drafts, Explanation) {
    let Options { profiles, hints, .. } = options;
    let proven = is_proven(&known, profiles);
    let (mut drafts, explanation, title) = if proven && !hints.is_about_parts() {
        let title = title_of(&known, document);
        (known, Explanation::default(), title)
    } else {
        let mut read = interpret(document, profiles, hints);
        let take = match hints.is_about_parts() {
            true => read.bits > 0.0,
            false => !proven && is_better(&mut read, &known, profiles),
        };
        if !take && !proven {
            emit::weigh(&mut known, &read.drafts);
        }
        let explanation = Explanation { taken: take, ..read.explanation };
        let (mut drafts, other) = if take { (read.drafts, known) } else { (known, read.drafts) };
        let title = title_of(&drafts, document).or_else(|| title_of(&other, document));
        if !proven && !hints.is_about_parts() && framework_words(&read.facts, &profiles.language) == 0 {
            doubt_all(&mut drafts);
        }
        (drafts, explanation, title)
    };
    match proven {
        true => level_from_title(&mut drafts, title.as_deref(), document, options),
        false => settle(&mut drafts, title, document, options),
    }
    (drafts, explanation)
}

/// What the names and the title of a result say of it as a whole.
pub(crate) fn settle(drafts: &mut Drafts, title: Option<String>, document: &Document, options: Options<'_>) {
    let title = title.or_else(|| title_of(drafts, document));
    emit::take_name_over_all_for_title(drafts, document);
    emit::take_levels_for_names(drafts, title.as_deref(), options.profiles);
    level_from_title(drafts, title.as_deref(), document, options);
}

fn level_from_title(drafts: &mut Drafts, title: Option<&str>, document: &Document, options: Options<'_>) {
    let level = title.and_then(|t| level_of_title(t, options));
    let level = level.or_else(|| emit::level_in_front(document, drafts, options.profiles));
    if let Some(level) = level {
        level_for_all(drafts, &level);
    } else if options.hints.level_from == Some(LevelFrom::Title) {
        let message = "the hint `level-from` changes nothing: no level's name stands at the end of the title";
        drafts.warnings.push(Warning::new("hint", message));
    }
}

fn title_of(drafts: &Drafts, document: &Document) -> Option<String> {
    let title = drafts.units.iter().find(|d| d.kind == Kind::Title);
    title.map(|d| emit::title_line(document, &d.text))
}

/// The level that a title names: one that is known, or whatever stands at its end if a person says so.
fn level_of_title(title: &str, options: Options<'_>) -> Option<String> {
    let said = options.hints.level_from == Some(LevelFrom::Title);
    let tail = labels::title_tail(title).filter(|_| said).map(str::to_owned);
    emit::level_in_title(title, options.profiles).or(tail)
}

/// Where no statement has a level, that in the title holds for all.
fn level_for_all(drafts: &mut Drafts, level: &str) {
    if drafts.units.iter().any(|d| d.route.level.is_some()) {
        return;
    }
    for draft in drafts.units.iter_mut().filter(|d| d.kind == Kind::Indicator) {
        draft.route.level = Some(level.to_owned());
    }
}

/// True if the best reading is taken: one that explains the document better than nothing does is,
/// and where there is none, what known words made of it has to be worth it.
fn is_better(read: &mut Interpretation, known: &Drafts, profiles: &Profiles) -> bool {
    if read.bits > 0.0 {
        return true;
    }
    let tree = compare::tree_of(&mut read.facts, known);
    let words = compare::score(&read.facts, &tree, profiles).total();
    let lone = is_lone_list(known) && read.facts.own().all(|(id, _)| tree.used[id]);
    !lone && words <= least(known, &read.facts, profiles)
}

/// Most confidence of a record in a document that nowhere says that it is a framework.
const UNSAID: f64 = 0.75;

/// Nothing in the document says that it is a framework: its shape alone does.
fn doubt_all(drafts: &mut Drafts) {
    if drafts.units.iter().all(|d| d.kind == Kind::Title) {
        return;
    }
    drafts.units.iter_mut().for_each(|d| d.confidence = d.confidence.min(UNSAID));
    let message = "no word of its title, headings or headers says that this is a competency framework; \
                   only its shape does: is it one?";
    drafts.warnings.push(Warning::new("open-reading", message));
}

/// Bits that a result of known words has to earn where no reading is better than none.
fn least(known: &Drafts, facts: &Facts, profiles: &Profiles) -> f32 {
    let labelled = is_labelled(known, profiles);
    if framework_words(facts, &profiles.language) == 0 && !labelled {
        return 0.0;
    }
    let least = match (is_placed(known), known.units.len() < FEW) {
        (true, true) => BY_WORDS[0],
        (true, false) => BY_WORDS[1],
        (false, _) => BY_WORDS[2],
    };
    if !labelled {
        return least;
    }
    least.min(-LABELLED - LABELLED_EACH * known.units.len().min(LABELLED_MOST) as f32)
}

/// True if known words say what half of the units or more are: values, sections, or statements of
/// a competency at a level of a scale with a known label.
fn is_labelled(drafts: &Drafts, profiles: &Profiles) -> bool {
    let levels = || drafts.units.iter().filter_map(|d| d.route.level.as_deref());
    let scale = levels().any(|level| is_known_level(level, profiles));
    let labelled = |d: &&Draft| match d.kind {
        Kind::ValueDescription => d.route.value.is_some(),
        Kind::Underdone | Kind::Overdone | Kind::Importance => d.route.competency.is_some(),
        Kind::Indicator => scale && d.route.competency.is_some() && d.route.level.is_some(),
        _ => false,
    };
    let units = || drafts.units.iter().filter(|d| d.kind != Kind::Title);
    let count = units().filter(labelled).count();
    count > 0 && count * 2 >= units().count()
}

fn is_known_level(level: &str, profiles: &Profiles) -> bool {
    let (key, language) = (names::key(level), &profiles.language);
    labels::bare_level(level, profiles).is_some()
        || language.level_scale.contains(&key)
        || language.level_names.contains(&key)
}

/// True for one list of alike statements under one name, with no amounts in them: several lists
/// are as often a recipe, and figures a price list.
fn is_lone_list(drafts: &Drafts) -> bool {
    let units = || drafts.units.iter().filter(|d| d.kind != Kind::Title);
    let name = units().next().and_then(|d| d.route.competency.as_ref());
    let alike = |d: &Draft| {
        let text = d.text.as_str();
        let says = text.split_whitespace().count() >= ALONE && !text.contains(|c: char| c.is_numeric() || c == '?');
        says && d.kind == Kind::Indicator && d.route.competency.as_ref() == name
    };
    name.is_some() && units().count() >= FEW && units().all(alike)
}

/// True if most statements have a competency and a level.
fn is_placed(drafts: &Drafts) -> bool {
    let items = || drafts.units.iter().filter(|d| d.kind == Kind::Indicator);
    let placed = items().filter(|d| d.route.competency.is_some() && d.route.level.is_some()).count();
    placed * 2 > items().count()
}

/// True if a known edition is printed: a heading is the name of one of its competencies or
/// clusters, or most units stand under its names. Names of values are words of every day, so a
/// heading alone does not tell.
fn is_proven(drafts: &Drafts, profiles: &Profiles) -> bool {
    let is_known = |name: &str| profiles.resolve(name).is_some_and(|known| known.part != Part::Value);
    if drafts.headings.iter().any(|h| h.part != Part::Level && is_known(h.name.as_str())) {
        return true;
    }
    let units = || drafts.units.iter().filter(|d| d.kind != Kind::Title);
    let mut names = BTreeSet::new();
    let mut under = 0;
    for draft in units() {
        let route = &draft.route;
        let name = route.competency.as_deref().or(route.value.as_deref()).or(route.cluster.as_deref());
        if let Some(known) = name.and_then(|n| profiles.resolve(n)) {
            names.insert(known.id);
            under += 1;
        }
    }
    under > 0 && under * 2 >= units().count()
}

/// Reads a document: the best reading, or nothing where no reading explains it.
fn interpret(document: &Document, profiles: &Profiles, hints: &Hints) -> Interpretation {
    let mut drafts = Drafts::default();
    let pieces = Piece::all(document, profiles, &mut drafts);
    let facts = Facts::of(document, pieces.clone());
    let scorer = Scorer::new(&facts, profiles, hints);
    let solution = solve(&scorer);
    let (bits, tree) = best(&facts, &solution);
    if (bits <= 0.0 || pieces.len() >= regions::LONG) && !hints.is_about_parts() {
        match regions::read(document, &pieces, profiles, hints, bits, drafts) {
            Ok((mut drafts, explanation)) => {
                drafts.sort_units();
                drafts.warnings.extend(question(&explanation));
                return Interpretation { facts, bits, drafts, explanation };
            }
            Err(before) => drafts = *before,
        }
    }
    let margins = Margins::of(&facts, &solution, &tree);
    let mut drafts = emit::emit(&facts, &tree, &margins, document, profiles, drafts);
    drafts.sort_units();
    let explanation = emit::explain(&scorer, &solution);
    drafts.warnings.extend(question(&explanation));
    Interpretation { facts, bits, drafts, explanation }
}

/// Another reading that is this close, in bits, is an open question.
const OPEN: f32 = 4.0;

/// The question that a close reading leaves open, in words.
fn question(explanation: &Explanation) -> Option<Warning> {
    let other = explanation.runner_up.as_ref().filter(|o| explanation.bits - o.bits < OPEN)?;
    let message = format!("it can be read in two ways: {}; a hint settles it", other.differs.join("; "));
    (explanation.bits > 0.0).then(|| Warning::new("open-reading", message))
}

fn best(facts: &Facts, solution: &Solution) -> (f32, Tree) {
    match solution.readings.first().filter(|(bits, _)| *bits > 0.0) {
        Some((bits, reading)) => (*bits, solution.tree(facts, reading)),
        None => {
            let none = vec![false; facts.blocks.len()];
            (0.0, Tree { used: none.clone(), over: none, ..Tree::default() })
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hints, Options, extract_with};
    use cvf_framework::{Kind, Profiles};

    #[test]
    fn columns_that_a_person_speaks_of_may_have_short_cells() {
        let text = "Skill\tPoor\tFair\tGood\nPost\tSlow\tSteady work\tSorts fast and without mistakes all day\n\
                    Papers\tLost\tFound late\tFiles all so that others find it again\n\
                    Desk\tAbsent\tLate\tGreets everyone within a minute or two\n";
        let document = cvf_text::read(text.as_bytes()).unwrap().value;
        let profiles = Profiles::built_in();
        let hints = Hints::parse(["columns=level"]).unwrap();
        let options = Options { hints: &hints, ..Options::new(&profiles) };
        let read = extract_with("case", &document, options).value;
        let placed = |u: &cvf_framework::Unit| (u.route.competency.clone(), u.route.level.clone(), u.text.clone());
        let units: Vec<_> = read.witness.units.iter().filter(|u| u.kind == Kind::Indicator).map(placed).collect();
        assert_eq!(units.len(), 9, "{units:?}");
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(units[0], (some("Post"), some("Poor"), "Slow".to_owned()));
        assert!(read.ledger.balances());
    }

    #[test]
    fn a_small_framework_is_read_with_doubt_and_instructions_are_none() {
        let read = |text: &str| {
            let document = cvf_text::read(text.as_bytes()).unwrap().value;
            let profiles = Profiles::built_in();
            extract_with("case", &document, Options::new(&profiles)).value.witness.units
        };
        let skills = "Bakery skills\n\nHandling dough\n- Weighs every ingredient twice.\n- Keeps the bench clean and dry.\n\n\
            Serving guests\n- Greets each guest at the counter.\n- Names every allergen when asked.\n\n\
            Keeping the books\n- Counts the till at closing time.\n- Files receipts by supplier.\n";
        let units: Vec<_> = read(skills).into_iter().filter(|u| u.kind == Kind::Indicator).collect();
        let names: Vec<Option<&str>> = units.iter().map(|u| u.route.competency.as_deref()).collect();
        assert_eq!((units.len(), names[0], names[5]), (6, Some("Handling dough"), Some("Keeping the books")));
        assert!(units.iter().all(|u| u.confidence < 0.8), "little says that it is one");
        let shelf = "How to assemble the shelf\n\nBefore you start\n- Check that all the screws are in the bag.\n\
            - Find a flat floor.\n\nBuilding\n- Put the sides on the base.\n- Turn each screw half way.\n\n\
            Finishing\n- Tighten all the screws.\n- Fix the shelf to the wall.\n";
        assert!(read(shelf).iter().all(|u| u.kind != Kind::Indicator));
    }
}
