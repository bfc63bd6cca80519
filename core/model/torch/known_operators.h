// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace torch::jit {
struct Node;
}

namespace spindle {

/// Whether an operator of aten (a name without its namespace) computes from its arguments and nothing else, and holds
/// them against the memory it uses. Not among them: files, other tensors' memory, the state of the process; sparse
/// tensors and helpers of other operators, whose indices LibTorch 1.13 writes through unchecked (a program reached any
/// address that way, or ended the process); backward passes but those of single numbers. Names with one leading
/// underscore are LibTorch's own helpers: only those listed are known, which traces and scripts of networks hold.
bool isKnownAten(std::string_view name);

/// The argument of a known operator that takes indices unchecked (a sorter of searchsorted); nullptr where none is
/// given.
const char* uncheckedArgument(const torch::jit::Node& node);

}  // namespace spindle
