#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every kind of figure in two venues on one sheet, each under its name, to be looked at, and small in README; the kind
# "sample" of an image, a table, a text and a cloud of points:
#   tests/app/contact_sheet.sh SPINDLE FOLDER SHEET.png [VENUE ...]     (default: neurips icml)
# FOLDER: where the results of every kind are, or are made; the sheet of each venue is left there, too, at full size.
# Needs ffmpeg. A kind that cannot be drawn is an error.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/figure_kinds.sh"
spindle=$(realpath "$1") folder=$(realpath -m "$2") sheet=$(realpath -m "$3")
shift 3
venues=("$@")
((${#venues[@]})) || venues=(neurips icml)
make_results "$spindle" "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mapfile -t kinds < <(figure_kinds "$spindle")
inputs=(sms-transformer cancer furniture-pointnet)
sheetWidth=2450 gap=24 title=30
count=0

# Pictures beside each other, as high as the highest.
row() {
  local height=0 parts=() chain='' i=0 name w h
  for name in "$@"; do
    IFS=x read -r w h < <(size "$name")
    ((h > height)) && height=$h
  done
  for name in "$@"; do
    parts+=(-i "$work/$name.png")
    chain+="[$i]pad=iw+$gap:$((height + title + gap)):$((gap / 2)):$title:white,"
    chain+="drawtext=text='$name':x=$((gap / 2)):y=8:fontsize=15:fontcolor=0x606060[p$i];"
    i=$((i + 1))
  done
  for ((w = 0; w < i; ++w)); do chain+="[p$w]"; done
  ((i > 1)) && chain+="hstack=inputs=$i," || chain+="null,"
  ffmpeg -loglevel error -y "${parts[@]}" -filter_complex "${chain}pad=$sheetWidth:ih:0:0:white" -frames:v 1 \
    "$work/row-$(printf %03d "$rows").png"
  rows=$((rows + 1))
}
size() { ffprobe -v error -show_entries stream=width,height -of csv=s=x:p=0 "$work/$1.png"; }

for venue in "${venues[@]}"; do
  rm -f "$work"/*.png
  tiles=()
  for kind in "${kinds[@]}" "${inputs[@]}"; do
    if [[ " ${inputs[*]} " == *" $kind "* ]]; then
      source=("$folder/$kind.h5" --kind sample --run "$models/$kind")
    else
      mapfile -t source < <(figure_source "$kind" "$folder")
      source+=(--kind "$kind")
    fi
    "$spindle" figure "${source[@]}" --venue "$venue" --dpi 100 --no-note -o "$work/$kind.png" ||
      { echo "$kind cannot be drawn for $venue." >&2; exit 1; }
    tiles+=("$kind")
  done
  rows=0 used=0 line=()
  for name in "${tiles[@]}"; do
    IFS=x read -r w h < <(size "$name")
    if ((used + w + gap > sheetWidth)); then
      row "${line[@]}"
      used=0 line=()
    fi
    line+=("$name")
    used=$((used + w + gap))
  done
  row "${line[@]}"
  count=$((count + ${#tiles[@]}))
  chain=''
  ((rows > 1)) && chain="vstack=inputs=$rows"
  inputsOfStack=()
  for file in "$work"/row-*.png; do inputsOfStack+=(-i "$file"); done
  ffmpeg -loglevel error -y "${inputsOfStack[@]}" -filter_complex "${chain:-null}" -frames:v 1 "$folder/sheet-$venue.png"
done
stack=()
for venue in "${venues[@]}"; do stack+=(-i "$folder/sheet-$venue.png"); done
join=
((${#venues[@]} > 1)) && join="vstack=inputs=${#venues[@]},"
ffmpeg -loglevel error -y "${stack[@]}" \
  -filter_complex "${join}scale=1600:-1:flags=area,split[a][b];[a]palettegen=max_colors=128[p];[b][p]paletteuse=dither=none" \
  -frames:v 1 "$sheet"
echo "$count figures on $sheet, $(stat -c %s "$sheet") bytes"
