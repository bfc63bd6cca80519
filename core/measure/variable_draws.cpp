// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/variable_draws.h"

#include "core/base/split_mix.h"
#include "core/base/user_error.h"
#include "core/input/variables/point_clusters.h"
#include "core/measure/extraction_job.h"
#include "core/results/stored_draws.h"
#include "core/run/samples/default_variables.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace spindle {
namespace {

GridDescription drawnGrid(const Run& run, const ExtractionOptions& options, int count, std::uint64_t seed) {
  GridDescription description;
  if (const auto* described = std::get_if<GridDescription>(&run.description().variables)) {
    description = *described;
  } else if (!options.maskAt.empty()) {
    description.grid = {
        options.maskRows, options.maskColumns, count, 0, {1, 1, options.maskRows - 1, options.maskColumns - 1}};
  } else {
    description.grid = defaultGrid(run.samples().format);
  }
  GridOptions& grid = description.grid;
  grid.seed = seed;
  grid.count = count;
  const auto& within = grid.within;
  if ((within[2] - within[0]) * (within[3] - within[1]) <= count) grid.within = {0, 0, 0, 0};
  if (grid.rows * grid.columns <= count)
    throw UserError("All cells of the grid are variables: there is nothing to draw anew; take fewer variables.");
  return description;
}

/// `count` of `from`, drawn without replacement, in rising order.
std::vector<std::uint32_t> drawn(std::vector<std::uint32_t> from, std::size_t count, SplitMix64& random) {
  drawToFront(std::span(from), count, random);
  from.resize(std::min(count, from.size()));
  std::sort(from.begin(), from.end());
  return from;
}

InputVariables drawnColumns(const SampleSet& set, std::size_t count, std::uint64_t seed) {
  std::vector<std::uint32_t> columns(set.format.elements());
  std::iota(columns.begin(), columns.end(), 0U);
  if (columns.size() <= count)
    throw UserError("All " + std::to_string(columns.size()) +
                    " columns are variables: there is nothing to draw anew; take fewer variables.");
  SplitMix64 random(seed);
  std::vector<InputVariable> list;
  for (const auto column : drawn(columns, count, random)) {
    const auto name = column < set.columns.size() ? set.columns[column] : "column " + std::to_string(column);
    list.push_back(columnVariable(set.format, {column}, name));
  }
  return {std::move(list), set.format.elements()};
}

InputVariables drawnWords(const SampleSet& set, const Sample& sample, std::size_t count, SplitMix64& random) {
  std::vector<std::uint32_t> words = meaningfulWords(sample);
  if (words.size() < count) words = keptWords(sample);
  std::vector<InputVariable> list;
  for (const auto word : drawn(words, count, random)) list.push_back(wordVariable(sample, {word}, sample.words[word]));
  if (list.empty()) list.push_back({"no words", {0}, {}, {}});  // a text of blanks, which is not computed
  return {std::move(list), set.format.elements()};
}

/// Counts the checkpoints of several files as one.
class SharedProgress : public RunControl {
 public:
  SharedProgress(RunControl& control, std::size_t files) : control_(control), files_(files) {}
  [[nodiscard]] bool stopRequested() const override { return control_.stopRequested(); }
  void progress(std::size_t done, std::size_t total, std::string_view what) override {
    control_.progress(file * total + done, files_ * total, what);
  }
  std::size_t file = 0;

 private:
  RunControl& control_;
  std::size_t files_;
};

bool areNamed(const VariablesDescription& described) {
  return std::holds_alternative<VariableList>(described) || std::holds_alternative<EachDescription>(described) ||
         std::holds_alternative<MapDescription>(described);
}

}  // namespace

std::vector<InputVariables> redrawnVariables(const Run& run, const ExtractionOptions& options, std::uint64_t seed) {
  if (areNamed(run.description().variables))
    throw UserError(
        "The variables are named one by one in run.json (or by a map of regions): there is nothing to draw anew; "
        "describe a grid under "
        "\"variables\", or take the key out.");
  const int count = options.variables.empty() ? 0 : options.variables.front().count();
  const SampleSet& set = run.samples();
  std::vector<InputVariables> all, chosen;
  switch (set.format.kind) {
    case InputKind::image:
      return run.variables(drawnGrid(run, options, count, seed), options.samples);
    case InputKind::tabular:
      return {options.samples.size(), drawnColumns(set, static_cast<std::size_t>(count), seed)};
    case InputKind::text: {
      SplitMix64 random(seed);
      for (const Sample& sample : set.samples)
        all.push_back(drawnWords(set, sample, static_cast<std::size_t>(count), random));
      break;
    }
    case InputKind::points:
      for (const std::size_t s : options.samples)
        chosen.push_back(drawClusters(
            set.format, clusterPoints(set.samples.at(s), set.format, clusterCounts(set.format).first, 0), count, seed));
      return chosen;
    case InputKind::bodies:
      throw UserError("All bodies are variables: there is nothing to draw anew; leave the draws out.");
  }
  for (const std::size_t s : options.samples) chosen.push_back(all.at(s));
  return chosen;
}

bool canRedraw(const Run& run, const ExtractionOptions& options) {
  if (areNamed(run.description().variables)) return false;
  if (run.samples().format.kind == InputKind::bodies) return false;  // all of them are variables
  const int count = options.variables.empty() ? 0 : options.variables.front().count();
  try {
    if (run.samples().format.kind == InputKind::image) drawnGrid(run, options, count, 0);
    if (run.samples().format.kind == InputKind::tabular)
      drawnColumns(run.samples(), static_cast<std::size_t>(count), 0);
  } catch (const UserError&) {
    return false;
  }
  return count > 0;
}

std::uint64_t drawSeed(const Run& run) {
  const auto* described = std::get_if<GridDescription>(&run.description().variables);
  return described != nullptr ? described->grid.seed : 0;
}

Outcome extractDraws(const Run& run, const ExtractionOptions& options, const std::filesystem::path& results,
                     std::size_t draws, bool resume, RunControl& control) {
  SharedProgress shared(control, draws - 1);
  for (std::size_t draw = 2; draw <= draws; ++draw, ++shared.file) {
    ExtractionOptions drawn = options;
    drawn.variables = redrawnVariables(run, options, drawSeed(run) + draw - 1);
    const auto file = drawPath(results, draw);
    const auto report =
        extractToFile(run, drawn, options.part ? partPath(file, *options.part) : file, resume, nullptr, shared);
    if (report.outcome == Outcome::stopped) return Outcome::stopped;
  }
  return Outcome::finished;
}

}  // namespace spindle
