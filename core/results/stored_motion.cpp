// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_motion.h"

#include "core/base/user_error.h"
#include "core/results/known_measurement.h"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace spindle {
namespace {

constexpr std::int64_t schema = 1;

/// The arrays under their names.
template <class Motion>
auto arraysOf(Motion& motion) {
  return std::array{std::pair{"error", &motion.error},           std::pair{"paths", &motion.paths},
                    std::pair{"scores", &motion.scores},         std::pair{"still", &motion.still},
                    std::pair{"straight", &motion.straight},     std::pair{"true_paths", &motion.truePaths},
                    std::pair{"true_scores", &motion.trueScores}};
}

bool fits(const BodyMotion& motion, const ResultsHeader& header) {
  using Extent = std::array<std::size_t, 3>;
  constexpr std::size_t most = 13;
  if (motion.bodies < 2 || motion.bodies > most || motion.times == 0 || motion.horizons == 0 || !(motion.horizon > 0.0))
    return false;
  const std::size_t c = header.checkpoints(), m = motion.systems(), d = motion.drawn(), s = header.samples();
  const std::size_t all = motion.times * motion.horizons, wide = 3 * motion.bodies;
  const std::size_t scores = motion.times * motion.coalitions();
  return m > 0 && motion.error.extent == Extent{c, m, all} && motion.still.extent == Extent{c, m, all} &&
         motion.straight.extent == Extent{c, m, all} && motion.paths.extent == Extent{c, d, all * wide} &&
         motion.truePaths.extent == Extent{c, d, (all + 1) * wide} && motion.scores.extent == Extent{c, s, scores} &&
         motion.trueScores.extent == Extent{c, s, scores};
}

}  // namespace

StoredMeasurement asStored(const BodyMotion& motion) {
  const nlohmann::json json{{"force", motion.force},
                            {"horizon", motion.horizon},
                            {"times", motion.times},
                            {"horizons", motion.horizons},
                            {"bodies", motion.bodies}};
  StoredMeasurement stored{BodyMotion::name, schema, json.dump(), {}};
  for (const auto& [name, array] : arraysOf(motion)) {
    stored.arrays.push_back(*array);
    stored.arrays.back().name = name;
  }
  return stored;
}

std::optional<BodyMotion> storedMotion(const ResultsHeader& header) {
  const StoredMeasurement* found = knownMeasurement(
      header, BodyMotion::name, schema, "The motion of bodies in the results file of " + header.run + " has");
  if (found == nullptr) return std::nullopt;
  BodyMotion motion;
  bool sound = true;
  try {
    const auto json = nlohmann::json::parse(found->options);
    json.at("force").get_to(motion.force);
    json.at("horizon").get_to(motion.horizon);
    json.at("times").get_to(motion.times);
    json.at("horizons").get_to(motion.horizons);
    json.at("bodies").get_to(motion.bodies);
  } catch (const nlohmann::json::exception&) {
    sound = false;
  }
  for (const MeasuredArray& one : found->arrays) {
    for (const auto& [name, array] : arraysOf(motion)) {
      if (one.name == name) *array = one;
    }
  }
  if (!sound || !fits(motion, header))
    throw UserError("The results file of " + header.run +
                    " is damaged (its motion of bodies does not fit together); measure it again with spindle measure "
                    "bodies.");
  return motion;
}

}  // namespace spindle
