// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

#include <stdexcept>
#include <string>

namespace spindle {

/// Unusable input or a failed write, told to the user in one sentence: what, where, what to do. No line breaks at the
/// ends, ends with a full stop. Everything else that is thrown is a defect of the program.
/// Control characters, which names out of damaged files have, become '?' (see printable).
class UserError : public std::runtime_error {
 public:
  explicit UserError(const std::string& sentence) : std::runtime_error(printable(sentence)) {}
};

}  // namespace spindle
