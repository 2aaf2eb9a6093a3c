use crate::names::{edit_distance, is_same_key, key};
use crate::{Language, Part, yaml};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The names of one edition of a framework, as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Short id of the framework.
    pub framework: String,
    /// Edition.
    pub edition: String,
    /// Full name.
    pub name: String,
    /// Clusters with their competencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<ProfileCluster>,
    /// Values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<NamedNode>,
    /// Levels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelProfile>,
    /// True if its competencies have sub-competencies, listed under them or not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sub_competencies: bool,
}

/// A cluster of an edition; without id and name where the edition has no clusters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileCluster {
    /// Id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Other names under which it is printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its competencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub competencies: Vec<NamedNode>,
}

/// A competency, sub-competency or value of an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedNode {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Other names under which it is printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The sub-competencies of a competency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_competencies: Vec<NamedNode>,
}

/// A level of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelProfile {
    /// Bare label.
    pub label: String,
    /// Role names that stand for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

/// A name of an edition that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownName {
    /// What it names.
    pub part: Part,
    /// Its id.
    pub id: String,
    /// The edition's own form of the name.
    pub name: String,
    /// The cluster's name, for a competency of an edition with clusters.
    pub cluster: Option<String>,
}

/// Every edition that is known, and the language of the documents.
#[derive(Clone, Debug)]
pub struct Profiles {
    /// Editions, in the order in which they are asked.
    pub editions: Vec<Profile>,
    /// How documents in the language are dressed.
    pub language: Language,
    /// Keys of all names, in the order in which they are asked.
    keys: Vec<(String, KnownName)>,
    /// Keys of the roles that stand for levels, and of labels in words, with the levels' labels.
    roles: Vec<(String, String)>,
}

/// A line with more characters than this is no name.
const LONGEST_NAME: usize = 120;

const BUILT_IN: [&str; 2] = [include_str!("../profiles/cvf-2016.yaml"), include_str!("../profiles/cvf-2024.yaml")];

impl Profiles {
    /// The built-in editions and language.
    ///
    /// # Panics
    /// Never: a test reads the same files.
    #[allow(clippy::expect_used, reason = "the files are compiled in and a test reads them")]
    pub fn built_in() -> Self {
        let editions = BUILT_IN.iter().map(|text| yaml::from_str(text).expect("a built-in profile")).collect();
        Self::of(editions)
    }

    fn of(editions: Vec<Profile>) -> Self {
        let keys = editions.iter().flat_map(Profile::keys).collect();
        let levels = editions.iter().flat_map(|e| &e.levels);
        let named = |l: &LevelProfile| {
            let own = Some(&l.label).filter(|label| label.chars().filter(|c| c.is_alphabetic()).count() > 2);
            own.into_iter().chain(&l.aliases).map(|a| (key(a), l.label.clone())).collect::<Vec<_>>()
        };
        let roles = levels.flat_map(named).collect();
        Self { editions, language: Language::english(), keys, roles }
    }

    /// Puts an edition of the user's in front of the others.
    ///
    /// # Errors
    /// [`yaml::YamlError`] if the text is no profile.
    pub fn add(&mut self, text: &str) -> Result<(), yaml::YamlError> {
        let mut editions = std::mem::take(&mut self.editions);
        editions.insert(0, yaml::from_str(text)?);
        *self = Self::of(editions);
        Ok(())
    }

    /// The profiles with more names of levels, each its own label: those of one document, which
    /// go before roles of the same name.
    #[must_use]
    pub fn with_levels(&self, names: &[String]) -> Self {
        let own = names.iter().map(|name| (key(name), name.clone()));
        Self { roles: own.chain(self.roles.iter().cloned()).collect(), ..self.clone() }
    }

    /// The profiles without the roles that stand for levels of an edition: for a document of
    /// another framework, where the same words are names of its own.
    #[must_use]
    pub fn without_roles(&self) -> Self {
        Self { roles: Vec::new(), ..self.clone() }
    }

    /// Recognises a name of any edition.
    pub fn resolve(&self, name: &str) -> Option<KnownName> {
        find(&self.keys, name).cloned()
    }

    /// The level that a role name stands for, in any edition.
    pub fn level_alias(&self, name: &str) -> Option<&str> {
        find(&self.roles, name).map(String::as_str)
    }
}

fn find<'a, T>(keys: &'a [(String, T)], name: &str) -> Option<&'a T> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let key = key(name);
    keys.iter().find(|(known, _)| is_same_key(known, &key)).map(|(_, found)| found)
}

impl Profile {
    /// True if its competencies have sub-competencies.
    pub fn has_sub_competencies(&self) -> bool {
        let mut competencies = self.clusters.iter().flat_map(|c| &c.competencies);
        self.sub_competencies || competencies.any(|c| !c.sub_competencies.is_empty())
    }

