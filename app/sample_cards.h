// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/sample_card.h"

#include <filesystem>
#include <vector>

namespace spindle::app {

/// The bundled runs, one for each kind of input, in the order in which they are offered; those that are not installed
/// are left out.
std::vector<SampleCard> sampleCards();

/// The folder of their results; empty in a build without them, where they are computed.
std::filesystem::path bundledResultsFolder();

}  // namespace spindle::app
