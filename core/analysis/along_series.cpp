// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/along_series.h"

#include "core/analysis/series_axis.h"

#include <algorithm>
#include <utility>

namespace spindle {
namespace {

class ResultAlongSeries : public AnalysisResult {
 public:
  ResultAlongSeries(std::shared_ptr<const ResultsReader> results, std::shared_ptr<const AnalysisResult> result)
      : results_(std::move(results)), result_(std::move(result)) {}

  [[nodiscard]] std::vector<AnalysisFinding> findings() const override { return told(result_->findings()); }
  [[nodiscard]] std::vector<Chart> charts() const override { return told(result_->charts()); }
  [[nodiscard]] std::vector<AnalysisFinding> findingsAt(const Place& place) const override {
    return told(result_->findingsAt(place));
  }
  [[nodiscard]] std::vector<Chart> chartsAt(const Place& place) const override {
    return told(result_->chartsAt(place));
  }
  [[nodiscard]] std::vector<TableMaker> tables() const override {
    std::vector<TableMaker> list = result_->tables();
    for (TableMaker& maker : list) {
      maker.title = alongSeries(header(), maker.title);
      maker.make = [results = results_, make = maker.make](RunControl& control) {
        return alongSeries(results->header(), make(control));
      };
    }
    return list;
  }

 private:
  [[nodiscard]] const ResultsHeader& header() const { return results_->header(); }

  [[nodiscard]] std::vector<AnalysisFinding> told(std::vector<AnalysisFinding> list) const {
    for (AnalysisFinding& finding : list) finding.text = alongSeries(header(), finding.text);
    return list;
  }
  [[nodiscard]] std::vector<Chart> told(std::vector<Chart> list) const {
    for (Chart& chart : list) chart.title = alongSeries(header(), chart.title);
    return list;
  }

  std::shared_ptr<const ResultsReader> results_;
  std::shared_ptr<const AnalysisResult> result_;
};

bool isOwnStep(const ColumnInfo& column) {
  return column.kind == ColumnKind::step && column.name != "epoch" && !column.name.starts_with("other_");
}

/// "step" becomes "layer", "first_step" "first_layer"; "frame_layer" where the table has layers of its own.
std::string nameBeside(const Table& table, std::string name, const std::string& word) {
  name = name.ends_with("step") ? name.replace(name.size() - 4, 4, word) : name + "_" + word;
  const auto& columns = table.columns();
  const bool taken =
      std::any_of(columns.begin(), columns.end(), [&](const ColumnInfo& column) { return column.name == name; });
  return taken ? "frame_" + name : name;
}

TableCell frameCell(const ResultsHeader& header, const TableCell& step) {
  const auto* number = std::get_if<double>(&step);
  const auto row = number == nullptr ? header.step.end() : std::find(header.step.begin(), header.step.end(), *number);
  if (row == header.step.end()) return number == nullptr ? step : TableCell(stepName(header, *number));
  return header.checkpointNames[static_cast<std::size_t>(row - header.step.begin())];
}

}  // namespace

std::string alongSeries(const ResultsHeader& header, std::string text) {
  if (header.series == SeriesKind::training) return text;
  const std::string told = header.series == SeriesKind::depth ? "over depth"
                           : header.axis.empty()              ? "over the models"
                                                              : "over the " + header.axis;
  for (const std::string words : {"over training", "through training"}) {
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + told.size()))
      text.replace(at, words.size(), told);
  }
  return text;
}

Table alongSeries(const ResultsHeader& header, const Table& table) {
  std::vector<ColumnInfo> columns;
  for (ColumnInfo column : table.columns()) {
    const bool named = header.named() && isOwnStep(column);
    if (named || (column.kind == ColumnKind::step && column.name == "epoch")) column.filesOnly = true;
    columns.push_back(column);
    if (named) columns.push_back({nameBeside(table, column.name, seriesWord(header)), column.title, ColumnKind::text});
  }
  Table told(table.name(), alongSeries(header, table.title()), std::move(columns));
  for (std::size_t r = 0; r < table.rows().size(); ++r) {
    std::vector<TableCell> cells;
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
      cells.push_back(table.rows()[r][c]);
      if (header.named() && isOwnStep(table.columns()[c])) cells.push_back(frameCell(header, table.rows()[r][c]));
    }
    told.addRow(std::move(cells), table.targets()[r]);
  }
  if (const auto [over, value] = table.spread(); !over.empty()) told.setSpread(over, value);
  return told;
}

std::shared_ptr<const AnalysisResult> alongSeries(const std::shared_ptr<const ResultsReader>& results,
                                                  std::shared_ptr<const AnalysisResult> result) {
  if (results->header().series == SeriesKind::training) return result;
  return std::make_shared<ResultAlongSeries>(results, std::move(result));
}

}  // namespace spindle
