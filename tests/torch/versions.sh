#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The golden networks on several PyTorch: builds core/model's module against the PyTorch of a Python environment for each
# version, chooses it by --torch-module, and sets its scores beside those of the system's LibTorch and PyTorch's own
# answers; then the tests of core/model with each module. Not part of ctest: 5 GB and a quarter of an hour a version.
#   tests/torch/versions.sh BUILD_FOLDER [VERSION...]      default: newest 2.7.1
# What build/torch holds is used again; without that folder everything is made anew.
set -euo pipefail
build=$(realpath "${1:?usage: tests/torch/versions.sh BUILD_FOLDER [VERSION...]}")
shift
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source resources/install-packages.sh
install_packages resources/debian-packages.txt
source tests/torch/environment.sh
(($#)) || set -- newest 2.7.1
golden=(/usr/bin/python3 -B tests/torch/golden_runs.py)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The program with its modules side by side, as in any build tree; all but the system's have a name.
mkdir "$work/bin" "$work/runs" "$work/results"
cp "$build"/bin/{spindle,spindle_torch.so,spindle_hdf5_reader} "$work/bin/"
names=()
for version in "$@"; do
  python_torch "$version"
  name=$(torch_version)
  module=$torch_home/module
  [[ -f $module/build.ninja ]] ||
    cmake -S . -B "$module" -G Ninja -DCMAKE_BUILD_TYPE=Release -DSPINDLE_GUI=OFF -DSPINDLE_TORCH="$torch" \
      -DSPINDLE_TORCH_NAME="$name" > /dev/null
  cmake --build "$module" --target spindle_torch >&2
  cp "$module/bin/spindle_torch-$name.so" "$work/bin/"
  names+=("$name")
done

"${golden[@]}" make "$work/runs" > "$work/names"
system=$("$work/bin/spindle" info "$work/runs/mlp" | sed -n 's/^PyTorch *found *\([0-9.]*\),.*/\1/p')
for name in "$system" "${names[@]}"; do
  choice=()
  [[ $name == "$system" ]] || choice=(--torch-module "$name")
  "$work/bin/spindle" "${choice[@]}" info "$work/runs/mlp" | sed -n '/^PyTorch/,/module/p' >&2
  mkdir "$work/results/$name"
  while read -r run; do
    "$work/bin/spindle" extract "$work/runs/$run" -o "$work/results/$name/$run.h5" "${choice[@]}" --batch 16 \
      --decomposition and --threads 1 > /dev/null 2> "$work/errors" || { cat "$work/errors" >&2; exit 1; }
  done < "$work/names"
done
status=0
"${golden[@]}" compare "$work/results" "$system" "${names[@]}" || status=1

for name in "${names[@]}"; do
  SPINDLE_TORCH_MODULE=$work/bin/spindle_torch-$name.so ctest --test-dir "$build" --output-on-failure -j2 \
    -R '^core/model/(exported|exported_layers|gates|layer_chain|network|network_families|programs|published|score_gradients)$' \
    > "$work/tests" || { cat "$work/tests"; status=1; }
  echo "PyTorch $name: $(grep 'tests passed' "$work/tests") (core/model)"
done
exit "$status"
