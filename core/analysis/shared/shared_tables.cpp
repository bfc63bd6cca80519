// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/shared/shared_tables.h"

#include "core/analysis/series_axis.h"

#include <array>
#include <string>

namespace spindle {
namespace {

constexpr std::array<const char*, 2> kindNames{"and", "or"};
constexpr std::array<const char*, 2> extractionNames{"joint", "separate"};

}  // namespace

Table overlapTable(const ResultsHeader& header, std::span<const SharedAt> at) {
  Table table("overlap", "Overlap of the strongest interactions",
              {seriesColumn(header),
               {"part", "part", ColumnKind::text},
               {"share", "K / 2^n"},
               {"joint", "joint"},
               {"joint_chance", "joint, by chance"},
               {"separate", "each apart"},
               {"separate_chance", "each apart, by chance"}});
  for (std::size_t c = 0; c < at.size(); ++c) {
    if (at[c].samples == 0) continue;
    const SharedAt& here = at[c];
    for (std::size_t kind = 0; kind < kindNames.size(); ++kind) {
      for (std::size_t share = 0; share < overlapShares.size(); ++share)
        table.addRow({header.step[c], std::string(kindNames[kind]), overlapShares[share],
                      here.measured[0][share][kind].value(), here.chance[0][share][kind].value(),
                      here.measured[1][share][kind].value(), here.chance[1][share][kind].value()},
                     ChartTarget::checkpoint(c));
    }
  }
  return table;
}

Table sharedTable(const ResultsHeader& header, std::span<const SharedAt> at) {
  Table table("shared", "Shared and other salient interactions by order",
              {seriesColumn(header),
               {"extraction", "extraction", ColumnKind::text},
               {"order", "order", ColumnKind::count},
               {"shared", "shared"},
               {"distinct", "not shared"}});
  for (std::size_t c = 0; c < at.size(); ++c) {
    if (at[c].samples == 0) continue;
    for (std::size_t extraction = 0; extraction < 2; ++extraction) {
      const SharedStrength& strength = at[c].strength[extraction];
      for (std::size_t k = 0; k < strength.shared.size(); ++k)
        table.addRow({header.step[c], std::string(extractionNames[extraction]), static_cast<std::int64_t>(k + 1),
                      strength.shared[k], strength.distinct[k]},
                     ChartTarget::checkpoint(c));
    }
  }
  table.setSpread("order", "shared");
  return table;
}

Table powerTable(const ResultsHeader& header, std::span<const SharedAt> at) {
  Table table("power", "Share of salient interactions that all networks have",
              {seriesColumn(header), {"joint", "joint"}, {"separate", "each apart"}});
  for (std::size_t c = 0; c < at.size(); ++c) {
    if (at[c].samples > 0)
      table.addRow({header.step[c], at[c].power[0].value(), at[c].power[1].value()}, ChartTarget::checkpoint(c));
  }
  return table;
}

}  // namespace spindle
