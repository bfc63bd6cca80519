#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes habits/: run folders as people leave them, two for each usual slip (tests/app/tst_habits.cpp). scores.json holds
PyTorch's own scores (log-odds of the label in double, from the network as it was meant) of all samples, by folder and
checkpoint; none where the folder has to be refused. Debian package python3-torch.

    /usr/bin/python3 tests/golden/app/make_habits.py tests/golden/app/habits
"""

import json
import math
import os
import sys

import numpy as np
import torch
from torch import nn

torch.manual_seed(31)
rng = np.random.default_rng(31)
root = sys.argv[1]
scores = {}
rows = rng.normal(size=(6, 6)).astype("f4")
labels = np.array([0, 1, 2, 1, 0, 2])
words = "the a movie was good bad not very film plot is great poor fun dull slow fast end hero and".split()
vocabulary = "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]) + "\n"


def log_odds(outputs, label):
    z = outputs.double()
    if z.shape[1] == 1:
        return (z[:, 0] * (2 * label - 1)).tolist()
    own = z.gather(1, label[:, None])[:, 0]
    others = z.scatter(1, label[:, None], -math.inf).logsumexp(1)
    return (own - others).tolist()


def meant(model, inputs, label, folder, name):
    with torch.no_grad():
        scores.setdefault(folder, {})[name] = log_odds(model.eval()(*inputs), torch.as_tensor(label))


def write(folder, files):
    for name, what in files.items():
        path = f"{root}/{folder}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(what, str):
            with open(path, "w") as file:
                file.write(what)
        elif isinstance(what, dict) and "x" in what:
            np.savez_compressed(path, **what)
        else:
            torch.save(what, path)


def table(label, names="abcdef"):
    lines = [",".join(names) + ",target"]
    lines += [",".join(str(v) for v in x) + f",{t}" for x, t in zip(rows, label)]
    return "\n".join(lines) + "\n"


def traced(folder, model, example, name="epoch1.pt"):
    os.makedirs(f"{root}/{folder}", exist_ok=True)
    torch.jit.trace(model, example, check_trace=False).save(f"{root}/{folder}/{name}")


X, Y = torch.from_numpy(rows), torch.from_numpy(labels)


class Mlp(nn.Module):
    def __init__(self, columns=6, outputs=3):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(columns, 8), nn.Tanh(), nn.Linear(8, outputs))

    def forward(self, x):
        return self.f(x)


# 1. Random, or rows that depend on each other.
class Attention(nn.Module):
    """Columns as tokens; attention drops some weights in training mode."""

    def __init__(self):
        super().__init__()
        self.up = nn.Linear(1, 8)
        self.attention = nn.MultiheadAttention(8, 2, dropout=0.3, batch_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        h = self.up(x.unsqueeze(-1))
        return self.head(self.attention(h, h, h, need_weights=False)[0].mean(1))


class Centering(Mlp):
    """Keeps a running center of its own outputs, as self-distillation does."""

    def __init__(self):
        super().__init__()
        self.register_buffer("center", torch.zeros(3))

    def forward(self, x):
        z = self.f(x)
        self.center.mul_(0.9).add_(0.1 * z.mean(0))
        return z - self.center


model = Attention()
traced("1-attention-in-training", model.train(), X)
meant(model, (X,), labels, "1-attention-in-training", "epoch1.pt")
write("1-attention-in-training", {"samples.csv": table(labels)})
traced("1-running-center", Centering().eval(), X)
write("1-running-center", {"samples.csv": table(labels)})


# 2. Probabilities in place of logits.
class Mixture(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = Mlp(), Mlp()

    def forward(self, x):
        return 0.5 * torch.softmax(self.a(x), 1) + 0.5 * torch.softmax(self.b(x), 1)


class Pair(Mlp):
    def forward(self, x):
        p = torch.sigmoid(self.f(x))
        return torch.cat([1 - p, p], 1)


model = Mixture()
traced("2-mixture-of-softmaxes", model.eval(), X)
with torch.no_grad():
    p = model.double()(X.double()).gather(1, Y[:, None])[:, 0]
scores["2-mixture-of-softmaxes"] = {"epoch1.pt": torch.log(p / (1 - p)).tolist()}
write("2-mixture-of-softmaxes", {"samples.csv": table(labels)})
model = Pair(outputs=1)
traced("2-sigmoid-and-its-rest", model.eval(), X)
meant(model.f, (X,), labels % 2, "2-sigmoid-and-its-rest", "epoch1.pt")
write("2-sigmoid-and-its-rest", {"samples.csv": table(labels % 2)})

# 3. Labels that are no numbers of outputs: of two annotators, and counted from 1.
for folder, outputs in [("3-two-annotators", 3), ("3-counted-from-1", 4)]:
    traced(folder, Mlp(outputs=outputs).eval(), X)
write("3-two-annotators", {"samples.npz": {"x": rows, "y": np.stack([labels, (labels + 1) % 3], 1)}})
write("3-counted-from-1", {"samples.csv": table([1, 2, 3, 4, 4, 1])})

# 5. Names with epoch and step in short forms.
log = "epoch,train_loss,val_loss\n" + "".join(f"{e},{1 / e},{1.2 / e}\n" for e in (1, 2, 3))
for folder, names in [("5-ep-and-it", ["net.ep1-it40.pt", "net.ep2-it80.pt", "net.ep3-it120.pt"]),
                      ("5-two-numbers", ["net_0001_000250.pth", "net_0002_000500.pth", "net_0003_000750.pth"])]:
    model = Mlp()
    for name in names:
        for parameter in model.parameters():
            parameter.data += 0.05 * torch.randn_like(parameter)
        traced(folder, model.eval(), X, name)
        meant(model, (X,), labels, folder, name)
    write(folder, {"samples.csv": table(labels), "metrics.csv": log})


# 9. Another shape than that of the pictures.
class Scanlines(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(8, 6, batch_first=True)
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        return self.head(self.gru(x)[0][:, -1])


class ChannelsLast(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        return self.head(torch.relu(self.conv(x.permute(0, 3, 1, 2))).mean((2, 3)))


gray = rng.integers(0, 256, (6, 8, 8), dtype="u1")
color = rng.integers(0, 256, (6, 3, 8, 8), dtype="u1")
for folder, model, pictures, inputs in [
        ("9-rows-of-a-picture", Scanlines(), gray, torch.from_numpy(gray).float() / 255),
        ("9-channels-last", ChannelsLast(), color, (torch.from_numpy(color).float() / 255).permute(0, 2, 3, 1))]:
    traced(folder, model.eval(), inputs)
    meant(model, (inputs,), labels, folder, "epoch1.pt")
    write(folder, {"samples.npz": {"x": pictures, "y": labels}})


# 10. Texts of a fixed length, and 12. a second input.
class Text(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(25, 8)
        self.head = nn.Linear(8, 3)


class LearnedPositions(Text):
    def __init__(self):
        super().__init__()
        self.pos_embedding = nn.Parameter(torch.randn(1, 9, 8))
        self.mix = nn.Linear(8, 8)

    def forward(self, x):
        return self.head(torch.tanh(self.mix(self.words(x) + self.pos_embedding)).mean(1))


class Flattened(Text):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(8 * 14, 3)

    def forward(self, x):
        return self.head(self.words(x).flatten(1))


class MeanOfTokens(Text):
    def forward(self, input_ids, attention_mask):
        m = attention_mask.unsqueeze(-1).to(torch.float)
        return self.head((self.words(input_ids) * m).sum(1) / m.sum(1))


class Encoder(Text):
    def __init__(self):
        super().__init__()
        self.layer = nn.TransformerEncoderLayer(8, 2, 8, 0.0, batch_first=True)

    def forward(self, src, src_key_padding_mask):
        h = self.layer(self.words(src), src_key_padding_mask=src_key_padding_mask)
        return self.head(h.masked_fill(src_key_padding_mask.unsqueeze(-1), 0).sum(1))


lengths = [8, 11, 9, 12, 10, 12]
texts = [[words[i] for i in rng.choice(len(words), n, replace=False)] for n in lengths]
lines = "\n".join(json.dumps({"text": " ".join(t), "label": int(l)}) for t, l in zip(texts, labels)) + "\n"


def tokens(length):
    ids = torch.zeros(6, length, dtype=torch.long)
    for row, text in zip(ids, texts):
        found = [2] + [words.index(w) + 5 for w in text][:length - 2] + [3]
        row[:len(found)] = torch.tensor(found)
    return ids


text_files = {"samples.jsonl": lines, "vocab.txt": vocabulary}
for folder, model, inputs in [("10-learned-positions", LearnedPositions(), (tokens(9),)),
                              ("10-flattened", Flattened(), (tokens(14),)),
                              ("12-attention-mask", MeanOfTokens(), (tokens(14), (tokens(14) != 0).long())),
                              ("12-padding-mask", Encoder(), (tokens(14), tokens(14) == 0))]:
    traced(folder, model.eval(), inputs)
    meant(model, inputs, labels, folder, "epoch1.pt")
    write(folder, text_files)


# 11. Traced with a batch of one.
class Split(nn.Module):
    """Takes the one row apart."""

    def __init__(self):
        super().__init__()
        self.f = Mlp(3)

    def forward(self, x):
        a, b = x.view(3, 2).unbind(1)
        return self.f((a * b).unsqueeze(0))


class OneState(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(2, 5, batch_first=True)
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        zero = torch.zeros(1, 1, 5)
        return self.head(self.lstm(x.reshape(1, 3, 2), (zero, zero))[0][:, -1])


for folder, model in [("11-row-taken-apart", Split()), ("11-state-of-one-row", OneState())]:
    traced(folder, model.eval(), X[:1])
    with torch.no_grad():
        outputs = torch.cat([model(X[k:k + 1]) for k in range(6)])
    scores[folder] = {"epoch1.pt": log_odds(outputs, Y)}
    write(folder, {"samples.csv": table(labels)})

# 12. What is no network: an adapter, and the state of an optimizer beside the weights.
small = {f"base_model.model.f.0.lora_{x}.default.weight": torch.zeros(2, 6) for x in "AB"}
write("12-adapter", {"checkpoint-5/adapter_model.bin": small, "checkpoint-5/adapter_config.json": '{"peft_type": "LORA"}',
                     "samples.csv": table(labels)})
model = Mlp()
moments = {"state": {0: {"exp_avg": torch.zeros(8, 6), "exp_avg_sq": torch.zeros(8, 6)}}, "param_groups": [{"lr": 0.1}]}
write("12-shards-of-an-optimizer", {"step=5.pt": model.state_dict(), "zero_pp_rank_0_mp_rank_00_optim_states.pt": moments,
                                    "samples.csv": table(labels)})
traced("12-shards-of-an-optimizer", model.eval(), X, "model.pt")
meant(model, (X,), labels, "12-shards-of-an-optimizer", "step=5.pt")

with open(f"{root}/scores.json", "w") as file:
    json.dump(scores, file, indent=1)
