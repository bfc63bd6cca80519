# SPDX-License-Identifier: GPL-3.0-or-later
"""Records a training run so that Spindle opens it with no question. One file, nothing but torch needed.

    from spindle_recorder import Recorder

    recorder = Recorder("my-run", model, x_test[:32], y_test[:32], kind="image", mean=[0.286], std=[0.353])
    for step, (x, y) in enumerate(batches):
        recorder.save(step, train_loss=..., test_loss=...)     # writes only when the step lies on the grid
        ...                                                    # your training step
    recorder.save(step + 1, train_loss=..., test_loss=..., force=True)

Losses may be numbers or functions without arguments; a function is called only when a checkpoint is written. With
Lightning: Trainer(callbacks=[recorder.lightning()]). With Hugging Face: Trainer(callbacks=[recorder.hugging_face()]).
Both take the losses from the trainer's log, at the steps at which they were logged, or from functions as above.

Tables and texts keep their names and words:

    Recorder("my-run", model, frame_test[:64], y_test[:64], mean=..., std=..., baseline_data=frame_train)  # pandas
    Recorder("my-run", model, x_test[:64], y_test[:64], kind="tabular", columns=["age", ...], baseline_data=x_train)
    Recorder("my-run", model, ids[:16], y[:16], kind="text", vocab=tokenizer, baseline="[MASK]")

What it writes: model.pt (TorchScript of the architecture in evaluation mode, traced, or scripted with script=True),
checkpoints on a logarithmic grid of steps (0, 1, 2, 3, 4, 5, 6, 8, 10, ..., each about `growth` times the last, because
the first phase of training is over early), metrics.csv, samples.npz, run.json, and vocab.txt for texts.
"""
import contextlib
import csv
import ctypes
import functools
import inspect
import json
import math
import os
import struct
import warnings
import zipfile

import torch

_NUMPY = {torch.uint8: "|u1", torch.int64: "<i8", torch.float32: "<f4", torch.float64: "<f8"}


def _npy(shape, descr, data):
    """The bytes of a .npy file, version 1.0."""
    dims = "(" + "".join(f"{d}, " for d in shape) + ")"
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {dims}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode("latin1") + data


def _npy_tensor(tensor):
    tensor = tensor.detach().cpu().contiguous()
    if tensor.dtype not in _NUMPY:
        tensor = tensor.to(torch.float32 if tensor.is_floating_point() else torch.int64)
    data = ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size()) if tensor.numel() else b""
    return _npy(tuple(tensor.shape), _NUMPY[tensor.dtype], data)


def _npy_strings(strings):
    width = max([len(s) for s in strings] + [1])
    data = b"".join(s.ljust(width, "\0").encode("utf-32-le") for s in strings)
    return _npy((len(strings),), f"<U{width}", data)


def _column_names(samples):
    names = getattr(samples, "columns", None)  # a pandas DataFrame
    return None if names is None or callable(names) else [str(n) for n in names]


def _tensor(values):
    """Tensors as they are; arrays, DataFrames, Series and lists as tensors."""
    if values is None or isinstance(values, torch.Tensor):
        return values
    if hasattr(values, "to_numpy"):
        table = hasattr(values, "columns")
        values = values.to_numpy(dtype="float64") if table else values.to_numpy()
    return torch.as_tensor(values)


def _tokens(vocab):
    """Tokens by id, each without line breaks, as vocab.txt has them one a line."""
    if hasattr(vocab, "get_vocab"):
        vocab = vocab.get_vocab()
    elif isinstance(vocab, (str, os.PathLike)):
        path = os.fspath(vocab)
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = file.read()
        if path.endswith(".json"):
            vocab = json.loads(text)
            vocab = vocab.get("model", {}).get("vocab", vocab)
            if isinstance(vocab, list):  # a unigram model: tokens with their scores
                vocab = [entry[0] if isinstance(entry, list) else entry for entry in vocab]
        else:
            vocab = [line.rstrip("\r") for line in text.split("\n")]
            if vocab and vocab[-1] == "":
                vocab.pop()
    if isinstance(vocab, dict):
        ids = {int(number): str(token) for token, number in vocab.items()}
        if len(ids) != len(vocab) or (ids and min(ids) < 0):
            raise ValueError("vocab= must give each token an id of its own, from 0 on")
        if ids and max(ids) > 10_000_000:
            raise ValueError(f"vocab= has the id {max(ids)}, which is too large")
        vocab = [ids.get(i, f"[unused id {i}]") for i in range(max(ids, default=-1) + 1)]
    tokens = [str(token).replace("\n", "\\n").replace("\r", "\\r") or f"[unused id {i}]" for i, token in enumerate(vocab)]
    if not tokens:
        raise ValueError("vocab= holds no tokens")
    return tokens


