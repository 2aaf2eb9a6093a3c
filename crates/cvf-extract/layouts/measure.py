#!/usr/bin/env python3
"""How well documents are read that have a truth beside them.

    python3 measure.py CVF FOLDER… [--show NAME] [--each] [--json]

A truth is NAME.EXT.truth.jsonl or NAME.truth.jsonl: one unit a line with kind, competency, level and
either `text` or `sha` (the first 16 hexadecimal digits of sha256 over the text's letters and digits,
NFKC, lower case; `alt` lists others that are as good). A level or competency `*` is not judged.
An empty truth, or a name in NOT_FRAMEWORKS (a file in the folder, one name a line), says that the
document is no framework. A `pages` file in the folder (`NAME FIRST-LAST`) limits what is judged.

placed: the whole text is a record, or up to eight that follow each other, of the right kind under the
right competency and level. extra: records of the truth's kinds that are no unit of it. Of the
indicators, right and wrong ones are counted by what confidence they claim."""

import argparse
import collections
import concurrent.futures
import hashlib
import json
import pathlib
import re
import subprocess
import unicodedata

BINS = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01]
ENDINGS = {".html", ".htm", ".md", ".txt", ".docx", ".pdf", ".odt", ".csv", ".xlsx"}


def folded(s):
    return "".join(c for c in unicodedata.normalize("NFKC", s or "").lower() if c.isalnum())


def digest(s):
    return hashlib.sha256(s.encode()).hexdigest()[:16]


def name_key(s):
    s = unicodedata.normalize("NFKC", s or "").lower()
    return folded(re.sub(r"^\W*(?:[a-z]{0,2}\d+(?:\.\d+)*|[a-z])[.):]?\s+", "", s))


def level_key(s):
    n = folded(s)
    return re.sub(r"^(level|niveau|nivel|stufe|lefel)", "", n) or n


def same(want, got, key):
    if want == "*":
        return True
    a, b = key(want), key(got)
    if not a or not b:
        return a == b
    return a == b or (min(len(a), len(b)) >= 3 and (a in b or b in a))


class Truth:
    def __init__(self, units):
        self.units = units
        self.wanted = collections.defaultdict(list)
        for i, u in enumerate(units):
            known = [u["sha"], *u.get("alt", [])] if "sha" in u else [digest(folded(u["text"]))]
            for h in known:
                self.wanted[h].append(i)
        self.labels = {level_key(u.get("level")) for u in units if u.get("level") not in (None, "*")}

    def is_right(self, unit, record):
        names = [record.get("competency"), record.get("sub_competency")]
        named = any(same(unit.get("competency", "*"), n, name_key) for n in names)
        return record["kind"] == unit["kind"] and named and self.same_level(unit, record)

    def same_level(self, unit, record):
        want = unit.get("level", "*")
        if want == "*":
            return True
        got = level_key(record.get("level"))
        if got not in self.labels:
            got = max((l for l in self.labels if len(l) >= 3 and l in got), key=len, default=got)
        return level_key(want) == got if want is not None else record.get("level") is None


def matched(truth, body):
    """Which records make up which unit: the best placed first, then runs of two to eight."""
    keys = [folded(r["text"]) for r in body]
    got, used = {}, set()
    pairs = [(not truth.is_right(truth.units[i], body[j]), j, i) for j, k in enumerate(keys) for i in truth.wanted.get(digest(k), ())]
    for _, j, i in sorted(pairs):
        if i not in got and j not in used:
            got[i] = [j]
            used.add(j)
    for j in range(len(body)):
        joined = ""
        for k in range(j, min(j + 8, len(body))):
            if k in used:
                break
            joined += keys[k]
            unit = next((i for i in truth.wanted.get(digest(joined), ()) if i not in got), None) if k > j else None
            if unit is not None:
                got[unit] = list(range(j, k + 1))
                used.update(got[unit])
                break
    return got, used


