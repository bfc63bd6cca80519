// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace spindle::app {

/// Results that are written in a folder on a local disk and copied to their place at the end. Where resuming, what lies
/// in either place and holds more is gone on with. Throws UserError.
class ScratchCopy {
 public:
  /// Without a folder, the results are written in their place and nothing is copied.
  ScratchCopy(std::filesystem::path results, const std::string& folder, bool resume);

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }  ///< to write to
  /// After the file is finished or stopped; removes it from the folder.
  void copyBack() const;

 private:
  std::filesystem::path results_, file_;
};

}  // namespace spindle::app
