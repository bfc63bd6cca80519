#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks resources/debian-packages.txt against what the build really used: every system header that was compiled and
# every library that a program loads must come from a package on the list or from one that a listed package depends on.
#   tests/check_packages.sh BUILD_FOLDER
set -euo pipefail
build=$(realpath "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v dpkg-query > /dev/null || { echo "Not a Debian machine: nothing to check."; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

grep -vE '^(#|$)' resources/debian-packages.txt | sort > "$work/listed"
# Every installed package with what it depends on, alternatives and provided names included.
dpkg-query -W -f='${db:Status-Status}|${Package}|${Provides}|${Pre-Depends}, ${Depends}\n' | sed -n 's/^installed|//p' > "$work/installed"

awk -F'|' '
  function names(text, list,   i, n, parts) {
    gsub(/\([^)]*\)|:[a-z0-9]+/, "", text); gsub(/\|/, ",", text); gsub(/ /, "", text)
    n = split(text, parts, ","); list = ""
    for (i = 1; i <= n; ++i) if (parts[i] != "") list = list " " parts[i]
    return list
  }
  FNR == NR { wanted[$1] = 1; next }
  {
    rest = $0; sub(/^[^|]*\|[^|]*\|/, "", rest)
    depends[$1] = names(rest)
    n = split(names($2), p, " "); for (i = 1; i <= n; ++i) provider[p[i]] = provider[p[i]] " " $1
  }
  END {
    do {
      grew = 0
      for (package in wanted) if (!(package in seen)) {
        seen[package] = 1; grew = 1
        n = split(depends[package] " " provider[package], p, " "); for (i = 1; i <= n; ++i) wanted[p[i]] = 1
      }
    } while (grew)
    for (package in wanted) print package
  }' "$work/listed" "$work/installed" | sort -u > "$work/allowed"

{
  ninja -C "$build" -t deps | awk '$1 ~ /^\/usr\// { print $1 }'
  for program in "$build"/bin/*; do
    [[ -f $program && -x $program ]] || continue
    { ldd "$program" 2> /dev/null || true; } | awk '$3 ~ /^\// { print $3 }'
  done
} | sort -u | xargs -d '\n' realpath -q | sort -u > "$work/files"

# dpkg knows some files by their name before /usr was merged.
# It fails when one file has no package, which is the usual case for one of the two names.
{ cat "$work/files"; sed 's|^/usr/lib|/lib|' "$work/files"; } | { xargs -d '\n' dpkg -S 2> /dev/null || true; } |
  awk -F': ' '{ gsub(/:[a-z0-9]+/, "", $1); n = split($1, p, ", "); for (i = 1; i <= n; ++i) print p[i] }' |
  sort -u > "$work/used"

[[ -s $work/used ]] || { echo "No package found for the files of the build: the check itself is broken."; exit 1; }
missing=$(comm -23 "$work/used" "$work/allowed")
if [[ -n $missing ]]; then
  echo "Used by the build but not in resources/debian-packages.txt:" $missing
  exit 1
fi
echo "$(wc -l < "$work/used") packages used, all listed or needed by a listed one."
