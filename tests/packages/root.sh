# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by the scripts beside it: a bare Debian in a folder. Needs root.

# make_root SUITE FOLDER [PACKAGE...]: debootstrap's smallest system, anew.
make_root() {
  local suite=$1 folder=$2
  shift 2
  ((EUID == 0)) || { echo "A root folder can be made by root alone." >&2; exit 1; }
  leave_root "$folder"
  rm -rf --one-file-system "$folder"
  debootstrap --variant=minbase "$suite" "$folder" > "$folder.log" || { tail "$folder.log" "$folder/debootstrap/debootstrap.log" >&2; exit 1; }
  cp /etc/resolv.conf "$folder/etc/resolv.conf"
  printf '#!/bin/sh\nexit 101\n' > "$folder/usr/sbin/policy-rc.d"  # no daemon is started in there
  chmod +x "$folder/usr/sbin/policy-rc.d"
  mount -t proc proc "$folder/proc"
  mount -t tmpfs tmpfs "$folder/dev/shm"
  (($# == 0)) || in_root "$folder" apt-get install -y -qq --no-install-recommends "$@" > /dev/null
}

# in_root FOLDER COMMAND...: in a clean environment.
in_root() {
  local folder=$1
  shift
  env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    chroot "$folder" "$@"
}

leave_root() {
  local point
  for point in dev/shm proc; do
    ! mountpoint -q "$1/$point" 2> /dev/null || umount "$1/$point"
  done
}
