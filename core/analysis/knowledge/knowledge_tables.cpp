// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/knowledge/knowledge_tables.h"

#include "core/analysis/series_axis.h"

#include <cstdint>
#include <string>

namespace spindle {

std::optional<KnowledgeByPart> knowledgeBeside(const std::vector<std::optional<SalientList>>& here,
                                               const std::vector<std::optional<SalientList>>& reference, int n) {
  std::size_t count = 0;
  for (std::size_t s = 0; s < here.size() && s < reference.size(); ++s) count += here[s] && reference[s] ? 1 : 0;
  if (count == 0) return std::nullopt;
  KnowledgeByPart parts{Knowledge(n), Knowledge(n), Knowledge(n)};
  const double weight = 1.0 / static_cast<double>(count);
  for (std::size_t s = 0; s < here.size(); ++s) {
    if (!here[s] || !reference[s]) continue;
    const KnowledgeParts one = compareKnowledge(*here[s], *reference[s], n);
    parts[1] = addedKnowledge(parts[1], one.andPart, weight);
    parts[2] = addedKnowledge(parts[2], one.orPart, weight);
  }
  parts[0] = addedKnowledge(parts[1], parts[2]);
  return parts;
}

Table completenessTable(const ResultsHeader& header, const std::vector<std::optional<KnowledgeByPart>>& at) {
  Table table("completeness", "Completeness and redundancy",
              {seriesColumn(header),
               {"part", "part", ColumnKind::text},
               {"completeness", "completeness"},
               {"redundancy", "redundancy"}});
  for (std::size_t c = 0; c < at.size(); ++c) {
    for (std::size_t part = 0; at[c] && part < knowledgePartNames.size(); ++part)
      table.addRow({header.step[c], std::string(knowledgePartNames[part]), (*at[c])[part].completeness(),
                    (*at[c])[part].redundancy()},
                   ChartTarget::checkpoint(c));
  }
  return table;
}

Table knowledgeTable(const ResultsHeader& header, const std::vector<std::optional<KnowledgeByPart>>& at) {
  Table table("knowledge", "Shared, forgotten and new interactions by order",
              {seriesColumn(header),
               {"part", "part", ColumnKind::text},
               {"order", "order", ColumnKind::count},
               {"all", "all"},
               {"overlap", "shared"},
               {"forgotten", "forgotten"},
               {"new", "new"}});
  for (std::size_t c = 0; c < at.size(); ++c) {
    for (std::size_t part = 0; at[c] && part < knowledgePartNames.size(); ++part) {
      const Knowledge& one = (*at[c])[part];
      for (std::size_t k = 0; k < one.all.size(); ++k)
        table.addRow({header.step[c], std::string(knowledgePartNames[part]), static_cast<std::int64_t>(k + 1),
                      one.all[k], one.overlap[k], one.forgotten[k], one.emerging[k]},
                     ChartTarget::checkpoint(c));
    }
  }
  table.setSpread("order", "overlap");
  return table;
}

}  // namespace spindle
