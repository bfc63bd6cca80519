// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/wiring/wiring_tables.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

double orUnknown(const std::optional<double>& value) {
  return value ? *value : unknown;
}

std::string pathText(const std::vector<int>& path) {
  std::string text;
  for (const int node : path) text += (text.empty() ? "" : " \u2192 ") + std::to_string(node);
  return text;
}

}  // namespace

Table wiringTable(const std::vector<Wiring>& wirings, const std::vector<WiredNumbers>& numbers) {
  const WiringBox box = wholeWiringBox();
  Table table("wiring", "Wirings",
              {{"dag", "wiring", ColumnKind::text},
               {"label", "example", ColumnKind::text},
               {"paths", "paths", ColumnKind::count},
               {"effective_depth", "depth"},
               {"effective_width", "width"},
               {"verdict", "rule", ColumnKind::text},
               {"bound", "bound"},
               {"published", "published"},
               {"exact", "exact"},
               {"published_diagonal", "diagonal"},
               {"exact_diagonal", "exact diagonal"},
               {"published_normalized", "published / diagonal"},
               {"exact_normalized", "exact / diagonal"}});
  for (std::size_t i = 0; i < wirings.size(); ++i) {
    const Wiring& one = wirings[i];
    const bool known = i < numbers.size() && one.pathCount() > 0;
    const auto number = [&](double value) { return known ? value : unknown; };
    const WiredNumbers none{one, {}};
    const WiredNumbers& n = known ? numbers[i] : none;
    table.addRow({one.code(), wiringLabel(one), static_cast<std::int64_t>(one.pathCount()),
                  orUnknown(one.effectiveDepth()), orUnknown(one.effectiveWidth()), verdictOn(one, box),
                  number(n.bound), number(n.published), number(n.exact), number(n.publishedScale), number(n.exactScale),
                  number(n.publishedNormalized()), number(n.exactNormalized())});
  }
  return table;
}

Table wiringPathTable(const Wiring& wiring) {
  Table table("wiring_paths", "Paths of " + wiring.code(),
              {{"path", "path", ColumnKind::text}, {"linear_edges", "linear edges", ColumnKind::count}});
  for (const auto& path : wiring.paths()) {
    std::int64_t linear = 0;
    for (std::size_t i = 1; i < path.size(); ++i)
      linear += wiring.edge(path[i - 1], path[i]) == Wiring::Edge::linear ? 1 : 0;
    table.addRow({pathText(path), linear});
  }
  return table;
}

Table wiringSpaceTable() {
  const WiringBox box = wholeWiringBox();
  Table table("wiring_space", "All wirings of four nodes",
              {{"dag", "wiring", ColumnKind::text},
               {"paths", "paths", ColumnKind::count},
               {"effective_depth", "depth"},
               {"effective_width", "width"},
               {"verdict", "rule", ColumnKind::text}});
  for (int i = 0; i < Wiring::count; ++i) {
    const Wiring one = Wiring::numbered(i);
    table.addRow({one.code(), static_cast<std::int64_t>(one.pathCount()), orUnknown(one.effectiveDepth()),
                  orUnknown(one.effectiveWidth()), verdictOn(one, box)});
  }
  return table;
}

Table wiringRunTable(const std::vector<WiredRun>& runs) {
  Table table("wiring_runs", "Wirings over training",
              {{"results", "results", ColumnKind::text},
               {"dag", "wiring", ColumnKind::text},
               {"step", "step", ColumnKind::step},
               {"train_loss", "train loss"},
               {"mean_order", "mean order"},
               {"phase_two", "phase two starts", ColumnKind::flag}});
  for (const WiredRun& run : runs) {
    const ResultsHeader& header = run.header();
    for (std::size_t c = 0; c < header.checkpoints(); ++c)
      table.addRow({run.label, run.wiring ? run.wiring->code() : std::string(), header.step[c], header.trainLoss[c],
                    run.meanOrders[c], run.start == std::optional(c)});
  }
  return table;
}

}  // namespace spindle
