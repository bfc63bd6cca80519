#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# README's two commands, app/run.sh and tests/run.sh, in a bare root of a Debian. Needs root, the network, 10 GB and the
# time of both (hours on two cores).
#   tests/packages/two_commands.sh [SUITE [COMMAND...]]     default: trixie app/run.sh tests/run.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source resources/install-packages.sh
install_packages tests/packages/debian-packages.txt
source tests/packages/root.sh
suite=${1:-trixie}
shift || true
(($#)) || set -- app/run.sh tests/run.sh
root=$PWD/build/roots/$suite
mkdir -p build/roots
trap 'leave_root "$root"' EXIT
make_root "$suite" "$root"
mkdir "$root/root/spindle"
git archive HEAD | tar -x -C "$root/root/spindle"
for command; do
  echo "== $suite: $command"
  SECONDS=0
  in_root "$root" bash -c "cd /root/spindle && $command" > "$root.${command//\//-}.log" 2>&1 ||
    { tail -n 40 "$root.${command//\//-}.log"; exit 1; }
  tail -n 8 "$root.${command//\//-}.log"
  echo "$SECONDS s"
done
