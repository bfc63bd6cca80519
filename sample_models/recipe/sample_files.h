// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sample_models/recipe/labeled_data.h"

#include <filesystem>
#include <string>

namespace spindle {

/// Name of the file of samples: samples.npz, samples.csv (tables) or samples.jsonl (text).
std::string samplesFile(const LabeledData& data);

/// Writes the samples of a run into its folder, `count` test and `count` training rows (fewer where there are no more),
/// one class after the other; with label noise the last four training rows are mislabeled ones, and their names say so.
/// Names: "test 0012 ankle boot". Text comes with its vocab.txt. Throws UserError.
void writeSamples(const std::filesystem::path& folder, const LabeledData& data, std::size_t count);

}  // namespace spindle
