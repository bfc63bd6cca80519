// Runs a command some times and appends one line of JSON: seconds (median) and the largest peak of memory.
//   bench_command NAME REPEATS OUTPUT COMMAND [ARGUMENTS...]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const int repeats = std::atoi(argv[2]);
  std::vector<double> seconds;
  long peak = 0;
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
      const int nowhere = open("/dev/null", O_WRONLY);
      dup2(nowhere, STDOUT_FILENO);
      execvp(argv[4], argv + 4);
      _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      std::fprintf(stderr, "%s failed\n", argv[4]);
      return 1;
    }
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    peak = std::max(peak, usage.ru_maxrss);
  }
  std::sort(seconds.begin(), seconds.end());
  FILE* out = std::fopen(argv[3], "a");
  if (out == nullptr) return 1;
  std::fprintf(out, "{\"name\": \"%s\", \"seconds\": %.4f, \"least\": %.4f, \"most\": %.4f, \"peak_mb\": %.1f}\n",
               argv[1], seconds[seconds.size() / 2], seconds.front(), seconds.back(),
               static_cast<double>(peak) / 1024.0);
  std::fclose(out);
  return 0;
}
