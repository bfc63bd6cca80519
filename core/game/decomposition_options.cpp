// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/game/decomposition_options.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/game/value_function.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace spindle {
namespace {

struct Name {
  DecompositionMethod method;
  const char* text;
};

constexpr std::array<Name, 4> names{{{DecompositionMethod::sparsest, "and-or"},
                                     {DecompositionMethod::andOnly, "and"},
                                     {DecompositionMethod::orOnly, "or"},
                                     {DecompositionMethod::published, "published"}}};

}  // namespace

std::vector<OptionProblem> DecompositionOptions::problems() const {
  std::vector<OptionProblem> found;
  const auto require = [&found](bool holds, const char* field, double value, const char* rule) {
    if (!holds) found.push_back({field, shortest(value), std::string("must be ") + rule});
  };
  require(noiseBound >= 0.0 && noiseBound <= 1.0, "noise bound", noiseBound, "from 0 to 1");
  require(noiseRange >= 0.0 && std::isfinite(noiseRange), "noise range", noiseRange, "at least 0");
  require(gap >= 1e-6 && gap <= 1.0, "gap", gap, "from 1e-6 to 1");
  require(maxIterations >= 1, "iterations", maxIterations, "at least 1");
  require(published.iterations >= 1, "iterations of the published procedure", published.iterations, "at least 1");
  require(published.learningRate > 0.0 && std::isfinite(published.learningRate), "learning rate",
          published.learningRate, "above 0");
  require(published.momentum >= 0.0 && published.momentum < 1.0, "momentum", published.momentum, "from 0 to below 1");
  return found;
}

std::string toText(DecompositionMethod method) {
  return std::ranges::find(names, method, &Name::method)->text;
}

DecompositionMethod decompositionMethodFrom(std::string_view text) {
  const auto found = std::ranges::find_if(names, [text](const Name& name) { return text == name.text; });
  if (found == names.end())
    throw UserError("There is no decomposition \"" + std::string(text) + "\": use and-or, and, or or published.");
  return found->method;
}

std::string toText(TieBreak ties) {
  return ties == TieBreak::low ? "low" : ties == TieBreak::high ? "high" : "none";
}

TieBreak tieBreakFrom(std::string_view text) {
  for (const auto ties : {TieBreak::none, TieBreak::low, TieBreak::high}) {
    if (toText(ties) == text) return ties;
  }
  throw UserError("There is no tie-break \"" + std::string(text) + "\": use low, high or none.");
}

std::string toText(NoiseScale scale) {
  return scale == NoiseScale::mean ? "mean" : "sample";
}

NoiseScale noiseScaleFrom(std::string_view text) {
  for (const auto scale : {NoiseScale::sample, NoiseScale::mean}) {
    if (toText(scale) == text) return scale;
  }
  throw UserError("There is no noise range \"" + std::string(text) + "\": use sample or mean.");
}

}  // namespace spindle
