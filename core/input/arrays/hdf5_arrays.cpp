// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/arrays/hdf5_arrays.h"

#include "core/base/own_file.h"
#include "core/base/user_error.h"
#include "core/input/arrays/array_stream.h"
#include "core/input/arrays/child_output.h"

#include <stdexcept>

namespace spindle {
namespace {

/// Some seconds, and time for a large file that is read slowly.
std::chrono::milliseconds patienceFor(const std::filesystem::path& file) {
  constexpr std::int64_t least = 8000, bytesPerMillisecond = 2000;
  std::error_code ignored;
  const auto size = std::filesystem::file_size(file, ignored);
  return std::chrono::milliseconds(least + (ignored ? 0 : static_cast<std::int64_t>(size) / bytesPerMillisecond));
}

}  // namespace

std::vector<NpyArray> readHdf5Arrays(const std::filesystem::path& path) {
  const auto bytes = childOutput(ownFile("spindle_hdf5_reader"), {std::filesystem::absolute(path).string()},
                                 patienceFor(path), answerSize);
  try {
    if (!bytes) throw std::runtime_error("no answer");
    ArrayAnswer answer = answerFrom(*bytes);
    if (!answer.problem.empty()) throw UserError(answer.problem);
    return std::move(answer.arrays);
  } catch (const UserError&) {
    throw;
  } catch (const std::runtime_error&) {
    throw UserError(path.filename().string() +
                    ": is a damaged HDF5 file, on which the HDF5 library fails; write it again, or as .npz.");
  }
}

}  // namespace spindle
