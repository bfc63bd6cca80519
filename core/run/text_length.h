#pragma once

#include "core/weights/weights_file.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace spindle {

/// A table of learned positions: a network has none for the tokens of a text beyond its rows.
struct PositionTable {
  std::string name;         ///< of the tensor
  std::int64_t length = 0;  ///< tokens
};

/// The shortest table of positions among the weights, by the last word of its name ("position_embeddings.weight",
/// "pos_embed", "wpe.weight", ...) and its shape ([rows, width], [1, rows, width], [rows, 1, width]); nullopt where
/// there is none. RoBERTa and BART leave the first two rows unused: a power of two and two more rows are read so.
std::optional<PositionTable> positionTable(std::span<const TensorHeader> tensors);

/// That of a checkpoint; nullopt also where it cannot be read, which is told when it is used.
std::optional<PositionTable> positionsIn(const std::filesystem::path& checkpoint, const std::string& container);

}  // namespace spindle
