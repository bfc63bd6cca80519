// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/checkpoints/entered_folders.h"

namespace spindle {

bool EnteredFolders::enter(const std::string& relative) {
  std::error_code error;
  const auto real = std::filesystem::canonical(folder_ / relative, error);
  if (error) return true;
  const bool fresh = real_.insert(real).second;
  const auto base = std::filesystem::canonical(folder_, error);
  auto way = (base / relative).lexically_normal();
  if (!way.has_filename()) way = way.parent_path();
  return fresh || error || way == real;
}

}  // namespace spindle
