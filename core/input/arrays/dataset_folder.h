// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_hints.h"
#include "core/weights/npy_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// The arrays of a folder as data sets are distributed: IDX images with their labels (names with "train" are training
/// samples, the others test samples) or the batches of CIFAR, binary (data_batch_*.bin, train.bin; test_batch.bin,
/// test.bin) or for Python (data_batch_*, train; test_batch, test). Named x_train, y_train, x_test, y_test. Empty when
/// the folder holds neither. Throws UserError for damaged files.
struct DatasetFolder {
  std::vector<NpyArray> arrays;
  std::vector<std::string> classes;  ///< of CIFAR's list of names, where it lies in the folder
};
DatasetFolder readDatasetFolder(const std::filesystem::path& folder);

/// The class names that come with CIFAR (batches.meta.txt, fine_label_names.txt, or their Python forms), in label
/// order; empty where they are not in the folder. Throws UserError when a file is damaged.
std::vector<std::string> classNamesIn(const std::filesystem::path& folder);

}  // namespace spindle
