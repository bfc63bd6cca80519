// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/series_kind.h"

namespace spindle {

std::string toText(SeriesKind kind) {
  return kind == SeriesKind::depth ? "depth" : kind == SeriesKind::models ? "models" : "training";
}

std::optional<SeriesKind> seriesKindFrom(std::string_view text) {
  for (const SeriesKind kind : {SeriesKind::training, SeriesKind::depth, SeriesKind::models}) {
    if (toText(kind) == text) return kind;
  }
  return std::nullopt;
}

}  // namespace spindle
