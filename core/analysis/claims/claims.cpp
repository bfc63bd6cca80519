// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/claims/claims.h"

#include "core/analysis/resampling.h"
#include "core/base/text.h"
#include "core/dynamics/order_series.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace spindle {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr int highOrder = 3;  ///< from here on, as the analysis "generalization" has it

double meanOrder(const SampleStrengths& strengths, std::span<const std::uint32_t> multiplicity = {}) {
  return OrderSeries(std::span(&strengths, 1), multiplicity).meanOrders().front();
}

PercentileInterval meanOrderInterval(const SampleStrengths& strengths) {
  const ResamplingOptions options;
  std::vector<double> values;
  for (std::size_t b = 0; b < options.resamples; ++b) {
    std::vector<std::uint32_t> multiplicity(strengths.samples());
    for (const std::size_t row : resampledRows(strengths.samples(), b, options.seed)) ++multiplicity[row];
    values.push_back(meanOrder(strengths, multiplicity));
  }
  return percentileInterval(std::move(values), options.level);
}

/// Numbers of the last checkpoint in a tidy table of an analysis.
class LastRows {
 public:
  LastRows(const AnalyzedResults& results, const std::string& analysis, const std::string& name, RunControl& control) {
    const auto found = results.found.find(analysis);
    if (found == results.found.end()) return;
    for (const TableMaker& maker : found->second->tables()) {
      if (maker.name == name) table_ = maker.make(control);
    }
  }

  /// Sum of what `value` returns for the rows of the last step; a row is read by the name of a column.
  using Row = std::function<TableCell(const std::string&)>;
  void each(const std::function<void(const Row&)>& visit) const {
    if (!table_ || table_->rows().empty()) return;
    const std::size_t step = table_->column("step");
    for (const auto& cells : table_->rows()) {
      if (cells[step] != table_->rows().back()[step]) continue;
      visit([&](const std::string& name) { return cells[table_->column(name)]; });
    }
  }

 private:
  std::optional<Table> table_;
};

double number(const TableCell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  const auto* value = std::get_if<double>(&cell);
  return value ? *value : unknown;
}

/// Mean over classes, of order 1 and of orders from highOrder on.
std::pair<double, double> similarities(const LastRows& rows) {
  double low = 0.0, high = 0.0, lows = 0.0, highs = 0.0;
  rows.each([&](const LastRows::Row& row) {
    if (row("defined") != TableCell(true)) return;
    const double order = number(row("order")), value = number(row("similarity"));
    if (order == 1.0) low += value, ++lows;
    if (order >= highOrder) high += value, ++highs;
  });
  return {lows > 0 ? low / lows : unknown, highs > 0 ? high / highs : unknown};
}

/// Share of the strength at orders from highOrder on.
double highShare(const LastRows& rows, const std::string& group) {
  double high = 0.0, all = 0.0;
  rows.each([&](const LastRows::Row& row) {
    if (row("group") != TableCell(group)) return;
    const double strength = std::abs(number(row("positive"))) + std::abs(number(row("negative")));
    all += strength;
    if (number(row("order")) >= highOrder) high += strength;
  });
  return all > 0.0 ? high / all : unknown;
}

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.0f %%", 100.0 * share);
  return std::isfinite(share) ? text : "-";
}

std::string rounded(double value, const char* format = "%.2f") {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return std::isfinite(value) ? text : "-";
}

std::string against(double a, double b) {
  return std::isfinite(a) || std::isfinite(b) ? rounded(a) + " / " + rounded(b) : "-";
}

}  // namespace

Table claimsTable() {
  std::vector<ColumnInfo> columns{{"network", "network", ColumnKind::text},
                                  {"label_noise", "wrong labels", ColumnKind::number, {}, true},
                                  {"noise", "wrong labels", ColumnKind::text},
                                  {"seed", "seed", ColumnKind::count}};
  for (const char* place : {"start", "least", "end"}) {
    const std::string name = place;
    for (const char* what : {"_order", "_low", "_high", "_order_high_ties"})
      columns.push_back({name + what, name + what, ColumnKind::number, {}, true});
  }
  columns.push_back({"orders", "mean order: start, least, end", ColumnKind::text});
  columns.push_back({"high_ties", "the same, high ties", ColumnKind::text});
  for (const char* rule : {"mean_order", "loss_gap", "change_point"}) {
    for (const char* what : {"_start", "_from", "_to"})
      columns.push_back({std::string(rule) + what, std::string(rule) + what, ColumnKind::step, {}, true});
  }
  columns.push_back({"starts", "phase two: mean order, loss gap, change point", ColumnKind::text});
  columns.push_back({"apart", "checkpoints from the loss gap", ColumnKind::count});
  const auto pair = [&](const std::string& a, const std::string& b, const std::string& name, const std::string& title) {
    columns.push_back({a, a, ColumnKind::number, {}, true});
    columns.push_back({b, b, ColumnKind::number, {}, true});
    columns.push_back({name, title, ColumnKind::text});
  };
  pair("similarity_order_1", "similarity_high_orders", "similarity", "similarity of order 1 / \u2265 3");
  pair("mislabeled_high_share", "clean_high_share", "mislabeled", "share of orders \u2265 3, mislabeled / clean");
  pair("theory_distance", "geometric_distance", "theory", "distance of theory / geometric");
  return {"claims", "What the papers claim, on each network", std::move(columns)};
}

