#!/usr/bin/env python3
"""Weights of the score's terms, from documents with truths.

    cargo run --release -p cvf --example readings -- FILE… >readings.jsonl
    python3 weigh.py readings.jsonl FOLDER… [--held FOLDER…] [--from 1]

Each reading of a document that the search compared has its terms and the units it gives; measure.py
says what share of the truth these place. Weights are chosen so that a draw among the readings by
their bits (and nothing, for no framework) places most: the mean over the folders of the mean over
their documents. They are held near 1, so that a term of which the documents say little stays as it
is. Folders after --held play no part in it and are only measured. Prints the weights, what is
chosen with and without them, whether the right reading was proposed at all, and what each term is
worth: the share placed that is lost without it."""

import argparse
import json
import pathlib

import measure
import numpy
from scipy.optimize import minimize

# Bits by which one reading is e times as likely as another.
TEMPERATURE = 2.0
# What a weight of 2 or 0 costs in share placed.
NEAR_ONE = 0.004
MOST = 3.0
# What an extra unit costs, in placed ones.
EXTRA = 0.5


def quality(units, records):
    scored = measure.score(units, records, 0)
    if not units:
        return 0.0 if scored["wrong"] and sum(scored["wrong"]) else 1.0
    return max(0.0, (scored["placed"] - EXTRA * scored["extra"]) / max(1, scored["units"]))


class Documents:
    """Readings of all documents of some folders: terms and quality of each, nothing first."""

    def __init__(self, folders, read):
        self.names, self.terms, self.quality, self.share = [], [], [], []
        for folder in folders:
            pages = measure.limits(folder)
            known = [(p, u) for p, u in measure.documents(folder) if str(p) in read and p.stem not in pages]
            for path, units in known:
                document = read[str(path)]
                results = [quality(units, r) for r in document["results"]]
                rows = [r["terms"] for r in document["readings"]]
                self.names.append(path.name)
                width = len(read[""])
                self.terms.append(numpy.array([[0.0] * width, *rows]))
                self.quality.append(numpy.array([float(not units), *(results[r["result"]] for r in document["readings"])]))
                self.share.append(1.0 / len(known) / len(folders))

    def expected(self, weights):
        """Share placed by a draw, and its slope."""
        total, slope = 0.0, numpy.zeros_like(weights)
        for terms, quality, share in zip(self.terms, self.quality, self.share):
            bits = terms @ weights / TEMPERATURE
            likely = numpy.exp(bits - bits.max())
            likely /= likely.sum()
            mean = likely @ quality
            total += share * mean
            slope += share * ((likely * (quality - mean)) @ terms) / TEMPERATURE
        return total, slope

    def chosen(self, weights):
        """Quality of the best reading of each document."""
        return numpy.array([q[int(numpy.argmax(t @ weights))] for t, q in zip(self.terms, self.quality)])

    def mean(self, values):
        return float(numpy.dot(values, self.share)) if len(values) else float("nan")


def fit(documents, start):
    def loss(weights):
        total, slope = documents.expected(weights)
        return -total + NEAR_ONE * ((weights - 1) ** 2).sum(), -slope + 2 * NEAR_ONE * (weights - 1)

    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, MOST)] * len(start)).x


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("readings", type=pathlib.Path)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--held", nargs="*", type=pathlib.Path, default=[])
    parser.add_argument("--each", action="store_true", help="documents for which the choice changes")
    args = parser.parse_args()
    read = {}
    with args.readings.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            read[line.get("file", "")] = line.get("terms", line)
    names = [name for name, _ in read[""]]
    now = numpy.array([weight for _, weight in read[""]])
    own, held = Documents(args.folders, read), Documents(args.held, read)
    weights = fit(own, now.copy())
    for what, documents in (("set on", own), ("held back", held)):
        best = numpy.array([q.max() for q in documents.quality])
        print(f"{what:10} {len(best):4} documents: proposed {documents.mean(best):.3f}, chosen {documents.mean(documents.chosen(now)):.3f}, with these weights {documents.mean(documents.chosen(weights)):.3f}")
    base = own.mean(own.chosen(weights))
    print("weight  was  worth")
    for i in numpy.argsort(-abs(weights - now)):
        without = weights.copy()
        without[i] = 0.0
        print(f"{weights[i]:6.2f} {now[i]:4.2f} {base - own.mean(own.chosen(without)):6.3f}  {names[i]}")
    if args.each:
        for documents in (own, held):
            for name, a, b in zip(documents.names, documents.chosen(now), documents.chosen(weights)):
                if abs(a - b) > 0.01:
                    print(f"{a:.2f} -> {b:.2f} {name}")


if __name__ == "__main__":
    main()
