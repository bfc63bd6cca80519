// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace spindle {

/// One checkpoint as the tables for other programs show it. Strengths: order k at index k - 1, negative ones <= 0; all
/// four lists are equally long, or empty where the checkpoint is not done. Epoch and losses NaN where unknown.
struct CsvCheckpoint {
  double step = 0.0, epoch = 0.0, trainLoss = 0.0, testLoss = 0.0;
  std::vector<double> andPositive, andNegative, orPositive, orNegative;
};

/// Tidy, one number a line: run,step,epoch,order,sign,kind,strength with sign positive or negative and kind and or or.
/// Numbers read back as the same doubles ("nan" where unknown), names as csvCell says, lines end with a line feed.
std::string dynamicsCsv(const std::string& run, std::span<const CsvCheckpoint> checkpoints);

/// In the same way run,step,epoch,train_loss,test_loss.
std::string lossesCsv(const std::string& run, std::span<const CsvCheckpoint> checkpoints);

/// The same as files, written whole or not at all, by the rule of writeOutput. Throws UserError.
void exportDynamicsCsv(const std::filesystem::path& file, const std::string& run,
                       std::span<const CsvCheckpoint> checkpoints);
void exportLossesCsv(const std::filesystem::path& file, const std::string& run,
                     std::span<const CsvCheckpoint> checkpoints);

}  // namespace spindle
