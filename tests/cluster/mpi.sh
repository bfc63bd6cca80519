#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Four processes of each MPI's mpirun compute a run in parts; joined, they are the file of one process.
#   tests/cluster/mpi.sh BUILD_FOLDER
set -euo pipefail
root=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
(cd "$root" && source resources/install-packages.sh && install_packages tests/cluster/debian-packages.txt)
build=$(realpath "$1")
export PATH=$build/bin:/usr/bin:/bin SOURCE_DATE_EPOCH=1700000000
run=$root/tests/golden/app/tiny
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
choices=("$run" --batch 16 --threads 1)
spindle extract "${choices[@]}" -o whole.h5

check() {
  local name=$1
  shift
  command -v "$1" > /dev/null || { echo "$1 is not installed."; exit 1; }
  "$@" spindle extract "${choices[@]}" -o "$name.h5" --part auto
  [[ $(echo "$name".part-*-of-4.h5 | wc -w) == 4 ]] || { echo "$name: not four shards:" *; exit 1; }
  spindle merge "$name.h5"
  cmp "$name.h5" whole.h5
}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
check openmpi mpirun.openmpi --oversubscribe -n 4
check mpich mpirun.mpich -n 4

# A rank alone: it must not compute everything.
for variable in OMPI_COMM_WORLD_RANK PMI_RANK PMIX_RANK; do
  status=0
  env "$variable=1" spindle extract "${choices[@]}" -o refused.h5 --part auto 2> message || status=$?
  [[ $status == 2 && $(wc -l < message) == 1 ]] || { echo "$variable: status $status"; cat message; exit 1; }
done
[[ ! -e refused.h5 ]]
