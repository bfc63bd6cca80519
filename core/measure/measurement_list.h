// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measurement.h"

#include <filesystem>
#include <memory>

namespace spindle {

using MeasurementList = std::vector<std::shared_ptr<const Measurement>>;
MeasurementList allMeasurements();

/// Throws UserError, which lists what there is.
std::shared_ptr<const Measurement> measurementNamed(const MeasurementList& list, const std::string& name);

/// How a measurement is made: all of it, or the checkpoints of a part, which the call for all of it finds.
struct MeasureHow {
  std::map<std::string, std::string> options = {};
  int workers = 1;
  std::optional<Part> part = {};
};

/// Measures on the run that the results are of and puts it into the file, in the place of an earlier one of that name;
/// scores and interactions stay. Returns the notes. Throws UserError where the results are those of another run or of
/// other weights, and Stopped; then, and after a part, the file is as it was, and the checkpoints that were finished
/// are not measured again by the next call.
std::vector<std::string> measureInto(const Measurement& measurement, const Run& run, const std::filesystem::path& file,
                                     const MeasureHow& how, RunControl& control);

}  // namespace spindle
