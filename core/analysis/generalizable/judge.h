// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/analyzed_results.h"
#include "core/analysis/generalizable/salient_pass.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// Another network with the rows of the samples that it shares with the analyzed one.
struct Judge {
  std::string label;
  std::shared_ptr<const ResultsReader> results;
  std::shared_ptr<const SalientPass> pass;
  std::vector<std::optional<std::size_t>> sample;  ///< its row, by sample of the analyzed results
  std::size_t shared = 0;
  std::string leftOut;              ///< a sentence on samples that are not shared; empty where all are
  std::string differs;              ///< options it was measured with otherwise, listed
  std::optional<std::size_t> last;  ///< its last computed checkpoint

  /// Its checkpoint for one here: that of the same step (of the same name where frames have names only), none unless
  /// exactly one has it; or the last one.
  [[nodiscard]] std::optional<std::size_t> rowFor(const ResultsHeader& here, std::size_t checkpoint,
                                                  bool sameStep) const;
};

/// analysis: the name under which `other` holds its SalientPass.
Judge judgeOf(const ResultsHeader& here, const AnalyzedResults& other, const std::string& label,
              const std::string& analysis);

}  // namespace spindle
