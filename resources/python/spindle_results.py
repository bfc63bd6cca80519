# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads results files of Spindle into numpy arrays. One file; needs numpy and h5py, and pandas or shapiq only for what
is made for them.

    from spindle_results import open_results

    results = open_results("results.h5")
    results.strength_positive[-1]                  # strength of orders 1 .. n at the last checkpoint, as `spindle show`
    results.and_interactions[-1, 0]                # I_and of every coalition of the first sample
    frame = results.to_frame("strength")           # pandas, one number a row
    pairs = results.to_shapiq(checkpoint=-1, sample=0, index="SII", order=2)

Words, formulas and defaults are those of METHOD.md. Checkpoints and samples are given by their row in the results, from
0, or from -1 backwards. A coalition is a bit mask: bit i set means that variable i is present; arrays over coalitions
have 2^n entries. What was not computed is NaN in every array, and a warning (UnfinishedWarning) at opening says what.
A file that cannot be read as it was meant raises ResultsError, a sentence: another schema version, damage, no results.
"""
import collections
import contextlib
import itertools
import json
import os
import re
import stat
import warnings

import h5py
import numpy as np

__all__ = ["open_results", "Results", "ResultsError", "Strength", "UnfinishedWarning"]

_SCHEMA = 1
_MOST_VARIABLES, _MOST_ROWS, _MOST_PAIRS = 20, 1_000_000, 10_000_000
_FACTORS = {"T1": 0.03, "T2": 0.05, "T3": 0.03}
_PROVENANCE = ("samples", "checkpoints", "splits", "mislabeled")
_OLD_SPELLINGS = {"mislabelled": "mislabeled", "normalisation": "normalization"}

Strength = collections.namedtuple("Strength", "positive negative mean_order threshold")
Strength.__doc__ = """Strength by order: positive and negative (<= 0) [checkpoint, order - 1], mean_order and threshold
[checkpoint]; NaN where not computed. The mean order is NaN too where nothing is salient."""


class ResultsError(ValueError):
    """Results that cannot be read, or a question that they cannot answer; the message is one sentence."""


class UnfinishedWarning(UserWarning):
    """Some checkpoints or samples are not computed; their numbers are NaN."""


def open_results(path):
    """The results at `path`: a file that `spindle extract` wrote, or, as in every command of Spindle, what an
    interrupted or running computation has left so far beside it (PATH.parts). A snapshot: what is computed later is
    not seen."""
    return Results(path)


# -- one HDF5 file ----------------------------------------------------------------------------------------------------


def _damaged(path, why):
    return ResultsError(f"The results file {path} is damaged ({why}); copy it again, or compute it again.")


@contextlib.contextmanager
def _reading(path):
    try:
        yield
    except (ResultsError, MemoryError):
        raise
    except (OSError, RuntimeError, LookupError, ValueError, TypeError) as error:
        raise _damaged(path, " ".join(str(error).split()).strip("'\"").rstrip(".")) from error


def _open_hdf5(path):
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        raise ResultsError(f"There is no results file {path}.") from None
    except OSError as error:
        raise ResultsError(f"The results file {path} cannot be read: {error.strerror}.") from error
    if stat.S_ISDIR(mode):
        raise ResultsError(f"{path} is a folder, not a results file.")
    if not stat.S_ISREG(mode):
        raise ResultsError(f"{path} is a pipe or a device, not a results file.")
    if not os.access(path, os.R_OK):
        raise ResultsError(f"The results file {path} cannot be read: permission denied.")
    try:
        try:
            return h5py.File(path, "r")
        except BlockingIOError:  # a file system without locks; files are never changed in place
            return h5py.File(path, "r", locking=False)
    except OSError as error:
        if not h5py.is_hdf5(path):
            raise ResultsError(f"{path} is not a results file: it is not in HDF5 format.") from None
        raise _damaged(path, " ".join(str(error).split())) from error


class _File:
    """A file in the results schema, whole or a part with one checkpoint, kept open: what replaces it is not seen."""

    def __init__(self, path):
        self.path, self.hdf5 = path, _open_hdf5(path)
        with _reading(path):
            if "spindle_schema" not in self.hdf5.attrs:
                raise ResultsError(f"{path} is an HDF5 file but contains no Spindle results.")
            schema = int(self.hdf5.attrs["spindle_schema"])
            if schema != _SCHEMA:
                advice = "use a newer spindle_results.py" if schema > _SCHEMA else "compute it again"
                raise ResultsError(f"The results file {path} has schema version {schema}, but this spindle_results.py "
                                   f"reads version {_SCHEMA}; {advice}.")
            self.tables = {name: self._object(name) for name in ("values", "interactions/and", "interactions/or")}
            shape = self.tables["values"].shape
            if len(shape) != 3 or not 0 < shape[0] <= _MOST_ROWS or not 0 < shape[1] <= _MOST_ROWS \
                    or shape[0] * shape[1] > _MOST_PAIRS:
                raise _damaged(path, "it claims more checkpoints and samples than any computation has")
            self.n = shape[2].bit_length() - 1
            if shape[2] != 1 << self.n or not 1 <= self.n <= _MOST_VARIABLES:
                raise _damaged(path, f"its tables do not have 2^n entries with n from 1 to {_MOST_VARIABLES}")
            self.shape = shape
            for name, table in self.tables.items():
                self._check(name, table, shape, "f")
            done = self.array("done", shape[:2], "u")
            if done.max() > 1:
                raise _damaged(path, "done is neither 0 nor 1")
            self.done = done.astype(bool)

    def _object(self, name):
        """A dataset of this very file: links, or storage elsewhere, would show what stands in other files."""
        place = self.hdf5
        for part in name.split("/"):
            if not isinstance(place.get(part, getlink=True), h5py.HardLink):
                raise _damaged(self.path, f"it has no {name}")
            place = place[part]
        if not isinstance(place, h5py.Dataset) or place.is_virtual or place.external:
            raise _damaged(self.path, f"{name} is not stored in it")
        return place

    def _check(self, name, dataset, shape, kind):
        if dataset.shape != tuple(shape) or dataset.dtype.kind != kind:
            raise _damaged(self.path, f"{name} has another shape or type")

    def array(self, name, shape, kind="f"):
        dataset = self._object(name)
        self._check(name, dataset, shape, kind)
        return dataset[()]

    def texts(self, name, length):
        return [_text(text) for text in self.array(name, (length,), "S")]

    def attribute(self, name, group="/"):
        value = self.hdf5[group].attrs[name]
        return _text(value) if isinstance(value, (bytes, str)) else value

    def row(self, name, row):
        """One checkpoint of a table: [sample, coalition], NaN where not done."""
        with _reading(self.path):
            table = self.tables[name][row]
        table[~self.done[row]] = np.nan
        if not np.isfinite(table[self.done[row]]).all():
            raise _damaged(self.path, f"checkpoint {row}: {name} holds a number that is not finite")
        return table


def _text(text):
    return text.decode("utf-8").split("\0")[0] if isinstance(text, bytes) else str(text)


# -- games ------------------------------------------------------------------------------------------------------------


def _halves(table, i):
    """Views of a table [..., 2^n]: the coalitions without and with variable i, pairwise."""
    split = table.reshape(table.shape[:-1] + (-1, 2, 1 << i))
    return split[..., 0, :], split[..., 1, :]


def _moebius(table):
    """f(S) -> sum over T in S of (-1)^(|S| - |T|) f(T), of a copy."""
    table = np.array(table, dtype=float, order="C")
    for i in range(table.shape[-1].bit_length() - 1):
        without, present = _halves(table, i)
        present -= without
    return table


def _subset_sums(table):
    """f(T) -> sum over S in T of f(S), of a copy."""
    table = np.array(table, dtype=float, order="C")
    for i in range(table.shape[-1].bit_length() - 1):
        without, present = _halves(table, i)
        present += without
    return table


def _superset_sums(table):
    return _subset_sums(table[..., ::-1])[..., ::-1]


def _orders(n):
    """|S| of every mask."""
    sizes = np.zeros(1 << n, dtype=np.int64)
    for i in range(n):
        _halves(sizes, i)[1][...] += 1
    return sizes


# What a dividend of a set with d variables more than S counts in the index of S, and the usual highest order.
_INDICES = {
    "Moebius": (None, None),
    "Co-Moebius": (lambda d: np.ones(d.shape), None),
    "SV": (lambda d: 1.0 / (d + 1), 1),
    "BV": (lambda d: 0.5 ** d, 1),
    "SII": (lambda d: 1.0 / (d + 1), 2),
    "BII": (lambda d: 0.5 ** d, 2),
}


# -- results ----------------------------------------------------------------------------------------------------------


class Results:
    """Results of C checkpoints, S samples and n variables; open_results() makes one. Attributes:

    path, run, version, created   file, name of the run, version of Spindle that wrote it, ISO 8601 time
    options        dict of the options that the numbers depend on, as they stand in the file; score, baseline and ties
                   (the tie-break: "low", "high", "none", or None where there is nothing to choose) stand for themselves
    provenance     dict: numbers of samples and checkpoints in the run, digests of what was read ("source")
    n, orders      number of input variables, and 1 .. n
    series, axis   "training", "depth" (rows are layers, checkpoint_names their names, the last is the network's output) or
                   "models"; what steps count in place of training steps ("pruning ratio"), "" for steps or epochs
    steps, epochs  [C]; NaN where unknown. steps_are_epochs: only epochs are known, and steps repeat them
    checkpoint_names, train_loss, test_loss, loss_gap    [C]; losses NaN where unknown, the gap is test - train
    sample_index, sample_names, labels   [S]: number and name in the run, class that the score is about
    parts          [S]: "train", "test" or "unknown"; mislabeled [S]: known to have a wrong label
    variables      [S] lists of the names of the input variables; variable_places [S]: their pixels, positions (numbers
                   of columns, words or points) or elements
    coalition_orders   [2^n]: number of variables of each mask
    done           [C, S]: whether the pair was computed; computed [C]: any sample, complete [C]: all samples
    stopped, interrupted   whether the user ended the computation before its end; whether it goes on, or was killed
    phase_two_checkpoint, phase_two_step, phase_two_rule   start of phase two as stored; None where none was found, and
                   in what an interrupted computation left

    and, read when first asked for:

    values              [C, S, 2^n] scores v(T), not shifted
    and_interactions    [C, S, 2^n] I_and(S) after the order-1 merge (as every table, plot and threshold of Spindle has
                        them); entry 0 is v(empty)
    or_interactions     [C, S, 2^n] I_or(S) after the order-1 merge: entries of order 0 and 1 are 0. Where order_one,
                        the choice stored in the file, is "separate", both are as decomposed
    l1, lower_bound     [C, S] L1 norm of the decomposition before the merge, and its proven lower bound (0: none)
    certified_gap       [C, S] (l1 - lower_bound) / l1; NaN where nothing was to be certified
    strength_positive, strength_negative   [C, n]; mean_order, threshold [C]: strength() with its defaults
    """

    def __init__(self, path):
        self.path = os.fspath(path)
        self._cache, self.interrupted = {}, False
        first = self._find_rows()
        self._count_done()
        with _reading(first.path):
            self._read_header(first)
        self._tell_what_is_missing()

    # -- reading ------------------------------------------------------------------------------------------------------

    def _find_rows(self):
        """Where each checkpoint lies: what is being computed, or was interrupted, goes before finished results at the
        same path, as in the program. Returns the file with the header."""
        whole = os.path.realpath(self.path)
        if os.path.isdir(whole) and whole.endswith(".parts"):
            whole = whole[:-len(".parts")]
        folder = whole + ".parts"
        header, names = os.path.join(folder, "header.h5"), []
        if os.path.isfile(header):
            names = [name for name in os.listdir(folder) if re.fullmatch(r"[0-9]{5,}\.h5", name)]
        if not os.path.isfile(header) or (os.path.exists(whole) and not names):
            file = _File(whole)
            self._rows = [(file, row) for row in range(file.shape[0])]
            self._set_done(file.shape)
            return file
        begun = _File(header)
        self.interrupted = True
        self._rows = [None] * begun.shape[0]
        if "continues" in begun.hdf5.attrs and os.path.exists(whole):
            file = _File(whole)
            same = all(file.attribute(name) == begun.attribute(name) for name in ("created", "options"))
            if same and file.shape == begun.shape:
                self._rows = [(file, row) for row in range(file.shape[0])]
        self._set_done(begun.shape)
        for name in names:
            checkpoint = int(name[:-len(".h5")])
            try:
                part = _File(os.path.join(folder, name))
            except ResultsError:
                continue  # joined meanwhile, or lost by the disk: not done
            if checkpoint < len(self._rows) and part.shape == (1,) + begun.shape[1:]:
                self._rows[checkpoint] = (part.path, 0)  # opened when needed: there may be more than a process can open
                self.done[checkpoint] = part.done[0]
        return begun

    def _set_done(self, shape):
        self.n, self._shape = shape[2].bit_length() - 1, shape
        self.done = np.zeros(shape[:2], dtype=bool)
        for checkpoint, place in enumerate(self._rows):
            if place is not None:
                self.done[checkpoint] = place[0].done[place[1]]

    def _count_done(self):
        self.computed, self.complete = self.done.any(1), self.done.all(1)
        self.orders = np.arange(1, self.n + 1)
        self.coalition_orders = _orders(self.n)

    def _read_header(self, file):
        checkpoints, samples = self._shape[:2]
        self.version, self.created, self.run = (file.attribute(name) for name in ("spindle_version", "created", "run"))
        self.series = file.attribute("series") if "series" in file.hdf5.attrs else "training"
        self.axis = file.attribute("axis") if "axis" in file.hdf5.attrs else ""
        self.steps, self.epochs, self.train_loss, self.test_loss = (
            file.array("checkpoints/" + name, (checkpoints,)) for name in ("step", "epoch", "train_loss", "test_loss"))
        self.loss_gap = self.test_loss - self.train_loss
        self.steps_are_epochs = bool(np.array_equal(self.steps, self.epochs) and (self.epochs != 0).any())
        self.checkpoint_names = file.texts("checkpoints/name", checkpoints)
        self.sample_index = file.array("samples/index", (samples,), "i")
        self.labels = file.array("samples/target", (samples,), "i")
        self.sample_names = file.texts("samples/name", samples)
        self._read_variables(file.texts("samples/variables", samples))
        self._read_options(file.attribute("options"))
        if "source" in file.hdf5:
            self.provenance["source"] = {
                "checkpoints": file.texts("source/checkpoints", checkpoints),
                "samples": file.texts("source/samples", samples),
                "architecture": file.attribute("architecture", "source"),
                "settings": file.attribute("settings", "source")}
        self.stopped = "stopped" in file.hdf5.attrs
        self.joint = "joint" in file.hdf5
        start = int(file.attribute("phase_two_checkpoint", "phase"))
        if not -1 <= start < checkpoints:
            raise _damaged(self.path, "phase two begins at a checkpoint that does not exist")
        self.phase_two_checkpoint = None if start < 0 else start
        self.phase_two_step = None if start < 0 else float(file.attribute("phase_two_step", "phase"))
        self.phase_two_rule = file.attribute("rule", "phase")

    def _read_variables(self, texts):
        self.variables, self.variable_places = [], []
        for name, text in zip(self.sample_names, texts):
            variables = self._json(text, list, f'the input variables of sample "{name}"')
            if not all(isinstance(v, dict) and isinstance(v.get("name", ""), str) for v in variables):
                raise _damaged(self.path, f'the input variables of sample "{name}" are not a list of names and places')
            variables = (variables + [{}] * self.n)[:self.n]
            self.variables.append([v.get("name") or f"variable {i + 1}" for i, v in enumerate(variables)])
            self.variable_places.append([{k: v for k, v in variable.items() if k != "name"} for variable in variables])

    def _read_options(self, text):
        options = self._json(text, dict, "the options")
        for before, now in _OLD_SPELLINGS.items():
            if before in options:
                options.setdefault(now, options.pop(before))
        samples = self._shape[1]
        splits, wrong = options.get("splits", []), options.get("mislabeled", [])
        if not isinstance(splits, list) or not all(isinstance(word, str) for word in splits) \
                or not isinstance(wrong, list) or not all(isinstance(flag, bool) for flag in wrong):
            raise _damaged(self.path, "the parts or wrong labels of its samples are not lists of them")
        self.parts = np.array([word if word in ("train", "test") else "unknown" for word in splits[:samples]] +
                              ["unknown"] * (samples - len(splits)))
        self.mislabeled = np.array(wrong[:samples] + [False] * (samples - len(wrong)), dtype=bool)
        self.provenance = {key: options[key] for key in ("samples", "checkpoints") if key in options}
        self.options = {key: value for key, value in options.items() if key not in _PROVENANCE}
        self.score, self.baseline = options.get("score"), options.get("baseline")
        # Before it could be chosen the solver took the decomposition that it came to first.
        self.ties = options.get("ties", "none" if options.get("decomposition") == "and-or" else None)
        rule, factor = options.get("threshold"), options.get("factor")
        if factor is not None and not (type(factor) in (int, float) and 0 <= factor <= 1):
            raise _damaged(self.path, 'its option "factor" is not from 0 to 1')
        if rule is not None and rule not in _FACTORS:
            raise ResultsError(f'{self.path} was written by another version of Spindle (its option "threshold" is '
                               f'"{rule}", which this spindle_results.py does not know); use that of the same version.')
        self.order_one = options.get("order_one", "merged")
        if self.order_one not in ("merged", "separate"):
            raise ResultsError(f'{self.path} was written by another version of Spindle (its option "order_one" is '
                               f'"{self.order_one}", which this spindle_results.py does not know); use that of its '
                               "version.")
        # Both parts of the choice count, or neither.
        if rule is None or factor is None:
            rule, factor, self.order_one = "T1", 0.03, "merged"
        self._salience = (rule, float(factor), self.order_one)

    def _json(self, text, kind, what):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, kind):
            raise _damaged(self.path, f"{what} cannot be read")
        return value

    def _tell_what_is_missing(self):
        if self.joint:
            warnings.warn(f"{self.path} holds a joint decomposition of several networks; these arrays are of the "
                          "first one.", UserWarning, stacklevel=4)
        if self.complete.all():
            return
        def named(rows):
            names = [self.checkpoint_name(c) for c in rows]
            return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        none, some = np.flatnonzero(~self.computed), np.flatnonzero(self.computed & ~self.complete)
        said = [f"{len(none)} of {len(self.done)} checkpoints not computed ({named(none)})"] if len(none) else []
        said += [f"{len(some)} for part of the samples only ({named(some)})"] if len(some) else []
        why = " is being computed or was interrupted" if self.interrupted else ""
        warnings.warn(f"{self.path}{why}: {'; '.join(said)}. NaN stands for what is missing.", UnfinishedWarning,
                      stacklevel=4)

    def _table(self, name):
        """[checkpoint, sample, coalition] of all checkpoints."""
        table = np.full(self._shape, np.nan)
        for checkpoint in range(len(table)):
            table[checkpoint] = self._row(name, checkpoint)
        return table

    def _row(self, name, checkpoint):
        if not self.computed[checkpoint]:
            return np.full(self._shape[1:], np.nan)
        file, row = self._place_of(checkpoint)
        return file.row(name, row)

    def _place_of(self, checkpoint):
        """The file and the row of a computed checkpoint."""
        file, row = self._rows[checkpoint]
        if isinstance(file, _File):
            return file, row
        if not os.path.exists(file):
            raise ResultsError(f"The computation of {self.path} has gone on since it was opened; open it again.")
        return _File(file), row

    def _interactions(self, checkpoint, order_one=None):
        """AND and OR of one checkpoint [sample, coalition], after the order-1 merge."""
        return self._merged(self._row("interactions/and", checkpoint), self._row("interactions/or", checkpoint),
                            order_one)

    def _merged(self, and_part, or_part, order_one=None):
        if (order_one or self.order_one) == "separate":
            return and_part, or_part
        single = self.coalition_orders == 1
        and_part[..., single] += or_part[..., single]
        or_part[..., single] = np.where(np.isnan(or_part[..., single]), np.nan, 0.0)
        return and_part, or_part

    def _kept(self, name, make):
        if name not in self._cache:
            self._cache[name] = make()
            if isinstance(self._cache[name], np.ndarray):
                self._cache[name].flags.writeable = False
        return self._cache[name]

    def _all_interactions(self):
        both = self._merged(self._table("interactions/and"), self._table("interactions/or"))
        for table in both:
            table.flags.writeable = False
        return both

    def _pairs(self, name):
        """[checkpoint, sample] of a number that each computed pair has."""
        numbers = np.full(self.done.shape, np.nan)
        for checkpoint in np.flatnonzero(self.computed):
            file, row = self._place_of(checkpoint)
            with _reading(file.path):
                stored = file.array("decomposition/" + name, file.shape[:2])[row]
            numbers[checkpoint] = np.where(self.done[checkpoint], stored, np.nan)
        if not np.isfinite(numbers[self.done]).all():
            raise _damaged(self.path, f"{name} holds a number that is not finite")
        return numbers

    # -- arrays -------------------------------------------------------------------------------------------------------

    values = property(lambda self: self._kept("values", lambda: self._table("values")))
    and_interactions = property(lambda self: self._kept("interactions", self._all_interactions)[0])
    or_interactions = property(lambda self: self._kept("interactions", self._all_interactions)[1])
    l1 = property(lambda self: self._kept("l1", lambda: self._pairs("l1")))
    lower_bound = property(lambda self: self._kept("lower_bound", lambda: self._pairs("lower_bound")))
    strength_positive = property(lambda self: self._stored_strength().positive)
    strength_negative = property(lambda self: self._stored_strength().negative)
    mean_order = property(lambda self: self._stored_strength().mean_order)
    threshold = property(lambda self: self._stored_strength().threshold)

    @property
    def certified_gap(self):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where((self.l1 > 0) & (self.lower_bound > 0), (self.l1 - self.lower_bound) / self.l1, np.nan)

    def checkpoint_name(self, checkpoint):
        """ "step 12", or "epoch 3" where only epochs are known; "pruning ratio 0.3"; the name of a layer or model."""
        if self.axis:
            return f"{self.axis} {self.steps[checkpoint]:.10g}"
        if self.series != "training":
            return self.checkpoint_names[checkpoint]
        return f"{'epoch' if self.steps_are_epochs else 'step'} {self.steps[checkpoint]:.10g}"

    def checkpoint_at(self, step):
        """The row of the checkpoint with this step (or epoch, where only epochs are known)."""
        found = np.flatnonzero(self.steps == step)
        if len(found) != 1:
            raise ResultsError(f"{self.path} has {len(found) or 'no'} checkpoints at step {step:.10g}.")
        return int(found[0])

    def coalition(self, mask, sample=0):
        """The names of the variables of a mask, as a tuple."""
        return tuple(name for i, name in enumerate(self.variables[self._sample(sample)]) if int(mask) >> i & 1)

    # -- strength by order --------------------------------------------------------------------------------------------

    def strength(self, kinds="both", normalize="none", threshold=None, factor=None, order_one=None):
        """Strength by order, the mean over the computed samples, as `spindle show` prints it with the same options.

        kinds       "both", "and" (with order 1) or "or"
        normalize   "none", "sum" (strengths add to 1) or "mean"; 0 where nothing is salient
        threshold   "T1", "T2" or "T3", and factor; order_one "merged" or "separate"; default: as stored in the file
        The mean order is that of both kinds. Reads all tables, one checkpoint at a time.
        """
        if kinds not in ("both", "and", "or"):
            raise ResultsError(f'kinds="{kinds}" is not known: use both, and, or.')
        if normalize not in ("none", "sum", "mean"):
            raise ResultsError(f'normalize="{normalize}" is not known: use none, sum, mean.')
        salience = self._chosen(threshold, factor, order_one)
        parts, thresholds = self._kept(("strength",) + salience, lambda: self._by_order(*salience))
        chosen = parts[:, 0] + parts[:, 1] if kinds == "both" else parts[:, ("and", "or").index(kinds)]
        total = (parts[:, :, 0] - parts[:, :, 1]).sum(1)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean_order = (total * self.orders).sum(1) / total.sum(1)
            if normalize != "none":
                scale = (chosen[:, 0] - chosen[:, 1]).sum(1) / (1 if normalize == "sum" else self.n)
                chosen = np.where((scale == 0)[:, None, None], 0.0, chosen / scale[:, None, None])
        return Strength(chosen[:, 0], chosen[:, 1], mean_order, thresholds.copy())

    def _chosen(self, threshold, factor, order_one):
        rule, share, stored = self._salience
        if order_one not in (None, "merged", "separate"):
            raise ResultsError(f'order_one="{order_one}" is not known: use merged, separate.')
        if threshold is not None:
            if threshold not in _FACTORS:
                raise ResultsError(f'threshold="{threshold}" is not known: use T1, T2 or T3.')
            rule, share = threshold, _FACTORS[threshold]
        share = share if factor is None else float(factor)
        if not 0 <= share <= 1:
            raise ResultsError("factor must be from 0 to 1.")
        return rule, share, order_one or stored

    def _by_order(self, rule, factor, order_one):
        """[checkpoint, AND or OR, positive or negative, order - 1], and the thresholds [checkpoint]."""
        parts, thresholds = np.full((len(self.done), 2, 2, self.n), np.nan), np.full(len(self.done), np.nan)
        by_order = [np.flatnonzero(self.coalition_orders == k) for k in self.orders]
        for checkpoint in np.flatnonzero(self.computed):
            here = self.done[checkpoint]
            tables = [table[here] for table in self._interactions(checkpoint, order_one)]
            thresholds[checkpoint] = tau = self._tau(rule, factor, checkpoint, tables)
            for kind, table in enumerate(tables):
                salient = np.where(np.abs(table) >= tau, table, 0.0)
                for k, masks in enumerate(by_order):
                    parts[checkpoint, kind, 0, k] = np.maximum(salient[:, masks], 0.0).sum(1).mean()
                    parts[checkpoint, kind, 1, k] = np.minimum(salient[:, masks], 0.0).sum(1).mean()
        return parts, thresholds

    def _tau(self, rule, factor, checkpoint, tables):
        """The threshold of a checkpoint; tables: AND and OR of its computed samples."""
        if rule == "T2":
            return factor * max(np.abs(table[:, 1:]).max() for table in tables)
        values = self._row("values", checkpoint)[self.done[checkpoint]]
        return factor * np.abs(values[:, -1] - values[:, 0]).mean()

    def _stored_strength(self):
        """strength() by the stored threshold; what the file stores must be the same."""
        return self._kept("stored", self._checked_strength)

    def _checked_strength(self):
        strength = self.strength()
        for checkpoint in np.flatnonzero(self.computed):
            file, row = self._place_of(checkpoint)
            for name in ("positive", "negative"):
                with _reading(file.path):
                    stored = file.array("strength/" + name, (file.shape[0], self.n))[row]
                mine = getattr(strength, name)[checkpoint]
                if not np.abs(stored - mine).max() <= 1e-9 * max(1.0, np.abs(mine).max()):
                    raise ResultsError(f"The strengths stored in {file.path} at {self.checkpoint_name(checkpoint)} are "
                                       "not those of its interactions; compute it again.")
        for array in strength:
            array.flags.writeable = False
        return strength

    # -- one pair -----------------------------------------------------------------------------------------------------

    def _place(self, checkpoint, sample):
        checkpoint, sample = self._checkpoint(checkpoint), self._sample(sample)
        if not self.done[checkpoint, sample]:
            raise ResultsError(f"Sample {sample} is not computed at {self.checkpoint_name(checkpoint)}; go on with "
                               "spindle extract --resume.")
        return checkpoint, sample

    def _checkpoint(self, checkpoint):
        if not -len(self.done) <= checkpoint < len(self.done):
            raise IndexError(f"There is no checkpoint {checkpoint}; the results hold {len(self.done)}, from 0.")
        return range(len(self.done))[checkpoint]

    def _sample(self, sample):
        if not -self._shape[1] <= sample < self._shape[1]:
            raise IndexError(f"There is no sample {sample}; the results hold {self._shape[1]}, from 0.")
        return range(self._shape[1])[sample]

    def game(self, checkpoint=-1, sample=0, kind="scores"):
        """The worth of every coalition [2^n] in one of the games that a sample at a checkpoint has:

        "scores"    v(T), the network's scores as they were measured
        "and"       the sum of I_and(S) over S in T, with v(empty): what AND interactions add up to
        "or"        the sum of I_or(S) over the S that meet T: what OR interactions add up to
        "or-dual"   the sum of I_or(S) over S in T, the dual of "or": w*(T) = w(N) - w(N without T)
        "both"      "and" + "or" = v(T) + q(T), the scores up to the noise term of the decomposition

        AND and OR are taken after the order-1 merge: effects of single variables belong to "and" (unless the file's
        order_one is "separate").
        """
        checkpoint, sample = self._place(checkpoint, sample)
        if kind == "scores":
            return self._row("values", checkpoint)[sample]
        if kind not in ("and", "or", "or-dual", "both"):
            raise ResultsError(f'kind="{kind}" is not known: use scores, and, or, or-dual, both.')
        and_part, or_part = (table[sample] for table in self._interactions(checkpoint))
        if kind == "and":
            return _subset_sums(and_part)
        dual = _subset_sums(or_part)
        if kind == "or-dual":
            return dual
        met = dual[-1] - dual[::-1]  # the sets that do not lie outside T
        return met if kind == "or" else _subset_sums(and_part) + met

    def index_values(self, checkpoint=-1, sample=0, kind="scores", index="Moebius", order=None):
        """An interaction index of one of the games of game(), as a dict of tuples of variables to numbers, with ().

        "Moebius"      Harsanyi dividends. Of "and": I_and(S) itself. Of "or-dual": I_or(S) itself. Of "scores": the AND
                       interactions of an undivided v (spindle extract --decomposition and). Of "or" it is not I_or.
        "Co-Moebius"   the derivative at the full context. Of "or": (-1)^(|S| + 1) I_or(S).
        "SV", "BV"     Shapley and Banzhaf values, order 1; of "scores" those of `spindle analyze values`
        "SII"          Shapley interaction index; of pairs of "scores" (order 2) that of `spindle analyze values`
        "BII"          Banzhaf interaction index

        order is the highest one: n by default for the first two, 1 for values, 2 for SII and BII. The entry () is
        v(empty) of the game, but for SII and BII: their index of the empty set, as in shapiq.
        """
        if index not in _INDICES:
            raise ResultsError(f'index="{index}" is not one that Spindle has ({", ".join(_INDICES)}); give game() to '
                               "shapiq.ExactComputer for others.")
        weight, usual = _INDICES[index]
        highest = self.n if usual is None else min(usual, self.n)
        order = highest if order is None else order
        if not 1 <= order <= (1 if index in ("SV", "BV") else self.n):
            raise ResultsError(f'order={order} does not exist for index="{index}" of {self.n} variables.')
        game = self.game(checkpoint, sample, kind)
        dividends, sizes = _moebius(game), self.coalition_orders
        values = dividends if index == "Moebius" else np.zeros(len(dividends))
        for k in range(self.n + 1) if weight else ():
            above = _superset_sums(np.where(sizes == k, dividends, 0.0))
            values += np.where(sizes <= k, above * weight(np.maximum(k - sizes, 0)), 0.0)
        if index not in ("SII", "BII"):
            values[0] = game[0]
        sets = itertools.chain.from_iterable(itertools.combinations(range(self.n), k) for k in range(order + 1))
        return {members: float(values[sum(1 << i for i in members)]) for members in sets}

    # -- for other packages -------------------------------------------------------------------------------------------

    def to_shapiq(self, checkpoint=-1, sample=0, kind="scores", index="Moebius", order=None):
        """index_values() as shapiq.InteractionValues, equal to what shapiq.ExactComputer finds for the same
        game. Players are the variables in their order; shapiq's plots take feature_names=results.variables[sample]."""
        try:
            from shapiq import InteractionValues
        except ImportError as error:
            raise ImportError("to_shapiq() needs shapiq: pip install shapiq") from error
        found = self.index_values(checkpoint, sample, kind, index, order)
        return InteractionValues(values=np.array(list(found.values())), index=index, n_players=self.n, min_order=0,
                                 max_order=max(map(len, found)), estimated=False,
                                 interaction_lookup={members: i for i, members in enumerate(found)},
                                 baseline_value=float(self.game(checkpoint, sample, kind)[0]))

    def columns(self, what="strength", checkpoint=None, sample=None):
        """The tables of to_frame() as a dict of equally long arrays, without pandas."""
        makers = {"strength": self._strength_columns, "checkpoints": self._checkpoint_columns,
                  "samples": self._sample_columns, "interactions": self._interaction_columns,
                  "values": self._value_columns}
        if what not in makers:
            raise ResultsError(f'There is no table "{what}": use {", ".join(makers)}.')
        if what in ("interactions", "values"):
            return makers[what](checkpoint, sample)
        if checkpoint is not None or sample is not None:
            raise ResultsError(f'The table "{what}" takes no checkpoint and no sample.')
        return makers[what]()

    def to_frame(self, what="strength", checkpoint=None, sample=None):
        """A tidy pandas.DataFrame, one number a row:

        "strength"      run, step, epoch, order, sign, kind, strength: as `spindle analyze dynamics --csv` writes it;
                        NaN where not computed
        "checkpoints"   run, row, name, step, epoch, train_loss, test_loss, loss_gap, samples (how many are computed),
                        mean_order, threshold
        "samples"       row, sample (its number in the run), name, label, part, mislabeled
        "interactions"  step, epoch, row, sample, coalition (mask), variables, order, kind, interaction, salient, of
                        computed pairs, without the empty set; of one checkpoint or sample, or all: about
                        2 x 2^n rows each
        "values"        step, epoch, row, sample, coalition, variables, order, score, in the same way
        """
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_frame() needs pandas: pip install pandas; columns() does without") from error
        return pandas.DataFrame(self.columns(what, checkpoint, sample))

    def _strength_columns(self):
        parts, _ = self._kept(("strength",) + self._salience, lambda: self._by_order(*self._salience))
        self._stored_strength()
        strength = np.moveaxis(parts, 3, 1).swapaxes(2, 3)  # checkpoint, order, sign, kind
        at = np.indices(strength.shape).reshape(4, -1)
        return {"run": self._of_run(at.shape[1]), "step": self.steps[at[0]], "epoch": self.epochs[at[0]],
                "order": self.orders[at[1]], "sign": np.array(["positive", "negative"], dtype=object)[at[2]],
                "kind": np.array(["and", "or"], dtype=object)[at[3]], "strength": strength.reshape(-1)}

    def _checkpoint_columns(self):
        size = len(self.steps)
        return {"run": self._of_run(size), "row": np.arange(size),
                "name": np.array(self.checkpoint_names, dtype=object), "step": self.steps.copy(),
                "epoch": self.epochs.copy(), "train_loss": self.train_loss.copy(),
                "test_loss": self.test_loss.copy(), "loss_gap": self.loss_gap.copy(), "samples": self.done.sum(1),
                "mean_order": self.mean_order.copy(), "threshold": self.threshold.copy()}

    def _sample_columns(self):
        return {"row": np.arange(len(self.labels)), "sample": self.sample_index.copy(),
                "name": np.array(self.sample_names, dtype=object), "label": self.labels.copy(),
                "part": self.parts.astype(object), "mislabeled": self.mislabeled.copy()}

    def _of_run(self, length):
        return np.full(length, self.run, dtype=object)

    def _interaction_columns(self, checkpoint, sample):
        least = 1 if self.order_one == "merged" else 0  # after the merge there is no OR of order 1
        masks, blocks = [np.arange(1, 1 << self.n), np.flatnonzero(self.coalition_orders > least)], []
        for c, samples in self._chosen_pairs(checkpoint, sample):
            tables = self._interactions(c)
            tau = self._tau(*self._salience[:2], c, [table[self.done[c]] for table in tables])
            for s, (kind, table, mask) in itertools.product(samples, zip(("and", "or"), tables, masks)):
                numbers = table[s, mask]
                blocks.append(dict(self._coalitions(c, s, mask), kind=np.full(len(mask), kind, dtype=object),
                                   interaction=numbers, salient=(np.abs(numbers) >= tau) & (numbers != 0)))
        return self._joined(blocks)

    def _value_columns(self, checkpoint, sample):
        masks, blocks = np.arange(1 << self.n), []
        for c, samples in self._chosen_pairs(checkpoint, sample):
            values = self._row("values", c)
            blocks += [dict(self._coalitions(c, s, masks), score=values[s]) for s in samples]
        return self._joined(blocks)

    def _chosen_pairs(self, checkpoint, sample):
        """Checkpoints, each with its computed samples."""
        if checkpoint is not None and sample is not None:
            checkpoint, sample = self._place(checkpoint, sample)
        checkpoints = range(len(self.done)) if checkpoint is None else [self._checkpoint(checkpoint)]
        samples = range(self._shape[1]) if sample is None else [self._sample(sample)]
        pairs = [(c, [s for s in samples if self.done[c, s]]) for c in checkpoints]
        if not any(found for _, found in pairs):
            raise ResultsError("Nothing of what was asked for is computed; go on with spindle extract --resume.")
        return [(c, found) for c, found in pairs if found]

    def _coalitions(self, checkpoint, sample, masks):
        def names():
            return np.array([" + ".join(self.coalition(mask, sample)) for mask in range(1 << self.n)], dtype=object)
        texts = self._kept(("names", tuple(self.variables[sample])), names)
        size = len(masks)
        return {"step": np.full(size, self.steps[checkpoint]), "epoch": np.full(size, self.epochs[checkpoint]),
                "row": np.full(size, sample), "sample": np.full(size, self.sample_index[sample]), "coalition": masks,
                "variables": texts[masks], "order": self.coalition_orders[masks]}

    @staticmethod
    def _joined(blocks):
        return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}

    def __repr__(self):
        unfinished = "" if self.complete.all() else f", {int((~self.complete).sum())} unfinished"
        return (f"<Spindle results of {self.run}: {self._shape[0]} checkpoints{unfinished}, {self._shape[1]} samples, "
                f"{self.n} variables>")
