# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks of sample_models as PyTorch has them: weights as NAME.pt, logits for 16 inputs in networks.json.

Written from the papers' descriptions with the modules of torch.nn, not from sample_models/torch; only the names of the
weights are the same. Inputs and weights come from a linear congruential generator that tst_networks.cpp has, too.
Usage: python3 make_networks.py (Debian 12: python3-torch 1.13)."""
import json
import math
import os

import torch
from torch import nn
from torch.nn import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
VOCABULARY = 178  # of the first 60 messages


class Generator:
    """Numerical Recipes' generator of 32 bits; uniform() in [-1, 1)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return self.state

    def uniform(self, *shape):
        count = math.prod(shape)
        return torch.tensor([self.next() / 2**31 - 1 for _ in range(count)], dtype=torch.float64).float().reshape(shape)


class Flat(nn.Module):
    """Modules by name and a forward function."""

    def __init__(self, modules, forward):
        super().__init__()
        for name, module in modules.items():
            setattr(self, name, module)
        self.run = forward

    def forward(self, x):
        return self.run(self, x)


def dense(m, x, count):
    for i in range(1, count):
        x = F.relu(getattr(m, f"fc{i}")(x))
    return getattr(m, f"fc{count}")(x)


def linears(*widths):
    return {f"fc{i + 1}": nn.Linear(a, b) for i, (a, b) in enumerate(zip(widths, widths[1:]))}


def lenet():
    def forward(m, x):
        x = F.max_pool2d(F.relu(m.bn1(m.conv1(x))), 2)
        x = F.max_pool2d(F.relu(m.bn2(m.conv2(x))), 2)
        return dense(m, x.flatten(1), 2)
    return Flat({"conv1": nn.Conv2d(1, 6, 5, padding=2), "bn1": nn.BatchNorm2d(6), "conv2": nn.Conv2d(6, 16, 5),
                 "bn2": nn.BatchNorm2d(16), **linears(400, 8, 10)}, forward)


def mlp(*widths):
    return Flat(linears(*widths), lambda m, x: dense(m, x.flatten(1), len(widths) - 1))


def vgg(w):
    layers, modules, channels, number = [], {}, 1, 0
    for stage, count in enumerate([1, 1, 2, 2, 2]):
        for _ in range(count):
            number += 1
            modules[f"conv{number}"] = nn.Conv2d(channels, w, 3, padding=1)
            modules[f"bn{number}"] = nn.BatchNorm2d(w)
            layers.append(number)
            channels = w
        if stage < 4:
            layers.append("pool")

    def forward(m, x):
        for layer in layers:
            x = nn.MaxPool2d(2)(x) if layer == "pool" else F.relu(getattr(m, f"bn{layer}")(getattr(m, f"conv{layer}")(x)))
        return m.fc1(x.flatten(1))
    return Flat({**modules, **linears(w, 10)}, forward)


def resnet(widths):
    modules = {"conv1": nn.Conv2d(1, widths[0], 3, padding=1, bias=False), "bn1": nn.BatchNorm2d(widths[0])}
    blocks, channels = [], widths[0]
    for s, w in enumerate(widths):
        for b in range(3):
            name, stride = f"layer{s + 1}_{b}_", 2 if s > 0 and b == 0 else 1
            modules[name + "conv1"] = nn.Conv2d(channels, w, 3, stride, 1, bias=False)
            modules[name + "bn1"] = nn.BatchNorm2d(w)
            modules[name + "conv2"] = nn.Conv2d(w, w, 3, 1, 1, bias=False)
            modules[name + "bn2"] = nn.BatchNorm2d(w)
            if stride == 2 or channels != w:
                modules[name + "shortcut"] = nn.Conv2d(channels, w, 1, stride, bias=False)
                modules[name + "shortcut_bn"] = nn.BatchNorm2d(w)
            blocks.append(name)
            channels = w

    def forward(m, x):
        get = lambda name: getattr(m, name)
        x = F.relu(m.bn1(m.conv1(x)))
        for name in blocks:
            y = get(name + "bn2")(get(name + "conv2")(F.relu(get(name + "bn1")(get(name + "conv1")(x)))))
            x = F.relu(y + (get(name + "shortcut_bn")(get(name + "shortcut")(x)) if hasattr(m, name + "shortcut") else x))
        return m.fc1(F.adaptive_avg_pool2d(x, 1).flatten(1))
    return Flat({**modules, **linears(widths[-1], 10)}, forward)


