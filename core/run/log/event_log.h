// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/log/training_log.h"

#include <filesystem>
#include <string>

namespace spindle {

bool isEventFile(const std::filesystem::path& file);

/// All event files in a folder and below it (4 levels) as one log; a single event file is taken too. Several files of
/// one folder are restarts: at equal step the later wall time wins. Scalars of a sub-folder are named "folder/tag", as
/// add_scalars writes them. A tag "epoch" (Lightning) gives the epochs of the steps. Throws UserError.
TrainingLog readEventLog(const std::filesystem::path& folderOrFile, const std::string& name);

}  // namespace spindle
