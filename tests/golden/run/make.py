#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes events.tfevents and expected.json. Only the standard library; nothing is shared with Spindle's readers.

    make.py EVENT_FILE EXPECTED_SCALARS

EVENT_FILE is the event file of github.com/CarlSchader/labeled-contrastive-framework (MIT); its first 200 records are
kept. EXPECTED_SCALARS (step,tag,value) was read from it by an independent parser. lightning_metrics.csv is from
github.com/Driemann/ml-aos (MIT), trainer_state.json from github.com/aigoncharov/trainer_state_viz (MIT), unchanged.
"""

import csv
import json
import math
import pathlib
import struct
import sys

here = pathlib.Path(__file__).parent
records = 200

data = pathlib.Path(sys.argv[1]).read_bytes()
end = 0
for _ in range(records):
    (length,) = struct.unpack_from("<Q", data, end)
    end += 16 + length
(here / "events.tfevents").write_bytes(data[:end])


def summary(points):
    """points: step -> (epoch, value)"""
    steps = sorted(points)
    return {
        "count": len(steps),
        "first": [steps[0], *points[steps[0]]],
        "last": [steps[-1], *points[steps[-1]]],
        "sum": math.fsum(points[s][1] for s in steps),
    }


expected = {}

columns = {}
with open(here / "lightning_metrics.csv", newline="") as file:
    for row in csv.DictReader(file):
        for name, cell in row.items():
            if name not in ("step", "epoch") and cell != "":
                columns.setdefault(name, {})[int(row["step"])] = (float(row["epoch"]), float(cell))
expected["lightning_metrics.csv"] = {name: summary(points) for name, points in columns.items()}

columns = {}
for entry in json.loads((here / "trainer_state.json").read_text())["log_history"]:
    if "train_runtime" in entry:
        continue
    for name, value in entry.items():
        if name not in ("step", "epoch") and isinstance(value, (int, float)) and math.isfinite(value):
            columns.setdefault(name, {})[entry["step"]] = (float(entry["epoch"]), float(value))
expected["trainer_state.json"] = {name: summary(points) for name, points in columns.items()}

# The scalars of the kept records are the first ones of the list; three records carry none, the first is the version.
with open(sys.argv[2], newline="") as file:
    scalars = list(csv.DictReader(file))
text = data[:end]
kept = []
for row in scalars:
    if text.count(row["tag"].encode()) == 0:
        continue
    kept.append(row)
counts = {tag: text.count(b"\x0a" + bytes([len(tag)]) + tag.encode() + b"\x15") for tag in ("train_loss", "val_loss", "epoch")}
epochs, columns = {}, {}
seen = {}
for row in kept:
    tag = row["tag"]
    if tag not in counts or seen.get(tag, 0) >= counts[tag]:
        continue
    seen[tag] = seen.get(tag, 0) + 1
    if tag == "epoch":
        epochs[int(row["step"])] = float(row["value"])
    else:
        columns.setdefault(tag, {})[int(row["step"])] = float(row["value"])
columns = {tag: {step: (epochs.get(step), value) for step, value in points.items()} for tag, points in columns.items()}
expected["events.tfevents"] = {name: summary(points) for name, points in columns.items()}

(here / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
