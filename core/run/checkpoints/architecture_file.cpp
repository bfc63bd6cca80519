// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/architecture_file.h"

#include "core/base/text.h"
#include "core/run/checkpoints/file_name.h"
#include "core/run/checkpoints/name_position.h"
#include "core/run/checkpoints/weights_probe.h"

#include <algorithm>

namespace spindle {

void separateArchitecture(const std::filesystem::path& folder, const RunDescription& description, bool guess,
                          CheckpointFiles& found) {
  namespace fs = std::filesystem;
  if (description.model) {
    std::error_code error;
    std::erase_if(found.names, [&](const std::string& name) {
      return guess && fs::equivalent(folder / name, folder / *description.model, error);
    });
    return;
  }
  std::vector<std::string> scripts;
  const auto offer = [&](const std::string& name) {
    const auto position = positionFromName(stemOf(fs::path(name).filename().string()));
    if (!position.known() && position.alias.empty() && isTorchScript(folder / name)) scripts.push_back(name);
  };
  for (const auto& name : found.names) {
    const bool beside = !found.base.empty() && fs::path(name).parent_path() == found.base;
    if (beside || name.find('/') == std::string::npos) offer(name);
  }
  if (scripts.empty() && !guess) {
    std::error_code error;
    if (fs::is_regular_file(folder / "model.pt", error)) offer("model.pt");
  }
  if (scripts.empty()) return;
  const auto named = std::find_if(scripts.begin(), scripts.end(), [](const std::string& name) {
    const auto stem = lowerCase(stemOf(name));
    return stem == "model" || stem == "architecture" || stem.find("script") != std::string::npos;
  });
  const auto chosen = named != scripts.end() ? *named : scripts.front();
  const bool othersThere =
      std::any_of(found.names.begin(), found.names.end(), [&](const std::string& name) { return name != chosen; });
  if (!othersThere) return;
  found.architecture = chosen;
  std::erase(found.names, chosen);
  if (guess) found.setAside.push_back({chosen, "the architecture"});
}

}  // namespace spindle
