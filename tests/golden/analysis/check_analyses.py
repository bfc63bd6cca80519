#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes the tables of the analyses that read results files from the stored numbers, with numpy and by other routes
than the program where there are some: contexts counted out, dense products, least squares.

    check_analyses.py RESULTS.h5 FOLDER    FOLDER: what `spindle analyze all RESULTS.h5 --csv FOLDER` wrote;
                                           python3-h5py; exit status 1 beyond 1e-9
"""
import csv
import itertools
import json
import math
import sys

import h5py
import numpy as np

GOLD = 0x9E3779B97F4A7C15
LEVEL, RESAMPLES, SEED = 0.9, 200, 1


def splitmix(seed, counter):
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (np.asarray(counter, dtype=np.uint64) + np.uint64(1)) * np.uint64(GOLD)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def resamples(rows, seed=SEED):
    draws = splitmix(seed, np.arange(RESAMPLES * rows)) >> np.uint64(32)
    return ((draws * np.uint64(rows)) >> np.uint64(32)).astype(int).reshape(RESAMPLES, rows)


def interval(values):
    values = values[np.isfinite(values)]
    return np.percentile(values, [50 * (1 - LEVEL), 50 * (1 + LEVEL)]) if len(values) else [math.nan, math.nan]


class Results:
    def __init__(self, path):
        with h5py.File(path, "r") as f:
            self.v, self.a, self.o = (f[name][()] for name in ("/values", "/interactions/and", "/interactions/or"))
            self.done = f["/done"][()].astype(bool)
            self.step, self.train, self.test = (f["/checkpoints/" + name][()]
                                                for name in ("step", "train_loss", "test_loss"))
            self.sample = f["/samples/index"][()]
            options = f.attrs["options"]
            self.options = json.loads(options.decode() if isinstance(options, bytes) else options)
        self.n = int(self.v.shape[-1]).bit_length() - 1
        self.order = np.array([bin(s).count("1") for s in range(2**self.n)])
        self.known = [c for c in range(len(self.v)) if self.done[c].any()]
        single = self.order == 1
        self.ma, self.mo = self.a.copy(), self.o.copy()  # after the order-1 merge, without the empty set
        self.ma[..., single] += self.o[..., single]
        self.mo[..., single] = 0
        self.ma[..., 0] = self.mo[..., 0] = 0

    def tau(self, c):
        """T1 of the samples that are done."""
        v = self.v[c][self.done[c]]
        return self.options.get("factor", 0.03) * np.abs(v[:, -1] - v[:, 0]).mean()

    def by_order(self, table):
        return np.array([table[..., self.order == k].sum(-1) for k in range(1, self.n + 1)])


def scores_of(a, o, n):
    """What AND and OR interactions add up to, by their definition as matrices."""
    t = np.arange(2**n)
    inside = ((t[:, None] & t[None, :]) == t[None, :]).astype(float)
    meets = ((t[:, None] & t[None, :]) != 0).astype(float)
    inside[:, 0] = 0
    return a @ inside.T, o @ meets.T


def context_orders(r):
    n, t = r.n, np.arange(2**r.n)
    for c in r.known:
        v = r.v[c][r.done[c]]
        parts = dict(zip(("whole", "and", "or"), (v, *scores_of(r.a[c][r.done[c]], r.o[c][r.done[c]], n))))
        for part, scores in parts.items():
            strength = np.zeros((len(scores), n - 1))
            pairs = list(itertools.combinations(range(n), 2))
            for i, j in pairs:
                free = t[(t >> i & 1 == 0) & (t >> j & 1 == 0)]
                delta = (scores[:, free | 1 << i | 1 << j] - scores[:, free | 1 << i] - scores[:, free | 1 << j] +
                         scores[:, free])
                for m in range(n - 1):
                    strength[:, m] += np.abs(delta[:, r.order[free] == m].mean(1)) / len(pairs)
            mean = strength.mean(0)
            drawn = np.array([strength[rows].mean(0) for rows in resamples(len(strength))])
            drawn /= drawn.mean(1, keepdims=True)
            for m in range(n - 1):
                yield (r.step[c], part, m, mean[m], mean[m] / mean.mean(), *interval(drawn[:, m]))


def reference(r):
    return r.known[-1]


def scale_values(r):
    for c in r.known:
        both = r.done[c] & r.done[reference(r)]
        here, there = (np.concatenate([r.ma[k][both], r.mo[k][both]]) for k in (c, reference(r)))
        size = r.by_order((there**2).sum(0))
        alignment = r.by_order((here * there).sum(0)) / size
        yield c, alignment, r.by_order((here**2).sum(0)) / size, r.by_order(((here - there)**2).sum(0)) / size


def scales(r):
    for c, alignment, size, error in scale_values(r):
        for k in range(r.n):
            yield r.step[c], k + 1, alignment[k], size[k], error[k]


def half_times(r):
    error = np.array([e for _, _, _, e in scale_values(r)])
    x = np.log1p(r.step[r.known])
    for k in range(r.n):
        above = error[:, k] > 0.5

        def crossed(i):  # between i - 1 and i
            if i == 0:
                return r.step[r.known[0]]
            at = np.interp(-0.5, [-error[i - 1, k], -error[i, k]], [x[i - 1], x[i]])
            return math.expm1(at)
        below = np.flatnonzero(~above)
        first = crossed(below[0]) if len(below) else math.nan
        settled = math.nan if above[-1] else crossed(np.flatnonzero(above)[-1] + 1 if above.any() else 0)
        yield k + 1, first, settled


def salient(r, c, rows):
    """Entries of at least 0.05 of the sample's largest, divided by the mean range; [2, samples, 2^n]."""
    tables = np.stack([r.ma[c], r.mo[c]])
    largest = np.abs(tables).max((0, 2))
    kept = np.where(np.abs(tables) >= 0.05 * largest[:, None], tables, 0)
    v = r.v[c][r.done[c]]
    return kept[:, rows] / np.abs(v[:, -1] - v[:, 0]).mean()


