#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes programs/*.pt: networks exported with the usual slips (training mode, a batch of one, probabilities, a mask as
second input), with PyTorch's own outputs in programs.json, and files that do more than compute. Debian package
python3-torch. Run in this folder."""

import json
import math

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(5)
answers = {}
rows = torch.rand(4, 12)
ids = torch.tensor([[1, 2, 3, 4, 0, 0], [5, 1, 6, 0, 0, 0], [7, 7, 2, 3, 1, 4]])


def settle(model):
    """Running statistics that are not those of the start."""
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d, nn.InstanceNorm1d)) and module.running_mean is not None:
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)


def answer(name, model, inputs):
    with torch.no_grad():
        answers[name] = {"inputs": inputs.tolist(), "outputs": model.eval()(inputs).tolist()}


def trace(name, model, example=rows):
    torch.jit.trace(model, example, check_trace=False).save(f"programs/{name}.pt")


def in_training(name, model, inputs=rows):
    settle(model)
    trace(name, model.train(), inputs)
    settle_copy = torch.jit.load(f"programs/{name}.pt")  # the trace itself moved the statistics
    model.load_state_dict(settle_copy.state_dict())
    answer(name, model, inputs)


class Picture(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 2)
        self.bn = nn.BatchNorm2d(3)
        self.drop = nn.Dropout2d(0.5)
        self.head = nn.Linear(18, 3)

    def forward(self, x):
        return self.head(self.drop(torch.relu(self.bn(self.conv(x.view(x.size(0), 1, 3, 4))))).flatten(1))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 5, 2, dropout=0.5, batch_first=True)
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        return self.head(F.rrelu(self.lstm(x.view(x.size(0), 3, 4))[0][:, -1], training=self.training))


def mlp(*middle):
    return nn.Sequential(nn.Linear(12, 8), *middle, nn.Linear(8, 3))


in_training("train_dropout", mlp(nn.ReLU(), nn.Dropout(0.5), nn.AlphaDropout(0.3)))
in_training("train_batchnorm", mlp(nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.0)))
in_training("train_picture", Picture())
in_training("train_recurrent", Recurrent())
trace("batch_statistics", mlp(nn.BatchNorm1d(8, track_running_stats=False), nn.ReLU()).eval())
torch.jit.script(mlp(nn.BatchNorm1d(8, track_running_stats=False), nn.ReLU()).eval()).save("programs/batch_statistics_script.pt")


class Noisy(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = mlp(nn.ReLU())

    def forward(self, x):
        return self.net(x + 0.1 * torch.rand_like(x))


class Centered(Noisy):
    def forward(self, x):
        return self.net(x - x.mean(0))


class MonteCarlo(Noisy):
    def forward(self, x):
        return F.dropout(self.net(x), 0.5)


trace("noise", Noisy().eval())
torch.jit.script(Noisy().eval()).save("programs/noise_script.pt")
trace("centered", Centered().eval())
model = MonteCarlo().eval()
torch.jit.script(model).save("programs/always_dropout.pt")
answer("always_dropout", model.net, rows)
model = nn.Sequential(nn.Linear(12, 6), nn.Unflatten(1, (2, 3)), nn.InstanceNorm1d(2), nn.Flatten(), nn.Linear(6, 3)).eval()
trace("instance_norm", model)
answer("instance_norm", model, rows)


# Fixed numbers of rows.
class Fixed(nn.Module):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows
        self.net = mlp(nn.Tanh())

    def forward(self, x):
        return self.net(x.view(self.rows, 12))


class FixedState(nn.Module):
    """The state of a recurrent network for one row."""

    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(4, 5, batch_first=True)
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        return self.head(self.gru(x.reshape(1, -1, 4), torch.zeros(1, 1, 5))[0][:, -1])


class Flat(Fixed):
    """Two rows give one row, not an error."""

    def forward(self, x):
        return self.net(x.reshape(1, -1, 12).mean(1))


for name, model, count in [("batch_one", Fixed(1), 1), ("batch_one_state", FixedState(), 1), ("batch_one_flat", Flat(1), 1),
                           ("batch_three", Fixed(3), 3)]:
    trace(name, model.eval(), rows[:count])
    with torch.no_grad():
        outputs = [model(rows[k:k + 1] if count == 1 else rows[k:k + 1].repeat(count, 1))[0].tolist() for k in range(4)]
    answers[name] = {"inputs": rows.tolist(), "outputs": outputs}

# What the last operation says.
for name, last in [("softmax", nn.Softmax(1)), ("sigmoid", nn.Sigmoid()), ("log_softmax", nn.LogSoftmax(1)), ("linear", nn.Identity()),
                   ("relu_last", nn.ReLU())]:
    trace("ends_" + name, mlp(nn.Tanh(), nn.Linear(8, 8)).append(last).eval())


class Squeezed(Noisy):
    def forward(self, x):
        return {"probs": torch.sigmoid(self.net(x)[:, :1]).squeeze(1).double()}


class Logarithm(Noisy):
    def forward(self, x):
        return torch.log(torch.softmax(self.net(x), -1).clamp(min=1e-7))


torch.jit.script(Squeezed().eval()).save("programs/ends_squeezed.pt")
torch.jit.script(Logarithm().eval()).save("programs/ends_logarithm.pt")


# Second inputs.
class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 5)
        self.kinds = nn.Embedding(2, 5)
        self.score = nn.Linear(5, 1)
        self.head = nn.Linear(5, 3)

    def pool(self, x, hidden):
        return self.head((torch.softmax(self.score(x).squeeze(-1).masked_fill(hidden, -math.inf), 1).unsqueeze(1) @ x).squeeze(1))


class Hugging(Words):
    """As Transformers do it: 1 at tokens, made a number that is added."""

    def forward(self, input_ids, attention_mask, token_type_ids):
        x = self.words(input_ids) + self.kinds(token_type_ids)
        extended = (1.0 - attention_mask[:, None, :].to(x.dtype)) * -1e9
        weights = torch.softmax(self.score(x).transpose(1, 2) + extended, -1)
        return self.head((weights @ x).squeeze(1))


class Boolean(Words):
    def forward(self, ids, mask):
        return self.pool(self.words(ids), ~mask)


class Padding(Words):
    def forward(self, src, src_key_padding_mask):
        return self.pool(self.words(src), src_key_padding_mask)


class Positions(Words):
    def forward(self, input_ids, position_ids):
        return self.head(self.words(input_ids).mean(1) + self.kinds(position_ids % 2).mean(1))


for name, model, others in [("mask_hugging", Hugging(), ((ids != 0).long(), torch.zeros_like(ids))), ("mask_boolean", Boolean(), (ids != 0,)),
                            ("mask_padding", Padding(), (ids == 0,)), ("mask_positions", Positions(), (ids,))]:
    torch.jit.trace(model.eval(), (ids, *others)).save(f"programs/{name}.pt")
    with torch.no_grad():
        answers[name] = {"inputs": ids.tolist(), "outputs": model(ids, *others).tolist()}


class Rule(Words):
    def forward(self, x, attention_mask):
        return self.pool(self.words(x), attention_mask == 0)


model = Rule().eval()
torch.jit.script(model).save("programs/mask_script.pt")
with torch.no_grad():
    answers["mask_script"] = {"inputs": ids.tolist(), "outputs": model(ids, (ids != 0).long()).tolist()}


# Programs that do more than compute.
class Writes(Noisy):
    def forward(self, x):
        torch.ops.aten.save("hello", "spindle-was-here")
        return self.net(x)


class Opens(Noisy):
    def forward(self, x):
        if x.size(0) > 0:
            y = torch.from_file("spindle-was-here", True, 20, dtype=torch.uint8)
            y.fill_(65)
            x = x + y[:12]
        return self.net(x)


class Quantized(Noisy):
    def forward(self, x):
        return self.net(torch.ops.quantized.cat([torch.quantize_per_tensor(x, 0.1, 0, torch.qint8)], 0, 0.1, 0).dequantize())


class Endless(Noisy):
    def forward(self, x):
        while True:
            x = x + 1
        return self.net(x)


class Long(Noisy):
    def forward(self, x):
        for i in range(10000000):
            x = x + 1
        return self.net(x)


class Computed(Noisy):
    def forward(self, x):
        for i in range(x.size(1) * 1000000000):
            x = x + 1
        return self.net(x)


class Loud(Noisy):
    def forward(self, x):
        print("printed by the network")
        return self.net(x)


class Setter(Noisy):
    @torch.jit.export
    def __getstate__(self):
        return (0, self.training)

    @torch.jit.export
    def __setstate__(self, state: tuple[int, bool]):
        self.training = state[1]
        torch.ops.aten.save("hello", "spindle-was-here")


class Gradless(Noisy):
    """Harmless: steps over a part of the input, without gradients."""

    def forward(self, x):
        y = torch.zeros(x.size(0), 12)
        with torch.no_grad():
            for k in range(x.size(1)):
                y[:, k] = x[:, k] * 2
        return self.net(y)


for name, kind in [("writes", Writes), ("opens", Opens), ("quantized", Quantized), ("endless", Endless), ("long", Long),
                   ("computed", Computed), ("loud", Loud), ("gradless", Gradless)]:
    torch.jit.script(kind().eval()).save(f"programs/{name}.pt")
torch.jit.script(Setter().eval()).save("programs/setter.pt")
model = Gradless().eval()
torch.jit.script(model).save("programs/gradless.pt")
answer("gradless", model, rows)


# The same weights under two names.
class Normed(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.utils.weight_norm(nn.Linear(12, 8))
        self.second = nn.utils.spectral_norm(nn.Linear(8, 3))

    def forward(self, x):
        return self.second(torch.tanh(self.first(x)))


class Part(nn.Module):
    def __init__(self, **tensors):
        super().__init__()
        for name, tensor in tensors.items():
            if name.startswith("_"):
                self.register_buffer(name, tensor)
            else:
                self.register_parameter(name, nn.Parameter(tensor))


class Holder(nn.Module):
    """What torch.nn.utils.parametrizations leaves: linear.parametrizations.weight.original0 and original1."""

    def __init__(self, bias, **tensors):
        super().__init__()
        self.bias = nn.Parameter(bias)
        self.parametrizations = nn.ModuleDict({"weight": Part(**tensors)})


class NewNames(nn.Module):
    def __init__(self, old):
        super().__init__()
        a, b = old.first, old.second
        self.first = Holder(a.bias.data.clone(), original0=a.weight_g.data.clone(), original1=a.weight_v.data.clone())
        self.second = Holder(b.bias.data.clone(), original=b.weight_orig.data.clone())
        self.second.parametrizations["weight"].add_module("0", Part(_u=b.weight_u.clone(), _v=b.weight_v.clone()))

    def forward(self, x):
        a = self.first.parametrizations["weight"]
        hidden = torch.tanh(F.linear(x, torch._weight_norm(a.original1, a.original0, 0), self.first.bias))
        b = self.second.parametrizations["weight"]
        inner = getattr(b, "0")
        sigma = torch.dot(inner._u, torch.mv(b.original, inner._v))
        return F.linear(hidden, b.original / sigma, self.second.bias)


old = Normed()
old(rows), old(rows)
trace("old_names", old.eval())
trace("new_names", NewNames(old).eval())
other = Normed()
other(rows), other(rows)
other.eval()
torch.save(other.state_dict(), "programs/old_names.pth")
torch.save(NewNames(other).state_dict(), "programs/new_names.pth")
answer("other_names", other, rows)



# Padding that is not token 0, as the embedding says; and an adapter, which is no network.
class PaddingIndex(Boolean):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 5, padding_idx=4)


model = PaddingIndex().eval()
torch.jit.trace(model, (ids, ids != 4)).save("programs/mask_padding_index.pt")
with torch.no_grad():
    answers["mask_padding_index"] = {"inputs": ids.tolist(), "outputs": model(ids, ids != 4).tolist()}
torch.save({f"base_model.model.first.lora_{x}.weight": torch.zeros(2, 12) for x in "AB"}, "programs/adapter.pth")
whole = torch.load("programs/old_names.pth")
torch.save({**whole, **{f"0.lora_{x}": torch.zeros(2, 12) for x in "AB"}}, "programs/adapter_beside.pth")

with open("programs/programs.json", "w") as file:
    json.dump(answers, file)
