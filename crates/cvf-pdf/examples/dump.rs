//! Prints the blocks that the reader makes of a PDF: `cargo run -p cvf-pdf --example dump -- FILE`.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use cvf_document::{Block, Cell, Covered, Paragraph};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let read = cvf_pdf::read(&std::fs::read(path)?)?;
    read.warnings.iter().for_each(|w| println!("warning: {}", w.message));
    read.value.blocks.iter().for_each(|b| show(b, ""));
    Ok(())
}

fn show(block: &Block, indent: &str) {
    match block {
        Block::Paragraph(p) => println!("{indent}{}", line(p)),
        Block::LooseCells(cells) => println!("{indent}loose {cells:?}"),
        Block::Region(region) => {
            println!("{indent}region {}", region.kind.reason());
            region.blocks.iter().for_each(|b| show(b, &format!("{indent}  ")));
        }
        Block::Table(table) => {
            println!("{indent}table");
            for row in &table.rows {
                println!("{indent}  row {}", row.cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
            }
        }
    }
}

fn cell(cell: &Cell) -> String {
    match cell.covered() {
        Some(Covered::Left) => "<".to_owned(),
        Some(Covered::Above) => "^".to_owned(),
        None => cell.blocks().iter().flat_map(Block::paragraphs).map(line).collect::<Vec<_>>().join(" / "),
    }
}

fn line(p: &Paragraph) -> String {
    let marker = p.marker.as_ref().map_or("", |m| m.text.as_str());
    let bold = if p.style.bold { "*" } else { "" };
    let heading = p.style.heading.map_or(String::new(), |h| format!("h{h} "));
    format!("{heading}{bold}{marker} {}", p.text.as_str())
}
