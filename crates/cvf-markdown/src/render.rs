//! Markdown → HTML, event by event.

use crate::front;
use crate::page::Page;
use crate::raw;
use cvf_document::Warning;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// The page that a text makes, and what could not be read of it.
pub(crate) fn render(text: &str) -> (String, Vec<Warning>) {
    let mut render = Render {
        page: Page::new(text),
        head: 0,
        in_table: false,
        pictures: 0,
        front: None,
        html: None,
        warnings: Vec::new(),
    };
    render.page.tag("<!doctype html><main>");
    render.part(0..text.len());
    render.page.tag("</main>");
    (render.page.html, render.warnings)
}

struct Render<'s> {
    page: Page<'s>,
    /// Tables' heads that are open.
    head: usize,
    /// A table is open.
    in_table: bool,
    /// Pictures that are open: what stands in them is shown only where they are not.
    pictures: usize,
    /// The lines of a block of HTML, while it is read.
    html: Option<Vec<Range<usize>>>,
    /// Where the front matter begins, while it is read.
    front: Option<usize>,
    warnings: Vec<Warning>,
}

impl Render<'_> {
    /// Writes a part of the source.
    fn part(&mut self, part: Range<usize>) {
        let source = self.page.source;
        for (event, range) in Parser::new_ext(&source[part.clone()], options()).into_offset_iter() {
            self.event(event, range.start + part.start..range.end + part.start);
        }
    }

    /// Writes a block of HTML: as it is, but for runs of lines in it that are Markdown.
    fn html_block(&mut self, lines: &[Range<usize>]) {
        let source = self.page.source;
        let Some((first, last)) = lines.first().zip(lines.last()) else { return };
        if raw::is_verbatim(&source[first.start..last.end]) {
            return self.page.raw_html(&source[first.start..last.end], first.start);
        }
        let mut at = 0;
        while at < lines.len() {
            let markdown = raw::begins_markdown(&source[lines[at].clone()]);
            let ends = |l: &Range<usize>| raw::is_tag_line(&source[l.clone()]);
            let len = match markdown {
                true => 1 + lines[at + 1..].iter().take_while(|l| !ends(l)).count(),
                false => 1,
            };
            let run = lines[at].start..lines[at + len - 1].end;
            match markdown {
                true => self.part(run),
                false => self.page.raw_html(&source[run.clone()], run.start),
            }
            at += len;
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.front.is_some() => self.front_matter(&text, range.start),
            _ if self.pictures > 0 => {}
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                self.page.tag("<code>");
                self.text(&code, range);
                self.page.tag("</code>");
            }
            // It would end the cell that it stands in, and the text behind it would leave the table.
            Event::InlineHtml(html) if self.in_table && raw::is_of_table(&html) => {}
            Event::Html(_) if self.html.is_some() => self.html.get_or_insert_default().push(range),
            Event::Html(html) | Event::InlineHtml(html) => self.page.raw_html(&html, range.start),
            Event::FootnoteReference(name) => {
                self.page.tag("<sup><a href=\"#fn-");
                self.page.escaped(&name);
                self.page.tag("\">");
                self.text(&name, range);
                self.page.tag("</a></sup>");
            }
            Event::SoftBreak => self.page.tag("\n"),
            Event::HardBreak => self.page.tag("<br>"),
            Event::Rule => self.page.tag("<hr>"),
            Event::TaskListMarker(_) => {}
        }
    }

    /// Text with its place: behind an escape or a reference that of its first character.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let inside = self.page.source[range.clone()].find(text).unwrap_or(0);
        self.page.text(text, range.start + inside);
    }

    fn front_matter(&mut self, text: &str, at: usize) {
        if let Err(why) = front::write(&mut self.page, text, at) {
            let said = format!("the front matter is not valid YAML and was left out: {why}");
            self.warnings.push(Warning::new("front-matter", said));
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.page.tag(&format!("<h{}>", level as u8)),
            Tag::List(start) => {
                let open = start.map_or("<ul>".to_owned(), |start| format!("<ol start=\"{start}\">"));
                self.page.tag(&open);
            }
            Tag::Item => self.item(range),
            Tag::FootnoteDefinition(name) => {
                self.page.tag("<div role=\"doc-footnote\" id=\"fn-");
                self.page.escaped(&name);
                self.page.tag("\">");
            }
            Tag::Table(_) => {
                self.in_table = true;
                self.page.tag("<table>");
            }
            Tag::TableHead => {
                self.head += 1;
                self.page.tag("<thead><tr>");
            }
            Tag::TableCell => self.page.tag(if self.head > 0 { "<th>" } else { "<td>" }),
            Tag::Link { dest_url, .. } => {
                self.page.tag("<a href=\"");
                self.page.escaped(&dest_url);
                self.page.tag("\">");
            }
            Tag::Image { .. } => {
                self.pictures += 1;
                self.page.tag("<img>");
            }
            Tag::MetadataBlock(_) => self.front = Some(range.start),
            Tag::HtmlBlock => self.html = Some(Vec::new()),
            tag => {
                let name = name(tag.to_end());
                if !name.is_empty() {
                    self.page.tag(&format!("<{name}>"));
                }
            }
        }
    }

    /// An item with its marker as it is typed.
    fn item(&mut self, range: Range<usize>) {
        let source = &self.page.source[range.clone()];
        let indent = source.len() - source.trim_start().len();
        let marker = source.split_whitespace().next().unwrap_or_default();
        let number = marker.chars().take_while(char::is_ascii_digit).count();
        let sign = &marker[..marker.len().min(number + 1)];
        self.page.mark(range.start + indent);
        self.page.tag("<li data-marker=\"");
        self.page.escaped(sign);
        self.page.tag("\">");
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            TagEnd::MetadataBlock(_) => self.front = None,
            TagEnd::HtmlBlock => {
                let lines = self.html.take().unwrap_or_default();
                self.html_block(&lines);
            }
            TagEnd::Table => {
                self.in_table = false;
                self.page.tag("</table>");
            }
            TagEnd::TableHead => {
                self.head = self.head.saturating_sub(1);
                self.page.tag("</tr></thead>");
            }
            TagEnd::TableCell => self.page.tag(if self.head > 0 { "</th>" } else { "</td>" }),
            tag => {
                let name = name(tag);
                if !name.is_empty() {
                    self.page.tag(&format!("</{name}>"));
                }
            }
        }
    }
}

