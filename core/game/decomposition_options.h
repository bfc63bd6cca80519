// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/option_problem.h"

#include <string>
#include <string_view>
#include <vector>

namespace spindle {

/// How v is split into an AND part and an OR part.
enum class DecompositionMethod {
  sparsest,   ///< "and-or": the linear program below, with a certificate
  andOnly,    ///< "and": v_and = v, v_or = 0
  orOnly,     ///< "or": v_and = 0 (but v(empty)), v_or = v
  published,  ///< "published": momentum sub-gradient descent as in the papers' code
};

/// Which of the sparsest decompositions, where several have the same L1 (two effects of order 1 and one AND plus one OR
/// of order 2 cost the same). low and high minimize sum of w(|S|) |I(S)| with w(k) = 1 + t (k - 1) / (n - 1), t = 0.05
/// or -0.05, on the way to the plain certificate, L1 <= (1 + gap) times the proven lower bound of the plain problem.
/// Between them lie (nearly) all sparsest decompositions. No paper chooses; low is the default, as the explanation by
/// fewest variables at once (METHOD.md#ties).
enum class TieBreak {
  none,  ///< whichever the iteration comes to from zero
  low,   ///< the one of lowest orders
  high,  ///< the one of highest orders
};

/// Which range the noise bound is a share of.
enum class NoiseScale {
  sample,  ///< |v(N) - v(empty)| of the sample itself, as the papers print it
  mean,    ///< its mean over the samples of a checkpoint, as newer code has it: a sample of small range is not cramped
};

/// Settings of the papers' procedure: momentum sub-gradient descent on p and q from zero, the rate falling
/// geometrically from `learningRate` to a tenth of it. The rate is absolute, in units of the score (their image
/// setting).
struct PublishedOptions {
  int iterations = 20000;      ///< >= 1
  double learningRate = 1e-5;  ///< > 0
  double momentum = 0.9;       ///< 0 to below 1
};

/// Options of decompose() (decompose.h); problems() lists every value that is out of range, each with field, value and
/// rule.
struct DecompositionOptions {
  DecompositionMethod method = DecompositionMethod::sparsest;
  double noiseBound = 0.02;        ///< |q(T)| <= noiseBound * |v(N) - v(empty)|; 0 to 1, 0 means no q
  double noiseRange = 0.0;         ///< stands for |v(N) - v(empty)| of every table there, if above 0; see meanRange
  double gap = 1e-2;               ///< certified relative gap at which the solver may stop; 1e-6 to 1
  int maxIterations = 60000;       ///< the solver stops here even if the gap is not reached, and says so by gap(); >= 1
  TieBreak ties = TieBreak::none;  ///< of the sparsest decomposition; measurements use low
  PublishedOptions published = {};  ///< used by that method only

  [[nodiscard]] std::vector<OptionProblem> problems() const;
};

/// "and-or", "and", "or", "published"; the inverse throws UserError with the list of names.
std::string toText(DecompositionMethod method);
DecompositionMethod decompositionMethodFrom(std::string_view text);

/// "none", "low", "high"; the inverse throws UserError with the list of names.
std::string toText(TieBreak ties);
TieBreak tieBreakFrom(std::string_view text);

/// "sample", "mean"; the inverse throws UserError with the list of names.
std::string toText(NoiseScale scale);
NoiseScale noiseScaleFrom(std::string_view text);

}  // namespace spindle
