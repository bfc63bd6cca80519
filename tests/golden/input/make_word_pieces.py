#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_word_pieces.py VOCAB: cuts BERT's uncased vocabulary (Apache-2.0, Google Research) to the pieces that the
sentences below need and some that mislead a greedy match, and writes what BERT's tokenizer makes of each sentence:
wordpiece_uncased.txt, wordpiece_cased.txt (small, made here) and wordpiece.json. The tokenizer is written after the
description in BERT's paper and its reference code, word by word, with Python's unicodedata."""
import json
import os
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
TEXTS = [
    "The spindle turns; unaffable people play.",
    "a visually stunning rumination on love",
    "unaffable",
    "Go until jurong point, crazy.. Available only in bugis n great world la e buffet...",
    "Free entry in 2 a wkly comp to win FA Cup final tkts 21st May 2005. Text FA to 87121",
    "R\u00e9sum\u00e9 na\u00efve caf\u00e9 \u00c5ngstr\u00f6m \u0130stanbul",
    "e\u0301 combining, a\u0308 too",
    "don't stop -- it's 50% off!? (really) #1 @home",
    "tabs\tand\nlines\r\nand\u00a0no-break\u3000wide",
    "zero\u200bwidth\u00ad and \x07bell \ufffd gone",
    "the [MASK] was [SEP] here[MASK]there [mask]",
    "\u4e2d\u6587 and \u65e5\u672c\u8a9e mixed",
    "\ud55c\uad6d\uc5b4 \u0391\u03b8\u03ae\u03bd\u03b1 \u041c\u043e\u0441\u043a\u0432\u0430 stra\u00dfe",
    "\u2018curly\u2019 \u201cquotes\u201d \u2014 dash \u20ac 5 \u2260 6 \u00bd",
    "\U0001f600 smile \U0001d400 bold",
    "x" * 100 + " " + "x" * 101,
    "",
    "   ",
    "transformers are transforming transformations",
]


def is_control(c):
    return c not in "\t\n\r" and unicodedata.category(c) in ("Cc", "Cf", "Co")


def is_blank(c):
    return c in " \t\n\r" or unicodedata.category(c) == "Zs"


def is_punctuation(c):
    o = ord(c)
    return 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126 or unicodedata.category(c)[0] == "P"


def is_cjk(c):
    o = ord(c)
    return any(a <= o <= b for a, b in ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
                                        (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)))


def basic(text, lower, vocab):
    marks = {chr(0xE000 + i): s for i, s in enumerate(SPECIAL) if s in vocab}
    for mark, name in marks.items():
        text = text.replace(name, f" {mark} ")
    clean = ""
    for c in text:
        if c in marks:
            clean += c
        elif c in "\0\ufffd" or is_control(c):
            continue
        elif is_blank(c):
            clean += " "
        else:
            clean += f" {c} " if is_cjk(c) else c
    words = []
    for word in clean.split():
        if word in marks:
            words.append(marks[word])
            continue
        if lower:
            word = "".join(c.lower() for c in word)
            word = "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")
        part = ""
        for c in word:
            if is_punctuation(c):
                words += [part, c] if part else [c]
                part = ""
            else:
                part += c
        if part:
            words.append(part)
    return words


def pieces(word, vocab):
    if word in SPECIAL and word in vocab:
        return [word]
    if len(word) > 100:
        return ["[UNK]"]
    out, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start and ("##" if start else "") + word[start:end] not in vocab:
            end -= 1
        if end == start:
            return ["[UNK]"]
        out.append(("##" if start else "") + word[start:end])
        start = end
    return out


full = open(sys.argv[1], encoding="utf-8").read().split("\n")[:-1]
whole = set(full)
used = {p for t in TEXTS for w in basic(t, True, whole) for p in pieces(w, whole)}
# Pieces that a match from the wrong side or a shortest match would take.
used |= {p for p in full if p.replace("##", "") in ("un", "aff", "able", "unaff", "trans", "transform", "form", "sp", "s", "t", "x", "th")}
cut = SPECIAL + [p for p in full if p in used and p not in SPECIAL]
cased = SPECIAL + "The the Spin ##dle spin ##ning Caf caf ##é ##e , . ! ' A B un ##A ##a É".split()
cases = []
for name, vocab, lower, texts in (("uncased", cut, True, TEXTS), ("cased", cased, False, [
        "The Spindle, the spinning Café!", "the spin. Spindle's A", "unAa unaA UN", "É é Caf", "[MASK] The[SEP]"])):
    with open(os.path.join(HERE, f"wordpiece_{name}.txt"), "w", encoding="utf-8") as file:
        file.write("".join(p + "\n" for p in vocab))
    known = {p: i for i, p in enumerate(vocab)}
    for text in texts:
        words = basic(text, lower, known)
        cases.append({"vocabulary": f"wordpiece_{name}.txt", "text": text, "words": words,
                      "ids": [[known[p] for p in pieces(w, known)] for w in words]})
        if lower:
            assert [p for w in words for p in pieces(w, known)] == [p for w in words for p in pieces(w, whole)], text
with open(os.path.join(HERE, "wordpiece.json"), "w") as file:
    json.dump(cases, file, indent=1)
    file.write("\n")
