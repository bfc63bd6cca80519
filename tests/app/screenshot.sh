#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the README's picture of the window: the bundled run at the start of phase two, one interaction lit.
#   tests/app/screenshot.sh BUILD_FOLDER
set -euo pipefail
build=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1 "$build/bin/screenshot" sample_models/fashion-lenet \
  resources/screenshot.png --light-interaction
