#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trainings by Lightning and by the Trainer of Transformers themselves, recorded, opened by the program, and the scores
of all coalitions compared with the network's own. For peers.sh:

    peers.py SPINDLE RECORDER_FOLDER OUTPUT_FOLDER"""
import csv
import logging
import os
import subprocess
import sys

PROGRAM, RECORDER, OUT = sys.argv[1:4]
sys.path.insert(0, RECORDER)
logging.disable(logging.WARNING)

import lightning  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402
from torch import nn  # noqa: E402
from torch.utils.data import DataLoader, Dataset, TensorDataset  # noqa: E402

from spindle_recorder import Recorder  # noqa: E402
from spindle_results import open_results  # noqa: E402

TOKENS = "[PAD] [UNK] [CLS] [SEP] [MASK] a call fine film now play win cash free text later home soon".split()


def check(holds, text):
    if not holds:
        sys.exit(text)


def log_odds(logits, label):
    others = torch.cat([logits[:label], logits[label + 1:]])
    return (logits[label] - torch.logsumexp(others, 0)).item()


def opened(name, last):
    """The results of the last checkpoint of a run, which must open with no question and have its losses."""
    run = os.path.join(OUT, name)
    info = subprocess.run([PROGRAM, "info", run], capture_output=True, text=True, check=True).stdout
    check("MISSING" not in info and "ASK" not in info.replace("[MASK]", "").replace("mask_at", ""), info)
    with open(os.path.join(run, "metrics.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    for loss in ("train_loss", "test_loss"):
        steps = [int(row["step"]) for row in rows if row[loss]]
        check(len(steps) > 1 and steps[-1] == last, f"{name}: {loss} at the steps {steps}")
    subprocess.run([PROGRAM, "extract", run, "-o", run + ".h5"], capture_output=True, check=True)
    results = open_results(run + ".h5")
    check(results.steps[0] == 0 and results.steps[-1] == last and results.complete.all(), f"{name}: {results.steps}")
    return results


def same_scores(name, results, score):
    """score(row in the results, coalition) is the network's own."""
    worst = 0.0
    for s in range(2):
        own = np.array([score(s, coalition) for coalition in range(1 << results.n)])
        worst = max(worst, np.abs(own - results.values[-1, s]).max())
    check(worst < 1e-4, f"{name}: the scores differ by {worst}")
    print(f"{name}: {len(results.steps)} checkpoints, scores of {2 << results.n} coalitions within {worst:.1e}")


class Module(lightning.LightningModule):
    def __init__(self, compiled):
        super().__init__()
        net = nn.Sequential(nn.Linear(6, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.1), nn.Linear(16, 3))
        self.net = torch.compile(net, backend="eager") if compiled else net
        self.loss = nn.CrossEntropyLoss()

    def forward(self, x):
        return self.net(x)

    def training_step(self, batch, index):
        loss = self.loss(self(batch[0]), batch[1])
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, index):
        self.log("val_loss", self.loss(self(batch[0]), batch[1]))

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), 0.1)


def with_lightning(name, compiled):
    torch.manual_seed(1)
    x = torch.randn(160, 6)
    y = ((x[:, 0] * x[:, 1] > 0).long() + (x[:, 2] > 0.5).long()).clamp(max=2)
    module = Module(compiled)
    record = Recorder(os.path.join(OUT, name), module, x[:8], y[:8], kind="tabular", baseline="zero")
    trainer = lightning.Trainer(max_epochs=4, callbacks=[record.lightning()], logger=False, accelerator="cpu",
                                enable_checkpointing=False, enable_progress_bar=False, enable_model_summary=False)
    data = TensorDataset(x, y)
    trainer.fit(module, DataLoader(data, 16, shuffle=True), DataLoader(data, 80))
    results = opened(name, 40)
    module.eval()

    def score(s, coalition):
        kept = torch.tensor([float(coalition >> i & 1) for i in range(6)])
        with torch.no_grad():
            return log_odds(module(x[s:s + 1] * kept)[0].double(), int(y[s]))
    same_scores(name, results, score)


class Texts(Dataset):
    def __init__(self, ids, labels):
        self.ids, self.labels = ids, labels

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, i):
        return {"input_ids": self.ids[i], "attention_mask": (self.ids[i] != 0).long(), "labels": self.labels[i]}


def with_transformers(name, model):
    torch.manual_seed(3)
    ids = torch.zeros(96, 12, dtype=torch.long)
    for row in ids:
        length = int(torch.randint(6, 10, ()))
        row[0], row[length + 1] = 2, 3
        row[1:length + 1] = torch.randperm(len(TOKENS) - 5)[:length] + 5
    labels = (ids == 6).any(1).long()
    record = Recorder(os.path.join(OUT, name), model, ids[:8], labels[:8], vocab=TOKENS, baseline="[MASK]")
    settings = transformers.TrainingArguments(
        output_dir=os.path.join(OUT, "trainer"), num_train_epochs=4, per_device_train_batch_size=16, learning_rate=3e-3,
        logging_steps=2, eval_strategy="steps", eval_steps=4, save_strategy="no", report_to=[], use_cpu=True,
        disable_tqdm=True)
    data = Texts(ids, labels)
    transformers.Trainer(model=model, args=settings, train_dataset=data, eval_dataset=data,
                         callbacks=[record.hugging_face()]).train()
    results = opened(name, 24)
    model.eval()

    def score(s, coalition):
        sample = int(results.sample_index[s])
        row = ids[sample:sample + 1].clone()
        for i, place in enumerate(results.variable_places[s]):
            if not coalition >> i & 1:
                row[0, [1 + word for word in place["positions"]]] = 4  # words are counted without [CLS]
        with torch.no_grad():
            logits = model(row, attention_mask=(row != 0).long()).logits[0].double()
        return log_odds(logits, int(labels[sample]))
    for s in range(2):  # words, and never special tokens, as variables
        words = [TOKENS[int(ids[int(results.sample_index[s]), 1 + place["positions"][0]])]
                 for place in results.variable_places[s]]
        check(words == results.variables[s] and not any(word.startswith("[") for word in words), f"{name}: {words}")
    same_scores(name, results, score)


print(f"Lightning {lightning.__version__}, Transformers {transformers.__version__}, PyTorch {torch.__version__}")
with_lightning("whole_module", compiled=False)
with_lightning("compiled_layers", compiled=True)
small = dict(vocab_size=len(TOKENS), num_labels=2, pad_token_id=0)
torch.manual_seed(2)
with_transformers("bert", transformers.BertForSequenceClassification(transformers.BertConfig(
    hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, max_position_embeddings=16,
    **small)))
with_transformers("distilbert", transformers.DistilBertForSequenceClassification(transformers.DistilBertConfig(
    dim=16, n_layers=2, n_heads=2, hidden_dim=32, max_position_embeddings=16, **small)))
