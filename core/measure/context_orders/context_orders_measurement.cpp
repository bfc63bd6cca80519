// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/context_orders/context_orders_measurement.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/by_checkpoint.h"
#include "core/measure/checkpoint_worker.h"
#include "core/measure/context_orders/context_sampler.h"
#include "core/measure/network/whole_samples.h"
#include "core/measure/option_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr std::size_t rowsAtOnce = std::size_t{1} << 22;  // numbers in a batch of inputs

std::pair<int, int> gridOf(const MeasurementRequest& request, const InputFormat& format) {
  const auto found = request.options.find("grid");
  const std::string text = found == request.options.end() ? "16x16" : found->second;
  const auto cross = text.find('x');
  int rows = 0, columns = 0;
  const auto number = [](const char* from, const char* to, int& value) {
    const auto [end, error] = std::from_chars(from, to, value);
    return error == std::errc() && end == to;
  };
  const bool read = cross != std::string::npos && number(text.data(), text.data() + cross, rows) &&
                    number(text.data() + cross + 1, text.data() + text.size(), columns);
  if (!read || rows < 2 || columns < 2 || rows > format.shape.at(1) || columns > format.shape.at(2) ||
      rows * columns > 1024)
    throw UserError(
        "--grid takes rows x columns, such as 14x14, at least 2x2, at most 1024 cells and one a pixel of "
        "the " +
        std::to_string(format.shape.at(1)) + "x" + std::to_string(format.shape.at(2)) + " images; \"" +
        printable(text) + "\" is none.");
  return {rows, columns};
}

/// The variables as elements of the input, and how they were chosen.
struct ManyVariables {
  std::vector<std::vector<std::uint32_t>> elements;
  std::string what;
  int columns = 1;  ///< of the grid
  bool grid = false;
};

ManyVariables variablesOf(const MeasurementRequest& request) {
  const InputFormat& format = request.run.samples().format;
  ManyVariables many;
  if (format.kind == InputKind::image) {
    const auto [rows, columns] = gridOf(request, format);
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column)
        many.elements.push_back(cellVariable(format, rows, columns, row, column).elements);
    }
    many.what = "patches of a " + std::to_string(rows) + "x" + std::to_string(columns) + " grid";
    many.columns = columns;
    many.grid = true;
    return many;
  }
  if (format.kind != InputKind::tabular)
    throw UserError("measure context-orders: the samples are " + toText(format.kind) +
                    "; patches of images and columns of tables can be measured so far.");
  if (request.options.contains("grid"))
    throw UserError("--grid is for images, and the samples are a table, whose columns are the variables.");
  if (format.elements() < 3 || format.elements() > 1024)
    throw UserError("measure context-orders: the table has " + std::to_string(format.elements()) +
                    " columns; 3 to 1024 can be measured.");
  for (std::uint32_t i = 0; i < format.elements(); ++i) many.elements.push_back({i});
  many.what = "columns";
  return many;
}

