#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes small samples in the array formats, with numpy, h5py and torch, and arrays.json: file, hints, and what a
reader must find (kind, shape, first and last values, targets)."""
import gzip
import json
import os
import pickle
import struct

import h5py
import numpy as np
import torch

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "arrays")
os.makedirs(HERE, exist_ok=True)
CASES = []
random = np.random.default_rng(5)


def path(name):
    full = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


def case(name, x, y, kind, note="", hints=None, classes=None, split=None, names=None):
    """x [S, ...]: the raw values, channel first, that must come out."""
    x = np.asarray(x, np.float64)
    CASES.append({"file": name, "hints": hints or {}, "kind": kind, "shape": list(x.shape[1:]), "note": note,
                  "targets": [int(v) for v in y], "values": [float("%.9g" % np.float32(v)) for v in (x.ravel() if x.size < 2000 else x.ravel()[::61])],
                  "classes": classes or [], "split": split or "", "names": names or []})


bytes_ = random.integers(0, 256, (3, 5, 4), dtype=np.uint8)
y = np.array([2, 0, 1])
np.savez(path("stored.npz"), x=bytes_, y=y, split=np.array([0, 1, 0]), name=np.array(["a", "b", "\u00e9"]))
case("stored.npz", bytes_[:, None] / 255, y, "image", "uint8 values divided by 255", split="train test train", names=["a", "b", "\u00e9"])
np.savez_compressed(path("deflated.npz"), images=bytes_, labels=y.astype(np.uint8)[:, None])
case("deflated.npz", bytes_[:, None] / 255, y, "image", "uint8")
last = random.random((2, 4, 5, 3)).astype(np.float32)
np.savez(path("channels_last.npz"), X=last, y=np.eye(4)[[3, 1]])
case("channels_last.npz", last.transpose(0, 3, 1, 2), [3, 1], "image", "channels moved")
case("channels_last.npz", last.transpose(0, 3, 1, 2), [3, 1], "image", "one-hot", hints={"kind": "image", "shape": [3, 4, 5]})
gray = random.random((2, 4, 5, 1)).astype(np.float64)
np.savez(path("gray_last.npz"), data=gray, target=np.array([1, 0], np.int32))
case("gray_last.npz", gray.transpose(0, 3, 1, 2), [1, 0], "image", "channels moved")
flat = random.integers(0, 256, (2, 784), dtype=np.uint8)
np.savez_compressed(path("flat.npz"), x=flat, y=np.array([7, 3]))
case("flat.npz", flat.reshape(2, 1, 28, 28) / 255, [7, 3], "image", "784 bytes")
rows = random.normal(size=(3, 6))
np.savez(path("table.npz"), X=rows, y=np.array(["no", "yes", "no"]))
case("table.npz", rows, [0, 1, 0], "tabular", classes=["no", "yes"])
case("table.npz", rows.reshape(3, 1, 2, 3), [0, 1, 0], "image", "read as [1, 2, 3]", hints={"shape": [1, 2, 3]}, classes=["no", "yes"])
np.savez(path("keras.npz"), x_train=bytes_[:2], y_train=y[:2], x_test=bytes_[2:], y_test=y[2:])
case("keras.npz", bytes_[:, None] / 255, y, "image", "joined", split="train train test")
np.savez(path("regression.npz"), x=rows.astype(np.float16), y=np.array([0.5, 1.5, 2.0]))
case("regression.npz", rows.astype(np.float16), [0, 0, 0], "tabular", "measured values")
np.savez(path("order.npz"), x=np.asfortranarray(rows), y=np.array([-1, 1, 1], ">i4"))
case("order.npz", rows, [0, 1, 1], "tabular", classes=["-1", "1"])
np.savez(path("tokens.npz"), x=np.array([[101, 7, 102], [101, 9, 102]]), y=np.array([1, 0]))
case("tokens.npz", [[101, 7, 102], [101, 9, 102]], [1, 0], "text", hints={"kind": "text"})
cloud = random.normal(size=(2, 20, 3)).astype(np.float32)
np.savez(path("clouds.npz"), points=cloud, labels=np.array([4, 2]))
case("clouds.npz", cloud, [4, 2], "points", "point clouds")
np.save(path("x_test.npy"), rows)
np.save(path("y_test.npy"), y)
case("x_test.npy", rows, y, "tabular", "labels from y_test.npy")
np.save(path("cloud.npy"), cloud[0])
case("cloud.npy", cloud[:1], [0], "points", "one sample", hints={"kind": "points"})

with h5py.File(path("samples.h5"), "w") as f:
    f["x"] = bytes_
    f["y"] = y
    f["split"] = np.array([1, 0, 1])
    f["name"] = ["boot", "bag", "\u00e9"]
case("samples.h5", bytes_[:, None] / 255, y, "image", "uint8", split="test train test", names=["boot", "bag", "\u00e9"])
with h5py.File(path("modelnet.h5"), "w") as f:
    f.create_dataset("data", data=cloud, compression="gzip", shuffle=True, chunks=(1, 20, 3))
    f["label"] = np.array([[4], [2]], np.uint8)
    f["faceId"] = np.zeros((2, 20), np.int32)
case("modelnet.h5", cloud, [4, 2], "points", "point clouds")
with h5py.File(path("grouped.h5"), "w") as f:
    f["set/inputs"] = rows.astype(">f8")
    f["set/targets"] = np.array([True, False, True])
    f["set/name"] = np.array([b"a", b"bc", b"d"])
case("grouped.h5", rows, [1, 0, 1], "tabular", names=["a", "bc", "d"])

torch.save((torch.from_numpy(bytes_), torch.from_numpy(y)), path("pair.pt"))
case("pair.pt", bytes_[:, None] / 255, y, "image", "uint8")
torch.save({"x": torch.from_numpy(rows), "y": torch.from_numpy(y)}, path("dict.pt"))
case("dict.pt", rows, y, "tabular")
torch.save(torch.from_numpy(last.transpose(0, 3, 1, 2).copy()), path("alone.pt"))
case("alone.pt", last.transpose(0, 3, 1, 2), [0, 0], "image", "no labels")


def idx(array, code, kind):
    return struct.pack(">BBBB", 0, 0, code, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape) + array.astype(kind).tobytes()


gzip.GzipFile(path("mnist/train-images-idx3-ubyte.gz"), "wb", mtime=0).write(idx(bytes_[:2], 8, ">u1"))
gzip.GzipFile(path("mnist/train-labels-idx1-ubyte.gz"), "wb", mtime=0).write(idx(y[:2], 8, ">u1"))
open(path("mnist/t10k-images-idx3-ubyte"), "wb").write(idx(bytes_[2:], 8, ">u1"))
open(path("mnist/t10k-labels-idx1-ubyte"), "wb").write(idx(y[2:], 8, ">u1"))
case("mnist", bytes_[:, None] / 255, y, "image", "joined", split="train train test")
case("mnist/train-images-idx3-ubyte.gz", bytes_[:2, None] / 255, y[:2], "image", "labels from train-labels")
open(path("floats.idx2-ubyte"), "wb").write(idx(rows.astype(np.float32), 13, ">f4"))
case("floats.idx2-ubyte", rows, [0, 0, 0], "tabular", "no labels")
open(path("shorts.idx2-ubyte"), "wb").write(idx(np.array([[-5, 300], [7, 8]]), 11, ">i2"))
case("shorts.idx2-ubyte", [[-5, 300], [7, 8]], [0, 0], "tabular")

picture = (np.arange(2 * 3072) * 7 % 256).astype(np.uint8).reshape(2, 3072)
records = b"".join(bytes([label]) + row.tobytes() for label, row in zip((9, 4), picture))
open(path("cifar/data_batch_1.bin"), "wb").write(records[:3073])
open(path("cifar/test_batch.bin"), "wb").write(records[3073:])
open(path("cifar/batches.meta.txt"), "w").write("\n".join("airplane automobile bird cat deer dog frog horse ship truck".split()) + "\n\n")
case("cifar", picture.reshape(2, 3, 32, 32) / 255, [9, 4], "image", split="train test",
     classes="airplane automobile bird cat deer dog frog horse ship truck".split())
fine = b"".join(bytes([3, label]) + row.tobytes() for label, row in zip((99, 40), picture))
open(path("cifar100.bin"), "wb").write(fine)
case("cifar100.bin", picture.reshape(2, 3, 32, 32) / 255, [99, 40], "image")
names = "airplane automobile bird cat deer dog frog horse ship truck".split()
for name, label, row in zip(("data_batch_1", "test_batch"), (9, 4), picture):
    pickle.dump({"batch_label": "x", "labels": [label], "data": row[None], "filenames": ["a.png"]}, open(path(f"cifar_py/{name}"), "wb"), 2)
pickle.dump({"num_cases_per_batch": 1, "label_names": names, "num_vis": 3072}, open(path("cifar_py/batches.meta"), "wb"), 2)
case("cifar_py", picture.reshape(2, 3, 32, 32) / 255, [9, 4], "image", "3072 bytes", split="train test", classes=names)
case("cifar_py/test_batch", picture[1:].reshape(1, 3, 32, 32) / 255, [4], "image", classes=names)
torch.save((torch.tensor(bytes_), [2, 0, 1]), path("list.pt"))
case("list.pt", bytes_[:, None] / 255, y, "image", "uint8")
json.dump(CASES, open(path("arrays.json"), "w"), separators=(",", ":"))
