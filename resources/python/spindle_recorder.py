"""Records a training run so that Spindle opens it with no question. One file, nothing but torch needed.

    from spindle_recorder import Recorder

    recorder = Recorder("my-run", model, x_test[:32], y_test[:32], kind="image", mean=[0.286], std=[0.353])
    for step, (x, y) in enumerate(batches):
        recorder.save(step, train_loss=..., test_loss=...)     # writes only when the step lies on the grid
        ...                                                    # your training step
    recorder.save(step + 1, train_loss=..., test_loss=..., force=True)

Losses may be numbers or functions without arguments; a function is called only when a checkpoint is written. With
Lightning: Trainer(callbacks=[recorder.lightning()]). With Hugging Face: Trainer(callbacks=[recorder.hugging_face()]).

What it writes: model.pt (TorchScript of the architecture, traced, or scripted with script=True), checkpoints on a
logarithmic grid of steps (0, 1, 2, 3, 4, 5, 6, 8, 10, ..., each about `growth` times the last, because the first phase
of training is over early), metrics.csv, samples.npz and run.json.
"""
import csv
import ctypes
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


class Recorder:
    """Writes one run folder. Refuses a folder that already holds checkpoints, so that no run is overwritten.

    run      folder to write; made if missing
    model    the torch.nn.Module that is trained; wrappers (DataParallel, DistributedDataParallel, torch.compile) are
             taken off
    samples  tensor [S, ...] of raw inputs (uint8 images are divided by 255 by Spindle), y: tensor [S] of labels
    kind     "image", "tabular", "text" or "points"
    mean,std what the inputs are normalised with before the network, as lists; None: not at all
    split    tensor [S] of 0 = training, 1 = test sample; names: list of S strings; classes: list of names by label
    mislabelled  tensor [S] of 1 where the label is known to be wrong (label noise)
    example  one batch in the form that the network takes; default: the first sample, normalised as above
    """

    def __init__(self, run, model, samples=None, y=None, *, kind="image", mean=None, std=None, classes=None, split=None,
                 mislabelled=None, names=None, name=None, example=None, script=False, growth=1.25, output=None):
        if growth <= 1.0:
            raise ValueError("growth must be above 1")
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
            self._write_samples(samples, y, split, mislabelled, names)
        self._write_description(samples, kind, mean, std, classes, name, output)
        if example is None and samples is not None:
            example = self._normalised(samples[:1], kind, mean, std)
        self._write_architecture(example, script)

    # -- the one call of a training loop --------------------------------------------------------------------------

    def save(self, step, epoch=None, train_loss=None, test_loss=None, force=False):
        """Writes a checkpoint and its losses when `step` lies on the grid (or force=True); returns whether it did."""
        step = int(step)
        if self._saved and step <= self._saved[-1]:
            return False
        if step < self._next and not force:
            return False
        path = os.path.join(self.run, "checkpoints", f"step={step:07d}.pt")
        state = {k: v.detach().cpu().clone() for k, v in self.model.state_dict().items()}
        torch.save(state, path + ".part")
        os.replace(path + ".part", path)
        cells = [step, epoch, train_loss() if callable(train_loss) else train_loss,
                 test_loss() if callable(test_loss) else test_loss]
        with open(self._metrics, "a", newline="") as file:
            csv.writer(file).writerow(["" if c is None else (repr(float(c)) if i else c) for i, c in enumerate(cells)])
        self._saved.append(step)
        self._next = max(step + 1, math.ceil(step * self.growth - 1e-9))
        return True

    def due(self, step):
        """Whether save(step) would write a checkpoint: ask before computing an expensive loss."""
        return int(step) >= self._next and (not self._saved or int(step) > self._saved[-1])

    # -- callbacks -------------------------------------------------------------------------------------------------

    def lightning(self, train_loss="train_loss", test_loss="val_loss"):
        """A Lightning callback; the names are those under which the module logs its losses."""
        try:
            from lightning.pytorch import Callback
        except ImportError:
            from pytorch_lightning import Callback
        recorder = self

        class SpindleCallback(Callback):
            def _save(self, trainer, force=False):
                if trainer.is_global_zero:
                    logged = trainer.callback_metrics
                    recorder.save(trainer.global_step, trainer.current_epoch, logged.get(train_loss),
                                  logged.get(test_loss), force)

            def on_train_start(self, trainer, module):
                self._save(trainer)

            def on_train_batch_end(self, trainer, module, outputs, batch, batch_idx, *unused):
                self._save(trainer)

            def on_train_end(self, trainer, module):
                self._save(trainer, force=True)

        return SpindleCallback()

    def hugging_face(self):
        """A callback for transformers.Trainer."""
        from transformers import TrainerCallback
        recorder = self

        class SpindleCallback(TrainerCallback):
            losses = {}

            def _save(self, state, force=False):
                if state.is_world_process_zero:
                    recorder.save(state.global_step, state.epoch, self.losses.get("loss"),
                                  self.losses.get("eval_loss"), force)

            def on_log(self, args, state, control, logs=None, **unused):
                self.losses = {**self.losses, **(logs or {})}

            def on_train_begin(self, args, state, control, **unused):
                self.losses = {}
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
    def _normalised(samples, kind, mean, std):
        if kind == "text":
            return samples.long()
        x = samples.float() / 255.0 if samples.dtype == torch.uint8 else samples.float()
        if mean is None and std is None:
            return x
        shape = [1, -1] + [1] * (x.dim() - 2) if kind == "image" else [1] * (x.dim() - 1) + [-1]
        mean = torch.tensor(mean if mean is not None else [0.0]).reshape(shape)
        std = torch.tensor(std if std is not None else [1.0]).reshape(shape)
        return (x - mean) / std

    def _write_samples(self, samples, y, split, mislabelled, names):
        if y is None or len(y) != len(samples):
            raise ValueError("y must hold one label for each sample")
        with zipfile.ZipFile(os.path.join(self.run, "samples.npz"), "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("x.npy", _npy_tensor(samples))
            file.writestr("y.npy", _npy_tensor(torch.as_tensor(y)))
            if split is not None:
                file.writestr("split.npy", _npy_tensor(torch.as_tensor(split)))
            if mislabelled is not None:
                file.writestr("mislabelled.npy", _npy_tensor(torch.as_tensor(mislabelled).to(torch.uint8)))
            if names is not None:
                file.writestr("name.npy", _npy_strings([str(n) for n in names]))

    def _write_description(self, samples, kind, mean, std, classes, name, output):
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
        with open(os.path.join(self.run, "run.json"), "w") as file:
            json.dump(description, file, indent=1)
            file.write("\n")

    def _write_architecture(self, example, script):
        path = os.path.join(self.run, "model.pt")
        training = {m: m.training for m in self.model.modules()}
        try:
            self.model.eval()
            if script:
                torch.jit.script(self.model).save(path)
            elif example is None:
                raise ValueError("give samples or example=, an input batch to trace the network with, or script=True")
            else:
                device = next((p.device for p in self.model.parameters()), torch.device("cpu"))
                with torch.no_grad(), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    # Twice the example: a batch of one would be traced as a constant.
                    batch = torch.cat([example, example]).to(device)
                    torch.jit.trace(self.model, batch, check_trace=False).save(path)
        finally:
            for module, mode in training.items():
                module.training = mode
