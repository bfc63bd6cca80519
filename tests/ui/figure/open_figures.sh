#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Opens every figure of a folder in other programs and compares widths with what the files say; TEX=1: .tex as well,
# which takes a second each; INKSCAPE=1: .svg in Inkscape, too. tests/app/every_figure.sh makes them:
#   tests/ui/figure/open_figures.sh FOLDER [BEGINNING_OF_NAMES]
# Needs pdftoppm, pdffonts, pdfimages, rsvg-convert, gs, ffprobe, pdflatex.
set -euo pipefail
cd "$1"
begin=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0 opened=0
fail() { echo "FAILED: $1"; failed=$((failed + 1)); }
# Pixels at 72 dpi of what another program drew beside the points that the file says.
same() { awk -v a="$2" -v b="$3" 'BEGIN { d = a - b; exit !(d < 1.01 && d > -1.01) }' || fail "$1: $2 instead of $3"; }
width() { ffprobe -v error -show_entries stream=width -of csv=p=0 "$1"; }

for file in "$begin"*-{column,full}.*; do
  [[ -e $file ]] || continue
  opened=$((opened + 1))
  case $file in
    *.pdf)
      pdftoppm -r 72 -png -singlefile "$file" "$work/a" 2> "$work/error" || fail "$file: $(cat "$work/error")"
      same "$file" "$(width "$work/a.png")" "$(pdfinfo "$file" | awk '/Page size/ { print $3 }')"
      pdffonts "$file" | tail -n +3 | awk '!/TrueType/ || $(NF-4) != "yes" { bad = 1 } END { exit bad || NR == 0 }' ||
        fail "$file: fonts"
      [[ $(pdfimages -list "$file" | wc -l) -eq 2 ]] || fail "$file: an image in it"
      ;;
    *.svg)
      rsvg-convert -d 72 -p 72 "$file" -o "$work/a.png" 2> "$work/error" || fail "$file: $(cat "$work/error")"
      points=$(sed -n 's/.*<svg width="\([0-9.]*\)mm".*/\1/p' "$file" | awk '{ print $1 / 25.4 * 72 }')
      same "$file" "$(width "$work/a.png")" "$points"
      grep -q '<image' "$file" && fail "$file: an image in it"
      if [[ -n ${INKSCAPE:-} ]]; then
        inkscape "$file" --export-type=png --export-dpi=72 -o "$work/b.png" 2> /dev/null || fail "$file: inkscape"
        same "$file in inkscape" "$(width "$work/b.png")" "$points"
      fi
      ;;
    *.eps)
      gs -q -dSAFER -dBATCH -dNOPAUSE -dEPSCrop -sDEVICE=png16m -r72 -sOutputFile="$work/a.png" "$file" > "$work/error" 2>&1 ||
        fail "$file: $(head -1 "$work/error")"
      same "$file" "$(width "$work/a.png")" "$(awk '/HiResBoundingBox/ { print $4 }' "$file")"
      ;;
    *.png) width "$file" > /dev/null || fail "$file: ffprobe" ;;
    *.tex)
      [[ -n ${TEX:-} ]] || continue
      pdflatex -interaction=nonstopmode -halt-on-error -output-directory "$work" "$file" > "$work/error" 2>&1 ||
        { fail "$file: $(grep -m1 '^!' "$work/error")"; continue; }
      same "$file" "$(pdfinfo "$work/${file%.tex}.pdf" | awk '/Page size/ { print $3 }')" \
        "$(pdfinfo "${file%.tex}.pdf" | awk '/Page size/ { print $3 }')"
      pdffonts "$work/${file%.tex}.pdf" | grep -q 'Type 3' && fail "$file: Type 3"
      rm -f "$work/${file%.tex}".*
      ;;
  esac
done
echo "$opened figures opened, $failed failed"
((failed == 0 && opened > 0))
