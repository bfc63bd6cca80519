// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/samples/text_length.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>

namespace spindle {
namespace {

constexpr std::array<std::string_view, 19> tableNames = {"position_embeddings",
                                                         "position_embedding",
                                                         "positional_embeddings",
                                                         "positional_embedding",
                                                         "positional_encoding",
                                                         "positional_encodings",
                                                         "position_encoding",
                                                         "pos_embeddings",
                                                         "pos_embedding",
                                                         "pos_embeds",
                                                         "pos_embed",
                                                         "pos_emb",
                                                         "pos_encoding",
                                                         "pos_enc",
                                                         "embed_positions",
                                                         "wpe",
                                                         "positions",
                                                         "position",
                                                         "pos"};

/// The last word of a tensor's name, without ".weight", in lower case.
std::string lastWord(std::string_view name) {
  constexpr std::string_view weight = ".weight";
  if (name.ends_with(weight)) name.remove_suffix(weight.size());
  const auto dot = name.rfind('.');
  return lowerCase(dot == std::string_view::npos ? name : name.substr(dot + 1));
}

/// Rows of the table; 0 where the shape is none of a table.
std::int64_t rowsOf(const std::vector<std::int64_t>& shape) {
  if (shape.size() == 2) return shape[0];
  if (shape.size() != 3) return 0;
  if (shape[0] == 1) return shape[1];
  return shape[1] == 1 ? shape[0] : 0;
}

bool namesRoberta(std::span<const TensorHeader> tensors) {
  return std::any_of(tensors.begin(), tensors.end(), [](const TensorHeader& tensor) {
    const std::string name = lowerCase(tensor.name);
    return name.find("roberta") != std::string::npos || name.find("bart.") != std::string::npos;
  });
}

PositionTable tableOf(const std::string& name, std::int64_t rows, bool roberta) {
  constexpr std::int64_t unused = 2, leastGuessed = 64;
  const std::int64_t used = rows - unused;
  if (roberta && used > 0) return {name, used, rows, false};
  const bool guessed = used >= leastGuessed && std::has_single_bit(static_cast<std::uint64_t>(used));
  return {name, guessed ? used : rows, rows, guessed};
}

}  // namespace

std::string PositionTable::why() const {
  const std::string what = name + " of the weights has ";
  if (length == rows) return what + "that many positions";
  const std::string all = what + std::to_string(rows) + " positions, of which RoBERTa and BART leave two unused";
  return guessed ? all + "; if this network uses all, set \"input\": {\"shape\": [" + std::to_string(rows) + "]}" : all;
}

std::optional<PositionTable> positionTable(std::span<const TensorHeader> tensors) {
  std::optional<PositionTable> table;
  const bool roberta = namesRoberta(tensors);
  for (const TensorHeader& tensor : tensors) {
    const std::string word = lastWord(tensor.name);
    if (std::find(tableNames.begin(), tableNames.end(), word) == tableNames.end()) continue;
    const PositionTable found = tableOf(tensor.name, rowsOf(tensor.shape), roberta);
    if (found.rows < 2 || (table && table->length <= found.length)) continue;
    table = found;
  }
  return table;
}

std::optional<PositionTable> positionsIn(const std::filesystem::path& checkpoint, const std::string& container) {
  try {
    return positionTable(readWeightsSummary(checkpoint, container).tensors);
  } catch (const UserError&) {
    return std::nullopt;
  }
}

}  // namespace spindle
