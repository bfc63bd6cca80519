#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds what is needed and prints the papers' decomposition beside Spindle's on the bundled run: L1 and time a sample,
# one core. Some minutes.
#   tests/bench/published.sh [SAMPLES]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source resources/install-packages.sh
install_packages resources/debian-packages.txt
install_packages tests/bench/debian-packages.txt
[[ -f build/bench/build.ninja ]] || cmake --preset bench > /dev/null
cmake --build --preset bench --target published_table >&2
build/bench/bin/published_table sample_models/fashion-lenet "$@"
