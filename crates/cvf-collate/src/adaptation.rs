//! A force's own framework and what it corresponds to in the national one.

use crate::Source;
use crate::places::similarity;
use crate::settle::StatementTree;
use cvf_framework::{Adaptation, CanonFramework, Competency, Mapping, Statement, names};
use std::collections::{BTreeMap, BTreeSet};

/// Least evidence for a mapping, from 0 to 1.
const ENOUGH: f64 = 0.3;

pub(crate) fn adaptation(
    id: String,
    source: Option<&Source>,
    tree: StatementTree,
    national: &CanonFramework,
) -> Adaptation {
    Adaptation {
        id,
        name: source.and_then(|s| s.witness.title.clone()),
        publisher: source.and_then(|s| s.publisher.clone()),
        mapping: mapping(&tree, national),
        clusters: tree.clusters,
        values: tree.values,
        ..Adaptation::default()
    }
}

/// A node that can be mapped.
struct Node<'a> {
    id: &'a str,
    name: &'a str,
    cluster: &'a str,
    words: BTreeSet<String>,
}

fn mapping(tree: &StatementTree, national: &CanonFramework) -> Vec<Mapping> {
    let own = nodes(&tree.clusters);
    let theirs = nodes(&national.clusters);
    if own.is_empty() || theirs.is_empty() {
        return Vec::new();
    }
    let mut pairs: Vec<(Evidence, usize, usize)> = Vec::new();
    for (i, a) in own.iter().enumerate() {
        pairs.extend(theirs.iter().enumerate().map(|(j, b)| (evidence(a, b), i, j)));
    }
    pairs.retain(|(e, ..)| e.score >= ENOUGH);
    pairs.sort_by(|a, b| b.0.score.total_cmp(&a.0.score).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut mapped: BTreeMap<usize, (Evidence, usize)> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (evidence, i, j) in pairs {
        if !mapped.contains_key(&i) && taken.insert(j) {
            mapped.insert(i, (evidence, j));
        }
    }
    own.iter().enumerate().map(|(i, node)| entry(node, mapped.remove(&i).map(|(e, j)| (e, theirs[j].id)))).collect()
}

fn entry(node: &Node<'_>, found: Option<(Evidence, &str)>) -> Mapping {
    let from = node.id.to_owned();
    match found {
        Some((evidence, to)) => Mapping {
            from,
            to: Some(to.to_owned()),
            evidence: evidence.told,
            confidence: (evidence.score * 100.0).round() / 100.0,
        },
        None => {
            let none = "no name, cluster or wording in common".to_owned();
            Mapping { from, to: None, evidence: vec![none], confidence: 0.0 }
        }
    }
}

/// What speaks for two competencies being the same.
struct Evidence {
    /// From 0 to 1.
    score: f64,
    told: Vec<String>,
}

fn nodes<'a>(clusters: &'a [cvf_framework::Cluster<Statement>]) -> Vec<Node<'a>> {
    let mut nodes = Vec::new();
    for cluster in clusters {
        for competency in &cluster.competencies {
            if let (Some(id), Some(name)) = (&competency.id, &competency.name) {
                nodes.push(Node {
                    id,
                    name,
                    cluster: cluster.name.as_deref().unwrap_or_default(),
                    words: words(competency),
                });
            }
        }
    }
    nodes
}

/// The long words of a competency's statements.
fn words(competency: &Competency<Statement>) -> BTreeSet<String> {
    let levels = competency.levels.iter().flat_map(|l| &l.indicators);
    let own = levels
        .chain(&competency.description)
        .chain(&competency.importance)
        .chain(&competency.underdone)
        .chain(&competency.overdone);
    let mut words: BTreeSet<String> = own.flat_map(|s| long_words(s.text.as_str())).collect();
    competency.sub_competencies.iter().for_each(|sub| words.extend(self::words(sub)));
    words
}

fn long_words(text: &str) -> Vec<String> {
    names::key(text).split(' ').filter(|w| w.len() > 5).map(|w| w.chars().take(7).collect()).collect()
}

/// How much speaks for two competencies being the same: their names' words, their clusters'
/// names, and the words that their statements share beyond the common.
fn evidence(a: &Node<'_>, b: &Node<'_>) -> Evidence {
    let stems = |name: &str| -> BTreeSet<String> {
        let key = names::slug(name);
        key.split('-').filter(|w| *w != "others").map(|w| w.chars().take(6).collect()).collect()
    };
    let (x, y) = (stems(a.name), stems(b.name));
    let shared: Vec<&String> = x.intersection(&y).collect();
    let name = shared.len() as f64 / x.len().min(y.len()).max(1) as f64;
    let same_cluster = !a.cluster.is_empty() && similarity(a.cluster, b.cluster) > 0.9;
    let common = a.words.intersection(&b.words).count() as f64;
    let overlap = common / (a.words.len().min(b.words.len()).max(1)) as f64;
    let score = (0.6 * name + if same_cluster { 0.3 } else { 0.0 } + 0.3 * overlap).min(1.0);
    let mut told = Vec::new();
    if name > 0.0 {
        told.push(format!("names share {} of {} words", shared.len(), x.len().min(y.len())));
    }
    if same_cluster {
        told.push("same cluster".to_owned());
    }
    if common > 0.0 {
        told.push(format!("statements share {common} of {} long words", a.words.len().min(b.words.len())));
    }
    Evidence { score, told }
}
