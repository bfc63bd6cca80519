// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

#include <string>
#include <vector>

namespace spindle {

/// True when every word of a text is the number of its only token, as where arrays of token ids were read.
bool hasTokenNumbers(const SampleSet& set);

/// The words that the numbers stand for. Pieces of a word ("##ing", or those without a mark where other pieces mark the
/// beginning of a word by U+2581 or U+0120) join what they follow. Tokens that are no part of the text ([CLS], [SEP],
/// [PAD], <s>, ...) are no words; an unknown word is one. An id that is none of the vocabulary keeps its number.
void nameTokens(SampleSet& set, const std::vector<std::string>& pieces);

}  // namespace spindle