void addClaims(const ClaimedRun& run, const AnalyzedResults& results, Table& table, RunControl& control) {
  const ResultsHeader& header = results.results->header();
  const auto& strengths = *results.strengths;
  std::vector<std::size_t> known;
  for (std::size_t c = 0; c < strengths.size(); ++c) {
    if (results.known(c) && std::isfinite(meanOrder(strengths[c]))) known.push_back(c);
  }
  std::vector<TableCell> cells{run.network, run.labelNoise, percent(run.labelNoise),
                               static_cast<std::int64_t>(run.seed)};
  std::string orders, highTies;
  std::vector<std::size_t> places;
  if (!known.empty()) {
    const auto least = std::min_element(known.begin(), known.end(), [&](std::size_t a, std::size_t b) {
      return meanOrder(strengths[a]) < meanOrder(strengths[b]);
    });
    places = {known.front(), *least, known.back()};
  }
  for (std::size_t i = 0; i < 3; ++i) {
    double value = unknown, high = unknown;
    PercentileInterval interval{unknown, unknown};
    if (!places.empty()) {
      const std::size_t c = places[i];
      value = meanOrder(strengths[c]);
      interval = meanOrderInterval(strengths[c]);
      if (c < results.ties->high.size() && results.ties->high[c].presentSamples() > 0)
        high = meanOrder(results.ties->high[c]);
    }
    cells.insert(cells.end(), {value, interval.low, interval.high, high});
    const std::string before = i == 0 ? "" : ", ";
    orders += before + rounded(value) + " (" + rounded(interval.low) + " to " + rounded(interval.high) + ")";
    highTies += before + rounded(high);
  }
  cells.insert(cells.end(), {orders, highTies});
  std::string starts;
  for (const PhaseResult* rule : results.phases->rules()) {
    const auto step = [&](std::optional<std::size_t> c) { return c ? header.step[*c] : unknown; };
    const auto& interval = rule->interval;
    cells.insert(cells.end(), {step(rule->checkpoint), step(interval ? std::optional(interval->low) : std::nullopt),
                               step(interval ? std::optional(interval->high) : std::nullopt)});
    starts += (starts.empty() ? "" : ", ") + (rule->checkpoint ? shortest(header.step[*rule->checkpoint]) : "none");
  }
  cells.emplace_back(starts);
  const auto &byOrder = results.phases->meanOrder.checkpoint, &byGap = results.phases->lossGap.checkpoint;
  cells.push_back(byOrder && byGap ? TableCell(static_cast<std::int64_t>(*byOrder) - static_cast<std::int64_t>(*byGap))
                                   : TableCell());
  const auto add = [&](double a, double b) { cells.insert(cells.end(), {a, b, against(a, b)}); };
  const auto [low, high] = similarities(LastRows(results, "generalization", "similarity", control));
  add(low, high);
  const LastRows groups(results, "generalization", "groups", control);
  add(highShare(groups, "mislabeled"), highShare(groups, "clean"));
  double theory = unknown, geometric = unknown;
  LastRows(results, "theory", "theory", control).each([&](const LastRows::Row& row) {
    theory = number(row("residual"));
    geometric = number(row("geometric_residual"));
  });
  add(theory, geometric);
  table.addRow(std::move(cells));
}

std::string markdownText(const Table& table) {
  const Table shown = table.wide();
  std::string text = "|", line = "|";
  for (const ColumnInfo& column : shown.columns()) {
    text += ' ' + column.title + " |";
    line += "---|";
  }
  text += '\n' + line + '\n';
  for (const auto& row : shown.rows()) {
    text += '|';
    for (std::size_t c = 0; c < row.size(); ++c) text += ' ' + readableText(row[c], shown.columns()[c].kind) + " |";
    text += '\n';
  }
  return text;
}

}  // namespace spindle
