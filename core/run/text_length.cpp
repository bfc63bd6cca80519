#include "core/run/text_length.h"

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

}  // namespace

std::optional<PositionTable> positionTable(std::span<const TensorHeader> tensors) {
  std::optional<PositionTable> table;
  for (const TensorHeader& tensor : tensors) {
    const std::string word = lastWord(tensor.name);
    if (std::find(tableNames.begin(), tableNames.end(), word) == tableNames.end()) continue;
    std::int64_t rows = rowsOf(tensor.shape);
    if (rows > 16 && std::has_single_bit(static_cast<std::uint64_t>(rows - 2))) rows -= 2;
    if (rows < 2 || (table && table->length <= rows)) continue;
    table = PositionTable{tensor.name, rows};
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
