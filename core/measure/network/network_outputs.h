// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"
#include "core/run/run.h"

#include <string>

namespace spindle {

/// What a network's outputs are taken for.
struct OutputChoice {
  OutputKind kind = OutputKind::logits;
  std::string told;    ///< one sentence where run.json does not say it and it is not logits, or where there is a doubt
  bool doubt = false;  ///< `told` is a doubt about what run.json says, or about logits
};

/// run.json's "output" where it is given; else probabilities or their logarithms where the network's last operation
/// says so, or where its outputs on up to 16 samples are such numbers (0 to 1 with sum 1; at most 0 with sum 1 of the
/// exponentials); else logits. Log-odds of probabilities taken for logits are wrong by 1 to 2. Throws UserError where
/// run.json says what the outputs cannot be, and for several probabilities that are no distribution over the classes.
OutputChoice outputChoice(Network& network, const Run& run);

/// Throws UserError where the labels of the samples do not fit the number of outputs; labels that seem to count from 1
/// are named as such. Nothing is checked for plain values.
void requireLabelsFit(const Run& run, std::size_t outputs, OutputKind kind);

/// Throws UserError where the network's embedding says that another token is padding than the samples say.
void requireSamePadding(const Network& network, const Run& run);

/// outputChoice() of a network whose outputs and the samples' labels say together what `score` means. Throws UserError
/// where they do not: labels that do not fit, measured values or negative numbers as labels with a score of a class,
/// labels in words of which some of the network's classes may be missing.
OutputChoice checkedOutput(Network& network, const Run& run, Score score);

}  // namespace spindle
