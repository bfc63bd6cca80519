#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and opens the window on a run folder (default: the bundled run). Without a display
# it does the same job without a window: table, figure and animation into a folder that it names.
#   app/run.sh [--torch FOLDER] [RUN | RESULTS.h5]
# --torch: run networks on the PyTorch of a Python environment, torch.__path__[0], instead of the system's LibTorch.
set -euo pipefail
top=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && cd .. && pwd)
torch=
if [[ ${1:-} == --torch ]]; then
  torch=$(realpath -- "${2:?app/run.sh --torch needs a folder}")
  shift 2
fi
target=${1:-}
[[ -n $target ]] && target=$(realpath -- "$target")
cd "$top"
source resources/install-packages.sh
install_packages resources/debian-packages.txt

preset=${SPINDLE_PRESET:-release}
build=build/$preset
if [[ -n $torch ]]; then  # a build of its own beside the other
  build=build/$preset-torch
  cmake --preset "$preset" -B "$build" -DSPINDLE_TORCH="$torch" > /dev/null
elif [[ ! -f $build/build.ninja ]]; then
  cmake --preset "$preset" > /dev/null
fi
cmake --build "$build" --target spindle spindle_help >&2

spindle=$build/bin/spindle
if [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
  exec "$spindle" ${target:+"$target"}
fi

run=${target:-$top/sample_models/fashion-lenet}
out=${SPINDLE_OUTPUT:-$PWD/build/output/$(basename "$run" .h5)}
mkdir -p "$out"
echo "No display: computing without a window." >&2
results=$run
if [[ -d $run ]]; then
  results=$out/results.h5
  "$spindle" extract "$run" -o "$results" --export "$out/dynamics.csv"
fi
"$spindle" show "$results" | tee "$out/table.txt"
"$spindle" figure "$results" -o "$out/figure.pdf"
"$spindle" figure "$results" -o "$out/figure.png"
if [[ -d $out/animation && ! -L $out/animation ]]; then  # pictures of an earlier call on a machine without ffmpeg
  rm -f -- "$out"/animation/frame-[0-9]*.png
  rmdir --ignore-fail-on-non-empty -- "$out/animation"
fi
"$spindle" animate "$results" -o "$out/animation.mp4"
echo "Table, figure and animation are in $out"
