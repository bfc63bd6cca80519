// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/weights_probe.h"

#include "core/base/user_error.h"
#include "core/weights/weights_file.h"

namespace spindle {

std::string networkKind(const std::filesystem::path& file) {
  try {
    const auto format = sniffWeightsFormat(file);
    const bool network = format == WeightsFormat::torchScript || format == WeightsFormat::torchExport;
    return network ? std::string(nameOf(*format)) : std::string();
  } catch (const UserError&) {
    return {};
  }
}

bool hasWeightsInside(const std::filesystem::path& file) {
  try {
    return sniffWeightsFormat(file).has_value();
  } catch (const UserError&) {
    return false;
  }
}

std::map<std::string, double> scalarsInside(const std::filesystem::path& file) {
  try {
    return readWeightsSummary(file).scalars;
  } catch (const UserError&) {
    return {};
  }
}

}  // namespace spindle
