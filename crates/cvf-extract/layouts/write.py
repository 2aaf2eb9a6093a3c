"""Writes a page as HTML, Markdown, text, Word or PDF, in the dress of many houses."""

import html as escape
import pathlib
import subprocess
import tempfile

DRESS = ["plain", "plain", "site", "divs", "pandoc"]


def tag(name, inner, **attributes):
    given = "".join(f' {k.rstrip("_")}="{v}"' for k, v in attributes.items() if v)
    return f"<{name}{given}>{inner}</{name}>"


def text(t):
    return escape.escape(t, quote=False)


def points(items, name="ul"):
    def one(item):
        return text(item) if isinstance(item, str) else f"{text(item[0])}{points(item[1])}"
    return tag(name, "".join(tag("li", one(i)) + "\n" for i in items))


class Html:
    """One dress: how headings, bold lines and heads of tables are marked."""

    def __init__(self, rng, dress):
        self.dress = dress
        self.heads = rng.random() < 0.6
        self.strong_names = rng.random() < 0.3
        self.break_lines = rng.random() < 0.2
        self.css_class = rng.choice(["sec", "blk", "c-title", "hd"])

    def heading(self, rank, t):
        if self.dress == "divs" and rank > 1:
            return tag("div", text(t), class_=f"{self.css_class}-{rank}")
        identity = "-".join(t.lower().split()) if self.dress == "pandoc" else None
        return tag(f"h{min(rank, 6)}", text(t), id=identity)

    def block(self, block):
        kind, *what = block
        if kind == "h":
            return self.heading(*what)
        if kind in ("p", "box"):
            return tag("p" if kind == "p" else "aside", text(what[0]))
        if kind == "b":
            return tag("p", tag("strong", text(what[0])))
        if kind in ("ul", "ol"):
            return points(what[0], kind)
        if kind == "bar":
            return self.bar(*what)
        if kind == "run":
            return self.run_in(*what)
        if kind == "cards":
            return tag("div", "\n".join(tag("div", self.blocks(c), class_="card") for c in what[0]), class_="grid")
        return self.table(what[0])

    def bar(self, name, pieces):
        """A button whose pieces lie beside each other."""
        spans = "\n".join(tag("span", text(t), class_=f"{name}-{piece}") for piece, t in pieces)
        return tag("button", f"\n{spans}\n", class_=f"{name}-bar", style="display: flex; gap: 8px")

    def run_in(self, name, about):
        """A paragraph of a bold name and what it means."""
        if self.css_class in ("sec", "blk"):
            return tag("p", f"{tag('strong', text(name))}\n{tag('em', text(about))}")
        return tag("p", f"{tag('b', text(name))}<br>\n{text(about)}")

    def blocks(self, blocks):
        return "\n".join(self.block(b) for b in blocks)

    def in_cell(self, cell, first):
        out = []
        single = len(cell.blocks) == 1 and isinstance(cell.blocks[0], str)
        for b in cell.blocks:
            if isinstance(b, list):
                out.append("<br>".join(map(text, b)) if self.break_lines else points(b))
            elif isinstance(b, tuple):
                out.append(self.block(b))
            else:
                bold = first and self.strong_names and b is cell.blocks[0]
                shown = tag("strong", text(b)) if bold else text(b)
                out.append(shown if single else tag("p", shown))
        return "".join(out)

    def table(self, rows):
        def span(n):
            return str(n) if n > 1 else None
        def one(c, first):
            name = "th" if c.head and self.heads else "td"
            inner = self.in_cell(c, first)
            if c.head and not self.heads and inner:
                inner = tag("b", inner)
            return tag(name, inner, colspan=span(c.across), rowspan=span(c.down))
        return tag("table", "\n".join(tag("tr", "".join(one(c, i == 0) for i, c in enumerate(r))) for r in rows))

    def page(self, page, rng):
        body = self.blocks(page.blocks)
        if self.dress == "site":
            links = ["Home", "About us", "News", "Contact", "Search", "Sign in"]
            nav = tag("nav", points(rng.sample(links, 4)))
            foot = tag("footer", tag("p", f"© {rng.randint(2015, 2026)} {text(page.title.split(' ')[-1])} · Privacy · Cookies"))
            body = f"{nav}\n<main>{body}</main>\n{foot}"
        head = f'<meta charset="utf-8"><title>{text(page.title)}</title>'
        return f'<!DOCTYPE html>\n<html lang="{page.lang}"><head>{head}</head>\n<body>{body}</body></html>\n'


def html(page, rng):
    return Html(rng, rng.choice(DRESS)).page(page, rng)


def has_spans(page):
    rows = [r for b in page.blocks if b[0] == "table" for r in b[1]]
    rich = any(isinstance(b, tuple) for r in rows for c in r for b in c.blocks)
    return rich or any(c.across > 1 or c.down > 1 for r in rows for c in r)


def has_lists(page):
    rows = [r for b in page.blocks if b[0] == "table" for r in b[1]]
    return any(isinstance(b, list) or len(c.blocks) > 1 for r in rows for c in r for b in c.blocks)


def lines(items, mark, depth=0):
    out = []
    for n, item in enumerate(items, 1):
        sign = mark if mark == "-" else f"{n}."
        lead, subs = (item, []) if isinstance(item, str) else item
        out.append(f"{'    ' * depth}{sign} {lead}")
        out += lines(subs, mark, depth + 1)
    return out


