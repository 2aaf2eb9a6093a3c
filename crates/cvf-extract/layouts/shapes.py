"""The shapes in which frameworks are printed. Each takes a random source and a language, and gives a
page whose truth is known by construction."""

import labels
from content import framework
from page import Cell, Page, cell

SHAPES, HELD = {}, {}


def shape(function):
    SHAPES[function.__name__] = function
    return function


def held(function):
    """A shape that only held-back sets have."""
    HELD[function.__name__] = function
    return function


def draw(rng, lang, hold, competencies=(3, 8), per_cell=(1,), **more):
    f = framework(rng, lang, hold, rng.randint(*competencies), per_cell, **more)
    page = Page(f.title, lang)
    page.h(1, f.title)
    if rng.random() < 0.6:
        page.add("p", " ".join(rng.sample(labels.INTRO[lang], min(2, len(labels.INTRO[lang])))))
    return f, page


def groups(f):
    """Competencies by cluster, in order."""
    out = {}
    for c in f.competencies:
        out.setdefault(c.cluster, []).append(c)
    return out


def statements(items):
    return items[0] if len(items) == 1 else list(items)


def header(*texts):
    return [cell(t, head=True) for t in texts]


def extras(rng, lang):
    """Columns that are no part of a framework, with what fills them."""
    return rng.sample(labels.EXTRA_COLUMNS, rng.choice([0, 0, 1, 1, 2])) if lang == "en" else []


def is_step(label):
    """True for a label with a number, roman or not, or a single letter at its end."""
    last = label.split()[-1]
    return any(c.isdigit() for c in label) or set(last) <= set("IV") or len(last) == 1


def name_cell(rng, c, about, code=None):
    name = f"{code} {c.name}" if code else c.name
    return cell(name, c.about if about else None)


@shape
def names_by_levels(rng, lang, hold):
    """Names down, levels across; perhaps columns of no use behind."""
    f, page = draw(rng, lang, hold, per_cell=rng.choice([(1,), (1,), (2, 3)]))
    about, more = rng.random() < 0.3, extras(rng, lang)
    coded = rng.random() < 0.25
    order = list(range(len(f.bare)))
    if rng.random() < 0.25:
        order.reverse()
    rows = [header(rng.choice(labels.CORNERS[lang]), *[f.printed[i] for i in order], *[name for name, _ in more])]
    for n, c in enumerate(f.competencies, 1):
        code = f"{'CDK'[n % 3]}{n}" if coded else None
        rows.append([name_cell(rng, c, about, code), *[cell(statements(c.items[i])) for i in order], *[cell(rng.choice(v)) for _, v in more]])
    page.add("table", rows)
    page.units_of(f, about)
    return page


@shape
def levels_by_names(rng, lang, hold):
    """Levels down, names across."""
    f, page = draw(rng, lang, hold, (2, 5), rng.choice([(1,), (1, 2)]))
    rows = [header(rng.choice(["", labels.LEVEL_WORD[lang]]), *[c.name for c in f.competencies])]
    for i, label in enumerate(f.printed):
        rows.append([cell(label), *[cell(statements(c.items[i])) for c in f.competencies]])
    page.add("table", rows)
    page.units_of(f)
    return page


@shape
def cluster_column(rng, lang, hold):
    """A merged first column of clusters before names and levels."""
    f, page = draw(rng, lang, hold, (4, 9))
    rows = [header(*rng.choice([("", ""), (rng.choice(labels.CORNERS[lang][1:]), "")]), *f.printed)]
    for name, members in groups(f).items():
        for i, c in enumerate(members):
            first = [cell(name, down=len(members))] if i == 0 else []
            rows.append([*first, cell(c.name), *[cell(statements(t)) for t in c.items]])
    page.add("table", rows)
    page.units_of(f)
    return page


@shape
def banner_clusters(rng, lang, hold):
    """Full-width rows inside the table name the clusters; header rows may come again."""
    f, page = draw(rng, lang, hold, (4, 9))
    top = header(rng.choice(labels.CORNERS[lang]), *f.printed)
    again = rng.random() < 0.4
    rows = [] if again else [top]
    for name, members in groups(f).items():
        rows.append([cell(name, across=1 + len(f.printed), head=rng.random() < 0.5)])
        rows += [top] if again else []
        rows += [[cell(c.name), *[cell(statements(t)) for t in c.items]] for c in members]
    page.add("table", rows)
    page.units_of(f)
    return page


