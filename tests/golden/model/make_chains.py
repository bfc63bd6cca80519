#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the golden files of networks rebuilt from their weights: for each NAME of CHAINS, NAME.pth (a plain state dict of
nn.Sequential or of a module with named layers) and, in chains.json, the words, the input's shape, three inputs and
PyTorch's own outputs. Debian package python3-torch. Run in this folder."""

import json

import torch
from torch import nn

torch.manual_seed(11)


class Lenet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5, padding=2)
        self.conv2 = nn.Conv2d(4, 6, 5)
        self.fc1 = nn.Linear(6 * 4 * 4, 20)
        self.fc2 = nn.Linear(20, 5)

    def forward(self, x):
        raise NotImplementedError


class PaddedLenet(Lenet):
    """Both convolutions without padding: 24x24 -> 20 -> 10 -> 6 -> 3."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5)
        self.fc1 = nn.Linear(6 * 3 * 3, 20)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = torch.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


def vgg11(width):
    layers, channels = [], 3
    for out in [1, "M", 2, "M", 4, 4, "M", 8, 8, "M", 8, 8, "M"]:
        if out == "M":
            layers.append(nn.MaxPool2d(2))
        else:
            layers += [nn.Conv2d(channels, out * width, 3, padding=1), nn.BatchNorm2d(out * width), nn.ReLU()]
            channels = out * width
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels, 12), nn.ReLU(), nn.Dropout(), nn.Linear(12, 4))


CHAINS = {
    "chain_mlp": (nn.Sequential(nn.Flatten(), nn.Linear(12, 9), nn.ReLU(), nn.Linear(9, 7), nn.ReLU(), nn.Linear(7, 3)),
                  ["mlp"], [12]),
    "chain_lenet": (PaddedLenet(), ["lenet"], [1, 24, 24]),
    "chain_vgg11": (vgg11(2), ["vgg11"], [3, 32, 32]),
    "chain_words": (nn.Sequential(nn.Conv2d(2, 6, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(6), nn.GELU(),
                                  nn.Conv2d(6, 6, 3, padding=1, groups=2), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
                                  nn.Linear(54, 8), nn.LayerNorm(8), nn.SiLU(), nn.Linear(8, 3)),
                    ["conv stride 2 padding 1", "batchnorm", "gelu", "conv padding 1", "tanh", "avgpool 2", "flatten",
                     "linear", "layernorm", "silu", "linear"], [2, 12, 12]),
    "chain_half": (nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                                 nn.Linear(3 * 5 * 5, 4)), ["conv", "relu", "maxpool 2", "flatten", "linear"], [1, 10, 10]),
}

described = {}
for name, (model, words, shape) in CHAINS.items():
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.running_mean, 0, 0.3)
            nn.init.uniform_(module.running_var, 0.5, 2.0)
    model.eval()
    torch.save(model.state_dict(), name + ".pth")
    x = torch.randn(3, *shape)
    with torch.no_grad():
        y = model(x)
    described[name] = {"words": words, "shape": shape, "inputs": [[round(v, 6) for v in row.flatten().tolist()] for row in x],
                       "outputs": []}
    x = torch.tensor(described[name]["inputs"]).reshape(3, *shape)
    with torch.no_grad():
        described[name]["outputs"] = model(x).tolist()
with open("chains.json", "w") as file:
    json.dump(described, file)
