// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/parts_folder.h"
#include "core/store/results_layout.h"

#include <functional>
#include <memory>

namespace spindle {

/// A results file that grows beside the one at its place and takes that place when it is finished: for results that
/// exist elsewhere or are computed in one go. A writer that goes before the end leaves what was there. Every function
/// gives the space back when it throws; after finish() the others throw std::logic_error.
class GrowingResults {
 public:
  GrowingResults(std::unique_ptr<PartsFolder> folder, ResultsHeader header);
  ~GrowingResults();
  GrowingResults(const GrowingResults&) = delete;
  GrowingResults& operator=(const GrowingResults&) = delete;

  [[nodiscard]] const ResultsHeader& header() const { return header_; }
  /// For a file that is written on the way and not part of the results.
  [[nodiscard]] std::filesystem::path temporary() const;
  void requireOpen() const;
  [[nodiscard]] ResultsLayout& layout();
  void write(const std::function<void(ResultsLayout&)>& fill);
  /// Puts the file at its place.
  void finish(const PhaseRecord& phase, bool stopped);

 private:
  std::unique_ptr<PartsFolder> folder_;
  ResultsHeader header_;
  std::unique_ptr<ResultsLayout> whole_;
};

}  // namespace spindle
