// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/growing/complete_files.h"
#include "core/run/run.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace spindle {

/// What one look at a growing run saw.
struct GrowingLook {
  std::shared_ptr<const Run> run;       ///< as far as it is complete; null while nothing can be opened
  bool changed = false;                 ///< other checkpoints, other weights or other losses than at the look before
  std::vector<std::string> unfinished;  ///< files that are still being written, or that a killed writer left
  std::string problem;                  ///< why there is no run: one sentence
};

/// A run folder that a training still writes, ours or any other, also over a network mount. Each look lists the files
/// (nothing is opened where none has changed) and opens the run without those that are not complete (see
/// complete_files.h). A checkpoint that is rewritten waits with all others until it is complete again, for some looks.
/// Does not wait between looks: whoever calls look() does. One thread at a time.
class GrowingRun {
 public:
  explicit GrowingRun(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// These are computed: they stay in the series when a training that keeps only its newest files deletes theirs.
  /// Until one at the same step or before is written anew: then another training has begun.
  void keep(const std::vector<Checkpoint>& computed);
  /// These too, besides those kept before: for results that are still being computed.
  void keepAlso(const std::vector<Checkpoint>& computed);

  [[nodiscard]] GrowingLook look();

  /// What was seen last could not be used: any change of the folder counts next.
  void forget() { last_.clear(); }

 private:
  [[nodiscard]] std::string stamp() const;
  [[nodiscard]] bool rewriting(const std::vector<std::filesystem::path>& unfinished) const;
  void addDeleted(CheckpointSeries& series) const;
  void forgetReplaced();

  std::filesystem::path folder_;
  CompleteFiles files_;
  std::vector<std::pair<Checkpoint, std::string>> kept_;  ///< with the stamps of their files
  std::string seen_;  ///< names, sizes and times of all files at the last look that was settled
  std::string last_;  ///< what the run was made of
  std::shared_ptr<const Run> run_;
  std::vector<std::string> unfinished_;
  bool settled_ = false;  ///< another look at the same files would see the same
};

}  // namespace spindle
