// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/atomic_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace spindle {

/// A folder of tables that appears, or changes, as one: the files get new names first and their own ones together at
/// the end, so that tables of two results never stand side by side. A new folder appears with all of them in it. In one
/// that is there only Spindle's tables are replaced, and those of them that are not written this time are removed.
/// A run folder (run.json, checkpoints) is refused: losses.csv would be taken for its log.
class TableFolder {
 public:
  explicit TableFolder(const std::filesystem::path& folder);  ///< throws UserError
  ~TableFolder();
  TableFolder(const TableFolder&) = delete;
  TableFolder& operator=(const TableFolder&) = delete;

  void add(const std::string& name, const std::string& text);  ///< throws UserError
  /// Names of the tables in the order in which they were added. others: what becomes of Spindle's tables that are
  /// there and were not added. Throws UserError.
  enum class Others { remove, keep };
  std::vector<std::string> publish(Others others = Others::remove);

 private:
  std::filesystem::path folder_, work_;
  bool made_ = false;
  std::vector<UnfinishedFile> files_;
  std::vector<std::string> names_;
};

}  // namespace spindle
