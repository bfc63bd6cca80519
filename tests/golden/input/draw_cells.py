#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the cells that each seed draws from a 7x7 grid, by an independent splitmix64 and Fisher-Yates draw."""
MASK = (1 << 64) - 1


def splitmix(seed):
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def below(random, bound):
    excess = (1 << 64) % bound
    while True:
        draw = next(random)
        if draw >= excess:
            return draw % bound


for seed in (0, 1, 42, 2**63 + 5):
    random, cells = splitmix(seed), [(r, c) for r in range(7) for c in range(7)]
    for i in range(10):
        j = i + below(random, len(cells) - i)
        cells[i], cells[j] = cells[j], cells[i]
    names = " ".join(f"({r},{c})" for r, c in sorted(cells[:10]))
    print(f'    QTest::newRow("seed {seed}") << quint64{{{seed}U}} << "{names}";')
