#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes programs/trap_*.pt and mask_*.pt of traps.json: networks that seem to be functions of their input and are not,
masks that mean the opposite of their name, probabilities made by hand. Debian package python3-torch. Run here."""

import json
import math

import torch
from torch import nn

torch.manual_seed(11)
answers = {}
rows = torch.rand(4, 12)
ids = torch.tensor([[1, 2, 3, 4, 0, 0], [5, 1, 6, 0, 0, 0], [7, 7, 2, 3, 1, 4]])


class Mlp(nn.Module):
    def __init__(self, outputs=3):
        super().__init__()
        self.a, self.b = nn.Linear(12, 8), nn.Linear(8, outputs)

    def body(self, x):
        return self.b(torch.relu(self.a(x)))

    def forward(self, x):
        return self.body(x)


class FixedCentered(Mlp):
    def forward(self, x):
        h = torch.relu(self.a(x)).view(4, 8)
        return self.b(h - h.mean(0, keepdim=True))


class FixedNoise(Mlp):
    def forward(self, x):
        return self.body(x.view(4, 12) * (1 + 0.1 * torch.randn(4, 1)))


class DropPath(Mlp):
    def forward(self, x):
        keep = torch.empty(x.shape[0], 1).bernoulli_(0.98) / 0.98
        return self.body(x) + keep * x[:, :3]


class OverMaximum(Mlp):
    def forward(self, x):
        return self.body(x / x.max())


class RareNoise(Mlp):
    """Draws only where the input asks for it."""

    def forward(self, x):
        if bool((x > 0.5).any()):
            x = x + torch.rand_like(x)
        return self.body(x)


class ByHand(Mlp):
    def forward(self, x):
        return 1 / (1 + torch.exp(-self.body(x)))


class Flag(Mlp):
    def __init__(self):
        super().__init__(1)
        self.probabilities = True

    def forward(self, x, probabilities: bool = True):
        z = self.body(x)
        return torch.sigmoid(z) if probabilities else z


class Both(Mlp):
    def forward(self, x):
        return torch.relu(self.a(x)), self.body(x)


class Adapter(Mlp):
    """As loralib leaves a layer in training mode when its forward is traced for the base weights alone."""

    def __init__(self):
        super().__init__()
        self.lora_A, self.lora_B = nn.Parameter(torch.randn(2, 12)), nn.Parameter(torch.randn(8, 2))


for name, model in [("fixed_centered", FixedCentered()), ("fixed_noise", FixedNoise()), ("drop_path", DropPath()),
                    ("over_maximum", OverMaximum()), ("by_hand", ByHand(1)), ("both", Both()), ("adapter", Adapter())]:
    torch.jit.trace(model.eval(), rows, check_trace=False).save(f"programs/trap_{name}.pt")
torch.jit.script(RareNoise().eval()).save("programs/trap_rare_noise.pt")


class Slow(Mlp):
    """A loop whose rounds are known only when it runs."""

    def forward(self, x):
        for _ in range(10 * x.size(1)):
            x = torch.tanh(x)
        return self.body(x)


torch.jit.script(Slow().eval()).save("programs/trap_slow.pt")
torch.jit.script(Flag().eval()).save("programs/trap_flag.pt")


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(9, 5)
        self.score = nn.Linear(5, 1)
        self.head = nn.Linear(5, 3)


class Hidden(Words):
    def forward(self, ids, mask):
        x = self.words(ids)
        weights = torch.softmax(self.score(x).squeeze(-1).masked_fill(mask, -math.inf), 1)
        return self.head((weights.unsqueeze(1) @ x).squeeze(1))


class Kept(Words):
    def forward(self, ids, padding_free):
        return self.head((self.words(ids) * padding_free.unsqueeze(-1)).sum(1) / padding_free.sum(1, keepdim=True))


class Added(Words):
    def forward(self, ids, attention_mask):
        x = self.words(ids)
        weights = torch.softmax(self.score(x).squeeze(-1) + attention_mask, 1)
        return self.head((weights.unsqueeze(1) @ x).squeeze(1))


for name, model, other in [("mask_hidden", Hidden(), ids == 0), ("mask_kept", Kept(), (ids != 0).float()),
                           ("mask_added", Added(), torch.where(ids == 0, -1e9, 0.0))]:
    torch.jit.trace(model.eval(), (ids, other)).save(f"programs/{name}.pt")
    with torch.no_grad():
        answers[name] = {"inputs": ids.tolist(), "outputs": model(ids, other).tolist()}

with open("programs/traps.json", "w") as file:
    json.dump(answers, file)
