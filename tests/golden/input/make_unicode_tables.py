#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints core/input/unicode_tables.inc from Python's unicodedata: what lower-casing, canonical decomposition and
dropping of nonspacing marks make of each code point above ASCII (Hangul syllables excepted: those follow a formula),
and which are punctuation, controls or blanks."""
import unicodedata


def normal(c):
    return "".join(x for x in unicodedata.normalize("NFD", chr(c).lower()) if unicodedata.category(x) != "Mn")


POINTS = [c for c in range(0x80, 0x110000) if not 0xD800 <= c < 0xE000]


def ranges(test):
    found = []
    for c in POINTS:
        if not test(c):
            continue
        if found and found[-1][1] == c - 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    return found


def show(kind, name, items):
    print(f"constexpr std::array<{kind}, {len(items)}> {name} = {{{{")
    line = " "
    for item in items:
        text = " {" + ",".join(item) + "},"
        if len(line) + len(text) > 118:
            print(line)
            line = " "
        line += text
    print(line)
    print("}};")


changed = {c: normal(c) for c in POINTS if not 0xAC00 <= c < 0xD7A4 and normal(c) != chr(c)}
runs, several = [], []
for c, text in changed.items():
    if len(text) > 1:
        several.append([c, *map(ord, text), *[0] * (3 - len(text))])
    elif text:
        delta = ord(text) - c
        if runs and runs[-1][3] == delta and (c - runs[-1][1] == runs[-1][2] or (runs[-1][2] == 0 and c - runs[-1][1] <= 2)):
            runs[-1][1:3] = [c, c - runs[-1][1]]
        else:
            runs.append([c, c, 0, delta])
print(f"// Made by tests/golden/input/make_unicode_tables.py from Unicode {unicodedata.unidata_version}; not edited by hand.")
show("ShiftedRun", "shiftedRuns", [[hex(f), hex(l), str(max(1, s)), str(d)] for f, l, s, d in runs])
show("Expansion", "expansions", [[hex(x) for x in item] for item in several])
for name, test in (("droppedMarks", lambda c: c in changed and changed[c] == ""),
                   ("punctuation", lambda c: unicodedata.category(chr(c)).startswith("P")),
                   ("controls", lambda c: unicodedata.category(chr(c)) in ("Cc", "Cf", "Co")),
                   ("blanks", lambda c: unicodedata.category(chr(c)) == "Zs")):
    show("CodeRange", name, [[hex(a), hex(b)] for a, b in ranges(test)])
