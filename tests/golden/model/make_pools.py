#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes pools.pt, a network of nothing but max pooling with all sorts of windows, and pools.bin: float32 inputs
[4, 2, 11, 14] (one row with NaN) and PyTorch's own outputs. Debian packages python3-torch, python3-numpy. Run in this
folder."""

import numpy as np
import torch
from torch import nn


class Pools(nn.Module):
    def __init__(self):
        super().__init__()
        self.pools = nn.ModuleList([
            nn.MaxPool2d(2), nn.MaxPool2d(3, stride=2), nn.MaxPool2d((1, 3)), nn.MaxPool2d((4, 1), stride=(3, 2)),
            nn.MaxPool2d(2, stride=3), nn.MaxPool2d(1, stride=2), nn.MaxPool2d(3, stride=2, padding=1),
            nn.MaxPool2d(2, dilation=2), nn.MaxPool2d(2, ceil_mode=True), nn.MaxPool2d((11, 14))])

    def forward(self, x):
        rows = []
        for pool in self.pools:
            rows.append(torch.flatten(pool(x), 1))
        return torch.cat(rows, 1)


x = torch.tensor(np.random.default_rng(3).normal(size=(4, 2, 11, 14)).astype(np.float32))
x[1] = torch.relu(x[1])
x[2, 0, 5, 6] = float("nan")
x[3] = 0.25
network = torch.jit.script(Pools())
network.save("pools.pt")
np.concatenate([x.numpy().ravel(), network(x).numpy().ravel()]).astype("<f4").tofile("pools.bin")
