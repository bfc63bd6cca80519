// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/npy_file.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// One array of an IDX file (MNIST's format: 0, 0, type, rank, big-endian sizes, big-endian values), gzipped or not.
/// Throws UserError when the sizes and the length of the file differ.
Tensor readIdx(std::span<const std::byte> bytes, const std::string& source);

/// True when the bytes, after inflating their beginning where they are gzipped, begin like an IDX file.
bool isIdx(std::span<const std::byte> bytes);

/// The file of labels that belongs to a file of images by its name ("train-images-idx3-ubyte.gz" ->
/// "train-labels-idx1-ubyte.gz"; "x_test.npy" -> "y_test.npy"), if it is there.
std::optional<std::filesystem::path> labelsBeside(const std::filesystem::path& images);

/// Batches of the binary version of CIFAR: records of 1 label (CIFAR-10) or 2 (CIFAR-100: coarse, fine; the fine one is
/// taken) and 3072 bytes, channel first. Gives the arrays "x" [S, 3, 32, 32] and "y" [S]. Throws UserError when the
/// length is no whole number of records or a label is out of range.
std::vector<NpyArray> readCifar(std::span<const std::byte> bytes, const std::string& source);

/// True when the length fits and every label is in range.
bool isCifar(std::span<const std::byte> bytes);

}  // namespace spindle
