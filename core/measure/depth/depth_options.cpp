// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/depth/depth_options.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace spindle {
namespace {

constexpr std::size_t rowsAtOnce = 64;

}  // namespace

std::size_t checkpointAt(const Run& run, const std::string& text) {
  const auto& list = run.series().checkpoints;
  if (text == "last") return list.size() - 1;
  double wanted = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), wanted);
  if (error != std::errc{} || end != text.data() + text.size())
    throw UserError("--at takes last or a training step, not \"" + printable(text) + "\".");
  const auto nearest = std::min_element(list.begin(), list.end(), [wanted](const Checkpoint& a, const Checkpoint& b) {
    return std::abs(a.step - wanted) < std::abs(b.step - wanted);
  });
  if (nearest->step != wanted)
    throw UserError("--at: " + run.name() + " has no checkpoint at " + printable(text) + "; the nearest is at " +
                    shortest(nearest->step) + " (" + nearest->name + ").");
  return static_cast<std::size_t>(nearest - list.begin());
}

ExtractionOptions overDepth(const Run& run, ExtractionOptions options, const DepthOptions& depth) {
  if (options.score == Score::value || options.output == OutputKind::value)
    throw UserError("--layers: linear probes tell classes apart, and " + run.name() +
                    " scores a plain value; interactions over depth need a network that returns classes.");
  if (!options.maskAt.empty()) {
    options.notes.push_back("Over depth variables are masked at the input, not at " + options.maskAt +
                            ", so that all layers have the same.");
    options.maskAt.clear();
    options.variables = run.variables(options.samples);
  }
  options.checkpoints = {depth.checkpoint};
  options.valuesOf = depth.layers;
  options.shareFirstLayer = false;
  if (options.batch == 0) options.batch = rowsAtOnce;
  return options;
}

}  // namespace spindle