def one_cell(c):
    return " ".join(" ".join(b) if isinstance(b, list) else b for b in c.blocks)


def markdown(page, rng):
    """Markdown; none for what it cannot hold."""
    if has_spans(page) or has_lists(page):
        return None
    out = []
    for kind, *what in page.blocks:
        if kind == "h":
            out.append(f"{'#' * what[0]} {what[1]}")
        elif kind == "b":
            out.append(f"**{what[0]}**")
        elif kind in ("p", "box"):
            out.append(what[0])
        elif kind == "bar":
            out += [t for _, t in what[1]]
        elif kind == "run":
            out.append(f"**{what[0]}**  \n{what[1]}")
        elif kind in ("ul", "ol"):
            out.append("\n".join(lines(what[0], "-" if kind == "ul" else "1")))
        elif kind == "table":
            rows = ["| " + " | ".join(one_cell(c) for c in r) + " |" for r in what[0]]
            out.append("\n".join([rows[0], "|" + "---|" * len(what[0][0]), *rows[1:]]))
        else:
            return None
    return "\n\n".join(out) + "\n"


def plain(page, rng):
    """Text; tables with tabs. None for what it cannot hold."""
    if has_spans(page) or has_lists(page) or any(b[0] == "cards" for b in page.blocks):
        return None
    capitals = rng.random() < 0.3
    out = []
    for kind, *what in page.blocks:
        if kind == "h":
            out.append(what[1].upper() if capitals and what[0] == 1 else what[1])
        elif kind in ("b", "p", "box"):
            out.append(what[0])
        elif kind == "bar":
            out += [t for _, t in what[1]]
        elif kind == "run":
            out += what
        elif kind in ("ul", "ol"):
            out.append("\n".join(lines(what[0], "-" if kind == "ul" else "1")))
        else:
            out.append("\n".join("\t".join(one_cell(c) for c in r) for r in what[0]))
    return "\n\n".join(out) + "\n"


def word(page, rng, path):
    import docx

    document = docx.Document()
    styled = rng.random() < 0.7
    for block in page.blocks:
        if not word_block(document, block, styled):
            return False
    document.save(path)
    return True


def word_block(document, block, styled):
    kind, *what = block
    if kind == "h":
        if styled:
            document.add_heading(what[1], level=min(what[0], 9))
        else:
            word_bold(document.add_paragraph(), what[1], 18 - 2 * what[0])
    elif kind == "b":
        word_bold(document.add_paragraph(), what[0])
    elif kind in ("p", "box"):
        document.add_paragraph(what[0])
    elif kind == "bar":
        for piece, t in what[1]:
            word_bold(document.add_paragraph(), t) if piece == "name" else document.add_paragraph(t)
    elif kind == "run":
        word_bold(document.add_paragraph(), what[0])
        document.add_paragraph(what[1])
    elif kind in ("ul", "ol"):
        word_list(document, what[0], "List Bullet" if kind == "ul" else "List Number")
    elif kind == "table":
        word_table(document, what[0])
    else:
        return False
    return True


def word_bold(paragraph, t, size=None):
    from docx.shared import Pt

    run = paragraph.add_run(t)
    run.bold = True
    if size:
        run.font.size = Pt(size)


def word_list(where, items, style):
    for item in items:
        lead, subs = (item, []) if isinstance(item, str) else item
        where.add_paragraph(lead, style=style)
        for sub in subs:
            where.add_paragraph(sub, style="List Bullet 2")


def word_table(document, rows):
    width = sum(c.across for c in rows[0])
    table = document.add_table(rows=len(rows), cols=width)
    table.style = "Table Grid"
    taken = set()
    for r, row in enumerate(rows):
        column = 0
        for c in row:
            while (r, column) in taken:
                column += 1
            spot = table.cell(r, column)
            if c.across > 1 or c.down > 1:
                spot = spot.merge(table.cell(r + c.down - 1, column + c.across - 1))
            taken |= {(r + i, column + j) for i in range(c.down) for j in range(c.across)}
            word_cell(spot, c)
            column += c.across


def word_cell(spot, c):
    first = True
    for b in c.blocks:
        if isinstance(b, list):
            for t in b:
                spot.add_paragraph(t, style="List Bullet")
        elif isinstance(b, tuple):
            word_bold(spot.add_paragraph(), b[-1]) if b[0] in ("h", "b") else spot.add_paragraph(b[1])
        elif first:
            spot.paragraphs[0].add_run(b).bold = c.head or None
        else:
            spot.add_paragraph(b)
        first = False


STYLE = "<style>body { font: 10pt sans-serif } td, th { border: 0.75pt solid #555; padding: 3pt; vertical-align: top } table { border-collapse: collapse }</style>"


def pdf(page, rng, path):
    source = html(page, rng).replace("</head>", STYLE + "</head>")
    if rng.random() < 0.5:
        import weasyprint

        weasyprint.HTML(string=source).write_pdf(path)
        return True
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "page.html"
        file.write_text(source, encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}", str(file)]
        return subprocess.run(command, capture_output=True, timeout=90).returncode == 0