def knowledge_parts(r):
    for c in r.known:
        rows = r.done[c] & r.done[reference(r)]
        here, there = salient(r, c, rows), salient(r, reference(r), rows)
        shared = np.where(here * there > 0, np.minimum(np.abs(here), np.abs(there)), 0)
        kinds = [np.array([r.by_order(np.abs(x)[kind].mean(0)) for x in (here, shared, there)]) for kind in (0, 1)]
        for part, values in (("sum", kinds[0] + kinds[1]), ("and", kinds[0]), ("or", kinds[1])):
            yield c, part, values


def knowledge(r):
    for c, part, (everything, overlap, there) in knowledge_parts(r):
        for k in range(r.n):
            yield (r.step[c], part, k + 1, everything[k], overlap[k], everything[k] - overlap[k],
                   there[k] - overlap[k])


def completeness(r):
    for c, part, (everything, overlap, there) in knowledge_parts(r):
        with np.errstate(invalid="ignore"):
            yield (r.step[c], part, overlap.sum() / there.sum(), (everything - overlap).sum() / everything.sum())


def lives_of(r, sample, stay=0.5):
    """Class, spells and ends of each interaction of a sample that is salient at some checkpoint."""
    seen = [c for c in r.known if r.done[c, sample]]
    for kind, tables in (("and", r.ma), ("or", r.mo)):
        story = tables[seen, sample]
        tau = np.array([r.tau(c) for c in seen])[:, None]
        ever = np.flatnonzero(((np.abs(story) >= tau) & (story != 0)).any(0))
        for s in ever:
            spells, current = [], None
            for at, value in enumerate(story[:, s]):
                limit = tau[at, 0]
                if current and value * current[2] > 0 and abs(value) >= stay * limit:
                    current[1] = at
                    continue
                current = None
                if value != 0 and abs(value) >= limit:
                    current = [at, at, math.copysign(1, value)]
                    spells.append(current)
            if len(spells) == 1:
                name = ("reliable" if spells[0][1] == len(seen) - 1 else
                        "withdrawn" if spells[0][0] == 0 else "forgotten")
            else:
                turned = len(spells) == 2 and spells[0][2] != spells[1][2]
                name = "betraying" if turned else "fluctuating"
            yield kind, s, name, [(seen[first], seen[last]) for first, last, _ in spells]


CLASSES = ("reliable", "withdrawn", "forgotten", "betraying", "fluctuating")


