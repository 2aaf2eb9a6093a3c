//! A reading: what part each form plays and how each family of tables is turned; and the tree of
//! names, levels and units that follows from it.

mod derive;
mod tree;

pub(crate) use derive::derive;
pub(crate) use tree::{LevelUse, Name, NameId, Tree, TreeUnit, UnitKind, Within};

/// The part that a form plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    /// No part of the framework.
    Nothing,
    Cluster,
    Competency,
    SubCompetency,
    Level,
    Item,
    Description,
}

impl Role {
    /// True for names and levels.
    pub(crate) fn names(self) -> bool {
        matches!(self, Self::Cluster | Self::Competency | Self::SubCompetency | Self::Level)
    }
}

/// The part that a column plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Column {
    /// Its cells play the part of a form; [`Role::Nothing`] for what is not read.
    Cells(Role),
    /// Its header is a level, and its cells are items.
    OfLevel,
    /// Its header is a competency, and its cells are items.
    OfCompetency,
}

impl Column {
    pub(crate) const UNREAD: Self = Self::Cells(Role::Nothing);

    pub(crate) fn role(self) -> Option<Role> {
        if let Self::Cells(role) = self { Some(role) } else { None }
    }

    /// True if a header over it gives a part of the route.
    pub(crate) fn is_headed(self) -> bool {
        matches!(self, Self::OfLevel | Self::OfCompetency)
    }
}

/// How a family of tables is read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Turn {
    /// Rows of headers at the top.
    pub(crate) headers: usize,
    pub(crate) columns: Vec<Column>,
    /// What a row with one text over all columns names.
    pub(crate) banner: Role,
}

impl Turn {
    /// The table is not read.
    pub(crate) fn unread(width: usize) -> Self {
        Self { headers: 0, columns: vec![Column::UNREAD; width], banner: Role::Nothing }
    }

    pub(crate) fn reads(&self) -> bool {
        self.columns.iter().any(|c| *c != Column::UNREAD)
    }

    pub(crate) fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// True for a list of records: one statement a row, with what is known of it beside it.
    pub(crate) fn is_records(&self) -> bool {
        self.has_cells(Role::Item)
    }

    pub(crate) fn has_cells(&self, role: Role) -> bool {
        self.columns.contains(&Column::Cells(role))
    }

    /// True if its rows or its columns give competencies.
    pub(crate) fn names_competencies(&self) -> bool {
        self.has_cells(Role::Competency) || self.has(Column::OfCompetency)
    }
}

/// A reading of a whole document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reading {
    /// Part of each form.
    pub(crate) roles: Vec<Role>,
    /// How each family is turned, by number among its candidates.
    pub(crate) turns: Vec<usize>,
    /// Levels stand above competencies, not below them.
    pub(crate) level_above: bool,
}
