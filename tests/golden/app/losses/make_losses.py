#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes samples.csv, 24 labeled samples (the first 10 for training) for the checkpoints of ../tiny, and losses.csv: their mean
cross-entropy and accuracy at each checkpoint, by PyTorch. Debian packages python3-torch and python3-numpy. Run in this folder."""

import numpy as np
import torch

TRAIN = 10
rng = np.random.default_rng(8)
x = rng.normal(size=(24, 6)).round(3)
y = rng.integers(0, 3, size=24)
with open("samples.csv", "w") as file:
    file.write("length,width,height,age,weight,speed,target,split\n")
    for i, row in enumerate(x):
        file.write(",".join(f"{v:.3f}" for v in row) + f",{y[i]},{'train' if i < TRAIN else 'test'}\n")
inputs, labels = torch.tensor(x, dtype=torch.float32), torch.tensor(y)
with open("losses.csv", "w") as file:
    file.write("epoch,train_loss,test_loss,accuracy\n")
    for epoch in (1, 2, 5, 10):
        net = torch.nn.Sequential(torch.nn.Linear(6, 16), torch.nn.ReLU(), torch.nn.Linear(16, 3))
        net.load_state_dict(torch.load(f"../tiny/epoch{epoch}.pt"))
        with torch.no_grad():
            z = net(inputs).double()
        loss = torch.nn.functional.cross_entropy(z, labels, reduction="none")
        right = (z.argmax(1) == labels).double().mean()
        file.write(f"{epoch},{loss[:TRAIN].mean():.9f},{loss[TRAIN:].mean():.9f},{right:.9f}\n")