def residual_mlp():
    def forward(m, x):
        x = m.stem(x)
        for b in (1, 2):
            x = x + getattr(m, f"block{b}_out")(F.relu(getattr(m, f"block{b}_in")(x)))
        return m.fc1(F.relu(x))
    return Flat({"stem": nn.Linear(30, 8), "block1_in": nn.Linear(8, 6), "block1_out": nn.Linear(6, 8),
                 "block2_in": nn.Linear(8, 5), "block2_out": nn.Linear(5, 8), **linears(8, 2)}, forward)


def mean_over_tokens(x, ids):
    return torch.stack([row[tokens != 0].mean(0) for row, tokens in zip(x, ids)])


def lstm():
    def forward(m, ids):
        return m.fc1(mean_over_tokens(m.lstm(m.embedding(ids))[0], ids))
    return Flat({"embedding": nn.Embedding(VOCABULARY, 4, padding_idx=0), "lstm": nn.LSTM(4, 6, batch_first=True),
                 **linears(6, 2)}, forward)


def transformer():
    w, inner = 4, 8
    modules = {"embedding": nn.Embedding(VOCABULARY, w, padding_idx=0), "norm": nn.LayerNorm(w), **linears(w, 2)}
    for layer in ("layer1_", "layer2_"):
        modules.update({layer + "norm1": nn.LayerNorm(w), layer + "norm2": nn.LayerNorm(w),
                        layer + "in": nn.Linear(w, inner), layer + "out": nn.Linear(inner, w)})
        modules.update({layer + part: nn.Linear(w, w) for part in ("query", "key", "value", "mix")})

    def forward(m, ids):
        get = lambda name: getattr(m, name)
        x = m.embedding(ids) + m.positions
        for layer in ("layer1_", "layer2_"):
            attention = nn.MultiheadAttention(w, 2, batch_first=True)
            parts = [get(layer + part) for part in ("query", "key", "value")]
            attention.in_proj_weight.data = torch.cat([part.weight for part in parts])
            attention.in_proj_bias.data = torch.cat([part.bias for part in parts])
            attention.out_proj = get(layer + "mix")
            attention.train()  # the usual path; there is no dropout
            y = get(layer + "norm1")(x)
            x = x + attention(y, y, y, key_padding_mask=ids == 0)[0]
            x = x + get(layer + "out")(F.relu(get(layer + "in")(get(layer + "norm2")(x))))
        return m.fc1(mean_over_tokens(m.norm(x), ids))
    network = Flat(modules, forward)
    network.positions = nn.Parameter(torch.zeros(40, w))
    return network


def pointnet():
    def forward(m, x):
        for i in (1, 2, 3):
            x = F.relu(getattr(m, f"point{i}")(x))
        return dense(m, x.max(1).values, 2)
    return Flat({"point1": nn.Linear(3, 4), "point2": nn.Linear(4, 6), "point3": nn.Linear(6, 8), **linears(8, 6, 12)},
                forward)


def edge_convolution(x, own, neighbor):
    """leaky(W [x_i, x_j - x_i] + b), then the maximum over the 10 nearest neighbors j, with W = [own + neighbor, neighbor]."""
    places = torch.cdist(x, x, compute_mode="donot_use_mm_for_euclid_dist").topk(10, largest=False).indices
    near = torch.stack([cloud[p] for cloud, p in zip(x, places)])
    here = x.unsqueeze(2).expand_as(near)
    weight = torch.cat([own.weight + neighbor.weight, neighbor.weight], 1)
    return F.leaky_relu(F.linear(torch.cat([here, near - here], 3), weight, own.bias), 0.2).max(2).values


