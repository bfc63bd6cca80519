#pragma once

#include <cstddef>
#include <filesystem>

namespace spindle {

/// Where a computation keeps what it has finished, beside its results file: RESULTS.h5.parts/ with header.h5 (an
/// empty results file with everything but tables) and 00012.h5 (a results file of checkpoint 12 alone) for each
/// finished checkpoint. Every file there is published whole; without header.h5 the folder counts for nothing.
struct PartsPaths {
  std::filesystem::path results, folder;

  /// results: the results file, or the parts folder itself.
  explicit PartsPaths(const std::filesystem::path& results);

  [[nodiscard]] std::filesystem::path header() const { return folder / "header.h5"; }
  [[nodiscard]] std::filesystem::path lock() const { return folder / "lock"; }
  [[nodiscard]] std::filesystem::path part(std::size_t checkpoint) const;
  /// What is written under this name counts for nothing until it is renamed.
  [[nodiscard]] std::filesystem::path temporary() const { return folder / "unfinished.tmp"; }
};

/// The one writer's hold on a parts folder, released when destroyed or when the process dies.
class PartsFolder {
 public:
  /// Makes the folder if need be and removes what a dead writer left half done. Throws UserError when another writer is
  /// at work, or when the folder cannot be made.
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

  PartsPaths paths_;
  int lock_ = -1;
};

}  // namespace spindle
