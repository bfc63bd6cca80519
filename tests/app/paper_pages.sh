#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A document of two pages in the style of NeurIPS and one in that of CVPR, with five figures as PDF and as pgfplots,
# to be looked at. Measures that every figure is exactly as wide as its column, that its texts have the sizes of the
# venue, alone and inside the document, and that fonts are embedded, none of Type 3.
#   tests/app/paper_pages.sh SPINDLE RESULTS.h5 RUN FOLDER
# Needs pdflatex with pgfplots and standalone, poppler's tools. The widths and sizes of the styles are set here; no
# style file is used.
set -euo pipefail
spindle=$(realpath "$1") results=$(realpath "$2") run=$(realpath "$3") folder=$(realpath -m "$4")
mkdir -p "$folder"
cd "$folder"

filler() {
  for _ in $(seq "$1"); do
    echo 'The strength of interactions of each order tells when a network begins to learn what does not generalize. In
the first phase interactions of high order vanish; in the second they come back in growing order, and the gap of the
losses opens. Figures stand between lines of ten points, so that their own letters can be compared with these.'
  done
}

# FILE.pdf SIZE...: its texts have no other sizes, in points; superscripts are 0.72 of them.
requireSizes() {
  local file=$1 size found
  shift
  for found in $(pdftohtml -xml -stdout -i -zoom 3 "$file" | sed -n 's/.*<fontspec id="[0-9]*" size="\([0-9]*\)".*/\1/p' | sort -un); do
    for size in "$@"; do
      awk -v a="$found" -v b="$size" 'BEGIN { exit !((a - 3 * b) ^ 2 <= 1 || (a - 3 * 0.72 * b) ^ 2 <= 1) }' && continue 2
    done
    echo "$file: text of $(awk -v a="$found" 'BEGIN { print a / 3 }') points among $*."
    exit 1
  done
}

# VENUE LABELS TICKS CLASS_OPTIONS GEOMETRY TEXT: figures of one column, the first one of the full width; TEXT: how many
# times the text stands behind each.
document() {
  local number=0 venue=$1 labels=$2 ticks=$3 options=$4 geometry=$5 text=$6 kind wide
  wide=$([[ $options == *twocolumn* ]] && echo '*' || echo '')
  for kind in dynamics sample heatmap theory mean-order; do
    local more=(--no-note)
    [[ $kind == sample ]] && more+=(--run "$run")
    [[ $kind == dynamics && -n $wide ]] && more+=(--column full)
    "$spindle" figure "$results" --kind "$kind" --venue "$venue" "${more[@]}" -o "$venue-$kind.pdf"
    requireSizes "$venue-$kind.pdf" "$labels" "$ticks"
    "$spindle" figure "$results" --kind "$kind" --venue "$venue" "${more[@]}" -o "$venue-$kind.tex"
    pdflatex -interaction=batchmode -halt-on-error -jobname alone "$venue-$kind.tex" > /dev/null
    requireSizes alone.pdf "$labels" "$ticks"
  done
  {
    cat << TEX
\\documentclass[10pt,$options]{article}
\\usepackage[T1]{fontenc}
\\usepackage{times}
\\usepackage[$geometry]{geometry}
\\usepackage{graphicx,pgfplots,standalone}
\\usetikzlibrary{patterns}
\\usepgfplotslibrary{fillbetween}
\\renewcommand{\\topfraction}{0.95}\\renewcommand{\\textfraction}{0.05}\\setcounter{topnumber}{4}
\\newsavebox{\\figurebox}
% Sets a figure as it is, and stops where it is not exactly as wide as the room.
\\newcommand{\\asitis}[1]{\\sbox{\\figurebox}{#1}\\ifdim\\wd\\figurebox>\\dimexpr\\linewidth+0.4pt\\relax
  \\errmessage{a figure of \\the\\wd\\figurebox\\space in \\the\\linewidth}\\fi
  \\ifdim\\wd\\figurebox<\\dimexpr\\linewidth-0.4pt\\relax
  \\errmessage{a figure of \\the\\wd\\figurebox\\space in \\the\\linewidth}\\fi\\noindent\\usebox{\\figurebox}}
\\begin{document}
TEX
    # What follows a figure of the full width stands on the next page, as that does.
    local order=(dynamics sample theory heatmap mean-order)
    [[ -z $wide ]] || order=(sample theory dynamics heatmap mean-order)
    for kind in "${order[@]}"; do
      local star=$([[ $kind == dynamics ]] && echo "$wide" || echo '') how="\\includegraphics{$venue-$kind.pdf}"
      [[ $kind == dynamics || $kind == theory ]] && how="\\input{$venue-$kind.tex}"
      echo "\\begin{figure$star}[!t]\\asitis{$how}\\caption{The figure \\textsf{$kind}, as it is.}\\end{figure$star}"
      filler "${text:$((number++)):1}"
    done
    echo '\end{document}'
  } > "$venue.tex"
  pdflatex -interaction=nonstopmode -halt-on-error "$venue.tex" > "$venue.log.txt" ||
    { grep -A3 '^!' "$venue.log.txt"; echo "$venue: pdflatex failed."; exit 1; }
  pdffonts "$venue.pdf" | grep -q 'Type 3' && { echo "$venue: Type 3 fonts."; exit 1; }
  pdffonts "$venue.pdf" | tail -n +3 | awk '{ if ($(NF-4) != "yes") bad = 1 } END { exit bad }' ||
    { echo "$venue: a font is not embedded."; exit 1; }
  pdfinfo "$venue.pdf" | grep -q '^Pages: *2$' || { echo "$venue: not two pages."; exit 1; }
  requireSizes "$venue.pdf" 10 "$labels" "$ticks"
  pdftoppm -r 110 -png "$venue.pdf" "$venue-page"
}

document neurips 9 7 '' 'letterpaper,textwidth=5.5in,textheight=9in' 00300
document cvpr 8 7 twocolumn 'letterpaper,textwidth=6.875in,textheight=8.875in,columnsep=0.3125in' 44443
echo "Right. Look at *-page-*.png in $folder"
