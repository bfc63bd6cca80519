// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/tensor.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace spindle {

class ByteSource;

/// One numpy array. Text (<U, |S) stands in texts as UTF-8, row by row, and the tensor then holds no bytes but the
/// shape; numbers stand in the tensor, and texts is empty.
struct NpyArray {
  std::string name;  ///< key in the .npz, without ".npy"; empty for a .npy
  bool isText = false;
  Tensor tensor;
  std::vector<std::string> texts;
};

/// What an array says of itself before its data are read.
struct ArrayClaim {
  std::string name;
  std::vector<std::int64_t> shape;
  std::size_t itemBytes = 0;  ///< of one element; of text, of the longest
  bool isText = false;
};

/// Asked before the data of an array are read; false leaves it out.
using ArrayFilter = std::function<bool(const ArrayClaim& array)>;

/// Arrays of an .npz, stored or deflated; big-endian and column-by-column arrays are converted. Sizes are checked
/// before memory is reserved. Throws UserError: arrays of objects, complex numbers and dates are refused by name.
std::vector<NpyArray> readNpzArrays(const std::filesystem::path& file);
std::vector<NpyArray> readNpzArrays(const ByteSource& source, const ArrayFilter& wanted = {});

/// The arrays of numbers alone.
std::vector<NamedTensor> readNpz(const std::filesystem::path& file);

NpyArray readNpyArray(const std::filesystem::path& file);
/// What the filter throws is passed on; its answer does not count.
NpyArray readNpyArray(const ByteSource& source, const ArrayFilter& wanted = {});

/// Throws UserError when it is an array of text.
Tensor readNpy(const std::filesystem::path& file);

}  // namespace spindle
