// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/growing_results.h"

#include "core/base/atomic_file.h"
#include "core/store/written_results.h"

#include <stdexcept>
#include <system_error>
#include <utility>

namespace spindle {

GrowingResults::GrowingResults(std::unique_ptr<PartsFolder> folder, ResultsHeader header)
    : folder_(std::move(folder)), header_(std::move(header)) {
  writing(folder_->paths().joined(), [&] { whole_ = ResultsLayout::create(folder_->paths().joined(), header_); });
}

GrowingResults::~GrowingResults() {
  whole_.reset();
  if (!folder_) return;
  std::error_code ignored;
  std::filesystem::remove(folder_->paths().joined(), ignored);
}

std::filesystem::path GrowingResults::temporary() const {
  requireOpen();
  return folder_->paths().temporary();
}

void GrowingResults::requireOpen() const {
  if (!whole_) throw std::logic_error("results that are finished cannot be written");
}

ResultsLayout& GrowingResults::layout() {
  requireOpen();
  return *whole_;
}

void GrowingResults::write(const std::function<void(ResultsLayout&)>& fill) {
  requireOpen();
  writing(folder_->paths().joined(), [&] { fill(*whole_); });
}

void GrowingResults::finish(const PhaseRecord& phase, bool stopped) {
  requireOpen();
  const auto& paths = folder_->paths();
  writing(paths.joined(), [&] {
    whole_->setPhase(phase);
    whole_->setStopped(stopped);
    whole_->seal();
    publishFile(paths.joined(), paths.results);
  });
  whole_.reset();
  folder_->remove();
  folder_.reset();
}

}  // namespace spindle
