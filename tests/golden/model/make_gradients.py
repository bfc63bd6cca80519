#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes gradients.bin (float32), described by gradients.json: for each network that the scripts beside this one define and
saved an input, and PyTorch's own gradients of the log-odds of one class by all parameters, one after another. And
TorchScript networks with parameters that no gradient reaches (gradient_detached.pt), with none (gradient_frozen.pt) and for
four rows only (gradient_four_rows.pt). Debian package python3-torch. Run in this folder."""

import json
import math

import numpy as np
import torch

torch.set_num_threads(1)


def definitions(script, until, begin='"""'):
    """What a script beside this one defines before it makes anything, or between two texts."""
    names = {"torch": torch, "nn": torch.nn}
    with open(script) as file:
        text = file.read()
    exec(text[text.index(begin):text.index(until)], names)
    return names


models = definitions("make_model.py", "\ndef train")
chains = definitions("make_chains.py", "\ndescribed = {}")["CHAINS"]
tied = definitions("make_several.py", "\ntorch.jit.script(Tied", "class Tied")["Tied"]
families = definitions("make_families.py", "\ndescribed = {}")
with open("chains.json") as file:
    rows = json.load(file)


def blob(name, elements):
    return torch.tensor(np.fromfile(name + ".bin", "<f4")[elements:2 * elements])


def wave(row, shape):
    size = math.prod(shape)
    return torch.tensor([(row + 1) * math.sin(0.013 * (row + 1) * i) + row for i in range(size)])


NETWORKS = [  # name, network, weights, words where it is rebuilt, shape, tokens, input, class
    ("mlp", chains["chain_mlp"][0], "chain_mlp.pth", ["mlp"], [12], False,
     torch.tensor(rows["chain_mlp"]["inputs"][0]), 2),
    ("lenet", models["Cnn"](), "cnn.pth", [], [1, 28, 28], False, blob("cnn", 784), 3),
    ("lstm", models["Tokens"](), "tokens.pth", [], [7], True, blob("tokens", 7), 1),
    ("tied", tied(), "tied.pth", [], [3], True, torch.tensor([8, 0, 4]), 2),
    ("resnet18", families["FAMILIES"]["resnet18"][0], "family_resnet18.pth", ["resnet18"], [3, 40, 40], False,
     wave(1, [3, 40, 40]), 0),
    ("bert", families["FAMILIES"]["bert"][0], "family_bert.pth", ["bert", "heads 4"], [10], True,
     families["tokens"](3, 10)[1], 1),
]

described, numbers = [], []
for name, network, weights, words, shape, tokens, x, target in NETWORKS:
    missing, unexpected = network.load_state_dict(torch.load(weights), strict=False)
    assert not unexpected and missing in ([], ["head.weight"])
    network.eval()
    x = x.long() if tokens else x.float()
    z = network(x.reshape(1, *shape))[0]
    others = torch.cat([z[:target], z[target + 1:]])
    (z[target] - torch.logsumexp(others, 0)).backward()
    parameters = [[key, p.numel()] for key, p in network.named_parameters()]
    numbers += [x.flatten().float().numpy()] + [p.grad.flatten().numpy() for _, p in network.named_parameters()]
    described.append({"name": name, "weights": weights, "architecture": "" if words else weights[:-1], "words": words,
                      "shape": shape, "tokens": tokens, "target": target, "parameters": parameters})
np.concatenate(numbers).astype("<f4").tofile("gradients.bin")
with open("gradients.json", "w") as file:
    json.dump(described, file)
    file.write("\n")


class Detached(torch.nn.Module):
    """first is read, but its values come through detach(); spare is not read."""

    def __init__(self):
        super().__init__()
        self.first, self.spare, self.last = (torch.nn.Linear(3, 3) for _ in range(3))

    def forward(self, x):
        return self.last(self.first(x).detach())


class FourRows(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.last = torch.nn.Linear(3, 2)

    def forward(self, x):
        return self.last(x.view(4, -1))


torch.manual_seed(3)
torch.jit.script(Detached().eval()).save("gradient_detached.pt")
torch.jit.freeze(torch.jit.script(Detached().eval())).save("gradient_frozen.pt")
torch.jit.trace(FourRows().eval(), torch.zeros(4, 3)).save("gradient_four_rows.pt")
