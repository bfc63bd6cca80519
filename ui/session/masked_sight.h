// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/game/coalition.h"
#include "ui/session/interaction_list.h"
#include "ui/session/run_facts.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace spindle {

/// What the network sees of a sample when only the variables of a coalition are present: made by the code that makes
/// the inputs of a computation (MaskedInput), and put back into raw units.
struct MaskedSight {
  Coalition coalition = 0;
  std::vector<float> values;  ///< as Sample::values; empty where the input is not known, or masked at a layer instead
  QStringList words;          ///< texts: what stands in the place of each word
};

/// variables: those that are computed for the sample. Cost: O(elements).
MaskedSight maskedSight(const RunFacts& facts, const InputVariables& variables, std::size_t sample,
                        Coalition coalition);

/// "v(T) = 1.3, v(N) = 5.1, v(∅) = −0.2 nats": from the table, no forward pass. Empty where it has no such
/// coalition.
QString sightText(const InteractionList& list, const std::string& score, Coalition coalition);

/// "Only (1,2) + (3,4)", "All variables", "No variable"; names: of the variables.
QString coalitionText(Coalition coalition, const QStringList& names);

/// "nats" of log-odds and log-probability, else the score's name.
QString scoreUnit(const std::string& score);

}  // namespace spindle
