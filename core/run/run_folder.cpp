// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run_folder.h"

#include "core/base/user_error.h"
#include "core/run/checkpoints/checkpoint_files.h"
#include "core/run/checkpoints/file_name.h"

#include <system_error>

namespace spindle {

namespace fs = std::filesystem;

fs::path runFolder(const fs::path& given) {
  std::error_code error;
  const auto status = fs::status(given, error);
  if (!fs::exists(status)) throw UserError(given.string() + ": no such folder.");
  auto folder = given;
  if (!fs::is_directory(status)) {
    const auto file = given.filename().string();
    if (file != "run.json" && !hasWeightsEnding(file)) {
      throw UserError(given.string() + " is not a run folder, run.json or checkpoint; give one of these.");
    }
    folder = given.parent_path().empty() ? fs::path(".") : given.parent_path();
    if (file == "run.json") return folder;
    // A checkpoint lies in the run folder or below it.
    const auto full = fs::absolute(folder, error).lexically_normal();
    for (auto above = full; above.has_relative_path() && isCheckpointFolderName(above.filename().string());) {
      above = above.parent_path();
      folder = above;
    }
  }
  return folder;
}

std::string nameOfFolder(const fs::path& folder) {
  std::error_code error;
  const auto full = fs::absolute(folder, error).lexically_normal();
  const auto last = full.filename().empty() ? full.parent_path().filename() : full.filename();
  return last.empty() ? std::string("run") : last.string();
}

}  // namespace spindle
