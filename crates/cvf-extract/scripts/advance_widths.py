#!/usr/bin/env python3
"""Prints src/flattened/widths.rs: advance widths of three open fonts, in 1/2048 em.

Usage: python3 advance_widths.py Carlito-Regular.ttf LiberationSans-Regular.ttf LiberationSerif-Regular.ttf
The fonts are in the Debian packages fonts-crosextra-carlito (SIL OFL 1.1) and fonts-liberation
(SIL OFL 1.1); needs fontTools.
"""
import sys
from fontTools.ttLib import TTFont

EXTRA = "£‘’“”–—…•éèâ"
NAMES = [("CALIBRI", "Carlito (metrics of Calibri)"), ("ARIAL", "Liberation Sans (metrics of Arial)"),
         ("TIMES", "Liberation Serif (metrics of Times New Roman)")]

print("""//! Advance widths of the printable ASCII characters and some signs, in 1/2048 em.
//!
//! Read by `scripts/advance_widths.py` from open fonts that have the metrics of the fonts that
//! office documents are set in: Carlito (Debian fonts-crosextra-carlito 20220224), Liberation
//! Sans and Liberation Serif (Debian fonts-liberation), all under the SIL Open Font License 1.1.
//! Kerning is left out.

/// The signs beyond ASCII that have widths of their own, in the order of the tables' ends.""")
print('pub(super) const SIGNS: &str = "%s";\n' % EXTRA)
for (name, what), path in zip(NAMES, sys.argv[1:]):
    font = TTFont(path)
    cmap, hmtx, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    chars = [chr(c) for c in range(0x20, 0x7F)] + list(EXTRA)
    widths = [round(hmtx[cmap[ord(c)]][0] * 2048 / em) for c in chars]
    print(f"/// {what}.\n#[rustfmt::skip]\npub(super) const {name}: [u16; {len(widths)}] = [")
    for i in range(0, len(widths), 16):
        print("    " + ", ".join(map(str, widths[i:i + 16])) + ",")
    print("];\n")
