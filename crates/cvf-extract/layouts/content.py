"""Draws frameworks: competencies, levels and statements whose words belong together as in life."""

import pathlib
from dataclasses import dataclass, field

import labels

WORDS = pathlib.Path(__file__).parent / "words"


@dataclass
class Topic:
    names: list
    verbs: list
    things: list


@dataclass
class Competency:
    name: str
    cluster: str
    about: str
    items: list  # one list of statements for each level


@dataclass
class Framework:
    lang: str
    title: str
    printed: list  # labels of the levels as printed
    bare: list  # the same as they are told apart
    competencies: list = field(default_factory=list)


def topics(lang, held):
    """The topics of a language: held-back sets have other ones."""
    lines = [l for l in (WORDS / f"{lang}.txt").read_text(encoding="utf-8").splitlines() if l and not l.startswith("#")]
    parts = [[[w.strip() for w in field.split(";")] for field in line.split("|")] for line in lines]
    return [Topic(*p) for i, p in enumerate(parts) if (i % 5 in (1, 4)) == held]


def third_person(phrase):
    verb, _, rest = phrase.partition(" ")
    ending = "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    verb = (verb[:-1] if ending == "ies" else verb) + ending
    return f"{verb} {rest}".strip()


def gerund(phrase):
    verb, _, rest = phrase.partition(" ")
    verb = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye")) else verb
    return f"{verb}ing {rest}".strip()


class Author:
    """Writes statements in one manner for a whole framework."""

    def __init__(self, rng, lang):
        self.rng, self.lang = rng, lang
        self.strength = rng.choice([0.6, 0.75, 0.9, 1.0])
        self.manner = rng.choice(["I", "can", "third", "third", "plain", "gerund"]) if lang == "en" else "plain"
        self.grades = rng.choice(labels.GRADES[lang]) if rng.random() < 0.5 else None
        self.long = rng.choice([0.1, 0.4, 0.8])
        self.repeats_name = rng.choice([0.0, 0.15, 0.35])
        self.full_stop = rng.random() < 0.5
        self.seen = set()

    def clause(self, topic, name):
        rng, lang = self.rng, self.lang
        thing = rng.choice(topic.things if rng.random() < self.strength else labels.GENERIC[lang])
        if lang == "en" and rng.random() < self.repeats_name:
            thing = f"{thing} in {name.lower()}"
        verb = rng.choice(topic.verbs)
        return f"{thing} {verb}" if lang in ("de", "nl") else f"{verb} {thing}"

    def statement(self, topic, name, level):
        for _ in range(200):
            text = self.draft(topic, name, level)
            if text not in self.seen:
                self.seen.add(text)
                return text
        raise RuntimeError(f"no more statements about {name}")

    def draft(self, topic, name, level):
        rng, lang = self.rng, self.lang
        clauses = [self.clause(topic, name)]
        if rng.random() < self.long:
            clauses.append(self.clause(topic, name))
        manners = {"third": third_person, "gerund": gerund}
        clauses = [manners.get(self.manner, str)(c) for c in clauses]
        if clauses[0] == clauses[-1]:
            clauses = clauses[:1]
        text = f" {labels.AND[lang]} ".join(clauses)
        if self.grades:
            grade = self.grades[min(level, len(self.grades) - 1)]
            text = f"{grade} {text}" if grade in ("rarely", "sometimes", "usually", "always") and self.manner != "can" else f"{text} {grade}"
        if rng.random() < 0.55:
            text += f" {rng.choice(labels.ADJUNCTS[lang])}"
        text = {"I": f"I {text}", "can": f"Can {text}"}.get(self.manner, text)
        return text[0].upper() + text[1:] + ("." if self.full_stop else "")


def framework(rng, lang, held, competencies, per_cell, levels=None, clusters=True):
    """A framework with so many competencies, and statements a level drawn from `per_cell`."""
    author = Author(rng, lang)
    families = (labels.HELD_FAMILIES if held else labels.FAMILIES)[lang]
    family = rng.choice(families) if levels is None else levels
    printed = [l if isinstance(l, str) else l[0] for l in family]
    bare = [l if isinstance(l, str) else l[1] for l in family]
    chosen = rng.sample(topics(lang, held), min(competencies, len(topics(lang, held))))
    title = rng.choice(labels.TITLES[lang]).format(rng.choice(labels.KINDS), rng.choice(labels.FIELDS[lang]))
    out = Framework(lang, title, printed, bare)
    names = rng.sample(labels.CLUSTERS[lang], min(len(labels.CLUSTERS[lang]), max(2, len(chosen) // 3)))
    lower = rng.random() < 0.15
    for i, topic in enumerate(chosen):
        name = rng.choice(topic.names)
        name = name.lower() if lower and lang != "de" else name
        about = rng.choice(labels.ABOUT[lang]).format(rng.choice(topic.verbs), rng.choice(topic.things))
        items = [[author.statement(topic, name, level) for _ in range(rng.choice(per_cell))] for level in range(len(bare))]
        cluster = names[i * len(names) // len(chosen)] if clusters else None
        out.competencies.append(Competency(name, cluster, about, items))
    return out
