// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// Files and folders of a run folder that are likely to hold input samples, by name and place only, the likeliest
/// first, relative to `folder`: test data before validation data before data of no known part before training data;
/// in the folder itself, in folders of class folders with images or points ("val/cat/1.png"), and in folders such as
/// "data" and those that torchvision makes ("data/FashionMNIST/raw"), three levels deep. Names that tell of logs,
/// results or checkpoints are left out, and so are labels that lie beside their inputs. Does not throw; opens no file.
std::vector<std::string> likelySampleFiles(const std::filesystem::path& folder);

/// The part that a file or folder of samples is of by its name: "x_train.npy" training, "t10k-images" and "val" test;
/// unknown where the name tells nothing, or both.
Split splitByName(const std::filesystem::path& samples);

}  // namespace spindle
