#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What EGNN and SEGNO reach on charged bodies (METHOD.md#bodies): mean squared error of a coordinate on 500 test
# systems, times 100, best over training and at the end. All bodies there in training, as published; then with some
# left out, and what that does to the interactions.
#   tests/bench/bodies.sh BUILD_FOLDER [FOLDER]
# FOLDER keeps the runs; those that are there are not trained again.
set -euo pipefail
spindle=$(realpath "$1")/bin/spindle
work=${2:-$(mktemp -d)}
[ $# -gt 1 ] || trap 'rm -rf "$work"' EXIT
mkdir -p "$work"
reach() {  # NAME OPTIONS...
  local name=$1
  shift
  [ -e "$work/$name/HOW.md" ] || "$spindle" train "$@" --seed 1 --checkpoints 30 -o "$work/$name" >&2
  awk -F, -v name="$name" 'NR > 1 {last = $4; if (NR == 2 || last < best) best = last}
    END {printf "%s: best %.2f, end %.2f\n", name, 100 * best, 100 * last}' "$work/$name/metrics.csv"
}
reach egnn-1000-1500 bodies-egnn --left-out 0 --epochs 60
reach segno-1000-1500 bodies-segno --left-out 0 --epochs 60
reach egnn-2000-1500 bodies-egnn --left-out 0 --epochs 60 --horizon 2000
reach segno-2000-1500 bodies-segno --left-out 0 --epochs 60 --horizon 2000
reach segno-2000-published bodies-segno --left-out 0 --epochs 60 --horizon 2000 --time-step 0.125 --lr 0.005 --clip 0
reach egnn-left-out bodies-egnn --epochs 60
reach segno-left-out bodies-segno --epochs 60
reach egnn-1000-3000 bodies-egnn --left-out 0 --epochs 100 --training-samples 3000
reach segno-1000-3000 bodies-segno --left-out 0 --epochs 100 --training-samples 3000 --lr 0.005
for name in egnn-1000-1500 segno-1000-1500 egnn-left-out segno-left-out; do
  "$spindle" extract "$work/$name" -o "$work/$name.h5" >&2
  "$spindle" measure bodies "$work/$name" --into "$work/$name.h5" >&2
  echo "$name"
  "$spindle" analyze bodies "$work/$name.h5" | grep -E '^(Error|On the way|Onward|Interactions):'
done