def _means(data, kind):
    """One number for each channel or column: the mean, or the most frequent value of a column of categories."""
    data = data.double() / 255.0 if data.dtype == torch.uint8 and kind == "image" else data.double()
    if not bool(torch.isfinite(data).all()):
        raise ValueError("the data for the baseline must be finite")
    if kind == "image":
        over = [d for d in range(data.dim()) if d != 1] if data.dim() > 3 else list(range(data.dim()))
        return torch.atleast_1d(data.mean(dim=over)).tolist()
    values = []
    for column in data.reshape(len(data), -1).unbind(1):
        known, counts = column.unique(return_counts=True)  # in rising order
        whole = bool((known == known.floor()).all())
        if len(known) <= (10 if whole else 2) and len(column) >= 3 * len(known):
            values.append(float(known[int((counts == counts.max()).nonzero()[0])]))
        else:
            values.append(float(column.mean()))
    return values


@contextlib.contextmanager
def _exportable(model):
    """While it lasts the model is in evaluation mode, without torch.compile in its modules, and a LightningModule does
    not ask for its trainer; afterwards it is as it was."""
    undo = [functools.partial(setattr, module, "training", module.training) for module in model.modules()]

    def put(owner, name, value):
        undo.append(functools.partial(setattr, owner, name, getattr(owner, name)))
        setattr(owner, name, value)

    try:
        model.eval()
        for module in list(model.modules()):
            for name, child in list(module.named_children()):
                if hasattr(child, "_orig_mod"):
                    put(module, name, child._orig_mod)
            if getattr(module, "_compiled_call_impl", None) is not None:
                put(module, "_compiled_call_impl", None)
        for base in type(model).__mro__:
            if "_jit_is_scripting" in vars(base):  # as LightningModule.to_torchscript does
                put(base, "_jit_is_scripting", True)
        yield
    finally:
        for back in reversed(undo):
            back()