@shape
def banner_competencies(rng, lang, hold):
    """Full-width rows name the competencies; below each, a row for every level."""
    f, page = draw(rng, lang, hold, (3, 6))
    rows = [header(labels.LEVEL_WORD[lang], rng.choice(labels.STATEMENT_WORD[lang]))] if rng.random() < 0.5 else []
    for c in f.competencies:
        rows.append([cell(c.name, across=2)])
        rows += [[cell(label), cell(statements(items))] for label, items in zip(f.printed, c.items)]
    page.add("table", rows)
    page.units_of(f)
    return page


@shape
def merged_names(rng, lang, hold):
    """A merged first cell with name and description; level and statement beside it."""
    f, page = draw(rng, lang, hold, (3, 6), rng.choice([(1,), (2, 3)]))
    about = rng.random() < 0.6
    rows = [header(rng.choice(labels.CORNERS[lang][1:]), labels.LEVEL_WORD[lang], rng.choice(labels.STATEMENT_WORD[lang]))]
    for c in f.competencies:
        flat = [(label, t) for label, items in zip(f.printed, c.items) for t in items]
        seen = set()
        for i, (label, text) in enumerate(flat):
            count = sum(l == label for l, _ in flat)
            first = [Cell([c.name] + ([c.about] if about else []), 1, len(flat))] if i == 0 else []
            second = [] if label in seen else [Cell([label], 1, count)]
            seen.add(label)
            rows.append([*first, *second, cell(text)])
    page.add("table", rows)
    page.units_of(f, about)
    return page


@shape
def records(rng, lang, hold):
    """One statement a row, with what is known of it beside it."""
    f, page = draw(rng, lang, hold, (3, 7), (1, 2))
    statement, level = rng.choice(labels.STATEMENT_WORD[lang]), labels.LEVEL_WORD[lang]
    kinds = {"en": ["Knowledge", "Skill", "Attitude"]}.get(lang, ["A", "B"])
    columns = [("name", rng.choice(labels.CORNERS[lang][1:])), ("text", statement), ("level", level)]
    if rng.random() < 0.6:
        columns.insert(0, ("code", rng.choice(["Code", "ID", "No.", "Ref"])))
    if rng.random() < 0.5:
        columns.append(("kind", "Type" if lang in ("en", "nl") else "Typ" if lang == "de" else "Tipo" if lang == "es" else "Type"))
    if rng.random() < 0.4:
        columns.insert(0, ("cluster", {"en": "Area", "fr": "Domaine", "es": "Área", "de": "Bereich", "nl": "Domein", "cy": "Maes"}[lang]))
    rows = [header(*[title for _, title in columns])]
    for n, c in enumerate(f.competencies, 1):
        for i, items in enumerate(c.items):
            for k, text in enumerate(items, 1):
                known = {"code": f"{n}.{i + 1}.{k}", "name": c.name, "text": text, "level": f.printed[i], "kind": rng.choice(kinds), "cluster": c.cluster}
                rows.append([cell(known[key]) for key, _ in columns])
    page.add("table", rows)
    page.units_of(f)
    return page


@shape
def table_each(rng, lang, hold):
    """A heading and a table for each competency: levels across or down, one row or several."""
    f, page = draw(rng, lang, hold, (3, 6), rng.choice([(1,), (2, 3)]))
    across, about = rng.random() < 0.5, rng.random() < 0.5
    head = rng.random() < 0.6
    for c in f.competencies:
        page.h(2, c.name)
        if about:
            page.add("p", c.about)
        if across:
            page.add("table", [header(*f.printed), [cell(statements(items)) for items in c.items]])
        else:
            rows = [header(labels.LEVEL_WORD[lang], rng.choice(labels.STATEMENT_WORD[lang]))] if head else []
            page.add("table", rows + [[cell(label), cell(statements(items))] for label, items in zip(f.printed, c.items)])
    page.units_of(f, about)
    return page


@shape
def headings(rng, lang, hold):
    """Headings: competencies over levels over lists."""
    f, page = draw(rng, lang, hold, (2, 6), (2, 3, 4))
    about, dress = rng.random() < 0.5, rng.choice(["h", "h", "b"])
    with_clusters = rng.random() < 0.5
    rank = 3 if with_clusters else 2
    for name, members in groups(f).items():
        if with_clusters:
            page.h(2, name)
        for c in members:
            page.h(rank, c.name)
            if about:
                page.add("p", c.about)
            for label, items in zip(f.printed, c.items):
                page.h(rank + 1, label) if dress == "h" else page.add("b", label)
                page.add("ul", items)
    page.units_of(f, about)
    return page


