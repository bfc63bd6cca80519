#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Opens a folder of 200 checkpoints of 20 MB each and prints the time and the memory it took, before anything is
# computed. The files are sparse safetensors: their data are never read.
#   tests/bench/open_folder.sh SPINDLE
set -euo pipefail
spindle=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 - "$folder" <<'PYTHON'
import json, struct, sys
for step in range(200):
    header, at = {}, 0
    for layer in range(20):
        header[f"layers.{layer}.weight"] = {"dtype": "F32", "shape": [512, 512], "data_offsets": [at, at + 2**20]}
        at += 2**20
    text = json.dumps(header).encode()
    with open(f"{sys.argv[1]}/step_{step * 100}.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + at)
PYTHON
for run in 1 2 3; do
  /usr/bin/time -f "%e s, %M KB" "$spindle" info "$folder" 2>&1 >/dev/null | tail -1
done
