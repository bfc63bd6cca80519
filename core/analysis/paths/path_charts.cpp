// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/paths/path_charts.h"

#include "core/analysis/chart_frames.h"
#include "core/analysis/series_axis.h"
#include "core/chart/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

void share(ChartAxis& axis) {
  axis.low = 0.0;
  axis.high = 1.0;
}

/// One line a layer.
template <class Value>
void addLayers(Chart& chart, const ResultsHeader& header, const ClassGates& gates, const PathSeries& series,
               LineStyle style, bool named, Value value) {
  for (std::size_t l = 0; l < gates.layers.size(); ++l) {
    Line line{named ? gates.layers[l].name : std::string(), {}, {}, Ink::series(static_cast<int>(l)), style, named, {}};
    for (std::size_t c = 0; c < series.size(); ++c) {
      if (series[c]) addCheckpoint(line, header, c, value(*series[c], l));
    }
    chart.marks.push_back(std::move(line));
  }
}

Chart classMatrix(const ResultsHeader& header, const ClassGates& gates, std::size_t checkpoint, const std::string& name,
                  const std::string& title, const std::string& scale, std::vector<double> values) {
  const std::size_t classes = gates.classes();
  Chart chart;
  chart.name = name;
  chart.title = title;
  chart.heading = placeName(header, checkpoint);
  chart.x.scale = chart.y.scale = Scale::category;
  chart.x.label = "other class";  // by number: names would leave no room for the cells
  chart.y.label = "class";
  Cells cells;
  cells.name = scale;
  for (std::size_t c = 0; c < classes; ++c) {
    cells.x.push_back(static_cast<double>(c));
    cells.y.push_back(static_cast<double>(c));
  }
  if (std::none_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }))
    chart.empty = "no class has a path here";
  cells.values = std::move(values);
  chart.marks.push_back(std::move(cells));
  return chart;
}

}  // namespace

Chart keptChart(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series) {
  Chart chart = seriesChart(header, "kept", "Share of the units in a class's path over training", "share of units");
  share(chart.y);
  chart.marksStart = true;
  addLayers(chart, header, gates, series, LineStyle::solid, true,
            [](const PathSummary& at, std::size_t l) { return at.kept[l]; });
  return chart;
}

Chart layerSimilarityChart(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series) {
  Chart chart = seriesChart(header, "path-similarity", "Similarity of the paths of two classes over training",
                            "similarity of two classes");
  share(chart.y);
  chart.marksStart = true;
  addLayers(chart, header, gates, series, LineStyle::solid, true,
            [](const PathSummary& at, std::size_t l) { return at.similarity[l]; });
  addLayers(chart, header, gates, series, LineStyle::dotted, false,
            [](const PathSummary& at, std::size_t l) { return at.chance[l]; });
  // One name for all dotted lines.
  for (Mark& mark : chart.marks) {
    if (auto* line = std::get_if<Line>(&mark); line != nullptr && line->style == LineStyle::dotted) {
      line->name = "by chance";
      break;
    }
  }
  return chart;
}

Chart recallChart(const ResultsHeader& header, const ClassGates& gates, const PathSeries& series) {
  Chart chart =
      seriesChart(header, "path-recall", "Recall through a class's path over training", "share of the images");
  share(chart.y);
  chart.marksStart = true;
  const std::array<std::pair<const char*, double PathSummary::*>, 3> lines{
      {{"own images recognized", &PathSummary::own},
       {"other images recognized", &PathSummary::other},
       {"other images taken for it", &PathSummary::answered}}};
  for (std::size_t k = 0; k < lines.size(); ++k) {
    Line line{lines[k].first, {}, {}, Ink::series(static_cast<int>(k)), k == 0 ? LineStyle::solid : LineStyle::dashed,
              true,           {}};
    for (std::size_t c = 0; c < series.size(); ++c) {
      if (series[c]) addCheckpoint(line, header, c, (*series[c]).*(lines[k].second));
    }
    chart.marks.push_back(std::move(line));
  }
  chart.marks.push_back(Rule{1.0 / static_cast<double>(gates.classes()), false, "chance"});
  return chart;
}

Chart similarityMatrix(const ResultsHeader& header, const ClassGates& gates, std::size_t checkpoint) {
  std::vector<double> values;
  for (std::size_t c = 0; c < gates.classes(); ++c) {
    for (std::size_t d = 0; d < gates.classes(); ++d) values.push_back(classSimilarity(gates, checkpoint, c, d));
  }
  return classMatrix(header, gates, checkpoint, "path-matrix", "Similarity of the paths of classes", "similarity",
                     std::move(values));
}

Chart confusionMatrix(const ResultsHeader& header, const ClassGates& gates, std::size_t checkpoint) {
  std::vector<double> values;
  double most = 0.0;
  for (std::size_t c = 0; c < gates.classes(); ++c) {
    for (std::size_t d = 0; d < gates.classes(); ++d) {
      values.push_back(c == d ? std::nan("") : confusionShare(gates, checkpoint, c, d));
      if (std::isfinite(values.back())) most = std::max(most, values.back());
    }
  }
  Chart chart = classMatrix(header, gates, checkpoint, "path-confusion", "Images of a class taken for another", "share",
                            std::move(values));
  chart.x.label = "taken for";
  std::get<Cells>(chart.marks.front()).high = most > 0.0 ? most : 1.0;
  return chart;
}

Chart flowChart(const ResultsHeader& header, const ClassGates& gates, std::size_t checkpoint, std::size_t one,
                std::size_t other) {
  Chart chart;
  chart.name = "path-flow";
  chart.title = "Units in the paths of two classes, layer by layer";
  chart.heading = placeName(header, checkpoint);
  chart.x.scale = Scale::category;
  chart.x.label = "layer";
  for (const MeasuredArray& layer : gates.layers) chart.x.names.push_back(layer.name);
  chart.y.label = "share of units";
  share(chart.y);
  if (one == other || !gates.known(checkpoint, one) || !gates.known(checkpoint, other)) {
    chart.empty = one == other ? "choose two classes" : "one of the classes has no path here";
    return chart;
  }
  constexpr double half = 0.18;  // of a column
  std::array<Band, 3> bands{Band{gates.className(one) + " alone", {}, {}, {}, Ink::series(0)},
                            Band{"both", {}, {}, {}, {InkKind::reference}},
                            Band{gates.className(other) + " alone", {}, {}, {}, Ink::series(1)}};
  for (std::size_t l = 0; l < gates.layers.size(); ++l) {
    const PathSizes sizes = pathSizes(gates, l, checkpoint, one, other);
    const double units = static_cast<double>(sizes.units);
    const std::array<double, 3> shares{static_cast<double>(sizes.one - sizes.both) / units,
                                       static_cast<double>(sizes.both) / units,
                                       static_cast<double>(sizes.other - sizes.both) / units};
    for (const double x : {static_cast<double>(l) - half, static_cast<double>(l) + half}) {
      double bottom = 0.0;
      for (std::size_t k = 0; k < bands.size(); ++k) {
        bands[k].x.push_back(x);
        bands[k].low.push_back(bottom);
        bands[k].high.push_back(bottom += shares[k]);
      }
    }
  }
  for (Band& band : bands) chart.marks.push_back(std::move(band));
  return chart;
}

}  // namespace spindle
