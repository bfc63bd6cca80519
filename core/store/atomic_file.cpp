#include "core/store/atomic_file.h"

#include "core/base/user_error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

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

// Some network file systems know no fsync of a folder: nothing more can be done there.
void syncFolder(const std::filesystem::path& folder) {
  const Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
  if (descriptor.get() < 0) return;
  if (::fsync(descriptor.get()) != 0 && errno != EINVAL && errno != ENOTSUP) throwWriteError(folder, errno);
}

void writeAll(const std::filesystem::path& temporary, const std::filesystem::path& file, std::string_view text) {
  const Descriptor descriptor(temporary, O_WRONLY | O_CREAT | O_TRUNC);
  if (descriptor.get() < 0) throwWriteError(file, errno);
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throwWriteError(file, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void throwWriteError(const std::filesystem::path& file, int error) {
  const std::string folder = folderOf(file).string();
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      throw UserError("The disk is full: cannot write " + file.string() + "; free some space and resume.");
    case EACCES:
    case EPERM:
    case EROFS:
      throw UserError("Cannot write " + file.string() + ": the folder " + folder +
                      " is read-only for you; choose another one.");
    case ENOENT:
    case ENOTDIR:
      throw UserError("Cannot write " + file.string() + ": there is no folder " + folder + "; create it first.");
    default:
      throw UserError("Cannot write " + file.string() + ": " + std::strerror(error) + ".");
  }
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

void writeFileAtomically(const std::filesystem::path& file, std::string_view text) {
  const std::filesystem::path temporary = file.string() + ".tmp";
  try {
    writeAll(temporary, file, text);
    publishFile(temporary, file);
  } catch (const UserError&) {
    ::unlink(temporary.c_str());
    throw;
  }
}

}  // namespace spindle
