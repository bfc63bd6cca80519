// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_types.h"
#include "core/store/results_file.h"

#include <string>

namespace spindle {

// What describes a results file: its version, run, options, checkpoints, samples, source and measurements. All of it
// throws Hdf5Failure, and UserError where the file is of another version; all stands under an Hdf5Scope.

void writeHeader(hid_t root, const ResultsHeader& header);

/// Throws UserError, with `name`, where `root` is no results file or one of another version.
void requireResultsSchema(hid_t root, const std::string& name);

/// All of `header` but the number of variables.
void readHeader(hid_t root, const std::string& name, hsize_t checkpoints, hsize_t samples, ResultsHeader& header);

}  // namespace spindle
