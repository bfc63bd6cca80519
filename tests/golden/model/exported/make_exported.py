#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the golden files of tests/core/model/tst_exported.cpp: networks exported by torch.export, and what PyTorch itself
answers. Needs today's torch, torchvision and transformers (pip install torch torchvision transformers; made with 2.15,
0.29 and 5.24). Run in this folder; needs a minute. Run again with torch before 2.8 (2.6 alone suffices), it makes
NAME_2_6.pt2 and answers_2_6.json, in the layout of that time.

NAME.pt2 is what torch.export.save() wrote, without the traces of Python's stack (they hold paths of the machine that
made it). NAME.pth are other weights for the same network. answers.json: shape of an input, inputs, outputs of the
weights in the file, and of the other weights where there are some."""

import io
import json
import os
import warnings
import zipfile

import torch
from torch import nn

OLD = tuple(int(x) for x in torch.__version__.split(".")[:2]) < (2, 8)
if OLD:
    ResNet = nn.Module
else:
    import torchvision
    import transformers
    from torchvision.models.resnet import BasicBlock, ResNet
    from transformers import (DistilBertConfig, DistilBertForSequenceClassification, GPT2Config,
                              GPT2ForSequenceClassification, GPT2LMHeadModel)
    transformers.logging.set_verbosity_error()

warnings.filterwarnings("ignore")
torch.manual_seed(18)
torch.set_num_threads(1)
BATCH = torch.export.Dim("batch")
OPEN = ({0: BATCH},)
answers = {}


def entries(archive):
    return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def strip(nodes):
    for node in nodes:
        node["metadata"] = {}
        for argument in node["inputs"]:
            if "as_graph" in argument["arg"]:
                strip(argument["arg"]["as_graph"]["graph"]["nodes"])


def write(name, parts):
    with zipfile.ZipFile(name + ".pt2", "w", zipfile.ZIP_STORED) as archive:
        for entry, data in parts.items():
            archive.writestr(zipfile.ZipInfo(entry, (2026, 1, 1, 0, 0, 0)), data)


def save(name, program):
    torch.export.save(program, name + ".pt2")
    with zipfile.ZipFile(name + ".pt2") as archive:
        parts = entries(archive)
    for entry in parts:
        if entry.endswith("/models/model.json") or entry == "serialized_exported_program.json":
            text = json.loads(parts[entry])
            strip(text["graph_module"]["graph"]["nodes"])
            parts[entry] = json.dumps(text).encode()
    write(name, parts)
    return parts


def numbers(tensor):
    return [float(x) for x in tensor.detach().to(torch.float32).flatten()]


def logits(output):
    if isinstance(output, torch.Tensor):
        return output
    return output["logits"] if "logits" in output else output[0]


def answered(name, model, inputs, shape, other=False):
    """Outputs of the model, and, with `other`, of the same with other weights, which are saved beside."""
    entry = {"shape": shape, "tokens": not inputs[0].is_floating_point(), "inputs": numbers(inputs[0]),
             "outputs": numbers(logits(model(*inputs)))}
    if other:
        scramble(model)
        torch.save(model.state_dict(), name + ".pth")
        entry["other_outputs"] = numbers(logits(model(*inputs)))
    answers[name] = entry


def scramble(model):
    """Other weights, and statistics of batch normalization that are not those of a new layer."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.3 * parameter.std().nan_to_num(1.0) * torch.randn_like(parameter))
        for key, buffer in model.named_buffers():
            if key.endswith("running_mean"):
                buffer.copy_(0.2 * torch.randn_like(buffer))
            if key.endswith("running_var"):
                buffer.copy_(0.5 + torch.rand_like(buffer))


def export(name, model, inputs, shapes=OPEN, other=False, decompose=False, training=False):
    model = model.train() if training else model.eval()
    scramble(model)
    program = torch.export.export(model, inputs, dynamic_shapes=shapes)
    save(name, program.run_decompositions() if decompose else program)
    answered(name, model.eval(), tuple(torch.cat([x, x.flip(0)]) for x in inputs) if len(inputs[0]) == 2 else inputs,
             list(inputs[0].shape[1:]), other)


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5, padding=2)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 5)
        self.bn2 = nn.BatchNorm2d(6)
        self.drop = nn.Dropout(0.3)
        self.fc1 = nn.Linear(54, 16)
        self.fc2 = nn.Linear(16, 10)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 2)
        x = torch.max_pool2d(torch.relu(self.bn2(self.conv2(x))), 2)
        x = x.view(x.size(0), -1)
        return self.fc2(self.drop(torch.relu(self.fc1(x))))


