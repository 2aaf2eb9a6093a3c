//! Words that faults are made of: none of them is of one framework.

/// Modals and what they are wrongly replaced by.
pub(crate) const MODALS: [(&str, &str); 8] = [
    ("must", "should"),
    ("should", "may"),
    ("will", "may"),
    ("can", "must"),
    ("would", "might"),
    ("could", "should"),
    ("may", "must"),
    ("need", "ought"),
];

/// Quantities and what they are wrongly replaced by.
pub(crate) const QUANTITIES: [(&str, &str); 8] = [
    ("all", "some"),
    ("any", "most"),
    ("every", "some"),
    ("each", "some"),
    ("always", "often"),
    ("both", "either"),
    ("many", "few"),
    ("some", "all"),
];

/// Actors and what they are wrongly replaced by.
pub(crate) const ACTORS: [(&str, &str); 8] = [
    ("I", "We"),
    ("my", "our"),
    ("our", "their"),
    ("their", "my"),
    ("We", "They"),
    ("we", "they"),
    ("us", "them"),
    ("myself", "ourselves"),
];

/// Words that are added without a change of meaning.
pub(crate) const ADDED: [&str; 10] = [
    "proactively",
    "effectively",
    "positively",
    "consistently",
    "carefully",
    "robust",
    "ongoing",
    "wider",
    "key",
    "relevant",
];

/// Words that stand for another.
pub(crate) const REPLACING: [&str; 12] = [
    "activities",
    "matters",
    "colleagues",
    "practices",
    "foster",
    "maintain",
    "evaluate",
    "suitable",
    "thoroughly",
    "demonstrate",
    "standards",
    "circumstances",
];

/// Statements that no canon has.
pub(crate) const EXTRA: [&str; 16] = [
    "I keep accurate records of the equipment that my colleagues borrow.",
    "I complete mandatory e-learning before the published deadline.",
    "I drive economically and report damage to vehicles straight away.",
    "I respond to correspondence within three working days.",
    "I speak a second language at work where that helps a witness.",
    "I wear the correct uniform and keep it clean.",
    "I mentor student officers during their probation.",
    "I submit expenses monthly with receipts attached.",
    "I protect personal data and lock my screen when I leave it.",
    "I rehearse evacuation drills twice a year with new starters.",
    "I draft briefing papers that ministers can read in five minutes.",
    "I volunteer for charity events that the station supports.",
    "I test radio batteries at the start of every shift.",
    "I archive closed files in line with the retention schedule.",
    "I chair the monthly meeting and circulate minutes afterwards.",
    "I learn the names of shopkeepers on my beat.",
];

/// Tails, in the manner of people who paraphrase: none quotes a statement.
pub(crate) const PARAPHRASES: [&str; 8] = [
    "Staff here get on with one another and lend a hand when asked.",
    "Good leaders know where they are going and bring people along.",
    "Listening comes first, and so does saying plainly what one means.",
    "People own up when something goes wrong and put it right.",
    "New ideas are welcome, however small, and get tried out quickly.",
    "Decisions rest on facts, checked twice, and are explained afterwards.",
    "Trust grows slowly and is lost in a moment; everyone here knows it.",
    "Feelings matter at work, one's own as much as other people's.",
];
