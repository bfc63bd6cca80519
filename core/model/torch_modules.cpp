// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch_modules.h"

#include "core/base/own_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <cstdlib>

namespace spindle {
namespace {

constexpr const char* usual = "spindle_torch.so";
constexpr std::string_view prefix = "spindle_torch-", suffix = ".so";

/// "2.15" of spindle_torch-2.15.so; empty for other files.
std::string nameOf(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  if (!name.starts_with(prefix) || !name.ends_with(suffix) || name.size() <= prefix.size() + suffix.size()) return {};
  return name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
}

}  // namespace

std::vector<std::filesystem::path> torchModules() {
  std::vector<std::filesystem::path> found;
  for (const auto& folder : ownFolders()) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      const std::filesystem::path& file = entry.path();
      if (file.filename() == usual || !nameOf(file).empty()) found.push_back(file);
    }
  }
  std::ranges::sort(found);
  return found;
}

std::filesystem::path chosenTorchModule() {
  const char* const variable = std::getenv(torchModuleVariable);
  const std::string chosen = variable != nullptr ? variable : "";
  if (chosen.empty()) return ownFile(usual);
  std::error_code error;
  if (std::filesystem::is_regular_file(chosen, error)) return std::filesystem::absolute(chosen);
  std::vector<std::string> names;
  for (const auto& module : torchModules()) {
    if (nameOf(module) == chosen) return module;
    if (!nameOf(module).empty()) names.push_back(nameOf(module));
  }
  throw UserError("There is no module " + printable(chosen) + " with PyTorch (--torch-module, " + torchModuleVariable +
                  "); give a file spindle_torch.so" +
                  (names.empty() ? std::string() : ", or a name out of " + listed(names, 8)) +
                  ", or leave the choice out.");
}

std::string torchInterface() {
  return SPINDLE_TORCH_INTERFACE;
}

}  // namespace spindle
