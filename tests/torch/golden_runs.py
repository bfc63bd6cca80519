#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs made of golden networks, and what several results of them say beside each other. Needs numpy and h5py.

    golden_runs.py make FOLDER                  FOLDER/NAME: the networks of tests/golden/model as runs of one checkpoint
    golden_runs.py compare FOLDER FIRST OTHER...   FOLDER/FIRST/NAME.h5 beside FOLDER/OTHER/NAME.h5: how far scores differ

make prints the names. compare ends with status 1 where a score of OTHER is more than --tolerance (1e-5) of the largest
score from FIRST's, or where the score of a whole sample is not what PyTorch itself answered when the golden files were
made. Results of other networks may lie beside the golden ones.
"""
import argparse
import json
import os
import shutil
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "../golden/model")
VOCABULARY = ["[PAD]", "[UNK]", "[MASK]"]
# Of torch.export, by real PyTorch 2.15; with the rows, answers and other weights that lie beside them.
EXPORTED = {"mlp": "tabular", "lenet": "image", "resnet18": "image", "vit": "image", "gpt2": "text",
            "recurrent": "text"}
# TorchScript of PyTorch 1.13, with the log-odds of all coalitions, the last of which is the whole sample.
SCRIPTED = {"cnn": "image", "tabular": "tabular", "tokens": "text"}
LABEL = 1


def exported(name):
    with open(f"{GOLDEN}/exported/answers.json") as file:
        entry = json.load(file)[name]
    x = np.array(entry["inputs"], np.float32).reshape(-1, *entry["shape"])
    outputs = np.array(entry["outputs"]).reshape(len(x), -1)
    others = np.delete(outputs, LABEL, axis=1)
    most = others.max(1)
    scores = outputs[:, LABEL] - most - np.log(np.exp(others - most[:, None]).sum(1))
    return f"{GOLDEN}/exported/{name}.pt2", f"{GOLDEN}/exported/{name}.pt2", x, [LABEL] * len(x), scores


def scripted(name):
    with open(f"{GOLDEN}/{name}.json") as file:
        info = json.load(file)
    targets, elements, coalitions = info["targets"], info["elements"], 2 ** len(info["parts"])
    blob = np.fromfile(f"{GOLDEN}/{name}.bin", "<f4")
    x = np.tile(blob[:elements], (len(targets), 1))  # what belongs to no part is as in the base
    for part in info["parts"]:
        x[:, part] = blob[elements:elements * (1 + len(targets))].reshape(len(targets), -1)[:, part]
    x = x.reshape(-1, 1, 28, 28) if name == "cnn" else x
    scores = blob[elements * (1 + len(targets)):].reshape(len(targets), coalitions)[:, -1]
    return f"{GOLDEN}/{name}.pt", f"{GOLDEN}/{name}.pth", x, targets, scores


def network(name):
    return exported(name) if name in EXPORTED else scripted(name)


def make(folder):
    for name, kind in {**EXPORTED, **SCRIPTED}.items():
        model, weights, x, targets, _ = network(name)
        run = os.path.join(folder, name)
        os.makedirs(run + "/checkpoints", exist_ok=True)
        shutil.copy(model, run + "/model" + os.path.splitext(model)[1])
        shutil.copy(weights, run + "/checkpoints/step=000001" + os.path.splitext(weights)[1])
        values = x.astype(np.int64) if kind == "text" else x
        np.savez(run + "/samples.npz", x=values, y=np.array(targets, np.int64))
        about = {"name": name, "model": "model" + os.path.splitext(model)[1], "checkpoints": "checkpoints/*",
                 "samples": "samples.npz", "input": {"kind": kind, "shape": list(x.shape[1:])}}
        if kind == "image":
            about["variables"] = {"grid": [2, 2], "count": 4}
        if kind == "text":
            about["vocab"] = "vocab.txt"
            words = VOCABULARY + [f"word{i}" for i in range(len(VOCABULARY), int(values.max()) + 1)]
            with open(run + "/vocab.txt", "w") as file:
                file.write("\n".join(words) + "\n")
        else:
            about["baseline"] = "zero"
        with open(run + "/run.json", "w") as file:
            json.dump(about, file, indent=1)
        print(name)


def compare(folder, names, tolerance):
    sys.path.insert(0, os.path.join(HERE, "../../resources/python"))
    from spindle_results import open_results

    worst, runs = 0.0, sorted(name[:-3] for name in os.listdir(f"{folder}/{names[0]}") if name.endswith(".h5"))
    print(f"| {'network':<18} | scores | largest | {'PyTorch, ' + names[0]:>16} |"
          + "".join(f" {name + ', ' + names[0]:>16} |" for name in names[1:]))
    for run in runs:
        tables = [open_results(f"{folder}/{name}/{run}.h5").values for name in names]
        assert all(np.isfinite(table).all() for table in tables), run
        scale = np.abs(tables[0]).max()
        own = [np.nan] * len(names)
        if run in EXPORTED or run in SCRIPTED:
            answers = network(run)[-1]
            own = [np.abs(table[0, :, -1] - answers).max() / scale for table in tables]
        apart = [np.abs(table - tables[0]).max() / scale for table in tables[1:]]
        worst = max([worst, *apart, *(value for value in own if np.isfinite(value))])
        print(f"| {run:<18} | {tables[0].size:>6} | {scale:>7.3f} | "
              + (f"{own[0]:>16.1e} |" if np.isfinite(own[0]) else f"{'-':>16} |")
              + "".join(f" {value:>16.1e} |" for value in apart))
    print(f"Largest difference in all, of scores by their largest: {worst:.1e} (tolerance {tolerance:.0e}).")
    return 0 if worst <= tolerance else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["make", "compare"])
    parser.add_argument("folder")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--tolerance", type=float, default=1e-5)
    a = parser.parse_args()
    sys.exit(make(a.folder) if a.what == "make" else compare(a.folder, a.names, a.tolerance))
