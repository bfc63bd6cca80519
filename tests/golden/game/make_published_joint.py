# SPDX-License-Identifier: GPL-3.0-or-later
"""The published joint descent by PyTorch's own differentiation and optimizer, for tst_joint_golden.

    python3 make_published_joint.py     needs PyTorch; writes published_joint.json

The loss is written as the paper's code has it (maximum and sum over the networks of |I|, both parts, without the empty
set); its slopes come from autograd, the steps from torch.optim.SGD with momentum.
"""
import json
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)
NOISE, MOMENTUM = 0.02, 0.9


def transforms(n):
    moebius = torch.ones(1, 1)
    for _ in range(n):
        moebius = torch.kron(torch.tensor([[1.0, 0.0], [-1.0, 1.0]]), moebius)
    return moebius, -(moebius @ torch.flip(torch.eye(2**n), [0]))


def descend(tables, bounds, alpha, rate, iterations):
    n = (tables.shape[1] - 1).bit_length()
    ands, ors = transforms(n)
    there = torch.ones(2**n)
    there[0] = 0.0  # nothing is split off the empty set
    common = torch.zeros(2**n, requires_grad=True)
    difference, q = torch.zeros_like(tables, requires_grad=True), torch.zeros_like(tables, requires_grad=True)
    noise = NOISE * (tables[:, -1:] - tables[:, :1]).abs()
    reach = torch.tensor(bounds)[:, None]
    descent = torch.optim.SGD([common, difference, q], lr=rate, momentum=MOMENTUM)

    def clamp():
        with torch.no_grad():
            q.copy_(q.clamp(-noise, noise))
            difference.copy_(difference.clamp(-reach, reach))

    def interactions():
        half = 0.5 * (tables - tables[:, :1] + q * there)
        split = (common + difference) * there
        return ((half + split) @ ands.T)[:, 1:], ((half - split) @ ors.T)[:, 1:]

    for _ in range(iterations):
        clamp()
        sizes = torch.cat(interactions(), dim=1).abs()
        loss = ((1 - alpha) * torch.amax(sizes, dim=0) + alpha * sizes.sum(dim=0)).sum()
        descent.zero_grad()
        loss.backward()
        descent.step()
    clamp()
    with torch.no_grad():
        found = interactions()
        sizes = torch.cat(found, dim=1).abs()
        loss = ((1 - alpha) * torch.amax(sizes, dim=0) + alpha * sizes.sum(dim=0)).sum()
    return [part.tolist() for part in found], loss.item()


def main():
    cases = []
    for seed, (n, bounds, alpha, rate, iterations) in enumerate([
            (4, [9.0, 9.0], 0.1, 1e-3, 400), (4, [0.05, 0.02], 0.1, 1e-3, 400), (3, [0.1, 0.1, 9.0], 0.4, 3e-3, 300),
            (5, [0.3, 0.3], 0.0, 1e-3, 200)]):
        torch.manual_seed(seed)
        tables = torch.randn(len(bounds), 2**n)
        (ands, ors), loss = descend(tables, bounds, alpha, rate, iterations)
        cases.append({"tables": tables.tolist(), "bounds": bounds, "alpha": alpha, "learning_rate": rate,
                      "iterations": iterations, "and": ands, "or": ors, "loss": loss})
    Path(__file__).with_name("published_joint.json").write_text(json.dumps(cases, indent=0))


if __name__ == "__main__":
    main()
