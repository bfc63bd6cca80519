// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace spindle {

/// A run folder under a temporary name beside its place, removed unless it is finished. Throws UserError when the place
/// exists or cannot be written.
class NewRunFolder {
 public:
  explicit NewRunFolder(std::filesystem::path place);
  NewRunFolder(const NewRunFolder&) = delete;
  NewRunFolder& operator=(const NewRunFolder&) = delete;
  ~NewRunFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path checkpoint(int step) const;

  /// Gives the folder its name.
  void finish();

 private:
  std::filesystem::path place_, path_;
};

}  // namespace spindle
