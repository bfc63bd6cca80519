// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/tensor.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// What a file of weights is, decided by its bytes, never by its name.
enum class WeightsFormat { torchZip, torchLegacy, torchScript, safetensors, safetensorsIndex, torchIndex };

class ByteSource;

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

/// Reads names, shapes and scalars only. Throws UserError: file, what was found, what to do.
/// file may be a folder of the Hugging Face Trainer (model.safetensors, pytorch_model.bin, or shards with their index).
WeightsSummary readWeightsSummary(const std::filesystem::path& file, const std::string& container = {});
WeightsSummary readWeightsSummary(const ByteSource& source, const std::string& container = {});

/// Reads everything, in no more memory than the tensors and one storage. `container` picks one of the alternatives;
/// empty = by rule. TorchScript archives are read too (their parameters and buffers by name). The CRC of every zip
/// entry that is used is checked. Prefixes are stripped although the architecture may have them itself (a model that
/// calls its only part `model`): whoever matches names tries summary.strippedPrefix + name too. Throws UserError.
Weights readWeights(const std::filesystem::path& file, const std::string& container = {});
Weights readWeights(const ByteSource& source, const std::string& container = {});

/// nullopt when the bytes are of none of the formats. Throws UserError when the file cannot be read.
std::optional<WeightsFormat> sniffWeightsFormat(const std::filesystem::path& file);

/// The file of weights in a folder `checkpoint-N` as the Hugging Face Trainer leaves it; nullopt when there is none.
std::optional<std::filesystem::path> weightsFileIn(const std::filesystem::path& folder);

}  // namespace spindle
