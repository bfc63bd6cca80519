// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/run_control.h"
#include "core/measure/extraction_options.h"

#include <filesystem>
#include <optional>

namespace spindle {

/// The results file in `folder` that holds exactly this computation: the same weights, architecture, samples, input
/// variables and options, made by this version. Compares contents, whatever the files are called; none where there is
/// no such file or no folder. Reads the tables of contents of all checkpoints. Throws Stopped.
std::optional<std::filesystem::path> bundledResults(const std::filesystem::path& folder, const Run& run,
                                                    const ExtractionOptions& options, const RunControl& control);

/// Puts a copy of `file` at `place`, whole or not at all. Throws UserError.
void copyBundled(const std::filesystem::path& file, const std::filesystem::path& place);

}  // namespace spindle
