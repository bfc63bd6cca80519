// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/architecture_file.h"

#include "core/base/text.h"
#include "core/run/checkpoints/file_name.h"
#include "core/run/checkpoints/name_position.h"
#include "core/run/checkpoints/weights_probe.h"

#include <algorithm>

namespace spindle {

std::string architectureAmong(const std::filesystem::path& folder, const std::vector<std::string>& names,
                              const std::string& base, bool guess) {
  namespace fs = std::filesystem;
  std::vector<std::string> networks;
  const auto offer = [&](const std::string& name) {
    const auto position = positionFromName(stemOf(fs::path(name).filename().string()));
    if (!position.known() && position.alias.empty() && !networkKind(folder / name).empty()) networks.push_back(name);
  };
  for (const auto& name : names) {
    const bool beside = !base.empty() && fs::path(name).parent_path() == base;
    if (beside || name.find('/') == std::string::npos) offer(name);
  }
  if (networks.empty() && !guess) {
    for (const char* name : {"model.pt2", "model.pt"}) {
      std::error_code error;
      if (fs::is_regular_file(folder / name, error)) offer(name);
    }
  }
  if (networks.empty()) return {};
  const auto named = std::find_if(networks.begin(), networks.end(), [](const std::string& name) {
    const auto stem = lowerCase(stemOf(name));
    return stem == "model" || stem == "architecture" || stem.find("script") != std::string::npos;
  });
  // A series of networks whose names tell no order: each brings its own architecture.
  if (named == networks.end() && networks.size() > 1 && networks.size() == names.size()) return {};
  const auto chosen = named != networks.end() ? *named : networks.front();
  const bool othersThere =
      std::any_of(names.begin(), names.end(), [&](const std::string& name) { return name != chosen; });
  return othersThere ? chosen : std::string();
}

}  // namespace spindle