def lives(r):
    for sample in range(len(r.sample)):
        for kind, s, name, spells in lives_of(r, sample):
            variables = " ".join(str(i + 1) for i in range(r.n) if s >> i & 1)
            yield (r.sample[sample], kind, r.order[s], variables, name, len(spells), r.step[spells[0][0]],
                   r.step[spells[-1][1]])


def life_counts(r):
    counts = np.zeros((len(r.step), len(CLASSES), r.n))
    for sample in range(len(r.sample)):
        for _, s, name, spells in lives_of(r, sample):
            for first, last in spells:
                counts[first:last + 1, CLASSES.index(name), r.order[s] - 1] += r.done[first:last + 1, sample]
    for c in r.known:
        for i, name in enumerate(CLASSES):
            for k in range(r.n):
                yield r.step[c], name, k + 1, counts[c, i, k] / r.done[c].sum()


def life_classes(r):
    counts = np.zeros((len(CLASSES), r.n))
    for sample in range(len(r.sample)):
        for _, s, name, _ in lives_of(r, sample):
            counts[CLASSES.index(name), r.order[s] - 1] += 1
    for i, name in enumerate(CLASSES):
        for k in range(r.n):
            yield name, k + 1, counts[i, k] / r.done.any(0).sum()


def truncated(r, c):
    """v_k [samples, n + 1]: matrices restricted to terms of order <= k, at the full coalition."""
    effects = r.by_order(r.a[c] + r.o[c]).T
    return np.concatenate([r.v[c][:, :1], r.v[c][:, :1] + np.cumsum(effects, 1)], 1)


def groups(r, c):
    split = np.array(r.options["splits"])
    wrong = np.array(r.options.get("mislabeled", [False] * len(split)))
    return {"all": r.done[c], "train": r.done[c] & (split == "train") & ~wrong, "test": r.done[c] & (split == "test"),
            "mislabeled": r.done[c] & (split == "train") & wrong}


def without_orders(r):
    for c in r.known:
        loss = np.logaddexp(0, -truncated(r, c))
        right = truncated(r, c) > 0
        for name, rows in groups(r, c).items():
            for k in range(r.n + 1 if rows.any() else 0):
                yield r.step[c], name, rows.sum(), k, loss[rows, k].mean(), right[rows, k].mean()


def gap_without_orders(r):
    for c in r.known:
        loss, rows = np.logaddexp(0, -truncated(r, c)), groups(r, c)
        train, test = loss[rows["train"]], loss[rows["test"]]
        if not len(train) or not len(test):
            continue
        drawn = (np.array([test[i].mean(0) for i in resamples(len(test), SEED + 1)]) -
                 np.array([train[i].mean(0) for i in resamples(len(train), SEED)]))
        for k in range(r.n + 1):
            ends = interval(drawn[:, k]) if min(len(train), len(test)) > 1 else [math.nan, math.nan]
            yield (r.step[c], k, test[:, k].mean() - train[:, k].mean(), *ends)


def variance_shares(r, c):
    """By least squares on all products of at most k variables, centered so that they are orthogonal."""
    t = np.arange(2**r.n)
    signs = 1.0 - 2.0 * (np.array([[bin(x & s).count("1") & 1 for s in t] for x in t]))
    v = r.v[c][r.done[c]]
    v = v - v.mean(1, keepdims=True)
    parts = r.by_order((v @ signs / 2**r.n)**2)
    return parts / (v**2).mean(1)


def variance_by_order(r):
    for c in r.known:
        for k, share in enumerate(variance_shares(r, c).mean(1)):
            yield r.step[c], k + 1, share


def additive(r):
    for c in r.known:
        shares = variance_shares(r, c)[0]
        tables = np.abs(np.stack([r.ma[c], r.mo[c]]))[:, r.done[c]]
        strength = r.by_order(np.where(tables >= r.tau(c), tables, 0).sum((0, 1)))
        yield r.step[c], len(shares), strength[0] / strength.sum(), shares.mean(), shares.min()


def smoothed(loss):
    last = len(loss) - 1
    return np.array([np.median(loss[i - w:i + w + 1]) for i in range(len(loss)) for w in [min(2, i, last - i)]])


def smoothed_losses(r):
    finite = np.isfinite(r.test)
    values = np.full(len(r.test), math.nan)
    if finite.sum() >= 3:
        values[finite] = smoothed(r.test[finite])
    for c in range(len(r.test)):
        yield r.step[c], r.test[c], values[c]


