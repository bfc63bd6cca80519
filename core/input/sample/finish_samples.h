// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/labels.h"
#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"

#include <string>
#include <vector>

namespace spindle {

/// The last step of every reader: puts mean, std and classes of the hints into the set, numbers samples without a name,
/// and checks the format, every sample and every label. Throws UserError that names the set's source.
SampleSet finishSamples(SampleSet set, const SampleHints& hints);

/// Throws UserError when rows of a table or lines of text, with so many values each, are more than limits.h says.
void requireFewSamples(std::size_t samples, std::size_t values, const std::string& source);

/// Class labels from the cells of a table or the "label" fields of text. Whole numbers from 0 are labels as they
/// stand; words are looked up in the hinted classes or, without those, numbered in sorted order; lists of numbers are
/// rows of labels (label_rows.h); other numbers are no classes (all labels 0, with a note). `where` names the column in
/// messages. Throws UserError for numbers among words that no classes name: a missing value would be a class.
Labels labelsFrom(const std::vector<std::string>& cells, const SampleHints& hints, const std::string& source,
                  const std::string& where, TargetMeans target);

/// What is told where labels are no classes: `where` names them.
std::string measuredNote(const std::string& where);

/// Puts them into the samples from number `first` on, with what is to be told about them. What an earlier part of the
/// samples set stays.
void takeLabels(SampleSet& set, std::size_t first, Labels labels);

/// "train" or 0, "test" or 1 (also val, valid, validation, dev); unknown for anything else.
Split splitFrom(std::string_view text);

/// Cells of a "mislabeled" column: 1, true, yes; anything else is false.
bool flagFrom(std::string_view text);

}  // namespace spindle