def dgcnn():
    def forward(m, x):
        first = edge_convolution(x, m.edge1_own, m.edge1_neighbor)
        second = edge_convolution(first, m.edge2_own, m.edge2_neighbor)
        x = F.leaky_relu(m.point(torch.cat([first, second], 2)), 0.2)
        return dense(m, torch.cat([x.max(1).values, x.mean(1)], 1), 2)
    return Flat({"edge1_own": nn.Linear(3, 4), "edge1_neighbor": nn.Linear(3, 4, bias=False),
                 "edge2_own": nn.Linear(4, 6), "edge2_neighbor": nn.Linear(4, 6, bias=False),
                 "point": nn.Linear(10, 8), **linears(16, 6, 12)}, forward)


def student():
    return Flat({"student": nn.Linear(100, 1, bias=False)}, lambda m, x: m.student(x))


def wired():
    def forward(m, x):  # 2_21_112
        x0 = F.relu(m.stem(x.flatten(1)))
        x1 = F.relu(m.edge01(x0))
        x2 = F.relu(m.edge02(x0)) + x1
        return m.out(x0 + x1 + F.relu(m.edge23(x2)))
    return Flat({"stem": nn.Linear(784, 8), **{e: nn.Linear(8, 8) for e in ("edge01", "edge02", "edge23")},
                 "out": nn.Linear(8, 10)}, forward)


def additive(features, exu, classes):
    """Two members, 8 units, a dense layer of 6 for each feature, one feature after the other."""
    networks = 2 * features
    shapes = {"unit_weight": (networks, 8), "unit_center": (networks, 8), "dense1_weight": (networks, 8, 6),
              "dense1_bias": (networks, 1, 6), "out_weight": (networks, 6, 1), "constant": (2,)}

    def forward(m, x):
        members = []
        for member in range(2):
            total = m.constant[member]
            for k in range(features):
                z = member * features + k
                h = x[:, k:k + 1] - m.unit_center[z]
                h = (h * m.unit_weight[z].exp()).clamp(0, 1) if exu else F.relu(h * m.unit_weight[z])
                h = F.relu(h @ m.dense1_weight[z] + m.dense1_bias[z])
                total = total + (h @ m.out_weight[z])[:, 0]
            members.append(total)
        y = sum(members) / 2
        return torch.stack([torch.zeros_like(y), y], 1) if classes else y[:, None]
    network = Flat({}, forward)
    for name, shape in shapes.items():
        setattr(network, name, nn.Parameter(torch.zeros(shape)))
    return network


def bodies(segno):
    """EGNN (four layers that move positions) or SEGNO (one layer, eight steps of an acceleration) with a width of 8: a loop
    over pairs, sums over the others divided by n - 1."""
    width, n = 8, 5
    modules = {"embed": nn.Linear(1, width)}
    names = [""] if segno else [f"layer{k}_" for k in (1, 2, 3, 4)]
    for name in names:
        modules.update({name + "edge1": nn.Linear(2 * width + 3, width), name + "edge2": nn.Linear(width, width),
                        name + "move1": nn.Linear(width, width), name + "move2": nn.Linear(width, 1)})
        if name != "layer4_":
            modules.update({name + "node1": nn.Linear(2 * width, width), name + "node2": nn.Linear(width, width)})
        if not segno:
            modules.update({name + "speed1": nn.Linear(width, width), name + "speed2": nn.Linear(width, 1)})

    def forward(m, x):
        start, speed, charge, there, u = x[..., :3], x[..., 3:6], x[..., 6], x[..., 7], x[..., 8:11]
        time = x[..., 11].max(1).values
        two = lambda name, y: getattr(m, name + "2")(F.silu(getattr(m, name + "1")(y)))
        q, v, h, kept = start, speed, m.embed(speed.norm(dim=2, keepdim=True)), []
        for k in range(8 if segno else 4):
            name = names[0 if segno else k]
            pulls, sums = torch.zeros_like(q), torch.zeros_like(h)
            for i in range(n):
                for j in range(n):
                    if i == j:
                        continue
                    away = q[:, i] - q[:, j]
                    facts = torch.stack([(away ** 2).sum(1), charge[:, i] * charge[:, j],
                                         ((start[:, i] - start[:, j]) ** 2).sum(1)], 1)
                    message = F.silu(two(name + "edge", torch.cat([h[:, i], h[:, j], facts], 1)))
                    message = message * (there[:, i] * there[:, j])[:, None]
                    move = (away * two(name + "move", message)).clamp(-100, 100) * (there[:, i] * there[:, j])[:, None]
                    pulls[:, i] += move / (n - 1)
                    sums[:, i] += message
            if segno:
                v = v + time[:, None, None] / 8 * pulls
                q = q + time[:, None, None] / 8 * v
                kept.append(q)
            else:
                q = q + pulls + two(name + "speed", h) * speed
            if hasattr(m, name + "node1"):
                h = h + two(name + "node", torch.cat([h, sums], 2))
        if not segno:
            v, kept = (q - start) / time[:, None, None], [q]
        score = ((q - start - time[:, None, None] * speed) * u).sum((1, 2))
        return torch.cat([score[:, None]] + [part.flatten(1) for part in kept + [v]], 1)
    return Flat(modules, forward)