def two_scales(_):
    """The linear student with its usual settings, by dense matrices; nothing is random but the samples, which are those
    of the seeds 1 to 8."""
    n, d, p, kappa = 130, 100, 70, 100.0
    scale = np.where(np.arange(d) < p, 1.0, 1 / kappa)
    sets = []
    for seed in range(1, 9):
        u = (splitmix(seed, np.arange(2 * n * d)) >> np.uint64(11)).astype(float) * 2.0**-53
        z = np.sqrt(-2 * np.log(1 - u[0::2])) * np.cos(2 * np.pi * u[1::2])
        x = z.reshape(n, d) / np.sqrt(d) * scale
        eigenvalues, v = np.linalg.eigh(x.T @ x)
        sets.append((eigenvalues, np.diag(scale) @ v, v.T @ np.diag(1 / scale)))
    step = np.mean([1 / e[-1] for e, _, _ in sets])

    def error(k, f, inverse):
        return k.sum() / d, ((f * k @ inverse)**2).sum() / d

    for i in range(49):
        t = 10**(i / 8)
        strength = 1 / step / t
        found = np.array([error(-np.expm1(t * np.log1p(-np.minimum(e / e[-1], 1 - 1e-16))), f, g) for e, f, g in sets])
        errors = (1 + found[:, 1] - 2 * found[:, 0]) / 2
        ridge = np.array([error(e / (e + strength), f, g) for e, f, g in sets])
        low, high = -50.0, 25.0
        for _ in range(200):
            tau = math.exp((low + high) / 2)
            below = tau / d * (n - (scale**2 / (scale**2 + tau)).sum()) < strength
            low, high = ((low + high) / 2, high) if below else (low, (low + high) / 2)
        kept = scale**2 / (scale**2 + tau)
        twice = ((1 - kept)**2).sum() / d / (1 - (kept**2).sum() / n)
        parts = ((1 - kept)**2 / d + kept**2 * twice / n) / 2
        a = []
        for q, size in ((p, 1.0), (d - p, 1 / kappa)):
            own, alpha = strength / (q / d * size**2), n / q
            a.append((1 + 2 * own / (1 - alpha - own + math.sqrt((1 - alpha - own)**2 + 4 * own)), alpha))
        r = [n / d / x for x, _ in a]
        b = [alpha / (x * x - alpha) for x, alpha in a]
        c = [1 - 2 * r[1 - j] - (2 - a[j][0]) / a[j][0] * n / d for j in (0, 1)]
        size = (b[0] * b[1] * sum(c) + b[0] * c[0] + b[1] * c[1]) / (1 - b[0] * b[1])
        yield (t, found[:, 0].mean(), found[:, 1].mean(), errors.mean(), errors.min(), errors.max(), strength,
               ((1 + ridge[:, 1] - 2 * ridge[:, 0]) / 2).mean(), twice / 2, parts[:p].sum(), parts[p:].sum(),
               (1 + size - 2 * sum(r)) / 2)


TABLES = (context_orders, scales, half_times, knowledge, completeness, lives, life_counts, life_classes,
          without_orders, gap_without_orders, variance_by_order, additive, smoothed_losses, two_scales)


def same(mine, theirs):
    if isinstance(mine, str):
        return mine == theirs
    theirs = float(theirs) if theirs else math.nan
    if math.isnan(mine) or math.isnan(theirs):
        return math.isnan(mine) and math.isnan(theirs)
    return abs(mine - theirs) <= 1e-9 * max(1.0, abs(mine))


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    results, problems = Results(arguments[0]), []
    for table in TABLES:
        with open(f"{arguments[1]}/{table.__name__}.csv", newline="", encoding="utf-8") as file:
            head, *rows = csv.reader(file)
        mine = list(table(results))
        if len(mine) != len(rows):
            problems.append(f"{table.__name__}: {len(rows)} rows, here {len(mine)}")
            continue
        for row, own in zip(rows, mine):
            for column, theirs, value in zip(head[1:], row[1:], own):
                if not same(value, theirs):
                    problems.append(f"{table.__name__}: {column} is {theirs}, here {value} ({row[1:4]})")
    for problem in problems[:20]:
        print(problem)
    print("agrees to 1e-9" if not problems else f"{len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
