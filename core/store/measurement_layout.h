// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/hdf5_error.h"
#include "core/store/stored_measurement.h"

#include <vector>

namespace spindle {

// The group /measurements of a results file. Both throw Hdf5Failure and stand under an Hdf5Scope.

/// Writes nothing where there is none.
void writeMeasurements(hid_t root, const std::vector<StoredMeasurement>& measurements);

/// Empty where the file has none. Checks extents before it reserves memory.
std::vector<StoredMeasurement> readMeasurements(hid_t root, hsize_t checkpoints);

}  // namespace spindle
