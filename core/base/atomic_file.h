// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace spindle {

/// One sentence for a failed write: disk full, quota, limit on the size of files, read-only folder, or the system's own
/// words. error is an errno.
[[noreturn]] void throwWriteError(const std::filesystem::path& file, int error);

/// Puts the complete file `temporary` in the place of `file` such that after a power cut the old or the new one is
/// there, whole: fsync, rename, fsync of the folder. Both lie in one file system. Throws UserError.
void publishFile(const std::filesystem::path& temporary, const std::filesystem::path& file);

/// Whether the path can be seen to exist; false, too, where its folder may not be searched.
bool isThere(const std::filesystem::path& path);

/// Puts the names in a folder on disk; file systems that know no such thing are left alone. Throws UserError.
void syncFolder(const std::filesystem::path& folder);

/// "movie.mp4.spindle-3f9a1c07.part" beside "movie.mp4": a name for what is not finished yet, another one at every
/// call.
std::filesystem::path unfinishedName(const std::filesystem::path& target);

/// A file under a new name beside `target`, which it replaces when it is published and which stays as it was when it
/// is not: then the new file is removed. Nothing that was there before is written to or removed, but for files of this
/// kind that killed processes left more than ten minutes ago for the same target. Throws UserError.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(std::filesystem::path target);
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;
  UnfinishedFile(UnfinishedFile&& other) noexcept;

  /// For another program to write to; the file exists, empty.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const std::filesystem::path& target() const { return target_; }

  void write(std::string_view bytes);
  /// Waits until the disk holds all of it; tells what the disk refused.
  void sync();
  /// Takes the place of the target. After sync(); several files that belong together are all synced first.
  void rename();
  /// sync, rename, and the folder's entry on disk.
  void publish();

 private:
  std::filesystem::path target_, path_;
  int descriptor_ = -1;
};

/// Writes text to an unfinished file and publishes it; a file that was there keeps its permissions. Throws UserError.
/// What a user names as an output goes through writeOutput (output_file.h), which looks first at what it replaces.
void writeFileAtomically(const std::filesystem::path& file, std::string_view text);

}  // namespace spindle
