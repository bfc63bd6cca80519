// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/export_csv.h"

#include "core/base/csv_text.h"
#include "core/base/text.h"
#include "core/store/output_file.h"
#include "core/store/table_headers.h"

namespace spindle {

std::string dynamicsCsv(const std::string& run, std::span<const CsvCheckpoint> checkpoints) {
  const std::string name = csvCell(run);
  std::string text(table_headers::dynamics);
  for (const auto& checkpoint : checkpoints) {
    const std::string step = shortest(checkpoint.step), epoch = shortest(checkpoint.epoch);
    for (std::size_t k = 0; k < checkpoint.andPositive.size(); ++k) {
      const std::string order = std::to_string(k + 1);
      appendCsvLine(text, {name, step, epoch, order, "positive", "and", shortest(checkpoint.andPositive.at(k))});
      appendCsvLine(text, {name, step, epoch, order, "positive", "or", shortest(checkpoint.orPositive.at(k))});
      appendCsvLine(text, {name, step, epoch, order, "negative", "and", shortest(checkpoint.andNegative.at(k))});
      appendCsvLine(text, {name, step, epoch, order, "negative", "or", shortest(checkpoint.orNegative.at(k))});
    }
  }
  return text;
}

std::string lossesCsv(const std::string& run, std::span<const CsvCheckpoint> checkpoints) {
  const std::string name = csvCell(run);
  std::string text(table_headers::losses);
  for (const auto& checkpoint : checkpoints) {
    appendCsvLine(text, {name, shortest(checkpoint.step), shortest(checkpoint.epoch), shortest(checkpoint.trainLoss),
                         shortest(checkpoint.testLoss)});
  }
  return text;
}

void exportDynamicsCsv(const std::filesystem::path& file, const std::string& run,
                       std::span<const CsvCheckpoint> checkpoints) {
  writeOutput(file, OutputFormat::table, dynamicsCsv(run, checkpoints));
}

void exportLossesCsv(const std::filesystem::path& file, const std::string& run,
                     std::span<const CsvCheckpoint> checkpoints) {
  writeOutput(file, OutputFormat::table, lossesCsv(run, checkpoints));
}

}  // namespace spindle
