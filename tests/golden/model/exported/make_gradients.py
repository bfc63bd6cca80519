#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes gradients.bin (float32), described by gradients.json: for networks of make_exported.py PyTorch's own gradients of
the log-odds of one class, for the first input of answers.json (or answers_2_6.json), by all parameters, one after another. Needs today's torch
alone (made with 2.15). Run in this folder; needs seconds."""

import json
import warnings

import numpy as np
import torch

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
NETWORKS = {"mlp": 2, "lenet": 3, "lenet_decomposed": 3, "resnet18": 1, "vit": 4, "vit_decomposed": 0, "gpt2": 2,
            "recurrent": 1, "encoder_2_6": 0, "fixed_flat": 1, "fixed_one": 3}

answers = {}
for file in ("answers.json", "answers_2_6.json"):
    with open(file) as stream:
        answers.update(json.load(stream))
described, numbers = [], []
for name, target in NETWORKS.items():
    network = torch.export.load(name + ".pt2").module()
    entry = answers[name]
    x = torch.tensor(entry["inputs"]).reshape(-1, *entry["shape"])
    x = x.long() if entry["tokens"] else x
    parameters = dict(network.named_parameters())
    for parameter in parameters.values():
        parameter.requires_grad_()
    z = network(x[:1] if name == "fixed_one" else x[:2])[0]
    score = z[target] - torch.logsumexp(torch.cat([z[:target], z[target + 1:]]), 0)
    gradients = torch.autograd.grad(score, list(parameters.values()))
    numbers += [gradient.flatten().numpy() for gradient in gradients]
    described.append({"name": name, "target": target,
                      "parameters": [[key, p.numel()] for key, p in parameters.items()]})
    print(name, sum(p.numel() for p in parameters.values()), float(score))
np.concatenate(numbers).astype("<f4").tofile("gradients.bin")
with open("gradients.json", "w") as file:
    json.dump(described, file)
    file.write("\n")
