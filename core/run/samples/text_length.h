// SPDX-License-Identifier: GPL-3.0-or-later
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
  std::int64_t rows = 0;    ///< of the table
  bool guessed = false;     ///< that fewer tokens than rows fit: the names do not tell

  /// "pos_embed of the weights has that many positions", with the doubt where there is one.
  [[nodiscard]] std::string why() const;
};

/// The shortest table of positions among the weights, by the last word of its name ("position_embeddings.weight",
/// "pos_embed", "wpe.weight", ...) and its shape ([rows, width], [1, rows, width], [rows, 1, width]); nullopt where
/// there is none. RoBERTa and BART leave the first two rows unused: read so where a name says RoBERTa or BART, and by
/// guess where a power of two from 64 on and two more are there.
std::optional<PositionTable> positionTable(std::span<const TensorHeader> tensors);

/// That of a checkpoint; nullopt also where it cannot be read, which is told when it is used.
std::optional<PositionTable> positionsIn(const std::filesystem::path& checkpoint, const std::string& container);

}  // namespace spindle
