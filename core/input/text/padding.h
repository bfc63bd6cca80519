// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"

namespace spindle {

/// Padding at the ends of texts is no word that could be a variable: its tokens are taken from the words. Where the
/// token is not known, it is the only one that a text ends (or begins) with at least twice and that stands nowhere
/// else, or token 0 where several end texts so; a note tells it.
void findPadding(SampleSet& set);

}  // namespace spindle
