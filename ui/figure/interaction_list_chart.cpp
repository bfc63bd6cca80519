// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chart/number_text.h"
#include "ui/figure/interaction_look.h"

#include <algorithm>

namespace spindle {
namespace {

constexpr std::size_t mostWords = 24;  // of a text that are all listed

struct ListRow {
  std::string name;
  std::size_t variable;  ///< past the last: of none
};

/// Every word or column, or only those of variables where they are many.
std::vector<ListRow> listRows(const ShownSample& shown) {
  const bool text = shown.format.kind == InputKind::text;
  const std::size_t count = text ? shown.sample.words.size() : shown.sample.values.size();
  std::vector<std::size_t> of(count, shown.variables.size());
  for (std::size_t v = 0; v < shown.variables.size(); ++v) {
    for (const std::uint32_t place : shown.variables[v].positions) {
      if (place < count) of[place] = v;
    }
  }
  std::vector<ListRow> rows;
  for (std::size_t i = 0; i < count; ++i) {
    if (count > mostWords && of[i] == shown.variables.size()) continue;
    const std::string value = numberText(static_cast<double>(shown.sample.values[i]));
    const std::string column = i < shown.columns.size() ? shown.columns[i] : "column " + std::to_string(i + 1);
    rows.push_back({text ? shown.sample.words[i] : column + " = " + value, of[i]});
  }
  return rows;
}

}  // namespace

Chart interactionList(const ShownSample& shown, std::span<const ShownInteraction> interactions) {
  Chart chart;
  chart.name = "interactions";
  chart.title = "The input and its interactions";
  chart.x.label = "effect";
  chart.x.scale = chart.y.scale = Scale::category;
  const std::vector<ListRow> rows = listRows(shown);
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) chart.y.names.push_back(row->name);
  chart.y.low = -0.5;
  chart.y.high = static_cast<double>(rows.size()) - 0.5;
  chart.x.low = -0.5;
  chart.x.high = static_cast<double>(interactions.size()) - 0.5;
  for (std::size_t k = 0; k < interactions.size(); ++k) {
    const ShownInteraction& one = interactions[k];
    chart.x.names.push_back(one.heading);
    Line others{"", {}, {}, {InkKind::faint}, LineStyle::none, true, {}};
    std::vector<std::array<double, 2>> places;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const auto x = static_cast<double>(k), y = static_cast<double>(rows.size() - 1 - r);
      if (rows[r].variable >= shown.variables.size()) continue;
      if (one.marked && hasVariable(one, rows[r].variable)) {
        places.push_back({x, y});
      } else {
        others.x.push_back(x);
        others.y.push_back(y);
      }
    }
    chart.marks.push_back(std::move(others));
    if (!places.empty()) chart.marks.push_back(joined(std::move(places), one));
  }
  return chart;
}

}  // namespace spindle