def score(units, records, exit_code):
    body = [r for r in records if r["kind"] not in ("residue", "title")]
    if not units:
        wrong = [r for r in body if r["kind"] == "indicator"]
        return {"framework": False, "refused": not wrong, "exit": exit_code, "wrong": bins(wrong), "extra": len(wrong), "doubted": doubted(wrong)}
    truth = Truth(units)
    got, used = matched(truth, body)
    # Descriptions of generated documents are counted apart.
    main = [i for i, u in enumerate(units) if u["kind"] != "description" or "sha" in u]
    right_records, placed = set(), 0
    for i, js in got.items():
        if all(truth.is_right(units[i], body[j]) for j in js):
            right_records.update(js)
            placed += i in set(main)
    kinds = {u["kind"] for u in units}
    indicators = [(j, r) for j, r in enumerate(body) if r["kind"] == "indicator"]
    right, wrong = [r for j, r in indicators if j in right_records], [r for j, r in indicators if j not in right_records]
    extra = sum(r["kind"] in kinds - ({"description"} if "text" in units[0] else set()) for j, r in enumerate(body) if j not in used)
    about = [i for i, u in enumerate(units) if u["kind"] == "description" and i not in main]
    return {"framework": True, "units": len(main), "found": sum(i in got for i in main), "placed": placed, "extra": extra,
            "about": [sum(i in got and all(body[j]["kind"] == "description" for j in got[i]) for i in about), len(about)],
            "right": bins(right), "wrong": bins(wrong), "doubted": doubted(wrong), "refused": not indicators,
            "unsure": sum(bool(r.get("unsure")) for r in body)}


def bins(records):
    out = [0] * (len(BINS) - 1)
    for r in records:
        c = r.get("confidence") or 0
        out[next(i for i in range(len(out)) if c < BINS[i + 1])] += 1
    return out


def doubted(records):
    return sum(bool(r.get("unsure")) or (r.get("confidence") or 0) < 0.8 for r in records)


def cases(folder):
    """Sources of fixtures with what `expected.yaml` says of them."""
    for path in sorted(folder.glob("*/source*")):
        file = path.with_name("expected.yaml")
        if file.exists():
            yield path, [unit for entry in expected(file) for unit in entry]


def expected(file):
    import yaml

    for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
        if entry["kind"] in ("indicator", "description"):
            names = (entry.get("place") or "").split(" > ")
            level = next((n.removeprefix("level ") for n in names if n.startswith("level ")), None)
            names = [n for n in names if not n.startswith("level ")]
            yield [{"kind": entry["kind"], "competency": names[-1] if names else "*", "level": level, "text": t} for t in entry["texts"]]


def documents(folder):
    """Documents of a folder with their truths; those without one are left out."""
    yield from cases(folder)
    none = folder / "NOT_FRAMEWORKS"
    none = set(none.read_text().split()) if none.exists() else set()
    for path in sorted(folder.rglob("*")):
        if path.suffix not in ENDINGS:
            continue
        truths = [path.with_name(path.name + ".truth.jsonl"), path.with_suffix(".truth.jsonl")]
        truth = next((t for t in truths if t.exists()), None)
        if truth:
            yield path, [json.loads(l) for l in truth.read_text(encoding="utf-8").splitlines() if l.strip()]
        elif path.stem in none or path.name in none:
            yield path, []


def limits(folder):
    file = folder / "pages"
    return dict(line.split() for line in file.read_text().splitlines()) if file.exists() else {}


def one(cvf, path, units, pages, hints):
    command = [cvf, "extract", str(path), "--format", "jsonl", *[a for h in hints for a in ("--hint", h)]]
    done = subprocess.run(command, capture_output=True, timeout=300)
    records = [json.loads(l) for l in done.stdout.decode().splitlines()]
    if pages:
        first, last = (int(x) for x in pages.split("-"))
        records = [r for r in records if first <= ((r.get("at") or {}).get("page") or 0) <= last]
    return path, score(units, records, done.returncode)


