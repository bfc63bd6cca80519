// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_probes.h"

#include "core/base/user_error.h"

#include <nlohmann/json.hpp>

namespace spindle {
namespace {

constexpr const char* key = "probes";

}  // namespace

std::optional<StoredProbes> storedProbes(const ResultsHeader& header) {
  const auto others = readOptions(header).measurement.others;
  const auto found = others.find(key);
  if (found == others.end()) return std::nullopt;
  StoredProbes probes;
  try {
    const auto json = nlohmann::json::parse(found->second);
    probes.checkpoint = json.at("checkpoint").get<std::string>();
    probes.data = json.at("data").get<std::string>();
    probes.dataDigest = json.at("data_digest").get<std::string>();
    probes.trainSamples = json.at("train_samples").get<std::size_t>();
    probes.testSamples = json.at("test_samples").get<std::size_t>();
    probes.l2 = json.at("l2").get<double>();
    probes.trainAccuracy = json.at("train_accuracy").get<std::vector<double>>();
    probes.testAccuracy = json.at("test_accuracy").get<std::vector<double>>();
  } catch (const nlohmann::json::exception&) {
    throw UserError("The results file of " + header.run +
                    " is damaged (what it says of its probes cannot be read); copy it again, or compute it again.");
  }
  return probes;
}

void storeProbes(const StoredProbes& probes, ResultsOptions& options) {
  const nlohmann::json json{{"checkpoint", probes.checkpoint},        {"data", probes.data},
                            {"data_digest", probes.dataDigest},       {"train_samples", probes.trainSamples},
                            {"test_samples", probes.testSamples},     {"l2", probes.l2},
                            {"train_accuracy", probes.trainAccuracy}, {"test_accuracy", probes.testAccuracy}};
  options.measurement.others[key] = json.dump();
}

}  // namespace spindle
