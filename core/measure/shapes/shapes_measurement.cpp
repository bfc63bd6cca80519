// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/shapes/shapes_measurement.h"

#include "core/base/ordered_work.h"
#include "core/base/user_error.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/shapes/column_passes.h"
#include "core/results/results_options.h"
#include "core/results/stored_shapes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

constexpr std::size_t mostColumns = 100, mostSamples = 200, bins = 20;
constexpr const char* featureLayer = "hardtanh1";  // see sample_models/torch/additive_network.h
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// The samples behind means and importance: training samples where there are any, spread evenly.
std::vector<const Sample*> behind(const SampleSet& set) {
  std::vector<const Sample*> all;
  for (const Sample& sample : set.samples) {
    if (sample.split == Split::train) all.push_back(&sample);
  }
  if (all.empty()) {
    for (const Sample& sample : set.samples) all.push_back(&sample);
  }
  std::vector<const Sample*> some;
  const std::size_t count = std::min(all.size(), mostSamples);
  for (std::size_t i = 0; i < count; ++i) some.push_back(all[i * all.size() / count]);
  return some;
}

std::vector<Shapes::Column> columnsOf(const SampleSet& set, const std::vector<const Sample*>& samples) {
  std::vector<Shapes::Column> columns;
  for (std::size_t k = 0; k < set.format.elements(); ++k) {
    Shapes::Column one{k < set.columns.size() ? set.columns[k] : "column " + std::to_string(k + 1),
                       std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                       std::vector<double>(bins, 0.0)};
    for (const Sample* sample : samples) {
      one.low = std::min(one.low, static_cast<double>(sample->values[k]));
      one.high = std::max(one.high, static_cast<double>(sample->values[k]));
    }
    for (const Sample* sample : samples) {
      const double place =
          one.high > one.low ? (static_cast<double>(sample->values[k]) - one.low) / (one.high - one.low) : 0.0;
      ++one.density[std::min(bins - 1, static_cast<std::size_t>(place * static_cast<double>(bins)))];
    }
    columns.push_back(std::move(one));
  }
  return columns;
}

/// The grid, then the samples, of each column.
ColumnRows rowsOf(const InputFormat& format, const Baseline& baseline, const Shapes& shapes,
                  const std::vector<const Sample*>& samples) {
  ColumnRows rows;
  const std::vector<double>& raw = baseline.elements.empty() ? baseline.values : baseline.elements;
  for (std::size_t k = 0; k < shapes.columns.size(); ++k) {
    rows.baseline.push_back(format.normalized(raw.size() == 1 ? raw.front() : raw.at(k), k));
    std::vector<float> values;
    for (std::size_t p = 0; p < shapes.points; ++p) values.push_back(format.normalized(shapes.valueAt(k, p), k));
    for (const Sample* sample : samples) values.push_back(format.normalized(static_cast<double>(sample->values[k]), k));
    rows.values.push_back(std::move(values));
  }
  return rows;
}

struct CheckpointShapes {
  ColumnOutputs outputs;
  std::string note;
};

class ShapesMeasurement : public Measurement {
 public:
  [[nodiscard]] const MeasurementInfo& info() const override {
    static const MeasurementInfo info{"shapes",
                                      "What the network makes of each column of a table alone",
                                      "Agarwal et al., NeurIPS 2021 (arXiv 2004.13912)",
                                      {}};
    return info;
  }

