# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by scripts that draw figures of every kind: which kinds there are, results for all of them, and what each is
# drawn from.
models=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../../sample_models")

# SPINDLE: the names of all kinds.
figure_kinds() {
  "$1" figure --help | tr -s ' \n' ' ' | sed 's/.*--kind TEXT//; s/ --chart .*//' | tr ';' '\n' |
    sed -n 's/^ *\([a-z-]*\): .*/\1/p'
}

# SPINDLE FOLDER: makes the results that are not there; about five minutes on two cores.
make_results() {
  local spindle=$1 work=$2 name
  mkdir -p "$work"
  once() {  # MARK FILE COMMAND...: FILE is made by the command unless the mark is there
    [[ ! -e $work/made-$1 ]] || return 0
    rm -rf "${work:?}/$2"
    "${@:3}" > /dev/null
    touch "$work/made-$1"
  }
  made() { once "$1" "$1" "${@:2}" -o "$work/$1"; }
  trained() { once "$1" "$1" "$spindle" train "${@:2}" -o "$work/$1"; }
  put() { once "$2-$1" none "$spindle" measure "$1" "${@:3}" --into "$work/$2.h5"; }

  made run.h5 "$spindle" extract "$models/fashion-lenet" --ties band
  put kernel run "$models/fashion-lenet"
  for name in cancer sms-transformer furniture-pointnet; do
    made $name.h5 "$spindle" extract "$models/$name" --samples 0-3
  done
  for name in 1 2 3; do
    trained seed-$name fashion-mlp --seed $name --checkpoints 14
    made seed-$name.h5 "$spindle" extract "$work/seed-$name" --samples 0-5
  done
  made joint.h5 "$spindle" joint "$work"/seed-[12].h5
  made gates.h5 "$spindle" extract "$models/fashion-lenet" --checkpoints 0,12,15,20,25,31
  put gates gates "$models/fashion-lenet" --data /usr/share/datasets/fashion-mnist --beta 0.5 --beta-scale relative
  for name in 2_21_112 2_02_002; do
    trained dag-$name dag-mlp --dag $name --seed 1 --steps 600 --checkpoints 10
    made dag-$name.h5 "$spindle" extract "$work/dag-$name" --samples 0-3
  done
  trained nam nam-friedman --seed 1
  made nam.h5 "$spindle" extract "$work/nam"
  put shapes nam "$work/nam"
  for name in segno egnn; do
    trained $name bodies-$name --seed 1 --steps 150 --training-samples 500 --checkpoints 12
    made $name.h5 "$spindle" extract "$work/$name" --samples 0-15
    put bodies $name "$work/$name"
  done
}

# KIND FOLDER: the results it is drawn from, and options, one a line.
figure_source() {
  case $1 in
    sample) printf '%s\n' "$2/run.h5" --run "$models/fashion-lenet" ;;
    logged) echo "$2/cancer.h5" ;;
    compare | replicates | generalizable) printf '%s\n' "$2"/seed-[123].h5 ;;
    shared) echo "$2/joint.h5" ;;
    paths) printf '%s\n' "$2/gates.h5" --path-class 4 --path-other 6 ;;
    paths-over-training) echo "$2/gates.h5" ;;
    wiring | wiring-*) printf '%s\n' "$2/dag-2_21_112.h5" "$2/dag-2_02_002.h5" ;;
    shapes | shape-importance) echo "$2/nam.h5" ;;
    bodies | body-*) printf '%s\n' "$2/segno.h5" "$2/egnn.h5" ;;
    *) echo "$2/run.h5" ;;
  esac
}