def run(cvf, folder, hints=()):
    pages = limits(folder)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(one, cvf, p, u, pages.get(p.stem), hints) for p, u in documents(folder)]
        return [j.result() for j in jobs]


def summary(results):
    """Totals of a folder, as a dictionary."""
    yes = [r for _, r in results if r["framework"]]
    no = [r for _, r in results if not r["framework"]]
    total = lambda key: sum(r[key] for r in yes)
    right = [sum(r["right"][i] for r in yes) for i in range(len(BINS) - 1)]
    wrong = [sum(r["wrong"][i] for r in yes + no) for i in range(len(BINS) - 1)]
    share = sum(r["placed"] / r["units"] for r in yes) / len(yes) if yes else 0.0
    return {"documents": len(yes), "units": total("units"), "found": total("found"), "placed": total("placed"), "share": round(share, 3), "extra": total("extra"),
            "exact": sum(r["placed"] == r["units"] and not r["extra"] for r in yes), "wrongly_refused": sum(r["refused"] for r in yes), "unsure": total("unsure"),
            "about": [sum(r["about"][i] for r in yes) for i in (0, 1)],
            "none": len(no), "rightly_refused": sum(r["refused"] for r in no), "none_exit_2": sum(r["exit"] == 2 for r in no),
            "right": right, "wrong": wrong, "wrong_doubted": sum(r["doubted"] for r in yes + no)}


def table(s):
    lines = [f"  frameworks {s['documents']}: exact {s['exact']}, mean share placed {s['share']:.3f}, refused wrongly {s['wrongly_refused']}",
             f"  indicators {s['units']}: found {s['found']}, placed {s['placed']}, extra {s['extra']}, records unsure {s['unsure']}; descriptions {s['about'][0]} of {s['about'][1]}",
             f"  no frameworks {s['none']}: refused rightly {s['rightly_refused']}, with exit 2 {s['none_exit_2']}",
             "  confidence     records   right"]
    for i, (right, wrong) in enumerate(zip(s["right"], s["wrong"])):
        if right + wrong:
            lines.append(f"  {BINS[i]:.2f} to {min(BINS[i + 1], 1):.2f} {right + wrong:9}   {100 * right / (right + wrong):5.1f} %")
    wrong = sum(s["wrong"])
    if wrong:
        lines.append(f"  wrong records {wrong}: unsure or below 0.8: {100 * s['wrong_doubted'] / wrong:.1f} %")
    return "\n".join(lines)


def by_shape(results):
    """Mean share by the shape that a generated document's name tells."""
    groups = collections.defaultdict(list)
    for path, r in results:
        groups["-".join(path.stem.split("-")[2:]) or path.stem].append(r["placed"] / r["units"] if r["framework"] else float(r["refused"]))
    return "\n".join(f"  {name:28} {sum(v) / len(v):.2f}  of {len(v)}" for name, v in sorted(groups.items(), key=lambda g: sum(g[1]) / len(g[1])))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cvf")
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--each", action="store_true", help="one line a document")
    parser.add_argument("--shapes", action="store_true", help="the mean of each shape of a generated set")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--hint", action="append", default=[])
    args = parser.parse_args()
    for folder in args.folders:
        results = run(args.cvf, folder, args.hint)
        if args.json:
            print(json.dumps({"folder": str(folder), **summary(results)}))
            continue
        print(f"{folder}\n{table(summary(results))}")
        if args.each:
            for path, r in results:
                what = f"{r['placed']:4} of {r['units']:4}, extra {r['extra']:3}, unsure {r['unsure']:3}" if r["framework"] else f"{'refused' if r['refused'] else 'READ'} ({r['extra']} records, exit {r['exit']})"
                shown = f"{path.parent.name}/{path.name}" if path.name.startswith("source") else path.name
                print(f"  {shown:44} {what}")
        if args.shapes:
            print(by_shape(results))


if __name__ == "__main__":
    main()