ContextSampling samplingOf(const MeasurementRequest& request, const ManyVariables& many) {
  ContextSampling sampling;
  sampling.variables = static_cast<int>(many.elements.size());
  sampling.what = many.what;
  sampling.window =
      static_cast<int>(optionNumber<std::uint64_t>(request, "window", many.grid ? 2 : 0, 0, many.grid ? 1024 : 0));
  sampling.pairs = optionNumber<std::uint64_t>(request, "pairs", 200, 1, 1'000'000);
  sampling.contexts = optionNumber<std::uint64_t>(request, "contexts", 100, 2, 100'000);
  sampling.seed = optionNumber<std::uint64_t>(request, "seed", 1, 0, std::numeric_limits<std::uint64_t>::max());
  sampling.orders = publishedContextOrders(sampling.variables);
  return sampling;
}

class SampleScores {
 public:
  SampleScores(Network& network, const MaskedInput& input, const ManyVariables& many, const ScoreRule& rule)
      : network_(network), input_(input), many_(many), rule_(rule) {}

  void operator()(std::span<const std::uint8_t> present, std::span<double> scores) {
    const std::size_t n = many_.elements.size(), width = input_.elements(), outputs = network_.outputs();
    const std::size_t most = std::clamp<std::size_t>(rowsAtOnce / width, 1, scores.size());
    for (std::size_t first = 0; first < scores.size(); first += most) {
      const std::size_t count = std::min(most, scores.size() - first);
      inputs_.resize(count * width);
      results_.resize(count * outputs);
      for (std::size_t row = 0; row < count; ++row) fill(&present[(first + row) * n], &inputs_[row * width]);
      network_.evaluate(inputs_, count, results_);
      for (std::size_t row = 0; row < count; ++row)
        scores[first + row] = scoreOf(std::span<const float>(results_).subspan(row * outputs, outputs), rule_.output,
                                      rule_.score, rule_.target);
    }
  }

 private:
  void fill(const std::uint8_t* present, float* row) const {
    std::copy(input_.base().begin(), input_.base().end(), row);
    for (std::size_t i = 0; i < many_.elements.size(); ++i) {
      if (present[i] == 0) continue;
      for (const std::uint32_t element : many_.elements[i]) row[element] = input_.present(0)[element];
    }
  }

  Network& network_;
  const MaskedInput& input_;
  const ManyVariables& many_;
  ScoreRule rule_;
  std::vector<float> inputs_, results_;
};

class ContextOrdersMeasurement : public Measurement {
 public:
  [[nodiscard]] const MeasurementInfo& info() const override {
    static const MeasurementInfo info{
        "context-orders",
        "In how large contexts pairs of many variables interact, sampled (analyze context-orders shows it)",
        "Deng et al., ICLR 2022 (arXiv 2111.06236); the unbiased estimate is ours",
        {{"grid", "Images: rows x columns of patches", "16x16"},
         {"window", "Images: pairs lie within so many rows and columns of each other; 0: any pairs", "2"},
         {"pairs", "Pairs of a sample", "200"},
         {"contexts", "Contexts of a pair and order", "100"},
         {"seed", "Seed of pairs and contexts", "1"}}};
    return info;
  }

  [[nodiscard]] MeasurementReport measure(const MeasurementRequest& request, RunControl& control) const override {
    const ManyVariables many = variablesOf(request);
    SampledContextOrders orders{samplingOf(request, many), {}, {}};
    const ContextSampling& sampling = orders.sampling;
    const WholeSamples samples(request, request.rows.samples.size());
    std::vector<std::vector<std::pair<int, int>>> pairs;
    // The same pairs and contexts at every checkpoint, so that their differences are those of the network.
    for (const std::size_t s : request.rows.samples)
      pairs.push_back(drawnPairs(sampling, many.columns, sampling.seed + s));
    const std::size_t count = request.rows.checkpoints.size(), m = sampling.orders.size();
    orders.strength = {"strength", {count, pairs.size(), m}, {}};
    orders.square = {"square", {count, pairs.size(), m}, {}};
    const ExtractionOptions options = networkAlone(request, control);
    return measureByCheckpoint(
        request, asStored(orders),
        [&](std::size_t, std::size_t checkpoint, std::vector<MeasuredArray>& rows) {
          const auto network = loadCheckpoint(request.run, checkpoint, options, &control);
          for (std::size_t s = 0; s < pairs.size(); ++s) {
            SampleScores scores(*network, samples.inputs[s], many, samples.rules[s]);
            const ContextEstimate estimate = sampledContextOrders(
                sampling, pairs[s], sampling.seed + request.rows.samples[s],
                [&](auto present, auto found) { scores(present, found); }, control);
            if (!std::ranges::all_of(estimate.strength, [](double value) { return std::isfinite(value); })) continue;
            const auto at = static_cast<std::ptrdiff_t>(s * m);
            std::ranges::copy(estimate.strength, rows[0].values.begin() + at);
            std::ranges::copy(estimate.square, rows[1].values.begin() + at);
          }
        },
        control);
  }
};

}  // namespace

std::shared_ptr<const Measurement> contextOrdersMeasurement() {
  return std::make_shared<ContextOrdersMeasurement>();
}

}  // namespace spindle
