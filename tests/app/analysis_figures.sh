#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the small figures of README's section "Analyses", one an analysis: most from the bundled run, those of several
# results from two short trainings.
#   tests/app/analysis_figures.sh BUILD_FOLDER [RESULTS_FOLDER]
# RESULTS_FOLDER: where the results of every kind are, or are made.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/figure_kinds.sh"
build=$(realpath "$1") results=${2:+$(realpath -m "$2")}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
results=${results:-$work/results}
spindle=$build/bin/spindle
make_results "$spindle" "$results"

draw() {  # NAME FIGURE FILE...
  local name=$1 figure=$2
  shift 2
  "$spindle" analyze "$name" "$@" --figure "$work/$name.png" --chart "$figure" --width 3.2 --no-note
}
# The phases have a table; their place is marked on the mean order.
"$spindle" analyze dynamics "$results/run.h5" --figure "$work/phases.png" --chart mean-order --width 3.2 --no-note
draw dynamics heatmap "$results/run.h5"
draw theory noise "$results/run.h5"
draw generalization generalization "$results/run.h5"
draw salience sparsity "$results/run.h5"
draw ties ties "$results/run.h5"
draw trust trust "$results/run.h5"
draw values values "$results/run.h5"
draw context-orders context-orders "$results/run.h5"
draw scales scales "$results/run.h5"
draw descents two-scales "$results/run.h5"
draw knowledge knowledge "$results/run.h5"
draw paths path-flow "$results/gates.h5" --path-class 4 --path-other 6
draw trajectories trajectories "$results/run.h5"
draw without-orders without-orders "$results/run.h5"
draw additive additive "$results/run.h5"
draw kernel distance "$results/run.h5"
for name in compare replicates generalizable; do draw "$name" "$name" "$results"/seed-[123].h5; done
draw shared shared-over-training "$results/joint.h5"
"$spindle" analyze wiring --dag 2_21_112 --figure "$work/wiring.png" --chart wiring --width 3.2 --no-note
draw shapes shapes "$results/nam.h5"
draw bodies body-error "$results/segno.h5" "$results/egnn.h5"

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
