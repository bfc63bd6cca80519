#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What work in parts costs, on the VGG-like run: one process with one thread, its two halves at the same time on two
# cores, and the merge. Ends with status 1 where two parts reach less than 0.9 of twice the speed, or where parts, one
# after another, and merge take over 3 % more processor time than one process. Best of some repetitions, which take turns.
# The machine should have nothing else to do; the load that there was is printed.
#   tests/bench/parts.sh BUILD_FOLDER [REPETITIONS]     default 3: some five minutes
set -euo pipefail
spindle=$(realpath "$1")/bin/spindle
repetitions=${2:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export SOURCE_DATE_EPOCH=1700000000
"$spindle" train fashion-vgg -o vgg --steps 200 --training-samples 2000 --checkpoints 6 >&2
choices=(vgg --samples 0-31 --threads 1 --batch 128)
TIMEFORMAT='%R %U %S'

timed() {  # timed NAME COMMAND...: wall and processor seconds, into NAME.times
  local name=$1
  shift
  { time "$@" > log 2>&1; } 2> once || { cat log; return 1; }
  awk '{ print $1, $2 + $3 }' once >> "$name.times"
}
extract() { "$spindle" extract "${choices[@]}" "$@"; }
halves() {  # both at the same time
  extract -o parts.h5 --part 1/2 & local first=$!
  extract -o parts.h5 --part 2/2 & local second=$!
  wait "$first"
  wait "$second"
}
for ((i = 0; i < repetitions; ++i)); do
  uptime | sed 's/.*load/load/' >&2
  rm -f -- *.h5
  timed whole extract -o whole.h5
  timed halves halves
  timed merge "$spindle" merge parts.h5
  cmp whole.h5 parts.h5
  rm -f parts*.h5
  timed first extract -o parts.h5 --part 1/2
  timed second extract -o parts.h5 --part 2/2
done
uptime | sed 's/.*load/load/' >&2

least() { sort -g -k "$2" "$1.times" | awk -v c="$2" 'NR == 1 { print $c }'; }
awk -v whole="$(least whole 1)" -v cpu="$(least whole 2)" -v halves="$(least halves 1)" -v merge="$(least merge 1)" \
  -v first="$(least first 2)" -v second="$(least second 2)" -v mergecpu="$(least merge 2)" 'BEGIN {
  speed = whole / (2 * halves)
  both = whole / (2 * (halves + merge))
  over = (first + second + mergecpu) / cpu - 1
  print "| What | Seconds | |"
  print "|---|---|---|"
  printf "| one process, one thread | %.2f | processor %.2f |\n", whole, cpu
  printf "| two parts at the same time | %.2f | %.3f of twice the speed |\n", halves, speed
  printf "| and the merge | %.2f | %.3f with it |\n", merge, both
  printf "| processor time of parts and merge | %.2f | %+.1f %% of one process |\n", first + second + mergecpu, 100 * over
  exit speed < 0.9 || over > 0.03 }'
