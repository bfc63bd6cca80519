#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every kind of figure of real results for every venue, in both columns and all formats; widths are compared, and no text
# may lie on another or outside. Then:
#   tests/app/every_figure.sh BUILD_FOLDER RESULTS_FOLDER FIGURES_FOLDER
#   TEX=1 tests/ui/figure/open_figures.sh FIGURES_FOLDER
# RESULTS_FOLDER: where the results of every kind are, or are made. Takes about ten minutes and 1 GB.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/figure_kinds.sh"
build=$(realpath "$1") results=$(realpath -m "$2") figures=$(realpath -m "$3")
spindle=$build/bin/spindle
make_results "$spindle" "$results"
mkdir -p "$figures"
export QT_QPA_PLATFORM=offscreen SPINDLE_ALL_VENUES=1 SPINDLE_CHART_FOLDER=$figures
mapfile -t kinds < <(figure_kinds "$spindle")
for kind in "${kinds[@]}"; do
  [[ $kind != sample ]] || continue
  SPINDLE_FIGURE_RESULTS=$(figure_source "$kind" "$results" | grep '\.h5$' | paste -sd :)
  export SPINDLE_FIGURE_RESULTS
  "$build/bin/tst_ui_figure_figures" -silent "everyFormatHasTheWidthOfItsVenue:$kind" "textsDoNotOverlapInAnyVenue:$kind"
  [[ -e $figures/$kind-acl-column.pdf ]] || { echo "$kind is not drawn." >&2; exit 1; }
done
# Those of an input need its run.
venues=(neurips iclr icml aistats cvpr eccv acl aaai jmlr tmlr ieee nature slides poster)
for venue in "${venues[@]}"; do
  for column in one full; do
    for ending in pdf svg eps png tex; do
      file=$figures/sample-$venue-${column/one/column}.$ending
      "$spindle" figure "$results/run.h5" --kind sample --run "$models/fashion-lenet" --venue "$venue" --column $column \
        --check -o "$file" 2> "$figures/error" || { cat "$figures/error"; exit 1; }
      grep -E 'lie on each other|hard to read|in wide' "$figures/error" && exit 1
    done
  done
done
rm -f "$figures/error"
echo "$(find "$figures" -type f | wc -l) figures of ${#kinds[@]} kinds"
