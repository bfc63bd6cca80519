// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_kernel.h"

#include "core/base/user_error.h"
#include "core/results/known_measurement.h"

#include <nlohmann/json.hpp>

namespace spindle {
namespace {

constexpr std::int64_t schema = 1;

[[noreturn]] void damaged(const ResultsHeader& header) {
  throw UserError("The results file of " + header.run +
                  " is damaged (its kernel does not fit together); measure it again with spindle measure kernel.");
}

}  // namespace

StoredMeasurement asStored(const TangentKernel& kernel) {
  const nlohmann::json json{{"parameters", kernel.pattern},
                            {"parameter_count", kernel.parameters},
                            {"samples", kernel.samples()},
                            {"unreached", kernel.unreached}};
  return {TangentKernel::name, schema, json.dump(), {kernel.ntk, kernel.eigenvalues, kernel.normalized}};
}

std::optional<TangentKernel> storedKernel(const ResultsHeader& header) {
  const StoredMeasurement* found =
      knownMeasurement(header, TangentKernel::name, schema, "The kernel in the results file of " + header.run + " has");
  if (found == nullptr) return std::nullopt;
  TangentKernel kernel;
  std::size_t samples = 0;
  try {
    const auto json = nlohmann::json::parse(found->options);
    json.at("parameters").get_to(kernel.pattern);
    json.at("parameter_count").get_to(kernel.parameters);
    json.at("samples").get_to(samples);
    json.at("unreached").get_to(kernel.unreached);
  } catch (const nlohmann::json::exception&) {
    damaged(header);
  }
  for (const MeasuredArray& array : found->arrays) {
    if (array.name == "ntk") kernel.ntk = array;
    if (array.name == "eigenvalues") kernel.eigenvalues = array;
    if (array.name == "normalized_eigenvalues") kernel.normalized = array;
  }
  const std::array<std::size_t, 3> matrix{header.checkpoints(), samples, samples},
      list{header.checkpoints(), samples, 1};
  if (samples == 0 || samples > header.samples() || kernel.ntk.extent != matrix || kernel.eigenvalues.extent != list ||
      kernel.normalized.extent != list)
    damaged(header);
  return kernel;
}

}  // namespace spindle
