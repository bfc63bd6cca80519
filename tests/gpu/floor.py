#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks with random weights as runs of one checkpoint, and how long PyTorch takes for as many passes as a sample has.

    floor.py make FOLDER NAME...         FOLDER/NAME, a run with 10 images; NAME: vgg11 (32 x 32) or resnet18 (224 x 224)
    floor.py time FOLDER NAME DEVICE     prints seconds for 1,024 passes at the best batch size, with inputs that lie
                                         ready on the device and outputs that are brought back; single precision
"""
import json
import os
import sys
import time

import numpy as np
import torch
from torch import nn

torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = False


def vgg11():
    layers, channels = [], 3
    for width in (64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0):
        if width == 0:
            layers.append(nn.MaxPool2d(2))
            continue
        layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
        channels = width
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, 10))


class Block(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, stride, 1, bias=False)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn1, self.bn2 = nn.BatchNorm2d(width), nn.BatchNorm2d(width)
        same = stride == 1 and channels == width
        self.down = nn.Identity() if same else nn.Sequential(nn.Conv2d(channels, width, 1, stride, bias=False),
                                                             nn.BatchNorm2d(width))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + self.down(x))


def resnet18():
    blocks, channels = [], 64
    for width, stride in ((64, 1), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)):
        blocks.append(Block(channels, width, stride))
        channels = width
    return nn.Sequential(nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1),
                         *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))


NETWORKS = {"vgg11": (vgg11, 32), "resnet18": (resnet18, 224)}


def make(folder, names):
    for name in names:
        network, side = NETWORKS[name]
        torch.manual_seed(1)
        model, run = network().eval(), os.path.join(folder, name)
        os.makedirs(run)
        x = torch.rand(10, 3, side, side)
        torch.jit.trace(model, x[:2]).save(run + "/model.pt")
        torch.save(model.state_dict(), run + "/step=000001.pth")
        np.savez(run + "/samples.npz", x=x.numpy(), y=np.arange(10))
        about = {"name": name, "model": "model.pt", "checkpoints": "step=*.pth", "samples": "samples.npz",
                 "input": {"kind": "image", "shape": [3, side, side]}, "baseline": "zero"}
        with open(run + "/run.json", "w") as file:
            json.dump(about, file)


def measured(folder, name, device):
    model = torch.jit.freeze(torch.jit.load(f"{folder}/{name}/model.pt", map_location=device).eval())
    x = torch.tensor(np.load(f"{folder}/{name}/samples.npz")["x"]).to(device)
    if device == "cpu":
        torch.set_num_threads(1)  # as a worker of Spindle
    best = float("inf")
    with torch.inference_mode():
        for batch in (16, 64) if device == "cpu" else (64, 128, 256, 512, 1024):
            rows = x[:1].repeat(batch, 1, 1, 1)
            model(rows).cpu()
            passes = 64 if device == "cpu" else 1024  # of the CPU a part, which takes seconds
            for _ in range(1 if device == "cpu" else 5):
                start = time.perf_counter()
                for _ in range(passes // batch):
                    model(rows).cpu()
                best = min(best, (time.perf_counter() - start) * 1024 / passes)
    return best


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3:])
    else:
        print(f"{measured(*sys.argv[2:]):.6f}")
