#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes what core/dynamics derives from the tables, with numpy alone and by other routes where there are some:
dense matrices for the theory and the matching, the min-max formula for isotonic regression, permutations for values.

    check_results.py RESULTS.h5 [--json OUT]   strengths and phases of a results file against what is stored in it
                                               (python3-h5py), exit status 1 beyond 1e-9; everything as JSON on request
    check_results.py --compare A.json B.json   two such files, number by number, to 1e-9
    check_results.py --golden OUT.json         the golden file for tst_golden.cpp, from the tables described in tables()
"""
import itertools
import json
import math
import sys

import numpy as np

GOLD = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def splitmix(seed, counter):
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (np.asarray(counter, dtype=np.uint64) + np.uint64(1)) * np.uint64(GOLD)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def orders(n):
    return np.array([bin(s).count("1") for s in range(2**n)])


# --- strengths -------------------------------------------------------------------------------------------------------
def merged(a, o, n):
    """Order-1 merge; the empty set out. a, o: [..., 2^n]."""
    a, o = a.copy(), o.copy()
    single = orders(n) == 1
    a[..., single] += o[..., single]
    o[..., single] = 0.0
    a[..., 0] = 0.0
    o[..., 0] = 0.0
    return a, o


def sums_by_order(table, n):
    k = orders(n)
    return np.stack([table[..., k == j].sum(-1) for j in range(1, n + 1)], -1)


def strengths(a, o, threshold, n):
    """a, o: [samples, 2^n] -> four arrays [samples, n]."""
    a, o = merged(a, o, n)
    a = np.where(np.abs(a) >= threshold, a, 0.0)
    o = np.where(np.abs(o) >= threshold, o, 0.0)
    return [sums_by_order(f(x, 0.0), n) for x in (a, o) for f in (np.maximum, np.minimum)]


def threshold_t1(v, factor=0.03):
    return factor * np.mean(np.abs(v[:, -1] - v[:, 0]))


def threshold_t2(a, o, n, factor=0.05):
    a, o = merged(a, o, n)
    return factor * max(np.abs(a).max(), np.abs(o).max())


def summary(parts):
    """Mean over samples, standard errors, normalized shares and the errors of those (ratio of means)."""
    total = parts[0] - parts[1] + parts[2] - parts[3]
    count = len(total)
    mean = [p.mean(0) for p in parts]
    shares = total.mean(0) / total.mean(0).sum()
    off = total - shares * total.sum(1, keepdims=True)
    k = np.arange(1, total.shape[1] + 1)
    return {
        "and_positive": mean[0].tolist(), "and_negative": mean[1].tolist(),
        "or_positive": mean[2].tolist(), "or_negative": mean[3].tolist(),
        "total_error": (total.std(0, ddof=1) / math.sqrt(count)).tolist(),
        "shares": shares.tolist(),
        "shares_error": (np.sqrt((off**2).sum(0) / (count * (count - 1))) / total.sum(1).mean()).tolist(),
        "mean_order": float((k * shares).sum()),
    }


# --- phases ----------------------------------------------------------------------------------------------------------
def mean_order_rule(series, tie=0.05, rise=0.3):
    series = np.asarray(series, float)
    index = np.flatnonzero(np.isfinite(series))
    c = series[index]
    if len(c) < 2:
        return None
    f = c.copy()
    for i in range(1, len(c) - 1):
        f[i] = np.median(c[i - 1:i + 2])
    tied = np.flatnonzero(f <= f.min() + tie)
    at = tied[c[tied] <= c[tied].min() + tie][-1]
    return int(index[at]) if f[-1] - f[at] >= rise else None


def loss_gap_rule(train, test, share=0.05, rise=0.05):
    gap = np.asarray(test, float) - np.asarray(train, float)
    index = np.flatnonzero(np.isfinite(gap))
    g = gap[index]
    if len(g) < 2:
        return None
    at = np.flatnonzero(g <= g.min() + share * (g.max() - g.min()))[-1]
    return int(index[at]) if at + 1 < len(g) and g[at:].max() - g[at] >= rise else None


def isotonic(y, w):
    """Rising fit by the min-max formula."""
    n = len(y)
    s, c = np.concatenate([[0], np.cumsum(w * y)]), np.concatenate([[0], np.cumsum(w)])
    mean = lambda a, b: (s[b + 1] - s[a]) / (c[b + 1] - c[a])
    return np.array([max(min(mean(a, b) for b in range(i, n)) for a in range(i + 1)) for i in range(n)])


def v_fit(y, w, vertex):
    left = isotonic(y[:vertex][::-1], w[:vertex][::-1])[::-1] if vertex else np.array([])
    right = isotonic(y[vertex + 1:], w[vertex + 1:]) if vertex + 1 < len(y) else np.array([])
    outside = np.concatenate([left, right])
    weights = np.concatenate([w[:vertex], w[vertex + 1:]])
    by = np.argsort(outside, kind="stable")
    value, weight = y[vertex], w[vertex]
    for i in by:
        if outside[i] >= value:
            break
        value = (value * weight + outside[i] * weights[i]) / (weight + weights[i])
        weight += weights[i]
    return np.concatenate([np.maximum(left, value), [value], np.maximum(right, value)])


def change_point_rule(shares, weight, tie=0.05, fall=0.3, rise=0.3, gain=0.5):
    """shares: [checkpoints, n], weight 0 where unknown."""
    index = np.flatnonzero(np.asarray(weight) > 0)
    w = np.asarray(weight, float)[index]
    count = len(index)
    if count < 3:
        return None
    above = np.cumsum(shares[index][:, ::-1], 1)[:, ::-1][:, 1:]
    fits = np.array([[v_fit(above[:, k], w, s) for s in range(count)] for k in range(above.shape[1])])
    residual = np.array([(w * (above.T - fits[:, s])**2).sum() for s in range(count)])
    split = np.flatnonzero(residual <= residual.min() + 1e-14 * w.sum())[-1]
    mean = 1.0 + fits[:, split].sum(0)
    one_way = min(residual[0], residual[-1])
    saved = 1 - residual.min() / one_way if one_way > 0 else 0.0
    if mean[0] - mean[split] < fall or mean[-1] - mean[split] < rise or saved < gain:
        return None
    return int(index[np.flatnonzero(mean <= mean[split] + tie)[-1]])


def interval(starts, estimate, level=0.9):
    found = np.array([s for s in starts if s is not None])
    if len(found) == 0 or estimate is None:
        return None
    size = found.max() + 1
    best = None
    for length in range(1, size + 1):
        held = [np.mean((found >= low) & (found < low + length)) for low in range(size - length + 1)]
        low = int(np.argmax(held))
        miss = abs(held[low] - level)
        if best is None or miss < best[0] - 1e-9 or (miss < best[0] + 1e-9 and held[low] >= level > best[3]):
            best = (miss, low, low + length - 1, held[low])
        if held[low] >= level:
            break
    return [min(best[1], estimate), max(best[2], estimate)]


def phases(totals, present, train, test, resamples, seed):
    """totals: [checkpoints, samples, n] salient strength; present: [checkpoints, samples]."""
    checkpoints, _, n = totals.shape
    rows = np.flatnonzero(present.any(0))
    k = np.arange(1, n + 1)

    def both(multiplicity):
        m = present * multiplicity
        total = (totals * m[:, :, None]).sum(1)
        weight = np.where(total.sum(1) > 0, m.sum(1), 0)
        with np.errstate(invalid="ignore"):
            shares = total / total.sum(1, keepdims=True)
        return mean_order_rule((shares * k).sum(1)), change_point_rule(np.nan_to_num(shares), weight)

    mean, change = both(np.ones(totals.shape[1]))
    starts = []
    for b in range(resamples):
        draws = splitmix(seed, np.arange(b * len(rows), (b + 1) * len(rows))) >> np.uint64(32)
        picked = rows[((draws * np.uint64(len(rows))) >> np.uint64(32)).astype(int)]
        starts.append(both(np.bincount(picked, minlength=totals.shape[1])))
    gap = loss_gap_rule(train, test)
    gaps = [g for g in (gap, loss_gap_rule(train, test, 0.025), loss_gap_rule(train, test, 0.1)) if g is not None]
    return {
        "mean_order": mean, "mean_order_interval": interval([s[0] for s in starts], mean),
        "change_point": change, "change_point_interval": interval([s[1] for s in starts], change),
        "loss_gap": gap, "loss_gap_interval": [min(gaps), max(gaps)] if gap is not None else None,
    }


# --- generalization --------------------------------------------------------------------------------------------------
def similarity(a, o, target, test, threshold, n, least=5):
    a, o = merged(a, o, n)
    effects = np.concatenate([a, o], 1)
    effects = np.where(np.abs(effects) >= threshold, effects, 0.0)
    k = np.tile(orders(n), 2)
    classes = {}
    for c in sorted(set(target.tolist())):
        sides = [effects[(target == c) & (test == t)] for t in (False, True)]
        if min(map(len, sides)) < least:
            classes[str(c)] = None
            continue
        x, y = (np.concatenate([np.maximum(s.mean(0), 0), np.maximum(-s.mean(0), 0)]) for s in sides)
        row = []
        for j in range(1, n + 1):
            at = np.tile(k == j, 2)
            most = np.maximum(x, y)[at].sum()
            row.append(float(np.minimum(x, y)[at].sum() / most) if most > 0 else 0.0)
        classes[str(c)] = row
    used = [row for row in classes.values() if row is not None]
    return {"classes": classes, "mean": np.mean(used, 0).tolist() if used else []}


# --- theory ----------------------------------------------------------------------------------------------------------
def solution_matrix(n, sigma2):
    subset = np.array([[1.0 if t & ~s == 0 else 0.0 for t in range(2**n)] for s in range(2**n)])
    gram = subset.T @ subset
    return np.linalg.solve(gram + 2.0**n * np.diag(2.0**orders(n) * sigma2), gram)


def theory_shares(a, o, threshold, n, sigma2, factor=0.03):
    a, o = merged(a, o, n)
    m = solution_matrix(n, sigma2)
    total = np.zeros(n)
    for x, y in zip(a, o):
        learned = [m @ np.where(np.abs(w) >= threshold, w, 0.0) for w in (x, y)]
        least = factor * abs(sum(w[1:].sum() for w in learned))
        for w in learned:
            total += sums_by_order(np.where(np.abs(w) >= least, np.abs(w), 0.0), n)
    return total / total.sum() if total.sum() > 0 else total


def theory_grid(a, o, threshold, n):
    return [theory_shares(a, o, threshold, n, 10.0**(-7 + p / 10)) for p in range(91)]


def grid_fit(grid, measured):
    """The best point of the grid and its distance; ties to the larger."""
    distance = [np.abs(g - measured).sum() for g in grid]
    best = max(p for p in range(len(grid)) if distance[p] == min(distance))
    return {"grid_sigma2": 10.0**(-7 + best / 10), "grid_residual": float(distance[best])}


# --- trust and values ------------------------------------------------------------------------------------------------
def reconstruct(a, o, n):
    size = 2**n
    return np.array([a[0] + sum(a[s] for s in range(1, size) if s & ~t == 0) + sum(o[s] for s in range(1, size) if s & t)
                     for t in range(size)])


def matching(v, a, o, threshold, n):
    ma, mo = merged(a, o, n)
    sa, so = (np.where(np.abs(x) >= threshold, x, 0.0) for x in (ma, mo))
    sa[0] = a[0]
    everything, salient = reconstruct(a, o, n), reconstruct(sa, so, n)
    return {"largest": float(np.abs(v - everything).max()), "mean": float(np.abs(v - everything).mean()),
            "salient_largest": float(np.abs(v - salient).max()), "salient_mean": float(np.abs(v - salient).mean()),
            "explained": float(1 - ((v - salient)**2).sum() / ((v - v.mean())**2).sum())}


def mean_scores(v, n):
    return [float((v[:, orders(n) == k] - v[:, :1]).mean()) for k in range(n + 1)]


def shapley(v, n):
    phi = np.zeros(n)
    for permutation in itertools.permutations(range(n)):
        t = 0
        for i in permutation:
            phi[i] += v[t | 1 << i] - v[t]
            t |= 1 << i
    return (phi / math.factorial(n)).tolist()


def banzhaf(v, n):
    return [float(np.mean([v[t | 1 << i] - v[t] for t in range(2**n) if not t >> i & 1])) for i in range(n)]


def shapley_pairs(v, n):
    f, out = math.factorial, np.zeros((n, n))
    for i, j in itertools.permutations(range(n), 2):
        b = 1 << i | 1 << j
        for t in (t for t in range(2**n) if not t & b):
            s = bin(t).count("1")
            out[i, j] += f(s) * f(n - s - 2) / f(n - 1) * (v[t | b] - v[t | 1 << i] - v[t | 1 << j] + v[t])
    return out.ravel().tolist()


# --- everything ------------------------------------------------------------------------------------------------------
def analyze(v, a, o, present, train, test, target, is_test, n, resamples=100, seed=5, checkpoints_for_theory=None):
    checkpoints = len(v)
    result = {"checkpoints": [], "theory": {}}
    totals = np.zeros((checkpoints, v.shape[1], n))
    for t in range(checkpoints):
        p = present[t]
        if not p.any():
            result["checkpoints"].append(None)
            continue
        tau = threshold_t1(v[t][p])
        parts = strengths(a[t][p], o[t][p], tau, n)
        totals[t, p] = parts[0] - parts[1] + parts[2] - parts[3]
        entry = summary(parts)
        entry.update(t1=tau, t2=threshold_t2(a[t][p], o[t][p], n), mean_scores=mean_scores(v[t][p], n))
        if target is not None:
            entry["similarity"] = similarity(a[t][p], o[t][p], target[p], is_test[p], tau, n)
        result["checkpoints"].append(entry)
    result["phases"] = phases(totals, present, train, test, resamples, seed)
    last = max(t for t in range(checkpoints) if present[t].any())
    p = present[last]
    tau = result["checkpoints"][last]["t1"]
    grid = theory_grid(a[last][p], o[last][p], tau, n)
    for t in checkpoints_for_theory or range(checkpoints):
        if result["checkpoints"][t] is not None:
            result["theory"][str(t)] = grid_fit(grid, np.array(result["checkpoints"][t]["shares"]))
    result["theory_shares"] = {s: theory_shares(a[last][p], o[last][p], tau, n, float(s)).tolist()
                               for s in ("1e-4", "1e-2", "0.3")}
    return result


def tables():
    """The tables of the golden file; tst_golden.cpp makes the same ones. n = 5, 9 checkpoints, 26 samples: targets 0 and
    1 with 6 train and 6 test samples each, target 2 with one of each. With u(seed, i) uniform in [0, 1) from splitmix64,
    the effect of coalition s, kind q (0 AND, 1 OR), sample x, checkpoint t is scale (u(2, (c 2 + q) 32 + s) - 0.5 +
    0.7 (u(1, ((t 26 + x) 2 + q) 32 + s) - 0.5)), scale = 1 / (1 + 4 (k - m_t)^2), c the target, k the order. Sample 3
    failed at checkpoint 2, all samples at checkpoint 1. Entry 0: AND 0.25, OR 0."""
    n, checkpoints, samples = 5, 9, 26
    center = np.array([4.0, 3.5, 2.75, 1.5, 1.25, 1.2, 1.3, 2.5, 3.0])
    target = np.array([0] * 12 + [1] * 12 + [2] * 2)
    is_test = np.array([x % 2 == 1 for x in range(samples)])
    u = lambda seed, i: (splitmix(seed, i) >> np.uint64(11)).astype(float) * 2.0**-53 - 0.5
    s, q, x, t = np.arange(32), np.arange(2), np.arange(samples), np.arange(checkpoints)
    base = u(2, (target[:, None, None] * 2 + q[:, None]) * 32 + s)
    own = u(1, ((t[:, None, None, None] * samples + x[:, None, None]) * 2 + q[:, None]) * 32 + s)
    scale = 1 / (1 + 4 * (orders(n)[None, :] - center[:, None])**2)
    effects = scale[:, None, None, :] * (base[None] + 0.7 * own)
    a, o = effects[:, :, 0].copy(), effects[:, :, 1].copy()
    a[..., 0], o[..., 0] = 0.25, 0.0
    v = np.array([[reconstruct(a[i, j], o[i, j], n) for j in range(samples)] for i in range(checkpoints)])
    present = np.ones((checkpoints, samples), bool)
    present[2, 3] = False
    present[1] = False
    train = np.array([2.3, 1.8, 1.2, 0.8, 0.6, np.nan, 0.4, 0.3, 0.2])
    test = np.array([2.3, 1.8, 1.2, 0.8, 0.62, 0.6, 0.7, 0.9, 1.3])
    return v, a, o, present, train, test, target, is_test, n


def golden():
    v, a, o, present, train, test, target, is_test, n = tables()
    result = analyze(v, a, o, present, train, test, target, is_test, n)
    x, y, z = v[0, 5], a[0, 5], o[0, 5]
    tau = result["checkpoints"][0]["t1"]
    result["sample"] = {"checkpoint": 0, "sample": 5, "matching": matching(x, y, z, tau, n), "shapley": shapley(x, n),
                        "banzhaf": banzhaf(x, n), "shapley_pairs": shapley_pairs(x, n)}
    return result


def from_file(path):
    import h5py
    with h5py.File(path, "r") as f:
        v, a, o = f["/values"][()], f["/interactions/and"][()], f["/interactions/or"][()]
        present = f["/done"][()].astype(bool)
        train, test = f["/checkpoints/train_loss"][()], f["/checkpoints/test_loss"][()]
        target = f["/samples/target"][()]
        stored = {"positive": f["/strength/positive"][()], "negative": f["/strength/negative"][()],
                  "phase": int(f["/phase"].attrs["phase_two_checkpoint"])}
    present &= np.isfinite(v).all(-1) & np.isfinite(a).all(-1) & np.isfinite(o).all(-1)
    n = int(v.shape[-1]).bit_length() - 1
    last = max(t for t in range(len(v)) if present[t].any())
    result = analyze(v, a, o, present, train, test, None, None, n, resamples=0, checkpoints_for_theory=[last])
    problems = []
    for t, entry in enumerate(result["checkpoints"]):
        if entry is None:
            continue
        mine = {"positive": np.add(entry["and_positive"], entry["or_positive"]),
                "negative": np.add(entry["and_negative"], entry["or_negative"])}
        for name, values in mine.items():
            off = np.abs(values - stored[name][t]).max()
            if not off <= 1e-9 * max(1.0, np.abs(values).max()):
                problems.append(f"strength/{name} of checkpoint {t} differs by {off:.3g}")
    start = result["phases"]["mean_order"]
    if stored["phase"] != (-1 if start is None else start):
        problems.append(f"phase two starts at checkpoint {start}, stored is {stored['phase']}")
    return result, problems


def differences(x, y, where="", tolerance=1e-9):
    if isinstance(x, dict) and isinstance(y, dict):
        for key in sorted(set(x) | set(y)):
            if key in x and key in y:
                yield from differences(x[key], y[key], f"{where}/{key}", tolerance)
            else:
                yield f"{where}/{key} is in one file only"
    elif isinstance(x, list) and isinstance(y, list) and len(x) == len(y):
        for i, (p, q) in enumerate(zip(x, y)):
            yield from differences(p, q, f"{where}/{i}", tolerance)
    elif isinstance(x, (int, float)) and isinstance(y, (int, float)):
        if not abs(x - y) <= tolerance * max(1.0, abs(x)):
            yield f"{where}: {x} and {y}"
    elif x != y:
        yield f"{where}: {x} and {y}"


def main(arguments):
    if arguments[:1] == ["--golden"] and len(arguments) == 2:
        with open(arguments[1], "w") as out:
            json.dump(golden(), out, indent=1)
            out.write("\n")
        return 0
    if arguments[:1] == ["--compare"] and len(arguments) == 3:
        problems = list(differences(*(json.load(open(name)) for name in arguments[1:])))
    elif arguments and not arguments[0].startswith("--") and arguments[1:2] in ([], ["--json"]):
        result, problems = from_file(arguments[0])
        if arguments[1:2] == ["--json"]:
            with open(arguments[2], "w") as out:
                json.dump(result, out, indent=1)
    else:
        print(__doc__, file=sys.stderr)
        return 2
    for problem in problems:
        print(problem)
    print("agrees to 1e-9" if not problems else f"{len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
