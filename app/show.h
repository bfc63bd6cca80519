#pragma once

#include "core/store/results_file.h"

#include <iosfwd>

namespace spindle::app {

/// Writes the table of a results file: one row a checkpoint with step, epoch, losses, mean order, certified gap and
/// positive and negative strength by order, then the phase-two start with its rule.
void showResults(const ResultsReader& results, std::ostream& out);

}  // namespace spindle::app
