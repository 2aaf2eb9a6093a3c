//! Text recognition by tesseract, where it is installed.

use crate::args::OcrWhen;
use crate::convert::is_on_path;
use crate::program;
use cvf::{Ocr, PageImage, Problem, Recognise, SeenLine, SeenWord};
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{fs, path::Path};

/// Longest time that a page may take.
const TIME_LIMIT: Duration = Duration::from_secs(120);
/// What to do where it is missing.
const MISSING: &str = "tesseract is not installed; install it with its English data";

/// How tesseract is to see an image: as a page with columns, and as a block of text.
const PAGE: &str = "3";
const BLOCK: &str = "6";

/// The program `tesseract`.
#[derive(Debug)]
pub(crate) struct Tesseract;

/// Which pages are recognised.
///
/// # Errors
/// [`Problem`] if every page is to be recognised and tesseract is not installed.
pub(crate) fn plan(when: OcrWhen) -> Result<Ocr<'static>, Problem> {
    let reader: Option<&dyn Recognise> = Some(&Tesseract);
    match when {
        OcrWhen::Never => Ok(Ocr::default()),
        OcrWhen::Auto => Ok(Ocr { reader, always: false }),
        OcrWhen::Always if is_installed() => Ok(Ocr { reader, always: true }),
        OcrWhen::Always => Err(Problem::new("--ocr always", "tesseract is not installed")
            .help("install it with its English data, or use --ocr auto")),
    }
}

fn is_installed() -> bool {
    let mut command = Command::new("tesseract");
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

impl Recognise for Tesseract {
    fn recognise(&self, page: &PageImage) -> Result<Vec<SeenLine>, String> {
        see(page, PAGE)
    }

    fn recognise_part(&self, part: &PageImage) -> Result<Vec<SeenLine>, String> {
        see(part, BLOCK)
    }
}

fn see(page: &PageImage, layout: &str) -> Result<Vec<SeenLine>, String> {
    if !is_on_path("tesseract") {
        return Err(MISSING.to_owned());
    }
    let folder = program::folder().map_err(|e| format!("no temporary folder can be made: {e}"))?;
    run(page, folder.path(), layout).map(|table| lines(&table))
}

/// Runs tesseract on a page; its table of words.
fn run(page: &PageImage, folder: &Path, layout: &str) -> Result<String, String> {
    let failed = |e: io::Error| format!("tesseract could not be run: {e}");
    write(page, &folder.join("page.pgm")).map_err(failed)?;
    let errors = fs::File::create(folder.join("errors")).map_err(failed)?;
    let mut command = program::cut_off("tesseract");
    command
        .current_dir(folder)
        .env("HOME", folder)
        .env("TMPDIR", folder)
        .args(["page.pgm", "page", "-l", "eng", "--psm", layout, "--dpi"]);
    // Pages are read side by side already; more threads for each only wait for each other.
    command.arg(page.dots_per_inch.to_string()).arg("tsv").env("OMP_THREAD_LIMIT", "1");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(errors);
    let mut child = program::start(&mut command).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => MISSING.to_owned(),
        _ => failed(e),
    })?;
    match program::wait(&mut child, TIME_LIMIT).map_err(failed)? {
        None => Err(format!("tesseract took longer than {} seconds", TIME_LIMIT.as_secs())),
        Some(status) if status.success() => fs::read_to_string(folder.join("page.tsv")).map_err(failed),
        Some(_) => {
            let said = fs::read_to_string(folder.join("errors")).unwrap_or_default();
            Err(format!("tesseract failed: {}", said.lines().next().unwrap_or("it does not say why")))
        }
    }
}

/// Writes an image as a portable grey map.
fn write(page: &PageImage, path: &Path) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    writeln!(file, "P5 {} {} 255", page.size.0, page.size.1)?;
    file.write_all(&page.grey)
}

/// The lines of a table with a row for each word: level, page, block, paragraph, line, word,
/// left, top, width, height, confidence in percent, text.
fn lines(table: &str) -> Vec<SeenLine> {
    let mut lines: Vec<SeenLine> = Vec::new();
    let mut open = None;
    for row in table.lines() {
        let cells: Vec<&str> = row.splitn(12, '\t').collect();
        let Some(word) = word(&cells) else { continue };
        let key = cells[1..5].join(".");
        match lines.last_mut().filter(|_| open.as_ref() == Some(&key)) {
            Some(line) => line.push(word),
            None => lines.push(vec![word]),
        }
        open = Some(key);
    }
    lines
}

fn word(cells: &[&str]) -> Option<SeenWord> {
    let ["5", _, _, _, _, _, left, top, width, height, confidence, text] = cells else { return None };
    let number = |text: &str| text.parse::<f32>().ok().filter(|n| n.is_finite());
    let (left, top) = (number(left)?, number(top)?);
    let bounds = [left, top, left + number(width)?, top + number(height)?];
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(SeenWord { text, bounds, confidence: number(confidence)? / 100.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_line_are_together() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t1\t0\t10\t20\t90\t12\t-1\t\n\
            5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t96.5\tWe\n\
            5\t1\t1\t1\t1\t2\t55\t20\t45\t12\t31\tbake\n\
            5\t1\t1\t1\t2\t1\t10\t40\t45\t12\t91\tbread\n\
            5\t1\t1\t1\t2\t2\t60\t40\t45\t12\t95\t \n";
        let read = lines(table);
        let texts: Vec<Vec<&str>> = read.iter().map(|l| l.iter().map(|w| w.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["We", "bake"], vec!["bread"]]);
        assert_eq!(read[0][1], SeenWord { text: "bake".into(), bounds: [55.0, 20.0, 100.0, 32.0], confidence: 0.31 });
    }
}
