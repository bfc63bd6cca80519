#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Pictures of every view and dialog of the window, for a run of each kind of input, light and dark, at 100, 125 and
# 200 %, on contact sheets, to be looked at:
#   tests/app/window_sheets.sh BUILD_FOLDER SHEETS_FOLDER [RUN ...]
# Without runs: the bundled ones. Trains each again from another seed, to compare with. Needs ffmpeg.
set -euo pipefail
build=$(realpath "$1") sheets=$(realpath -m "$2")
shift 2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mkdir -p "$sheets"
export QT_QPA_PLATFORM=offscreen

runs=("$@")
if ((${#runs[@]} == 0)); then
  runs=(sample_models/{fashion-lenet,cancer,sms-transformer,furniture-pointnet})
fi

# Pictures of one size, six to a sheet, with their names.
tile() {
  local name=$1 width=$2 n=0 page=0
  shift 2
  rm -rf "$sheets/tiles"
  mkdir "$sheets/tiles"
  for file in "$@"; do
    ffmpeg -loglevel error -y -i "$file" -vf "scale=w='min(iw,$width)':h=-1:flags=area,pad=$width:ih+22:(ow-iw)/2:22:white,\
drawtext=text='$(basename "$file" .png)':x=6:y=4:fontsize=14:fontcolor=black,\
scale=w=$width:h=ceil($width*0.66):force_original_aspect_ratio=decrease,pad=$width:ceil($width*0.66):(ow-iw)/2:0:white" \
      "$sheets/tiles/$(printf %03d $n).png"
    n=$((n + 1))
    if ((n == 6)) || [[ "$file" == "${!#}" ]]; then
      ffmpeg -loglevel error -y -framerate 1 -i "$sheets/tiles/%03d.png" -vf "tile=2x3:color=white" -frames:v 1 \
        "$sheets/$name-$(printf %02d $page).png"
      page=$((page + 1)) n=0
      rm -f "$sheets"/tiles/*
    fi
  done
  rmdir "$sheets/tiles"
}

for run in "${runs[@]}"; do
  name=$(basename "$run")
  # To compare with: the same recipe from another seed, else the run itself.
  other="$sheets/runs/$name-other"
  [[ -d "$other" ]] || "$build/bin/spindle" train "$name" --seed 7 -o "$other" > /dev/null || other=$run
  for scale in 1 1.25 2; do
    pictures="$sheets/pictures/$name-x$scale"
    QT_SCALE_FACTOR=$scale "$build/bin/window_pictures" "$run" "$pictures" --results "$sheets/results" --beside "$other"
    tile "$name-x$scale" 960 "$pictures"/*.png
  done
done
echo "Contact sheets are in $sheets."
