// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/run_facts.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace spindle {

/// Which of the computed samples the bars average. The threshold of salience, the marker of phase two and the analyses
/// stay those of all samples.
struct SampleScope {
  enum class Kind { all, one, label, split, some };
  Kind kind = Kind::all;
  std::int64_t value = 0;              ///< the sample's number in the run, the class, or the Split
  std::vector<std::size_t> some = {};  ///< numbers of the samples in the run, where they were selected one by one

  bool operator==(const SampleScope&) const = default;
};

/// "T-shirt", or "class 3" where classes have no names; the sample's name, or "sample 7".
QString classText(const SampleSet& set, std::int64_t target);
QString sampleText(const Sample& sample, std::size_t index);

/// 1 for each sample of the choice that counts; empty where all do.
std::vector<std::uint8_t> scopeRows(const SampleScope& scope, const RunFacts& facts, const VariableChoice& choice);

/// Every scope that holds some of the samples and not all of them, and all of them first; the one sample that is shown
/// after it.
std::vector<SampleScope> possibleScopes(const RunFacts& facts, const VariableChoice& choice, std::size_t shown);

/// "All 32 samples", "Shown sample", "Test samples (16)", "T-shirt (3)".
QString scopeName(const SampleScope& scope, const RunFacts& facts, const VariableChoice& choice);

/// What a heading says of a mean of that many samples: "mean of 32 samples", "sample 0019 only", "mean of 16 test
/// samples".
QString scopeMean(const SampleScope& scope, const RunFacts& facts, std::size_t samples);

}  // namespace spindle