  [[nodiscard]] MeasurementReport measure(const MeasurementRequest& request, RunControl& control) const override {
    const SampleSet& set = request.run.samples();
    if (set.format.kind != InputKind::tabular)
      throw UserError("Shapes are curves over the columns of a table; " + request.run.name() +
                      " has none (its inputs are " + toText(set.format.kind) + ").");
    if (set.format.elements() > mostColumns)
      throw UserError("Shapes take tables of at most " + std::to_string(mostColumns) + " columns; this one has " +
                      std::to_string(set.format.elements()) + ".");
    const std::vector<const Sample*> samples = behind(set);
    ExtractionOptions options = extractionOptions(request.run, request.rows.samples);
    const MeasurementOptions stored = readOptions(request.header).measurement;
    if (stored.score) options.score = *stored.score;
    if (stored.output) options.output = *stored.output;
    if (stored.baseline) {
      if (const auto* values = std::get_if<std::vector<double>>(&*stored.baseline)) options.baseline = {*values};
    }
    Shapes shapes;
    shapes.columns = columnsOf(set, samples);
    shapes.samples = samples.size();
    const ColumnRows rows = rowsOf(set.format, options.baseline, shapes, samples);
    const std::size_t count = request.rows.checkpoints.size(), k = shapes.columns.size();
    // Measured values have one output; of classes the last is told of, which of two is the one that a logit means.
    std::size_t target = 0;
    if (options.score != Score::value) {
      const auto network = loadCheckpoint(request.run, request.rows.checkpoints.back(), options, &control);
      target = std::max<std::size_t>(network->outputs(), 2) - 1;
    }
    shapes.output = toText(options.score);
    if (options.score != Score::value)
      shapes.output += " of " + (target < set.classes.size() ? set.classes[target] : "class " + std::to_string(target));

    shapes.curves = {"curves", {count, k, shapes.points}, std::vector<double>(count * k * shapes.points, unknown)};
    shapes.importance = {"importance", {count, k, 1}, std::vector<double>(count * k, unknown)};
    MeasurementReport report;
    const auto threads = std::min<std::size_t>(count, static_cast<std::size_t>(std::max(1, request.workers)));
    OrderedWork<CheckpointShapes>::run(
        count, threads, 2 * threads,
        [&](std::size_t, std::size_t c) {
          return at(request.run, request.rows.checkpoints[c], options, rows, target, control);
        },
        [&](std::size_t c, const CheckpointShapes& measured) {
          if (!measured.note.empty()) report.notes.push_back(measured.note);
          if (measured.note.empty()) put(c, measured.outputs, shapes);
          control.progress(c + 1, count, request.header.checkpointNames[c]);
        });
    if (report.notes.size() == count) throw UserError(report.notes.front());
    report.measured = asStored(shapes);
    return report;
  }

 private:
  static CheckpointShapes at(const Run& run, std::size_t checkpoint, const ExtractionOptions& options,
                             const ColumnRows& rows, std::size_t target, const RunControl& control) {
    CheckpointShapes measured;
    ExtractionOptions tapped = options;
    tapped.valuesOf = {featureLayer};
    try {
      std::unique_ptr<Network> network;
      bool layer = true;
      try {
        network = loadCheckpoint(run, checkpoint, tapped, &control);
      } catch (const UserError&) {  // no such layer
        layer = false;
        network = loadCheckpoint(run, checkpoint, options, &control);
      }
      measured.outputs = columnOutputs(*network, rows, options.output, options.score, target, layer, control);
    } catch (const UserError& error) {
      measured.note = error.what();
    }
    return measured;
  }

  /// Curves minus the mean over the samples, which stand behind the grid.
  static void put(std::size_t c, const ColumnOutputs& outputs, Shapes& shapes) {
    const std::size_t columns = shapes.columns.size(), points = shapes.points, members = outputs.memberCount;
    if (members > 0 && shapes.members == 0) {
      shapes.members = members;
      shapes.memberCurves = {"members",
                             {shapes.curves.extent[0], columns, members * points},
                             std::vector<double>(shapes.curves.extent[0] * columns * members * points, unknown)};
    }
    const auto meanOver = [&](const std::vector<double>& values, std::size_t stride, std::size_t offset) {
      double sum = 0.0;
      for (std::size_t i = points; i < points + shapes.samples; ++i) sum += values[i * stride + offset];
      return sum / static_cast<double>(shapes.samples);
    };
    for (std::size_t k = 0; k < columns; ++k) {
      const std::vector<double>& scores = outputs.scores[k];
      const double mean = meanOver(scores, 1, 0);
      double size = 0.0;
      for (std::size_t i = points; i < scores.size(); ++i) size += std::abs(scores[i] - mean);
      shapes.importance.values[c * columns + k] = size / static_cast<double>(shapes.samples);
      for (std::size_t p = 0; p < points; ++p) shapes.curves.values[(c * columns + k) * points + p] = scores[p] - mean;
      for (std::size_t m = 0; m < members && members == shapes.members; ++m) {
        const double own = meanOver(outputs.members[k], members, m);
        for (std::size_t p = 0; p < points; ++p)
          shapes.memberCurves.values[((c * columns + k) * members + m) * points + p] =
              outputs.members[k][p * members + m] - own;
      }
    }
  }
};

}  // namespace

std::shared_ptr<const Measurement> shapesMeasurement() {
  return std::make_shared<ShapesMeasurement>();
}

}  // namespace spindle
