#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains a small network with the PyTorch that runs this and leaves it as two runs of the same checkpoints.

    train_and_export.py RESOURCES_PYTHON FOLDER           FOLDER/traced, as the recorder leaves it (TorchScript), and
                                                          FOLDER/exported, with model.pt2 of torch.export instead
    train_and_export.py --check RESOURCES_PYTHON FOLDER   FOLDER/traced.h5 and FOLDER/exported.h5 hold the same scores,
                                                          and of whole samples those of this PyTorch
"""
import glob
import os
import shutil
import sys

import torch
from torch import nn

check = sys.argv[1] == "--check"
sys.path.insert(0, sys.argv[-2])
work = sys.argv[-1]


def network():
    return nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(8, 16, 3, padding=1), nn.GELU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                         nn.Dropout(0.2), nn.Linear(16, 3))


def images(count, seed):
    """16 x 16: where the dark stripe lies says the class."""
    random = torch.Generator().manual_seed(seed)
    y = torch.randint(0, 3, (count,), generator=random)
    x = torch.rand((count, 1, 16, 16), generator=random)
    for i, label in enumerate(y.tolist()):
        x[i, 0, 5 * label:5 * label + 5] *= 0.5
    return x, y


def train():
    from spindle_recorder import Recorder

    torch.manual_seed(1)
    model, loss = network(), nn.CrossEntropyLoss()
    (x, y), (x_test, y_test) = images(600, 1), images(200, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    recorder = Recorder(work + "/traced", model, x_test[:6], y_test[:6], kind="image", mean=[0.5], std=[0.3])

    def losses(inputs, labels):
        model.eval()
        with torch.no_grad():
            value = float(loss(model((inputs - 0.5) / 0.3), labels))
        model.train()
        return value

    for step in range(60):
        recorder.save(step, train_loss=lambda: losses(x, y), test_loss=lambda: losses(x_test, y_test))
        rows = torch.randint(0, len(x), (64,))
        optimizer.zero_grad()
        loss(model((x[rows] - 0.5) / 0.3), y[rows]).backward()
        optimizer.step()
    recorder.save(60, train_loss=lambda: losses(x, y), test_loss=lambda: losses(x_test, y_test), force=True)
    shutil.copytree(work + "/traced", work + "/exported")
    os.remove(work + "/exported/model.pt")
    description = work + "/exported/run.json"
    with open(description) as file:
        text = file.read()
    with open(description, "w") as file:
        file.write(text.replace('"model.pt"', '"model.pt2"').replace('"traced"', '"exported"'))
    batch = torch.export.Dim("batch")  # as README says
    torch.export.save(torch.export.export(model.eval(), (x[:2],), dynamic_shapes=({0: batch},)),
                      work + "/exported/model.pt2")
    print(f"PyTorch {torch.__version__}: trained, traced and exported")


def compare():
    import numpy as np
    from spindle_results import open_results

    traced, exported = (open_results(f"{work}/{name}.h5") for name in ("traced", "exported"))
    scale = np.abs(traced.values).max()
    apart = np.abs(traced.values - exported.values).max() / scale
    model = network().eval()
    last = sorted(glob.glob(work + "/exported/checkpoints/*.pt"))[-1]
    state = torch.load(last, weights_only=True)
    model.load_state_dict(state.get("state_dict", state))
    samples = np.load(work + "/exported/samples.npz")
    x, y = torch.tensor(samples["x"]), torch.tensor(samples["y"]).long()
    with torch.no_grad():
        z = model((x - 0.5) / 0.3)
    others = z.masked_fill(nn.functional.one_hot(y, 3).bool(), -torch.inf).logsumexp(1)
    own = (z.gather(1, y[:, None])[:, 0] - others).numpy()
    off = np.abs(exported.values[-1, :, -1] - own).max() / scale
    print(f"{traced.values.size} scores, largest {scale:.3f}: traced against exported {apart:.1e}, "
          f"exported against PyTorch itself {off:.1e}")
    return 0 if max(apart, off) <= 1e-5 else 1


sys.exit(compare() if check else train())
