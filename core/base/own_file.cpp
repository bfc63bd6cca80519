// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/own_file.h"

#include "core/base/user_error.h"

namespace spindle {

std::filesystem::path ownFile(const std::string& name) {
  std::error_code ignored;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  const auto beside = folder / name;
  if (std::filesystem::exists(beside, ignored)) return beside;
  const auto installed = folder.parent_path() / "lib" / "spindle" / name;
  if (std::filesystem::exists(installed, ignored)) return installed;
  throw UserError("Spindle's part " + name + " is neither in " + folder.string() + " nor in " +
                  installed.parent_path().string() + "; build or install Spindle again.");
}

}  // namespace spindle