class NarrowResNet(ResNet):
    """torchvision's ResNet-18, its own code, with a sixteenth of the channels."""

    def __init__(self, width=4):
        nn.Module.__init__(self)
        self._norm_layer = nn.BatchNorm2d
        self.inplanes, self.dilation, self.groups, self.base_width = width, 1, 1, 64
        self.conv1 = nn.Conv2d(3, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = self._make_layer(BasicBlock, width, 2)
        self.layer2 = self._make_layer(BasicBlock, 2 * width, 2, stride=2)
        self.layer3 = self._make_layer(BasicBlock, 4 * width, 2, stride=2)
        self.layer4 = self._make_layer(BasicBlock, 8 * width, 2, stride=2)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(8 * width, 10)


class Logits(nn.Module):
    """What people write around a language model so that it takes tokens and returns a tensor."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids):
        return self.model(ids, use_cache=False).logits


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(30, 8)
        self.lstm = nn.LSTM(8, 12, batch_first=True)
        self.out = nn.Linear(12, 3)

    def forward(self, ids):
        hidden, _ = self.lstm(self.embed(ids))
        return self.out(hidden.mean(1))


class Wrapped(nn.Module):
    """Parts without gradients and without mixed precision, a table that is not saved, a constant, several outputs."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(12, 6)
        self.second = nn.Linear(6, 6)
        self.second.bias = self.first.bias
        self.register_buffer("table", torch.linspace(0, 1, 6), persistent=False)
        self.register_buffer("mask", torch.arange(6) % 2 == 0, persistent=False)
        self.scale = torch.tensor([2.0])

    def forward(self, x):
        with torch.no_grad():
            x = torch.relu(self.first(x))
        with torch.autocast("cpu", enabled=False):
            y = self.second(x) * self.scale
        y = torch.where(self.mask, y + self.table, torch.tensor(0.5)).clamp(min=-1e30)
        return {"features": x, "logits": (y - 1) / 2}


class Function(nn.Module):
    def __init__(self, function, **layers):
        super().__init__()
        self.function = function
        for key, layer in layers.items():
            setattr(self, key, layer)

    def forward(self, x):
        return self.function(self, x)


def mlp():
    return nn.Sequential(nn.Linear(12, 16), nn.ReLU(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 3))


def inputs(*shape):
    return torch.randint(0, 9, shape) / 8


rows, image, photo, small = inputs(2, 12), inputs(2, 1, 20, 20), inputs(2, 3, 32, 32), inputs(2, 3, 16, 16)
ids = torch.tensor([[3, 7, 1, 9, 2, 5], [8, 2, 2, 6, 1, 4]])

if OLD:
    export("lenet_2_6", LeNet(), (image,), other=True)
    export("recurrent_2_6", Recurrent(), (ids,))
    export("wrapped_2_6", Wrapped(), (rows,))
    export("encoder_2_6", nn.Sequential(nn.Embedding(12, 8), nn.TransformerEncoder(nn.TransformerEncoderLayer(
        8, 2, 16, batch_first=True), 2), nn.Flatten(), nn.Linear(48, 3)), (ids,))
    export("encoder_decomposed_2_6", nn.Sequential(nn.Embedding(12, 8), nn.TransformerEncoderLayer(
        8, 2, 16, batch_first=True), nn.Flatten(), nn.Linear(48, 3)), (ids,), decompose=True)
    with open("answers_2_6.json", "w") as file:
        json.dump(answers, file, indent=None, separators=(",", ":"))
        file.write("\n")
    raise SystemExit

distilbert = DistilBertConfig(vocab_size=12, max_position_embeddings=8, dim=16, hidden_dim=24, n_layers=2, n_heads=2,
                              num_labels=3)
gpt2 = GPT2Config(vocab_size=12, n_positions=8, n_embd=16, n_layer=2, n_head=2, num_labels=3, pad_token_id=0,
                  bos_token_id=1, eos_token_id=1)


def vit():
    model = torchvision.models.VisionTransformer(16, 8, 2, 2, 16, 24, num_classes=5)
    nn.init.normal_(model.heads.head.weight)
    return model


export("mlp", mlp(), (rows,), other=True)
export("lenet", LeNet(), (image,), other=True)
export("resnet18", NarrowResNet(), (photo,), other=True)
export("vit", vit(), (small,), other=True)
export("distilbert", DistilBertForSequenceClassification(distilbert), (ids, torch.ones_like(ids)), OPEN * 2)
export("gpt2", Logits(GPT2ForSequenceClassification(gpt2)), (ids,), other=True)
export("gpt2_tied", Logits(GPT2LMHeadModel(gpt2)), (ids,), other=True)
export("lenet_decomposed", LeNet(), (image,), decompose=True)
export("vit_decomposed", vit(), (small,), decompose=True)
export("recurrent", Recurrent(), (ids,))
export("wrapped", Wrapped(), (rows,))
export("tiny_run", nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3)), (inputs(2, 6),))
export("training", nn.Sequential(nn.Linear(12, 8), nn.BatchNorm1d(8), nn.Dropout(0.4), nn.Linear(8, 3)), (rows,),
       training=True)

