//! What a reviewer sees of an item: both texts with their marks, the place, and who says what.

use crate::args::Recognition;
use crate::commands::check::canon_of;
use crate::input::File;
use crate::output;
use crate::project::Project;
use crate::worker::Readers;
use cvf::report::{Style, excerpt, place, sides};
use cvf::{Attested, Item, Problem, Profiles, Reading, attested_by};
use std::collections::BTreeMap;

/// Columns of a text beside its label.
const WIDTH: usize = 80 - 9;

/// Items as they are shown, with what is read for that.
pub(super) struct Shown {
    profiles: Profiles,
    attested: Attested,
    readers: Readers,
    /// Decoded texts of copies, read when first shown.
    streams: BTreeMap<String, Vec<char>>,
}

impl Shown {
    pub(super) fn new(project: &Project) -> Result<Self, Problem> {
        let attested = attested_by(&canon_of(&project.canon())?);
        let readers = Readers::of(&Recognition::default())?;
        Ok(Self { profiles: project.profiles()?, attested, readers, streams: BTreeMap::new() })
    }

    /// An item as lines.
    pub(super) fn item(&mut self, item: &Item, project: &Project, style: Style) -> String {
        let sure = item.confidence.map_or(String::new(), |c| format!(" ({c:.2} sure)"));
        let mut lines =
            [head(item), format!("  {}{sure}", item.why)].iter().map(|l| output::clean(l)).collect::<Vec<_>>();
        lines.extend(texts(item, style));
        for also in &item.also {
            lines.push(format!("  {} ({:.2} sure)", output::clean(&also.place), also.confidence));
            let [left, right] = sides(also.text.as_str(), also.proposal.as_str(), style, WIDTH);
            lines.extend(labelled("canon", left).into_iter().chain(labelled("or", right)));
        }
        let context = self.context(item, project);
        let context = context.lines().filter(|l| !l.trim().is_empty());
        lines.extend(context.map(|l| format!("      >  {}", output::clean(l))));
        for shown in &item.shown {
            lines
                .push(format!("  {} {}", output::clean(&shown.source), output::clean(&shown.at)).trim_end().to_owned());
            lines.extend(shown.lines.iter().map(|l| format!("      >  {}", output::clean(l))));
        }
        lines.extend(item.attested.iter().map(|a| format!("      ·  {}", output::clean(a))));
        let choices = [("accept", &item.accept), ("reject", &item.reject)];
        let told = choices.into_iter().filter(|(_, what)| !what.is_empty());
        lines.extend(told.map(|(choice, what)| format!("  {choice}: {}", output::clean(what))));
        lines.join("\n") + "\n"
    }

    /// The text around the place in the copy, where the copy can be read.
    fn context(&mut self, item: &Item, project: &Project) -> String {
        let (Some(copy), Some(at)) = (&item.copy, &item.at) else { return String::new() };
        if !self.streams.contains_key(copy) {
            let bytes = File::named(&project.path(copy), copy).bytes().ok();
            let reading =
                Reading { attested: &self.attested, documents: &self.readers, ..Reading::new(&self.profiles) };
            let read = bytes.and_then(|bytes| reading.witness(copy, &bytes).ok());
            self.streams.insert(copy.clone(), read.map(|e| e.stream).unwrap_or_default());
        }
        let pieces = self.streams.get(copy).and_then(|stream| excerpt(stream, at)).unwrap_or_default();
        pieces.into_iter().map(|p| p.text).collect()
    }
}

/// Which item it is, how serious, and where.
fn head(item: &Item) -> String {
    let severity = item.severity.map_or("question", |s| s.name());
    let copy = item.copy.as_ref().map_or(String::new(), |c| format!(" in {c}"));
    let at = item.at.as_ref().map(place).filter(|p| !p.is_empty()).map_or(String::new(), |p| format!(", {p}"));
    let about = item.place.as_deref().unwrap_or("no place in the canon");
    format!("{}  {severity}[{}] {about}{copy}{at}", item.id, item.about)
}

/// Both texts, each with the words marked that only it has.
fn texts(item: &Item, style: Style) -> Vec<String> {
    let (canon, other) = (item.canon.as_deref(), item.other.as_deref());
    let [left, right] = sides(canon.unwrap_or_default(), other.unwrap_or_default(), style, WIDTH);
    let label = if item.copy.is_some() { "copy" } else { "or" };
    let sides = [("canon", left, canon), (label, right, other)];
    let known = sides.into_iter().filter(|(.., text)| text.is_some());
    known.flat_map(|(label, lines, _)| labelled(label, lines)).collect()
}

fn labelled(label: &str, lines: Vec<String>) -> Vec<String> {
    let label = |i: usize| if i == 0 { label } else { "" };
    lines.iter().enumerate().map(|(i, line)| format!("  {:<5}  {line}", label(i))).collect()
}
