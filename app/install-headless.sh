#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the program without window and figures, which needs no Qt, and installs it into PREFIX. No root; what is missing
# is named.
#   app/install-headless.sh PREFIX [--torch FOLDER] [--name NAME]
#   --torch FOLDER   run networks on the PyTorch of a Python environment instead of the system's LibTorch; FOLDER is what
#                    python3 -c 'import torch; print(torch.__path__[0])' prints
#   --name NAME      call the module with PyTorch so, beside others in PREFIX; spindle --torch-module NAME chooses it
# SPINDLE_BUILD: where to build, default build/headless or build/headless-NAME.
set -euo pipefail
usage="usage: app/install-headless.sh PREFIX [--torch FOLDER] [--name NAME]"
prefix='' torch='' name=''
while (($#)); do
  case $1 in
    -h | --help) sed -n '3,/^set/ { /^#/ s/^# \{0,1\}//p }' "${BASH_SOURCE[0]}"; exit 0 ;;
    --torch | --name)
      [[ -n ${2:-} ]] || { echo "$1 needs a value; $usage" >&2; exit 2; }
      [[ $1 == --torch ]] && torch=$(realpath -m -- "$2") || name=$2
      shift 2 ;;
    *)
      [[ -z $prefix && -n $1 && $1 != -* ]] || { echo "$usage" >&2; exit 2; }
      prefix=$(realpath -m -- "$1")
      shift ;;
  esac
done
[[ -n $prefix ]] || { echo "$usage" >&2; exit 2; }
[[ -z $name || $name =~ ^[A-Za-z0-9][A-Za-z0-9._+-]*$ ]] ||
  { echo "--name $name: letters, digits, and . _ + - between them make a name." >&2; exit 2; }
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
build=${SPINDLE_BUILD:-build/headless${name:+-$name}}
[[ -f $build/CMakeCache.txt ]] && generator=()
cmake -S . -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release -DSPINDLE_GUI=OFF -DSPINDLE_TORCH="$torch" \
  -DSPINDLE_TORCH_NAME="$name" > /dev/null
cmake --build "$build" --parallel "$(nproc)"
cmake --install "$build" --prefix "$prefix" > /dev/null
echo "$prefix/bin/spindle${name:+ --torch-module $name}"
