// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/extraction_choices.h"
#include "app/terminal_control.h"
#include "core/analysis/phase_two_so_far.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/measure/follow/follow.h"
#include "core/results/open_results.h"
#include "core/results/stored_choices.h"
#include "core/results/stored_dynamics.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <set>

namespace spindle::app {
namespace {

struct WatchArguments : ExtractionChoices {
  std::string run, output, until;
  double timeout = 0.0, confidence = sureOfPhaseTwo, interval = 1.0;
};

/// Tells what following brings, and ends it at the start of phase two where that was asked for.
class Watcher : public FollowSink {
 public:
  Watcher(const WatchArguments& arguments, TerminalControl& control) : a_(arguments), control_(control) {}

  void accept(FramePtr frame) override { fresh_.push_back(frame->checkpoint); }

  void grown(const std::shared_ptr<const Run>& /*run*/) override { fresh_.clear(); }

  bool finished(const Run& run, const ExtractionReport& report) override {
    for (const std::string& sentence : report.failures) say(sentence);
    for (const std::string& sentence : report.notes) say(sentence);
    for (const std::size_t checkpoint : fresh_) strengths_.erase(run.series().checkpoints[checkpoint].name);
    const PhaseTwoSoFar now = phaseTwo();
    const bool sure = now.checkpoint && now.confidence >= a_.confidence;
    if (sure && now.sentence != told_) {
      told_ = now.sentence;
      control_.clear();
      if (!found_) std::cout << printable(told_) << std::endl;
    }
    found_ = found_ || sure;
    return found_ && !a_.until.empty();
  }

  void waiting(const std::string& what) override {
    control_.waiting(what);
    if (what.ends_with(".")) say(what);
  }

  [[nodiscard]] bool found() const { return found_; }

 private:
  /// Each sentence once.
  void say(const std::string& sentence) {
    if (!said_.insert(sentence).second) return;
    control_.clear();
    std::cerr << "spindle: " << printable(sentence) << std::endl;
  }

  PhaseTwoSoFar phaseTwo() {
    const auto results = openResults(a_.output);
    const ResultsHeader& header = results->header();
    const Salience salience = storedSalience(header);
    std::vector<SampleStrengths> series(header.checkpoints());
    for (std::size_t c = 0; c < series.size(); ++c) {
      const std::string& name = header.checkpointNames[c];
      if (!strengths_.contains(name)) {
        const StoredCheckpoint stored(*results, c, salience.orderOne);
        if (stored.any())
          strengths_[name] = SampleStrengths(stored.interactions(), salienceThreshold(stored.interactions(), salience));
      }
      if (const auto known = strengths_.find(name); known != strengths_.end()) series[c] = known->second;
    }
    const PhaseOptions options;
    return phaseTwoSoFar(header, series, findPhases(series, header.trainLoss, header.testLoss, options), options);
  }

  const WatchArguments& a_;
  TerminalControl& control_;
  std::map<std::string, SampleStrengths> strengths_;  ///< by checkpoint
  std::vector<std::size_t> fresh_;
  std::set<std::string> said_;
  std::string told_;
  bool found_ = false;
};

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(1000.0 * seconds));
}

/// A sentence about an option is about the command line once there are samples.
ExtractionOptions optionsFor(const WatchArguments& a, const Run& run) {
  try {
    return a.over(run);
  } catch (const UserError& error) {
    const std::string sentence = error.what();
    if (sentence.starts_with("--") && !run.samples().samples.empty()) throw WrongOption(sentence);
    throw;
  }
}

int watchCommand(const WatchArguments& a) {
  if (!a.until.empty() && a.until != "phase-two") throw UserError("--until: \"" + a.until + "\" is not phase-two.");
  const auto parent = std::filesystem::absolute(a.output).parent_path();
  if (!std::filesystem::is_directory(parent))
    throw UserError("The folder " + parent.string() + " for the results does not exist; create it.");
  TerminalControl control;
  Watcher watcher(a, control);
  FollowOptions options;
  options.folder = a.run;
  options.results = a.output;
  options.interval = milliseconds(a.interval);
  options.timeout = milliseconds(a.timeout);
  options.options = [&a](const Run& run) { return optionsFor(a, run); };
  const FollowEnd end = followRun(options, watcher, control);
  control.clear();
  if (end == FollowEnd::stopped) {
    std::cerr << "spindle: stopped; finished checkpoints are kept in " << a.output
              << ", the same command continues from there.\n";
    return stopped;
  }
  if (a.until.empty() || watcher.found()) return done;
  std::cerr << "spindle: phase two did not start.\n";
  return notFound;
}

}  // namespace

void addWatchCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "watch", "Follow a training that is still running: compute its checkpoints as they appear into a results file");
  auto a = std::make_shared<WatchArguments>();
  command->add_option("RUN", a->run, "Run folder; it need not exist yet")->required();
  command->add_option("-o,--output", a->output, "Results file (.h5) to write, or to continue")->required();
  command->add_option("--until", a->until,
                      "phase-two: end when phase two has started, with exit status 0; 4 if the training ends or "
                      "--timeout passes before");
  command
      ->add_option("--confidence", a->confidence,
                   "Share of the resamples of the samples in which phase two must have started (default 0.9)")
      ->check(CLI::Range(0.0, 1.0));
  command
      ->add_option("--timeout", a->timeout,
                   "End when nothing has changed for so many seconds (default: follow until Ctrl-C, or until spindle "
                   "train has ended)")
      ->check(CLI::Range(0.0, 1e7));
  command->add_option("--interval", a->interval)->check(CLI::Range(0.001, 3600.0))->group("");  // for tests
  a->addTo(*command);
  command->callback([a, &action] { action = [a] { return watchCommand(*a); }; });
}

}  // namespace spindle::app
