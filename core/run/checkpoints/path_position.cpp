// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/path_position.h"

#include "core/base/text.h"
#include "core/run/checkpoints/file_name.h"

namespace spindle {
namespace {

std::vector<std::string> components(const std::string& name) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    if (i == name.size() || name[i] == '/') {
      if (i > start) parts.push_back(name.substr(start, i - start));
      start = i + 1;
    }
  }
  return parts;
}

/// Number of folders that all names lie in: these tell nothing of one of them ("20240131-resnet-14/last.pt").
std::size_t commonFolders(const std::vector<std::string>& names) {
  if (names.size() < 2) return 0;
  const auto first = components(names.front());
  std::size_t common = first.empty() ? 0 : first.size() - 1;
  for (const auto& name : names) {
    const auto parts = components(name);
    std::size_t same = 0;
    while (same < common && same + 1 < parts.size() && parts[same] == first[same]) ++same;
    common = same;
  }
  return common;
}

/// A word that begins with "ep", as "step" does not.
bool saysEpoch(const std::string& folder) {
  const auto name = lowerCase(folder);
  for (auto at = name.find("ep"); at != std::string::npos; at = name.find("ep", at + 1)) {
    if (at == 0 || name[at - 1] < 'a' || name[at - 1] > 'z') return true;
  }
  return false;
}

/// "ep3/it1200.pt": the epoch of a file that names its step only. A single "e" counts nothing here: it may as well be
/// the number of an experiment.
std::optional<double> epochOfFolders(const std::vector<std::string>& folders, std::size_t common) {
  for (auto i = folders.size(); i > common; --i) {
    const auto& folder = folders[i - 1];
    const auto position = positionFromName(folder);
    if (!position.known()) continue;
    return saysEpoch(folder) && !position.step ? position.epoch : std::nullopt;
  }
  return std::nullopt;
}

PathPosition fromName(std::size_t index, const std::string& name, std::size_t common) {
  PathPosition item{index, name, {}, "name"};
  auto parts = components(name);
  if (parts.empty()) return item;
  item.position = positionFromName(stemOf(parts.back()));
  for (parts.pop_back(); !item.position.known() && parts.size() > common; parts.pop_back()) {
    const auto folder = positionFromName(parts.back());
    if (!folder.known()) continue;
    item.position.step = folder.step;
    item.position.epoch = folder.epoch;
    item.position.number = folder.number;
    item.position.pair = folder.pair;
    item.position.shortStep = folder.shortStep;
    item.position.shortSteps = folder.shortSteps;
    item.position.round = folder.round;
    item.position.initial = folder.initial;
    item.source = "folder";
  }
  if (item.position.step && !item.position.epoch) item.position.epoch = epochOfFolders(parts, common);
  return item;
}

}  // namespace

std::vector<PathPosition> positionsFromPaths(const std::vector<std::string>& paths) {
  const auto common = commonFolders(paths);
  std::vector<PathPosition> list;
  for (std::size_t i = 0; i < paths.size(); ++i) list.push_back(fromName(i, paths[i], common));
  return list;
}

}  // namespace spindle
