#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes published.json: PyTorch's outputs for checkpoints that other people have published, for the inputs
sin(0.05 (row + 1) i) of two rows. The checkpoints themselves are not part of Spindle; FOLDER holds them as
checkpoints/NAME/... and pretrained/NAME/.... Debian package python3-torch.

    make_published.py FOLDER"""

import json
import math
import sys

import torch

folder = sys.argv[1]
CASES = [  # weights, TorchScript file with their architecture, shape, the same as words (None: not a plain chain)
    *[(f"checkpoints/fashion-cnn-epochs/model_epoch_{e}.pth", "checkpoints/fashion-cnn-epochs/model.pt", [1, 28, 28],
       ["conv padding 1", "relu", "maxpool 2", "conv padding 1", "relu", "maxpool 2", "flatten", "linear", "relu", "linear"])
      for e in range(1, 8)],
    ("checkpoints/lightning-mnist-mlp/epoch=9-step=9380.ckpt", "checkpoints/lightning-mnist-mlp/model.pt", [1, 28, 28], ["mlp"]),
    ("checkpoints/legacy-mnist-lenet/mnist_cnn.pt", "checkpoints/legacy-mnist-lenet/model.pt", [1, 28, 28], ["lenet"]),
    ("checkpoints/torchscript-iris/model_scripted.pt", "checkpoints/torchscript-iris/model_scripted.pt", [4], None),
    ("pretrained/resnet20-cifar10/resnet20-12fca82f.th", "pretrained/resnet20-cifar10/model.pt", [3, 32, 32], ["resnet20-cifar"]),
]


def weights_of(path):
    found = torch.load(path, map_location="cpu")
    found = found.get("state_dict", found)
    return {key[7:] if key.startswith("module.") else key: value for key, value in found.items()}


cases = []
for weights, architecture, shape, words in CASES:
    model = torch.jit.load(f"{folder}/{architecture}", map_location="cpu").eval()
    if weights != architecture:
        state, own = weights_of(f"{folder}/{weights}"), model.state_dict()
        state = {key if key in own else key.split(".", 1)[1]: value for key, value in state.items()}
        for key, value in own.items():
            if not key.endswith("num_batches_tracked"):
                value.copy_(state[key])
    size = math.prod(shape)
    x = torch.tensor([[math.sin(0.05 * (row + 1) * i) for i in range(size)] for row in range(2)]).view(2, *shape)
    with torch.no_grad():
        cases.append({"weights": weights, "architecture": architecture, "shape": shape, "words": words or [],
                      "outputs": model(x).tolist()})
with open("published.json", "w") as file:
    json.dump(cases, file, indent=1)
