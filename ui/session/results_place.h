#pragma once

#include "core/pipeline/extract.h"

#include <cstdint>
#include <filesystem>

namespace spindle {

/// The file in `folder` that holds the results of exactly this computation: its name ends in a digest of the run's
/// folder, its checkpoints' names, sizes and times, the options and variables, and the version of Spindle. Opening a
/// run again finds what was computed; a changed file or choice does not.
std::filesystem::path resultsPlace(const std::filesystem::path& folder, const Run& run, ExtractionOptions options);

/// Removes the results files longest unused until at most `bytes` are left; `keep` and computations at work stay.
/// Never throws: what cannot be removed stays.
void pruneResults(const std::filesystem::path& folder, std::uintmax_t bytes, const std::filesystem::path& keep);

}  // namespace spindle
