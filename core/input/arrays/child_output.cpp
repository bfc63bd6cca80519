// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/child_output.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace spindle {
namespace {

/// Closes a file descriptor at its end.
class Descriptor {
 public:
  explicit Descriptor(int id) : id_(id) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int id() const { return id_; }
  void close() {
    if (id_ >= 0) ::close(id_);
    id_ = -1;
  }

 private:
  int id_;
};

pid_t start(const std::filesystem::path& program, const std::vector<std::string>& arguments, int output) {
  std::vector<char*> list;
  std::string name = program.string();
  std::vector<std::string> copies = arguments;
  list.push_back(name.data());
  for (std::string& argument : copies) list.push_back(argument.data());
  list.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int failure = posix_spawn(&child, program.c_str(), &actions, nullptr, list.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failure == 0 ? child : -1;
}

/// True when all was read before the time was up.
bool readAll(int input, std::vector<std::byte>& bytes, std::chrono::steady_clock::time_point end,
             const std::function<std::size_t(std::span<const std::byte>)>& sizeOf) {
  std::array<std::byte, 65536> part{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd wanted{input, POLLIN, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 1 << 30)));
    if (ready == 0 || (ready < 0 && errno != EINTR)) return false;
    if (ready < 0) continue;
    const ssize_t got = ::read(input, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return false;
    if (got == 0) return true;
    if (bytes.empty() && sizeOf) bytes.reserve(sizeOf(std::span(part).first(static_cast<std::size_t>(got))));
    bytes.insert(bytes.end(), part.begin(), part.begin() + got);
  }
}

}  // namespace

std::optional<std::vector<std::byte>> childOutput(
    const std::filesystem::path& program, const std::vector<std::string>& arguments, std::chrono::milliseconds patience,
    const std::function<std::size_t(std::span<const std::byte>)>& sizeOf) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  const Descriptor input(ends[0]);
  Descriptor output(ends[1]);
  const pid_t child = start(program, arguments, output.id());
  output.close();
  if (child < 0) return std::nullopt;
  std::vector<std::byte> bytes;
  const bool whole = readAll(input.id(), bytes, std::chrono::steady_clock::now() + patience, sizeOf);
  if (!whole) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!whole || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
  return bytes;
}

}  // namespace spindle
