// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/gui_application.h"
#include "app/number_list.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/results/open_results.h"
#include "core/results/stored_choices.h"
#include "ui/figure/animation.h"
#include "ui/figure/growing_heatmap.h"
#include "ui/figure/side_by_side.h"
#include "ui/figure/write_animation.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct AnimateArguments {
  std::vector<std::string> results;
  std::string output, kind = "bars", size = "1280x720", scale = "log";
  double seconds = 12.0;
  int fps = 30;
  bool raw = false;
};

AnimationData dataOf(const std::string& file, RunControl& control) {
  const std::shared_ptr<const ResultsReader> results = openResults(file);
  const AnalysisChoices choices{storedSalience(results->header()), {}, {}};
  return animationData(*analyzed(results, file, {}, choices, control));
}

/// An animation with the data that it shows.
class OwnAnimation : public Film {
 public:
  OwnAnimation(AnimationData data, const AnimationSpec& spec) : data_(std::move(data)), animation_(data_, spec) {}
  [[nodiscard]] int frames() const override { return animation_.frames(); }
  [[nodiscard]] QImage draw(int frame) const override { return animation_.draw(frame); }

 private:
  AnimationData data_;
  Animation animation_;
};

std::unique_ptr<Film> filmOf(const AnimateArguments& a, const AnimationSpec& spec, RunControl& control) {
  if (a.results.size() > 2 || (a.results.size() == 2 && a.kind != "bars"))
    throw UserError("animate: two results files at most are shown side by side, with --kind bars.");
  if (a.raw && a.kind == "heatmap")
    throw UserError("animate: --raw has no effect on --kind heatmap, which shows shares; leave it out.");
  AnimationData data = dataOf(a.results.front(), control);
  if (a.results.size() == 2)
    return std::make_unique<SideBySide>(std::move(data), dataOf(a.results.back(), control), spec);
  if (a.kind == "heatmap") return std::make_unique<GrowingHeatmap>(data, spec);
  return std::make_unique<OwnAnimation>(std::move(data), spec);
}

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
  TerminalControl control;
  const std::unique_ptr<Film> film = filmOf(a, spec, control);
  const AnimationReport report = writeFilm(*film, spec, a.output, control);
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
  command->add_option("RESULTS", a->results, "Results file (.h5); two are shown side by side, at the same step")
      ->required();
  command
      ->add_option("-o,--output", a->output,
                   "File to write (.mp4, .webm, .gif), or a folder for numbered images (a name without an extension)")
      ->required();
  command
      ->add_option("--kind", a->kind, "bars: strength by order (default); heatmap: the shares of the orders, growing")
      ->check(CLI::IsMember({"bars", "heatmap"}));
  command->add_option("--seconds", a->seconds, "Seconds from the first checkpoint to the last (default 12)");
  command->add_option("--fps", a->fps, "Frames per second (default 30; GIF: 15)");
  command->add_option("--size", a->size, "Width x height in pixels, both even (default 1280x720)");
  command->add_option("--scale", a->scale, "Training axis: log (default) or linear")
      ->check(CLI::IsMember({"log", "linear"}));
  command->add_flag("--raw", a->raw, "Show strength instead of shares of the total strength");
  command->callback([a, &action] { action = [a] { return animate(*a); }; });
}

}  // namespace spindle::app
