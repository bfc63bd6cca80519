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

/// The score of `target` (a class index; for OutputKind::value the column) in double. Log-odds from logits is
/// z_y - logsumexp over the other classes: no probability is ever rounded to 1. A single logit column means two
/// classes (0: -z, 1: z). NaN in the row gives NaN. Throws UserError when target is outside the row.
double scoreOf(std::span<const float> row, OutputKind output, Score score, std::size_t target);

std::string toText(Score score);  ///< "log-odds", "logit", "log-probability", "probability", "value"
std::string toText(OutputKind output);
Score scoreFrom(std::string_view text);  ///< throws UserError with the list of names
OutputKind outputKindFrom(std::string_view text);

}  // namespace spindle
