#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the tiny run that the command-line tests compose good and bad run folders from.

    /usr/bin/python3 tests/golden/app/make_tiny_run.py tests/golden/app

tiny/      a run as plain PyTorch leaves it: model.pt (TorchScript, random weights), epoch1.pt .. epoch10.pt, metrics.csv,
           samples.csv with six columns and three classes, and a run.json that says the kind of input.
parts/     pieces of bad runs: nan_weights.pt, other_network.pt (state dict of another architecture).
values.csv v(T) of every coalition (log-odds in double from float32 logits) by PyTorch itself, epoch by epoch, for sample 0.
"""
import csv, json, os, sys
import numpy as np
import torch

torch.manual_seed(7)
out = sys.argv[1]
os.makedirs(f"{out}/tiny", exist_ok=True)
os.makedirs(f"{out}/parts", exist_ok=True)


def network(hidden):
    return torch.nn.Sequential(torch.nn.Linear(6, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 3))


rng = np.random.default_rng(3)
x = rng.normal(size=(400, 6)).round(3).astype(np.float32)
y = ((x[:, 0] * x[:, 1] > 0).astype(int) + (x[:, 2] + x[:, 3] * x[:, 4] > 0.5).astype(int)).astype(np.int64)

net = network(16)
torch.jit.script(network(16).eval()).save(f"{out}/tiny/model.pt")
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
loss = torch.nn.CrossEntropyLoss()
X, Y = torch.from_numpy(x[:300]), torch.from_numpy(y[:300])
XT, YT = torch.from_numpy(x[300:]), torch.from_numpy(y[300:])
rows, values = [], []


def log_odds(z, t):
    z = z.astype(np.float64)
    others = np.delete(z, t)
    m = others.max()
    return z[t] - (m + np.log(np.exp(others - m).sum()))


for epoch in range(1, 11):
    for i in range(0, 300, 30):
        optimizer.zero_grad()
        loss(net(X[i:i + 30]), Y[i:i + 30]).backward()
        optimizer.step()
    if epoch in (1, 2, 5, 10):
        torch.save(net.state_dict(), f"{out}/tiny/epoch{epoch}.pt")
        with torch.no_grad():
            rows.append([epoch, loss(net(X), Y).item(), loss(net(XT), YT).item()])
            masks = np.array([[(t >> i) & 1 for i in range(6)] for t in range(64)], np.float32)
            logits = net(torch.from_numpy(masks * x[300])).numpy()
            values.append([epoch] + [repr(log_odds(z, int(y[300]))) for z in logits])

with open(f"{out}/tiny/metrics.csv", "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["epoch", "train_loss", "test_loss"])
    w.writerows(rows)
with open(f"{out}/tiny/samples.csv", "w", newline="") as f:
    w = csv.writer(f)
    w.writerow(["length", "width", "height", "age", "weight", "speed", "target"])
    for r, t in zip(x[300:306], y[300:306]):
        w.writerow([f"{v:.3f}" for v in r] + [int(t)])
with open(f"{out}/tiny/run.json", "w") as f:
    json.dump({"spindle": 1, "name": "tiny", "baseline": "zero", "input": {"kind": "tabular", "shape": [6]}}, f, indent=1)
with open(f"{out}/values.csv", "w", newline="") as f:
    csv.writer(f).writerows(values)

bad = {k: torch.full_like(v, float("nan")) for k, v in net.state_dict().items()}
torch.save(bad, f"{out}/parts/nan_weights.pt")
torch.save(network(9).state_dict(), f"{out}/parts/other_network.pt")
