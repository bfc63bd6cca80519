#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every kind of figure in two venues on one sheet, to be looked at:
#   tests/app/contact_sheet.sh SPINDLE RESULTS.h5 SHEET.png [VENUE ...]     (default: neurips icml)
# Needs ffmpeg. Kinds without anything to draw in these results are left out and named.
set -euo pipefail
spindle=$(realpath "$1") results=$(realpath "$2") sheet=$(realpath -m "$3")
shift 3
venues=("${@:-neurips icml}")
read -r -a venues <<< "${venues[*]}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mapfile -t kinds < <("$spindle" figure --help | tr -s ' \n' ' ' | sed 's/.*--kind TEXT//; s/ --chart .*//' | tr ';' '\n' |
  sed -n 's/^ *\([a-z-]*\): .*/\1/p')
width=0
height=0
tiles=()
for venue in "${venues[@]}"; do
  for kind in "${kinds[@]}"; do
    file="$work/$venue-$kind.png"
    if "$spindle" figure "$results" --kind "$kind" --venue "$venue" --dpi 110 -o "$file" 2> "$work/error"; then
      IFS=x read -r w h < <(ffprobe -v error -show_entries stream=width,height -of csv=s=x:p=0 "$file")
      ((w > width)) && width=$w
      ((h > height)) && height=$h
      tiles+=("$file")
    else
      echo "$venue $kind: $(cat "$work/error")" >&2
    fi
  done
done
columns=4
rows=$(((${#tiles[@]} + columns - 1) / columns))
i=0
for file in "${tiles[@]}"; do
  ffmpeg -loglevel error -y -i "$file" -vf "pad=$((width + 24)):$((height + 24)):(ow-iw)/2:(oh-ih)/2:white" \
    "$work/tile-$(printf %03d "$i").png"
  i=$((i + 1))
done
ffmpeg -loglevel error -y -framerate 1 -i "$work/tile-%03d.png" -vf "tile=${columns}x$rows:color=white" -frames:v 1 "$sheet"
echo "${#tiles[@]} figures on $sheet"
