#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every kind of figure in two venues on one sheet, to be looked at, and small in README:
#   tests/app/contact_sheet.sh SPINDLE RESULTS.h5 SHEET.png [RUN [VENUE ...]]     (default: neurips icml)
# RUN: the run folder, for the kind "sample"; that is drawn of the bundled table, text and cloud of points, too. Needs
# ffmpeg. Kinds without anything to draw in these results are left out and named.
set -euo pipefail
spindle=$(realpath "$1") results=$(realpath "$2") sheet=$(realpath -m "$3") run=${4:+$(realpath "$4")}
shift $(($# < 4 ? $# : 4))
venues=("${@:-neurips icml}")
read -r -a venues <<< "${venues[*]}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
models=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../../sample_models")
others=(sms-transformer cancer furniture-pointnet)
for name in "${others[@]}"; do "$spindle" extract "$models/$name" -o "$work/$name.h5" --samples 0 > /dev/null; done

mapfile -t kinds < <("$spindle" figure --help | tr -s ' \n' ' ' | sed 's/.*--kind TEXT//; s/ --chart .*//' | tr ';' '\n' |
  sed -n 's/^ *\([a-z-]*\): .*/\1/p')
sheetWidth=2400
count=0
for venue in "${venues[@]}"; do
  width=0 height=0 tiles=()
  for kind in "${kinds[@]}" "${others[@]}"; do
    file="$work/$venue-$kind.png"
    options=(--kind "$kind" --venue "$venue" --dpi 100 --no-note)
    [[ $kind == sample && -n $run ]] && options+=(--run "$run")
    from=$results
    if [[ -f $work/$kind.h5 ]]; then
      from=$work/$kind.h5
      options[1]=sample
      options+=(--run "$models/$kind")
    fi
    if "$spindle" figure "$from" "${options[@]}" -o "$file" 2> "$work/error"; then
      IFS=x read -r w h < <(ffprobe -v error -show_entries stream=width,height -of csv=s=x:p=0 "$file")
      ((w > width)) && width=$w
      ((h > height)) && height=$h
      tiles+=("$file")
    else
      echo "$venue $kind: $(cat "$work/error")" >&2
    fi
  done
  # As many beside each other as fit.
  columns=$((sheetWidth / (width + 30)))
  rows=$(((${#tiles[@]} + columns - 1) / columns))
  i=0
  rm -f "$work"/tile-*.png
  for file in "${tiles[@]}"; do
    ffmpeg -loglevel error -y -i "$file" -vf "pad=$((sheetWidth / columns)):$((height + 24)):(ow-iw)/2:(oh-ih)/2:white" \
      "$work/tile-$(printf %03d "$i").png"
    i=$((i + 1))
  done
  count=$((count + i))
  ffmpeg -loglevel error -y -framerate 1 -i "$work/tile-%03d.png" \
    -vf "tile=${columns}x$rows:color=white,pad=$sheetWidth:ih:0:0:white" -frames:v 1 "$work/sheet-$venue.png"
done
inputs=()
for venue in "${venues[@]}"; do inputs+=(-i "$work/sheet-$venue.png"); done
stack="vstack=inputs=${#venues[@]},"
((${#venues[@]} > 1)) || stack=
ffmpeg -loglevel error -y "${inputs[@]}" \
  -filter_complex "${stack}scale=1600:-1:flags=area,split[a][b];[a]palettegen=max_colors=128[p];[b][p]paletteuse=dither=none" \
  -frames:v 1 "$sheet"
echo "$count figures on $sheet, $(stat -c %s "$sheet") bytes"
