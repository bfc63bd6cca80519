// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_noise_stability.h"

#include "core/base/user_error.h"
#include "core/results/known_measurement.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace spindle {
namespace {

constexpr std::int64_t schema = 1;

[[noreturn]] void damaged(const ResultsHeader& header) {
  throw UserError("The results file of " + header.run +
                  " is damaged (its stability under noise does not fit together); measure it again with spindle "
                  "measure noise-stability.");
}

}  // namespace

StoredMeasurement asStored(const NoiseStability& stability) {
  const nlohmann::json json{{"draws", stability.draws}, {"seed", stability.seed}, {"sigma", stability.sigma}};
  return {NoiseStability::name, schema, json.dump(), {stability.stability, stability.salient}};
}

std::optional<NoiseStability> storedNoiseStability(const ResultsHeader& header) {
  const StoredMeasurement* found = knownMeasurement(
      header, NoiseStability::name, schema, "The stability under noise in the results file of " + header.run + " has");
  if (found == nullptr) return std::nullopt;
  NoiseStability stability;
  try {
    const auto json = nlohmann::json::parse(found->options);
    json.at("draws").get_to(stability.draws);
    json.at("seed").get_to(stability.seed);
    json.at("sigma").get_to(stability.sigma);
  } catch (const nlohmann::json::exception&) {
    damaged(header);
  }
  for (const MeasuredArray& array : found->arrays) {
    if (array.name == "stability") stability.stability = array;
    if (array.name == "salient") stability.salient = array;
  }
  const std::array<std::size_t, 3> wanted{header.checkpoints(), header.samples(),
                                          static_cast<std::size_t>(header.variables)};
  if (stability.stability.extent != wanted || stability.salient.extent != wanted) damaged(header);
  return stability;
}

}  // namespace spindle
