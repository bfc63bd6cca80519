#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the golden scores over depth: linear probes with weights put in by hand on every layer of the trained network
cnn.pth (see make_model.py), in plain PyTorch. Debian packages python3-torch, python3-numpy. Run in this folder.

Weight d of class c of layer l (from 0) is sin(0.7 c + 0.013 d (c + 1) + l) / sqrt(D) for D features, its bias
0.1 cos(c + l). depth.json: the layers with their numbers of features; depth.bin: float32 log-odds [sample][frame]
[coalition] for the samples of cnn.json and the first 5 of its variables, the others masked; the last frame is the
network's own output. relu_inplace.pt: a network whose ReLU overwrites what the layer before returned."""

import json

import numpy as np
import torch

from make_layer import Cnn

VARIABLES = 5


def layers(model, x):
    """Values of every layer in the order of the forward pass, by the name that a user would give."""
    values = {"conv1": model.conv1(x)}
    values["bn1"] = model.bn1(values["conv1"])
    values["relu1"] = torch.relu(values["bn1"])
    values["conv2"] = model.conv2(torch.max_pool2d(values["relu1"], 2))
    values["bn2"] = model.bn2(values["conv2"])
    values["relu2"] = torch.relu(values["bn2"])
    values["fc1"] = model.fc1(torch.max_pool2d(values["relu2"], 2).flatten(1))
    values["relu3"] = torch.relu(values["fc1"])
    return values, model.fc2(values["relu3"])


def log_odds(logits, target):
    logits = logits.double()
    others = torch.cat([logits[:, :target], logits[:, target + 1 :]], 1)
    return (logits[:, target] - torch.logsumexp(others, 1)).numpy()


def probe(features, layer):
    x = features.flatten(1).double()
    d = torch.arange(x.shape[1], dtype=torch.float64)
    c = torch.arange(10, dtype=torch.float64)[:, None]
    weights = torch.sin(0.7 * c + 0.013 * d * (c + 1) + layer) / np.sqrt(x.shape[1])
    return (x @ weights.T + 0.1 * torch.cos(c[:, 0] + layer)).float()


def main():
    model = Cnn()
    model.load_state_dict(torch.load("cnn.pth"))
    model.eval()
    info = json.load(open("cnn.json"))
    blob = np.fromfile("cnn.bin", np.float32)
    base, samples = blob[:784], blob[784 : 784 * (1 + len(info["targets"]))].reshape(-1, 784)
    scores, names = [], []
    with torch.no_grad():
        for sample, target in zip(samples, info["targets"]):
            rows = np.tile(base, (1 << VARIABLES, 1))
            for coalition in range(1 << VARIABLES):
                for i in range(VARIABLES):
                    if coalition >> i & 1:
                        rows[coalition, info["parts"][i]] = sample[info["parts"][i]]
            values, output = layers(model, torch.tensor(rows).reshape(-1, 1, 28, 28))
            names = [{"name": name, "features": value[0].numel()} for name, value in values.items()]
            for number, value in enumerate(values.values()):
                scores.append(log_odds(probe(value, number), target))
            scores.append(log_odds(output, target))
    np.asarray(scores, "<f4").tofile("depth.bin")
    torch.manual_seed(1)
    nn = torch.nn
    inplace = nn.Sequential(nn.Flatten(), nn.Linear(784, 6), nn.ReLU(inplace=True), nn.Linear(6, 10))
    torch.jit.script(inplace).save("relu_inplace.pt")
    with open("depth.json", "w") as f:
        json.dump({"variables": VARIABLES, "layers": names}, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
