#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the small figures of README's section "Analyses", one an analysis: most from the bundled run, those of several
# results from two short trainings.
#   tests/app/analysis_figures.sh BUILD_FOLDER
set -euo pipefail
build=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
spindle=$build/bin/spindle
"$spindle" extract sample_models/fashion-lenet -o "$work/run.h5" --ties band
"$spindle" measure kernel sample_models/fashion-lenet --into "$work/run.h5"
for seed in 1 2 3; do
  "$spindle" train fashion-mlp -o "$work/seed-$seed" --seed "$seed" --checkpoints 14
  "$spindle" extract "$work/seed-$seed" -o "$work/seed-$seed.h5" --samples 0-5
done
"$spindle" joint "$work"/seed-[12].h5 -o "$work/joint.h5"

draw() {  # NAME FIGURE FILE...
  local name=$1 figure=$2
  shift 2
  "$spindle" analyze "$name" "$@" --figure "$work/$name.png" --chart "$figure" --width 3.2 --no-note
}
# The phases have a table; their place is marked on the mean order.
"$spindle" analyze dynamics "$work/run.h5" --figure "$work/phases.png" --chart mean-order --width 3.2 --no-note
draw dynamics heatmap "$work/run.h5"
draw theory noise "$work/run.h5"
draw generalization generalization "$work/run.h5"
draw salience sparsity "$work/run.h5"
draw ties ties "$work/run.h5"
draw trust trust "$work/run.h5"
draw values values "$work/run.h5"
draw context-orders context-orders "$work/run.h5"
draw scales scales "$work/run.h5"
draw descents two-scales "$work/run.h5"
draw knowledge knowledge "$work/run.h5"
"$spindle" extract sample_models/fashion-lenet -o "$work/gates.h5" --checkpoints 0,12,15,20,25,31
"$spindle" measure gates sample_models/fashion-lenet --into "$work/gates.h5" --data /usr/share/datasets/fashion-mnist \
  --beta 0.5 --beta-scale relative
draw paths path-flow "$work/gates.h5" --path-class 4 --path-other 6
draw trajectories trajectories "$work/run.h5"
draw without-orders without-orders "$work/run.h5"
draw additive additive "$work/run.h5"
draw kernel distance "$work/run.h5"
for name in compare replicates generalizable; do draw "$name" "$name" "$work"/seed-[123].h5; done
draw shared shared-over-training "$work/joint.h5"
"$spindle" analyze wiring --dag 2_21_112 --figure "$work/wiring.png" --chart wiring --width 3.2 --no-note
"$spindle" train nam-friedman -o "$work/nam" --seed 1
"$spindle" extract "$work/nam" -o "$work/nam.h5"
"$spindle" measure shapes "$work/nam" --into "$work/nam.h5"
draw shapes shapes "$work/nam.h5"
for name in segno egnn; do
  "$spindle" train bodies-$name -o "$work/$name" --seed 1 --steps 150 --training-samples 500 --checkpoints 12
  "$spindle" extract "$work/$name" -o "$work/$name.h5" --samples 0-15
  "$spindle" measure bodies "$work/$name" --into "$work/$name.h5"
done
draw bodies body-error "$work/segno.h5" "$work/egnn.h5"

# Small: 640 pixels wide, 64 colors.
mkdir "$work/small"
for picture in "$work"/*.png; do
  ffmpeg -loglevel error -i "$picture" -vf \
    'scale=640:-1:flags=area,split[a][b];[a]palettegen=max_colors=64[p];[b][p]paletteuse=dither=none' \
    "$work/small/$(basename "$picture")"
done
size=$(cat "$work"/small/*.png | wc -c)
((size < 600000)) || { echo "The figures have $size bytes; they must stay below 600 kB." >&2; exit 1; }
mkdir -p resources/analyses
mv "$work"/small/*.png resources/analyses/
echo "resources/analyses: $size bytes"