    /// Recognises a name of this edition.
    pub fn resolve(&self, name: &str) -> Option<KnownName> {
        find(&self.keys(), name).cloned()
    }

    /// Where a level stands among the edition's, by its bare label.
    pub fn level_position(&self, label: &str) -> Option<usize> {
        self.levels.iter().position(|l| l.label == label)
    }

    /// A level's label in the edition's own form, where the edition knows it.
    pub fn level_label(&self, printed: &str) -> String {
        let wanted = key(printed);
        let is = |l: &&LevelProfile| key(&l.label) == wanted || l.aliases.iter().any(|a| key(a) == wanted);
        self.levels.iter().find(is).map_or_else(|| printed.to_owned(), |l| l.label.clone())
    }

    /// The name of the cluster, competency or value with an id.
    pub fn name_of(&self, id: &str) -> Option<String> {
        self.names().into_iter().find(|(known, _)| known.id == id).map(|(known, _)| known.name)
    }

    /// The id or level that is nearest to one that there is not, if it may be what was meant.
    pub fn nearest_id(&self, id: &str) -> Option<String> {
        let levels = self.levels.iter().map(|l| l.label.clone());
        let all = self.names().into_iter().map(|(known, _)| known.id).chain(levels);
        let (apart, near) = all.map(|known| (edit_distance(id, &known), known)).min()?;
        (apart <= 1 + id.len() / 3).then_some(near)
    }

    /// Adds a name under which the cluster, competency or value with an id, or the level with a
    /// label, is printed; false if there is none.
    pub fn add_alias(&mut self, id: &str, alias: &str) -> bool {
        let mut nodes = self.clusters.iter_mut().flat_map(|c| &mut c.competencies).chain(&mut self.values);
        let node = nodes.find_map(|n| n.with_id(id)).map(|n| &mut n.aliases);
        let aliases = match node {
            Some(aliases) => Some(aliases),
            None => match self.clusters.iter_mut().find(|c| c.id.as_deref() == Some(id)) {
                Some(cluster) => Some(&mut cluster.aliases),
                None => self.levels.iter_mut().find(|l| l.label == id).map(|l| &mut l.aliases),
            },
        };
        aliases.map(|list| list.push(alias.to_owned())).is_some()
    }

    /// Keys of every name and alias.
    fn keys(&self) -> Vec<(String, KnownName)> {
        let with_aliases = |(known, aliases): (KnownName, &[String])| {
            let names = [known.name.clone()].into_iter().chain(aliases.to_vec());
            names.map(|n| (key(&n), known.clone())).collect::<Vec<_>>()
        };
        self.names().into_iter().flat_map(with_aliases).collect()
    }

    /// Every name of the edition with its aliases.
    fn names(&self) -> Vec<(KnownName, &[String])> {
        let mut names = Vec::new();
        for cluster in &self.clusters {
            if let (Some(id), Some(name)) = (&cluster.id, &cluster.name) {
                names.push((known(Part::Cluster, id, name, None), cluster.aliases.as_slice()));
            }
            let of = |c: &NamedNode| known(Part::Competency, &c.id, &c.name, cluster.name.clone());
            for competency in &cluster.competencies {
                names.push((of(competency), competency.aliases.as_slice()));
                let part = |s: &NamedNode| known(Part::SubCompetency, &s.id, &s.name, cluster.name.clone());
                names.extend(competency.sub_competencies.iter().map(|s| (part(s), s.aliases.as_slice())));
            }
        }
        names.extend(self.values.iter().map(|v| (known(Part::Value, &v.id, &v.name, None), v.aliases.as_slice())));
        names
    }
}

impl NamedNode {
    /// It, or the one of its parts with an id.
    fn with_id(&mut self, id: &str) -> Option<&mut Self> {
        if self.id == id {
            return Some(self);
        }
        self.sub_competencies.iter_mut().find(|s| s.id == id)
    }
}

fn known(part: Part, id: &str, name: &str, cluster: Option<String>) -> KnownName {
    KnownName { part, id: id.to_owned(), name: name.to_owned(), cluster }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_in_words_are_known_where_a_profile_has_them() {
        let mut profiles = Profiles::built_in();
        profiles.add("framework: x\nedition: '1'\nname: X\nlevels: [{label: Old hand}, {label: 1a}]\n").unwrap();
        assert_eq!(profiles.level_alias("OLD HAND"), Some("Old hand"));
        assert_eq!(profiles.level_alias("1a"), None, "a label that is a number alone says nothing");
    }

    #[test]
    fn names_are_known_in_any_dress() {
        let profiles = Profiles::built_in();
        let known = profiles.resolve("WE ARE INNOVATIVE & OPEN MINDED").unwrap();
        assert_eq!((known.part, known.id.as_str()), (Part::Competency, "innovative-open-minded"));
        assert_eq!(profiles.level_alias("Senior Manager / Executive"), Some("3"));
        assert_eq!(profiles.resolve("Continuous Improvement"), None);
    }
}
