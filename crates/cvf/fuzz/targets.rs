//! What holds for any bytes, one function a target: `cargo fuzz` runs them for hours, and
//! `tests/smoke` on every `cargo test`. Each takes bytes, and panics if a law is broken.

use cvf::{Profiles, Prose, load_canon, yaml};
use cvf_collate::{Lexicon, differences};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Read once: they are part of every run.
static PROFILES: LazyLock<Profiles> = LazyLock::new(Profiles::built_in);

/// A target.
pub(crate) type Target = fn(&[u8]);

/// A fault of the program that was caught is one all the same.
fn no_fault<T>(done: Result<T, cvf::Problem>) -> Option<T> {
    match done {
        Err(problem) if problem.reason == "broken" => panic!("{problem}"),
        done => done.ok(),
    }
}

/// Any reader: bytes give a document or a refusal, and what is packed for another process is the
/// same behind it.
pub(crate) fn reader(bytes: &[u8]) {
    let read = cvf::guarded("any", || cvf::document("any", bytes));
    let Some(read) = no_fault(read) else { return };
    let packed = cvf::pack(Ok(read.clone())).expect("a document can be packed");
    let unpacked = cvf::unpack("any", &packed).expect("it can be unpacked");
    assert_eq!(unpacked.value.stream, read.value.stream, "the text is the same in another process");
}

/// Reading and interpretation: every character is accounted for, and every statement has text.
pub(crate) fn interpretation(bytes: &[u8]) {
    let Some(found) = no_fault(cvf::Reading::new(&PROFILES).witness("any", bytes)) else { return };
    assert!(found.extraction.ledger.balances(), "the ledger does not balance: {:?}", found.extraction.ledger);
    for unit in &found.extraction.witness.units {
        assert!(!unit.text.trim().is_empty(), "a unit without text: {unit:?}");
        assert!((0.0..=1.0).contains(&unit.confidence), "confidence of {unit:?}");
        let inside = |range: &[usize; 2]| range[0] <= range[1] && range[1] <= found.stream.len();
        assert!(unit.at.chars.iter().all(inside), "a place outside the source: {unit:?}");
    }
}

/// The aligner: two texts, parted by the first line break; the differences put into the first
/// text give the second.
pub(crate) fn aligner(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (expected, found) = text.split_once('\n').unwrap_or((&text, ""));
    // The table has a cell for each pair of tokens: longer texts are no statements.
    let cut = |text: &str| text.chars().take(1_000).collect::<Vec<char>>();
    let (expected, found) = (cut(expected), cut(found));
    let (a, b): (String, String) = (expected.iter().collect(), found.iter().collect());
    let words = BTreeSet::from(["tea".to_owned(), "ward".to_owned()]);
    let lexicon = Lexicon { words: &words, language: &PROFILES.language };
    let (mut made, mut at) = (String::new(), 0);
    for difference in differences(&a, &b, lexicon) {
        assert!(at <= difference.expected_range.start, "differences are in order and apart");
        made.extend(&expected[at..difference.expected_range.start]);
        made.extend(&found[difference.found_range]);
        at = difference.expected_range.end;
    }
    made.extend(&expected[at..]);
    assert_eq!(made, b, "from {a:?}");
}

/// Every file that is read as YAML or JSON: taken or refused with a word; what is taken as a
/// canon or as prose is the same when it is written and read again.
pub(crate) fn files(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = cvf::config("cvf.yaml", &text);
    let _ = cvf::decisions("decisions.yaml", &text);
    let _ = cvf::load_apparatus("apparatus.yaml", &text);
    let _ = cvf::load_witness("witness.yaml", &text);
    let _ = cvf::load_crosswalk("crosswalk.yaml", &text);
    let _ = cvf::load_report("findings.json", &text);
    let _ = cvf::baseline("baseline.json", &text);
    let _ = PROFILES.clone().add(&text);
    if let Ok(canon) = load_canon("framework.yaml", &text) {
        let written = yaml::to_string(&canon, None).expect("a canon can be written");
        assert_eq!(load_canon("framework.yaml", &written).expect("and read again"), canon);
    }
    let prose = Prose::new(&text);
    let written = yaml::to_string(&vec![prose.clone()], None).expect("prose can be written");
    assert_eq!(yaml::from_str::<Vec<Prose>>(&written).expect("and read again"), vec![prose]);
}
