// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/parts_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/user_error.h"
#include "core/store/results_layout.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace spindle {
namespace {

constexpr std::string_view suffix = ".parts";

std::filesystem::path resultsOf(const std::filesystem::path& path) {
  if (path.empty()) throw UserError("The results file needs a name; an empty one was given.");
  std::filesystem::path plain = path;
  if (!plain.has_filename()) plain = plain.parent_path();
  std::error_code error;
  if (plain.extension() == suffix && std::filesystem::is_directory(plain, error)) return plain.replace_extension();
  if (!std::filesystem::is_symlink(plain, error)) return plain;
  const auto real = std::filesystem::weakly_canonical(plain, error);
  return error ? plain : real;  // links in a circle are refused where they are to be read or written
}

/// Of names that no other process has, on this machine or another.
std::string ownSuffix() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return "-" + std::string(host.data()) + "-" + std::to_string(::getpid()) + ".tmp";
}

[[noreturn]] void refuseForeign(const PartsPaths& paths, const std::filesystem::path& what) {
  throw UserError("Cannot write " + paths.results.string() + ": " + what.string() +
                  " is in the way and was not written by Spindle; move it away, or choose another file.");
}

bool isResults(const std::filesystem::path& file) {
  try {
    ResultsLayout::open(file);
    return true;
  } catch (const UserError&) {
    return false;
  }
}

// Files are removed from this folder: it must be one that a writer made.
void requireOwn(const PartsPaths& paths) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(paths.folder, error);
  if (!std::filesystem::exists(status)) return;
  if (!std::filesystem::is_directory(status)) refuseForeign(paths, paths.folder);
  if (isThere(paths.header())) {
    if (!isResults(paths.header()) && isThere(paths.header())) refuseForeign(paths, paths.header());
    return;
  }
  for (std::filesystem::directory_iterator at(paths.folder, error), end; !error && at != end; at.increment(error)) {
    const auto& file = at->path();
    std::error_code gone;
    if (PartsPaths::isTemporary(file)) continue;
    if (file == paths.lock() && std::filesystem::file_size(file, gone) == 0) continue;
    if (paths.isPart(file) && isResults(file)) continue;
    if (std::filesystem::exists(at->symlink_status(gone))) refuseForeign(paths, file);
  }
}

// Whether the open file is still the one at this path: its last holder may have removed it meanwhile.
bool stillAt(int descriptor, const std::filesystem::path& path) {
  struct stat open {};
  struct stat there {};
  return ::fstat(descriptor, &open) == 0 && ::stat(path.c_str(), &there) == 0 && open.st_dev == there.st_dev &&
         open.st_ino == there.st_ino;
}

int acquire(const PartsPaths& paths, bool& alone) {
  // Another writer may take the folder away between two steps, though not for ever.
  constexpr int mostTries = 1000;
  for (int tries = 0;; ++tries) {
    if (::mkdir(paths.folder.c_str(), 0777) != 0 && errno != EEXIST) throwWriteError(paths.results, errno);
    if (tries == mostTries) refuseForeign(paths, paths.folder);
    requireOwn(paths);
    const int descriptor = ::open(paths.lock().c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor < 0) {
      if (errno == ENOENT && isThere(paths.results.parent_path())) continue;
      throwWriteError(paths.results, errno);
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) {
        ::close(descriptor);
        throw UserError("Another computation is writing " + paths.results.string() +
                        "; wait for it or choose another file.");
      }
      if (errno == EINTR) {
        ::close(descriptor);
        continue;
      }
      alone = false;  // a file system without locks: the user must see to it that there is one writer
    }
    if (stillAt(descriptor, paths.lock())) return descriptor;
    ::close(descriptor);
  }
}

}  // namespace

PartsPaths::PartsPaths(const std::filesystem::path& path) : results(std::filesystem::absolute(resultsOf(path))) {
  folder = results;
  folder += suffix;
}

std::filesystem::path PartsPaths::part(std::size_t checkpoint) const {
  char name[32];
  std::snprintf(name, sizeof name, "%05zu.h5", checkpoint);
  return folder / name;
}

std::filesystem::path PartsPaths::temporary() const {
  return folder / ("unfinished" + ownSuffix());
}

std::filesystem::path PartsPaths::joined() const {
  return folder / ("joined" + ownSuffix());
}

bool PartsPaths::isTemporary(const std::filesystem::path& file) {
  const std::string stem = file.stem().string();
  return file.extension() == ".tmp" && (stem.starts_with("unfinished") || stem.starts_with("joined"));
}

bool PartsPaths::isPart(const std::filesystem::path& file) const {
  const std::string stem = file.stem().string();
  return file.extension() == ".h5" && stem.size() >= 5 && stem.find_first_not_of("0123456789") == std::string::npos;
}

std::size_t PartsPaths::parts() const {
  if (!isThere(header())) return 0;
  std::error_code error;
  std::size_t count = 0;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    count += isPart(at->path()) ? 1 : 0;
  return count;
}

PartsFolder::PartsFolder(const std::filesystem::path& results) : paths_(results), lock_(acquire(paths_, alone_)) {
  removeTemporaries();
}

PartsFolder::~PartsFolder() {
  if (!isThere(paths_.header())) removeEmpty();
  ::close(lock_);
}

void PartsFolder::clear() {
  const auto removeFile = [&](const std::filesystem::path& file) {
    std::error_code error;
    std::filesystem::remove(file, error);
    if (error) throwWriteError(file, error.value());
  };
  removeFile(paths_.header());
  for (const auto& entry : std::filesystem::directory_iterator(paths_.folder)) {
    if (paths_.isPart(entry.path())) removeFile(entry.path());
  }
}

void PartsFolder::remove() {
  clear();
  removeEmpty();
}

// Of a dead writer; without locks somebody may still be at work.
void PartsFolder::removeTemporaries() const {
  std::error_code error, ignored;
  for (std::filesystem::directory_iterator at(paths_.folder, error), end; !error && at != end; at.increment(error)) {
    const auto& file = at->path();
    if (PartsPaths::isTemporary(file) && (alone_ || file == paths_.temporary() || file == paths_.joined()))
      std::filesystem::remove(file, ignored);
  }
}

void PartsFolder::removeEmpty() {
  std::error_code ignored;
  std::filesystem::remove(paths_.lock(), ignored);
  // Fails when somebody put something else there, or another writer has just come: then it is not ours to remove.
  std::filesystem::remove(paths_.folder, ignored);
}

}  // namespace spindle
