"""More shapes: kinds of pages on which a reader went wrong that knew the others."""

import labels
from content import framework
from page import Cell, cell
from shapes import draw, groups, header, is_step, shape, statements


def steps(rng, lang, hold):
    """A scale whose labels show that they are one."""
    families = (labels.HELD_FAMILIES if hold else labels.FAMILIES)[lang]
    return rng.choice([f for f in families if all(is_step(l if isinstance(l, str) else l[0]) for l in f)])


WORDS = {
    "code": {"en": ["Ref", "No.", "Item", "Code"], "fr": ["Réf."], "es": ["Cód."], "de": ["Nr."], "nl": ["Nr."], "cy": ["Cyf."]},
    "group": {"en": ["Domain", "Strand", "Theme", "Competence area"], "fr": ["Thème"], "es": ["Ámbito"], "de": ["Bereich"], "nl": ["Thema"], "cy": ["Thema"]},
    "step": {"en": ["Tier", "Band", "Stage", "Grade"], "fr": ["Palier"], "es": ["Grado"], "de": ["Stufe"], "nl": ["Fase"], "cy": ["Cam"]},
    "kind": {"en": ["Kind", "Category", "Class"], "fr": ["Genre"], "es": ["Clase"], "de": ["Art"], "nl": ["Soort"], "cy": ["Math"]},
    "kinds": {"en": ["core", "optional"], "fr": ["base", "option"], "es": ["base", "opción"], "de": ["Pflicht", "Wahl"], "nl": ["vast", "vrij"], "cy": ["craidd", "dewis"]},
}


@shape
def records_name_behind(rng, lang, hold):
    """One statement a row; its competency stands behind it, and the level is a letter or number."""
    f, page = draw(rng, lang, hold, (3, 6), (1, 2, 3))
    word = lambda key: rng.choice(WORDS[key][lang])
    signs = rng.choice([list("ABCDE"), [str(n) for n in range(1, 6)]])
    step = word("step")
    bare = signs[: len(f.bare)]
    printed = [f"{step} {s}" for s in bare] if rng.random() < 0.5 else bare
    columns = ["code", "text", "name", "level"] if rng.random() < 0.6 else ["code", "text", "level", "name"]
    columns += ["kind"] if rng.random() < 0.5 else []
    heads = {"code": word("code"), "text": rng.choice(labels.STATEMENT_WORD[lang]), "name": word("group"), "level": step, "kind": word("kind")}
    rows, n = [header(*[heads[c] for c in columns])], 0
    entries = [(c, i, t) for c in f.competencies for i, items in enumerate(c.items) for t in items]
    if rng.random() < 0.3:
        rng.shuffle(entries)
    for c, i, t in entries:
        n += 1
        known = {"code": f"{n:02}", "text": t, "name": c.name, "level": printed[i], "kind": rng.choice(WORDS["kinds"][lang])}
        rows.append([cell(known[key]) for key in columns])
        page.unit(t, c.name, bare[i])
    page.add("table", rows)
    return page


@shape
def unhelpful(rng, lang, hold):
    """Beside what is wanted, a list of what is not: no indicators, those."""
    f, page = draw(rng, lang, hold, (3, 6), (2, 3, 4))
    good, bad = {"en": rng.choice([("Effective behaviours", "Ineffective behaviours"), ("Positive indicators", "Negative indicators"), ("What helps", "What does not help")]),
                 "fr": ("Comportements efficaces", "Comportements inefficaces"), "es": ("Conductas positivas", "Conductas negativas"), "de": ("Positive Indikatoren", "Negative Indikatoren"),
                 "nl": ("Positief gedrag", "Negatief gedrag"), "cy": ("Ymddygiad effeithiol", "Ymddygiad aneffeithiol")}[lang]
    bold = rng.random() < 0.5
    for c in f.competencies:
        page.h(2, c.name)
        for label, items in ((good, c.items[0]), (bad, c.items[1])):
            page.add("b", label) if bold else page.h(3, label)
            page.add("ul", items)
        for t in c.items[0]:
            page.unit(t, c.name, "*")
    return page


@shape
def numbered_in_paragraph(rng, lang, hold):
    """Statements run on in one paragraph, each behind its number in brackets."""
    f, page = draw(rng, lang, hold, (3, 6), (2, 3, 4))
    levels, sign = rng.random() < 0.5, rng.choice(["({})", "({})", "{})"])
    for c in f.competencies:
        page.h(2, c.name)
        for label, bare, items in zip(f.printed, f.bare, c.items) if levels else [(None, None, c.items[0])]:
            if label:
                page.h(3, label)
            items = [t.rstrip(".") for t in items]
            page.add("p", "; ".join(f"{sign.format(n)} {t}" for n, t in enumerate(items, 1)) + ".")
            for t in items:
                page.unit(t, c.name, bare)
    return page


@shape
def level_in_box(rng, lang, hold):
    """The level stands by itself at the top of the page, in a box or a line."""
    f, page = draw(rng, lang, hold, (4, 7), (2, 3, 4), levels=steps(rng, lang, hold))
    i = rng.randrange(len(f.printed))
    page.blocks.insert(rng.choice([0, 1]), (rng.choice(["box", "p", "b"]), f.printed[i]))
    for c in f.competencies:
        page.h(2, c.name)
        page.add("ul", c.items[i])
        for t in c.items[i]:
            page.unit(t, c.name, f.bare[i])
    return page


