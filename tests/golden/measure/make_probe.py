#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the golden logistic regression of tests/core/measure/tst_linear_probe.cpp by scipy. Debian packages
python3-numpy, python3-scipy. Run in this folder.

probe.json: rows, labels, l2, and the minimum: its penalized loss, and logits of the rows."""

import json

import numpy as np
from scipy.optimize import minimize

CLASSES, L2 = 3, 1e-3


def main():
    random = np.random.default_rng(5)
    rows = (random.normal(size=(40, 5)) * [1, 2, 0.1, 1, 3] + [0, 5, 0, -1, 2]).astype(np.float32)
    labels = random.integers(0, CLASSES, 40)
    x = rows.astype(np.float64)
    x = x - x.mean(0)
    x = x / np.sqrt((x**2).sum(1).mean())

    def logits(at):
        return x @ at[:-CLASSES].reshape(5, CLASSES) + at[-CLASSES:]

    def loss(at):
        z = logits(at)
        log_p = z - np.log(np.exp(z).sum(1, keepdims=True))
        p = np.exp(log_p)
        p[np.arange(40), labels] -= 1
        weights = at[:-CLASSES]
        value = -log_p[np.arange(40), labels].mean() + 0.5 * L2 * (weights**2).sum()
        return value, np.concatenate([(x.T @ p / 40).ravel() + L2 * weights, p.mean(0)])

    found = minimize(loss, np.zeros(6 * CLASSES), jac=True, method="BFGS", options={"gtol": 1e-11, "maxiter": 10000})
    z = logits(found.x)
    z = z - z.mean(1, keepdims=True)  # one number for all classes of a row is free
    with open("probe.json", "w") as f:
        json.dump({"rows": rows.astype(float).round(9).tolist(), "labels": labels.tolist(), "l2": L2,
                   "loss": found.fun, "logits": z.tolist()}, f)
        f.write("\n")
    print(found.fun, np.abs(found.jac).max())


main()
