#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real small training for each way of recording, with PyTorch alone. For tst_recorder.cpp:

    record_training.py RECORDER_FOLDER OUTPUT_FOLDER

writes OUTPUT/loop, OUTPUT/lightning, OUTPUT/hugging_face (run folders) and OUTPUT/scores.csv: for the last checkpoint of
the loop's run and its first two samples, the log-odds of all coalitions of the 6 columns by PyTorch itself. Further
OUTPUT/table (a DataFrame, names of columns, the mean of the training data), table.json (what should be found there),
and OUTPUT/text (token ids with a vocabulary).
The two frameworks are not needed: a trainer of a few lines calls the same hooks in the same order."""
import json
import os
import sys
import types
import warnings

sys.path.insert(0, sys.argv[1])
out = sys.argv[2]

import torch  # noqa: E402
from torch import nn  # noqa: E402

from spindle_recorder import Recorder  # noqa: E402

torch.set_num_threads(1)


def data(seed):
    torch.manual_seed(seed)
    x = torch.randn(256, 6)
    y = ((x[:, 0] * x[:, 1] > 0).long() + (x[:, 2] > 0.5).long()).clamp(max=2)
    return x, y


def network():
    torch.manual_seed(5)
    return nn.Sequential(nn.Linear(6, 24), nn.BatchNorm1d(24), nn.ReLU(), nn.Dropout(0.1), nn.Linear(24, 3))


MEAN, STD = [0.1] * 6, [1.5] * 6
X, Y = data(1)
X_TEST, Y_TEST = data(2)
LOSS = nn.CrossEntropyLoss()


def normalized(x):
    return (x - torch.tensor(MEAN)) / torch.tensor(STD)


def loss_on(model, x, y):
    training = model.training
    model.eval()
    with torch.no_grad():
        value = LOSS(model(normalized(x)), y).item()
    model.train(training)
    return value


def recorder(name, model):
    return Recorder(os.path.join(out, name), model, X_TEST[:8], Y_TEST[:8], kind="tabular", mean=MEAN, std=STD,
                    split=[1] * 8, names=[f"sample {i}" for i in range(8)], classes=["none", "one", "both"])


def steps(model, count, seed=3):
    torch.manual_seed(seed)
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    model.train()
    for step in range(count):
        yield step
        rows = torch.randint(0, len(X), (32,))
        optimizer.zero_grad()
        LOSS(model(normalized(X[rows])), Y[rows]).backward()
        optimizer.step()


def loop():
    model = network()
    record = recorder("loop", model)
    for step in steps(model, 200):
        record.save(step, step / 8, lambda: loss_on(model, X, Y), lambda: loss_on(model, X_TEST, Y_TEST))
    record.save(200, 25, loss_on(model, X, Y), loss_on(model, X_TEST, Y_TEST), force=True)
    model.eval()
    with open(os.path.join(out, "scores.csv"), "w") as file:
        for s in range(2):
            scores = []
            for coalition in range(64):
                keep = torch.tensor([float(coalition >> i & 1) for i in range(6)])
                with torch.no_grad():
                    z = model(normalized(X_TEST[s : s + 1] * keep))[0].double()
                y = int(Y_TEST[s])
                others = torch.cat([z[:y], z[y + 1 :]])
                scores.append(repr((z[y] - torch.logsumexp(others, 0)).item()))
            file.write(",".join(scores) + "\n")


def lightning():
    """The hooks as Lightning 2 calls them: on_train_start, on_train_batch_end after the step, on_train_end."""
    package, module = types.ModuleType("lightning"), types.ModuleType("lightning.pytorch")
    module.Callback = type("Callback", (), {})
    package.pytorch = module
    sys.modules.update({"lightning": package, "lightning.pytorch": module})
    model = network()
    callback = recorder("lightning", model).lightning()
    trainer = types.SimpleNamespace(is_global_zero=True, global_step=0, current_epoch=0, callback_metrics={})
    callback.on_train_start(trainer, model)
    for step in steps(model, 60):
        if step > 0:
            trainer.global_step, trainer.current_epoch = step, step // 8
            trainer.callback_metrics = {"train_loss": torch.tensor(loss_on(model, X, Y)),
                                        "val_loss": torch.tensor(loss_on(model, X_TEST, Y_TEST))}
            callback.on_train_batch_end(trainer, model, None, None, step - 1)
    trainer.global_step = 60
    callback.on_train_end(trainer, model)


def hugging_face():
    """The hooks as transformers.Trainer calls them, with state and logs as there."""
    module = types.ModuleType("transformers")
    module.TrainerCallback = type("TrainerCallback", (), {})
    sys.modules["transformers"] = module
    model = network()
    callback = recorder("hugging_face", model).hugging_face()
    state = types.SimpleNamespace(is_world_process_zero=True, global_step=0, epoch=0.0)
    callback.on_train_begin(None, state, None, model=model)
    for step in steps(model, 60):
        if step > 0:
            state.global_step, state.epoch = step, step / 8
            callback.on_log(None, state, None, logs={"loss": loss_on(model, X, Y)})
            callback.on_log(None, state, None, logs={"eval_loss": loss_on(model, X_TEST, Y_TEST)})
            callback.on_step_end(None, state, None, model=model)
    state.global_step = 60
    callback.on_train_end(None, state, None, model=model)


def check(holds, text):
    if not holds:
        sys.exit(text)


def refused(**arguments):
    """The sentence of the ValueError that a Recorder with these arguments raises, before it writes anything."""
    place = os.path.join(out, "refused")
    try:
        Recorder(place, network(), **{"samples": X[:8], "y": Y[:8], "kind": "tabular", **arguments})
    except ValueError as error:
        check(not os.path.exists(os.path.join(place, "run.json")), "a refused recorder wrote a run")
        return str(error)
    sys.exit(f"not refused: {arguments}")


class Frame:
    """As much of a pandas DataFrame as the recorder looks at."""

    def __init__(self, tensor, columns):
        self.tensor, self.columns = tensor, columns

    def to_numpy(self, dtype=None):
        return self.tensor.double().numpy()


COLUMNS = ["age", "größe, cm", "weight", "pulse", "dose", "smoker"]


def table():
    train, test = X + 3.0, X_TEST + 3.0
    train[:, 5], test[:, 5] = (train[:, 5] > 2.5).float(), (test[:, 5] > 2.5).float()
    model = network()
    model.train()
    model[1].eval()  # a frozen layer stays frozen
    record = Recorder(os.path.join(out, "table"), model, Frame(test[:8], COLUMNS), Y_TEST[:8],
                      baseline_data=Frame(train, COLUMNS))
    check([m.training for m in model] == [True, False, True, True, True], "the training flags were not restored")
    saved = torch.jit.load(os.path.join(out, "table", "model.pt"))
    model.eval()
    check(torch.equal(saved(test[:8]), model(test[:8])), "model.pt is not the network in evaluation mode")
    for step in steps(model, 20):
        record.save(step, train_loss=1 / (step + 1), test_loss=1 / (step + 1))
    record.save(20, train_loss=0.05, test_loss=0.05, force=True)
    with open(os.path.join(out, "table.json"), "w") as file:
        json.dump({"columns": COLUMNS, "baseline": train[:, :5].mean(0).tolist() + [1.0]}, file)


def text():
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "call", "fine", "film", "now", "play", "##ing"]
    torch.manual_seed(2)
    ids = torch.randint(5, len(tokens), (64, 9))
    ids[:, 0], ids[:, 7], ids[:, 8] = 2, 3, 0
    labels = (ids == 6).any(1).long()
    torch.manual_seed(3)
    model = nn.Sequential(nn.Embedding(len(tokens), 8), nn.Flatten(), nn.Linear(72, 2))
    tokenizer = types.SimpleNamespace(get_vocab=lambda: {token: i for i, token in enumerate(tokens)})
    record = Recorder(os.path.join(out, "text"), model, ids[:6], labels[:6], vocab=tokenizer, baseline="[MASK]",
                      classes=["ham", "spam"])
    optimizer = torch.optim.Adam(model.parameters(), 0.02)
    for step in range(30):
        record.save(step, train_loss=1 / (step + 1), test_loss=1 / (step + 1))
        optimizer.zero_grad()
        LOSS(model(ids), labels).backward()
        optimizer.step()
    record.save(30, train_loss=0.05, test_loss=0.05, force=True)
    with open(os.path.join(out, "text.json"), "w") as file:
        json.dump({"tokens": tokens, "ids": ids[:6].tolist()}, file)


def vocabularies():
    """Every form of vocab= gives the same vocab.txt; ids that nobody has keep their place."""
    place = os.path.join(out, "vocabularies")
    os.makedirs(place)
    tokens = ["[PAD]", "ä", "line\nbreak", "[unused id 3]", "end"]
    lines = "[PAD]\nä\nline\\nbreak\n[unused id 3]\nend\n"
    by_token = {"end": 4, "[PAD]": 0, "ä": 1, "line\nbreak": 2}
    with open(os.path.join(place, "v.txt"), "w", encoding="utf-8", newline="") as file:
        file.write(lines.replace("\n", "\r\n"))
    with open(os.path.join(place, "v.json"), "w") as file:
        json.dump(by_token, file)
    with open(os.path.join(place, "tokenizer.json"), "w") as file:
        json.dump({"model": {"type": "WordPiece", "vocab": by_token}}, file)
    forms = [tokens, by_token, types.SimpleNamespace(get_vocab=lambda: by_token)]
    forms += [os.path.join(place, name) for name in ("v.txt", "v.json", "tokenizer.json")]
    for i, form in enumerate(forms):
        run = os.path.join(place, str(i))
        model = nn.Sequential(nn.Embedding(5, 4), nn.Flatten(), nn.Linear(8, 2))
        Recorder(run, model, torch.tensor([[0, 4], [1, 2]]), torch.tensor([0, 1]), vocab=form)
        with open(os.path.join(run, "vocab.txt"), encoding="utf-8") as file:
            check(file.read() == lines, f"vocab.txt of form {i} differs")
        with open(os.path.join(run, "run.json")) as file:
            description = json.load(file)
        check(description["vocab"] == "vocab.txt" and description["input"]["kind"] == "text", f"run.json of form {i}")


def baselines():
    """What baseline= becomes in run.json."""
    place = os.path.join(out, "baselines")
    x = torch.arange(24.0).reshape(4, 6)
    y = torch.tensor([0, 1, 2, 0])
    picture = torch.full((2, 3, 2, 2), 51, dtype=torch.uint8)
    flat = nn.Sequential(nn.Flatten(), nn.Linear(12, 3))
    cases = [({"baseline": 0.5}, 0.5), ({"baseline": [1, 2, 3, 4, 5, 6]}, [1, 2, 3, 4, 5, 6]), ({}, None),
             ({"baseline": "zero"}, "zero"), ({"baseline": "mean"}, [9, 10, 11, 12, 13, 14]),
             ({"baseline_data": torch.ones(9, 6)}, [1] * 6)]
    for i, (arguments, expected) in enumerate(cases):
        Recorder(os.path.join(place, str(i)), network(), x, y, kind="tabular", **arguments)
        with open(os.path.join(place, str(i), "run.json")) as file:
            found = json.load(file).get("baseline")
        check(found == expected, f"baseline {arguments} became {found}")
    Recorder(os.path.join(place, "picture"), flat, picture, y[:2], baseline="mean")
    with open(os.path.join(place, "picture", "run.json")) as file:
        found = json.load(file)["baseline"]
    check(len(found) == 3 and all(abs(b - 0.2) < 1e-6 for b in found), f"the mean of pictures became {found}")


def refusals():
    check("7 names" in refused(columns=list("abcdefg")), "number of columns")
    check('"a" appears twice' in refused(columns=list("abcdea")), "a name that stands twice")
    check('kind is "image"' in refused(kind="image", columns=["a"]), "columns of an image")
    check('"median"' in refused(baseline="median"), "an unknown baseline")
    check("[2]" in refused(baseline=[1.0, 2.0]), "a baseline of another length")
    check("finite" in refused(baseline=float("nan")), "a baseline that is not a number")
    check("[5]" in refused(baseline_data=torch.ones(9, 5)), "training data of another shape")
    check('kind is "tabular"' in refused(vocab=["a"]), "a vocabulary of a table")
    ids = torch.tensor([[0, 7]] * 8)
    check("the token 7" in refused(samples=ids, kind="text", vocab=["a", "b"]), "a token behind the vocabulary")
    check("[MASK]" in refused(samples=ids, kind="text", vocab=list("abcdefgh"), baseline="[MASK]"), "a token nobody has")


def noise():
    """A network that is random even in evaluation mode is told."""
    class Noisy(nn.Module):
        def __init__(self):
            super().__init__()
            self.last = nn.Linear(6, 3)

        def forward(self, x):
            return self.last(nn.functional.dropout(x))

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        Recorder(os.path.join(out, "noise"), Noisy(), X[:8], Y[:8], kind="tabular")
    check(any("different outputs" in str(w.message) for w in told), "a random network was not told")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        Recorder(os.path.join(out, "no noise"), network(), X[:8], Y[:8], kind="tabular")
    check(not told, f"warnings about a network without noise: {[str(w.message) for w in told]}")


loop()
lightning()
hugging_face()
table()
text()
vocabularies()
baselines()
refusals()
noise()
try:
    recorder("loop", network())
    sys.exit("a folder with checkpoints was taken again")
except FileExistsError:
    pass
