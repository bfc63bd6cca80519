#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks with the usual slips of an export, other ones than those of tests/golden/app/habits: each is written as
TorchScript or as weights, computed by the program, and compared with PyTorch's own scores (log-odds of the label in
double, of the network as it was meant), or has to be refused with the words given. Debian packages python3-torch,
python3-h5py.

    /usr/bin/python3 tests/app/habits.py build/ci/bin/spindle [FOLDER] [PART OF A NAME]
"""

import io
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(57)
rng = np.random.default_rng(57)
program = os.path.abspath(sys.argv[1])
root = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
wanted = sys.argv[3] if len(sys.argv) > 3 else ""
rows = rng.normal(size=(9, 6)).astype("f4")
X = torch.from_numpy(rows)
Y = torch.tensor([0, 1, 2, 2, 1, 0, 1, 2, 0])
words = "the a movie was good bad not very film plot is great poor fun dull slow fast end hero and".split()
vocabulary = "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]) + "\n"
failures = []
tried = 0


def log_odds(z, label):
    z, label = z.double(), torch.as_tensor(label)
    if z.shape[1] == 1:
        return z[:, 0] * (2 * label - 1)
    own = z.gather(1, label[:, None])[:, 0]
    return own - z.scatter(1, label[:, None], -math.inf).logsumexp(1)


def table(labels):
    lines = ["a,b,c,d,e,f,target"] + [",".join(map(str, x)) + f",{t}" for x, t in zip(rows, labels)]
    return "\n".join(lines) + "\n"


def put(path, what):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if isinstance(what, str):
        open(path, "w").write(what)
    elif isinstance(what, dict) and "x" in what:
        np.savez_compressed(path, **what)
    elif isinstance(what, torch.jit.ScriptModule):
        what.save(path)
    else:
        torch.save(what, path)


def case(name, files, scores=None, told=(), positions=None):
    """scores: by checkpoint; None: to be refused. positions: step and epoch of each checkpoint."""
    global tried
    if wanted not in name:
        return
    tried += 1
    folder = f"{root}/{name}"
    shutil.rmtree(folder, ignore_errors=True)
    for file, what in files.items():
        put(f"{folder}/{file}", what)
    done = subprocess.run([program, "extract", folder, "-o", f"{folder}/r.h5"], capture_output=True, text=True)
    problems = [f"'{part}' is not told" for part in told if part not in done.stderr]
    if "internal error" in done.stderr or done.returncode != (2 if scores is None else 0):
        problems.append(f"status {done.returncode}")
    if scores is not None and done.returncode == 0:
        with h5py.File(f"{folder}/r.h5") as file:
            names = [n.decode() if isinstance(n, bytes) else n for n in file["checkpoints/name"][:]]
            if sorted(names) != sorted(scores):
                problems.append(f"checkpoints {names}")
            for c, checkpoint in enumerate(names):
                expected = np.asarray(scores[checkpoint])[file["samples/index"][:]]
                apart = np.abs(file["values"][c, :, -1] - expected).max()
                if not apart < 1e-4:
                    problems.append(f"{checkpoint}: {apart:.3g} apart")
                place = (file["checkpoints/step"][c], file["checkpoints/epoch"][c])
                if positions and place != positions[checkpoint]:
                    problems.append(f"{checkpoint} is at step and epoch {place}")
    print(f"{'FAILED' if problems else 'ok':6} {name}: {'; '.join(problems)} {done.stderr.strip()}")
    failures.extend([name] if problems else [])


def trace(model, *inputs):
    written = io.BytesIO()  # the parameters of what is traced stay those of the model
    torch.jit.save(torch.jit.trace(model, inputs, check_trace=False), written)
    return torch.jit.load(io.BytesIO(written.getvalue()))


def meant(model, *inputs, label=Y):
    with torch.no_grad():
        return log_odds(model.eval()(*inputs), label).tolist()


def mlp(columns=6, outputs=3):
    return nn.Sequential(nn.Linear(columns, 10), nn.ReLU(), nn.Linear(10, outputs))


def of(forward, **parts):
    """A module of these parts."""
    class Module(nn.Module):
        def __init__(self):
            super().__init__()
            for key, part in parts.items():
                setattr(self, key, part)
    Module.forward = forward
    return Module()


# 1. Random, or rows that depend on each other.
def stochastic_depth(self, x):
    keep = (torch.rand(x.shape[0], 1) < 0.8).float()
    return self.head(x + keep * self.block(x) / 0.8)


case("1-stochastic-depth", {"epoch1.pt": trace(of(stochastic_depth, block=mlp(6, 6), head=mlp()), X),
                            "samples.csv": table(Y.tolist())}, told=["random"])
case("1-standardized-in-the-batch",
     {"epoch1.pt": trace(of(lambda self, x: self.f((x - x.mean(0)) / (x.std(0) + 1e-5)), f=mlp()), X),
      "samples.csv": table(Y.tolist())}, told=["rest of the batch"])
for name, drop in [("1-batch-norm-and-dropout", nn.Dropout(0.3)), ("1-batch-norm-and-alpha-dropout", nn.AlphaDropout(0.2))]:
    net = nn.Sequential(nn.Linear(6, 12), nn.BatchNorm1d(12), nn.GELU(), drop, nn.Linear(12, 3)).train()
    net(X), net(2 * X)
    exported = trace(net, X)
    net.load_state_dict(exported.state_dict())  # the statistics as tracing left them
    case(name, {"epoch1.pt": exported, "samples.csv": table(Y.tolist())}, {"epoch1.pt": meant(net, X)}, ["training mode"])

# 2. Probabilities, or their logarithms, in place of logits.
net = mlp()
case("2-softmax-of-half", {"epoch1.pt": trace(nn.Sequential(net, nn.Softmax(1)), X), "samples.csv": table(Y.tolist())},
     {"epoch1.pt": meant(net, X)}, ["taken for probabilities"])
case("2-log-softmax", {"epoch1.pt": trace(nn.Sequential(net, nn.LogSoftmax(1)), X), "samples.csv": table(Y.tolist())},
     {"epoch1.pt": meant(net, X)})
one = mlp(outputs=1)
binary = (Y % 2).tolist()
case("2-one-sigmoid", {"epoch1.pt": trace(nn.Sequential(one, nn.Sigmoid()), X), "samples.csv": table(binary)},
     {"epoch1.pt": meant(one, X, label=torch.tensor(binary))}, ["taken for probabilities"])

# 3. Labels in another form.
net = mlp()
hot = np.eye(3, dtype="f4")[Y.numpy()]
case("3-one-hot-rows", {"epoch1.pt": trace(net, X), "samples.npz": {"x": rows, "y": hot}}, {"epoch1.pt": meant(net, X)})
several = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0], [1, 1, 1], [0, 0, 1], [1, 0, 1], [0, 1, 1], [1, 0, 0], [0, 0, 1]])
case("3-tags", {"epoch1.pt": trace(net, X), "samples.npz": {"x": rows, "y": several}}, told=["not one-hot", '"target"'])
smooth = 0.9 * hot + 0.1 / 3
case("3-smoothed", {"epoch1.pt": trace(net, X), "samples.npz": {"x": rows, "y": smooth}}, told=["not one-hot"])
case("3-from-1", {"epoch1.pt": trace(net, X), "samples.npz": {"x": rows, "y": Y.numpy() + 1}}, told=["count from 1"])

# 5. Names with an epoch and a step.
for name, files in {"5-e-and-b": ["w.e1.b30.pt", "w.e2.b60.pt", "w.e3.b90.pt"],
                    "5-epoch-then-iter": ["net_epoch-1_iter-30.pth", "net_epoch-2_iter-60.pth", "net_epoch-3_iter-90.pth"],
                    "5-counted-first": ["1ep_30it.pt", "2ep_60it.pt", "3ep_90it.pt"]}.items():
    net, written, scores, positions = mlp(), {}, {}, {}
    for k, file in enumerate(files):
        for parameter in net.parameters():
            parameter.data += 0.1 * torch.randn_like(parameter)
        written[file], scores[file] = trace(net, X), meant(net, X)
        positions[file] = (30.0 * (k + 1), k + 1.0)
    written["samples.csv"] = table(Y.tolist())
    written["metrics.csv"] = "epoch,train_loss\n1,1.0\n2,0.5\n3,0.25\n"
    case(name, written, scores, positions=positions)

# 9. Another shape than that of the pictures.
gray = rng.integers(0, 256, (9, 8, 8), dtype="u1")
color = rng.integers(0, 256, (9, 3, 8, 8), dtype="u1")
G, C = torch.from_numpy(gray).float() / 255, torch.from_numpy(color).float() / 255
labels = Y.numpy()
for name, pictures, net, inputs in [
        ("9-flat-color", color, mlp(192), C.flatten(1)),
        ("9-pixel-by-pixel", gray, of(lambda self, x: self.h(self.g(x)[0][:, -1]), g=nn.GRU(1, 7, batch_first=True),
                                      h=nn.Linear(7, 3)), G.reshape(9, 64, 1)),
        ("9-one-row", gray, of(lambda self, x: self.h(self.c(x).amax(2)), c=nn.Conv1d(1, 4, 5), h=nn.Linear(4, 3)),
         G.reshape(9, 1, 64)),
        ("9-gray-last", gray, of(lambda self, x: self.h(torch.tanh(self.c(x.permute(0, 3, 1, 2))).mean((2, 3))),
                                 c=nn.Conv2d(1, 4, 3), h=nn.Linear(4, 3)), G.unsqueeze(-1))]:
    case(name, {"epoch1.pt": trace(net.eval(), inputs), "samples.npz": {"x": pictures, "y": labels}},
         {"epoch1.pt": meant(net, inputs)})


# 10. Texts of a fixed length; 12. a second input.
lengths = [8, 11, 9, 12, 10, 12, 7, 9, 11]
texts = [[words[i] for i in rng.choice(len(words), n, replace=False)] for n in lengths]
lines = "\n".join(json.dumps({"text": " ".join(t), "label": int(l)}) for t, l in zip(texts, labels)) + "\n"
text_files = {"samples.jsonl": lines, "vocab.txt": vocabulary}


def tokens(length):
    ids = torch.zeros(9, length, dtype=torch.long)
    for row, text in zip(ids, texts):
        found = [2] + [words.index(w) + 5 for w in text][:length - 2] + [3]
        row[:len(found)] = torch.tensor(found)
    return ids


def positions_embedded(self, x):
    h = self.w(x) + self.p(torch.arange(x.shape[1]))
    return self.head(self.layer(h).mean(1))


def patches(self, x):
    return self.head(self.mix(self.w(x).transpose(1, 2)).flatten(1))


for name, net, length in [
        ("10-position-embedding", of(positions_embedded, w=nn.Embedding(25, 8), p=nn.Embedding(10, 8),
                                     layer=nn.TransformerEncoderLayer(8, 2, 8, 0.0, batch_first=True),
                                     head=nn.Linear(8, 3)), 10),
        ("10-tokens-mixed", of(patches, w=nn.Embedding(25, 6), mix=nn.Linear(16, 4), head=nn.Linear(24, 3)), 16)]:
    ids = tokens(length)
    files = {"epoch1.pt": trace(net.eval(), ids), **text_files}
    advice = f'{{"input": {{"shape": [{length}]}}}}'
    case(name, files, told=[f"{length} tokens: set {advice[1:-1]} in run.json"])  # no weight says so: found by trying
    case(name + "-as-advised", {**files, "run.json": advice}, {"epoch1.pt": meant(net, ids)})

# 11. Exported with a batch of one.
for name, net in [
        ("11-first-row-taken", of(lambda self, x: self.f(x[0]).unsqueeze(0), f=mlp())),
        ("11-tokens-of-one", of(lambda self, x: self.h(self.a(*3 * [self.u(x.reshape(6, 1, 1).expand(6, 1, 1))])[0]
                                                             .mean(0)), u=nn.Linear(1, 8), a=nn.MultiheadAttention(8, 2),
                                h=nn.Linear(8, 3)))]:
    net.eval()
    with torch.no_grad():
        outputs = torch.cat([net(X[k:k + 1]) for k in range(9)])
    case(name, {"epoch1.pt": trace(net, X[:1]), "samples.csv": table(Y.tolist())},
         {"epoch1.pt": log_odds(outputs, Y).tolist()}, ["batch of one row"])


def additive_mask(self, input_ids, attention_mask):
    h = self.w(input_ids)
    a = (h @ h.transpose(1, 2)) / 8**0.5 + (1.0 - attention_mask[:, None, :].to(torch.float)) * -10000.0
    h, m = torch.softmax(a, -1) @ h, attention_mask.unsqueeze(-1).to(torch.float)
    return self.head((h * m).sum(1) / m.sum(1))


def last_token(self, ids, mask):
    h = self.r(self.w(ids))[0]
    return self.head(h.gather(1, (mask.long().sum(1) - 1).view(-1, 1, 1).expand(-1, 1, 7))[:, 0])


ids = tokens(14)
net = of(additive_mask, w=nn.Embedding(25, 8), head=nn.Linear(8, 3)).eval()
mask = (ids != 0).long()
case("12-additive-mask", {"epoch1.pt": trace(net, ids, mask), **text_files}, {"epoch1.pt": meant(net, ids, mask)},
     ["1 at tokens, 0 at padding"])
net = of(last_token, w=nn.Embedding(25, 8), r=nn.GRU(8, 7, batch_first=True), head=nn.Linear(7, 3)).eval()
case("12-last-token", {"epoch1.pt": trace(net, ids, mask), **text_files}, {"epoch1.pt": meant(net, ids, mask)},
     ["1 at tokens"])
net = mlp()
plain = trace(net.eval(), X)
normed = mlp()
normed[0] = nn.utils.weight_norm(normed[0])
for parameter in normed.parameters():
    parameter.data += 0.2 * torch.randn_like(parameter)
state = dict(normed.state_dict())
renamed = {k.replace("0.weight_g", "0.parametrizations.weight.original0")
           .replace("0.weight_v", "0.parametrizations.weight.original1"): v for k, v in state.items()}
case("12-weight-norm-renamed", {"model.pt": trace(normed.eval(), X), "step=5.pt": renamed,
                                "samples.csv": table(Y.tolist())}, {"step=5.pt": meant(normed, X)})
case("12-adapter-of-ia3", {"checkpoint-7/adapter_model.bin": {"base_model.model.f.0.ia3_l": torch.ones(6, 1)},
                           "checkpoint-7/adapter_config.json": '{"peft_type": "IA3"}', "samples.csv": table(Y.tolist())},
     told=["adapter", "merge_and_unload"])

print(f"{tried - len(failures)} of {tried} as they should be" + (f"; not: {', '.join(failures)}" if failures else ""))
sys.exit(1 if failures else 0)
