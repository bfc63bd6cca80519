// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_files.h"
#include "core/run/checkpoints/checkpoint_order.h"
#include "core/run/description/run_description.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace spindle {

// Which of the files that look like checkpoints are none, and what is said where none remains.

/// Tensors of inputs lie among checkpoints ("test_set.pt"): they are none where the name says so and others remain.
void setSamplesAside(const std::filesystem::path& folder, CheckpointFiles& files);

/// Files that are being written, and a network that is there before its first checkpoint.
void setUnfinishedAside(const std::filesystem::path& folder,
                        const std::function<bool(const std::filesystem::path&)>& unfinished, CheckpointFiles& files);

/// Throws UserError with the file that could be a checkpoint once something is done to it, and what.
[[noreturn]] void refuseWithoutCheckpoints(const std::filesystem::path& folder, const std::vector<SetAside>& setAside,
                                           const std::string& beside = {});

/// A network beside adapters is the network that they change: alone it would be computed as if nothing was trained.
/// Throws UserError then.
void refuseNetworkAlone(const std::filesystem::path& folder, const RunDescription& description,
                        const CheckpointSeries& series);

}  // namespace spindle
