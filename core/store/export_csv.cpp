#include "core/store/export_csv.h"

#include "core/base/text.h"
#include "core/store/atomic_file.h"

#include <initializer_list>
#include <string_view>

namespace spindle {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

void appendLine(std::string& text, std::initializer_list<std::string_view> fields) {
  bool first = true;
  for (const auto field : fields) {
    if (!first) text += ',';
    text += field;
    first = false;
  }
  text += '\n';
}

}  // namespace

void exportDynamicsCsv(const std::filesystem::path& file, const std::string& run,
                       std::span<const CsvCheckpoint> checkpoints) {
  const std::string name = quoted(run);
  std::string text = "run,step,epoch,order,sign,kind,strength\n";
  for (const auto& checkpoint : checkpoints) {
    const std::string step = shortest(checkpoint.step), epoch = shortest(checkpoint.epoch);
    for (std::size_t k = 0; k < checkpoint.andPositive.size(); ++k) {
      const std::string order = std::to_string(k + 1);
      appendLine(text, {name, step, epoch, order, "positive", "and", shortest(checkpoint.andPositive.at(k))});
      appendLine(text, {name, step, epoch, order, "positive", "or", shortest(checkpoint.orPositive.at(k))});
      appendLine(text, {name, step, epoch, order, "negative", "and", shortest(checkpoint.andNegative.at(k))});
      appendLine(text, {name, step, epoch, order, "negative", "or", shortest(checkpoint.orNegative.at(k))});
    }
  }
  writeFileAtomically(file, text);
}

void exportLossesCsv(const std::filesystem::path& file, const std::string& run,
                     std::span<const CsvCheckpoint> checkpoints) {
  const std::string name = quoted(run);
  std::string text = "run,step,epoch,train_loss,test_loss\n";
  for (const auto& checkpoint : checkpoints) {
    appendLine(text, {name, shortest(checkpoint.step), shortest(checkpoint.epoch), shortest(checkpoint.trainLoss),
                      shortest(checkpoint.testLoss)});
  }
  writeFileAtomically(file, text);
}

}  // namespace spindle