def _attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, **grouped):
    """scaled_dot_product_attention of simple operators, which every version of TorchScript has."""
    if grouped.get("enable_gqa"):
        key, value = (x.repeat_interleave(query.shape[-3] // x.shape[-3], -3) for x in (key, value))
    weights = query @ key.transpose(-2, -1) * (query.shape[-1] ** -0.5 if scale is None else scale)
    if is_causal:
        attn_mask = torch.ones(query.shape[-2], key.shape[-2], dtype=torch.bool, device=query.device).tril()
    if attn_mask is not None:
        masked = attn_mask.dtype == torch.bool
        weights = weights.masked_fill(~attn_mask, -math.inf) if masked else weights + attn_mask
    return torch.softmax(weights, -1) @ value


@contextlib.contextmanager
def _old_operators():
    """Spindle's LibTorch may be older than the PyTorch that exports."""
    functions = torch.nn.functional
    new = getattr(functions, "scaled_dot_product_attention", None)
    try:
        if new is not None:
            functions.scaled_dot_product_attention = _attention
        with torch.enable_grad():  # else PyTorch takes operators for inference, which change from version to version
            yield
    finally:
        if new is not None:
            functions.scaled_dot_product_attention = new


def _logits(output):
    """Outputs of Hugging Face's models hold the tensor under a name."""
    if isinstance(output, dict) and "logits" in output:
        return output["logits"]
    return getattr(output, "logits", output)


class Recorder:
    """Writes one run folder. Refuses a folder that already holds checkpoints, so that no run is overwritten.

    run      folder to write; made if missing
    model    the torch.nn.Module that is trained; wrappers (DataParallel, DistributedDataParallel, torch.compile) are
             taken off
    samples  tensor or array [S, ...] of raw inputs (uint8 images are divided by 255 by Spindle), or a pandas DataFrame;
             y: [S] labels
    kind     "image", "tabular", "text" or "points"; default: a table where there are column names, a text where there
             is a vocabulary, else images
    mean,std what the inputs are normalized with before the network, as lists; None: not at all
    split    tensor [S] of 0 = training, 1 = test sample; names: list of S strings; classes: list of names by label
    mislabeled  tensor [S] of 1 where the label is known to be wrong (label noise)
    columns  names of a table's columns; default: those of the DataFrame
    vocab    of a text: the path of a vocab.txt, vocab.json or tokenizer.json, a list of tokens by id, a dict of token
             to id, or a tokenizer with get_vocab(); words are then shown as words
    baseline what a masked variable becomes, in raw units: a number, a list (one for each channel or column), "zero",
             "mean" (of baseline_data, else of the samples), or a token such as "[MASK]" for texts. Default for tables:
             the mean of baseline_data, or what Spindle takes (the mean of the samples) without it
    baseline_data  training inputs [N, ...] in raw units, for the mean; columns of a few whole numbers or of two values
             are categories and get their most frequent value
    example  one batch in the form that the network takes; default: the first sample, normalized as above
    """

    def __init__(self, run, model, samples=None, y=None, *, kind=None, mean=None, std=None, classes=None, split=None,
                 mislabeled=None, names=None, name=None, example=None, script=False, growth=1.25, output=None,
                 columns=None, vocab=None, baseline=None, baseline_data=None):
        if growth <= 1.0:
            raise ValueError("growth must be above 1")
        if columns is None:
            columns = _column_names(samples)
        if kind is None:
            kind = "tabular" if columns is not None else "text" if vocab is not None else "image"
        samples, y, baseline_data = _tensor(samples), _tensor(y), _tensor(baseline_data)
        tokens = None if vocab is None else _tokens(vocab)
        columns = self._checked_columns(columns, kind, samples)
        self._check_texts(kind, samples, tokens)
        baseline = self._baseline(baseline, baseline_data, kind, samples, mean, tokens)
        self.run, self.growth, self._saved, self._next = str(run), growth, [], 0
        self.model = self._unwrapped(model)
        folder = os.path.join(self.run, "checkpoints")
        if os.path.isdir(folder) and os.listdir(folder):
            raise FileExistsError(f"{folder} already holds checkpoints; choose another folder or remove it")
        os.makedirs(folder, exist_ok=True)
        self._metrics = os.path.join(self.run, "metrics.csv")
        with open(self._metrics, "w", newline="") as file:
            csv.writer(file).writerow(["step", "epoch", "train_loss", "test_loss"])
        if samples is not None:
            self._write_samples(samples, y, split, mislabeled, names, columns)
        if tokens is not None:
            with open(os.path.join(self.run, "vocab.txt"), "w", encoding="utf-8", newline="\n") as file:
                file.writelines(token + "\n" for token in tokens)
        masked = kind == "text" and not script and "attention_mask" in inspect.signature(self.model.forward).parameters
        self._write_description(samples, kind, mean, std, classes, name, output, baseline, tokens is not None, masked)
        if example is None and samples is not None:
            example = self._normalized(samples[:1], kind, mean, std)
        self._write_architecture(example, script, masked, tokens)

    # -- the one call of a training loop --------------------------------------------------------------------------

    def save(self, step, epoch=None, train_loss=None, test_loss=None, force=False):
        """Writes a checkpoint and its losses when `step` lies on the grid (or force=True); returns whether it did."""
        step = int(step)
        if self._saved and step <= self._saved[-1]:
            return False
        if step < self._next and not force:
            return False
        path = os.path.join(self.run, "checkpoints", f"step={step:07d}.pt")
        state = {**dict(self.model.named_buffers()), **self.model.state_dict()}
        state = {k.replace("_orig_mod.", ""): v.detach().cpu().clone() for k, v in state.items()}
        torch.save(state, path + ".part")
        os.replace(path + ".part", path)
        self._log(step, epoch, train_loss() if callable(train_loss) else train_loss,
                  test_loss() if callable(test_loss) else test_loss)
        self._saved.append(step)
        self._next = max(step + 1, math.ceil(step * self.growth - 1e-9))
        return True

    def _log(self, *cells):
        with open(self._metrics, "a", newline="") as file:
            csv.writer(file).writerow(["" if c is None else (repr(float(c)) if i else c) for i, c in enumerate(cells)])

    def due(self, step):
        """Whether save(step) would write a checkpoint: ask before computing an expensive loss."""
        return int(step) >= self._next and (not self._saved or int(step) > self._saved[-1])

    # -- callbacks -------------------------------------------------------------------------------------------------

    def lightning(self, train_loss="train_loss", test_loss="val_loss"):
        """A Lightning callback. The losses are the names under which the module logs them, or functions without
        arguments. A logged loss is written at the step at which it was logged, so checkpoints between two validations
        have no test loss; a function is called at every checkpoint."""
        try:
            from lightning.pytorch import Callback
        except ImportError:
            from pytorch_lightning import Callback
        recorder = self

        class SpindleCallback(Callback):
            seen = None

            def _logged(self, trainer, name):
                value = None if callable(name) else trainer.callback_metrics.get(name)
                return None if value is None else float(value)

            def _new_train_loss(self, trainer):
                """None where the log still shows a value of an earlier step."""
                before, self.seen = self.seen, self._logged(trainer, train_loss)
                return None if self.seen == before else self.seen

            def _save(self, trainer, epoch, loss=None, force=False):
                recorder.save(trainer.global_step, epoch, train_loss if callable(train_loss) else loss,
                              test_loss if callable(test_loss) else None, force)

            def on_train_start(self, trainer, module):
                if trainer.is_global_zero:
                    self._save(trainer, trainer.current_epoch)

            def on_train_batch_end(self, trainer, module, outputs, batch, batch_idx, *unused):
                if trainer.is_global_zero and recorder.due(trainer.global_step):
                    batches = getattr(trainer, "num_training_batches", None)
                    part = (batch_idx + 1) / batches if batches and math.isfinite(batches) else 0.0
                    self._save(trainer, trainer.current_epoch + part, self._new_train_loss(trainer))

            def on_validation_end(self, trainer, module):
                loss = self._logged(trainer, test_loss)
                if trainer.is_global_zero and not getattr(trainer, "sanity_checking", False) and loss is not None:
                    recorder._log(trainer.global_step, None, None, loss)

            def on_train_epoch_end(self, trainer, module):
                loss = self._new_train_loss(trainer)
                if trainer.is_global_zero and loss is not None:
                    recorder._log(trainer.global_step, None, loss, None)

            def on_train_end(self, trainer, module):
                if trainer.is_global_zero:
                    self._save(trainer, None, force=True)

        return SpindleCallback()

    def hugging_face(self, train_loss="loss", test_loss="eval_loss"):
        """A callback for transformers.Trainer. The losses are the names under which the trainer logs them (the training
        loss is its mean since the log before), written at the step at which they were logged, so checkpoints between
        two logs have none; or functions without arguments, called at every checkpoint."""
        from transformers import TrainerCallback
        recorder = self

        class SpindleCallback(TrainerCallback):
            def _save(self, state, force=False):
                if state.is_world_process_zero:
                    recorder.save(state.global_step, state.epoch, train_loss if callable(train_loss) else None,
                                  test_loss if callable(test_loss) else None, force)

            def on_log(self, args, state, control, logs=None, **unused):
                losses = [None if callable(name) else (logs or {}).get(name) for name in (train_loss, test_loss)]
                if state.is_world_process_zero and losses != [None, None]:
                    recorder._log(state.global_step, state.epoch, *losses)

            def on_train_begin(self, args, state, control, **unused):
                self._save(state)

            def on_step_end(self, args, state, control, **unused):
                self._save(state)

            def on_train_end(self, args, state, control, **unused):
                self._save(state, force=True)

        return SpindleCallback()

    # -- what is written once --------------------------------------------------------------------------------------

    @staticmethod
    def _unwrapped(model):
        while True:
            inner = getattr(model, "_orig_mod", None)
            if inner is None and type(model).__name__ in ("DataParallel", "DistributedDataParallel"):
                inner = model.module
            if inner is None:
                return model
            model = inner

    @staticmethod
    def _normalized(samples, kind, mean, std):
        if kind == "text":
            return samples.long()
        x = samples.float() / 255.0 if samples.dtype == torch.uint8 else samples.float()
        if mean is None and std is None:
            return x
        shape = [1, -1] + [1] * (x.dim() - 2) if kind == "image" else [1] * (x.dim() - 1) + [-1]
        mean = torch.tensor(mean if mean is not None else [0.0]).reshape(shape)
        std = torch.tensor(std if std is not None else [1.0]).reshape(shape)
        return (x - mean) / std

    @staticmethod
    def _checked_columns(columns, kind, samples):
        if columns is None:
            return None
        columns = [str(c) for c in columns]
        if kind != "tabular":
            raise ValueError(f'columns= names the columns of a table, but kind is "{kind}"')
        if samples is not None and (samples.dim() != 2 or samples.shape[1] != len(columns)):
            raise ValueError(f"columns= has {len(columns)} names for samples of the shape {list(samples.shape)}")
        twice = next((c for i, c in enumerate(columns) if c in columns[:i]), None)
        if twice is not None:
            raise ValueError(f'the column "{twice}" appears twice')
        return columns

    @staticmethod
    def _check_texts(kind, samples, tokens):
        if tokens is None:
            return
        if kind != "text":
            raise ValueError(f'vocab= belongs to texts, but kind is "{kind}"')
        if samples is not None and len(samples) and int(samples.max()) >= len(tokens):
            raise ValueError(f"the samples hold the token {int(samples.max())}, the vocabulary ends at {len(tokens) - 1}")

    @staticmethod
    def _baseline(baseline, data, kind, samples, mean, tokens):
        """The value of "baseline" in run.json; None leaves it to Spindle."""
        if kind == "text":
            if data is not None:
                raise ValueError("baseline_data= has no meaning for texts; give baseline= a token, such as \"[MASK]\"")
            if isinstance(baseline, dict):
                baseline = baseline.get("token")
            if isinstance(baseline, str) and baseline != "zero":
                if tokens is not None and baseline not in tokens:
                    raise ValueError(f'baseline="{baseline}" is not in the vocabulary')
                return {"token": baseline}
        if isinstance(baseline, str) and baseline not in ("zero", "mean"):
            raise ValueError(f'baseline="{baseline}": give a number, a list, "zero" or "mean"')
        if baseline is not None and data is not None and baseline != "mean":
            raise ValueError('baseline_data= is for the mean; give baseline="mean" or leave it out')
        if data is not None and samples is not None and data.shape[1:] != samples.shape[1:]:
            raise ValueError(f"baseline_data= has inputs of the shape {list(data.shape[1:])}, the samples "
                             f"{list(samples.shape[1:])}")
        if kind == "points" and (data is not None or baseline == "mean"):
            raise ValueError("a masked cluster of points moves to its own mean; leave baseline= and baseline_data= out")
        if baseline == "mean" and data is None:
            if kind == "image" and mean is not None:
                return "mean"
            data = samples
            if data is None:
                raise ValueError('baseline="mean" needs samples or baseline_data=')
        if data is not None:
            return _means(data, kind)
        if baseline is None or isinstance(baseline, str):
            return baseline
        values = _tensor(baseline).double()
        if not bool(torch.isfinite(values).all()):
            raise ValueError("baseline= must be finite")
        if values.dim() == 0:
            return float(values)
        channels = 1 if kind == "text" else None if samples is None else \
            samples.shape[1] if kind != "points" else samples.shape[-1]
        if values.dim() != 1 or (channels is not None and len(values) not in (1, channels)):
            raise ValueError(f"baseline= has the shape {list(values.shape)}; give one number, or {channels}")
        return values.tolist()

    def _write_samples(self, samples, y, split, mislabeled, names, columns):
        if y is None or len(y) != len(samples):
            raise ValueError("y must hold one label for each sample")
        with zipfile.ZipFile(os.path.join(self.run, "samples.npz"), "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("x.npy", _npy_tensor(samples))
            file.writestr("y.npy", _npy_tensor(torch.as_tensor(y)))
            if split is not None:
                file.writestr("split.npy", _npy_tensor(torch.as_tensor(split)))
            if mislabeled is not None:
                file.writestr("mislabeled.npy", _npy_tensor(torch.as_tensor(mislabeled).to(torch.uint8)))
            if names is not None:
                file.writestr("name.npy", _npy_strings([str(n) for n in names]))
            if columns is not None:
                file.writestr("columns.npy", _npy_strings(columns))

    def _write_description(self, samples, kind, mean, std, classes, name, output, baseline, vocabulary, masked):
        description = {"spindle": 1, "name": name or os.path.basename(os.path.normpath(self.run)), "model": "model.pt",
                       "checkpoints": "checkpoints/*.pt", "metrics": "metrics.csv", "input": {"kind": kind}}
        if samples is not None:
            description["samples"] = "samples.npz"
            description["input"]["shape"] = list(samples.shape[1:])
        if mean is not None:
            description["input"]["mean"] = [float(m) for m in mean]
        if std is not None:
            description["input"]["std"] = [float(s) for s in std]
        if classes is not None:
            description["classes"] = [str(c) for c in classes]
        if output is not None:
            description["output"] = output
        if baseline is not None:
            description["baseline"] = baseline
        if vocabulary:
            description["vocab"] = "vocab.txt"
        if masked:
            description["second_input"] = "tokens"
        with open(os.path.join(self.run, "run.json"), "w") as file:
            json.dump(description, file, indent=1)
            file.write("\n")

    def _write_architecture(self, example, script, masked, tokens):
        path = os.path.join(self.run, "model.pt")
        if not script and example is None:
            raise ValueError("give samples or example=, an input batch to trace the network with, or script=True")
        with _exportable(self.model), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch's, about TorchScript and about what a trace does not follow
            if script:
                torch.jit.script(self.model).save(path)
                return
            device = next((p.device for p in self.model.parameters()), torch.device("cpu"))
            # Twice the example: a batch of one would be traced as a constant.
            batch = (torch.cat([example, example]).to(device),)
            if masked:
                batch += (self._attention_mask(batch[0], tokens),)
            repeats, traced = self._trace(batch, path)
        if not repeats:
            warnings.warn("the network returns different outputs for the same input even in evaluation mode "
                          "(noise, or torch.nn.functional.dropout without training=self.training?); its "
                          "interactions are meaningless", stacklevel=3)
        elif not traced:
            raise ValueError("the traced network returns other outputs than the network itself, since its forward() "
                             "depends on the values of its input; give script=True, or write model.pt by hand")

    def _trace(self, batch, path):
        """Writes the trace; returns whether the network gives the same outputs twice, and the trace the same as it."""
        model, forward = self.model, self.model.forward
        if len(batch) > 1:
            def plain(input_ids, attention_mask):
                return _logits(forward(input_ids, attention_mask=attention_mask))
        else:
            def plain(x):
                return _logits(forward(x))
        ask = model if len(batch) == 1 else lambda ids, mask: model(ids, attention_mask=mask)
        more = tuple(torch.cat([part, part[:1]]) for part in batch)  # another batch size than the traced one
        with torch.no_grad():
            answers = [ask(*more) for _ in range(2)]
            plainly = [_logits(answer) for answer in answers]
            replace = len(batch) > 1 or plainly[0] is not answers[0]
            checked = all(isinstance(answer, torch.Tensor) for answer in plainly)
            if replace:
                model.forward = plain
            try:
                # Operators for inference return zeros at padding: where that decides, they must be kept.
                for operators in (_old_operators, contextlib.nullcontext):
                    with operators():
                        trace = torch.jit.trace(model, batch, check_trace=False)
                    same = not checked or torch.allclose(trace(*more), plainly[0], rtol=1e-3, atol=1e-4, equal_nan=True)
                    if same:
                        break
            finally:
                if replace:
                    del model.forward
            repeats = not checked or torch.equal(*plainly)
            if same or not repeats:
                trace.save(path)
            return repeats, same

    def _attention_mask(self, ids, tokens):
        """1 where a token stands, 0 at padding."""
        padding = getattr(getattr(self.model, "config", None), "pad_token_id", None)
        if padding is None:
            padding = next((tokens.index(word) for word in ("[PAD]", "<pad>") if word in (tokens or [])), -1)
        return (ids != padding).long()
