#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What paths of classes do on Fashion-MNIST over training, with the sizes and the weights of arXiv 2003.13268's lens: recall
# through a path, similarity beside confusion, for the bundled LeNet and a network of dense layers. Slow; prints tables.
#   tests/app/path_trends.sh BUILD_FOLDER [FASHION_MNIST_FOLDER]
set -euo pipefail
spindle=$(realpath "$1")/bin/spindle
data=${2:-/usr/share/datasets/fashion-mnist}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$spindle" train fashion-mlp -o "$work/mlp" --seed 1 --checkpoints 8
ln -s "$PWD/sample_models/fashion-lenet" "$work/lenet"
for run in mlp lenet; do
  "$spindle" extract "$work/$run" -o "$work/$run.h5" --samples 0-3 --decomposition and --checkpoints "$([ $run = mlp ] && echo 0,3,7 || echo 0,12,31)"
  for beta in 0.02 0.1 0.5 2; do
    cp "$work/$run.h5" "$work/one.h5"
    start=$SECONDS
    "$spindle" measure gates "$work/$run" --into "$work/one.h5" --data "$data" --beta "$beta" > "$work/told" 2>&1 || cat "$work/told"
    echo "$run, beta $beta, $((SECONDS - start)) s"
    "$spindle" analyze paths "$work/one.h5" --csv "$work/tables" | grep -E '^(Paths|Recall|Similarity)' || true
    cat "$work/tables/path_recall.csv"
    cut -d, -f1,2,4- "$work/tables/paths.csv"
  done
done
