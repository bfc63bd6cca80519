#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs clang-tidy with the checks of .clang-tidy over the sources of folders, by default those that CI keeps clean. Needs
# a configured build (compile_commands.json).
#   tests/check_tidy.sh [FOLDER...]        SPINDLE_PRESET: the build to use (default ci)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=build/${SPINDLE_PRESET:-ci}
[[ -f $build/compile_commands.json ]] || { echo "There is no $build/compile_commands.json; configure the build first."; exit 2; }
(($# > 0)) || set -- core/base core/chart core/dynamics core/game
# The kernels of the solver use a shuffle that only GCC has; flags and messages of GCC alone mean nothing to clang.
find "$@" -name '*.cpp' ! -name '*_iteration_*.cpp' -print0 |
  xargs -0 -P "$(nproc)" -n 3 clang-tidy -p "$build" --quiet --warnings-as-errors='*' \
    --extra-arg=-Wno-unknown-warning-option 2> /dev/null
echo "clang-tidy: clean in $*"
