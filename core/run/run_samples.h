#pragma once

#include "core/input/sample_set.h"
#include "core/run/run.h"
#include "core/run/run_description.h"

#include <filesystem>
#include <vector>

namespace spindle {

/// Reads the samples of a run: those that run.json names, else samples.npz, .h5, .csv, .tsv, .jsonl, .npy, .pt or the
/// folder samples/, else the only .npz in the folder. Tells in findings what was found, guessed and is missing. Throws
/// UserError when samples are there and cannot be read or do not have the shape of run.json.
SampleSet findSamples(const std::filesystem::path& folder, const RunDescription& description,
                      std::vector<Finding>& findings);

}  // namespace spindle
