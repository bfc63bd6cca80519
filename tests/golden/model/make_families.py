#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the golden files of networks that are rebuilt by the name of their family: family_NAME.pth, plain state dicts with
the names that torchvision, the CIFAR networks of Idelbayev and of Kuang Liu, and Hugging Face's BertForSequenceClassification
give their weights (the classes below are written after the papers, narrow but of full depth), and families.json: words,
shape and PyTorch's outputs for the inputs
(row + 1) sin(0.013 (row + 1) i) + row, or the token ids that tokens() gives. Debian package python3-torch. Run in this folder."""

import json
import math

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(5)


class Basic(nn.Module):
    def __init__(self, inside, outside, stride, shortcut):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outside)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outside)
        self.pad = (outside - inside) // 2
        self.stride = stride
        self.way = None
        if shortcut and (stride != 1 or inside != outside):
            self.way = shortcut
            setattr(self, shortcut, nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside)))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.way:
            x = getattr(self, self.way)(x)
        elif self.pad:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.pad, self.pad))
        return F.relu(y + x)


class Bottleneck(nn.Module):
    def __init__(self, inside, width, stride, shortcut):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, groups=2, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, 4 * width, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * width)
        if stride != 1 or inside != 4 * width:
            self.downsample = nn.Sequential(nn.Conv2d(inside, 4 * width, 1, stride, bias=False), nn.BatchNorm2d(4 * width))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(F.relu(self.bn2(self.conv2(y)))))
        return F.relu(y + (self.downsample(x) if hasattr(self, "downsample") else x))


class Resnet(nn.Module):
    def __init__(self, blocks, width, stem, pool, head, shortcut, block=Basic, grow=1, channels=3):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, stem, 2 if stem == 7 else 1, stem // 2, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.pool = pool
        inside = width
        for stage, count in enumerate(blocks):
            layers = []
            for i in range(count):
                layers.append(block(inside, width << stage, 2 if stage and not i else 1, shortcut))
                inside = (width << stage) * grow
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
        self.stages = len(blocks)
        self.head = head
        setattr(self, head, nn.Linear(inside, 5))

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        if self.pool:
            x = F.max_pool2d(x, 3, 2, 1)
        for stage in range(self.stages):
            x = getattr(self, f"layer{stage + 1}")(x)
        return getattr(self, self.head)(F.adaptive_avg_pool2d(x, 1).flatten(1))


class Attention(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.self = nn.ModuleDict({name: nn.Linear(hidden, hidden) for name in ("query", "key", "value")})
        self.output = nn.ModuleDict({"dense": nn.Linear(hidden, hidden), "LayerNorm": nn.LayerNorm(hidden, 1e-12)})


class Layer(nn.Module):
    def __init__(self, hidden, wide):
        super().__init__()
        self.attention = Attention(hidden)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(hidden, wide)})
        self.output = nn.ModuleDict({"dense": nn.Linear(wide, hidden), "LayerNorm": nn.LayerNorm(hidden, 1e-12)})

    def forward(self, h, mask, heads, activation):
        rows, tokens, hidden = h.shape
        q, k, v = (self.attention.self[name](h).view(rows, tokens, heads, -1).transpose(1, 2) for name in ("query", "key", "value"))
        a = (q @ k.transpose(-1, -2) / math.sqrt(hidden // heads) + mask).softmax(-1) @ v
        a = a.transpose(1, 2).reshape(rows, tokens, hidden)
        h = self.attention.output["LayerNorm"](self.attention.output["dense"](a) + h)
        return self.output["LayerNorm"](self.output["dense"](activation(self.intermediate["dense"](h))) + h)


class Bert(nn.Module):
    def __init__(self, hidden, wide, layers, heads, activation):
        super().__init__()
        self.heads, self.activation = heads, activation
        embeddings = nn.ModuleDict({"word_embeddings": nn.Embedding(40, hidden), "position_embeddings": nn.Embedding(16, hidden),
                                    "token_type_embeddings": nn.Embedding(2, hidden), "LayerNorm": nn.LayerNorm(hidden, 1e-12)})
        embeddings.register_buffer("position_ids", torch.arange(16)[None])
        self.bert = nn.ModuleDict({"embeddings": embeddings,
                                   "encoder": nn.ModuleDict({"layer": nn.ModuleList(Layer(hidden, wide) for _ in range(layers))}),
                                   "pooler": nn.ModuleDict({"dense": nn.Linear(hidden, hidden)})})
        self.classifier = nn.Linear(hidden, 2)

    def forward(self, ids):
        e = self.bert["embeddings"]
        h = e["word_embeddings"](ids) + e["token_type_embeddings"](torch.zeros_like(ids)) + e["position_embeddings"](e.position_ids[:, :ids.shape[1]])
        h = e["LayerNorm"](h)
        mask = (ids == 0)[:, None, None, :] * torch.finfo(torch.float32).min
        for layer in self.bert["encoder"]["layer"]:
            h = layer(h, mask, self.heads, self.activation)
        return self.classifier(torch.tanh(self.bert["pooler"]["dense"](h[:, 0])))


def tokens(rows, length):
    """Ids 1 to 39; the last `row` tokens of each row are padding."""
    return torch.tensor([[0 if i >= length - row else 1 + (7 * i + 3 * row) % 39 for i in range(length)] for row in range(rows)])


FAMILIES = {
    "resnet18": (Resnet([2, 2, 2, 2], 2, 7, True, "fc", "downsample"), ["resnet18"], [3, 40, 40]),
    "resnet18_small_stem": (Resnet([2, 2, 2, 2], 2, 3, False, "linear", "shortcut", channels=1), ["resnet18"], [1, 28, 28]),
    "resnet18_pooled": (Resnet([2, 2, 2, 2], 2, 3, True, "fc", "downsample"), ["resnet18", "maxpool"], [3, 32, 32]),
    "resnet14_bottleneck": (Resnet([1, 1, 1, 1], 2, 7, True, "fc", "downsample", Bottleneck, 4), ["resnet14"], [3, 48, 32]),
    "resnet20_cifar": (Resnet([3, 3, 3], 2, 3, False, "linear", None), ["resnet20-cifar"], [3, 32, 32]),
    "resnet20_cifar_shortcuts": (Resnet([3, 3, 3], 2, 3, False, "fc", "downsample"), ["resnet20-cifar"], [3, 16, 16]),
    "bert": (Bert(16, 24, 2, 4, F.gelu), ["bert", "heads 4"], [10]),
    "bert_one_head": (Bert(64, 16, 1, 1, lambda x: F.gelu(x, approximate="tanh")), ["bert", "activation gelu_new"], [6]),
}

described = {}
for name, (model, words, shape) in FAMILIES.items():
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.2)
        if isinstance(module, nn.LayerNorm):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.2)
    if len(shape) == 3:  # running statistics as training leaves them
        model.train()
        for _ in range(30):
            model(3 * torch.randn(16, *shape) + torch.randn(16, shape[0], 1, 1))
    model.eval()
    state = model.state_dict()
    if name == "bert_one_head":  # as files from the first TensorFlow release have them
        state = {key.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): value
                 for key, value in state.items()}
    torch.save(state, f"family_{name}.pth")
    text = len(shape) == 1
    size = math.prod(shape)
    x = tokens(3, size) if text else torch.tensor([[(row + 1) * math.sin(0.013 * (row + 1) * i) + row for i in range(size)] for row in range(3)]).view(3, *shape)
    with torch.no_grad():
        described[name] = {"words": words, "shape": shape, "tokens": text, "outputs": model(x).tolist()}
with open("families.json", "w") as file:
    json.dump(described, file, indent=1)
