// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace spindle {

/// A run folder under a temporary name beside its place, removed unless it is published; or one that a training which
/// was stopped left at its place. Throws UserError when the place exists (or is no such folder) or cannot be written.
class NewRunFolder {
 public:
  NewRunFolder(std::filesystem::path place, bool resume);
  NewRunFolder(const NewRunFolder&) = delete;
  NewRunFolder& operator=(const NewRunFolder&) = delete;
  ~NewRunFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path checkpoint(int step) const;

  /// Gives the folder its name: what is in it opens as a run.
  void publish();

 private:
  std::filesystem::path place_, path_;
};

}  // namespace spindle
