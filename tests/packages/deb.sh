#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian package: made by cpack, checked by lintian, desktop-file-validate and appstreamcli, installed in a bare root of
# the Debian that this is, where the program computes and the window opens the bundled run (under Xvfb; its picture is kept).
# Needs root, the network, 3 GB and the time of a build.
#   tests/packages/deb.sh [FOLDER]      default build/package: package, root and picture
#   SPINDLE_PRESET=ci tests/packages/deb.sh     packs another build than the release
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source resources/install-packages.sh
install_packages resources/debian-packages.txt
install_packages tests/packages/debian-packages.txt
source tests/packages/root.sh
folder=$(realpath -m "${1:-build/package}")
mkdir -p "$folder"
source /etc/os-release

build=build/${SPINDLE_PRESET:-release}
[[ -f $build/build.ninja ]] || cmake --preset "${SPINDLE_PRESET:-release}" > /dev/null
cmake --build "$build" --target spindle bundled_results spindle_help >&2
rm -f "$folder"/*.deb
cpack --config "$build/CPackConfig.cmake" -B "$folder" > "$folder/cpack.log" || { tail "$folder/cpack.log"; exit 1; }
package=$(echo "$folder"/*.deb)
dpkg-deb --info "$package" | grep -E '^ (Package|Version|Installed-Size|Depends|Recommends)'

echo "== lintian, desktop-file-validate, appstreamcli"
lintian --fail-on error "$package"
rm -rf "$folder/files"
dpkg-deb -x "$package" "$folder/files"
desktop-file-validate "$folder"/files/usr/share/applications/*.desktop
appstreamcli validate --no-net "$folder"/files/usr/share/metainfo/*.xml

echo "== a bare root of $VERSION_CODENAME"
root=$folder/root
trap 'leave_root "$root"' EXIT
make_root "$VERSION_CODENAME" "$root"
cp "$package" "$root/root/"
in_root "$root" apt-get install -y -qq --no-install-recommends "/root/$(basename "$package")" > "$folder/install.log" 2>&1 ||
  { tail "$folder/install.log"; exit 1; }
in_root "$root" spindle --version
in_root "$root" spindle extract /usr/share/spindle/runs/cancer -o /root/r.h5 --samples 0-1 --checkpoints 0,5 > /dev/null
in_root "$root" spindle show /root/r.h5 | head -n 4
in_root "$root" spindle figure /root/r.h5 -o /root/f.pdf

echo "== the window"
in_root "$root" apt-get install -y -qq --no-install-recommends xvfb xauth imagemagick > /dev/null 2>&1
# Nothing but the program and the display: a window that is there when the first bars are, and ends when it is told to.
in_root "$root" sh -c '
  Xvfb :7 -screen 0 1440x900x24 > /dev/null 2>&1 & display=$!
  export DISPLAY=:7
  sleep 2
  spindle > /root/window.log 2>&1 & window=$!
  sleep 20
  kill -0 $window || { cat /root/window.log; kill $display; exit 1; }
  import -window root /root/window.png
  kill $window $display
  wait $window || true'
cp "$root/root/window.png" "$folder/window.png"
cat "$root/root/window.log"
colors=$(identify -format %k "$folder/window.png")
((colors > 200)) || { echo "The screen is nearly empty: $colors colors in $folder/window.png" >&2; exit 1; }
echo "The window's picture: $folder/window.png ($colors colors)"

in_root "$root" apt-get purge -y -qq spindle > /dev/null
left=$(find "$root/usr" -path '*spindle*' | head)
[[ -z $left ]] || { echo "Left behind: $left" >&2; exit 1; }
