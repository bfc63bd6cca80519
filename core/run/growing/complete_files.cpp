// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/growing/complete_files.h"

#include "core/base/user_error.h"
#include "core/weights/weights_file.h"

#include <algorithm>
#include <exception>
#include <sys/stat.h>
#include <vector>

namespace spindle {
namespace {

namespace fs = std::filesystem;

std::string stampOfOne(const fs::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return {};
  return std::to_string(status.st_size) + ' ' + std::to_string(status.st_mtim.tv_sec) + '.' +
         std::to_string(status.st_mtim.tv_nsec) + ' ' + std::to_string(status.st_ino);
}

bool readable(const fs::path& file) {
  try {
    (void)readWeights(file);
    return true;
  } catch (const UserError&) {
    return false;
  } catch (const std::exception&) {
    return false;  // a length that half a file made up may ask for more memory than there is
  }
}

}  // namespace

std::string fileStamp(const fs::path& file) {
  std::error_code error;
  if (!fs::is_directory(file, error)) return stampOfOne(file);
  std::vector<std::string> stamps;
  for (fs::directory_iterator at(file, error), end; !error && at != end; at.increment(error))
    stamps.push_back(at->path().filename().string() + ' ' + stampOfOne(at->path()));
  std::sort(stamps.begin(), stamps.end());
  std::string all;
  for (const std::string& one : stamps) all += one + '\n';
  return all;
}

bool CompleteFiles::complete(const fs::path& file) {
  Known& known = known_[file];
  if (std::string stamp = fileStamp(file); stamp != known.stamp || stamp.empty()) {
    known = {std::move(stamp), look_, false, false};
    return false;
  }
  if (known.since == look_) return false;
  if (!known.tried) {
    known.reads = readable(file);
    known.tried = true;
    // Written on while it was read: the next look decides.
    if (known.reads && fileStamp(file) != known.stamp) known = {};
  }
  return known.reads;
}

std::size_t CompleteFiles::quietFor(const fs::path& file) const {
  const auto found = known_.find(file);
  return found == known_.end() ? 0 : look_ - found->second.since;
}

}  // namespace spindle
