"""Documents that are no framework: what a reader must refuse."""

import labels
from content import Author, topics
from page import Page, cell
from shapes import header

OTHERS, HELD_OTHERS = {}, {}


def other(function):
    OTHERS[function.__name__] = function
    return function


def held(function):
    HELD_OTHERS[function.__name__] = function
    return function


def start(rng, lang, hold):
    page = Page("", lang)
    topic = rng.choice(topics(lang, hold))
    page.title = f"{topic.names[0]} – {rng.randint(2009, 2026)}"
    page.h(1, page.title)
    return page, topic, rng.sample(topics(lang, hold), min(5, len(topics(lang, hold))))


def prose(rng, lang, topic, sentences):
    """Running text: the past, numbers, and no order to it."""
    author = Author(rng, lang)
    author.manner, author.grades, author.full_stop, author.long = "plain", None, True, 0.8
    starts = {"en": ["In {}, the society began to", "By the end of {} it was common to", "Some argue that nobody should", "Visitors of {} saw how to", "It was hard to", "Why would anyone"],
              "fr": ["En {}, on a commencé à", "Il était difficile de"], "es": ["En {} se empezó a", "Era difícil"], "de": ["Im Jahr {} begann man:", "Es war schwer:"],
              "nl": ["In {} begon men:", "Het was lastig:"], "cy": ["Yn {} dechreuwyd", "Roedd yn anodd"]}[lang]
    out = []
    for _ in range(sentences):
        text = author.draft(topic, topic.names[0], 0)
        out.append(f"{rng.choice(starts).format(rng.randint(1890, 2024))} {text[0].lower()}{text[1:]}")
    return " ".join(out)


@other
def article(rng, lang, hold):
    """An article with headings and paragraphs."""
    page, topic, more = start(rng, lang, hold)
    for t in more[: rng.randint(3, 5)]:
        page.h(2, t.names[-1])
        for _ in range(rng.randint(2, 4)):
            page.add("p", prose(rng, lang, t, rng.randint(3, 6)))
    return page


@other
def minutes(rng, lang, hold):
    """Minutes of a meeting: points and who does what."""
    page, topic, more = start(rng, lang, hold)
    page.add("p", f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/2025, {rng.randint(9, 18)}:30. A. Brandt, M. Okoro, L. Ruiz")
    for n, t in enumerate(more, 1):
        page.h(2, f"{n}. {t.names[0]}")
        page.add("p", prose(rng, lang, t, 2))
        page.add("ul", [f"{rng.choice(['AB', 'MO', 'LR'])}: {rng.choice(t.verbs)} {rng.choice(t.things)}, {rng.randint(1, 28)}/{rng.randint(1, 12)}" for _ in range(2)])
    return page


@other
def price_list(rng, lang, hold):
    """Prices of things in a table."""
    page, topic, more = start(rng, lang, hold)
    rows = [header({"en": "Item"}.get(lang, "Art."), "Qty", "€", "Total")]
    for t in more:
        for thing in rng.sample(t.things, 3):
            n, price = rng.randint(1, 40), rng.randint(2, 90)
            rows.append([cell(thing), cell(str(n)), cell(f"{price}.50"), cell(f"{n * price + n / 2:.2f}")])
    page.add("table", rows)
    return page


@other
def form(rng, lang, hold):
    """A form with empty fields."""
    page, topic, more = start(rng, lang, hold)
    fields = {"en": ["Full name", "Address", "Date of birth", "Telephone", "Signature", "Member since", "Emergency contact"]}.get(lang, ["Nom / Name", "Adr.", "Tel.", "E-mail", "Datum", "N.º"])
    page.add("table", [[cell(f), cell("")] for f in fields])
    for t in more[:3]:
        page.add("p", f"☐ {t.names[0]}   ☐ {t.names[-1]}")
    return page


@other
def contents(rng, lang, hold):
    """A page of contents."""
    page, topic, more = start(rng, lang, hold)
    n = 1
    for i, t in enumerate(topics(lang, hold)[:12], 1):
        page.add("p", f"{i} {t.names[0]} ........ {n}")
        n += rng.randint(2, 9)
        page.add("p", f"{i}.1 {t.names[-1]} ........ {n}")
    return page


@other
def report(rng, lang, hold):
    """A report with a table of figures."""
    page, topic, more = start(rng, lang, hold)
    page.add("p", prose(rng, lang, topic, 5))
    years = [str(y) for y in range(2020, 2020 + rng.randint(3, 5))]
    rows = [header("", *years)] + [[cell(t.names[0]), *[cell(f"{rng.randint(3, 900)}") for _ in years]] for t in more]
    page.add("table", rows)
    for t in more[:3]:
        page.h(2, t.names[0])
        page.add("p", prose(rng, lang, t, 5))
        page.add("p", prose(rng, lang, t, 4))
    return page


@other
def timetable(rng, lang, hold):
    """Days across, hours down."""
    page, topic, more = start(rng, lang, hold)
    days = {"en": ["Monday", "Tuesday", "Wednesday", "Thursday"], "fr": ["Lundi", "Mardi", "Mercredi", "Jeudi"], "es": ["Lunes", "Martes", "Miércoles", "Jueves"],
            "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag"], "nl": ["Maandag", "Dinsdag", "Woensdag", "Donderdag"], "cy": ["Dydd Llun", "Dydd Mawrth", "Dydd Mercher", "Dydd Iau"]}[lang]
    rows = [header("", *days)] + [[cell(f"{h}:00"), *[cell(rng.choice([rng.choice(more).names[0], ""])) for _ in days]] for h in range(9, 16)]
    page.add("table", rows)
    return page


@held
def questions(rng, lang, hold):
    """Questions and answers."""
    page, topic, more = start(rng, lang, hold)
    ask = {"en": "How do I {}?", "fr": "Comment {} ?", "es": "¿Cómo {}?", "de": "Wie kann man {}?", "nl": "Hoe kan ik {}?", "cy": "Sut mae {}?"}[lang]
    for t in more:
        author = Author(rng, lang)
        author.manner, author.repeats_name = "plain", 0
        page.h(3, ask.format(author.clause(t, t.names[0])))
        page.add("p", prose(rng, lang, t, rng.randint(2, 4)))
    return page


@held
def glossary(rng, lang, hold):
    """References: authors, years, titles."""
    page, topic, more = start(rng, lang, hold)
    people = ["Abara, J.", "Lindqvist, P.", "Moreau, C.", "Tan, W.", "Ferreira, A.", "Novak, I."]
    page.add("ol", [f"{rng.choice(people)} ({rng.randint(1970, 2024)}). {t.names[0]}: {rng.choice(t.things)}. Vol. {rng.randint(1, 40)}, {rng.randint(1, 99)}–{rng.randint(100, 300)}." for t in more * 2])
    return page


@held
def letter(rng, lang, hold):
    """A letter."""
    page, topic, more = start(rng, lang, hold)
    page.blocks.clear()
    page.add("p", f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/2026")
    for t in more[:4]:
        page.add("p", prose(rng, lang, t, rng.randint(3, 5)))
    page.add("p", "M. Okoro")
    return page


@held
def menu_and_hours(rng, lang, hold):
    """A web page of links, opening hours and news in brief."""
    page, topic, more = start(rng, lang, hold)
    page.add("ul", [t.names[-1] for t in more])
    page.add("table", [[cell(d), cell(f"{rng.randint(8, 10)}:00–{rng.randint(15, 19)}:30")] for d in "MTWTFS"])
    for t in more[:3]:
        page.h(3, t.names[0])
        page.add("p", prose(rng, lang, t, 2))
    return page
