#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The reader of results, installed by pip, with the newest numpy, pandas and shapiq of the package registry: arrays against
# the program, to_shapiq() against shapiq's own computation of the same games.
#   tests/resources/results_peers.sh [FOLDER_OF_THE_ENVIRONMENT]    default build/peers; SPINDLE_PRESET (ci): whose program
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
environment=$(realpath -ms "${1:-build/peers}")
program=${SPINDLE_PROGRAM:-build/${SPINDLE_PRESET:-ci}/bin/spindle}
[[ -x $program ]] || { echo "There is no program $program: build it first." >&2; exit 2; }

[[ -x $environment/bin/python ]] || /usr/bin/python3 -m venv "$environment"
python=$environment/bin/python
"$python" -m pip install --quiet --upgrade shapiq pandas numpy h5py hatchling
"$python" -m pip install --quiet --force-reinstall --no-deps ./resources/python
installed=$(cd / && "$python" -c 'import spindle_results; print(spindle_results.__file__)')
[[ $installed == *site-packages* ]] || { echo "pip did not install the module: $installed" >&2; exit 1; }
"$python" -c 'import importlib.metadata as m, sys
print("Python", sys.version.split()[0], *(f"{name} {m.version(name)}" for name in ("shapiq", "pandas", "numpy", "h5py")))'
"$python" -B tests/resources/read_results.py "$program" .
