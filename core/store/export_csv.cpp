#include "core/store/export_csv.h"

#include "core/base/text.h"
#include "core/store/atomic_file.h"
#include "core/store/csv_text.h"

namespace spindle {
void exportDynamicsCsv(const std::filesystem::path& file, const std::string& run,
                       std::span<const CsvCheckpoint> checkpoints) {
  const std::string name = csvCell(run);
  std::string text = "run,step,epoch,order,sign,kind,strength\n";
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
  writeFileAtomically(file, text);
}

void exportLossesCsv(const std::filesystem::path& file, const std::string& run,
                     std::span<const CsvCheckpoint> checkpoints) {
  const std::string name = csvCell(run);
  std::string text = "run,step,epoch,train_loss,test_loss\n";
  for (const auto& checkpoint : checkpoints) {
    appendCsvLine(text, {name, shortest(checkpoint.step), shortest(checkpoint.epoch), shortest(checkpoint.trainLoss),
                         shortest(checkpoint.testLoss)});
  }
  writeFileAtomically(file, text);
}

}  // namespace spindle
