// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a command some times and appends one line of JSON: seconds (median), the largest peak of memory, and whether
// LibTorch was loaded (asked of the dynamic linker in one more run, where there are several).
//   bench_command NAME REPEATS OUTPUT COMMAND [ARGUMENTS...]
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

/// Peak of memory in kilobytes. The linker's report goes to `errors` where it is a file descriptor.
long runOnce(char** command, int errors) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    if (errors >= 0) {
      dup2(errors, STDERR_FILENO);
      setenv("LD_DEBUG", "files", 1);
    }
    execvp(command[0], command);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(std::string(command[0]) + " failed");
  return usage.ru_maxrss;
}

bool loadsTorch(char** command) {
  FILE* const report = std::tmpfile();
  if (report == nullptr) throw std::runtime_error("no temporary file");
  runOnce(command, fileno(report));
  std::rewind(report);
  bool found = false;
  std::array<char, 4096> line{};
  while (std::fgets(line.data(), static_cast<int>(line.size()), report) != nullptr)
    found = found || std::string(line.data()).find("libtorch_cpu") != std::string::npos;
  std::fclose(report);
  return found;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 5) return 2;
  const int repeats = std::atoi(argv[2]);
  std::vector<double> seconds;
  long peak = 0;
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    peak = std::max(peak, runOnce(argv + 4, -1));
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(seconds.begin(), seconds.end());
  const std::string torch =
      repeats > 1 ? (loadsTorch(argv + 4) ? ", \"libtorch\": true" : ", \"libtorch\": false") : "";
  FILE* const out = std::fopen(argv[3], "a");
  if (out == nullptr) throw std::runtime_error(std::string(argv[3]) + " cannot be written");
  std::fprintf(out, "{\"name\": \"%s\", \"seconds\": %.4f, \"least\": %.4f, \"most\": %.4f, \"peak_mb\": %.1f%s}\n",
               argv[1], seconds[seconds.size() / 2], seconds.front(), seconds.back(),
               static_cast<double>(peak) / 1024.0, torch.c_str());
  std::fclose(out);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "bench_command: %s\n", error.what());
  return 1;
}
