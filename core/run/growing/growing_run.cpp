// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/growing/growing_run.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <utility>

namespace spindle {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t patience = 10;  ///< looks that a rewritten checkpoint may stay as its writer left it
constexpr int deepest = 5;
constexpr std::size_t mostFiles = 20000;

/// Results of Spindle that lie in the run folder are no part of the run.
bool isOurs(const fs::path& file) {
  const auto ending = file.extension();
  return ending == ".h5" || ending == ".parts";
}

/// What decides whether anything has to be computed or shown anew.
std::string contents(const Run& run) {
  std::string text;
  for (const Checkpoint& one : run.series().checkpoints) {
    text += one.name + ' ' + fileStamp(one.file) + ' ' + shortest(one.step) + ' ' + shortest(one.epoch) + ' ' +
            shortest(one.trainLoss) + ' ' + shortest(one.testLoss);
    for (const double value : one.logged) text += ' ' + shortest(value);
    text += '\n';
  }
  return text;
}

}  // namespace

std::string GrowingRun::stamp() const {
  std::vector<std::string> lines;
  std::error_code error;
  const auto skip = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator at(folder_, skip, error), end; !error && at != end; at.increment(error)) {
    if (isOurs(at->path()) || at.depth() >= deepest) at.disable_recursion_pending();
    std::error_code ignored;
    if (isOurs(at->path()) || at->is_directory(ignored)) continue;
    lines.push_back(at->path().string() + ' ' + fileStamp(at->path()));
    if (lines.size() >= mostFiles) break;
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line + '\n';
  return all;
}

/// Whether a checkpoint that was complete before is being written anew, and its writer is still at work.
bool GrowingRun::rewriting(const std::vector<fs::path>& unfinished) const {
  if (!run_) return false;
  const auto& before = run_->series().checkpoints;
  return std::any_of(unfinished.begin(), unfinished.end(), [&](const fs::path& file) {
    const bool known =
        std::any_of(before.begin(), before.end(), [&](const Checkpoint& one) { return one.file == file; });
    return known && files_.quietFor(file) < patience;
  });
}

void GrowingRun::keep(const std::vector<Checkpoint>& computed) {
  kept_.clear();
  for (const Checkpoint& one : computed) kept_.emplace_back(one, fileStamp(one.file));
  settled_ = false;
}

void GrowingRun::keepAlso(const std::vector<Checkpoint>& computed) {
  for (const Checkpoint& one : computed) {
    std::string stamp = fileStamp(one.file);
    const auto known =
        std::find_if(kept_.begin(), kept_.end(), [&](const auto& kept) { return kept.first.name == one.name; });
    if (known == kept_.end()) {
      kept_.emplace_back(one, std::move(stamp));
    } else if (!stamp.empty() && stamp != known->second) {
      *known = {one, std::move(stamp)};
    } else {
      continue;
    }
    settled_ = false;
  }
}

/// Deleted checkpoints of a training whose place another one has taken.
void GrowingRun::forgetReplaced() {
  const auto& now = run_->series().checkpoints;
  std::erase_if(kept_, [&](const auto& kept) {
    std::error_code error;
    return !fs::exists(kept.first.file, error) &&
           std::none_of(now.begin(), now.end(), [&](const Checkpoint& one) { return one.name == kept.first.name; });
  });
}

/// Puts the computed checkpoints whose files are gone back into their places.
void GrowingRun::addDeleted(CheckpointSeries& series) const {
  double firstNew = -1.0;
  for (const Checkpoint& one : series.checkpoints) {
    const bool kept = std::any_of(kept_.begin(), kept_.end(), [&](const auto& other) {
      return other.first.name == one.name && (other.second.empty() || other.second == fileStamp(one.file));
    });
    if (!kept && (firstNew < 0.0 || one.step < firstNew)) firstNew = one.step;
  }
  for (const auto& [gone, stamp] : kept_) {
    std::error_code error;
    if (fs::exists(gone.file, error)) continue;
    if (firstNew >= 0.0 && firstNew <= gone.step) continue;
    const auto place = std::upper_bound(series.checkpoints.begin(), series.checkpoints.end(), gone,
                                        [](const Checkpoint& a, const Checkpoint& b) { return a.step < b.step; });
    series.checkpoints.insert(place, gone);
  }
}

GrowingLook GrowingRun::look() {
  std::string stamp = this->stamp();
  if (settled_ && stamp == seen_) return {run_, false, unfinished_, {}};
  GrowingLook found;
  files_.look();
  std::vector<fs::path> unfinished;
  try {
    const GrowingFolder growing{[&](const fs::path& file) {
                                  if (files_.complete(file)) return false;
                                  unfinished.push_back(file);
                                  return true;
                                },
                                [this](CheckpointSeries& series) { addDeleted(series); }};
    auto run = std::make_shared<const Run>(Run::open(folder_, growing));
    if (rewriting(unfinished)) {
      found.run = run_;
    } else {
      std::string now = contents(*run);
      found.changed = now != last_;
      last_ = std::move(now);
      run_ = std::move(run);
      found.run = run_;
      forgetReplaced();
    }
  } catch (const UserError& error) {
    found.problem = error.what();
    found.run = rewriting(unfinished) ? run_ : nullptr;
  }
  for (const fs::path& file : unfinished)
    found.unfinished.push_back(fs::path(file).lexically_relative(folder_).string());
  settled_ = found.problem.empty() && !rewriting(unfinished) &&
             std::all_of(unfinished.begin(), unfinished.end(),
                         [this](const fs::path& file) { return files_.quietFor(file) > 0; });
  unfinished_ = found.unfinished;
  seen_ = std::move(stamp);
  return found;
}

}  // namespace spindle
