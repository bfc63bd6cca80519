// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/scratch_copy.h"

#include "core/base/atomic_file.h"
#include "core/base/user_error.h"
#include "core/store/parts_folder.h"
#include "core/store/results_file.h"

#include <utility>

namespace spindle::app {
namespace {

namespace fs = std::filesystem;

std::size_t donePairs(const fs::path& file) {
  if (!isThere(file) && PartsPaths(file).parts() == 0) return 0;
  const auto results = ResultsReader::open(file);
  std::size_t count = 0;
  for (std::size_t c = 0; c < results->header().checkpoints(); ++c) {
    for (std::size_t s = 0; s < results->header().samples(); ++s) count += results->done(c, s) ? 1 : 0;
  }
  return count;
}

void copyWhole(const fs::path& from, const fs::path& to) {
  UnfinishedFile copy(to);
  std::error_code error;
  fs::copy_file(from, copy.path(), fs::copy_options::overwrite_existing, error);
  if (error) throwWriteError(to, error.value());
  copy.publish();
}

}  // namespace

ScratchCopy::ScratchCopy(fs::path results, const std::string& folder, bool resume)
    : results_(std::move(results)), file_(results_) {
  if (folder.empty()) return;
  std::error_code error;
  if (!fs::is_directory(folder, error))
    throw UserError("--scratch: " + folder + " is not a folder on this machine; make it, or choose another.");
  file_ = fs::path(folder) / results_.filename();
  if (fs::equivalent(fs::absolute(results_).parent_path(), folder, error)) {
    file_ = results_;
    return;
  }
  if (!isThere(results_)) return;
  if (!resume)
    throw UserError(results_.string() +
                    " exists; --resume goes on with it, or delete it (with --scratch it would be replaced by results "
                    "that are not finished).");
  if (donePairs(file_) >= donePairs(results_)) return;
  fs::remove_all(PartsPaths(file_).folder, error);
  copyWhole(results_, file_);
}

void ScratchCopy::copyBack() const {
  if (file_ == results_) return;
  copyWhole(file_, results_);
  std::error_code ignored;
  fs::remove(file_, ignored);
}

}  // namespace spindle::app
