// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"

#include <string>
#include <vector>

namespace spindle {

/// What a run folder cannot tell and its researcher can.
enum class Question { network, samples, kind, normalization, target };

struct OpenQuestion {
  Question what = Question::network;
  std::string text;  ///< "normalization: raw values 0 to 1 are given to the network as they are"
  std::string key;   ///< the run.json key that answers it
};

/// The questions that neither the files nor run.json answer, in the order of the enumeration. Empty for a run that can
/// be used as it stands. Goes through the values of all samples once.
std::vector<OpenQuestion> openQuestions(const Run& run);

/// The run's description with what was inferred from the samples written out, so that the user is not asked again.
RunDescription answered(const Run& run);

}  // namespace spindle
