#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the golden files of tests/core/model: networks trained by plain PyTorch, their plain state dicts, and the
scores that PyTorch itself gives for masked inputs. Debian packages python3-torch, python3-numpy,
dataset-fashion-mnist. Run in this folder; needs some seconds.

For NAME in cnn, tabular, tokens: NAME.pth (torch.save(model.state_dict())), NAME.pt (TorchScript of the same
architecture with other, random weights), NAME.bin (float32: base [d], sample [d], log-odds of all 2^n coalitions of
all samples ...) described by NAME.json."""

import gzip
import json

import numpy as np
import torch
from torch import nn

torch.manual_seed(7)
torch.set_num_threads(1)
FASHION = "/usr/share/datasets/fashion-mnist/"


def fashion(count):
    with gzip.open(FASHION + "train-images-idx3-ubyte.gz") as f:
        x = np.frombuffer(f.read(16 + 784 * count), np.uint8)[16:].reshape(count, 1, 28, 28)
    with gzip.open(FASHION + "train-labels-idx1-ubyte.gz") as f:
        y = np.frombuffer(f.read(8 + count), np.uint8)[8:]
    return torch.tensor(x / np.float32(255)), torch.tensor(y.astype(np.int64))


class Cnn(nn.Module):
    """Batch norm after a convolution, dropout, a reshape by the batch's own size: what freezing has to get right."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.bn1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 8, 5)
        self.bn2 = nn.BatchNorm2d(8)
        self.drop = nn.Dropout(0.3)
        self.fc1 = nn.Linear(200, 32)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 2)
        x = torch.max_pool2d(torch.relu(self.bn2(self.conv2(x))), 2)
        x = x.view(x.size(0), -1)
        return self.fc2(self.drop(torch.relu(self.fc1(x))))


class Tabular(nn.Module):
    """Normalizes by its own buffers before the first layer; one output column (two classes)."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.zeros(12))
        self.register_buffer("std", torch.ones(12))
        self.net = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1))

    def forward(self, x):
        return self.net((x - self.mean) / self.std).squeeze(1)


class Tokens(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(30, 8)
        self.lstm = nn.LSTM(8, 12, batch_first=True)
        self.out = nn.Linear(12, 3)

    def forward(self, ids):
        hidden, _ = self.lstm(self.embed(ids))
        return self.out(hidden.mean(1))


def train(model, x, y, loss, steps, lr=0.05):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr, momentum=0.9)
    for _ in range(steps):
        rows = torch.randint(0, len(x), (64,))
        optimizer.zero_grad()
        loss(model(x[rows]), y[rows]).backward()
        optimizer.step()
    model.eval()


def log_odds(out, target):
    out = out.detach().double().reshape(len(out), -1).numpy()
    if out.shape[1] == 1:
        return out[:, 0] * (1 if target == 1 else -1)
    others = np.delete(out, target, 1)
    top = others.max(1)
    return out[:, target] - (top + np.log(np.exp(others - top[:, None]).sum(1)))


def write(name, model, fresh, samples, targets, base, parts, as_input):
    """parts: one list of flat indices for each variable; samples and base: flat float arrays."""
    torch.save(model.state_dict(), name + ".pth")
    torch.jit.script(fresh).save(name + ".pt")
    scores = []
    for sample, target in zip(samples, targets):
        rows = np.tile(base, (2 ** len(parts), 1)).astype(np.float32)
        for t in range(len(rows)):
            for i, part in enumerate(parts):
                if t >> i & 1:
                    rows[t, part] = sample[part]
        scores.append(log_odds(model(as_input(torch.tensor(rows))), target))
    blob = np.concatenate([base, np.asarray(samples).ravel(), np.asarray(scores).ravel()]).astype("<f4")
    blob.tofile(name + ".bin")
    info = {"targets": [int(t) for t in targets], "elements": len(base),
            "parts": [[int(k) for k in part] for part in parts]}
    with open(name + ".json", "w") as f:
        json.dump(info, f)
        f.write("\n")


def cells(rng, n, size=4, top=1, bottom=6):
    all_cells = [(r, c) for r in range(top, bottom) for c in range(top, bottom)]
    chosen = [all_cells[k] for k in sorted(rng.choice(len(all_cells), n, replace=False))]
    return [[(size * r + i) * 28 + size * c + j for i in range(size) for j in range(size)] for r, c in chosen]


rng = np.random.default_rng(7)

x, y = fashion(2000)
cnn = Cnn()
train(cnn, x, y, nn.functional.cross_entropy, 200)
write("cnn", cnn, Cnn(), x[:3].reshape(3, -1).numpy(), y[:3].tolist(), np.zeros(784, np.float32), cells(rng, 8),
      lambda rows: rows.reshape(-1, 1, 28, 28))

x = torch.tensor(rng.normal(3, 2, (1000, 12)).astype(np.float32))
y = ((x[:, 0] > 3) ^ (x[:, 1] * x[:, 2] > 9)).float()
tabular = Tabular()
tabular.mean.copy_(x.mean(0))
tabular.std.copy_(x.std(0))
train(tabular, x, y, nn.functional.binary_cross_entropy_with_logits, 400)
write("tabular", tabular, Tabular(), x[:4].numpy(), y[:4].long().tolist(), x.mean(0).numpy(),
      [[i] for i in range(8)], lambda rows: rows)

x = torch.tensor(rng.integers(1, 30, (500, 7)))
y = (x.sum(1) // 20) % 3
tokens = Tokens()
train(tokens, x, y, nn.functional.cross_entropy, 150)
write("tokens", tokens, Tokens(), x[:2].float().numpy(), y[:2].tolist(), np.zeros(7, np.float32),
      [[i] for i in range(6)], lambda rows: rows.long())


# Architectures alone, with random weights, for the ways of sharing the first layers.
def images(channels):
    return nn.Sequential(
        nn.Conv2d(1, channels, 3, padding=1), nn.ReLU(), nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(49 * channels, 16), nn.ReLU(), nn.Linear(16, 10))


class Normed(nn.Module):
    """Normalizes first, then a convolution whose fields of view overlap everywhere."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 15, padding=7, stride=2)
        self.out = nn.Linear(784, 10)

    def forward(self, x):
        x = torch.sigmoid(self.conv((x - 0.286) / 0.353))
        return {"hidden": x, "logits": self.out(x.reshape(x.shape[0], -1))}


class Branched(nn.Module):
    """The input is used twice: nothing can be shared."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 1, 3, padding=1)
        self.out = nn.Linear(784, 10)

    def forward(self, x):
        return self.out(torch.flatten(x * torch.sigmoid(self.conv(x)), 1))


class Inplace(nn.Module):
    """Changes its input."""

    def __init__(self):
        super().__init__()
        self.out = nn.Linear(784, 10)

    def forward(self, x):
        x.sub_(0.286)
        return self.out(torch.flatten(x, 1))


torch.jit.script(nn.Sequential(nn.Flatten(), nn.Linear(784, 24), nn.ReLU(), nn.Linear(24, 10))).save("mlp.pt")
torch.jit.trace(images(8), torch.zeros(2, 1, 28, 28)).save("vgg.pt")
torch.jit.script(Normed()).save("normed.pt")
torch.jit.script(Branched()).save("branched.pt")
torch.jit.script(Inplace()).save("inplace.pt")
