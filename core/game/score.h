// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace spindle {

/// Which scalar of the network's output row v(T) is.
enum class Score { logOdds, logit, logProbability, probability, value };

/// What the network's output row holds.
enum class OutputKind { logits, logProbabilities, probabilities, value };

/// The score of `target` (a class index; for Score::value the column) in double. Log-odds from logits is
/// z_y - logsumexp over the other classes: no probability is ever rounded to 1. A row of one column means two classes
/// (logit z, log-probability or probability of class 1). NaN in the row gives NaN; a probability of exactly 1 gives
/// infinite log-odds. Throws UserError when target is outside the row or scoreProblem() is not empty.
double scoreOf(std::span<const float> row, OutputKind output, Score score, std::size_t target);

/// Why this score cannot be had from this output, as one sentence; empty when it can. Logits cannot be recovered from
/// probabilities, and a plain value has no classes.
std::string scoreProblem(OutputKind output, Score score);

std::string toText(Score score);  ///< "log-odds", "logit", "log-probability", "probability", "value"
std::string toText(OutputKind output);
Score scoreFrom(std::string_view text);  ///< throws UserError with the list of names
OutputKind outputKindFrom(std::string_view text);

}  // namespace spindle
