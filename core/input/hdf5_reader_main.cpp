// spindle_hdf5_reader FILE: the arrays of an HDF5 file to standard output (see array_stream.h). Spindle starts it for
// every such file: what libhdf5 does on a damaged one happens here.
#include "core/base/user_error.h"
#include "core/input/array_stream.h"
#include "core/input/hdf5_reader.h"

#include <cstdio>
#include <exception>
#include <unistd.h>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: spindle_hdf5_reader FILE (a part of Spindle, started by it)\n", stderr);
    return 2;
  }
  spindle::ArrayAnswer answer;
  try {
    answer.arrays = spindle::readHdf5Here(argv[1]);
  } catch (const spindle::UserError& error) {
    answer.problem = error.what();
  } catch (const std::exception&) {
    return 1;
  }
  const auto bytes = spindle::toBytes(answer);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data() + done, bytes.size() - done);
    if (written <= 0) return 1;
    done += static_cast<std::size_t>(written);
  }
  return 0;
}
