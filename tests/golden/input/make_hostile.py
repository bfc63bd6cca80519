#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes small samples that ask for more than they hold, or for other files (hostile/), with numpy and h5py.
Run: python3 make_hostile.py"""
import io
import os
import pickle
import struct
import zipfile
import zlib

import h5py
import numpy as np

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile"))

# An array that is not used: its bytes are damaged, so reading it fails.
def npy(array):
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()

with zipfile.ZipFile("unused_damaged.npz", "w") as z:
    z.writestr("x.npy", npy(np.arange(12, dtype="f4").reshape(4, 3)))
    z.writestr("y.npy", npy(np.arange(4)))
    z.writestr("extra.npy", npy(np.full(16, 7, "u1")))
data = open("unused_damaged.npz", "rb").read()
open("unused_damaged.npz", "wb").write(data.replace(bytes([7] * 16), bytes([7] * 15 + [8])))

# A header that claims 2^30 values.
def claims(shape, code="|u1"):
    text = f"{{'descr': '{code}', 'fortran_order': False, 'shape': {shape}, }}"
    text += " " * (53 - len(text) % 64 + 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + bytes(64)

with zipfile.ZipFile("many_values.npz", "w") as z:
    z.writestr("x.npy", claims((1048576, 1, 32, 32)))
    z.writestr("y.npy", npy(np.arange(4)))
open("many_values.npy", "wb").write(claims((1048576, 1, 32, 32)))

# Its header says 4 x 3 numbers, and 8 MB of zeros follow them.
with zipfile.ZipFile("long_entry.npz", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("x.npy", npy(np.arange(12, dtype="f4").reshape(4, 3)) + bytes(8_000_000))
    z.writestr("y.npy", npy(np.arange(4)))
# Names that claim 64 MB each.
with zipfile.ZipFile("long_names.npz", "w") as z:
    z.writestr("x.npy", npy(np.arange(60, dtype="f4").reshape(20, 3)))
    z.writestr("name.npy", claims((20,), "<U16000000"))

# 16 MiB of zeros: the test joins 33 of them.
deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
member = deflate.compress(bytes(1 << 24)) + deflate.flush()
open("zeros.gz", "wb").write(member)
deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
open("head.gz", "wb").write(deflate.compress(struct.pack(">4B3I", 0, 0, 8, 3, 706000, 28, 28)) + deflate.flush())

# Arrays that lie in other files.
options = dict(libver="earliest")
with h5py.File("other.h5", "w", **options) as f:
    f["x"] = np.arange(12, dtype="f4").reshape(4, 3)
with h5py.File("external_link.h5", "w", **options) as f:
    f["x"] = h5py.ExternalLink("other.h5", "/x")
    f["y"] = np.arange(4)
with h5py.File("soft_through_external.h5", "w", **options) as f:
    # The walk goes three groups down and no further; the soft link reaches deeper.
    f["a/b/c/d/away"] = h5py.ExternalLink("other.h5", "/")
    f["x"] = h5py.SoftLink("/a/b/c/d/away/x")
    f["y"] = np.arange(4)
with h5py.File("external_storage.h5", "w", **options) as f:
    f.create_dataset("x", (4, 3), "u1", external=[("make_hostile_raw.bin", 0, 12)])
    f["y"] = np.arange(4)
if os.path.exists("make_hostile_raw.bin"):
    os.remove("make_hostile_raw.bin")
with h5py.File("virtual.h5", "w", libver="latest") as f:
    layout = h5py.VirtualLayout((4, 3), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", (4, 3))
    f.create_virtual_dataset("x", layout)
    f["y"] = np.arange(4)

# Batches of CIFAR for Python, one of which holds a single number in place of images.
for folder, batches in {"scalar_first": (1, 2), "scalar_last": (2, 1)}.items():
    os.makedirs(folder, exist_ok=True)
    for place, data in zip(batches, (np.array(3, dtype="u1"), np.zeros((2, 3072), "u1"))):
        with open(f"{folder}/data_batch_{place}", "wb") as f:
            pickle.dump({"data": data, "labels": [1, 2]}, f, protocol=2)
