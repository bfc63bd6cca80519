#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real small training for each way of recording, with PyTorch alone. For tst_recorder.cpp:

    record_training.py RECORDER_FOLDER OUTPUT_FOLDER

writes OUTPUT/loop, OUTPUT/lightning, OUTPUT/hugging_face (run folders) and OUTPUT/scores.csv: for the last checkpoint of
the loop's run and its first two samples, the log-odds of all coalitions of the 6 columns by PyTorch itself. Further
OUTPUT/table (a DataFrame, names of columns, the mean of the training data), table.json (what should be found there),
OUTPUT/masked_text (a network as those of Hugging Face), and OUTPUT/text (token ids with a vocabulary).
The two frameworks are not needed: a trainer of a few lines calls the same hooks in the same order."""
import csv
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
    """The hooks as Lightning 2 calls them: on_train_start, on_train_batch_end after each step, at the end of an epoch
    on_validation_end and on_train_epoch_end; a validation for checking comes first."""
    package, module = types.ModuleType("lightning"), types.ModuleType("lightning.pytorch")
    module.Callback = type("Callback", (), {})
    package.pytorch = module
    sys.modules.update({"lightning": package, "lightning.pytorch": module})
    for name, losses in (("lightning", {}), ("lightning_functions", {"test_loss": None})):
        model = network()
        if losses:
            losses = {"test_loss": lambda: loss_on(model, X_TEST, Y_TEST)}
        callback = recorder(name, model).lightning(**losses)
        trainer = types.SimpleNamespace(is_global_zero=True, global_step=0, current_epoch=0, num_training_batches=10,
                                        sanity_checking=True, callback_metrics={"val_loss": torch.tensor(99.0)})
        callback.on_validation_end(trainer, model)
        trainer.sanity_checking, trainer.callback_metrics = False, {}
        callback.on_train_start(trainer, model)
        logged = {}
        for step in steps(model, 61):
            if step == 0:
                continue
            trainer.global_step, trainer.current_epoch = step, (step - 1) // 10
            logged["train_loss"] = torch.tensor(loss_on(model, X, Y))
            trainer.callback_metrics = dict(logged)
            callback.on_train_batch_end(trainer, model, None, None, (step - 1) % 10)
            if step % 10 == 0:
                logged["val_loss"] = torch.tensor(loss_on(model, X_TEST, Y_TEST))
                trainer.callback_metrics = dict(logged)
                callback.on_validation_end(trainer, model)
                callback.on_train_epoch_end(trainer, model)
        callback.on_train_end(trainer, model)
    # A loss stands at the step at which it was logged, and nowhere else.
    rows = metrics("lightning")
    check({row["step"] for row in rows if row["test_loss"]} == {str(step) for step in range(10, 61, 10)}, "test losses")
    check([row["epoch"] for row in rows if row["step"] == "12"] == ["1.2"], "the epoch of step 12")
    check({row["step"] for row in metrics("lightning_functions") if row["test_loss"]} >= {"0", "1", "12", "60"},
          "test losses out of a function")


def hugging_face():
    """The hooks as transformers.Trainer calls them, with state and logs as there: the log comes after the step."""
    module = types.ModuleType("transformers")
    module.TrainerCallback = type("TrainerCallback", (), {})
    sys.modules["transformers"] = module
    model = network()
    callback = recorder("hugging_face", model).hugging_face()
    state = types.SimpleNamespace(is_world_process_zero=True, global_step=0, epoch=0.0)
    callback.on_train_begin(None, state, None, model=model)
    for step in steps(model, 61):
        if step > 0:
            state.global_step, state.epoch = step, step / 8
            callback.on_step_end(None, state, None, model=model)
            callback.on_log(None, state, None, logs={"loss": loss_on(model, X, Y)})
            if step % 4 == 0:
                callback.on_log(None, state, None, logs={"eval_loss": loss_on(model, X_TEST, Y_TEST)})
    callback.on_train_end(None, state, None, model=model)
    check({row["step"] for row in metrics("hugging_face") if row["test_loss"]} == {str(s) for s in range(4, 61, 4)},
          "test losses of the Hugging Face log")


def metrics(name):
    with open(os.path.join(out, name, "metrics.csv"), newline="") as file:
        return list(csv.DictReader(file))


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


class Answer(dict):
    """An output of a Hugging Face model, as far as the recorder looks at it."""
    logits = property(lambda self: self["logits"])


class Reader(nn.Module):
    """Takes token ids and a mask as networks of Hugging Face do, with attention by the operator of new versions."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(12, 8, padding_idx=0)
        self.last = nn.Linear(8, 2)
        self.register_buffer("scale", torch.tensor(0.5), persistent=False)

    def forward(self, input_ids, attention_mask=None, labels=None):
        x = self.embedding(input_ids)
        mask = torch.ones_like(input_ids) if attention_mask is None else attention_mask
        attend = getattr(nn.functional, "scaled_dot_product_attention", None)
        if attend is not None:
            x = attend(x, x, x, attn_mask=mask[:, None, :].bool())
        kept = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True) * self.scale
        return Answer(logits=self.last(kept))


