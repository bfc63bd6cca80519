#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes color images stored with their channels last and networks that take their numbers in any order, labels of several
classes a sample, and probabilities that were multiplied. Debian packages python3-torch and python3-numpy. Run here."""

import json

import numpy as np
import torch
from torch import nn

torch.manual_seed(12)
x = torch.rand(4, 5, 6, 3)  # channels last
np.savez("color.npz", x=x.numpy(), y=np.array([0, 1, 2, 0]))
np.savez("several.npz", x=torch.rand(4, 6).numpy(), y=np.array([[1, 0, 1], [0, 0, 0], [0, 1, 1], [1, 1, 1]]))
rows = nn.Sequential(nn.Linear(90, 8), nn.ReLU(), nn.Linear(8, 3)).eval()
torch.jit.script(rows).save("color_rows.pt")
torch.jit.script(nn.Sequential(nn.Flatten(), rows).eval()).save("color_flattens.pt")


class Percent(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3), nn.Softmax(1))

    def forward(self, x):
        return 100 * self.net(x)


torch.jit.script(Percent().eval()).save("percent.pt")


class RareCategory(nn.Module):
    """What stands in the batch matters only where a number is at least 2: made-up inputs below that do not see it."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        large = (x >= 2).float()
        return self.head(x - large * (x * large).mean(0, keepdim=True))


torch.jit.script(RareCategory().eval()).save("rare_category.pt")
with torch.no_grad():
    json.dump({"last": rows(x.flatten(1)).tolist(), "first": rows(x.permute(0, 3, 1, 2).flatten(1)).tolist()},
              open("layouts.json", "w"))


class Bits(nn.Module):
    """Log-probabilities to base 2."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3))

    def forward(self, x):
        e = torch.exp(self.net(x))
        return torch.log2(e / e.sum(1, keepdim=True))


torch.jit.script(Bits().eval()).save("bits.pt")
