//! Word classes: short lists of English function words, endings for all others.

/// Class of a word.
pub(super) type Class = u8;

/// Words of the closed classes, in the order of the class numbers.
const CLOSED: [&str; 15] = [
    "a an the this that these those",
    "all any some each every both many several most more less few another no other",
    "my our your their his her its own",
    "of in on at by for from with without within into onto over under between through across about against towards \
     toward during after before around beyond outside inside upon per up out off",
    "and or but nor & plus",
    "if when where while which who whose whom than as because although whether how what so until unless whilst",
    "i we you he she it they them us me him themselves himself herself itself ourselves self others",
    "is are was were be been being am",
    "will would shall should may might must can could cannot",
    "has have had do does did having",
    "not never don't doesn't didn't isn't aren't won't can't shouldn't n't",
    "also only even always often well very too just again already still sometimes ever together here there",
    "to",
    "own self-",
    "eg e.g ie i.e etc",
];

/// Classes of function words after which no item ends: all that ask for something to follow.
pub(super) const HANGING: [Class; 8] = [0, 1, 2, 3, 4, 5, 8, 12];
/// Forms of "be" and auxiliaries, after which one seldom ends.
pub(super) const AUXILIARY: [Class; 2] = [7, 9];

/// Verbs that are seldom nouns.
const VERBS: &str = "accept achieve acknowledge acquire act adapt add adhere adjust adopt allocate allow analyse \
    anticipate apply appreciate arrange articulate ask assess assist assume attend avoid balance become begin behave believe \
    bring build challenge check choose clarify coach collaborate collect come commit communicate complete comply \
    conduct confront consider consult contribute convert convey coordinate co-ordinate cope create deal decide define delegate deliver \
    demonstrate describe determine develop direct discuss display draw embed embrace empathise empower enable \
    encourage engage enhance ensure establish evaluate examine exceed exchange explain explore express facilitate find follow \
    foster gain gather generate get give go grow handle help highlight hold identify implement improve include \
    influence inform inspire integrate interact interpret introduce investigate involve keep know lead learn let \
    listen look maintain make manage maximise meet minimise mitigate motivate negotiate observe obtain offer operate \
    organise overcome perform persuade plan play prepare present prevent prioritise proceed produce promote protect \
    provide pursue put react read realise receive recognise reduce reflect regard reinforce relate remain remove \
    resolve respect respond reward run say scrutinise see seek select send serve set share show solve speak spend \
    spot stay strive suggest support sustain tackle tailor take talk tell tend think treat try understand \
    undertake use utilise value verify weigh welcome work write";

/// Adjectives without an ending that tells.
const ADJECTIVES: &str = "able appropriate aware best better broad calm clear close common complex correct different \
    difficult diverse due early easy fair fast firm free full further future good great hard high honest junior key large late \
    local long low main major new old open other overall own poor positive proactive proud public quick real \
    relevant right robust same senior sensitive separate short significant simple single small sound specific strong sure \
    true unique various vulnerable wide wider willing wrong";

const OPEN: Class = CLOSED.len() as Class;
/// Number of classes.
pub(super) const CLASSES: usize = CLOSED.len() + ENDINGS.len() + 3;

/// Number of tags.
pub(super) const TAGS: usize = CLASSES + 3;

/// Endings of open classes, the longest first within a class.
const ENDINGS: [&[&str]; 11] = [
    &["ing"],
    &["ed"],
    &["ly"],
    &["ions", "ments", "ities", "nesses", "ences", "ances", "ships"],
    &["ion", "ment", "ity", "ness", "ence", "ance", "ship", "ism", "age", "ure"],
    &["al", "ive", "able", "ible", "ous", "ful", "less", "ic", "ent", "ant", "ary"],
    &["ers", "ors"],
    &["er", "or", "est"],
    &["ss", "us", "is"],
    &["s"],
    &["y"],
];

/// The class of a word in lower case without outer punctuation.
pub(super) fn class(word: &str) -> Class {
    let closed = CLOSED.iter().position(|list| list.split(' ').any(|w| w == word));
    if let Some(found) = closed {
        return found as Class;
    }
    if !word.chars().any(char::is_alphabetic) {
        let number = word.chars().any(|c| c.is_ascii_digit());
        return OPEN + ENDINGS.len() as Class + Class::from(number);
    }
    let long = |ending: &&str| word.len() >= ending.len() + 2 && word.ends_with(*ending);
    let ending = ENDINGS.iter().position(|list| list.iter().any(long));
    ending.map_or(OPEN + ENDINGS.len() as Class + 2, |i| OPEN + i as Class)
}

/// The tag of a word whose class is known: listed verbs, their forms in -s, and listed adjectives
/// have tags of their own, all others that of their class.
pub(super) fn tag(word: &str, class: Class) -> Class {
    let listed = |list: &str, word: &str| list.split_whitespace().any(|w| w == word);
    if is_closed(class) {
        return class;
    }
    if listed(ADJECTIVES, word) {
        return CLASSES as Class;
    }
    if listed(VERBS, word) {
        return CLASSES as Class + 1;
    }
    let third = [word.strip_suffix('s'), word.strip_suffix("es")];
    let ies = word.strip_suffix("ies").map(|w| format!("{w}y"));
    let is_third = third.into_iter().flatten().chain(ies.as_deref()).any(|w| listed(VERBS, w));
    if is_third { CLASSES as Class + 2 } else { class }
}

/// True for function words: they say nothing about a topic.
pub(super) fn is_closed(class: Class) -> bool {
    class < OPEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_classes() {
        assert_eq!(class("the"), class("these"));
        assert_ne!(class("the"), class("of"));
        assert_eq!(class("ensures"), class("works"));
        assert_eq!(class("departments"), class("actions"));
        assert!(!is_closed(class("partners")) && is_closed(class("and")));
        assert!((0..CLASSES).contains(&usize::from(class("&"))) && usize::from(class("xyz")) < CLASSES);
    }
}