def masked_text():
    """The exported network takes the mask, returns a tensor, and has no operator that older versions lack."""
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "call", "fine", "film", "now", "play", "win"]
    torch.manual_seed(4)
    ids = torch.randint(5, 12, (6, 8))
    ids[::2, 6:] = 0
    model = Reader()
    record = Recorder(os.path.join(out, "masked_text"), model, ids, torch.tensor([0, 1] * 3), vocab=tokens,
                      baseline="[MASK]")
    record.save(0, train_loss=1.0, test_loss=1.0)
    record.save(1, train_loss=0.5, test_loss=0.6)
    saved = torch.jit.load(os.path.join(out, "masked_text", "model.pt"))
    mask = (ids != 0).long()
    check("attention_mask" in saved.code, "the exported network takes no mask")
    check("scaled_dot_product" not in str(saved.inlined_graph), "an operator that older versions lack")
    check("forward" not in vars(model), "the network's forward() was not given back")
    model.eval()
    check(torch.allclose(saved(ids, mask), model(ids, mask).logits, atol=1e-5), "outputs of the exported network")
    check(not torch.allclose(saved(ids, mask), saved(ids, torch.ones_like(mask)), atol=1e-3), "the mask has no effect")
    state = torch.load(os.path.join(out, "masked_text", "checkpoints", "step=0000001.pt"))
    check("scale" in state, "a buffer that forward() reads is missing in the checkpoint")
    with open(os.path.join(out, "masked_text", "run.json")) as file:
        check(json.load(file).get("second_input") == "tokens", "second_input")


class Branches(nn.Module):
    """Depends on the values of its input: a trace keeps one branch."""

    def __init__(self):
        super().__init__()
        self.last = nn.Linear(6, 3)

    def forward(self, x):
        return self.last(x if len(x) == 2 else -x)


def branches():
    try:
        Recorder(os.path.join(out, "branches"), Branches(), X[:8], Y[:8], kind="tabular")
    except ValueError as error:
        check("traced network" in str(error), str(error))
        check(not os.path.exists(os.path.join(out, "branches", "model.pt")), "a wrong model.pt was written")
        return
    sys.exit("a trace with other outputs was taken")


def wrapped():
    """torch.compile around and inside a network, as its wrapper looks, leaves no trace in names."""
    class Compiled(nn.Module):
        def __init__(self, module):
            super().__init__()
            self._orig_mod = module

        def forward(self, x):
            if torch.jit.is_tracing():
                raise RuntimeError("compiled networks cannot be traced")
            return self._orig_mod(x)

    inner = nn.Sequential(Compiled(nn.Linear(6, 8)), nn.ReLU(), nn.Linear(8, 3))
    record = Recorder(os.path.join(out, "wrapped"), Compiled(inner), X[:8], Y[:8], kind="tabular")
    record.save(0)
    state = torch.load(os.path.join(out, "wrapped", "checkpoints", "step=0000000.pt"))
    check(sorted(state) == ["0.bias", "0.weight", "2.bias", "2.weight"], f"names of the weights: {sorted(state)}")
    check(isinstance(inner[0], Compiled), "the compiled layer was not put back")


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
masked_text()
branches()
wrapped()
noise()
try:
    recorder("loop", network())
    sys.exit("a folder with checkpoints was taken again")
except FileExistsError:
    pass
