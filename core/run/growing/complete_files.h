// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

namespace spindle {

/// Tells files that are complete from files that somebody is still writing, over several looks. A file counts as
/// complete when its size and time (of a folder: those of the files in it) were the same at two looks and its weights
/// can be read, check sums included. What a killed writer left stays incomplete until it is written anew. Reads each
/// file once a change. One thread at a time.
class CompleteFiles {
 public:
  /// Begins another look; each file is asked for once in it.
  void look() { ++look_; }
  [[nodiscard]] bool complete(const std::filesystem::path& file);
  /// For how many looks the file has not changed; 0 where it has just changed.
  [[nodiscard]] std::size_t quietFor(const std::filesystem::path& file) const;

 private:
  struct Known {
    std::string stamp;
    std::size_t since = 0;  ///< the look at which it was first like this
    bool tried = false, reads = false;
  };
  std::map<std::filesystem::path, Known> known_;
  std::size_t look_ = 0;
};

/// Size, time and identity of a file, or of all files in a folder; empty where there is none.
std::string fileStamp(const std::filesystem::path& file);

}  // namespace spindle
