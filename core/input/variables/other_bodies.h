// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"

namespace spindle {

/// Each body of the sample but the observed one as a variable, "body 2 (+)" by its row from 1 on and its charge. A
/// masked body has zeros everywhere, which is how a row says that it is not there (BodyColumns). Throws UserError where
/// the sample does not say which body is observed, or has no other.
InputVariables otherBodies(const Sample& sample, const InputFormat& format);

}  // namespace spindle
