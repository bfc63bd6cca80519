#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the golden scores of masking at a layer: the trained network cnn.pth (see make_model.py), its first ReLU's
feature map masked by hand in plain PyTorch, log-odds of all coalitions. Debian packages python3-torch, python3-numpy,
dataset-fashion-mnist. Run in this folder.

layer.json: cells (row, column of the 8x8 grid) and targets; layer.bin: float32, the samples [2, 784] as the network gets
them, then log-odds [2, 1024]; coalition T has bit i set where cell i stays."""

import gzip
import json

import numpy as np
import torch
from torch import nn

SIDE = 28
GRID = 8


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.bn1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 8, 5)
        self.bn2 = nn.BatchNorm2d(8)
        self.drop = nn.Dropout(0.3)
        self.fc1 = nn.Linear(200, 32)
        self.fc2 = nn.Linear(32, 10)

    def head(self, x):
        return torch.relu(self.bn1(self.conv1(x)))

    def tail(self, x):
        x = torch.max_pool2d(x, 2)
        x = torch.max_pool2d(torch.relu(self.bn2(self.conv2(x))), 2)
        return self.fc2(self.drop(torch.relu(self.fc1(x.flatten(1)))))


def edge(k):
    return k * SIDE // GRID


def main():
    model = Cnn()
    model.load_state_dict(torch.load("cnn.pth"))
    model.eval()
    with gzip.open("/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz") as f:
        x = np.frombuffer(f.read(16 + 784 * 2), np.uint8)[16:].reshape(2, 1, SIDE, SIDE)
    with gzip.open("/usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz") as f:
        targets = np.frombuffer(f.read(8 + 2), np.uint8)[8:].tolist()
    x = torch.tensor((x / np.float32(255) - np.float32(0.286)) / np.float32(0.353))
    cells = [(1, 2), (1, 5), (2, 3), (3, 1), (3, 4), (4, 4), (4, 6), (5, 2), (6, 3), (6, 6)]
    scores = np.zeros((2, 1 << len(cells)), np.float64)
    with torch.no_grad():
        maps = model.head(x)
        for s, target in enumerate(targets):
            for coalition in range(1 << len(cells)):
                masked = maps[s : s + 1].clone()
                for i, (r, c) in enumerate(cells):
                    if not coalition >> i & 1:
                        masked[:, :, edge(r) : edge(r + 1), edge(c) : edge(c + 1)] = 0
                z = model.tail(masked)[0].double()
                others = torch.cat([z[:target], z[target + 1 :]])
                scores[s, coalition] = (z[target] - torch.logsumexp(others, 0)).item()
    np.concatenate([x.numpy().ravel(), scores.astype(np.float32).ravel()]).astype("<f4").tofile("layer.bin")
    with open("layer.json", "w") as f:
        json.dump({"cells": cells, "targets": targets}, f)


if __name__ == "__main__":
    main()
