// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/extraction_options.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace spindle {

/// What a run's results depend on besides the options: a digest of its samples, architecture and weights, wherever they
/// lie. Reads no weights (see quickDigest); about 0.5 ms a MB of samples.
std::string runDigest(const Run& run);

/// The file in `folder` that holds the results of exactly this computation: its name ends in a digest of the run's, of
/// the options and variables, and of the version of Spindle and of its numbers. Opening a run again, or a copy of it
/// elsewhere under another name, finds what was computed; a changed file or choice does not.
std::filesystem::path resultsPlace(const std::filesystem::path& folder, const Run& run, const std::string& runDigest,
                                   ExtractionOptions options);

/// Removes the results files longest unused until at most `bytes` are left; `keep` and computations at work stay.
/// Never throws: what cannot be removed stays.
void pruneResults(const std::filesystem::path& folder, std::uintmax_t bytes, const std::filesystem::path& keep);

}  // namespace spindle
