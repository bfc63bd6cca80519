// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace spindle {

/// One word with its numbers: "conv stride 2 padding 1", "maxpool 2".
struct LayerWord {
  std::string kind;
  std::optional<int> size, stride, padding;
};

/// Throws UserError for a text that is none; the words are listed at layerChain().
LayerWord layerWord(const std::string& text);

}  // namespace spindle