@shape
def in_a_report(rng, lang, hold):
    """A long report whose framework is one table in the middle."""
    from others import prose, start

    page, topic, more = start(rng, lang, hold)
    f = framework(rng, lang, hold, rng.randint(4, 6), rng.choice([(1,), (1, 2)]))

    def pages(count):
        for t in (more * 3)[:count]:
            page.h(2, t.names[-1])
            for _ in range(rng.randint(2, 5)):
                page.add("p", prose(rng, lang, t, rng.randint(3, 6)))

    pages(rng.randint(4, 9))
    page.h(2, f.title)
    page.add("p", prose(rng, lang, topic, 2))
    across = rng.random() < 0.5
    if across:
        rows = [header(rng.choice(labels.CORNERS[lang]), *f.printed)] + [[cell(c.name), *[cell(statements(t)) for t in c.items]] for c in f.competencies]
    else:
        rows = [header(*[c.name for c in f.competencies])]
        rows += [[cell(c.items[i][0]) for c in f.competencies] for i in range(len(f.bare))]
        rows += [[cell(c.about) for c in f.competencies]]
    page.add("table", rows)
    pages(rng.randint(3, 8))
    if across:
        page.units_of(f)
    else:
        for c in f.competencies:
            for items in c.items:
                page.unit(items[0], c.name, None)
            page.unit(c.about, c.name, None)
    return page


@shape
def badges(rng, lang, hold):
    """A bar for each competency: what it is, its name and a sentence about it; parts likewise."""
    f, page = draw(rng, lang, hold, (3, 5), (2, 3, 4))
    rank = rng.choice(labels.CORNERS[lang][2:])
    part = {"en": rng.choice(["Element", "Outcome", "Strand"]), "fr": "Élément", "es": "Elemento", "de": "Element", "nl": "Onderdeel", "cy": "Elfen"}[lang]
    about = rng.random() < 0.8
    coded = rng.random() < 0.5
    for n, c in enumerate(f.competencies, 1):
        name = f"K{n}: {c.name}" if coded else c.name
        page.add("bar", "comp", [("badge", rank), ("name", name), *([("line", c.about)] if about else []), ("sign", "▼")])
        for k, items in enumerate(c.items, 1):
            page.add("bar", "part", [("badge", part), ("code", f"{n}.{k}"), ("line", rng.choice(labels.ABOUT[lang]).format("…", items[0].rstrip(".")))])
            page.add("ul", items)
            for t in items:
                page.unit(t, c.name, None)
    return page


@shape
def bilingual(rng, lang, hold):
    """Two languages beside each other, English and Welsh: two frameworks, and none mixed."""
    f, page = draw(rng, "en", hold, (3, 4), (2, 3), clusters=False)
    g = framework(rng, "cy", hold, len(f.competencies), (2,), clusters=False)
    pairs = list(zip(f.competencies, g.competencies))
    rows = []
    for c, d in pairs:
        rows.append([cell(c.name, head=True), cell(d.name, head=True)])
        for a, b in zip(c.items[0], d.items[0]):
            rows.append([cell(a), cell(b)])
            page.unit(a, c.name, None)
            page.unit(b, d.name, None)
    page.add("table", rows)
    return page


@shape
def tables_beside(rng, lang, hold):
    """A first table that lists who is who, then the framework."""
    f, page = draw(rng, lang, hold, (4, 7))
    people = ["A. Brandt", "M. Okoro", "L. Ruiz", "S. Tan"]
    rows = [header("Version", "", "")] if rng.random() < 0.3 else []
    rows += [[cell(f"0.{n}"), cell(f"{rng.randint(1, 28)}/{n}/2025"), cell(rng.choice(people))] for n in range(1, 4)]
    page.add("table", rows)
    page.h(2, f.title)
    rows = [header(rng.choice(labels.CORNERS[lang]), *f.printed)]
    rows += [[cell(c.name), *[cell(statements(t)) for t in c.items]] for c in f.competencies]
    page.add("table", rows)
    page.units_of(f)
    return page


@shape
def points_first(rng, lang, hold):
    """A framework without levels as cards of bold name, dash and description, statements behind."""
    f, page = draw(rng, lang, hold, (3, 6), (3, 4, 5))
    for c in f.competencies:
        page.add("run", c.name, c.about)
        page.unit(c.about, c.name, None, "description")
        page.add("ul", c.items[0])
        for t in c.items[0]:
            page.unit(t, c.name, None)
    return page


@shape
def rows_of_two(rng, lang, hold):
    """Names and sentences share a merged first cell; statements of each level in a list beside."""
    f, page = draw(rng, lang, hold, (3, 5), (2, 3))
    rows = [header(rng.choice(labels.CORNERS[lang][1:]), *f.printed)]
    for name, members in groups(f).items():
        rows.append([Cell([name], 1 + len(f.printed), 1, True)])
        rows.append(header(rng.choice(labels.CORNERS[lang][1:]), *f.printed)) if rng.random() < 0.5 else None
        rows += [[cell(c.name, c.about), *[cell(list(t)) for t in c.items]] for c in members]
    page.add("table", rows)
    page.units_of(f, True)
    return page
