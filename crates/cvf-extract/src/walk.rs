//! Tokens → units: one pass that keeps the route and the section it is in.

use crate::draft::{Draft, Drafts};
use crate::grid::Grids;
use crate::labels;
use crate::loose;
use crate::prepare::Node;
use crate::tokens::Token;
use cvf_document::{Document, Table, Text};
use cvf_framework::{Kind, KnownName, Method, Part, Profiles, Route, Section};

/// What paragraphs mean at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Before the first name.
    Introduction,
    /// Before the first name, under a heading of its own.
    Preface,
    Cluster,
    Description,
    Importance,
    Indicators,
    /// After marked items of a level.
    AfterItems,
    Underdone,
    Overdone,
    Values,
    Value,
    /// Under a heading that is no part of the framework.
    Aside,
}

/// What comes after a token, worked out once for all of them.
#[derive(Clone, Copy, Debug, Default)]
struct Ahead {
    /// The first token that is no paragraph is a marked item.
    item: bool,
    /// A level comes before the next name or table.
    level: bool,
    /// The next token is the name of a cluster or competency.
    name: bool,
}

impl Ahead {
    fn of(tokens: &[Token]) -> Vec<Self> {
        let mut ahead = vec![Self::default(); tokens.len()];
        let mut next = Self::default();
        for (i, token) in tokens.iter().enumerate().rev() {
            ahead[i] = next;
            let name = matches!(token, Token::Name { part: Part::Cluster | Part::Competency, .. });
            let stops = matches!(token, Token::Name { .. } | Token::Grid { .. });
            next = Self {
                item: matches!(token, Token::Item(_)) || (next.item && matches!(token, Token::Paragraph { .. })),
                level: matches!(token, Token::Level { .. }) || (next.level && !stops),
                name,
            };
        }
        ahead
    }
}

