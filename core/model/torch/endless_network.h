// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/user_error.h"

namespace spindle {

/// Not asked again with other inputs: each answer takes seconds.
class EndlessNetwork : public UserError {
 public:
  using UserError::UserError;
};

}  // namespace spindle
