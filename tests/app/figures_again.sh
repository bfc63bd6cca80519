#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a figure of every kind in every format, and each anew from what it says of itself: the bytes must be the same,
# and hold no user name and no folder. So do films of every kind.
#   tests/app/figures_again.sh SPINDLE FOLDER
# FOLDER: where the results of every kind are, or are made. Needs ffmpeg.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/figure_kinds.sh"
spindle=$(realpath "$1") folder=$(realpath -m "$2")
make_results "$spindle" "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -t kinds < <(figure_kinds "$spindle")
figures=0 failed=0
fail() { echo "FAILED: $1"; failed=$((failed + 1)); }

# COMMAND NAME OPTION...: NAME is made, and again.
check() {
  local command=$1 name=$2 first="$work/first-$2" second="$work/second-$2" run=()
  shift 2
  figures=$((figures + 1))
  "$spindle" "$command" "$@" -o "$first" 2> "$work/error" || { fail "$name: $(cat "$work/error")"; return 0; }
  [[ " $* " == *" --run "* ]] && run=(--run "$models/fashion-lenet")
  (cd "$folder" && "$spindle" "$command" --again "$first" "${run[@]}" "${files[@]}" -o "$second") 2> "$work/error" ||
    { fail "$name again: $(cat "$work/error")"; return 0; }
  cmp -s "$first" "$second" || fail "$name: other bytes"
  grep -aqF -e "$folder" -e "$work" -e "/home/" "$first" && fail "$name: tells a folder"
  rm -f "$first" "$second"
}

for kind in "${kinds[@]}"; do
  mapfile -t source < <(figure_source "$kind" "$folder")
  files=()
  for word in "${source[@]}"; do [[ $word != *.h5 ]] || files+=("$word"); done
  for ending in pdf svg eps png tex; do
    check figure "$kind.$ending" "${source[@]}" --kind "$kind" --venue icml
  done
done
files=("$folder/run.h5")
for kind in bars heatmap sample; do
  more=()
  [[ $kind != bars ]] && more+=(--kind "$kind")
  [[ $kind == sample ]] && more+=(--run "$models/fashion-lenet")
  for ending in mp4 webm gif; do
    check animate "$kind.$ending" "$folder/run.h5" "${more[@]}" --size 640x360 --seconds 2
  done
done
echo "$figures figures and films made again, $failed failed"
((failed == 0))
