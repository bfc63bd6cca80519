#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the networks of tst_network_outputs: the tiny run's architecture with other last operations, a network of one
probability, and networks that take images in another shape than [channels, height, width]. Debian packages python3-torch
and python3-numpy. Run in this folder."""

import json

import numpy as np
import torch
from torch import nn

torch.manual_seed(11)


def tiny(*last):
    return nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 3), *last).eval()


torch.jit.script(tiny(nn.Softmax(1))).save("softmax.pt")
torch.jit.script(tiny(nn.LogSoftmax(1))).save("log_softmax.pt")
torch.jit.script(tiny(nn.Sigmoid())).save("sigmoids.pt")


class Normalized(nn.Module):
    """Probabilities without a softmax as last operation."""

    def __init__(self):
        super().__init__()
        self.net = tiny()

    def forward(self, x):
        e = torch.exp(self.net(x))
        return e / e.sum(1, keepdim=True)


torch.jit.script(Normalized().eval()).save("normalized.pt")
torch.jit.script(nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid()).eval()).save("one_sigmoid.pt")


class ChannelsLast(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 5, 3, padding=1)
        self.head = nn.Linear(60, 3)

    def forward(self, x):
        return self.head(torch.relu(self.conv(x.permute(0, 3, 1, 2))).flatten(1))


x = torch.rand(4, 2, 3, 4)
np.savez("images.npz", x=x.numpy(), y=np.array([0, 1, 2, 0]))
rows = nn.Sequential(nn.Linear(24, 16), nn.ReLU(), nn.Linear(16, 3)).eval()
last = ChannelsLast().eval()
torch.jit.script(rows).save("rows.pt")
torch.jit.script(last).save("channels_last.pt")
gray = torch.rand(4, 1, 3, 4)
np.savez("gray.npz", x=gray.numpy(), y=np.array([0, 1, 2, 0]))


class NoChannel(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(4, 6, batch_first=True)
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        return self.head(self.gru(x)[0][:, -1])


without = NoChannel().eval()
torch.jit.script(without).save("no_channel.pt")
sequence = nn.Sequential(nn.Conv1d(1, 5, 3), nn.ReLU(), nn.Flatten(), nn.Linear(50, 3)).eval()
torch.jit.script(sequence).save("sequence.pt")
class NumberByNumber(nn.Module):
    """A recurrent network that reads one number at a time, as for sequential MNIST."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(1, 5, batch_first=True)
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        return self.head(self.rnn(x)[0][:, -1])


numbers = NumberByNumber().eval()
torch.jit.script(numbers).save("number_by_number.pt")
with torch.no_grad():
    expected = {
        "rows": rows(x.flatten(1)).tolist(),
        "channels_last": last(x.permute(0, 2, 3, 1)).tolist(),
        "no_channel": without(gray[:, 0]).tolist(),
        "sequence": sequence(gray.flatten(2)).tolist(),
        "number_by_number": numbers(gray.flatten(1).unsqueeze(2)).tolist(),
    }
with open("expected.json", "w") as file:
    json.dump(expected, file)