@shape
def levels_above(rng, lang, hold):
    """Levels as headings over the competencies."""
    f, page = draw(rng, lang, hold, (3, 6), (2, 3))
    dress = rng.choice(["h", "h", "b"])
    for i, label in enumerate(f.printed):
        page.h(2, label)
        for c in f.competencies:
            page.h(3, c.name) if dress == "h" else page.add("b", c.name)
            page.add("ul", c.items[i])
    page.units_of(f)
    return page


@shape
def level_in_title(rng, lang, hold):
    """One level, named in the title; competencies with their statements below. Its label shows that
    it is one of a scale: nobody could tell any other from the rest of the title."""
    families = (labels.HELD_FAMILIES if hold else labels.FAMILIES)[lang]
    scales = [f for f in families if all(is_step(l if isinstance(l, str) else l[0]) for l in f)]
    f, page = draw(rng, lang, hold, (4, 8), (2, 3, 4), levels=rng.choice(scales))
    i = rng.randrange(len(f.printed))
    page.title = rng.choice(["{} – {}", "{}: {}", "{} ({})"]).format(f.title, f.printed[i])
    page.blocks[0] = ("h", 1, page.title)
    table = rng.random() < 0.4
    if table:
        page.add("table", [header(rng.choice(labels.CORNERS[lang][1:]), rng.choice(labels.STATEMENT_WORD[lang]))] + [[cell(c.name), cell(list(c.items[i]))] for c in f.competencies])
    for c in f.competencies:
        if not table:
            page.h(2, c.name)
            page.add("ul", c.items[i])
        for text in c.items[i]:
            page.unit(text, c.name, f.bare[i], cluster=None)
    return page


@shape
def no_levels(rng, lang, hold):
    """Competencies with statements, and no levels at all."""
    f, page = draw(rng, lang, hold, (3, 7), (2, 3, 4, 5))
    about = rng.random() < 0.5
    for c in f.competencies:
        page.h(2, c.name)
        if about:
            page.add("p", c.about)
            page.unit(c.about, c.name, None, "description")
        items = c.items[0]
        page.add("ul", items)
        for text in items:
            page.unit(text, c.name, None)
    return page


@shape
def one_skill(rng, lang, hold):
    """The title is the skill; grades are headings."""
    f, page = draw(rng, lang, hold, (1, 1), (3, 4, 5), clusters=False)
    c = f.competencies[0]
    page.title = c.name
    page.blocks[:] = [("h", 1, c.name)]
    if rng.random() < 0.6:
        page.add("p", c.about)
        page.unit(c.about, c.name, None, "description")
    for label, items in zip(f.printed, c.items):
        page.h(2, label)
        page.add("ul", items)
        for text in items:
            page.unit(text, c.name, label if label not in f.printed else f.bare[f.printed.index(label)])
    return page


@shape
def cards(rng, lang, hold):
    """Cards in a grid: a competency each, its levels inside."""
    f, page = draw(rng, lang, hold, (3, 6), (1, 2, 3))
    out = []
    for c in f.competencies:
        blocks = [("h", 3, c.name)]
        for label, items in zip(f.printed, c.items):
            blocks += [("b", label), ("ul", items)]
        out.append(blocks)
    page.add("cards", out)
    page.units_of(f)
    return page


@shape
def sub_points(rng, lang, hold):
    """Statements with points of their own, which are part of them."""
    f, page = draw(rng, lang, hold, (2, 4), (3, 4, 5))
    for c in f.competencies:
        page.h(2, c.name)
        for label, items in zip(f.printed, c.items):
            page.h(3, label)
            points = []
            for k, text in enumerate(items):
                if k == 0 and len(items) > 3:
                    lead, subs = text.rstrip("."), [t[0].lower() + t[1:] for t in items[-2:]]
                    points.append((f"{lead}:", subs))
                    page.unit(f"{lead}: {' '.join(subs)}", c.name, f.bare[f.printed.index(label)])
                elif k < len(items) - 2 or len(items) <= 3:
                    points.append(text)
                    page.unit(text, c.name, f.bare[f.printed.index(label)])
            page.add("ul", points)
    return page


@shape
def plain_lines(rng, lang, hold):
    """Statements are plain lines under their labels, without bullets."""
    f, page = draw(rng, lang, hold, (2, 5), (2, 3))
    for c in f.competencies:
        page.h(2, c.name)
        for label, items in zip(f.printed, c.items):
            page.add("b", label)
            for text in items:
                page.add("p", text)
    page.units_of(f)
    return page


