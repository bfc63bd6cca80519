#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What the headless program needs besides a compiler, CMake and PyTorch, in one file for a machine where nothing can be
# installed: headers, static libraries, and shared ones where Debian has no static one (libzip with what it needs). Made
# on Debian 12 of its packages; runs where the C library is as new (2.36).
#   tests/gpu/carry.sh [FILE]      default build/carried.tar.gz, 6 MB
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source resources/install-packages.sh
install_packages resources/debian-packages.txt
file=$(realpath -m "${1:-build/carried.tar.gz}")
mkdir -p "$(dirname "$file")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
triplet=$(gcc -print-multiarch)
from=/usr/lib/$triplet
to=$work/carried/lib
mkdir -p "$to" "$work/carried/include" "$work/carried/share/cmake"

cp -rL /usr/include/{CLI,nlohmann,zlib.h,zconf.h,zip.h,zipconf.h,png.h,pngconf.h,pnglibconf.h} \
  /usr/include/{jpeglib.h,jmorecfg.h,jerror.h} "/usr/include/$triplet/jconfig.h" /usr/include/hdf5/serial/*.h \
  "$work/carried/include/"
mkdir "$work/carried/include/eigen3"
cp -r /usr/include/eigen3/{Eigen,signature_of_eigen3_matrix_library} "$work/carried/include/eigen3/"
cp -r /usr/share/eigen3 "$work/carried/share/"
# Files of CMake find their headers from where they lie.
for name in nlohmann_json CLI11; do
  folder=$(dirname "$(dpkg -L nlohmann-json3-dev libcli11-dev | grep "/${name}Config.cmake$")")
  mkdir -p "$work/carried${folder#/usr}"
  cp "$folder"/*.cmake "$work/carried${folder#/usr}/"
done

cp "$from"/lib{z,png16,jpeg}.a "$to/"
ln -s libpng16.a "$to/libpng.a"
# HDF5 with the compression that it needs, as one library.
ar -M << END
create $to/libhdf5.a
addlib $(realpath "$from/hdf5/serial/libhdf5.a")
addlib $from/libsz.a
addlib $from/libaec.a
save
end
END
ldd "$from/libzip.so" | awk '$3 ~ /^\// { print $3 }' | grep -vE '/lib(c|m|dl|rt|pthread|resolv|gcc_s|stdc\+\+)\.so' |
  while read -r library; do cp -L "$library" "$to/"; done
cp -L "$from/libzip.so" "$to/$(basename "$(realpath "$from/libzip.so.4")")"
ln -s "$(basename "$(realpath "$from/libzip.so.4")")" "$to/libzip.so.4"
ln -s libzip.so.4 "$to/libzip.so"
for package in libcli11-dev nlohmann-json3-dev libeigen3-dev libhdf5-dev libaec-dev zlib1g-dev libpng-dev libjpeg62-turbo-dev libzip-dev; do
  mkdir -p "$work/carried/share/doc/$package"
  cp -L "/usr/share/doc/$package/copyright" "$work/carried/share/doc/$package/"
done
tar -C "$work" -czf "$file" carried
du -h "$file"
