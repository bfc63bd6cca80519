#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What additive models and the MLP beside them reach (METHOD.md#additive-models): last column of metrics.csv at the end
# (accuracy, or root of the mean squared error in standard deviations) and its best over training; importance by output
# penalty; the strongest pair of the MLP on Friedman-1; what vanishes for the additive model.
#   tests/bench/additive.sh BUILD_FOLDER
set -euo pipefail
spindle=$(realpath "$1")/bin/spindle
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
train() { "$spindle" train "$@" >&2; }
for model in nam-cancer nam-diabetes nam-friedman friedman-mlp; do
  for units in relu exu; do
    [ $model-$units = friedman-mlp-exu ] && continue
    option=$([ $model = friedman-mlp ] || echo "--units $units")
    for seed in 1 2 3; do train $model $option --seed $seed -o "$work/$model-$units-$seed"; done
    for run in "$work/$model-$units"-?; do
      awk -F, -v rmse=$(grep -c rmse "$run/metrics.csv") 'NR > 1 {last = $6; if (NR == 2 || (rmse ? last < best : last > best)) best = last}
        END {print last, best}' "$run/metrics.csv"
    done | awk -v name="$model $units" '{a += $1; aa += $1 * $1; b += $2}
      END {printf "%s: %.3f +- %.3f, best %.3f\n", name, a / 3, sqrt((aa / 3 - a * a / 9) > 0 ? aa / 3 - a * a / 9 : 0), b / 3}'
  done
done
for penalty in 0.001 0.1 10; do
  train nam-friedman --members 1 --seed 1 --output-penalty $penalty --checkpoints 3 -o "$work/penalty-$penalty"
  "$spindle" extract "$work/penalty-$penalty" -o "$work/p.h5" --samples 0-1 >&2
  "$spindle" measure shapes "$work/penalty-$penalty" --into "$work/p.h5" >&2
  "$spindle" analyze shapes "$work/p.h5" --csv "$work/p-$penalty" >&2
  awk -F, -v p=$penalty 'NR > 1 {sum[$2] += $4; last = $2} END {print "output penalty", p, "sum of importance", sum[last]}' \
    "$work/p-$penalty/shape_importance.csv"
done
for model in nam-friedman-relu friedman-mlp-relu; do
  "$spindle" extract "$work/$model-1" -o "$work/$model.h5" >&2
  "$spindle" analyze shapes "$work/$model.h5" | grep '^Interactions:'
done
