// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// Shards of one measurement, finished or not, read as one results file that may have gaps. Where two shards hold the
/// same pair, the first has it. Strengths, which are means over the samples, are computed from the tables.
class ShardSet : public ResultsReader {
 public:
  /// Throws UserError where a shard cannot be read, or was computed with other choices or from other weights or samples
  /// than the first. Clocks do not matter: the earliest `created` is that of all.
  static std::shared_ptr<ShardSet> open(std::vector<std::filesystem::path> shards);
  ~ShardSet() override;

  [[nodiscard]] const ResultsHeader& header() const override;
  [[nodiscard]] bool done(std::size_t checkpoint, std::size_t sample) const override;
  [[nodiscard]] PairResult pair(std::size_t checkpoint, std::size_t sample) const override;
  [[nodiscard]] StrengthRow strength(std::size_t checkpoint) const override;
  [[nodiscard]] double threshold(std::size_t checkpoint) const override;
  [[nodiscard]] PhaseRecord phase() const override { return {}; }
  [[nodiscard]] bool stopped() const override { return missingPairs() > 0; }
  void refresh() override;

  /// Pairs that no shard holds and no finished shard was to hold: one that failed there is not missing.
  [[nodiscard]] bool missing(std::size_t checkpoint, std::size_t sample) const {
    return holder(checkpoint, sample) == nobody;
  }
  [[nodiscard]] std::size_t missingPairs() const;
  [[nodiscard]] std::size_t shards() const;

  /// The commands that make what is missing, for a shell.
  [[nodiscard]] std::vector<std::string> commands() const;

 private:
  struct Shard;
  static constexpr int nobody = -1, failed = -2;

  ShardSet();
  void look();
  [[nodiscard]] int holder(std::size_t checkpoint, std::size_t sample) const;

  std::vector<Shard> shards_;
  std::vector<int> holders_;  ///< of each pair, among the shards
  ResultsHeader header_;
};

}  // namespace spindle
