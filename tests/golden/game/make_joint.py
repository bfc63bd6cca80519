# SPDX-License-Identifier: GPL-3.0-or-later
"""Joint decompositions of pairs of tables, by a linear program (HiGHS), for tst_joint_golden.

    python3 make_joint.py     needs python3-scipy; reads andor_cases.json and ties.json, writes joint.json

Variables of the program: p of each network, their common table, q, and the sizes of the interactions with their
maximum; written apart from the solver, which works on values and interactions.
"""
import json
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog

NOISE = 0.02
HERE = Path(__file__).parent


def transforms(n):
    """A and O of I_and = A v_and, I_or = O v_or, without the empty set in rows and columns."""
    moebius = sp.csr_matrix([[1.0]])
    for _ in range(n):
        moebius = sp.kron(sp.csr_matrix([[1.0, 0.0], [-1.0, 1.0]]), moebius, format="csr")
    flip = sp.csr_matrix(np.fliplr(np.eye(2**n)))
    return moebius[1:, 1:], (-(moebius @ flip))[1:, 1:]


def solve(tables, bounds, alpha):
    m, n = len(tables), int(np.log2(len(tables[0])))
    size = 2**n - 1
    ands, ors = transforms(n)
    eye, zero = sp.identity(size, format="csr"), None
    # columns: p_1..p_m, common, q_1..q_m, sizes of AND 1..m, of OR 1..m, largest AND, largest OR
    columns = m + 1 + m + m + m + 2
    rows, right = [], []

    def add(entries, limit):
        row = [sp.csr_matrix((size, size)) for _ in range(columns)]
        for column, matrix in entries:
            row[column] = matrix
        rows.append(sp.hstack(row, format="csr"))
        right.append(limit)

    for i, v in enumerate(tables):
        v = np.asarray(v)[1:]
        for transform, sign, at, top in ((ands, 1, 2 * m + 1, 4 * m + 1), (ors, -1, 3 * m + 1, 4 * m + 2)):
            start = transform @ (v / 2)
            add([(i, sign * transform), (m + 1 + i, transform / 2), (at + i, -eye)], -start)
            add([(i, -sign * transform), (m + 1 + i, -transform / 2), (at + i, -eye)], start)
            add([(at + i, eye), (top, -eye)], np.zeros(size))
        add([(i, eye), (m, -eye)], np.full(size, bounds[i]))
        add([(i, -eye), (m, eye)], np.full(size, bounds[i]))
    cost = np.concatenate([np.zeros((2 * m + 1) * size), np.full(2 * m * size, alpha), np.full(2 * size, 1 - alpha)])
    free = [(None, None)] * ((m + 1) * size)
    for v in tables:
        free += [(-NOISE * abs(v[-1]), NOISE * abs(v[-1]))] * size
    free += [(0, None)] * ((2 * m + 2) * size)
    found = linprog(cost, A_ub=sp.vstack(rows, format="csr"), b_ub=np.concatenate(right), bounds=free, method="highs")
    assert found.status == 0, found.message
    return found.fun


def main():
    stored = {c["name"]: c["v"] for c in json.loads((HERE / "../andor_cases.json").read_text())}
    stored |= {c["name"]: c["values"] for c in json.loads((HERE / "ties.json").read_text())}
    pairs = [("and plus or", "normal 6"), ("normal 6", "random, n = 6"),
             ("trained, n = 6, checkpoint 0", "trained, n = 6, checkpoint 31"),
             ("normal 8", "mnist mlp trained sample 1 n=8"),
             ("mnist mlp initial sample 0 n=8", "mnist mlp trained sample 1 n=8"),
             ("trained, n = 8, checkpoint 0", "trained, n = 8, checkpoint 31"),
             ("planted, n = 8", "trained, n = 8, checkpoint 12")]
    cases = []
    for pair in pairs:
        tables = [np.round(np.asarray(stored[name]) - stored[name][0], 12) for name in pair]
        # The paper's bound where one sample is all there is, and one that is seldom reached.
        for share in (0.5, 5.0):
            bounds = [share * abs(v[-1]) for v in tables]
            for alpha in (0.1, 0.5):
                objective = solve(tables, bounds, alpha)
                print(pair, share, alpha, objective, flush=True)
                cases.append({"name": " / ".join(pair) + f", bound {share}, alpha {alpha}", "alpha": alpha,
                              "bounds": bounds, "objective": objective, "tables": list(pair)})
    used = sorted({name for case in cases for name in case["tables"]})
    tables = {name: np.round(np.asarray(stored[name]) - stored[name][0], 12).tolist() for name in used}
    (HERE / "joint.json").write_text(json.dumps({"tables": tables, "cases": cases}))


main()
