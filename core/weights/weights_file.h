// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weights.h"

#include <filesystem>
#include <optional>
#include <string>

namespace spindle {

class ByteSource;

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
