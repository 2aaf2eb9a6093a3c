//! Workbooks of Excel, by calamine: cells are streamed, since a table as wide and high as the
//! outermost cells say could fill the memory.

use crate::ReadError;
use crate::workbook::{Merged, Sheet, Value, Workbook};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) fn read(bytes: &[u8]) -> Result<Workbook, ReadError> {
    let mut xlsx: Xlsx<Cursor<&[u8]>> = Xlsx::new(Cursor::new(bytes)).map_err(error)?;
    let mut unseen = crate::unseen::of_xlsx(bytes);
    let listed = xlsx.sheets_metadata().to_vec();
    let mut book = Workbook::default();
    for listed in listed.into_iter().filter(|s| s.typ == SheetType::WorkSheet) {
        let hidden = listed.visible != SheetVisible::Visible;
        let mut sheet = Sheet::behind(&book.sheets, listed.name, hidden);
        // The library breaks down over cells with places that no sheet has.
        match catch_unwind(AssertUnwindSafe(|| cells(&mut xlsx, &mut sheet))) {
            Ok(Ok(())) => {}
            Ok(Err(why)) => book.unread.push(format!("{}: {why}", sheet.name)),
            Err(_) => book.unread.push(format!("{}: its cells are damaged", sheet.name)),
        }
        let merged = xlsx.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        sheet.merged = merged.into_iter().map(|d| Merged { first: d.start, last: d.end }).collect();
        sheet.unseen = unseen.remove(&sheet.name).unwrap_or_default();
        book.sheets.push(sheet);
    }
    Ok(book)
}

fn error(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Protected,
        other => ReadError::Damaged(other.to_string()),
    }
}

fn cells(xlsx: &mut Xlsx<Cursor<&[u8]>>, sheet: &mut Sheet) -> Result<(), XlsxError> {
    let mut reader = xlsx.worksheet_cells_reader(&sheet.name)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let style = reader.styles().get(style);
        let value = value(cell.get_value(), style);
        if !sheet.add(cell.get_position(), value) {
            break;
        }
    }
    Ok(())
}

fn value(data: &DataRef<'_>, style: Option<&Style>) -> Value {
    let font = style.and_then(|s| s.font.as_ref());
    let per_cent = style.and_then(|s| s.number_format.as_ref()).is_some_and(|f| f.format_code.contains('%'));
    let text = match data {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if per_cent => format!("{}%", plain(number * 100.0)),
        DataRef::Float(number) => plain(*number),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    };
    let size = font.and_then(|f| f.size).map_or(0, |points| (points * 10.0).round() as u16);
    Value { text, bold: font.is_some_and(calamine::Font::is_bold), size }
}

/// A number as a sheet shows it: up to six decimals, none that are zero.
fn plain(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_a_sheet_shows_them() {
        assert_eq!([1.0, 0.1 + 0.2, -2.5].map(plain), ["1", "0.3", "-2.5"]);
    }
}
