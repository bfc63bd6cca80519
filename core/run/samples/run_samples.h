// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/run/description/run_description.h"
#include "core/run/finding.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// Reads the samples of a run: those that run.json names, else samples.npz, .h5, .csv, .tsv, .jsonl, .npy, .pt or the
/// folder samples/, else the first of likelySampleFiles() that can be read, else the only .npz, .jsonl or .h5
/// in the folder; never a
/// file of `taken`, which have another role (relative names). Where the checkpoints lie in the folder `base` further
/// down, samples there come before those of the folders above it. Tells in findings what was found, guessed and is
/// missing. Throws UserError when samples that run.json names, or that have a name of samples, cannot be read or do not
/// have the shape of run.json.
SampleSet findSamples(const std::filesystem::path& folder, const RunDescription& description, const std::string& base,
                      std::span<const std::string> taken, std::vector<Finding>& findings);

/// Other samples of the same kind, shape and normalization as `like`, which `description` describes, from a file or
/// folder of any kind that samples may have. Throws UserError where it cannot be read or holds inputs of another kind
/// or shape.
SampleSet samplesLike(const SampleSet& like, const std::filesystem::path& folder, const RunDescription& description,
                      const std::filesystem::path& file);

}  // namespace spindle
