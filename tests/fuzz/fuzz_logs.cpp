// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_logs.h"

#include "core/run/checkpoints/checkpoint_order.h"
#include "core/run/checkpoints/step_preview.h"
#include "core/run/description/run_description.h"
#include "core/run/log/event_file.h"
#include "core/run/log/training_log.h"
#include "tests/fuzz/entry.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace spindle::fuzz {
namespace {

template <class Read>
int tried(const std::uint8_t* data, std::size_t size, Read read) {
  return readOrRefused([&] { read(std::string_view(reinterpret_cast<const char*>(data), size)); });
}

}  // namespace

int fuzzEvents(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](std::string_view bytes) { (void)readEventScalars(bytes, "input"); });
}

int fuzzTableLog(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](std::string_view text) { (void)readTableLog(text, "input"); });
}

int fuzzJsonLinesLog(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](std::string_view text) { (void)readJsonLinesLog(text, "input"); });
}

int fuzzJsonLog(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](std::string_view text) { (void)readJsonLog(text, "input"); });
}

int fuzzNames(const std::uint8_t* data, std::size_t size) {
  return tried(data, size, [](std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      names.emplace_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!names.empty() && names.front().starts_with("/")) {
      const StepPattern pattern{names.front().substr(1), StepPattern::Unit::step};
      names.erase(names.begin());
      (void)previewSteps(names, pattern);
    }
    auto series = orderCheckpoints("run", names, {});
    (void)countFinishedEpochs(series);
  });
}

int fuzzRunDescription(const std::uint8_t* data, std::size_t size) {
  return readOrRefused([&] { (void)readRunDescription(fileWith("run.json", data, size)); });
}

}  // namespace spindle::fuzz