pub(crate) struct Walk<'a> {
    pub(crate) document: &'a Document,
    pub(crate) profiles: &'a Profiles,
    pub(crate) drafts: Drafts,
    pub(crate) grids: Grids,
    route: Route,
    mode: Mode,
    /// What comes after each token.
    ahead: Vec<Ahead>,
    /// The level stands above the competencies, not below.
    outer_level: bool,
    default_level: Option<String>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(document: &'a Document, profiles: &'a Profiles, drafts: Drafts) -> Self {
        Self {
            document,
            profiles,
            drafts,
            grids: Grids::default(),
            route: Route::default(),
            mode: Mode::Introduction,
            ahead: Vec::new(),
            outer_level: false,
            default_level: None,
        }
    }

    pub(crate) fn run(&mut self, tokens: &[Token], nodes: &[Node]) {
        if !tokens.iter().any(|t| matches!(t, Token::Level { .. })) {
            let titles = tokens.iter().filter_map(|t| if let Token::Title(t) = t { Some(t.as_str()) } else { None });
            self.default_level = titles.filter_map(|t| labels::level_in_title(t, &self.profiles.language)).next();
        }
        self.ahead = Ahead::of(tokens);
        for (i, token) in tokens.iter().enumerate() {
            let ahead = self.ahead[i];
            match token {
                Token::Title(text) => self.unit(Kind::Title, text, Method::Heading),
                Token::Name { part, name, known, .. } => self.name(*part, name, known.as_ref()),
                Token::Level { label, text } => self.level(label, text, ahead),
                Token::Section { section, text, .. } => self.section(*section, text),
                Token::Item(text) => self.item(text, ahead),
                Token::Paragraph { text, .. } | Token::Candidate { text, .. } => self.paragraph(text, ahead),
                Token::Caption(text) => self.drafts.label(text.clone()),
                Token::Aside(text) => self.aside(text),
                Token::Mention { text, .. } => self.mention(text),
                Token::Grid { node, named, .. } => self.grid(&nodes[*node], *named),
            }
        }
    }

    fn name(&mut self, part: Part, name: &Text, known: Option<&KnownName>) {
        let printed = name.as_str().to_owned();
        let again = self.route.part(part).is_some_and(|old| labels::same(old, &printed));
        if !again {
            self.enter(part, printed, known);
        }
        self.drafts.heading(part, name, &self.route.clone());
    }

    fn enter(&mut self, part: Part, printed: String, known: Option<&KnownName>) {
        let level = self.route.level.take().filter(|_| self.outer_level);
        let old = std::mem::take(&mut self.route);
        self.route.level = level;
        (self.route, self.mode) = match part {
            Part::Cluster => (Route { cluster: Some(printed), ..self.route.clone() }, Mode::Cluster),
            Part::Competency => {
                let cluster = old.cluster.filter(|c| !contradicts(known, c));
                (Route { cluster, competency: Some(printed), ..self.route.clone() }, Mode::Description)
            }
            Part::SubCompetency => {
                (Route { sub_competency: Some(printed), level: self.route.level.clone(), ..old }, Mode::Description)
            }
            Part::Value => (Route { value: Some(printed), ..Route::default() }, Mode::Value),
            Part::Level => (Route { level: Some(printed), ..old }, Mode::Indicators),
        };
        if self.outer_level && self.mode == Mode::Description {
            self.mode = Mode::Indicators;
        }
    }

    fn level(&mut self, label: &str, text: &Text, ahead: Ahead) {
        self.outer_level = ahead.name;
        self.route.level = Some(label.to_owned());
        self.route.value = None;
        self.mode = Mode::Indicators;
        self.drafts.heading(Part::Level, text, &self.route.clone());
    }

    fn section(&mut self, section: Section, text: &Text) {
        self.drafts.label(text.clone());
        self.mode = match section {
            Section::Importance => Mode::Importance,
            Section::Description if self.route.competency.is_some() => Mode::Description,
            Section::Description => Mode::Cluster,
            Section::Indicators => Mode::Indicators,
            Section::Underdone => Mode::Underdone,
            Section::Overdone => Mode::Overdone,
            Section::Values => Mode::Values,
        };
        if self.mode == Mode::Values {
            self.route = Route::default();
        }
        if matches!(self.mode, Mode::Underdone | Mode::Overdone | Mode::Importance) && !self.outer_level {
            self.route.level = None;
        }
    }

    fn item(&mut self, text: &Text, ahead: Ahead) {
        let kind = match self.mode {
            Mode::Introduction | Mode::Preface | Mode::Values | Mode::Aside => None,
            Mode::Cluster => Some(Kind::ClusterDescription),
            Mode::Description if ahead.level && self.route.level.is_none() => Some(Kind::Description),
            Mode::Description | Mode::Indicators | Mode::AfterItems => Some(Kind::Indicator),
            Mode::Importance => Some(Kind::Importance),
            Mode::Underdone => Some(Kind::Underdone),
            Mode::Overdone => Some(Kind::Overdone),
            Mode::Value => Some(Kind::ValueDescription),
        };
        match kind {
            None if self.is_before_all() => self.drafts.set_aside("introduction", text),
            None if self.mode == Mode::Aside => self.drafts.set_aside("aside", text),
            None => self.drafts.unplaced(self.document, text, "a list item under no name"),
            Some(Kind::Indicator) => self.indicator(text),
            Some(kind) => self.unit(kind, text, Method::List),
        }
    }

    /// What stands here belongs to no competency, whatever came before.
    fn aside(&mut self, text: &Text) {
        match self.mode {
            Mode::Introduction | Mode::Preface => {
                self.drafts.set_aside("introduction", text);
                self.mode = Mode::Preface;
                return;
            }
            Mode::Aside => self.drafts.set_aside("aside", text),
            _ => {
                let why = "a heading over no level or competency, as the framework's headings here stand over";
                self.drafts.unplaced(self.document, text, why);
            }
        }
        self.mode = Mode::Aside;
    }

    fn is_before_all(&self) -> bool {
        matches!(self.mode, Mode::Introduction | Mode::Preface)
    }

    /// A listed name heads nothing: what follows the list is no part of what came before it.
    fn mention(&mut self, text: &Text) {
        self.drafts.set_aside("contents", text);
        if !self.is_before_all() {
            self.route = Route { cluster: self.route.cluster.take(), ..Route::default() };
            self.mode = Mode::Aside;
        }
    }

    fn indicator(&mut self, text: &Text) {
        if self.route.competency.is_none() && self.route.level.is_none() {
            self.drafts.unplaced(self.document, text, "an item under no competency");
            return;
        }
        self.mode = Mode::AfterItems;
        self.unit(Kind::Indicator, text, Method::List);
    }

    fn paragraph(&mut self, text: &Text, ahead: Ahead) {
        match self.mode {
            Mode::Underdone | Mode::Overdone if ahead.item && text.as_str().ends_with(':') => {
                self.unit(Kind::Note, text, Method::Heading);
            }
            Mode::Introduction | Mode::Preface => self.drafts.set_aside("introduction", text),
            Mode::Aside => self.drafts.set_aside("aside", text),
            Mode::Cluster => self.unit(Kind::ClusterDescription, text, Method::Heading),
            Mode::Description => self.unit(Kind::Description, text, Method::Heading),
            Mode::Importance => self.unit(Kind::Importance, text, Method::Heading),
            Mode::Value => self.unit(Kind::ValueDescription, text, Method::Heading),
            Mode::Underdone => self.unit(Kind::Underdone, text, Method::Paragraph),
            Mode::Overdone => self.unit(Kind::Overdone, text, Method::Paragraph),
            Mode::Indicators if ahead.item && self.outer_level => self.unit(Kind::Description, text, Method::Heading),
            Mode::Indicators if ahead.item => self.unit(Kind::Note, text, Method::Heading),
            Mode::Indicators if self.route.competency.is_some() => {
                self.unit(Kind::Indicator, text, Method::Paragraph);
            }
            Mode::Indicators | Mode::AfterItems | Mode::Values => {
                self.drafts.unplaced(self.document, text, "a paragraph that belongs to no list and no heading");
            }
        }
    }

    pub(crate) fn unit(&mut self, kind: Kind, text: &Text, method: Method) {
        let mut route = self.route.clone();
        if kind == Kind::Indicator && route.level.is_none() {
            route.level.clone_from(&self.default_level);
        }
        if !matches!(kind, Kind::Indicator | Kind::Note) {
            route.level = None;
        }
        let confidence = match method {
            Method::Paragraph => 0.9,
            _ => 0.99,
        };
        let inferred = Vec::new();
        self.drafts.units.push(Draft { kind, route, text: text.clone(), method, confidence, inferred, part_of: None });
    }

    fn grid(&mut self, node: &Node, named: bool) {
        if let (Node::Table(table), Mode::Aside | Mode::Preface) = (node, self.mode)
            && (!named || is_glossary(table))
        {
            let reason = if self.mode == Mode::Aside { "aside" } else { "introduction" };
            table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.drafts.set_cell_aside(reason, cell));
            return;
        }
        let mut context = self.route.clone();
        context.level = context.level.or_else(|| self.default_level.clone());
        match node {
            Node::Table(table) => self.grids.add_table(table, context, self.profiles, &mut self.drafts),
            Node::LooseCells(cells) => self.loose_cells(cells, context),
            Node::Paragraph(_) => {}
        }
        self.mode = Mode::AfterItems;
    }

    fn loose_cells(&mut self, cells: &[Text], context: Route) {
        match loose::table(cells, self.profiles) {
            Some(table) => self.grids.add_loose(&table, context, self.profiles, &mut self.drafts),
            None if self.route.level.is_some() && self.mode != Mode::Value => {
                let filled = cells.iter().filter(|c| !c.is_empty());
                filled.for_each(|c| self.unit(Kind::Indicator, c, Method::Paragraph));
            }
            None => {
                let filled = cells.iter().filter(|c| !c.is_empty());
                filled.for_each(|c| {
                    self.drafts.unplaced(self.document, c, "a cell of a table whose columns cannot be told")
                });
            }
        }
    }
}

/// Columns of a table that says what words or levels mean.
const GLOSSARY_COLUMNS: usize = 2;

fn is_glossary(table: &Table) -> bool {
    table.rows.iter().all(|row| row.cells.len() <= GLOSSARY_COLUMNS)
}

/// True if the edition puts the competency in another cluster than `cluster`.
fn contradicts(known: Option<&KnownName>, cluster: &str) -> bool {
    let own = known.and_then(|k| k.cluster.as_deref());
    own.is_some_and(|own| !labels::same(own, cluster))
}
