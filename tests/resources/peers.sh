#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The Python files with the newest PyTorch, Lightning, Transformers, shapiq and pandas of the package registry, and the
# recorder with Debian's PyTorch: real trainings are recorded, opened and evaluated by the program, and scores compared.
# Not part of ctest: it downloads about 3 GB into a virtual environment, which is kept.
#   tests/resources/peers.sh [FOLDER_OF_THE_ENVIRONMENT]    default build/peers; SPINDLE_PRESET (ci): whose program is run
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source resources/install-packages.sh
environment=$(realpath -ms "${1:-build/peers}")
program=${SPINDLE_PROGRAM:-build/${SPINDLE_PRESET:-ci}/bin/spindle}
[[ -x $program ]] || { echo "There is no program $program: build it first." >&2; exit 2; }

[[ -x $environment/bin/python ]] || /usr/bin/python3 -m venv "$environment"
python=$environment/bin/python
echo "== results: numpy, pandas, shapiq"
SPINDLE_PROGRAM=$program tests/resources/results_peers.sh "$environment"
"$python" -m pip install --quiet --upgrade torch lightning 'transformers[torch]'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
installed=$(cd "$work" && "$python" -c 'import spindle_recorder; print(spindle_recorder.__file__)')
[[ $installed == *site-packages* ]] || { echo "pip did not install the modules: $installed" >&2; exit 1; }

for interpreter in "$python" /usr/bin/python3; do
  echo "== recorder: $("$interpreter" -c 'import torch; print("PyTorch", torch.__version__)')"
  rm -rf "$work/recorded"
  mkdir "$work/recorded"
  "$interpreter" -B -W ignore tests/resources/record_training.py resources/python "$work/recorded"
  for run in loop lightning hugging_face table text masked_text; do
    "$program" extract "$work/recorded/$run" -o "$work/recorded/$run.h5" > /dev/null
  done
done
echo "== Lightning and Transformers themselves"
PYTHONPATH=resources/python "$python" -B -W ignore tests/resources/peers.py "$program" resources/python "$work"
