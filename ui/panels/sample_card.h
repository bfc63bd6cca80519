// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>

namespace spindle {

/// A sample run that the empty page offers.
struct SampleCard {
  std::filesystem::path folder;
  QString title;
  QString about;  ///< what it is, how large, how long it takes: two short lines
};

}  // namespace spindle
