// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace spindle {

/// PyTorch has two ways to write weight normalization and spectral normalization: weight_g and weight_v are
/// parametrizations.weight.original0 and original1; weight_orig, weight_u and weight_v (spectral) are
/// parametrizations.weight.original, 0._u and 0._v. Maps each of the names that is of the older kind to the newer; all
/// others to themselves. Which kind weight_v is, its neighbors tell.
std::map<std::string, std::string> parametrizationNames(const std::vector<std::string>& names);

}  // namespace spindle
