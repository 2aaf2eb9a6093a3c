//! Direct properties of paragraphs and runs.

use crate::xml::{Element, Event, Ns, Xml};

/// Properties of a run; `None` is inherited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunProps {
    pub(crate) style: Option<String>,
    pub(crate) bold: Option<bool>,
    /// Size in half points.
    pub(crate) half_points: Option<u16>,
    pub(crate) hidden: Option<bool>,
    pub(crate) font: Option<String>,
    /// Set above the line.
    pub(crate) raised: Option<bool>,
}

/// Properties of a paragraph; `None` is inherited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParaProps {
    pub(crate) style: Option<String>,
    /// Outline level from 0; 9 is body text.
    pub(crate) outline: Option<u8>,
    pub(crate) list: Option<u32>,
    pub(crate) list_level: Option<usize>,
    /// Properties of the paragraph's mark.
    pub(crate) mark: RunProps,
    /// A tracked change takes the mark out: the next paragraph goes on from here.
    pub(crate) mark_deleted: bool,
    /// It is the large first letter of the next paragraph.
    pub(crate) drop_cap: bool,
}

/// Reads the inside of `w:rPr`; says whether a mark in it is taken out.
pub(crate) fn run(xml: &mut Xml) -> (RunProps, bool) {
    let mut props = RunProps::default();
    let mut deleted = false;
    children(xml, |e| match e.name() {
        "rStyle" => props.style = e.value(),
        "b" => props.bold = Some(e.is_on()),
        "sz" => props.half_points = size(e),
        "vanish" => props.hidden = Some(e.is_on()),
        "vertAlign" => props.raised = Some(e.value().as_deref() == Some("superscript")),
        "rFonts" => props.font = e.attribute("ascii").or_else(|| e.attribute("hAnsi")),
        "del" | "moveFrom" => deleted = true,
        _ => {}
    });
    (props, deleted)
}

/// Half points; a decimal number is a fault that some producers make.
fn size(e: &Element) -> Option<u16> {
    let value: f32 = e.number()?;
    (value > 0.0 && value < 4000.0).then_some(value as u16)
}

/// Reads the inside of `w:pPr`.
pub(crate) fn paragraph(xml: &mut Xml) -> ParaProps {
    let mut props = ParaProps::default();
    while let Some(event) = xml.next() {
        let e = match event {
            Event::Open(e) => e,
            Event::Close => break,
            Event::Text(_) => continue,
        };
        match e.name() {
            "rPr" if e.ns == Ns::Word => {
                (props.mark, props.mark_deleted) = run(xml);
                continue;
            }
            "numPr" => {
                list(xml, &mut props);
                continue;
            }
            "pStyle" => props.style = e.value(),
            "outlineLvl" => props.outline = e.number(),
            "framePr" => props.drop_cap = matches!(e.attribute("dropCap").as_deref(), Some("drop" | "margin")),
            _ => {}
        }
        xml.skip();
    }
    props
}

fn list(xml: &mut Xml, props: &mut ParaProps) {
    children(xml, |e| match e.name() {
        "ilvl" => props.list_level = e.number(),
        "numId" => props.list = e.number(),
        _ => {}
    });
}

/// Shows each child of the element that was opened last, and goes to its end.
pub(crate) fn children(xml: &mut Xml, mut act: impl FnMut(&Element)) {
    while let Some(event) = xml.next() {
        match event {
            Event::Open(e) => {
                act(&e);
                xml.skip();
            }
            Event::Close => return,
            Event::Text(_) => {}
        }
    }
}
