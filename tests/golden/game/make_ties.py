# SPDX-License-Identifier: GPL-3.0-or-later
"""Sparsest decompositions of lowest and highest order, by a linear program (HiGHS), and trained tables, for
tst_tie_break.

    /usr/bin/python3 make_ties.py RESULTS.h5 WIDE.h5     needs python3-scipy and python3-h5py

RESULTS.h5 are results of the bundled run; their first variables give the trained tables of ties.json. WIDE.h5 are those of
`spindle extract ... --variables 12 --checkpoints 0,13,22,31 --samples 0-7`; six variables each give trained_tables.json.
"""
import json
import sys

import h5py
import numpy as np
from scipy.optimize import linprog

SLOPE = 0.05
NOISE = 0.02


def matrices(n):
    sets = np.arange(2**n)
    inside = (sets[:, None] & sets[None, :]) == sets[None, :]
    meets = (sets[:, None] & sets[None, :]) != 0
    return inside[:, 1:].astype(float), meets[:, 1:].astype(float)


def solve(v, weights):
    n = int(np.log2(len(v)))
    orders = np.array([bin(s).count("1") for s in range(1, 2**n)])
    inside, meets = matrices(n)
    whole = np.hstack([inside, meets])[1:]
    target = (v - v[0])[1:]
    bound = NOISE * abs(v[-1] - v[0])
    both = np.hstack([whole, -whole])
    cost = np.tile(weights(orders, n), 4)
    found = linprog(cost, A_ub=np.vstack([both, -both]), b_ub=np.concatenate([target + bound, bound - target]),
                    bounds=(0, None), method="highs")
    assert found.status == 0, found.message
    half = len(found.x) // 2
    size = np.abs(found.x[:half] - found.x[half:])
    return size.sum(), (np.tile(orders, 2) * size).sum() / size.sum()


def case(name, v):
    v = np.asarray(v, float) - v[0]
    v = np.round(v / np.abs(v).mean(), 9)  # the solver works to 1e-7
    plain = solve(v, lambda k, n: np.ones(len(k)))
    low = solve(v, lambda k, n: 1 + SLOPE * (k - 1) / (n - 1))
    high = solve(v, lambda k, n: 1 - SLOPE * (k - 1) / (n - 1))
    print(name, plain, low, high)
    return {"name": name, "values": v.tolist(), "l1": plain[0], "low": low[1], "high": high[1],
            "low_l1": low[0], "high_l1": high[0]}


def main():
    random = np.random.default_rng(5)
    cases = []
    values = h5py.File(sys.argv[1])["values"][()]
    for n in (6, 7, 8):
        for checkpoint in (0, 12, 31):
            sample = 3 * n
            cases.append(case(f"trained, n = {n}, checkpoint {checkpoint}", values[checkpoint, sample, : 2**n]))
        cases.append(case(f"random, n = {n}", random.normal(size=2**n)))
        inside, meets = matrices(n)
        planted = np.zeros(2 * (2**n - 1))
        planted[random.choice(len(planted), 3 * n, replace=False)] = random.normal(scale=2, size=3 * n)
        cases.append(case(f"planted, n = {n}", np.hstack([inside, meets]) @ planted))
    with open("ties.json", "w") as file:
        json.dump(cases, file)
    trained_tables(h5py.File(sys.argv[2])["values"][()])


def trained_tables(values):
    """200 games of 6 of the 12 variables, the others absent, to four digits."""
    random = np.random.default_rng(6)
    rows = []
    for i in range(200):
        table = values[i % 4, i // 4 % 8]
        bits = np.sort(random.choice(12, 6, replace=False))
        coalitions = [sum(1 << bits[j] for j in range(6) if t >> j & 1) for t in range(64)]
        rows.append("[" + ",".join(f"{v:.4g}" for v in table[coalitions] - table[0]) + "]")
    with open("trained_tables.json", "w") as file:
        file.write("[" + ",\n".join(rows) + "]\n")


main()