@held
def band_over_levels(rng, lang, hold):
    """A band spans the level names."""
    f, page = draw(rng, lang, hold, (3, 7))
    band = {"en": "Level of performance", "fr": "Degré de maîtrise", "es": "Nivel de desempeño", "de": "Ausprägung", "nl": "Beheersing", "cy": "Lefel perfformiad"}[lang]
    rows = [[Cell([rng.choice(labels.CORNERS[lang][1:])], 1, 2, True), Cell([band], len(f.printed), 1, True)], header(*f.printed)]
    rows += [[cell(c.name), *[cell(statements(t)) for t in c.items]] for c in f.competencies]
    page.add("table", rows)
    page.units_of(f)
    return page


@held
def sheets(rng, lang, hold):
    """One table of labels and values for each competency."""
    f, page = draw(rng, lang, hold, (3, 6), (1, 2, 3))
    about = {"en": "Definition", "fr": "Définition", "es": "Definición", "de": "Definition", "nl": "Definitie", "cy": "Diffiniad"}[lang]
    name = rng.choice(labels.CORNERS[lang][1:])
    for c in f.competencies:
        rows = [[cell(name), cell(c.name)], [cell(about), cell(c.about)]]
        rows += [[cell(label), cell(statements(items))] for label, items in zip(f.printed, c.items)]
        page.add("table", rows)
    page.units_of(f, True)
    return page


@held
def levels_by_names_grouped(rng, lang, hold):
    """Levels down as banner rows, names across: several statements a cell."""
    f, page = draw(rng, lang, hold, (2, 4), (2, 3))
    rows = [header(*[c.name for c in f.competencies])]
    for i, label in enumerate(f.printed):
        rows.append([cell(label, across=len(f.competencies))])
        rows.append([cell(list(c.items[i])) for c in f.competencies])
    page.add("table", rows)
    page.units_of(f)
    return page


@held
def numbered_headings(rng, lang, hold):
    """Numbers before competencies and statements; lead-in lines under each level."""
    f, page = draw(rng, lang, hold, (2, 5), (2, 3, 4))
    lead = {"en": "As before, plus:", "fr": "De plus :", "es": "Además:", "de": "Zusätzlich:", "nl": "Daarnaast:", "cy": "Hefyd:"}[lang]
    for n, c in enumerate(f.competencies, 1):
        page.h(2, f"{n}. {c.name}")
        for i, (label, items) in enumerate(zip(f.printed, c.items)):
            page.h(3, label)
            if i:
                page.add("p", lead)
            page.add("ol", items)
    page.units_of(f)
    return page


@held
def records_under_headings(rng, lang, hold):
    """A heading for each competency; below it a list of codes, statements and levels."""
    f, page = draw(rng, lang, hold, (3, 6), (1, 2))
    for n, c in enumerate(f.competencies, 1):
        page.h(2, c.name)
        rows = [header("#", rng.choice(labels.STATEMENT_WORD[lang]), labels.LEVEL_WORD[lang])]
        rows += [[cell(f"{n}.{i + 1}{'abc'[k]}"), cell(text), cell(f.printed[i])] for i, items in enumerate(c.items) for k, text in enumerate(items)]
        page.add("table", rows)
    page.units_of(f)
    return page


@held
def table_each_level(rng, lang, hold):
    """A heading and a table for each level; names and statements beside each other."""
    f, page = draw(rng, lang, hold, (3, 6), (1, 2))
    for i, label in enumerate(f.printed):
        page.h(2, label)
        page.add("table", [header(rng.choice(labels.CORNERS[lang][1:]), rng.choice(labels.STATEMENT_WORD[lang]))] + [[cell(c.name), cell(statements(c.items[i]))] for c in f.competencies])
    page.units_of(f)
    return page


@held
def side_by_side(rng, lang, hold):
    """A table that only lays out the page: a competency with its lists in each cell."""
    f, page = draw(rng, lang, hold, (4, 4), (2, 3))
    def block(c):
        blocks = [("h", 3, c.name)]
        for label, items in zip(f.printed, c.items):
            blocks += [("b", label), items]
        return Cell(blocks)
    cells = [block(c) for c in f.competencies]
    page.add("table", [cells[i : i + 2] for i in range(0, len(cells), 2)])
    page.units_of(f)
    return page