/// The element that a piece of Markdown makes; none for HTML that stands for itself.
fn name(tag: TagEnd) -> String {
    let name = match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(level) => return format!("h{}", level as u8),
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::FootnoteDefinition => "div",
        TagEnd::DefinitionList => "dl",
        TagEnd::DefinitionListTitle => "dt",
        TagEnd::DefinitionListDefinition => "dd",
        TagEnd::Table => "table",
        TagEnd::TableRow => "tr",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "s",
        TagEnd::Superscript => "sup",
        TagEnd::Subscript => "sub",
        TagEnd::Link => "a",
        TagEnd::HtmlBlock | TagEnd::Image | TagEnd::MetadataBlock(_) | TagEnd::TableHead | TagEnd::TableCell => "",
        #[allow(unreachable_patterns, reason = "a later release may know more")]
        _ => "",
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn markdown_behind_a_tag_is_markdown_and_in_verbatim_elements_it_is_text() {
        let page = |text: &str| render(text).0;
        let shown = page("<section>\n### Care\n- **Good:**\n  * Asks first\n</section>\n");
        assert!(shown.contains("<h3>") && shown.contains("<ul>") && shown.contains("</section>"), "{shown}");
        assert!(!page("<pre>\n# Care\n</pre>\n").contains("<h1>"));
        assert!(!page("<!--\n# Care\n-->\n").contains("<h1>"));
    }
}
