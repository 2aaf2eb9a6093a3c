#!/usr/bin/env python3
"""Makes frameworks of many shapes, and documents that are none, each with its truth.

    python3 generate.py FOLDER [--seed N] [--count N] [--held] [--formats html,md,txt,docx,pdf]

Each document NAME.EXT has NAME.EXT.truth.jsonl beside it: one unit a line with kind, cluster,
competency, level and text; an empty file says that the document is no framework. `--held` draws
other topics, labels of levels and further shapes than the sets that weights are set on. Word needs
python-docx, PDF WeasyPrint or Chromium; the other formats need Python alone."""

import argparse
import json
import pathlib
import random

import kinds as _
import others
import shapes
import write

LANGUAGES = ["en"] * 11 + ["fr", "fr", "es", "es", "de", "de", "nl", "nl", "cy"]
FORMATS = ["html"] * 10 + ["docx"] * 4 + ["md"] * 3 + ["txt"] * 2 + ["pdf"] * 2
TEXTS = {"html": write.html, "md": write.markdown, "txt": write.plain}
FILES = {"docx": write.word, "pdf": write.pdf}


def save(page, form, rng, folder, name):
    """Writes one page; false if the format cannot hold it."""
    path = folder / f"{name}.{form}"
    if form in TEXTS:
        made = TEXTS[form](page, rng)
        if made is None:
            return False
        path.write_text(made, encoding="utf-8")
    elif not FILES[form](page, rng, str(path)):
        return False
    lines = [json.dumps(u, ensure_ascii=False) for u in page.units]
    (folder / f"{name}.{form}.truth.jsonl").write_text("".join(l + "\n" for l in lines), encoding="utf-8")
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--formats", default=None)
    parser.add_argument("--only", default=None, help="shapes, with commas between")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    kinds = list(shapes.SHAPES.values()) + (list(shapes.HELD.values()) * 2 if args.held else [])
    none = list(others.OTHERS.values()) + (list(others.HELD_OTHERS.values()) if args.held else [])
    if args.only:
        kinds = [d for d in [*kinds, *none] if d.__name__ in args.only.split(",")]
        none = kinds
    formats = args.formats.split(",") if args.formats else FORMATS
    for n in range(args.count):
        rng = random.Random(args.seed * 100_003 + n)
        draw = none[n // 5 % len(none)] if n % 5 == 4 else kinds[(n - n // 5) % len(kinds)]
        lang = rng.choice(LANGUAGES)
        page = draw(rng, lang, args.held)
        name = f"{n:03}-{lang}-{draw.__name__.replace('_', '-')}"
        if not save(page, rng.choice(formats), rng, args.folder, name):
            save(page, "html", rng, args.folder, name)


if __name__ == "__main__":
    main()
