#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes layers.json: for networks of make_exported.py what PyTorch itself has at every layer for the first input of
answers.json, node by node, and what it answers when a layer's values are masked. Needs today's torch alone (made with 2.15).
Run in this folder; needs seconds.

values: of each layer the number of elements, the sum of the squares, and eight elements evenly spread over them. masked:
outputs for the four coalitions of two variables, the first and second half of the values at the layer; 0 is masked."""

import json
import warnings

import torch

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
ACTIVATIONS = ("relu", "gelu", "tanh")
TURNED = ("permute", "transpose", "t")  # of a weight, before it is used
NETWORKS = {"mlp": ["relu1", "0"], "lenet": ["conv1", "relu1", "relu2"], "lenet_decomposed": ["relu1"], "resnet18": ["relu1"],
            "vit": [], "fixed_one": ["relu1"]}  # conv_proj of vit cannot be cut at: the number of rows is asked for later


def layer_names(graph):
    """Node by node, what Spindle calls it: the owner of its weight, or a numbered activation."""
    names, count = {}, {}
    for node in graph.nodes:
        if node.op != "call_function":
            continue
        kind = getattr(node.target, "__name__", "").split(".")[0].rstrip("_")
        if kind in TURNED:
            continue
        arguments = [a for a in node.args if isinstance(a, torch.fx.Node)]
        arguments = [a.args[0] if getattr(a.target, "__name__", "").split(".")[0] in TURNED else a for a in arguments]
        weights = [a.target for a in arguments if a.op == "get_attr" and str(a.target).endswith(".weight")]
        if weights:
            names[node.name] = weights[0][:-len(".weight")]
        elif kind in ACTIVATIONS:
            count[kind] = count.get(kind, 0) + 1
            names[node.name] = kind + str(count[kind])
    return names


class Recorded(torch.fx.Interpreter):
    def __init__(self, network, names, changed=None, mask=None):
        super().__init__(network)
        self.names, self.changed, self.mask, self.values = names, changed, mask, {}

    def run_node(self, node):
        value = super().run_node(node)
        name = self.names.get(node.name)
        if name is None:
            return value
        if name == self.changed:
            value = (value.flatten(1) * self.mask).reshape(value.shape)
        self.values[name] = value[0].flatten().clone()
        return value


with open("answers.json") as file:
    answers = json.load(file)
layers = {}
for name, masked in NETWORKS.items():
    network = torch.export.load(name + ".pt2").module()
    entry = answers[name]
    x = torch.tensor(entry["inputs"]).reshape(-1, *entry["shape"])[:1]
    names = layer_names(network.graph)
    run = Recorded(network, names)
    with torch.no_grad():
        run.run(x)
    out = {"values": {}, "masked": {}}
    for layer, value in run.values.items():
        if layer.endswith("out_proj"):  # rows of attention, which are not the first index there
            continue
        picked = [int(i * (len(value) - 1) // 7) for i in range(8)]
        out["values"][layer] = [len(value), float((value.double() ** 2).sum()), [float(value[i]) for i in picked]]
    for layer in masked:
        size = len(run.values[layer])
        halves = torch.arange(size) >= size // 2
        rows = []
        for coalition in range(4):
            mask = torch.where(halves, float(coalition >> 1), float(coalition & 1))
            with torch.no_grad():
                rows += [float(v) for v in Recorded(network, names, layer, mask).run(x)[0]]
        out["masked"][layer] = rows
    layers[name] = out
    print(name, list(out["values"]))
with open("layers.json", "w") as file:
    json.dump(layers, file, separators=(",", ":"))
    file.write("\n")
