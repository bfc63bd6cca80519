#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds with warnings as errors, and runs every test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source resources/install-packages.sh
install_packages resources/debian-packages.txt
preset=${SPINDLE_PRESET:-ci}
[[ -f build/$preset/build.ninja ]] || cmake --preset "$preset" > /dev/null
cmake --build --preset "$preset"
ctest --preset "$preset" --parallel 2
