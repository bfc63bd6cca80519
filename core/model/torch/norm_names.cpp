// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch/norm_names.h"

#include <set>

namespace spindle {

std::map<std::string, std::string> parametrizationNames(const std::vector<std::string>& names) {
  const std::set<std::string> known(names.begin(), names.end());
  std::map<std::string, std::string> result;
  for (const auto& name : names) result[name] = name;
  const auto put = [&](const std::string& weight, const char* old, const char* part) {
    const auto dot = weight.rfind('.') + 1;  // npos + 1 = 0
    result[weight + old] = weight.substr(0, dot) + "parametrizations." + weight.substr(dot) + "." + part;
  };
  const auto ends = [](const std::string& name, const std::string& end) {
    return name.size() > end.size() && name.ends_with(end) ? name.substr(0, name.size() - end.size()) : std::string();
  };
  for (const auto& name : names) {
    if (const auto weight = ends(name, "_g"); !weight.empty() && known.contains(weight + "_v")) {
      put(weight, "_g", "original0");
      put(weight, "_v", "original1");
    }
    if (const auto weight = ends(name, "_orig"); !weight.empty() && known.contains(weight + "_u")) {
      put(weight, "_orig", "original");
      put(weight, "_u", "0._u");
      if (known.contains(weight + "_v")) put(weight, "_v", "0._v");
    }
  }
  return result;
}

}  // namespace spindle
