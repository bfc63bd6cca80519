// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/interaction_list.h"
#include "ui/session/run_facts.h"

#include <QString>
#include <QStringList>

namespace spindle {

/// "sandal", or "class 5".
QString className(const SampleSet& set, std::int64_t target);

/// "mean radius = 17.99"
QString columnText(const SampleSet& set, std::size_t column, double value);

/// Each word of a text, or each column with its value and, where it is a variable, what it becomes where it is masked:
/// "mean radius = 17.99 \u2192 14.1". Empty where these are not known.
QStringList itemTexts(const RunFacts& facts, const Sample& sample, const InputVariables& variables);

/// "image 1 x 28 x 28, 0 to 1"; the tip says how the values are read.
QString formatText(const RunFacts& facts);
QString formatTip(const RunFacts& facts);

/// "target: sandal   v(N) = 5.1, p = 0.994"; null: the scores are not known.
QString targetText(const RunFacts& facts, const Sample& sample, const InteractionList* scores);

}  // namespace spindle
