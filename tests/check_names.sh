#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# No two headers may define types of one name: in one program the linker keeps one destructor of both.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
twice=$(find core ui app sample_models -name '*.h' -exec sed -nE \
  's/^(class|struct|enum class|enum) ([A-Za-z]+)( final)?( : .*)? \{.*/\2/p' {} + | sort | uniq -d)
if [[ -n $twice ]]; then
  echo "Types that several headers define; rename all but one:" $twice
  exit 1
fi
