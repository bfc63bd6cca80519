// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/new_run_folder.h"

#include "core/base/user_error.h"
#include "sample_models/torch/training_state.h"

#include <cstdio>
#include <random>
#include <string>
#include <utility>

namespace spindle {

NewRunFolder::NewRunFolder(std::filesystem::path place, bool resume) : place_(std::move(place)) {
  if (resume) {
    if (!std::filesystem::exists(place_ / trainingStateFile))
      throw UserError("There is no training to be continued in " + place_.string() +
                      ": it has ended, or it was none; leave --resume out and name another folder.");
    path_ = place_;
    return;
  }
  if (std::filesystem::exists(place_)) {
    throw UserError("The folder " + place_.string() + " exists already; name one that does not" +
                    (std::filesystem::exists(place_ / trainingStateFile)
                         ? ", or continue the training that was stopped there with --resume."
                         : "."));
  }
  if (!place_.has_filename()) place_ = place_.parent_path();
  std::error_code failed;
  if (place_.has_parent_path()) std::filesystem::create_directories(place_.parent_path(), failed);
  // A new name: a folder that is there may be somebody's.
  std::random_device random;
  do {
    path_ = place_;
    path_ += ".spindle-" + std::to_string(random()) + ".part";
  } while (!std::filesystem::create_directory(path_, failed) && !failed);
  if (!failed) std::filesystem::create_directory(path_ / "checkpoints", failed);
  if (failed) {
    throw UserError("The folder " + path_.string() + " cannot be created (" + failed.message() +
                    "); choose another folder.");
  }
}

NewRunFolder::~NewRunFolder() {
  if (path_ == place_) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path NewRunFolder::checkpoint(int step) const {
  char name[32];
  std::snprintf(name, sizeof name, "step=%06d.pt", step);
  return path_ / "checkpoints" / name;
}

void NewRunFolder::publish() {
  if (path_ == place_) return;
  std::error_code failed;
  std::filesystem::rename(path_, place_, failed);
  if (failed) {
    throw UserError("The folder " + place_.string() + " cannot be created (" + failed.message() +
                    "); choose another folder.");
  }
  path_ = place_;
}

}  // namespace spindle
