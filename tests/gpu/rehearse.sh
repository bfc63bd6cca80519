#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tests/gpu/run.sh without a GPU, in a bare Debian 12 with a compiler, CMake, ninja and Python's PyTorch and nothing else:
# everything but the device. Needs root, the network, 8 GB and the time of a build.
#   tests/gpu/rehearse.sh [VERSION]      of PyTorch, as for tests/torch/versions.sh; default newest
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source resources/install-packages.sh
install_packages tests/packages/debian-packages.txt
source tests/packages/root.sh
source tests/torch/environment.sh
python_torch "${1:-newest}"
carried=$PWD/build/carried.tar.gz
[[ -f $carried ]] || tests/gpu/carry.sh "$carried"
root=$PWD/build/roots/gpu
mkdir -p build/roots
leave() {
  ! mountpoint -q "$root$torch_home" || umount "$root$torch_home"
  leave_root "$root"
}
trap leave EXIT
leave
make_root bookworm "$root" cmake ninja-build g++ python3
[[ ! -e $root/usr/include/zlib.h && ! -e $root/usr/bin/pkg-config ]]
mkdir -p "$root$torch_home" "$root/root/spindle"
mount --bind "$torch_home" "$root$torch_home"  # where the environment believes itself to be
git archive HEAD | tar -x -C "$root/root/spindle"
cp "$carried" "$root/root/"
in_root "$root" env DEVICE=cpu PYTHON="$python" /root/spindle/tests/gpu/run.sh /root/carried.tar.gz
