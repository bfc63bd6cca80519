// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/parts_writer.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/store/written_results.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace spindle {
namespace {

std::vector<std::string> differing(const std::vector<std::string>& a, const std::vector<std::string>& b,
                                   const std::vector<std::string>& names) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < a.size() && i < b.size() && i < names.size(); ++i) {
    if (a[i] != b[i]) found.push_back(names[i]);
  }
  return found;
}

}  // namespace

PartsWriter::PartsWriter(std::unique_ptr<PartsFolder> folder, ResultsHeader header)
    : folder_(std::move(folder)),
      header_(std::move(header)),
      sources_(header_.checkpoints()),
      weights_(header_.source.checkpoints) {}

void PartsWriter::start(bool continues) {
  folder_->clear();
  publish(folder_->paths().header(), header_, [&](ResultsLayout& layout) { layout.setContinues(continues); });
}

void PartsWriter::useBase(std::unique_ptr<ResultsLayout> base) {
  base_ = std::move(base);
  weights_ = base_->header().source.checkpoints;
  for (std::size_t c = 0; c < sources_.size(); ++c) {
    const auto done = base_->done(c);
    if (anyDone(done)) sources_[c].kind = Source::base;
    sources_[c].done = allDone(done);
  }
}

void PartsWriter::useParts() {
  for (std::size_t c = 0; c < sources_.size(); ++c) {
    if (!isThere(folder_->paths().part(c))) continue;
    holdsPairs_ = true;
    try {
      const auto part = ResultsLayout::open(folder_->paths().part(c));
      sources_[c] = {Source::part, allDone(part->done(0))};
      if (part->header().source.known() && !weights_.empty()) weights_[c] = part->header().source.checkpoints.front();
    } catch (const UserError&) {
      // A disk that lost what it had confirmed: this checkpoint is computed again.
      std::filesystem::remove(folder_->paths().part(c));
    }
  }
}

void PartsWriter::useWeights(std::vector<std::string> wanted) {
  for (std::size_t c = 0; c < weights_.size() && c < wanted.size(); ++c) {
    if (sources_[c].kind == Source::none) weights_[c] = wanted[c];
    if (wanted[c].empty()) wanted[c] = weights_[c];  // the file is gone: it contradicts nothing
  }
  if (const auto names = differing(weights_, wanted, header_.checkpointNames); !names.empty())
    refuseOther(folder_->paths().results.string(), "weights (" + listed(names) + ")");
  header_.source.checkpoints = weights_;
}

void PartsWriter::write(std::size_t checkpoint, const std::vector<PairResult>& samples, const StrengthRow& strength,
                        double threshold) {
  requireOpen();
  requireFits(header_, checkpoint, samples, strength);
  publish(folder_->paths().part(checkpoint), ofCheckpoint(header_, checkpoint),
          [&](ResultsLayout& part) { part.write(0, samples, strength, threshold); });
  const bool complete = std::all_of(samples.begin(), samples.end(),
                                    [&](const auto& s) { return s.values.variables() == header_.variables; });
  sources_[checkpoint] = {Source::part, complete};
  holdsPairs_ = holdsPairs_ ||
                std::any_of(samples.begin(), samples.end(), [](const auto& s) { return s.values.variables() != 0; });
}

bool PartsWriter::leaveIfEmpty() {
  requireOpen();
  if (holdsPairs_) return false;
  base_.reset();
  folder_->remove();
  folder_.reset();
  return true;
}

bool PartsWriter::replacesOthers() const {
  requireOpen();
  return !base_ && isThere(folder_->paths().results);
}

void PartsWriter::finish(const PhaseRecord& phase, bool stopped) {
  requireOpen();
  const auto& paths = folder_->paths();
  if (!unchanged(phase, stopped)) {
    publish(paths.results, header_, [&](ResultsLayout& whole) {
      whole.setStopped(stopped);
      merge(whole, phase);
    });
  }
  base_.reset();
  folder_->remove();
  folder_.reset();
}

// Without locks (see PartsFolder) another computation may have taken the folder over.
void PartsWriter::copyPart(std::size_t c, ResultsLayout& whole) const {
  const auto part = ResultsLayout::open(folder_->paths().part(c));
  if (part->header().created != header_.created || part->header().options != header_.options)
    throw UserError("Another computation has written into " + folder_->paths().folder.string() +
                    "; let one of them end, and resume the other then.");
  whole.copy(c, *part, 0);
}

void PartsWriter::merge(ResultsLayout& whole, const PhaseRecord& phase) const {
  for (std::size_t c = 0; c < sources_.size(); ++c) {
    if (sources_[c].kind == Source::part) copyPart(c, whole);
    if (sources_[c].kind == Source::base) whole.copy(c, *base_, c);
    // Lets a waiting reader have the HDF5 lock.
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  whole.setPhase(phase);
}

bool PartsWriter::unchanged(const PhaseRecord& phase, bool stopped) const {
  return base_ && base_->phase() == phase && base_->stopped() == stopped &&
         std::none_of(sources_.begin(), sources_.end(), [](const auto& s) { return s.kind == Source::part; });
}

void PartsWriter::requireOpen() const {
  if (!folder_) throw std::logic_error("results that are finished cannot be written");
}

void PartsWriter::publish(const std::filesystem::path& file, const ResultsHeader& header,
                          const std::function<void(ResultsLayout&)>& fill) {
  const auto temporary = folder_->paths().temporary();
  writing(temporary, [&] {
    const auto layout = ResultsLayout::create(temporary, header);
    fill(*layout);
    layout->seal();
    publishFile(temporary, file);
  });
}

}  // namespace spindle
