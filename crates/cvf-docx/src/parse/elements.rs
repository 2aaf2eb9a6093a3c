//! What each element opens.

use super::{Field, MOST_NESTED, Open, Parser, Step};
use crate::model::{Block, Cell, Paragraph, Row, Table};
use crate::properties::{self, RunProps};
use crate::symbols;
use crate::xml::{Element, Event, Ns};

impl Parser<'_> {
    pub(super) fn element(&mut self, e: &Element) -> Step {
        match (e.ns, e.name()) {
            (Ns::Word, name) => self.word(name, e),
            (Ns::Compatibility, name) => self.alternate(name),
            (Ns::Drawing, "p") | (Ns::Chart, "v") => self.drawn(e),
            (Ns::Drawing | Ns::Math, "t") => Step::Enter(Open::Text),
            (Ns::Drawing, "br") => self.sign("\n"),
            (Ns::Diagram, "relIds") => self.other_part(e.attribute("dm")),
            (Ns::Chart, "chart") if e.attribute("id").is_some() => self.other_part(e.attribute("id")),
            (Ns::Chart, "numCache" | "numLit") => Step::Skip,
            (Ns::Vml, "textpath") => self.sign(&e.attribute("string").unwrap_or_default()),
            _ => Step::Enter(Open::Through),
        }
    }

    fn word(&mut self, name: &str, e: &Element) -> Step {
        match name {
            "p" => self.paragraph(),
            "r" => {
                self.runs.push(RunProps::default());
                Step::Enter(Open::Run)
            }
            "t" | "delText" => Step::Enter(Open::Text),
            "pPr" => self.paragraph_properties(),
            "rPr" => self.run_properties(),
            "tbl" | "tr" | "tc" => self.table(name),
            "trPr" => self.row_properties(),
            "tcPr" => self.cell_properties(),
            "txbxContent" => self.text_box(),
            "footnote" | "endnote" | "comment" => {
                self.gather();
                Step::Enter(Open::Note)
            }
            "ins" | "moveTo" | "del" | "moveFrom" => self.change(name),
            "altChunk" => self.other_part(e.attribute("id")),
            "instrText" | "delInstrText" => self.instruction(),
            "fldChar" => self.field_sign(e),
            "fldSimple" => {
                self.fields.push(Field { instruction: e.attribute("instr").unwrap_or_default(), result: true });
                Step::Enter(Open::Field)
            }
            "tab" | "ptab" => self.sign("\t"),
            "br" | "cr" => self.sign("\n"),
            "noBreakHyphen" => self.sign("\u{2011}"),
            "softHyphen" => self.sign("\u{ad}"),
            "sym" => self.symbol(e),
            "sdtPr" => {
                self.prompt = false;
                let mut prompt = false;
                properties::children(&mut self.xml, |e| prompt |= e.name() == "showingPlcHdr" && e.is_on());
                self.prompt = prompt;
                Step::Done
            }
            "sdtContent" if std::mem::take(&mut self.prompt) => {
                self.prompts += 1;
                Step::Enter(Open::Prompt)
            }
            "sdtEndPr" | "sectPr" | "tblPr" | "tblPrEx" | "tblGrid" => Step::Skip,
            _ => Step::Enter(Open::Through),
        }
    }

    fn paragraph(&mut self) -> Step {
        let listing = self.fields.iter().any(|f| is_listing(&f.instruction));
        self.paragraphs.push(Paragraph { listing, ..Paragraph::default() });
        Step::Enter(Open::Paragraph)
    }

    fn paragraph_properties(&mut self) -> Step {
        let props = properties::paragraph(&mut self.xml);
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.props = props;
        }
        Step::Done
    }

    fn run_properties(&mut self) -> Step {
        let (props, _) = properties::run(&mut self.xml);
        if let Some(run) = self.runs.last_mut() {
            *run = props;
        }
        Step::Done
    }

    /// A sign that an empty element stands for.
    fn sign(&mut self, text: &str) -> Step {
        self.push(text);
        Step::Enter(Open::Through)
    }

    fn symbol(&mut self, e: &Element) -> Step {
        let code = e.attribute("char").and_then(|c| u32::from_str_radix(&c, 16).ok());
        let font = e.attribute("font").unwrap_or_default();
        match code {
            Some(code) => self.sign(&symbols::sign(&font, code).to_string()),
            None => Step::Enter(Open::Through),
        }
    }

    fn is_nested_too_deep(&mut self) -> bool {
        let deep = self.gathered.len() + self.tables.len() > MOST_NESTED;
        self.part.too_deep |= deep;
        deep
    }

    fn table(&mut self, name: &str) -> Step {
        let inside = |open: &[Open], wanted: Open| {
            let structural = |o: &&Open| matches!(o, Open::Table | Open::Row | Open::Cell | Open::Box | Open::Note);
            open.iter().rev().find(structural) == Some(&wanted)
        };
        match name {
            "tbl" if !self.is_nested_too_deep() => {
                self.tables.push(Table::default());
                Step::Enter(Open::Table)
            }
            "tr" if inside(&self.open, Open::Table) => {
                self.rows.push(Row::default());
                Step::Enter(Open::Row)
            }
            "tc" if inside(&self.open, Open::Row) => {
                self.cells.push(Cell { blocks: Vec::new(), columns: 1, goes_on: false });
                self.gather();
                Step::Enter(Open::Cell)
            }
            _ => Step::Enter(Open::Through),
        }
    }

    fn row_properties(&mut self) -> Step {
        let mut found = Row::default();
        properties::children(&mut self.xml, |e| match e.name() {
            "gridBefore" => found.before = e.number().unwrap_or(0),
            "del" => found.deleted = true,
            _ => {}
        });
        self.part.deletions += usize::from(found.deleted);
        if let Some(row) = self.rows.last_mut() {
            *row = Row { before: found.before.min(64), deleted: found.deleted, ..std::mem::take(row) };
        }
        Step::Done
    }

    fn cell_properties(&mut self) -> Step {
        let (mut columns, mut goes_on, mut merged) = (1, false, false);
        properties::children(&mut self.xml, |e| match e.name() {
            "gridSpan" => columns = e.number().unwrap_or(1),
            "vMerge" => goes_on = e.value().as_deref() != Some("restart"),
            "hMerge" => merged = e.value().as_deref() != Some("restart"),
            _ => {}
        });
        if let Some(cell) = self.cells.last_mut() {
            cell.columns = if merged { 0 } else { usize::clamp(columns, 1, 64) };
            cell.goes_on = goes_on;
        }
        Step::Done
    }

    fn text_box(&mut self) -> Step {
        if self.is_nested_too_deep() {
            return Step::Enter(Open::Through);
        }
        self.gather();
        Step::Enter(Open::Box)
    }

    /// A paragraph of a drawing or a label of a chart, outside a text box.
    fn drawn(&mut self, e: &Element) -> Step {
        if self.is_nested_too_deep() {
            return Step::Enter(Open::Through);
        }
        self.gather();
        self.paragraphs.push(Paragraph::default());
        match e.ns {
            Ns::Chart => {
                let text = self.text_inside();
                self.push(&text);
                let blocks = self.gathered();
                self.hang(blocks);
                Step::Done
            }
            _ => Step::Enter(Open::Drawn),
        }
    }

    fn change(&mut self, name: &str) -> Step {
        if name.starts_with("ins") || name == "moveTo" {
            self.part.insertions += 1;
            return Step::Enter(Open::Through);
        }
        self.part.deletions += 1;
        self.deleted += 1;
        Step::Enter(Open::Deleted)
    }

    fn other_part(&mut self, relation: Option<String>) -> Step {
        self.hang(relation.map(Block::Part).into_iter().collect());
        Step::Enter(Open::Through)
    }

    /// The first branch that gives text is taken, and no other.
    fn alternate(&mut self, name: &str) -> Step {
        match name {
            "AlternateContent" => {
                self.alternates.push(false);
                Step::Enter(Open::Alternate)
            }
            "Choice" | "Fallback" if self.alternates.last() == Some(&true) => Step::Skip,
            "Choice" | "Fallback" => Step::Enter(Open::Branch(self.seen)),
            _ => Step::Enter(Open::Through),
        }
    }

    fn instruction(&mut self) -> Step {
        let text = self.text_inside();
        if let Some(field) = self.fields.last_mut().filter(|f| !f.result) {
            field.instruction.push_str(&text);
        }
        if let (true, Some(paragraph)) = (is_listing(&text), self.paragraphs.last_mut()) {
            paragraph.listing = true;
        }
        Step::Done
    }

    fn field_sign(&mut self, e: &Element) -> Step {
        match e.attribute("fldCharType").as_deref() {
            Some("begin") if self.fields.len() < 64 => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.result = true;
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
        Step::Skip
    }

    /// The characters inside the element that was opened last, to its end.
    fn text_inside(&mut self) -> String {
        let (mut text, mut open) = (String::new(), 1_usize);
        while open > 0 {
            match self.xml.next() {
                Some(Event::Open(_)) => open += 1,
                Some(Event::Close) => open -= 1,
                Some(Event::Text(more)) => text.push_str(&more),
                None => break,
            }
        }
        text
    }
}

/// True for fields that list what stands elsewhere in the document.
fn is_listing(instruction: &str) -> bool {
    matches!(instruction.split_whitespace().next(), Some("TOC" | "INDEX" | "TOA"))
}
