// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/tensor.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// What a file of weights is, decided by its bytes, never by its name.
enum class WeightsFormat { torchZip, torchLegacy, torchScript, torchExport, safetensors, safetensorsIndex, torchIndex };

struct TensorHeader {
  std::string name;
  ElementType type;
  std::vector<std::int64_t> shape;
};

/// "PyTorch (zip)", "safetensors", ...
[[nodiscard]] std::string_view nameOf(WeightsFormat format);

/// What stands in a checkpoint besides the numbers of its tensors. Cheap: no tensor data are read.
struct WeightsSummary {
  WeightsFormat format;
  std::string container;              ///< key under which the weights were found ("state_dict", ...), "" for the root
  std::string strippedPrefix;         ///< prefixes removed from every name, outermost first ("module.model.")
  std::vector<TensorHeader> tensors;  ///< in file order, names after stripping
  std::map<std::string, double> scalars;  ///< "epoch", "global_step", "step", "iteration", "train_loss", ...
  std::vector<std::string> opaque;        ///< classes that were not executed ("argparse.Namespace", ...)
  std::vector<std::string>
      alternatives;  ///< other containers that hold weights too ("state_dict_ema"), never picked silently
};

struct Weights {
  WeightsSummary summary;
  std::vector<NamedTensor> tensors;
};

}  // namespace spindle
