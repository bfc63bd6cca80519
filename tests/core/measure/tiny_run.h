// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/extraction_job.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

namespace spindle::test {

/// A run of 4 checkpoints, 6 samples and 6 variables.
inline const std::filesystem::path tinyRun = SPINDLE_GOLDEN_DIR "/app/tiny";

inline ExtractionOptions tinyOptions(const Run& run) {
  ExtractionOptions options = extractionOptions(run);
  options.batch = 16;
  return options;
}

/// Wants to stop once so many samples are done. Workers are held up a little whenever they ask: the wish must reach
/// them before a tiny run is over.
struct StopAfter : RunControl {
  explicit StopAfter(std::size_t units) : limit(units) {}
  std::size_t limit;
  std::atomic<std::size_t> seen{0};
  std::size_t total = 0;
  std::thread::id main = std::this_thread::get_id();
  bool stopRequested() const override {
    if (std::this_thread::get_id() != main) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return seen >= limit;
  }
  void progress(std::size_t done, std::size_t all, std::string_view) override {
    seen = done;
    total = all;
  }
};

}  // namespace spindle::test
