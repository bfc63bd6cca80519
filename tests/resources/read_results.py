#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""spindle_results.py against the program itself, on results that the program computes here:

    read_results.py SPINDLE SOURCE_FOLDER [unittest options]

Arrays against `spindle show` and `spindle analyze --csv`, indices of games against their definitions, and that what is
unfinished, damaged or of another schema is told. Needs numpy and h5py; pandas, shapiq and hatchling where they are."""
import csv
import itertools
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import warnings

PROGRAM, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
sys.path.insert(0, os.path.join(SOURCE, "resources", "python"))

import h5py  # noqa: E402
import numpy as np  # noqa: E402

from spindle_results import ResultsError, UnfinishedWarning, open_results  # noqa: E402


def spindle(*arguments, folder, status=0):
    ended = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == status, f"{arguments}: {ended.returncode}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def near(a, b, tolerance=1e-9):
    a, b = np.asarray(a, float), np.asarray(b, float)
    return a.shape == b.shape and np.allclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True)


class WithRun(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keeper = tempfile.TemporaryDirectory()
        cls.folder = cls.keeper.name
        cls.addClassCleanup(cls.keeper.cleanup)
        shutil.copytree(os.path.join(SOURCE, "tests/golden/app/tiny"), os.path.join(cls.folder, "tiny"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def refused(self, name, *words):
        with self.assertRaises(ResultsError) as caught:
            open_results(self.path(name))
        sentence = str(caught.exception)
        self.assertTrue(sentence.endswith(".") and "\n" not in sentence, sentence)
        for word in words:
            self.assertIn(word, sentence)


class Numbers(WithRun):
    """A finished run of 4 checkpoints, 6 samples and 6 variables."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        spindle("extract", "tiny", "-o", "a.h5", folder=cls.folder)
        spindle("analyze", "all", "a.h5", "--csv", "csv", folder=cls.folder)
        cls.results = open_results(os.path.join(cls.folder, "a.h5"))

    def csv(self, name):
        return table(self.path(f"csv/{name}.csv"))

    def test_strength_equals_the_programs(self):
        rows, columns = self.csv("dynamics"), self.results.columns("strength")
        self.assertEqual(len(rows), 4 * 6 * 4)
        self.assertTrue(near(columns["strength"], [row["strength"] for row in rows]))
        for name in ("run", "sign", "kind"):
            self.assertEqual(list(columns[name]), [row[name] for row in rows])
        for name in ("step", "epoch", "order"):
            self.assertTrue(near(columns[name], [row[name] for row in rows]))
        sums = np.zeros((2, 4, 6))
        for row in rows:
            at = [1.0, 2.0, 5.0, 10.0].index(float(row["step"]))
            sums[int(row["sign"] == "negative"), at, int(row["order"]) - 1] += float(row["strength"])
        self.assertTrue(near(self.results.strength_positive, sums[0]))
        self.assertTrue(near(self.results.strength_negative, sums[1]))

    def test_strength_equals_show_for_every_choice(self):
        choices = [(kinds, normalize, None, None)
                   for kinds in ("both", "and", "or") for normalize in ("none", "sum", "mean")]
        choices += [("or", "none", rule, factor) for rule in ("T1", "T2", "T3") for factor in (None, 0.1)]
        choices = [choice + (None,) for choice in choices + [("both", "sum", None, 1.0)]]
        choices += [(kinds, "none", rule, None, order_one) for kinds in ("both", "or") for rule in ("T1", "T2")
                    for order_one in ("merged", "separate")]
        for kinds, normalize, threshold, factor, order_one in choices:
            options = ["--kinds", kinds, "--normalize", normalize]
            options += ["--threshold", threshold] if threshold else []
            options += ["--factor", str(factor)] if factor else []
            options += ["--order-one", order_one] if order_one else []
            shown = spindle("show", "a.h5", *options, folder=self.folder)
            cells = np.array([[float(cell.replace("-", "nan") if cell == "-" else cell) for cell in line.split()]
                              for line in shown.splitlines() if re.match(r" *- +[0-9]", line)])
            self.assertEqual(cells.shape, (4, 18))
            found = self.results.strength(kinds, normalize, threshold, factor, order_one)
            mine = np.column_stack([found.mean_order, found.positive, found.negative])
            self.assertTrue(near(mine, cells[:, [4, *range(6, 18)]], 5.1e-4), (options, mine, cells))

    def test_checkpoints_and_samples(self):
        results, losses = self.results, self.csv("losses")
        for mine, name in ((results.steps, "step"), (results.epochs, "epoch"), (results.train_loss, "train_loss"),
                           (results.test_loss, "test_loss")):
            self.assertTrue(near(mine, [row[name] for row in losses]))
        self.assertTrue(near(results.loss_gap, results.test_loss - results.train_loss))
        self.assertTrue(results.steps_are_epochs)
        self.assertEqual(results.checkpoint_names, ["epoch1.pt", "epoch2.pt", "epoch5.pt", "epoch10.pt"])
        self.assertEqual((results.checkpoint_at(5), results.checkpoint_name(2)), (2, "epoch 5"))
        self.assertEqual(list(results.labels), [1, 1, 1, 2, 1, 0])
        self.assertEqual(results.variables[3], ["length", "width", "height", "age", "weight", "speed"])
        self.assertEqual(results.coalition(0b100101, 1), ("length", "height", "speed"))
        self.assertEqual((results.score, results.ties, results.options["gap"]), ("log-odds", "low", 0.01))
        self.assertEqual((results.run, results.n, list(results.parts)), ("tiny", 6, ["unknown"] * 6))
        self.assertEqual(results.phase_two_checkpoint, 0)
        self.assertEqual(len(results.provenance["source"]["checkpoints"]), 4)
        trust = self.csv("trust")
        self.assertTrue(near(results.certified_gap.max(1), [row["gap"] for row in trust]))
        ranges = np.abs(results.values[..., -1] - results.values[..., 0]).mean(1)
        self.assertTrue(near(ranges, [row["mean_range"] for row in trust]))
        self.assertTrue(near(results.threshold, 0.03 * ranges))

    def test_salient_interactions_are_counted_as_there(self):
        columns, counts = self.results.columns("interactions"), {}
        for step, order, kind, salient in zip(*(columns[name] for name in ("step", "order", "kind", "salient"))):
            counts[step, order, kind] = counts.get((step, order, kind), 0) + int(salient)
        rows = self.csv("salient")
        self.assertEqual(len(rows), 24)
        for row in rows:
            for kind in ("and", "or"):
                found = counts.get((float(row["step"]), int(row["order"]), kind), 0)
                self.assertAlmostEqual(found / 6, float(row[kind]), places=12)
        one = self.results.columns("interactions", checkpoint=1, sample=2)
        self.assertEqual(len(one["interaction"]), 63 + 57)
        at = list(zip(one["variables"], one["kind"])).index(("length + age", "or"))
        self.assertEqual(one["interaction"][at], self.results.or_interactions[1, 2, 0b1001])
        self.assertEqual(one["step"][at], 2.0)

    def test_games_match_the_scores(self):
        for c, s in itertools.product(range(4), range(6)):
            v = self.results.game(c, s)
            self.assertTrue(np.array_equal(v, self.results.values[c, s]))
            both = self.results.game(c, s, "both")
            # METHOD.md, universal matching, by its definition; the noise is at most 2 % of the range.
            a, o = self.results.and_interactions[c, s], self.results.or_interactions[c, s]
            for t in range(64):
                parts = sum(a[i] for i in range(1, 64) if i & ~t == 0) + sum(o[i] for i in range(1, 64) if i & t)
                self.assertAlmostEqual(both[t], a[0] + parts, places=12)
            self.assertLessEqual(np.abs(both - v).max(), 0.02 * abs(v[-1] - v[0]) * (1 + 1e-6) + 1e-12)
            self.assertFalse(o[[1 << i for i in range(6)]].any() or o[0])
            self.assertEqual(a[0], v[0])

    def test_interactions_are_those_of_the_file(self):
        with h5py.File(self.path("a.h5"), "r") as file:
            a, o = file["interactions/and"][()], file["interactions/or"][()]
        sizes = np.array([bin(mask).count("1") for mask in range(64)])
        self.assertTrue(np.array_equal(self.results.coalition_orders, sizes))
        single = sizes == 1
        self.assertTrue(np.array_equal(self.results.and_interactions[..., ~single], a[..., ~single]))
        self.assertTrue(np.array_equal(self.results.and_interactions[..., single], a[..., single] + o[..., single]))
        self.assertTrue(np.array_equal(self.results.or_interactions[..., sizes > 1], o[..., sizes > 1]))

    def test_values_equal_the_programs(self):
        rows, pairs = self.csv("values"), self.csv("pairs")
        steps = [1.0, 2.0, 5.0, 10.0]
        self.assertEqual((len(rows), len(pairs)), (4 * 6 * 6, 4 * 6 * 15))
        for row in rows:
            at = steps.index(float(row["step"])), int(row["sample"])
            who = (int(row["variable"]) - 1,)
            self.assertAlmostEqual(self.results.index_values(*at, index="SV")[who], float(row["shapley"]), places=11)
            self.assertAlmostEqual(self.results.index_values(*at, index="BV")[who], float(row["banzhaf"]), places=11)
        for row in pairs[::7]:
            at = steps.index(float(row["step"])), int(row["sample"])
            pair = int(row["first"]) - 1, int(row["second"]) - 1
            self.assertAlmostEqual(self.results.index_values(*at, index="SII")[pair], float(row["shapley_interaction"]),
                                   places=11)

    def test_indices_equal_their_definitions(self):
        """Sums of discrete derivatives (Grabisch and Roubens 1999), for every game."""
        n, everything = 6, 63
        members = [tuple(i for i in range(n) if mask >> i & 1) for mask in range(64)]
        for kind in ("scores", "and", "or", "or-dual", "both"):
            v = self.results.game(2, 3, kind)
            derivative = np.zeros((64, 64))  # of s in the context t
            for s, t in itertools.product(range(64), range(64)):
                if not s & t:
                    derivative[s, t] = sum((-1) ** (len(members[s]) - len(members[part])) * v[t | part]
                                           for part in range(64) if part & ~s == 0)
            for index in ("Moebius", "Co-Moebius", "SII", "BII", "SV", "BV"):
                for order in ((1,) if index in ("SV", "BV") else (1, 2, 6)):
                    found = self.results.index_values(2, 3, kind, index, order)
                    self.assertEqual(len(found), sum(math.comb(n, k) for k in range(order + 1)))
                    for s in range(1, 64):
                        size = len(members[s])
                        if size > order:
                            self.assertNotIn(members[s], found)
                            continue
                        contexts = [t for t in range(64) if not t & s]
                        weight = {"Moebius": lambda t: t == 0, "Co-Moebius": lambda t: t == everything & ~s,
                                  "BII": lambda t: 0.5 ** (n - size), "BV": lambda t: 0.5 ** (n - 1)}.get(
                            index, lambda t: 1 / ((n - size + 1) * math.comb(n - size, len(members[t]))))
                        expected = sum(weight(t) * derivative[s, t] for t in contexts)
                        self.assertAlmostEqual(found[members[s]], expected, places=10, msg=(kind, index, members[s]))

    def test_interactions_are_indices_of_their_games(self):
        a, o = self.results.and_interactions[3, 0], self.results.or_interactions[3, 0]
        of_and = self.results.index_values(3, 0, "and", "Moebius")
        of_dual = self.results.index_values(3, 0, "or-dual", "Moebius")
        of_or = self.results.index_values(3, 0, "or", "Co-Moebius")
        for mask in range(1, 64):
            who = tuple(i for i in range(6) if mask >> i & 1)
            self.assertAlmostEqual(of_and[who], a[mask], places=12)
            self.assertAlmostEqual(of_dual[who], o[mask], places=12)
            self.assertAlmostEqual(of_or[who] * (-1) ** (len(who) + 1), o[mask], places=12)
        self.assertEqual(of_and[()], a[0])

    def test_questions_that_have_no_answer(self):
        for ask in (dict(index="STII"), dict(kind="xor"), dict(index="SV", order=2), dict(order=7), dict(order=0)):
            with self.assertRaises(ResultsError):
                self.results.index_values(**ask)
        for arguments in (dict(kinds="xor"), dict(normalize="max"), dict(threshold="T4"), dict(factor=2.0)):
            with self.assertRaises(ResultsError):
                self.results.strength(**arguments)
        for at in ((4, 0), (-5, 0), (0, 6), (0, -7)):
            with self.assertRaises(IndexError):
                self.results.game(*at)
        with self.assertRaises(ResultsError):
            self.results.checkpoint_at(3)
        with self.assertRaises(ResultsError):
            self.results.columns("strengths")
        with self.assertRaises(ValueError):
            self.results.values[0, 0, 0] = 1.0  # read-only: the next table would be made from it

    def test_frames(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            with self.assertRaisesRegex(ImportError, "pip install pandas"):
                self.results.to_frame()
            return
        for what in ("strength", "checkpoints", "samples", "interactions", "values"):
            frame, columns = self.results.to_frame(what), self.results.columns(what)
            self.assertEqual(list(frame.columns), list(columns))
            self.assertEqual(len(frame), len(next(iter(columns.values()))))
        by_hand = self.results.to_frame().groupby(["step", "order"]).strength.agg(lambda x: x.abs().sum())
        self.assertAlmostEqual(by_hand.loc[10.0, 3],
                               self.results.strength_positive[3, 2] - self.results.strength_negative[3, 2], places=12)

    def test_shapiq(self):
        try:
            import shapiq
        except ImportError:
            with self.assertRaisesRegex(ImportError, "pip install shapiq"):
                self.results.to_shapiq()
            return
        for kind in ("scores", "and", "or", "or-dual", "both"):
            v = self.results.game(-1, 0, kind)
            computer = shapiq.ExactComputer(lambda x: v[np.asarray(x, dtype=np.int64) @ (1 << np.arange(6))], 6)
            for index, order in (("Moebius", 6), ("Co-Moebius", 3), ("SV", 1), ("BV", 1), ("SII", 2), ("SII", 4),
                                 ("BII", 2)):
                mine, theirs = self.results.to_shapiq(-1, 0, kind, index, order), computer(index, order=order)
                self.assertEqual((mine.index, mine.max_order, mine.min_order, mine.n_players),
                                 (theirs.index, theirs.max_order, theirs.min_order, theirs.n_players))
                self.assertEqual(set(mine.dict_values), set(theirs.dict_values))
                for who, number in mine.dict_values.items():
                    if who or index != "BV":  # shapiq means to put v(empty) there, but has the mean of v
                        self.assertAlmostEqual(number, theirs.dict_values[who], places=10, msg=(kind, index, who))
                self.assertAlmostEqual(mine.baseline_value, v[0], places=12)

    def test_readme(self):
        """The lines of the README, as they stand there."""
        with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as file:
            blocks = re.findall("```python\n(.*?)```", file.read(), re.S)
        blocks = [block for block in blocks if "open_results" in block]
        self.assertEqual(len(blocks), 1)
        code = blocks[0]
        for name, extra in (("pandas", "to_frame"), ("shapiq", "to_shapiq")):
            try:
                __import__(name)
            except ImportError:
                code = "\n".join(line for line in code.splitlines() if extra not in line)
        before = os.getcwd()
        os.chdir(self.folder)
        try:
            shutil.copy("a.h5", "results.h5")
            exec(code, {})  # noqa: S102
        finally:
            os.chdir(before)


class Unfinished(WithRun):
    def test_a_checkpoint_that_failed_is_nan_and_told(self):
        shutil.copytree(self.path("tiny"), self.path("failing"))
        shutil.copy(os.path.join(SOURCE, "tests/golden/app/parts/nan_weights.pt"), self.path("failing/epoch5.pt"))
        spindle("extract", "failing", "-o", "failing.h5", folder=self.folder)
        with self.assertWarnsRegex(UnfinishedWarning, r"1 of 4 checkpoints not computed \(epoch 5\)"):
            results = open_results(self.path("failing.h5"))
        self.assertEqual(list(results.computed), [True, True, False, True])
        for array in (results.values, results.and_interactions, results.or_interactions, results.l1,
                      results.certified_gap, results.strength_positive, results.strength_negative, results.mean_order,
                      results.threshold, results.strength("or", "sum").positive):
            known = np.isfinite(array.reshape(4, -1))
            self.assertTrue(known[[0, 1, 3]].all() and not known[2].any())
        self.assertFalse(np.isfinite(results.columns("strength")["strength"][48:72]).any())
        spindle("analyze", "dynamics", "failing.h5", "--csv", "tables", folder=self.folder)
        told = [float(row["strength"]) for row in table(self.path("tables/dynamics.csv"))]
        mine = results.columns("strength")["strength"]
        self.assertTrue(near(mine[np.isfinite(mine)], told))
        self.assertEqual(set(results.columns("values")["step"]), {1.0, 2.0, 10.0})
        with self.assertRaisesRegex(ResultsError, "not computed at epoch 5"):
            results.game(2, 0)

    def test_what_a_killed_computation_left(self):
        run, out = os.path.join(SOURCE, "sample_models/fashion-lenet"), self.path("killed.h5")
        first = os.path.join(out + ".parts", "00001.h5")
        with subprocess.Popen([PROGRAM, "extract", run, "-o", out, "--threads", "1"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and not os.path.exists(first):
                time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
        self.assertTrue(os.path.exists(first), "the computation was over before it was killed")
        with self.assertWarnsRegex(UnfinishedWarning, "was interrupted: .* of 32 checkpoints not computed"):
            results = open_results(out)
        self.assertTrue(results.interrupted and 2 <= results.computed.sum() < 32)
        shown = spindle("show", out, folder=self.folder)
        self.assertIn(f"{results.computed.sum()} of 32 checkpoints", shown)
        line = next(line for line in shown.splitlines() if re.match(r" *1 ", line)).split()
        self.assertTrue(near(results.strength_positive[1], line[6:16], 5.1e-4))
        self.assertTrue(np.isfinite(results.values[1]).all() and not np.isfinite(results.values[31]).any())
        shutil.rmtree(out + ".parts")
        with self.assertRaisesRegex(ResultsError, "has gone on since it was opened"):
            results.game(0, 0)


class Refused(WithRun):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        spindle("extract", "tiny", "-o", "good.h5", folder=cls.folder)

    def changed(self, name, change):
        """A copy of the results in which change(file) was done."""
        shutil.copy(self.path("good.h5"), self.path(name))
        with h5py.File(self.path(name), "r+") as file:
            change(file)
        return name

    def test_other_schemas(self):
        def schema(version):
            def change(file):
                del file.attrs["spindle_schema"]
                file.attrs["spindle_schema"] = version
            return change
        self.refused(self.changed("new.h5", schema(2)), "schema version 2", "reads version 1", "newer")
        self.refused(self.changed("old.h5", schema(0)), "schema version 0", "compute it again")
        self.refused(self.changed("none.h5", lambda file: file.attrs.__delitem__("spindle_schema")),
                     "no Spindle results")

    def test_what_is_no_results_file(self):
        with open(self.path("text.h5"), "w") as file:
            file.write("Dear diary\n")
        with open(self.path("empty.h5"), "w"):
            pass
        os.mkdir(self.path("folder.h5"))
        os.mkfifo(self.path("pipe.h5"))
        self.refused("text.h5", "text.h5 is not a results file")
        self.refused("empty.h5", "not a results file")
        self.refused("folder.h5", "is a folder")
        self.refused("pipe.h5", "is a pipe")
        self.refused("nothing.h5", "There is no results file")

    def test_damage(self):
        def replace(name, data):
            def change(file):
                del file[name]
                file[name] = data
            return change

        def options(text):
            return lambda file: file.attrs.__setitem__("options", np.bytes_(text.encode()))

        def linked(file):
            del file["values"]
            file["values"] = h5py.ExternalLink(self.path("good.h5"), "values")

        for name, change, word in (
                ("shape", replace("values", np.zeros((4, 6, 63))), "2^n"),
                ("fewer", replace("interactions/or", np.zeros((4, 5, 64))), "interactions/or"),
                ("type", replace("checkpoints/step", np.arange(4)), "checkpoints/step"),
                ("done", replace("done", np.full((4, 6), 2, dtype=np.uint8)), "done"),
                ("missing", lambda file: file.__delitem__("interactions/and"), "interactions/and"),
                ("linked", linked, "values"),
                ("options", options("{"), "options"), ("factor", options('{"factor": 7, "threshold": "T1"}'), "factor"),
                ("splits", options('{"splits": "test"}'), "parts"),
                ("variables", replace("samples/variables", np.array([b"{}"] * 6)), "variables"),
                ("start", lambda file: file["phase"].attrs.modify("phase_two_checkpoint", 9), "phase two")):
            self.refused(self.changed(name + ".h5", change), name + ".h5", "damaged", word)
        self.refused(self.changed("one.h5", options('{"factor": 0.1, "threshold": "T1", "order_one": "x"}')),
                     "order_one", "another version")
        self.refused(self.changed("rule.h5", options('{"factor": 0.1, "threshold": "T9"}')), "T9", "another version")

    def test_a_pair_that_is_not_done_counts_nowhere(self):
        """Whatever stands in its place."""
        def undo(file):
            file["done"][1, 2] = 0
            file["interactions/and"][1, 2] = 1e6
        name = self.changed("part.h5", undo)
        with self.assertWarnsRegex(UnfinishedWarning, r"1 for part of the samples only \(epoch 2\)"):
            results = open_results(self.path(name))
        for array in (results.values, results.and_interactions, results.or_interactions):
            self.assertTrue(np.isnan(array[1, 2]).all() and np.isfinite(array).sum() == 23 * 64)
        shown = [line.split() for line in spindle("show", name, folder=self.folder).splitlines()]
        cells = next(line for line in shown if line[:2] == ["-", "2"])[6:]
        found = results.strength()
        self.assertTrue(near(np.concatenate([found.positive[1], found.negative[1]]), cells, 5.1e-4))

    def test_order_one_as_the_file_stores_it(self):
        def separate(file):
            text = bytes(file.attrs["options"]).replace(b"{", b'{"order_one":"separate",', 1)
            file.attrs.create("options", text, dtype=h5py.string_dtype("utf-8", len(text)))
        results = open_results(self.path(self.changed("separate.h5", separate)))
        merged = open_results(self.path("good.h5"))
        with h5py.File(self.path("good.h5"), "r") as file:
            self.assertTrue(np.array_equal(results.or_interactions, file["interactions/or"][()]))
        self.assertTrue(near(results.strength().positive, merged.strength(order_one="separate").positive))
        self.assertTrue(near(results.game(1, 1, "both"), merged.game(1, 1, "both")))
        self.assertEqual(len(results.columns("interactions", 0, 0)["order"]), 2 * 63)
        shown = spindle("show", "separate.h5", folder=self.folder)
        self.assertIn("order 1 not merged", shown)

    def test_numbers_that_cannot_be(self):
        def nan(name):
            def change(file):
                file[name][2, 3] = np.nan
            return change
        for name, ask in (("values", lambda r: r.values), ("interactions/and", lambda r: r.strength_positive),
                          ("interactions/or", lambda r: r.or_interactions), ("decomposition/l1", lambda r: r.l1)):
            results = open_results(self.path(self.changed(f"nan-{name.replace('/', '-')}.h5", nan(name))))
            with self.assertRaisesRegex(ResultsError, "damaged .*not finite"):
                ask(results)

    def test_strengths_of_other_interactions(self):
        def scale(file):
            file["strength/positive"][...] = file["strength/positive"][()] * 1.0001
        results = open_results(self.path(self.changed("scaled.h5", scale)))
        with self.assertRaisesRegex(ResultsError, "not those of its interactions"):
            results.strength_positive  # noqa: B018
        with self.assertRaises(ResultsError):
            results.columns("strength")

    def test_flipped_bits_and_cut_files(self):
        """Never other numbers: what was read from the whole file, or an error."""
        whole = open_results(self.path("good.h5"))
        numbers = [whole.values, whole.and_interactions, whole.or_interactions, whole.strength_positive, whole.l1,
                   whole.steps, whole.train_loss, whole.labels]
        with open(self.path("good.h5"), "rb") as file:
            good = file.read()
        random, refused = np.random.default_rng(7), 0
        for trial in range(300):
            damaged = bytearray(good)
            if trial % 10 == 0:
                damaged = damaged[:random.integers(len(good))]
            else:
                damaged[random.integers(len(good))] ^= 1 << random.integers(8)
            with open(self.path("flipped.h5"), "wb") as file:
                file.write(damaged)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    r = open_results(self.path("flipped.h5"))
                    found = [r.values, r.and_interactions, r.or_interactions, r.strength_positive, r.l1, r.steps,
                             r.train_loss, r.labels]
            except (ResultsError, UnfinishedWarning):
                refused += 1
                continue
            for mine, other in zip(found, numbers):
                self.assertTrue(np.array_equal(mine, other, equal_nan=True), f"trial {trial}")
        self.assertGreater(refused, 30)


class Package(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.join(SOURCE, "resources", "python")
        with open(os.path.join(self.folder, "pyproject.toml"), encoding="utf-8") as file:
            self.text = file.read()

    def test_it_has_the_version_and_the_license_of_the_project(self):
        with open(os.path.join(SOURCE, "CMakeLists.txt"), encoding="utf-8") as file:
            version = re.search(r"project\(spindle VERSION ([0-9.]+)", file.read()).group(1)
        self.assertIn(f'\nversion = "{version}"\n', self.text)
        self.assertIn('\nlicense = "GPL-3.0-or-later"\n', self.text)

    def test_it_installs_every_module_of_the_folder_and_needs_nothing(self):
        modules = sorted(name for name in os.listdir(self.folder) if name.endswith(".py"))
        self.assertEqual(modules, ["spindle_recorder.py", "spindle_results.py"])
        for listed in re.findall(r"only-include = \[(.*)\]", self.text):
            self.assertEqual(re.findall('"(.*?)"', listed), modules)
        self.assertNotIn("\ndependencies", self.text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:])
