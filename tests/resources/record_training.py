#!/usr/bin/python3
"""A real small training for each way of recording, with PyTorch alone. For tst_recorder.cpp:

    record_training.py RECORDER_FOLDER OUTPUT_FOLDER

writes OUTPUT/loop, OUTPUT/lightning, OUTPUT/hugging_face (run folders) and OUTPUT/scores.csv: for the last checkpoint of
the loop's run and its first two samples, the log-odds of all coalitions of the 6 columns by PyTorch itself.
The two frameworks are not needed: a trainer of a few lines calls the same hooks in the same order."""
import os
import sys
import types

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


def normalised(x):
    return (x - torch.tensor(MEAN)) / torch.tensor(STD)


def loss_on(model, x, y):
    training = model.training
    model.eval()
    with torch.no_grad():
        value = LOSS(model(normalised(x)), y).item()
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
        LOSS(model(normalised(X[rows])), Y[rows]).backward()
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
                    z = model(normalised(X_TEST[s : s + 1] * keep))[0].double()
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


loop()
lightning()
hugging_face()
try:
    recorder("loop", network())
    sys.exit("a folder with checkpoints was taken again")
except FileExistsError:
    pass
