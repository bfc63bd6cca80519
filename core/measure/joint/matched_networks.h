// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/results_file.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace spindle {

/// What results of several networks have in common: samples by identity (number and name in the run, label, contents
/// where all files know them, input variables in order; one that stands twice in a file matches nothing) and
/// checkpoints by training step (or epoch, as the files say).
struct MatchedNetworks {
  std::vector<std::vector<std::size_t>> samples;      ///< [network][matched sample]: its row there
  std::vector<std::vector<std::size_t>> checkpoints;  ///< [network][matched checkpoint]
  std::vector<std::string> notes;                     ///< a sentence for each thing that was left out or differs
};

/// names: of the results, for the sentences; one for each. In the order of the first results. Throws UserError with
/// what differs where the numbers of variables, the scores or all samples or checkpoints do. O(samples + checkpoints).
MatchedNetworks matchedNetworks(const std::vector<std::shared_ptr<ResultsReader>>& results,
                                const std::vector<std::string>& names);

}  // namespace spindle
