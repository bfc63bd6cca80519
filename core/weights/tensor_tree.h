// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/npy_file.h"
#include "core/weights/tensor.h"

#include <filesystem>
#include <vector>

namespace spindle {

class ByteSource;

/// Every tensor of a file, whatever it is for: torch.save (zip and legacy), TorchScript, plain pickles with numpy
/// arrays (the Python version of CIFAR), safetensors, .npy and .npz. Keys of nested containers are joined by '/',
/// positions in lists are numbers, a list of whole numbers in the outermost container is an int64 tensor (labels), a
/// file that holds one bare tensor gives the name "". No prefix is stripped. wanted: asked before the numbers of a
/// tensor are read, but for those of plain pickles, which stand in the pickle itself. Throws UserError.
std::vector<NamedTensor> readTensors(const std::filesystem::path& file, const ArrayFilter& wanted = {});
std::vector<NamedTensor> readTensors(const ByteSource& source, const ArrayFilter& wanted = {});

}  // namespace spindle
