//! Styles with what they inherit.

use crate::properties::{self, ParaProps, RunProps};
use crate::xml::{Element, Event, Ns, Xml};
use std::collections::BTreeMap;

/// Longest chain of styles that inherit.
const LONGEST_CHAIN: usize = 32;
/// Size of type where nothing says one, in half points.
const USUAL_SIZE: u16 = 20;

/// A style as it is defined.
#[derive(Clone, Debug, Default)]
pub(crate) struct Style {
    pub(crate) name: String,
    base: Option<String>,
    paragraph: ParaProps,
    run: RunProps,
}

/// The styles of a document by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
    defaults: RunProps,
}

/// What a paragraph's style comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effective {
    pub(crate) outline: Option<u8>,
    pub(crate) list: Option<u32>,
    pub(crate) list_level: Option<usize>,
    /// Style that says the list, for lists that are told by their style.
    pub(crate) list_style: Option<String>,
    pub(crate) bold: bool,
    pub(crate) half_points: u16,
    pub(crate) hidden: bool,
    /// Names of the style and of those it inherits from, lower case.
    pub(crate) names: Vec<String>,
}

impl Styles {
    pub(crate) fn parse(text: &str) -> Self {
        let mut styles = Self::default();
        let mut xml = Xml::new(text);
        while let Some(event) = xml.next() {
            let Event::Open(e) = event else { continue };
            if e.is(Ns::Word, "style") {
                styles.add(&e, &mut xml);
            } else if e.is(Ns::Word, "rPrDefault") {
                styles.defaults = default_run(&mut xml);
            }
        }
        styles
    }

    fn add(&mut self, e: &Element, xml: &mut Xml) {
        let Some(id) = e.attribute("styleId") else { return xml.skip() };
        let paragraph = e.attribute("type").is_none_or(|t| t == "paragraph");
        let usual = e.attribute("default").is_some_and(|d| d == "1" || d == "true" || d == "on");
        if usual && paragraph {
            self.usual = Some(id.clone());
        }
        self.styles.insert(id, style(xml));
    }

    /// The style and those it inherits from, nearest first.
    fn chain(&self, id: Option<&str>) -> Vec<(&str, &Style)> {
        let mut chain = Vec::new();
        let mut next = id.and_then(|id| self.styles.get_key_value(id));
        while let Some((id, style)) = next.filter(|_| chain.len() < LONGEST_CHAIN) {
            chain.push((id.as_str(), style));
            next = style.base.as_deref().and_then(|base| self.styles.get_key_value(base));
        }
        chain
    }

    /// What the style of a paragraph comes to.
    pub(crate) fn paragraph(&self, id: Option<&str>) -> Effective {
        let known = id.filter(|id| self.styles.contains_key(*id)).or(self.usual.as_deref());
        let chain = self.chain(known);
        let paragraph = || chain.iter().map(|(_, s)| &s.paragraph);
        let runs = || chain.iter().map(|(_, s)| &s.run).chain([&self.defaults]);
        Effective {
            outline: paragraph().find_map(|p| p.outline),
            list: paragraph().find_map(|p| p.list),
            list_level: paragraph().find_map(|p| p.list_level),
            list_style: chain.iter().find(|(_, s)| s.paragraph.list.is_some()).map(|(id, _)| (*id).to_owned()),
            bold: runs().find_map(|r| r.bold).unwrap_or(false),
            half_points: runs().find_map(|r| r.half_points).unwrap_or(USUAL_SIZE),
            hidden: runs().find_map(|r| r.hidden).unwrap_or(false),
            names: match chain.is_empty() {
                true => id.map(str::to_lowercase).into_iter().collect(),
                false => chain.iter().map(|(_, s)| s.name.to_lowercase()).collect(),
            },
        }
    }

    /// Properties of a run's own style.
    pub(crate) fn run(&self, id: Option<&str>) -> RunProps {
        let chain = self.chain(id);
        // What a form shows where nothing is filled in is no text of the document.
        let prompt = chain.iter().any(|(_, s)| s.name == "placeholder text");
        let runs = || chain.iter().map(|(_, s)| &s.run);
        RunProps {
            style: None,
            bold: runs().find_map(|r| r.bold),
            half_points: runs().find_map(|r| r.half_points),
            hidden: if prompt { Some(true) } else { runs().find_map(|r| r.hidden) },
            font: runs().find_map(|r| r.font.clone()),
            raised: runs().find_map(|r| r.raised),
        }
    }
}

/// Reads the inside of `w:style`.
fn style(xml: &mut Xml) -> Style {
    let mut style = Style::default();
    while let Some(event) = xml.next() {
        let e = match event {
            Event::Open(e) => e,
            Event::Close => break,
            Event::Text(_) => continue,
        };
        match e.name() {
            "pPr" => {
                style.paragraph = properties::paragraph(xml);
                continue;
            }
            "rPr" => {
                style.run = properties::run(xml).0;
                continue;
            }
            "name" => style.name = e.value().unwrap_or_default(),
            "basedOn" => style.base = e.value(),
            _ => {}
        }
        xml.skip();
    }
    style
}

/// Reads the inside of `w:rPrDefault`.
fn default_run(xml: &mut Xml) -> RunProps {
    let mut run = RunProps::default();
    while let Some(event) = xml.next() {
        match event {
            Event::Open(e) if e.name() == "rPr" => run = properties::run(xml).0,
            Event::Open(_) => xml.skip(),
            Event::Close => break,
            Event::Text(_) => {}
        }
    }
    run
}
