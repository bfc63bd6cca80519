// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/base/user_error.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <random>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace spindle {
namespace {

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags) : fd_(::open(file.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

std::filesystem::path folderOf(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

// Room for the suffix below within the 255 bytes of a name; not in the middle of a UTF-8 character.
std::string shortened(std::string name) {
  constexpr std::size_t most = 220;
  if (name.size() <= most) return name;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  name.resize(end);
  return name;
}

constexpr std::string_view mark = ".spindle-", ending = ".part";

/// Whether `name` is one that unfinishedName() makes for a target of this name.
bool isUnfinishedOf(std::string_view name, std::string_view target) {
  if (!name.starts_with(target) || !name.ends_with(ending)) return false;
  name.remove_prefix(target.size());
  name.remove_suffix(ending.size());
  return name.starts_with(mark) && name.size() == mark.size() + 8 &&
         name.find_first_not_of("0123456789abcdef", mark.size()) == std::string_view::npos;
}

/// What killed processes left beside the target: old, and locked by nobody.
void removeLeftBehind(const std::filesystem::path& target) {
  constexpr auto age = std::chrono::minutes(10);
  const auto name = shortened(target.filename().string());
  const auto now = std::filesystem::file_time_type::clock::now();
  std::error_code error;
  for (std::filesystem::directory_iterator at(folderOf(target), error), end; !error && at != end; at.increment(error)) {
    if (!isUnfinishedOf(at->path().filename().string(), name)) continue;
    std::error_code gone;
    if (!std::filesystem::is_regular_file(at->symlink_status(gone))) continue;
    const auto written = std::filesystem::last_write_time(at->path(), gone);
    if (gone || written + age > now) continue;
    const Descriptor descriptor(at->path(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor.get() >= 0 && ::flock(descriptor.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(at->path().c_str());
  }
}

}  // namespace

void throwWriteError(const std::filesystem::path& file, int error) {
  const std::string folder = folderOf(file).string();
  switch (error) {
    case ENOSPC:
      throw UserError("The disk is full: cannot write " + file.string() + "; free some space and try again.");
    case EDQUOT:
      throw UserError("The disk quota is used up: cannot write " + file.string() +
                      "; free some space of yours and try again.");
    case EFBIG:
      throw UserError("Cannot write " + file.string() +
                      ": a file may not be that large here; raise the limit (ulimit -f), or choose a file system "
                      "without one.");
    case EACCES:
    case EPERM:
    case EROFS:
      throw UserError("Cannot write " + file.string() + ": the folder " + folder +
                      " is read-only; choose another one.");
    case ENOENT:
    case ENOTDIR:
      throw UserError("Cannot write " + file.string() + ": there is no folder " + folder + "; create it first.");
    default:
      throw UserError("Cannot write " + file.string() + ": " + std::strerror(error) + ".");
  }
}

void syncFolder(const std::filesystem::path& folder) {
  const Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
  if (descriptor.get() < 0) return;
  if (::fsync(descriptor.get()) != 0 && errno != EINVAL && errno != ENOTSUP) throwWriteError(folder, errno);
}

bool isThere(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

void publishFile(const std::filesystem::path& temporary, const std::filesystem::path& file) {
  {
    const Descriptor descriptor(temporary, O_RDONLY);
    if (descriptor.get() < 0 || ::fsync(descriptor.get()) != 0) throwWriteError(file, errno);
  }
  if (::rename(temporary.c_str(), file.c_str()) != 0) throwWriteError(file, errno);
  syncFolder(folderOf(file));
}

std::filesystem::path unfinishedName(const std::filesystem::path& target) {
  std::random_device random;
  char suffix[32];
  std::snprintf(suffix, sizeof suffix, "%s%08x%s", mark.data(), static_cast<unsigned int>(random()), ending.data());
  return folderOf(target) / (shortened(target.filename().string()) + suffix);
}

UnfinishedFile::UnfinishedFile(std::filesystem::path target) : target_(std::move(target)) {
  removeLeftBehind(target_);
  constexpr int mostTries = 100;
  for (int tries = 0; descriptor_ < 0; ++tries) {
    path_ = unfinishedName(target_);
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor_ < 0 && (errno != EEXIST || tries == mostTries)) throwWriteError(target_, errno);
  }
  (void)::flock(descriptor_, LOCK_EX | LOCK_NB);  // somebody is at it; some file systems know no locks
  struct stat old {};
  if (::stat(target_.c_str(), &old) == 0 && ::fchmod(descriptor_, old.st_mode & 0777U) != 0 && errno != EPERM &&
      errno != ENOTSUP) {
    const int error = errno;
    ::close(descriptor_);
    ::unlink(path_.c_str());
    throwWriteError(target_, error);
  }
}

UnfinishedFile::UnfinishedFile(UnfinishedFile&& other) noexcept
    : target_(std::move(other.target_)),
      path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {
  other.path_.clear();
}

UnfinishedFile::~UnfinishedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!path_.empty()) ::unlink(path_.c_str());
}

void UnfinishedFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throwWriteError(target_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void UnfinishedFile::sync() {
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != ENOTSUP) throwWriteError(target_, errno);
  // Network file systems tell only here that there was no space.
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) throwWriteError(target_, errno);
}

void UnfinishedFile::rename() {
  if (::rename(path_.c_str(), target_.c_str()) != 0) throwWriteError(target_, errno);
  path_.clear();
}

void UnfinishedFile::publish() {
  sync();
  rename();
  syncFolder(folderOf(target_));
}

void writeFileAtomically(const std::filesystem::path& file, std::string_view text) {
  UnfinishedFile unfinished(file);
  unfinished.write(text);
  unfinished.publish();
}

}  // namespace spindle
