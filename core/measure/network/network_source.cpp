// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/network/network_source.h"

#include "core/base/user_error.h"
#include "core/model/layer_chain.h"
#include "core/weights/export_lines.h"
#include "core/weights/weights_file.h"

#include <algorithm>

namespace spindle {
namespace {

/// How many classes the labels speak of; 0 where they do not.
std::size_t knownClasses(const SampleSet& set) {
  if (set.measuredTargets || set.severalLabels) return 0;
  if (!set.classes.empty()) return set.classes.size();
  std::int64_t most = 0;
  for (const Sample& sample : set.samples) most = std::max(most, sample.target);
  return most > 0 ? static_cast<std::size_t>(most) + 1 : 0;
}

}  // namespace

NetworkSource networkSource(const Run& run, std::size_t checkpoint, const ExtractionOptions& options,
                            const RunControl* control) {
  const auto file = run.series().checkpoints[checkpoint].file;
  NetworkOptions networkOptions;
  networkOptions.tokens = run.samples().format.kind == InputKind::text;
  networkOptions.shareFirstLayer = options.shareFirstLayer;
  networkOptions.device = options.device;
  networkOptions.maskAt = options.maskAt;
  networkOptions.valuesOf = options.valuesOf;
  networkOptions.container = run.description().weights.value_or("");
  networkOptions.partialWeights = run.description().partialWeights;
  networkOptions.secondInput = run.description().secondInput.value_or("");
  networkOptions.paddingToken = run.samples().paddingToken;
  networkOptions.outputTensor = run.description().outputTensor.value_or("");
  networkOptions.classes = knownClasses(run.samples());
  if (control != nullptr) networkOptions.stopRequested = [control] { return control->stopRequested(); };
  if (run.architecture().empty()) {
    if (const auto& model = run.description().model)
      throw UserError("run.json of " + run.folder().string() + " names the network " + *model +
                      ", which does not exist; correct \"model\".");
    networkOptions.layers = run.layers();
    const auto format = sniffWeightsFormat(file);
    const bool network = format == WeightsFormat::torchScript || format == WeightsFormat::torchExport;
    if (networkOptions.layers.empty() && !network) {
      const auto layers = suggestedLayers(readWeightsSummary(file, networkOptions.container).tensors);
      std::string guess;
      for (const auto& layer : layers) guess += (guess.empty() ? "\"" : ", \"") + layer + "\"";
      throw UserError(
          file.string() + " holds weights only, without the network: write it beside the checkpoints in Python with " +
          torchExportLine + " (before PyTorch 2.5: " + torchScriptLine +
          "), or record the training with resources/python/spindle_recorder.py" +
          (guess.empty() ? "."
                         : "; or, if it is this plain chain, set \"architecture\": [" + guess + "] in run.json."));
    }
    return {file, {}, networkOptions};
  }
  return {run.architecture(), file, networkOptions};
}

}  // namespace spindle
