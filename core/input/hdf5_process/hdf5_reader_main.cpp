// SPDX-License-Identifier: GPL-3.0-or-later
// spindle_hdf5_reader FILE: the arrays of an HDF5 file to standard output (see array_stream.h). Spindle starts it for
// every such file: what libhdf5 does on a damaged one happens here.
#include "core/base/limits.h"
#include "core/base/user_error.h"
#include "core/input/arrays/array_stream.h"
#include "core/input/hdf5_process/hdf5_reader.h"

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <span>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

void limit(__rlimit_resource_t what, std::uint64_t value) {
  rlimit now{};
  if (getrlimit(what, &now) != 0) return;
  now.rlim_cur = std::min<rlim_t>(now.rlim_max, value);
  setrlimit(what, &now);
}

/// A damaged file makes libhdf5 loop or ask for memory without end: neither outlives Spindle or starves others.
void limitMyself(const char* file) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return;
  constexpr std::uint64_t bytesPerSecond = 2'000'000, least = 10, mebi = 1 << 20, mostInflation = 1100;
  limit(RLIMIT_CPU, least + size / bytesPerSecond);
#ifndef __SANITIZE_ADDRESS__  // which reserves terabytes
  const auto most = std::min<std::uint64_t>(size, 4096 * mebi / mostInflation) * mostInflation;
  limit(RLIMIT_AS, 512 * mebi + std::min(2 * spindle::limits::sampleBytes, 3 * std::max<std::uint64_t>(most, size)));
#endif
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: spindle_hdf5_reader FILE (a part of Spindle, started by it)\n", stderr);
    return 2;
  }
  limitMyself(argv[1]);
  spindle::ArrayAnswer answer;
  try {
    answer.arrays = spindle::readHdf5Here(argv[1]);
  } catch (const spindle::UserError& error) {
    answer.problem = error.what();
  } catch (const std::exception&) {
    return 1;
  }
  bool whole = true;
  spindle::writeAnswer(answer, [&whole](std::span<const std::byte> bytes) {
    for (std::size_t done = 0; whole && done < bytes.size();) {
      const ssize_t written = ::write(STDOUT_FILENO, bytes.data() + done, bytes.size() - done);
      whole = written > 0;
      if (whole) done += static_cast<std::size_t>(written);
    }
  });
  return whole ? 0 : 1;
}