IMAGE, DIGIT, TABLE, TEXT, POINTS, BODIES = (1, 28, 28), (1, 8, 8), (30,), (40,), (1024, 3), (5, 12)
NETWORKS = {
    "fashion-lenet": (lenet(), IMAGE), "fashion-mlp": (mlp(784, 8, 6, 10), IMAGE), "fashion-vgg": (vgg(4), IMAGE),
    "fashion-resnet": (resnet([4, 4, 6]), IMAGE), "digits-mlp": (mlp(64, 8, 10), DIGIT), "cancer": (residual_mlp(), TABLE),
    "sms-lstm": (lstm(), TEXT), "sms-transformer": (transformer(), TEXT), "furniture-pointnet": (pointnet(), POINTS),
    "furniture-dgcnn": (dgcnn(), POINTS), "teacher-student": (student(), (100,)),
    "dag-mlp": (wired(), IMAGE), "nam-cancer": (additive(30, False, True), TABLE),
    "nam-diabetes": (additive(10, False, False), (10,)), "nam-friedman": (additive(10, True, False), (10,)),
    "friedman-mlp": (mlp(10, 8, 6, 1), (10,)), "bodies-egnn": (bodies(False), BODIES),
    "bodies-segno": (bodies(True), BODIES)}

# Deep networks and the largest of 1,024 points hardly differ from input to input otherwise.
GAINS = {"fashion-vgg": 4, "furniture-pointnet": 9}


def main():
    torch.set_num_threads(1)
    outputs = {}
    for name, (network, shape) in NETWORKS.items():
        draw = Generator(1)
        state = network.state_dict()
        for key in sorted(state):
            value = state[key]
            if not value.is_floating_point():
                continue
            new = draw.uniform(*value.shape) * (3 * GAINS.get(name, 1) / value[0].numel()) ** 0.5 if value.dim() > 1 else draw.uniform(*value.shape)
            if key.endswith("running_var") or (value.dim() == 1 and key.endswith("weight")):
                new = 0.5 + new.abs()
            state[key] = new
        if "embedding.weight" in state:
            state["embedding.weight"] = draw.uniform(*state["embedding.weight"].shape)
            state["embedding.weight"][0] = 0
        network.load_state_dict(state)
        network.eval()
        draw = Generator(2)
        if shape == TEXT:
            x = torch.tensor([[1 + draw.next() // 2**16 % (VOCABULARY - 1) for _ in range(30)] + [0] * 10 for _ in range(16)])
        else:
            x = draw.uniform(16, *shape)
        with torch.no_grad():
            y = network(x)
        spread = y.std(0)[1:] if name == "nam-cancer" else y.std(0)  # its first logit is 0
        assert spread.min() > 1e-3, (name, spread)
        outputs[name] = y.tolist()
        kept = {key: value for key, value in state.items() if value.is_floating_point()}
        torch.save(kept, os.path.join(HERE, name + ".pt"))
    with open(os.path.join(HERE, "networks.json"), "w", encoding="utf-8") as file:
        json.dump(outputs, file, indent=1)


main()
