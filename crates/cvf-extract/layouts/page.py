"""A page as its writer thinks of it, whatever the format, with the truth about its statements."""

from dataclasses import dataclass, field


@dataclass
class Cell:
    """A cell: texts are paragraphs, lists are bullets."""

    blocks: list
    across: int = 1
    down: int = 1
    head: bool = False


def cell(*blocks, across=1, down=1, head=False):
    return Cell([b for b in blocks if b not in ("", None, [])], across, down, head)


@dataclass
class Page:
    """Blocks: ("h", rank, text) · ("p", text) · ("b", text) a bold line · ("box", text) · ("ul", items) ·
    ("ol", items) · ("table", rows) · ("cards", [blocks, …]) · ("break",). An item is a text, or a
    text with its sub-points."""

    title: str
    lang: str
    blocks: list = field(default_factory=list)
    units: list = field(default_factory=list)

    def h(self, rank, text):
        self.blocks.append(("h", rank, text))

    def add(self, kind, *what):
        self.blocks.append((kind, *what))

    def unit(self, text, competency, level, kind="indicator", cluster=None):
        self.units.append({"kind": kind, "cluster": cluster, "competency": competency, "level": level, "text": text})

    def units_of(self, framework, about=False):
        """Books all statements of a framework, in the order of competencies and levels."""
        for c in framework.competencies:
            if about:
                self.unit(c.about, c.name, None, "description", c.cluster)
            for level, items in zip(framework.bare, c.items):
                for text in items:
                    self.unit(text, c.name, level, cluster=c.cluster)
