#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the README's moving bars from the bundled run.
#   tests/app/moving_bars.sh BUILD_FOLDER
set -euo pipefail
build=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$build/bin/spindle" extract sample_models/fashion-lenet -o "$work/results.h5"
"$build/bin/spindle" animate "$work/results.h5" -o "$work/dynamics.gif" --size 640x360 --seconds 8 --fps 15
size=$(stat -c %s "$work/dynamics.gif")
((size < 1000000)) || { echo "The GIF has $size bytes; it must stay below 1 MB." >&2; exit 1; }
mv "$work/dynamics.gif" resources/dynamics.gif
echo "resources/dynamics.gif: $size bytes"
