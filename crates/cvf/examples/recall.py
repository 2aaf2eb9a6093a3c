#!/usr/bin/env python3
"""Compares the words that cvf reads with those of reference extractors, or its speed with theirs.

Needs poppler-utils for PDF and pandoc for Word; web pages are compared with the text of their
elements. Words are counted as a multiset, without their order, in small letters and digits; hyphens
at line ends are undone on both sides, as pdftotext does it by itself. Chinese and Japanese are
written without spaces, so there each character is a word. A file that only the reference extractor
reads counts with all its words missing. The characters of the words are counted too: they tell text
that is lost from words that are parted or joined otherwise.

A reference is wrong now and then: pdftotext prints text that is drawn twice twice in part, reads
mirrored text backwards and parts words that are set wide. Where pypdfium2 is installed, the words
of a PDF file are those that poppler and pdfium both read; files in which they agree on less than
AGREED of the words are listed apart, with what cvf has of either. Of Word documents, what the page
does not show as words is left out (recall.lua).

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
# Share of the words of the longer of two references that the other has too, for both to be right.
AGREED = 0.9
CHARACTER = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{CHARACTER}]|[^\W_{CHARACTER}]+")
WITHOUT_UNSHOWN = f"--lua-filter={pathlib.Path(__file__).with_name('recall.lua')}"

try:
    import pypdfium2
except ImportError:
    pypdfium2 = None


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
        return ["pandoc", "-f", "docx", "-t", "plain", "--wrap=none", WITHOUT_UNSHOWN, str(path)]
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
    text = re.sub(r"(?<=\w)[-\u2010\u00ad]\n(?=\w)", "", text)
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower()
    return collections.Counter(WORD.findall(text))


def second_reference(path):
    """The text of a PDF file as pdfium reads it; None where that is not installed or fails."""
    if path.suffix.lower() != ".pdf" or pypdfium2 is None:
        return None
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            pages = [page.get_textpage().get_text_range() for page in pdf]
    except pypdfium2.PdfiumError:
        return None
    # pdfium marks a hyphen that it takes for one of the line's end
    return "\n".join(pages).replace("\r", "").replace("\ufffe\n", "").replace("\ufffe", "")


def wanted(path):
    """The words of a file that its references agree on, and whether they agree on enough."""
    try:
        first = reference(path)
    except subprocess.TimeoutExpired:
        first = None
    first = words(first or "")
    second = second_reference(path)
    if second is None or not first:
        return first, True
    both = first & words(second)
    return both, both.total() >= AGREED * max(first.total(), words(second).total())


def characters(words):
    found = collections.Counter()
    for word, times in words.items():
        for character in word:
            found[character] += times
    return found


def files(folder):
    return [p for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file() and command(p)]


def compare(folder, texts):
    """Prints the table of `words`."""
    rows, torn, skipped = [], [], 0
    for path in files(folder):
        own = pathlib.Path(texts, str(path).replace("/", "__") + ".txt")
        want, agreed = wanted(path)
        if not want:
            skipped += 1
            continue
        row = Row(path, want, words(own.read_text() if own.exists() else ""))
        (rows if agreed else torn).append(row)
    report(rows, skipped)
    print(f"{len(torn)} files on whose words the references do not agree, with what is read of the common ones")
    for r in sorted(torn, key=lambda r: r.recall):
        print(f"  words {r.recall:.4f} of {r.total:6}  {r.path}")


class Row:
    """How much of a reference text a reading has."""

    def __init__(self, path, want, got):
        self.path, self.total, self.both = path, want.total(), (want & got).total()
        self.recall, self.precision = self.both / self.total, self.both / max(got.total(), 1)
        want, got = characters(want), characters(got)
        self.letters, self.same_letters = want.total(), (want & got).total()
        self.letter_recall = self.same_letters / self.letters


def report(rows, skipped):
    rows.sort(key=lambda r: (r.both - r.total, r.recall))
    print("the most words missing")
    for r in rows[:WORST]:
        shares = f"words {r.recall:.4f}  characters {r.letter_recall:.4f}  precision {r.precision:.4f}"
        print(f"  {r.total - r.both:6} of {r.total:6}  {shares}  {r.path}")
    print(f"{len(rows)} files compared, {skipped} without text for the reference extractor")
    share = lambda some, all: sum(some(r) for r in rows) / max(sum(all(r) for r in rows), 1)
    mean = lambda what: statistics.mean(map(what, rows)) if rows else 0.0
    words_found, letters_found = share(lambda r: r.both, lambda r: r.total), share(lambda r: r.same_letters, lambda r: r.letters)
    print(f"words:      {words_found:.4f} of all, {mean(lambda r: r.recall):.4f} in the mean of files")
    print(f"characters: {letters_found:.4f} of all, {mean(lambda r: r.letter_recall):.4f} in the mean of files")
    print(f"files below 0.99: {sum(r.recall < 0.99 for r in rows)} by words, {sum(r.letter_recall < 0.99 for r in rows)} by characters; below 0.95: {sum(r.recall < 0.95 for r in rows)} by words")


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
            times[command(path)[0]].append((own, theirs, path))
    if "debug" in pathlib.Path(cvf).parts:
        print("a debug build: its figures tell nothing of the program's speed, make a release build")
    for tool, runs in sorted(times.items()):
        for own, theirs, path in sorted(runs, key=lambda run: -run[0])[:WORST]:
            print(f"  cvf {own:6.2f} s  {tool} {theirs:6.2f} s  {own / theirs:6.2f} times  {path}")
        own, theirs = (sum(run[i] for run in runs) for i in (0, 1))
        median = statistics.median(o / t for o, t, _ in runs)
        print(f"{tool}: {len(runs)} files, cvf {own:.1f} s, {tool} {theirs:.1f} s, {own / theirs:.2f} times as long; median {median:.2f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["words", folder, texts]:
            compare(folder, texts)
        case ["speed", folder, cvf]:
            speed(folder, cvf)
        case _:
            sys.exit(__doc__)
