#pragma once

#include "core/model/network.h"
#include "core/pipeline/checkpoint_worker.h"
#include "core/run/run.h"

#include <string>

namespace spindle {

/// Throws UserError where the outputs of the run's own inputs (a sample whole, masked, and another) are random or
/// depend on what else is in the batch. The network's own check knows only made-up inputs, which may not meet the
/// branch, the category or the maximum that matters. 9 rows.
void requireIndependentSamples(Network& network, const ExtractionInputs& inputs, const std::string& checkpoint);

/// Throws UserError where the samples and the network do not say together what the scores mean: measured values instead
/// of labels with a score of a class; labels in words of which some of the network's classes may be missing.
void requireMeaningfulTargets(const Run& run, std::size_t outputs, Score score);

}  // namespace spindle
