// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/gui_application.h"
#include "app/number_list.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/results/open_results.h"
#include "core/results/stored_choices.h"
#include "ui/figure/write_animation.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct AnimateArguments {
  std::string results, output, size = "1280x720", scale = "log";
  double seconds = 12.0;
  int fps = 30;
  bool raw = false;
};

int animate(const AnimateArguments& a) {
  const auto application = displaylessApplication();
  AnimationSpec spec;
  const auto [width, height] = parseSize(a.size, "--size");
  spec.size = {width, height};
  spec.seconds = a.seconds;
  spec.framesPerSecond = a.fps;
  spec.scale = a.scale == "linear" ? AxisScale::linear : AxisScale::log;
  spec.normalize = !a.raw;
  spec.check();
  const std::shared_ptr<const ResultsReader> results = openResults(a.results);
  TerminalControl control;
  const AnalysisChoices choices{storedSalience(results->header()), {}, {}};
  const AnimationData data = animationData(*analyzed(results, a.results, {}, choices, control));
  const AnimationReport report = writeAnimation(data, spec, a.output, control);
  control.clear();
  if (report.outcome == Outcome::stopped) {
    std::cerr << "spindle: stopped; nothing was written.\n";
    return stopped;
  }
  if (!report.note.empty()) std::cerr << "spindle: " << printable(report.note) << '\n';
  return done;
}

}  // namespace

void addAnimateCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("animate", "Animate the bars of a results file: MP4, WebM, GIF or PNG frames");
  auto a = std::make_shared<AnimateArguments>();
  command->add_option("RESULTS", a->results, "Results file (.h5)")->required();
  command
      ->add_option("-o,--output", a->output,
                   "File to write (.mp4, .webm, .gif), or a folder for numbered images (a name without an extension)")
      ->required();
  command->add_option("--seconds", a->seconds, "Seconds from the first checkpoint to the last (default 12)");
  command->add_option("--fps", a->fps, "Frames per second (default 30; GIF: 15)");
  command->add_option("--size", a->size, "Width x height in pixels, both even (default 1280x720)");
  command->add_option("--scale", a->scale, "Training axis: log (default) or linear")
      ->check(CLI::IsMember({"log", "linear"}));
  command->add_flag("--raw", a->raw, "Show strength instead of shares of the total strength");
  command->callback([a, &action] { action = [a] { return animate(*a); }; });
}

}  // namespace spindle::app
