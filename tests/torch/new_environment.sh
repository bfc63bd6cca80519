#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# README's two commands for a machine with Python's PyTorch alone: trains a small network with it, exports it by
# torch.jit.trace (the recorder) and by torch.export, builds the headless program with this PyTorch, opens both runs,
# computes them and shows the results. Not part of ctest: 5 GB and half an hour.
#   tests/torch/new_environment.sh [VERSION]       default: newest
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/torch/environment.sh
python_torch "${1:-newest}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -B tests/torch/train_and_export.py resources/python "$work"

SPINDLE_BUILD=$torch_home/program app/install-headless.sh "$torch_home/prefix" --torch "$torch" | tail -n 1
spindle=$torch_home/prefix/bin/spindle
for run in traced exported; do
  echo "== $run"
  "$spindle" info "$work/$run" | grep -E '^(architecture|accuracy|PyTorch|  +module)'
  "$spindle" extract "$work/$run" -o "$work/$run.h5" --batch 64 > /dev/null
  "$spindle" show "$work/$run.h5" | tee "$work/$run.txt" | head -n 12
done
version=$(torch_version)
"$spindle" info "$work/exported" | grep -q "PyTorch *found *$version" || { echo "It runs with another PyTorch." >&2; exit 1; }
"$python" -B tests/torch/train_and_export.py --check resources/python "$work"
