#!/usr/bin/env python3
"""Compares the words that cvf reads with those of reference extractors, or its speed with theirs.

Needs poppler-utils for PDF and pandoc for Word; web pages are compared with the text of their
elements. Words are counted as a multiset, without their order, in small letters and digits.

    recall.py words FOLDER TEXTS     TEXTS as `robustness FOLDER --text TEXTS` has written them
    recall.py speed FOLDER CVF       CVF is the program, a release build
"""
import collections
import html.parser
import pathlib
import re
import statistics
import subprocess
import sys
import time
import unicodedata

WORST = 20
LIMIT = 60


class PageText(html.parser.HTMLParser):
    """The text of elements that a browser would show."""

    HIDDEN = {"script", "style", "template", "noscript", "title"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.inside = [], []

    def handle_starttag(self, tag, _):
        self.parts.append(" " if tag not in {"a", "b", "i", "em", "strong", "span", "sup", "sub"} else "")
        if tag in self.HIDDEN:
            self.inside.append(tag)

    def handle_endtag(self, tag):
        self.handle_starttag("", None)
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside:
            self.parts.append(data)


def command(path):
    """The reference extractor of a file."""
    kind = path.suffix.lower()
    if kind == ".pdf":
        return ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    if kind == ".docx":
        return ["pandoc", "-f", "docx", "-t", "plain", "--wrap=none", str(path)]
    if kind in {".html", ".htm"}:
        return ["pandoc", "-f", "html", "-t", "plain", "--wrap=none", str(path)]
    return None


def reference(path):
    if path.suffix.lower() in {".html", ".htm"}:
        reader = PageText()
        reader.feed(path.read_bytes().decode("utf-8", "replace"))
        return "".join(reader.parts)
    run = subprocess.run(command(path), capture_output=True, timeout=LIMIT)
    return run.stdout.decode("utf-8", "replace") if run.returncode == 0 else None


def words(text):
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower()
    return collections.Counter(re.findall(r"[^\W_]+", text))


def files(folder):
    return [p for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file() and command(p)]


def compare(folder, texts):
    rows, skipped = [], 0
    for path in files(folder):
        own = pathlib.Path(texts, str(path).replace("/", "__") + ".txt")
        try:
            expected = reference(path)
        except subprocess.TimeoutExpired:
            expected = None
        if not own.exists() or not expected or not words(expected):
            skipped += 1
            continue
        want, got = words(expected), words(own.read_text())
        both = sum((want & got).values())
        rows.append((both / want.total(), both / max(got.total(), 1), want.total(), both, path))
    rows.sort(key=lambda r: (r[3] - r[2], r[0]))
    print("the most words missing")
    for recall, precision, total, both, path in rows[:WORST]:
        print(f"  {total - both:6} of {total:6}  recall {recall:.4f}  precision {precision:.4f}  {path}")
    micro = sum(r[3] for r in rows) / max(sum(r[2] for r in rows), 1)
    print(f"{len(rows)} files compared, {skipped} not read by both")
    print(f"recall: {micro:.4f} of all words, {statistics.mean(r[0] for r in rows):.4f} in the mean of files")
    print(f"files below 0.99: {sum(r[0] < 0.99 for r in rows)}")


def seconds(command):
    begun = time.perf_counter()
    try:
        code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=LIMIT).returncode
    except subprocess.TimeoutExpired:
        return None
    return time.perf_counter() - begun if code in {0, 1} else None


def speed(folder, cvf):
    times = collections.defaultdict(list)
    for path in files(folder):
        own, theirs = seconds([cvf, "ledger", "--ocr", "never", str(path)]), seconds(command(path))
        if own is not None and theirs is not None:
            times[command(path)[0]].append((own, theirs))
    for tool, pairs in sorted(times.items()):
        own, theirs = (sum(p[i] for p in pairs) for i in (0, 1))
        median = statistics.median(o / t for o, t in pairs)
        print(f"{tool}: {len(pairs)} files, cvf {own:.1f} s, {tool} {theirs:.1f} s, {own / theirs:.2f} times as long; median {median:.2f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["words", folder, texts]:
            compare(folder, texts)
        case ["speed", folder, cvf]:
            speed(folder, cvf)
        case _:
            sys.exit(__doc__)
