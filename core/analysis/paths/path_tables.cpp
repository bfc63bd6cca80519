// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/paths/path_tables.h"

#include "core/analysis/series_axis.h"
#include "core/base/text.h"
#include "core/game/coalition.h"
#include "core/results/stored_variables.h"

namespace spindle {

std::string interactionText(const ResultsHeader& header, std::size_t sample, std::uint32_t key) {
  const std::size_t size = coalitionCount(header.variables);
  const std::size_t coalition = key % size;
  const std::vector<std::string> names = storedVariableNames(header, sample);
  std::vector<std::string> members;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if ((coalition >> i & 1U) != 0) members.push_back(names[i]);
  }
  return (members.size() == 1 ? "" : key < size ? "AND of " : "OR of ") + listed(members, members.size());
}

Table pathTable(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series) {
  Table table("paths", "Paths of classes by layer",
              {seriesColumn(header),
               {"layer", "layer", ColumnKind::text},
               {"units", "units", ColumnKind::count},
               {"kept", "share kept"},
               {"similarity", "similarity of two classes"},
               {"chance", "by chance"},
               {"hits", "inside the class's image"},
               {"hits_error", "standard error"}});
  for (std::size_t c = 0; c < series.size(); ++c) {
    for (std::size_t l = 0; series[c] && l < gates.layers.size(); ++l)
      table.addRow({header.step[c], gates.layers[l].name, static_cast<std::int64_t>(gates.layers[l].extent[2]),
                    series[c]->kept[l], series[c]->similarity[l], series[c]->chance[l], series[c]->hits[l],
                    series[c]->hitError[l]},
                   ChartTarget::checkpoint(c));
  }
  return table;
}

Table pathRecallTable(const ResultsHeader& header, const PathSeries& series) {
  Table table("path_recall", "Recall through paths, and similarity beside confusion",
              {seriesColumn(header),
               {"classes", "classes with a path", ColumnKind::count},
               {"own", "own recall"},
               {"other", "other recall"},
               {"taken", "others taken for it"},
               {"correlation", "rank correlation"},
               {"errors", "errors"},
               {"to_similar", "errors to a similar class"},
               {"to_any", "by chance"}});
  for (std::size_t c = 0; c < series.size(); ++c) {
    if (!series[c]) continue;
    const PathSummary& at = *series[c];
    table.addRow({header.step[c], static_cast<std::int64_t>(at.classes), at.own, at.other, at.answered, at.correlation,
                  at.errors, at.toSimilar, at.toAny},
                 ChartTarget::checkpoint(c));
  }
  return table;
}

Table classPairTable(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series) {
  Table table("path_classes", "Similarity and confusion of pairs of classes",
              {seriesColumn(header),
               {"class", "class", ColumnKind::text},
               {"other_class", "other class", ColumnKind::text},
               {"similarity", "similarity of paths"},
               {"confused", "share taken for the other"}});
  for (std::size_t c = 0; c < series.size(); ++c) {
    for (std::size_t a = 0; series[c] && a < gates.classes(); ++a) {
      for (std::size_t b = 0; b < gates.classes(); ++b) {
        if (a != b)
          table.addRow({header.step[c], gates.className(a), gates.className(b), classSimilarity(gates, c, a, b),
                        confusionShare(gates, c, a, b)},
                       ChartTarget::checkpoint(c));
      }
    }
  }
  return table;
}

Table keptOrdersTable(const ResultsHeader& header, const std::vector<GatedResults>& gated) {
  Table table("path_orders", "Interactions that are left in a class's path, by order",
              {seriesColumn(header),
               {"path", "path of", ColumnKind::text},
               {"order", "order", ColumnKind::count},
               {"strength", "strength kept"},
               {"iou", "intersection over union"}});
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    for (const GatedResults& one : gated) {
      if (!one.kept[c]) continue;
      for (std::size_t k = 0; k + 1 < one.kept[c]->strength.size(); ++k)
        table.addRow({header.step[c], std::string(one.by.predicted ? "predicted class" : "true class"),
                      static_cast<std::int64_t>(k + 1), one.kept[c]->strength[k], one.kept[c]->iou[k]},
                     ChartTarget::checkpoint(c));
    }
  }
  table.setSpread("order", "strength");
  return table;
}

Table confusedTable(const ResultsHeader& header, const ClassGates& gates, const GatedResults& own,
                    const GatedResults& confused) {
  Table table("path_confused", "Interactions that a misclassified sample's class shares with the class it is taken for",
              {seriesColumn(header),
               {"sample", "sample", ColumnKind::text},
               {"class", "class", ColumnKind::text},
               {"taken_for", "taken for", ColumnKind::text},
               {"interaction", "interaction", ColumnKind::text},
               {"own", "in its own path"},
               {"confused", "in the other path"}});
  for (std::size_t c = 0; c < header.checkpoints(); ++c) {
    for (const ConfusedInteraction& one : confusedInteractions(gates, header, own, confused, c)) {
      const std::string& name = header.sampleNames[one.sample];
      table.addRow({header.step[c], name.empty() ? std::to_string(header.sampleIndex[one.sample]) : name,
                    gates.className(static_cast<std::size_t>(header.sampleTarget[one.sample])),
                    gates.className(static_cast<std::size_t>(gates.predicted.at(c, one.sample, 0))),
                    interactionText(header, one.sample, one.key), one.own, one.confused},
                   ChartTarget::sample(one.sample));
    }
  }
  return table;
}

}  // namespace spindle
