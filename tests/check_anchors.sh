#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that every "PAGE.md#section" cited in the sources and pages of a tree is a heading of that page, and that no
# source cites a document that is not in the repository ("math: 2.4", "of the design").
#   tests/check_anchors.sh [TREE]
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}"

# The anchors of a page as GitHub makes them: lower case, without punctuation, blanks as hyphens.
anchors() {
  awk '/^```/ { fenced = !fenced } !fenced && /^#+ / { sub(/^#+ +/, ""); print }' "$1" |
    tr '[:upper:]' '[:lower:]' | sed -e 's/[^[:alnum:] _-]//g' -e 's/ /-/g'
}

folders=()
for folder in app core ui resources sample_models tests; do
  [[ -d $folder ]] && folders+=("$folder")
done
citations=$(grep -rEohI --include='*.h' --include='*.cpp' --include='*.py' --include='*.cmake' --include='CMakeLists.txt' \
  '[A-Z]+\.md#[A-Za-z0-9_-]*' "${folders[@]}" || true
  grep -EohI '[A-Z]+\.md#[A-Za-z0-9_-]*' ./*.md || true
  for page in ./*.md; do  # links within a page
    grep -EohI '\]\(#[A-Za-z0-9_-]+' "$page" | sed "s|](|${page#./}|" || true
  done)
citations=$(sort -u <<< "$citations")
[[ $citations == *METHOD.md#* ]] || { echo "No citation of METHOD.md found: the check itself is broken."; exit 1; }

wrong=0
while read -r citation; do
  [[ -z $citation || $citation == "METHOD.md#section" ]] && continue  # the page's own example
  page=${citation%%#*}
  if [[ ! -f $page ]]; then
    echo "$citation: there is no $page"
    wrong=1
  elif ! grep -qxF -- "${citation#*#}" <(anchors "$page"); then
    echo "$citation: $page has no such heading; cited in" \
      $(grep -rlIF -- "$citation" "${folders[@]}" ./*.md | head -3)
    wrong=1
  fi
done <<< "$citations"
if grep -rnE --include='*.h' --include='*.cpp' --include='*.cmake' 'math: ?[0-9]|math\.md|(of|in) the design\b' "${folders[@]}"; then
  echo "Cite METHOD.md or CONTRIBUTING.md instead."
  wrong=1
fi
((wrong == 0)) && echo "$(wc -l <<< "$citations") anchors cited, all exist."
exit $wrong
