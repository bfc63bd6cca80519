#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small checkpoints of every form, written by PyTorch itself, with what PyTorch reads from them (expected.json).

Debian 12: apt-get install python3-torch python3-numpy; then /usr/bin/python3 make_weights.py in this folder.
"""
import argparse
import collections
import json
import os
import pathlib
import pickle
import struct

import numpy as np
import torch
from torch import nn

torch.manual_seed(1)
expected = {}


def listed(tensor):
    return {
        "dtype": str(tensor.dtype).replace("torch.", ""),
        "shape": list(tensor.shape),
        "values": [v if np.isfinite(v) else str(v) for v in tensor.detach().double().reshape(-1).tolist()],
    }


def expect(name, format, tensors, container="", prefix="", scalars=None, opaque=None, alternatives=None):
    expected[name] = {
        "format": format,
        "container": container,
        "prefix": prefix,
        "scalars": scalars or {},
        "opaque": opaque or [],
        "alternatives": alternatives or [],
        "tensors": {key: listed(value) for key, value in tensors.items()},
    }


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU())
        self.head = nn.Linear(2, 3)
        self.register_buffer("scale", torch.tensor([0.5, 2.0]))
        self.register_buffer("scratch", torch.zeros(4), persistent=False)

    def forward(self, x):
        return self.head(self.features(x).mean((2, 3)) * self.scale)


model = Small().eval()
state = model.state_dict()

torch.save(state, "plain.pt")
expect("plain.pt", "torchZip", state)

torch.save(state, "protocol4.pt", pickle_protocol=4)
expect("protocol4.pt", "torchZip", state)

torch.save(state, "legacy.pth", _use_new_zipfile_serialization=False)
expect("legacy.pth", "torchLegacy", state)

ema = {k: v + 1 for k, v in state.items()}
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
model(torch.randn(2, 1, 5, 5)).sum().backward()
optimizer.step()
optimizer.zero_grad(set_to_none=True)
state = model.state_dict()
checkpoint = {
    "epoch": 12,
    "arch": "small",
    "args": argparse.Namespace(lr=0.1, output=pathlib.PurePosixPath("out")),
    "state_dict": collections.OrderedDict(("module." + k, v) for k, v in state.items()),
    "state_dict_ema": ema,
    "optimizer": optimizer.state_dict(),
    "best_acc1": torch.tensor(91.5),
    "train_loss": np.float64(0.25),
    "val_loss": 0.5,
    "flag": True,
    "huge": 2 ** 70,
    "numpy_rng": np.random.RandomState(3).get_state(),
    "dtype": torch.float32,
    "device": torch.device("cpu"),
    "size": torch.Size([2, 3]),
}
for name, format, options in (
    ("timm.pth.tar", "torchZip", {}),
    ("timm_legacy.pth.tar", "torchLegacy", {"_use_new_zipfile_serialization": False}),
):
    torch.save(checkpoint, name, **options)
    expect(name, format, state, "state_dict", "module.",
           {"epoch": 12, "best_acc1": 91.5, "train_loss": 0.25, "val_loss": 0.5, "huge": 2.0 ** 70},
           ["argparse.Namespace", "pathlib.PurePosixPath"], ["state_dict_ema"])

lightning = {
    "epoch": 3,
    "global_step": 1200,
    "pytorch-lightning_version": "1.9.0",
    "state_dict": collections.OrderedDict(("model._orig_mod." + k, v) for k, v in state.items()),
    "loops": {"fit_loop": {"state_dict": {}, "epoch_progress": {"total": {"ready": 4}}}},
    "callbacks": {"ModelCheckpoint{'monitor': None}": {"best_model_score": None, "dirpath": "x"}},
    "optimizer_states": [optimizer.state_dict()],
    "lr_schedulers": [],
}
torch.save(lightning, "lightning.ckpt")
expect("lightning.ckpt", "torchZip", state, "state_dict", "model._orig_mod.", {"epoch": 3, "global_step": 1200})

torch.save({"meta": {"epoch": 12, "iter": 800, "time": "x"}, "state_dict": state, "message_hub": {}}, "mmengine.pth")
expect("mmengine.pth", "torchZip", state, "state_dict", "", {"epoch": 12, "iter": 800})

torch.save({"model": {"state_dict": state}, "opt": {}}, "nested.pth")
expect("nested.pth", "torchZip", state, "model/state_dict")

base = torch.arange(24, dtype=torch.float32)
views = {
    "transposed": base[:6].view(2, 3).t(),
    "sliced": base[5:17:2],
    "block": base.view(4, 6)[1:3, 2:5],
    "expanded": base[3:4].expand(2, 3),
    "scalar": base[7],
    "empty": torch.zeros(0, 5),
}
torch.save(views, "strided.pt")
expect("strided.pt", "torchZip", views)
torch.save(views, "strided_legacy.pt", _use_new_zipfile_serialization=False)
expect("strided_legacy.pt", "torchLegacy", views)

shared = nn.Parameter(torch.randn(3, 2))
tied = {"embed.weight": shared, "decoder.weight": shared, "row": shared.detach()[1]}
torch.save(tied, "tied.pt")
expect("tied.pt", "torchZip", tied)

kinds = {
    "half": torch.tensor([1.5, -2.0, 6e-8, 65504.0, float("inf"), -0.0]).half(),
    "bfloat16": torch.tensor([1.5, -3.140625, 1e30]).bfloat16(),
    "double": torch.tensor([0.1], dtype=torch.float64),
    "int64": torch.tensor([-(2 ** 40), 7]),
    "int32": torch.tensor([-5, 2 ** 30], dtype=torch.int32),
    "int16": torch.tensor([-300], dtype=torch.int16),
    "int8": torch.tensor([-128, 127], dtype=torch.int8),
    "uint8": torch.tensor([0, 255], dtype=torch.uint8),
    "bool": torch.tensor([True, False, True]),
}
torch.save(kinds, "kinds.pt")
expect("kinds.pt", "torchZip", kinds)
torch.save(kinds, "kinds_legacy.pt", _use_new_zipfile_serialization=False)
expect("kinds_legacy.pt", "torchLegacy", kinds)

torch.save(model, "module.pt")
modules = ["__main__.Small", "torch.nn.modules.container.Sequential", "torch.nn.modules.conv.Conv2d",
           "torch.nn.modules.batchnorm.BatchNorm2d", "torch.nn.modules.activation.ReLU",
           "torch.nn.modules.linear.Linear"]
expect("module.pt", "torchZip", state, opaque=modules)
# The legacy form carries the source text of every module; a short one will do here.
torch.serialization.get_source_lines_and_file = lambda cls: (["class " + cls.__name__], 1, "module.py")
torch.save({"epoch": 2, "model": nn.DataParallel(model)}, "module_legacy.pt", _use_new_zipfile_serialization=False)
expect("module_legacy.pt", "torchLegacy", state, "model", "module.", {"epoch": 2},
       ["torch.nn.parallel.data_parallel.DataParallel"] + modules)


class Scripted(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))
        self.notBuffer = torch.ones(2)
        self.register_buffer("shift", torch.tensor([1.0, -1.0, 0.5, 0.25]))
        self.out = nn.Linear(4, 2, bias=False)

    def forward(self, x):
        return self.out(self.layers(x) + self.shift) * self.notBuffer


scripted = Scripted().eval()
torch.jit.script(scripted).save("scripted.pt")
expect("scripted.pt", "torchScript", torch.jit.load("scripted.pt").state_dict())
traced = torch.jit.trace(nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1)), torch.zeros(1, 3))
traced.save("traced.pt")
expect("traced.pt", "torchScript", traced.state_dict())


def safetensors(name, tensors, metadata=None):
    codes = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64", torch.bool: "BOOL",
             torch.uint8: "U8"}
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for key, tensor in tensors.items():
        raw = tensor.contiguous()
        raw = (raw.view(torch.int16) if tensor.dtype == torch.bfloat16 else raw).numpy().tobytes()
        header[key] = {"dtype": codes[tensor.dtype], "shape": list(tensor.shape),
                       "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


flat = {"encoder.weight": torch.randn(2, 3), "encoder.half": kinds["half"], "encoder.b": kinds["bfloat16"],
        "encoder.flags": kinds["bool"], "encoder.none": torch.zeros(0, 2)}
safetensors("flat.safetensors", flat, {"format": "pt"})
expect("flat.safetensors", "safetensors", {k[8:]: v for k, v in flat.items()}, prefix="encoder.")

first = {"a.weight": torch.randn(2, 2), "a.bias": torch.randn(2)}
second = {"b.weight": torch.randn(1, 2)}
os.makedirs("checkpoint-500", exist_ok=True)
safetensors("checkpoint-500/model-00001-of-00002.safetensors", first)
safetensors("checkpoint-500/model-00002-of-00002.safetensors", second)
with open("checkpoint-500/model.safetensors.index.json", "w") as file:
    json.dump({"metadata": {"total_size": 32}, "weight_map": {
        **{k: "model-00001-of-00002.safetensors" for k in first},
        **{k: "model-00002-of-00002.safetensors" for k in second}}}, file, indent=1)
expect("checkpoint-500", "safetensorsIndex", {**first, **second})

os.makedirs("checkpoint-600", exist_ok=True)
torch.save({"module." + k: v for k, v in first.items()}, "checkpoint-600/pytorch_model-00001-of-00002.bin")
torch.save({"module." + k: v for k, v in second.items()}, "checkpoint-600/pytorch_model-00002-of-00002.bin")
with open("checkpoint-600/pytorch_model.bin.index.json", "w") as file:
    json.dump({"weight_map": {
        **{"module." + k: "pytorch_model-00001-of-00002.bin" for k in first},
        **{"module." + k: "pytorch_model-00002-of-00002.bin" for k in second}}}, file, indent=1)
expect("checkpoint-600", "torchIndex", {**first, **second}, prefix="module.")

os.makedirs("checkpoint-700", exist_ok=True)
torch.save(first, "checkpoint-700/pytorch_model.bin")
expect("checkpoint-700", "torchZip", first)

with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")

# Arrays: trees of tensors, plain pickles and numpy's own files, all read as lists of named tensors.
trees = {}


def tree(name, tensors):
    trees[name] = {key: listed(torch.as_tensor(value)) for key, value in tensors.items()}


x = np.arange(6, dtype=np.float32).reshape(2, 3)
torch.save({"x": torch.from_numpy(x), "pair": [torch.tensor([1, 2]), {"y": (torch.tensor(3.0), np.float32(1))}],
            "np": x.T, 5: np.asfortranarray(x)}, "tree.pt")
tree("tree.pt", {"x": x, "pair/0": np.array([1, 2]), "pair/1/y/0": np.float32(3), "np": x.T, "5": x})
torch.save(torch.from_numpy(x), "bare.pt")
tree("bare.pt", {"": x})
for protocol in (0, 2, 3, 4, 5):
    with open(f"cifar_like_{protocol}.pkl", "wb") as file:
        pickle.dump({"data": np.arange(12, dtype=np.uint8).reshape(2, 6), "labels": [3, 4],
                     "big": np.array([1.5, -2.0], dtype=">f8"), "names": ["\u00e9t\u00e9", "b"]}, file, protocol)
    tree(f"cifar_like_{protocol}.pkl", {"data": np.arange(12, dtype=np.uint8).reshape(2, 6), "big": np.array([1.5, -2.0]), "labels": np.array([3, 4])})
np.savez("stored.npz", x=x, y=np.array([1, 2]), name=np.array(["caf\u00e9", "b"]))
np.savez_compressed("deflated.npz", x=np.zeros((50, 40), np.uint8), big=x.astype(">f4"), fortran=np.asfortranarray(x),
                    flags=np.array([True, False]), short=np.array([7], ">i2"))
tree("stored.npz", {"x": x, "y": np.array([1, 2])})
tree("deflated.npz", {"x": np.zeros((50, 40), np.uint8), "big": x, "fortran": x, "flags": np.array([True, False]),
                      "short": np.array([7], np.int16)})
np.save("fortran.npy", np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
tree("fortran.npy", {"": np.arange(24.0).reshape(2, 3, 4)})
np.save("scalar.npy", np.float16(1.5))
tree("scalar.npy", {"": np.float16(1.5)})
np.save("text.npy", np.array([["a", "bc"], ["", "\u03b2\U0001f600"]]))
np.save("bytes.npy", np.array([b"one", b"three"]))
np.save("objects.npy", np.array([{}, 1], dtype=object), allow_pickle=True)
np.save("complex.npy", np.array([1j]))
np.save("records.npy", np.zeros(2, dtype=[("a", "f4"), ("b", "i4")]))

with open("expected_trees.json", "w") as file:
    json.dump(trees, file, indent=1)
    file.write("\n")

# Files that are refused, each with its own sentence.
torch.save({"weight": torch.quantize_per_tensor(torch.ones(2, 2), 0.1, 0, torch.qint8), "bias": torch.ones(2)}, "quantized.pt")
torch.save({"weight": torch.ones(2, 2).to_sparse(), "bias": torch.ones(2)}, "sparse.pt")
torch.save({"weight": torch.ones(2, dtype=torch.complex64), "bias": torch.ones(2)}, "complex.pt")
torch.save(optimizer.state_dict(), "optimizer.pt")
torch.save({"generator_a": state, "generator_b": state}, "several.pt")
torch.save({"epoch": 3, "names": ["a"]}, "no_tensors.pt")
