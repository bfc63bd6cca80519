// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/checkpoints/checkpoint_series.h"
#include "core/run/checkpoints/order_hints.h"

namespace spindle {

/// Orders checkpoints by training step. names are relative to folder. The position comes from the file's stem, else
/// from the nearest parent folder that has one, else from counters inside the file, else (when nothing is known of any
/// file) from the natural order of the names. Aliases and second files of one step are skipped.
CheckpointSeries orderCheckpoints(const std::filesystem::path& folder, const std::vector<std::string>& names,
                                  const OrderHints& hints);

/// Lightning counts epochs from zero: "epoch=3-step=1200" was saved when 4 were done. Where the steps show it (the same
/// number of steps for each of epoch + 1 epochs), makes `epoch` the number of finished epochs. Returns whether it did.
bool countFinishedEpochs(CheckpointSeries& series);

}  // namespace spindle
