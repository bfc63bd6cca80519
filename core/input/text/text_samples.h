// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"
#include "core/input/text/word_piece.h"

#include <string>
#include <string_view>

namespace spindle {

/// One JSON object a line: `text` (or `sentence`) or `words`, `ids` where there is no vocabulary, `label` (or the
/// hinted target; also `labels`, `target`, `class`, `y`), `name`, `split`. With a tokenizer (may be null) a sample
/// becomes [CLS] pieces [SEP], and its words keep the positions of their pieces. With `ids` the words are those of
/// `words` where there are as many as ids, or as many less the first and last; else one word an id, shown as its piece
/// or number. Shape [tokens]: the hinted one (longer text is cut before [SEP], words that were cut have no positions),
/// or the longest sample; shorter ones are filled with [PAD]. Throws UserError that names the line.
SampleSet samplesFromJsonLines(std::string_view text, const std::string& source, const SampleHints& hints,
                               const WordPieceTokenizer* tokenizer);

/// The same from a table with a column `text` or `sentence`; without a header, two columns of which one holds labels.
/// Quotation marks mean nothing in tab-separated text (quotes = false).
SampleSet samplesFromTextTable(std::string_view text, const std::string& source, const SampleHints& hints,
                               const WordPieceTokenizer* tokenizer, char delimiter, bool quotes);

/// True when the first line names a column of text.
bool namesTextColumn(std::string_view text, char delimiter, bool quotes);

}  // namespace spindle
