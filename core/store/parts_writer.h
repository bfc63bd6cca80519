// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/parts_folder.h"
#include "core/store/results_file.h"
#include "core/store/results_layout.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// Results that grow as one file a checkpoint in a folder beside their place and are joined at the end, so that a
/// killed writer can go on. Created through ResultsWriter::create() and resume(). Rules and errors of ResultsWriter.
class PartsWriter : public ResultsWriter {
 public:
  PartsWriter(std::unique_ptr<PartsFolder> folder, ResultsHeader header);

  /// Writes the header of a new computation, or of one that continues the finished file.
  void start(bool continues);
  /// The finished file beside the parts, which holds the first results of this computation.
  void useBase(std::unique_ptr<ResultsLayout> base);
  void useParts();
  /// Refuses where a checkpoint of which something is stored has other weights now; the others may have changed.
  void useWeights(std::vector<std::string> wanted);

  [[nodiscard]] bool done(std::size_t checkpoint) const override { return sources_.at(checkpoint).done; }
  void write(std::size_t checkpoint, const std::vector<PairResult>& samples, const StrengthRow& strength,
             double threshold) override;
  bool leaveIfEmpty() override;
  [[nodiscard]] bool replacesOthers() const override;
  void finish(const PhaseRecord& phase, bool stopped) override;

 private:
  struct Source {
    enum Kind { none, base, part } kind = none;
    bool done = false;
  };

  void copyPart(std::size_t c, ResultsLayout& whole) const;
  void merge(ResultsLayout& whole, const PhaseRecord& phase) const;
  [[nodiscard]] bool unchanged(const PhaseRecord& phase, bool stopped) const;
  void requireOpen() const;
  void publish(const std::filesystem::path& file, const ResultsHeader& header,
               const std::function<void(ResultsLayout&)>& fill);

  std::unique_ptr<PartsFolder> folder_;
  ResultsHeader header_;
  std::vector<Source> sources_;
  std::vector<std::string> weights_;  ///< digests; of what was stored where something is
  std::unique_ptr<ResultsLayout> base_;
  bool holdsPairs_ = false;  ///< in the parts
};

}  // namespace spindle
