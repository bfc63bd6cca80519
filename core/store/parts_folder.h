// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>

namespace spindle {

/// Where a computation keeps what it has finished, beside its results file: RESULTS.h5.parts/ with header.h5 (an
/// empty results file with everything but tables) and 00012.h5 (a results file of checkpoint 12 alone) for each
/// finished checkpoint. Every file there is published whole; without header.h5 the folder counts for nothing.
struct PartsPaths {
  std::filesystem::path results, folder;

  /// results: the results file, or the parts folder itself. Throws UserError for an empty path.
  explicit PartsPaths(const std::filesystem::path& results);

  [[nodiscard]] std::filesystem::path header() const { return folder / "header.h5"; }
  [[nodiscard]] std::filesystem::path lock() const { return folder / "lock"; }
  [[nodiscard]] std::filesystem::path part(std::size_t checkpoint) const;
  /// Whether the file has the name of a part: five or more digits and .h5.
  [[nodiscard]] bool isPart(const std::filesystem::path& file) const;
  /// Whether a computation is under way, or was interrupted.
  [[nodiscard]] bool unfinished() const { return std::filesystem::exists(header()); }
  /// Whether there is anything to be read or resumed.
  [[nodiscard]] bool stored() const { return std::filesystem::exists(results) || unfinished(); }
  /// How many parts belong to a computation; 0 without a header.
  [[nodiscard]] std::size_t parts() const;
  /// What is written under these names, which are those of this process alone, counts for nothing until it is renamed.
  [[nodiscard]] std::filesystem::path temporary() const;
  [[nodiscard]] std::filesystem::path joined() const;
  /// Whether the file has such a name, of any process.
  [[nodiscard]] static bool isTemporary(const std::filesystem::path& file);
};

/// The one writer's hold on a parts folder, released when destroyed or when the process dies. Where the file system
/// knows no locks there may be two: what each publishes is whole, and one that meets files of the other ends with a
/// UserError.
class PartsFolder {
 public:
  /// Makes the folder if need be and removes what a dead writer left half done. Throws UserError when another writer is
  /// at work, when the folder cannot be made, or when it holds files of somebody else.
  explicit PartsFolder(const std::filesystem::path& results);
  ~PartsFolder();
  PartsFolder(const PartsFolder&) = delete;
  PartsFolder& operator=(const PartsFolder&) = delete;

  [[nodiscard]] const PartsPaths& paths() const { return paths_; }

  /// Forgets all parts; header first, so that no death on the way leaves a mixture.
  void clear();
  /// The same, and the folder itself goes.
  void remove();

 private:
  void removeEmpty();
  void removeTemporaries() const;

  PartsPaths paths_;
  bool alone_ = true;  ///< the file system knows locks
  int lock_ = -1;
};

}  // namespace spindle
