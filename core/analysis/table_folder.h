// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/atomic_file.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace spindle {

/// A folder of tables that appears, or changes, as one: the files get new names first and their own ones together at
/// the end, so that tables of two results never stand side by side. A new folder appears with all of them in it. In one
/// that is there UNFINISHED.txt stands until the last is in its place, and only tables with the same first line are
/// replaced; those that were written before, which the file
/// .spindle-tables lists, and are not written this time are removed as long as they still begin as it says.
/// A run folder (run.json, checkpoints) is refused: losses.csv would be taken for its log.
class TableFolder {
 public:
  explicit TableFolder(const std::filesystem::path& folder);  ///< throws UserError
  ~TableFolder();
  TableFolder(const TableFolder&) = delete;
  TableFolder& operator=(const TableFolder&) = delete;

  /// text: the table with its first line. Throws UserError.
  void add(const std::string& name, const std::string& text);
  /// Names of the tables in the order in which they were added. others: what becomes of tables that were
  /// written before and were not added. Throws UserError.
  enum class Others { remove, keep };
  std::vector<std::string> publish(Others others = Others::remove);

 private:
  std::filesystem::path folder_, work_;
  bool made_ = false;
  std::map<std::string, std::string> before_, headers_;  ///< first lines by name: as listed there, as added
  std::vector<UnfinishedFile> files_;
  std::vector<std::string> names_;
};

}  // namespace spindle
