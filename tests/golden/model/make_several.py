#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tied.pt, a network whose last layer shares the weights of its embedding, and tied.pth, new weights in which they stand
once, as safetensors keeps them, with tied.json: its outputs. And several.pt, a TorchScript network with a buffer that state_dict() leaves out, and several.pth, a checkpoint of it with
the usual weights and an exponential moving average of them. Debian package python3-torch. Run in this folder."""

import json

import torch
from torch import nn

torch.manual_seed(2)


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU())
        self.head = nn.Linear(2, 3)
        self.register_buffer("scale", torch.tensor([0.5, 2.0]))
        self.register_buffer("scratch", torch.tensor([0.25, -0.5]), persistent=False)

    def forward(self, x):
        return self.head(self.features(x).mean((2, 3)) * self.scale + self.scratch)


torch.jit.script(Small().eval()).save("several.pt")
state = Small().state_dict()
torch.save({"state_dict": state, "state_dict_ema": {key: value * 2 for key, value in state.items()}}, "several.pth")


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(9, 4)
        self.head = nn.Linear(4, 9, bias=False)
        self.head.weight = self.embedding.weight

    def forward(self, x):
        return self.head(torch.tanh(self.embedding(x)).sum(1))


torch.jit.script(Tied().eval()).save("tied.pt")
model = Tied().eval()
torch.save({key: value for key, value in model.state_dict().items() if key != "head.weight"}, "tied.pth")
with torch.no_grad(), open("tied.json", "w") as file:
    json.dump(model(torch.tensor([[1, 2, 3], [8, 0, 4]])).tolist(), file)
