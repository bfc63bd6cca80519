#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a network of texts that takes 12 tokens and no other number, which no table of positions tells.

    /usr/bin/python3 tests/golden/app/outputs/make_fixed_text.py tests/golden/app/outputs
"""
import sys
import torch

torch.manual_seed(5)


class Fixed(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.words = torch.nn.Embedding(9, 2)
        self.last = torch.nn.Linear(24, 2)

    def forward(self, ids):
        return self.last(self.words(ids).flatten(1))


torch.jit.script(Fixed().eval()).save(sys.argv[1] + "/fixed_text.pt")
