#include "core/store/parts_folder.h"

#include "core/base/user_error.h"
#include "core/store/atomic_file.h"

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
  std::filesystem::path plain = path;
  if (!plain.has_filename()) plain = plain.parent_path();
  std::error_code ignored;
  if (plain.extension() == suffix && std::filesystem::is_directory(plain, ignored)) return plain.replace_extension();
  return std::filesystem::is_symlink(plain, ignored) ? std::filesystem::weakly_canonical(plain) : plain;
}

// Whether the open file is still the one at this path: its last holder may have removed it meanwhile.
bool stillAt(int descriptor, const std::filesystem::path& path) {
  struct stat open {};
  struct stat there {};
  return ::fstat(descriptor, &open) == 0 && ::stat(path.c_str(), &there) == 0 && open.st_dev == there.st_dev &&
         open.st_ino == there.st_ino;
}

int acquire(const PartsPaths& paths) {
  for (;;) {
    if (::mkdir(paths.folder.c_str(), 0777) != 0 && errno != EEXIST) throwWriteError(paths.results, errno);
    const int descriptor = ::open(paths.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
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
      // A file system without locks: the user must see to it that there is one writer.
      if (errno == EINTR) {
        ::close(descriptor);
        continue;
      }
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

PartsFolder::PartsFolder(const std::filesystem::path& results) : paths_(results), lock_(acquire(paths_)) {
  std::error_code ignored;
  std::filesystem::remove(paths_.temporary(), ignored);
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
    if (entry.path().extension() == ".h5") removeFile(entry.path());
  }
}

void PartsFolder::remove() {
  clear();
  removeEmpty();
}

void PartsFolder::removeEmpty() {
  std::error_code ignored;
  std::filesystem::remove(paths_.lock(), ignored);
  // Fails when somebody put something else there, or another writer has just come: then it is not ours to remove.
  std::filesystem::remove(paths_.folder, ignored);
}

}  // namespace spindle
