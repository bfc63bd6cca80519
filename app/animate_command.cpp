// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/computed_results.h"
#include "app/figure_recipe.h"
#include "app/gui_application.h"
#include "app/number_list.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/base/version.h"
#include "core/results/open_results.h"
#include "core/results/stored_choices.h"
#include "ui/figure/animation.h"
#include "ui/figure/embedded_recipe.h"
#include "ui/figure/growing_heatmap.h"
#include "ui/figure/sample_figure.h"
#include "ui/figure/sample_film.h"
#include "ui/figure/side_by_side.h"
#include "ui/figure/write_animation.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct AnimateArguments {
  std::vector<std::string> results;
  std::string output, kind = "bars", size = "1280x720", scale = "log", run, again;
  std::size_t sample = 0, top = 0;
  double seconds = 12.0;
  int fps = 30;
  bool raw = false;
};

std::vector<AnalyzedPtr> read(const std::vector<std::string>& files, const std::optional<AnalysisChoices>& choices,
                              RunControl& control) {
  std::vector<AnalyzedPtr> read;
  for (const std::string& file : files) {
    const std::shared_ptr<const ResultsReader> results = openResults(file);
    const AnalysisChoices own{storedSalience(results->header()), {}, {}};
    read.push_back(analyzed(results, file, {}, choices.value_or(own), control));
  }
  return read;
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

std::unique_ptr<Film> filmOf(const FigureOrder& order, const std::vector<AnalyzedPtr>& files, const std::string& run) {
  const AnimationSpec& spec = *order.film;
  if (files.size() > 2 || (files.size() == 2 && order.kind != "bars"))
    throw UserError("animate: two results files at most are shown side by side, with --kind bars.");
  if (order.raw && order.kind != "bars")
    throw UserError("animate: --raw has an effect on --kind bars only; leave it out.");
  if (order.kind != "sample" && (!run.empty() || order.sample > 0 || order.top > 0))
    throw UserError("animate: --run, --sample and --top have an effect with --kind sample only; leave them out.");
  const AnalyzedResults& first = *files.front();
  if (order.kind == "sample")
    return std::make_unique<SampleFilm>(first, inputOf(first.results->header(), first.file.string(), order.sample, run),
                                        order.sample, order.top, spec);
  AnimationData data = animationData(first);
  if (files.size() == 2) return std::make_unique<SideBySide>(std::move(data), animationData(*files.back()), spec);
  if (order.kind == "heatmap") return std::make_unique<GrowingHeatmap>(data, spec);
  return std::make_unique<OwnAnimation>(std::move(data), spec);
}

FigureOrder orderOf(const AnimateArguments& a) {
  FigureOrder order;
  order.kind = a.kind;
  order.raw = a.raw;
  order.sample = a.sample;
  order.top = a.top;
  AnimationSpec& spec = order.film.emplace();
  const auto [width, height] = parseSize(a.size, "--size");
  spec.size = {width, height};
  spec.seconds = a.seconds;
  spec.framesPerSecond = a.fps;
  spec.scale = a.scale == "linear" ? AxisScale::linear : AxisScale::log;
  spec.normalize = !a.raw;
  spec.check();
  return order;
}

/// Writes it and says how it went.
int write(const AnimateArguments& a, const FigureOrder& order, const std::vector<AnalyzedPtr>& files,
          const std::string& recipe, TerminalControl& control) {
  const std::unique_ptr<Film> film = filmOf(order, files, a.run);
  const AnimationReport report = writeFilm(*film, *order.film, a.output, control, recipe);
  control.clear();
  if (report.outcome == Outcome::stopped) {
    std::cerr << "spindle: stopped; nothing was written.\n";
    return stopped;
  }
  if (!report.note.empty()) std::cerr << "spindle: " << printable(report.note) << '\n';
  return done;
}

int animateAgain(const AnimateArguments& a, TerminalControl& control) {
  const AnimateArguments usual;
  if (a.kind != usual.kind || a.size != usual.size || a.scale != usual.scale || a.seconds != usual.seconds ||
      a.fps != usual.fps || a.raw || a.sample > 0 || a.top > 0)
    throw UserError("animate: --again takes every choice from " + a.again +
                    "; leave the other options out, or leave out --again.");
  const FigureRecipe recipe = readRecipe(embeddedRecipe(a.again), a.again, {});
  if (!recipe.order.film) throw UserError(a.again + " is a figure; use spindle figure --again.");
  const std::vector<std::string> files = sourceFiles(recipe, a.again, a.results, "spindle animate");
  const std::vector<AnalyzedPtr> found = read(files, recipe.order.choices, control);
  if (recipe.version != programVersion)
    std::cerr << "spindle: " << printable(a.again) << " was made by version " << printable(recipe.version)
              << ", this is " << programVersion << ".\n";
  return write(a, recipe.order, found, recipeAgain(recipe, a.again, found, {}), control);
}

int animate(const AnimateArguments& a) {
  const auto application = displaylessApplication();
  TerminalControl control;
  if (!a.again.empty()) return animateAgain(a, control);
  if (a.results.empty())
    throw UserError("animate: give the results file: spindle animate RESULTS.h5 -o " + a.output +
                    ", or an animation to make anew with --again.");
  FigureOrder order = orderOf(a);
  const std::vector<AnalyzedPtr> files = read(a.results, {}, control);
  order.choices = files.front()->choices;
  return write(a, order, files, recipeOf(order, files, {}), control);
}

}  // namespace

void addAnimateCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("animate", "Animate the bars of a results file: MP4, WebM, GIF or PNG frames");
  auto a = std::make_shared<AnimateArguments>();
  command->add_option("RESULTS", a->results, "Results file (.h5); two are shown side by side, at the same step");
  command
      ->add_option("-o,--output", a->output,
                   "File to write (.mp4, .webm, .gif), or a folder for numbered images (a name without an extension)")
      ->required();
  command
      ->add_option("--kind", a->kind,
                   "bars: strength by order (default); heatmap: the shares of the orders, growing; sample: an input "
                   "whose strongest interactions light up as they form")
      ->check(CLI::IsMember({"bars", "heatmap", "sample"}));
  command->add_option("--sample", a->sample, "sample: its number in the results, from 0 (default 0)");
  command->add_option("--top", a->top, "sample: how many interactions (default 6)")
      ->check(CLI::Range(std::size_t{1}, mostInteractions));
  command->add_option("--run", a->run, "sample: the run folder with the input (default: where the results are)");
  command->add_option("--seconds", a->seconds, "Seconds from the first checkpoint to the last (default 12)");
  command->add_option("--fps", a->fps, "Frames per second (default 30; GIF: 15)");
  command->add_option("--size", a->size, "Width x height in pixels, both even (default 1280x720)");
  command->add_option("--scale", a->scale, "Training axis: log (default) or linear")
      ->check(CLI::IsMember({"log", "linear"}));
  command->add_option("--again", a->again,
                      "Make this animation (or folder of images) anew, with all its choices; RESULTS are looked for "
                      "beside it");
  command->add_flag("--raw", a->raw, "Show strength instead of shares of the total strength");
  command->callback([a, &action] { action = [a] { return animate(*a); }; });
}

}  // namespace spindle::app