# A batch of a fixed size: taken as it is, followed, and what cannot be followed.
export("fixed_flat", nn.Sequential(nn.Conv2d(1, 2, 5), nn.ReLU(), nn.Flatten(), nn.Linear(512, 3)), (image,), None)
export("fixed_view", Function(lambda s, x: s.a(x.view(len(x), 3, 4)).reshape(len(x), -1)[:, :5], a=nn.Linear(4, 4)),
       (rows,), None)
export("fixed_one", LeNet(), (image[:1],), None)
export("fixed_vit", vit(), (small,), None)
export("fixed_mixed", Function(lambda s, x: torch.stack([s.a(x[i]) for i in range(len(x))]), a=nn.Linear(12, 3)),
       (rows,), None)
export("random", Function(lambda s, x: s.a(x) + torch.randn_like(x[:, :3]), a=nn.Linear(12, 3)), (rows,))
export("mixing", Function(lambda s, x: s.a(x - x.mean(0, keepdim=True)), a=nn.Linear(12, 3)), (rows,))


@torch.library.custom_op("golden::double", mutates_args=())
def double(x: torch.Tensor) -> torch.Tensor:
    return 2 * x


@torch.library.custom_op("golden::triple", mutates_args=())
def triple(x: torch.Tensor) -> torch.Tensor:
    return 3 * x


double.register_fake(torch.empty_like)
triple.register_fake(torch.empty_like)


export("unsupported", Function(lambda s, x: s.a(torch.cond(x.sum() > 0, torch.sin, torch.cos, (double(x),)).abs()
                                                + triple(x).exp()), a=nn.Linear(12, 3)), (rows,))

# The same programs as older versions of PyTorch laid them out: before 2.8 ("old"), and 2.8 ("middle").
for name in ("mlp", "wrapped"):
    with zipfile.ZipFile(name + ".pt2") as archive:
        parts = entries(archive)
    program = torch.export.load(name + ".pt2")
    weights, constants = io.BytesIO(), io.BytesIO()
    torch.save(dict(program.state_dict), weights)
    torch.save(dict(program.constants), constants)
    text = parts[name + "/models/model.json"]
    write(name + "_old", {"version": b"8.2", "serialized_exported_program.json": text,
                          "serialized_state_dict.pt": weights.getvalue(),
                          "serialized_constants.pt": constants.getvalue()})
    kept = {entry: data for entry, data in parts.items() if "/data/weights/" not in entry
            and "/data/constants/" not in entry}
    write(name + "_middle", {**kept, name + "/data/weights/model.pt": weights.getvalue(),
                             name + "/data/constants/model.pt": constants.getvalue()})
    for layout in ("_old", "_middle"):
        answers[name + layout] = answers[name]
    answers[name + "_old"] = {key: value for key, value in answers[name].items() if key != "other_outputs"}
    answers[name + "_middle"] = answers[name + "_old"]

for name in ("random", "mixing", "fixed_mixed", "unsupported"):
    del answers[name]["outputs"]
with open("answers.json", "w") as file:
    json.dump(answers, file, indent=None, separators=(",", ":"))
    file.write("\n")
for name in sorted(os.listdir(".")):
    print(os.path.getsize(name), name)
