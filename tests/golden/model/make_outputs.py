#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes programs/several_*.pt and mask_causal*.pt with PyTorch's outputs in outputs.json: networks that return several
tensors, and masks over pairs of positions. Debian package python3-torch. Run in this folder."""

import json

import torch
from torch import nn

torch.manual_seed(11)
answers = {}
rows = torch.rand(4, 12)
ids = torch.tensor([[1, 2, 3, 4, 5, 6], [5, 1, 6, 7, 7, 2], [7, 7, 2, 3, 1, 4]])


class Several(nn.Module):
    def __init__(self, build):
        super().__init__()
        self.a, self.b, self.c, self.build = nn.Linear(12, 8), nn.Linear(8, 3), nn.Linear(8, 3), build

    def forward(self, x):
        h = torch.relu(self.a(x))
        return self.build(h, self.b(h), self.c(h))


for name, build in [
    ("last", lambda h, y, z: (h, torch.softmax(y, 1))),
    ("nested", lambda h, y, z: (h.view(-1, 2, 4), y)),
    ("heads", lambda h, y, z: (y, z)),
    ("names", lambda h, y, z: {"features": h, "scores": y}),
    ("logits", lambda h, y, z: {"features": h, "logits": y}),
    ("loss", lambda h, y, z: (y.mean(), y)),
]:
    model = Several(build).eval()
    torch.jit.trace(model, rows, strict=False).save(f"programs/several_{name}.pt")
    with torch.no_grad():
        result = model(rows)
        result = list(result.values()) if isinstance(result, dict) else result
        result = result[0] if name == "heads" else result[1]
        answers[f"several_{name}"] = {"inputs": rows.tolist(), "outputs": result.tolist()}


class Squeezed(nn.Module):
    """Traced for one row, of which squeeze() leaves a list, or a bare number."""

    def __init__(self, outputs):
        super().__init__()
        self.a, self.b = nn.Linear(12, 8), nn.Linear(8, outputs)

    def forward(self, x):
        return self.b(torch.relu(self.a(x))).squeeze()


for outputs in (1, 3):
    model = Squeezed(outputs).eval()
    torch.jit.trace(model, rows[:1]).save(f"programs/squeezed_{outputs}.pt")
    with torch.no_grad():
        answers[f"squeezed_{outputs}"] = {"inputs": rows.tolist(), "outputs": model(rows).view(4, -1).tolist()}


class Causal(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.query, self.key, self.head = nn.Embedding(9, 5), nn.Linear(5, 5), nn.Linear(5, 5), nn.Linear(5, 3)

    def hidden(self, scores, mask):
        return scores.masked_fill(mask == 0, -1e9)

    def forward(self, ids, mask):
        x = self.words(ids)
        scores = self.query(x) @ self.key(x).transpose(1, 2)
        return self.head((torch.softmax(self.hidden(scores, mask), 2) @ x)[:, 0])


class CausalPadding(Causal):
    def hidden(self, scores, mask):
        return scores.masked_fill(mask, -1e9)


triangle = torch.tril(torch.ones(6, 6))
torch.jit.trace(Causal().eval(), (ids, triangle)).save("programs/mask_causal.pt")
torch.jit.trace(CausalPadding().eval(), (ids, triangle == 0)).save("programs/mask_causal_blocked.pt")

with open("programs/outputs.json", "w") as file:
    json.dump(answers, file)
