//! The tree that follows from a reading.

use super::Role;
use crate::facts::BlockId;

/// Number of a name in its tree.
pub(crate) type NameId = usize;

/// A name where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) role: Role,
    pub(crate) block: BlockId,
    /// The cluster it stands in.
    pub(crate) cluster: Option<NameId>,
    /// The level it stands under, where levels stand above competencies.
    pub(crate) level: Option<BlockId>,
}

/// A level's label where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LevelUse {
    pub(crate) block: BlockId,
    /// What it stands in: a name, or a table whose columns are levels.
    pub(crate) within: Within,
}

/// What a level's label stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Within {
    Names { cluster: Option<NameId>, competency: Option<NameId>, sub: Option<NameId> },
    Table(usize),
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum UnitKind {
    Indicator,
    Description,
    ClusterDescription,
    /// A line that leads to statements.
    Note,
}

/// A unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TreeUnit {
    pub(crate) kind: UnitKind,
    pub(crate) cluster: Option<NameId>,
    pub(crate) competency: Option<NameId>,
    pub(crate) sub: Option<NameId>,
    /// Block of its level's label.
    pub(crate) level: Option<BlockId>,
    pub(crate) block: BlockId,
}

/// Names, levels and units.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    pub(crate) names: Vec<Name>,
    pub(crate) levels: Vec<LevelUse>,
    pub(crate) units: Vec<TreeUnit>,
    /// Blocks that play a part, by block.
    pub(crate) used: Vec<bool>,
    /// Blocks that are passed over with a reason: headers of columns that are not names, points.
    pub(crate) over: Vec<bool>,
    /// Columns of names or levels whose header is empty.
    pub(crate) empty_headers: usize,
    /// Rows of statements that have no name of their own.
    pub(crate) unnamed_rows: usize,
    /// Descriptions that come after statements of the same competency.
    pub(crate) late: usize,
    /// Empty cells of columns that are levels.
    pub(crate) gaps: usize,
}
