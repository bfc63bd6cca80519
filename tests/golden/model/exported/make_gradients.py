#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes gradients.bin (float32), described by gradients.json: for some of the networks of make_exported.py, PyTorch's own
gradients of the log-odds of one class for the first input of answers.json by all parameters, one after another. Needs
today's torch alone (made with 2.15). Run in this folder."""

import json
import warnings

import numpy as np
import torch

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
NETWORKS = [("mlp", 2), ("lenet", 3), ("lenet_decomposed", 3), ("resnet18", 1), ("vit", 4), ("vit_decomposed", 0),
            ("distilbert", 1), ("gpt2", 2), ("gpt2_tied", 5), ("recurrent", 1)]

with open("answers.json") as file:
    answers = json.load(file)
described, numbers = [], []
for name, target in NETWORKS:
    network = torch.export.load(name + ".pt2").module()
    entry = answers[name]
    x = torch.tensor(entry["inputs"]).reshape(-1, *entry["shape"])
    x = x.long() if entry["tokens"] else x
    z = network(x, torch.ones_like(x)) if name == "distilbert" else network(x)
    z = (z if isinstance(z, torch.Tensor) else z["logits"])[0]
    others = torch.cat([z[:target], z[target + 1:]])
    for parameter in network.parameters():
        parameter.requires_grad_()
        parameter.grad = None
    (z[target] - torch.logsumexp(others, 0)).backward()
    parameters = [[key, p.numel()] for key, p in network.named_parameters()]
    for key, parameter in network.named_parameters():
        assert parameter.grad is not None and parameter.dtype == torch.float32, key
        numbers.append(parameter.grad.flatten().numpy())
    described.append({"name": name, "target": target, "parameters": parameters})
    print(name, sum(size for _, size in parameters), len(parameters))
np.concatenate(numbers).astype("<f4").tofile("gradients.bin")
with open("gradients.json", "w") as file:
    json.dump(described, file)
    file.write("\n")
