// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/results_source.h"

#include "core/results/header_difference.h"
#include "core/weights/content_digest.h"
#include "core/weights/digest.h"

#include <nlohmann/json.hpp>

namespace spindle {
namespace {

std::string sampleDigest(const Sample& sample) {
  Digest digest;
  digest.add(std::as_bytes(std::span(sample.values)));
  digest.add(static_cast<std::uint64_t>(sample.target));
  return digest.text();
}

std::string architectureDigest(const Run& run) {
  if (!run.architecture().empty()) return contentDigest(run.architecture());
  Digest digest;
  for (const std::string& layer : run.layers()) digest.add(layer);
  // A network that is built from weights also follows the configuration beside them.
  if (!run.layers().empty()) {
    std::error_code error;
    const auto& first = run.series().checkpoints.front().file;
    const auto folder = std::filesystem::is_directory(first, error) ? first : first.parent_path();
    digest.add(contentDigest(folder / "config.json"));
  }
  return digest.text();
}

/// What else decides about the network's inputs and weights and does not stand among the options.
std::string settingsText(const Run& run, int numbers) {
  const InputFormat& format = run.samples().format;
  nlohmann::json json;
  json["kind"] = toText(format.kind);
  json["shape"] = format.shape;
  json["mean"] = format.mean;
  json["std"] = format.std;
  json["weights"] = run.description().weights.value_or("");
  if (run.description().layout) json["layout"] = *run.description().layout;
  if (run.description().secondInput) json["second_input"] = *run.description().secondInput;
  if (run.description().outputTensor) json["output_tensor"] = *run.description().outputTensor;
  if (run.samples().paddingToken != 0) json["padding"] = run.samples().paddingToken;
  json["partial_weights"] = run.description().partialWeights;
  if (numbers != unnamedNumbers) json[numbersKey] = numbers;
  return json.dump();
}

}  // namespace

ResultsSource sourceWithoutWeights(const Run& run, std::span<const std::size_t> samples, int numbers) {
  ResultsSource source;
  for (const std::size_t s : samples) source.samples.push_back(sampleDigest(run.samples().samples[s]));
  source.architecture = architectureDigest(run);
  source.settings = settingsText(run, numbers);
  return source;
}

ResultsSource resultsSource(const Run& run, const ExtractionOptions& options, const RunControl& control) {
  ResultsSource source = sourceWithoutWeights(run, options.samples);
  for (std::size_t row = 0; row < options.checkpoints.size(); ++row) {
    if (control.stopRequested()) throw Stopped{};
    const auto& file = run.series().checkpoints[options.checkpoints[row]].file;
    source.checkpoints.push_back(inPart(options, row) ? contentDigest(file) : std::string());
  }
  return source;
}

}  // namespace spindle
