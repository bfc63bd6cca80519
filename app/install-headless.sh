#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the program without window and figures, which needs no Qt, and installs it into PREFIX. No root; what is missing
# is named. With --torch, networks run on the PyTorch of a Python environment instead of the system's LibTorch.
#   app/install-headless.sh PREFIX [--torch "$(python3 -c 'import torch; print(torch.__path__[0])')"]
set -euo pipefail
usage="usage: app/install-headless.sh PREFIX [--torch FOLDER]"
prefix=${1:?$usage}
torch=
if (($# > 1)); then
  [[ $# == 3 && $2 == --torch ]] || { echo "$usage" >&2; exit 2; }
  torch=$(realpath -- "$3")
fi
prefix=$(realpath -m -- "$prefix")
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

missing=()
command -v cmake > /dev/null || missing+=("CMake 3.25 (Debian: cmake)")
command -v "${CXX:-c++}" > /dev/null || missing+=("a C++20 compiler (Debian: g++)")
command -v ninja > /dev/null || command -v make > /dev/null || missing+=("ninja or make (Debian: ninja-build)")
if ((${#missing[@]})); then
  printf 'Missing: %s\n' "${missing[@]}" >&2
  exit 2
fi
generator=()
command -v ninja > /dev/null && generator=(-G Ninja)
build=${SPINDLE_BUILD:-build/headless}
[[ -f $build/CMakeCache.txt ]] && generator=()
cmake -S . -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release -DSPINDLE_GUI=OFF -DSPINDLE_TORCH="$torch" > /dev/null
cmake --build "$build" --parallel "$(nproc)"
cmake --install "$build" --prefix "$prefix" > /dev/null
echo "$prefix/bin/spindle"
