// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/run_follower.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/follow/follow.h"
#include "core/run/growing/training_ended.h"
#include "core/store/parts_folder.h"
#include "ui/session/results_place.h"

namespace spindle {

struct RunFollower::Looking {
  GrowingRun growing;
  KnownDigests digests;
  std::filesystem::path folder;
  std::string results;  ///< stamp of the results file whose checkpoints are kept
};

struct RunFollower::Looked {
  GrowingLook look;
  std::string digest;
  bool trained = false;  ///< before this look
};

/// Results that are not there yet, or not whole, take nothing away from what was computed before: a checkpoint may be
/// deleted while they move or grow.
void RunFollower::takeComputed(Looking& looking, const std::filesystem::path& results) {
  if (results.empty()) return;
  if (PartsPaths(results).unfinished()) {
    looking.growing.keepAlso(computedCheckpoints(results, looking.folder, looking.digests));
    looking.results.clear();
  } else if (std::string stamp = fileStamp(results); !stamp.empty() && stamp != looking.results) {
    looking.growing.keep(computedCheckpoints(results, looking.folder, looking.digests));
    looking.results = std::move(stamp);
  }
}

RunFollower::RunFollower(QObject* parent) : QObject(parent) {
  thread_.setMaxThreadCount(1);
  job_ = std::make_unique<LatestJob<Looked>>(&thread_);
  timer_.setSingleShot(true);
  timer_.setInterval(usualInterval);
  connect(&timer_, &QTimer::timeout, this, &RunFollower::look);
}

RunFollower::~RunFollower() {
  stop();
  thread_.waitForDone();
}

void RunFollower::start(const std::filesystem::path& folder, const std::filesystem::path& results) {
  stop();
  results_ = results;
  looking_ = std::make_shared<Looking>(Looking{GrowingRun(folder), {}, folder, {}});
  active_ = true;
  look();
}

void RunFollower::stop() {
  active_ = false;
  waitingFor_.clear();
  timer_.stop();
  job_->cancel();
  looking_.reset();
}

void RunFollower::look() {
  const auto work = [looking = looking_, results = results_](const RunControl&) {
    try {
      takeComputed(*looking, results);
    } catch (const UserError&) {
      looking->results.clear();  // another computation is about to replace them
    }
    const bool trained = trainingEnded(looking->folder);
    Looked looked{looking->growing.look(), {}, trained};
    if (looked.look.run && looked.look.changed) looked.digest = runDigest(*looked.look.run);
    return looked;
  };
  job_->run(work, [this](const JobAnswer<Looked>& answer) { take(answer); });
}

void RunFollower::take(const JobAnswer<Looked>& answer) {
  if (!active_) return;
  timer_.start();
  if (!answer.value) return;
  const GrowingLook& look = answer.value->look;
  QString waitingFor = QString::fromStdString(look.unfinished.empty() ? look.problem : listed(look.unfinished));
  if (waitingFor != waitingFor_) {
    waitingFor_ = std::move(waitingFor);
    emit waitingChanged();
  }
  if (look.run && look.changed) return emit grown({look.run, answer.value->digest});
  if (answer.value->trained && look.run && look.unfinished.empty()) emit ended();
}

}  // namespace spindle
