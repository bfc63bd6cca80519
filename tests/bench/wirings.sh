#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Training accuracy of the three example wirings after epochs 1, 2, 3 and 6, mean over three seeds (METHOD.md#wiring).
#   tests/bench/wirings.sh BUILD_FOLDER
set -euo pipefail
spindle=$(realpath "$1")/bin/spindle
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for dag in 2_02_002 1_01_222 2_21_112; do
  for seed in 1 2 3; do
    "$spindle" train dag-mlp --dag $dag --seed $seed --epochs 6 --checkpoints every:1 -o "$work/$dag-$seed" >&2
  done
  cat "$work/$dag"-?/metrics.csv | awk -F, -v dag=$dag '$2 > 0 {sum[$1] += $5}
    END {printf "%s", dag; for (e = 1; e <= 6; e++) if (e < 4 || e == 6) printf " %.3f", sum[39 * e] / 3; print ""}'
done
