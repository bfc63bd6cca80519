#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that clang-format (version 14, Debian 12's) would change no C++ file; --fix formats them.
#   tests/check_format.sh [--fix]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
format=$(command -v clang-format-14 || command -v clang-format)
[[ $("$format" --version) == *"version 14."* ]] || { echo "Skipped: $("$format" --version), not version 14."; exit 77; }
how=(--dry-run --Werror)
[[ ${1:-} == --fix ]] && how=(-i)
find app core ui sample_models tests \( -name '*.h' -o -name '*.cpp' \) -print0 |
  xargs -0 -P "$(nproc)" -n 40 "$format" "${how[@]}"
