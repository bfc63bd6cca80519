// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/training_plan.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/dynamics/wiring.h"
#include "core/input/sample/numbers.h"
#include "sample_models/recipe/checkpoint_steps.h"

#include <algorithm>
#include <limits>

namespace spindle {
namespace {

std::string joined(const std::vector<int>& values) {
  std::string text;
  for (const int value : values) text += (text.empty() ? "" : ",") + std::to_string(value);
  return text;
}

OrderGoal goalFrom(const std::string& words, bool encourage) {
  const auto colon = std::min(words.find(':'), words.size());
  const auto low = numberFrom(std::string_view(words).substr(0, colon), false);
  const auto high = numberFrom(std::string_view(words).substr(std::min(colon + 1, words.size())), false);
  if (!low || !high || !(*low >= 0.0 && *low < *high && *high <= 1.0)) {
    throw UserError("The contexts \"" + words + "\" are no two shares from 0 to 1, the smaller first; write 0.3:0.7.");
  }
  return {encourage, *low, *high};
}

void takeGoal(const TrainOptions& options, TrainingPlan& plan) {
  if (options.encourage.empty() && options.suppress.empty()) return;
  if (!options.encourage.empty() && !options.suppress.empty()) {
    throw UserError("Both --encourage and --suppress are given; train one network for each.");
  }
  if (plan.recipe.name != "fashion-mlp") {
    throw UserError("--encourage and --suppress are for fashion-mlp only, not for " + plan.recipe.name + ".");
  }
  const bool encourage = !options.encourage.empty();
  const auto& words = encourage ? options.encourage : options.suppress;
  plan.orderGoal = goalFrom(words, encourage);
  plan.changed.push_back((encourage ? "--encourage " : "--suppress ") + words);
  plan.recipe.title += (encourage ? ", contexts of " : ", no contexts of ") + words + " encouraged";
  if (!encourage) plan.recipe.title = recipeNamed(options.model).title + ", contexts of " + words + " suppressed";
  plan.recipe.cells = 4;  // the patches that the loss masks
  plan.recipe.variables = 12;
  plan.recipe.within = {};
}

void takeHidden(const std::vector<int>& given, Recipe& recipe) {
  constexpr int widest = 4096;
  const auto usual = recipe.hidden.size();
  const auto bad = [](int width) { return width < 1 || width > widest; };
  if (std::any_of(given.begin(), given.end(), bad)) {
    throw UserError("The hidden widths " + joined(given) + " are not all from 1 to " + std::to_string(widest) + ".");
  }
  if (usual == 0 || (!recipe.anyDepth && given.size() != usual)) {
    throw UserError("The model " + recipe.name + " has " + std::to_string(usual) + " hidden widths, not " +
                    std::to_string(given.size()) + (usual > 0 ? "; its own are " + joined(recipe.hidden) : "") + ".");
  }
  if (recipe.architecture == Architecture::transformer && given[0] % 2 != 0) {
    throw UserError("The width " + std::to_string(given[0]) + " is odd; it is divided between two attention heads.");
  }
  recipe.hidden = given;
}

void refuseForTeacher(const TrainOptions& options) {
  if (options.epochs > 0 || options.batch > 0 || options.learningRate > 0.0 || options.labelNoise > 0.0) {
    throw UserError(
        "The model teacher-student descends by all samples at once with a step of its own; --epochs, "
        "--batch, --lr and --label-noise are for the other models.");
  }
}

void takeWiring(const TrainOptions& options, TrainingPlan& plan) {
  auto& recipe = plan.recipe;
  if (recipe.architecture != Architecture::wired) {
    if (!options.wiring.empty()) throw UserError("--dag is for dag-mlp only, not for " + recipe.name + ".");
    return;
  }
  const Wiring wiring(options.wiring.empty() ? recipe.wiring : options.wiring);
  if (wiring.pathCount() == 0)
    throw UserError("The wiring " + wiring.code() + " joins input and output by no path; it can learn nothing.");
  if (wiring.code() != recipe.wiring) plan.changed.push_back("--dag " + wiring.code());
  recipe.wiring = wiring.code();
  recipe.title += " " + recipe.wiring + " on Fashion-MNIST";
}

void takeAdditive(const TrainOptions& options, TrainingPlan& plan) {
  auto& recipe = plan.recipe;
  const bool any = !options.units.empty() || options.members > 0 || options.dropout >= 0.0 ||
                   options.featureDropout >= 0.0 || options.outputPenalty >= 0.0 || options.weightDecay >= 0.0;
  if (!any) return;
  if (recipe.architecture != Architecture::nam)
    throw UserError(
        "--units, --members, --dropout, --feature-dropout, --output-penalty and --weight-decay are for the additive "
        "models (nam-cancer, nam-diabetes, nam-friedman), not for " +
        recipe.name + ".");
  if (!options.units.empty() && options.units != "exu" && options.units != "relu")
    throw UserError("The units \"" + options.units + "\" are neither exu nor relu.");
  if (options.dropout >= 1.0 || options.featureDropout >= 1.0)
    throw UserError("A dropout of 1 leaves nothing; give shares below 1.");
  const auto take = [&](double given, double& value, const std::string& option) {
    if (given < 0.0 || given == value) return;
    value = given;
    plan.changed.push_back(option + " " + shortest(given));
  };
  if (!options.units.empty() && (options.units == "exu") != (recipe.units == FeatureUnits::exu)) {
    recipe.units = options.units == "exu" ? FeatureUnits::exu : FeatureUnits::relu;
    plan.changed.push_back("--units " + options.units);
  }
  if (options.members > 0 && options.members != recipe.members) {
    recipe.members = options.members;
    plan.changed.push_back("--members " + std::to_string(options.members));
  }
  take(options.dropout, recipe.dropout, "--dropout");
  take(options.featureDropout, recipe.featureDropout, "--feature-dropout");
  take(options.outputPenalty, recipe.outputPenalty, "--output-penalty");
  take(options.weightDecay, recipe.weightDecay, "--weight-decay");
}

void takeBodies(const TrainOptions& options, TrainingPlan& plan) {
  auto& recipe = plan.recipe;
  const bool any = !options.force.empty() || options.horizon > 0 || options.timeStep > 0.0 || options.leftOut >= 0.0 ||
                   options.gradientClip >= 0.0;
  if (!movesBodies(recipe.architecture)) {
    if (any)
      throw UserError(
          "--force, --horizon, --time-step, --left-out and --clip are for bodies-egnn and bodies-segno, not for " +
          recipe.name + ".");
    return;
  }
  if (options.timeStep > 0.0 && recipe.architecture != Architecture::segno)
    throw UserError("--time-step is for bodies-segno, whose layers are steps in time.");
  constexpr int farthest = 20000;
  if (options.horizon > farthest)
    throw UserError("A horizon of " + std::to_string(options.horizon) + " steps is beyond " + std::to_string(farthest) +
                    "; nobody could say where the bodies are then.");
  if (options.leftOut >= 1.0)
    throw UserError("--left-out 1 leaves one body alone in every system; give a chance below 1.");
  const auto take = [&](double given, double& value, const std::string& option, double none) {
    if (given <= none || given == value) return;
    value = given;
    plan.changed.push_back(option + " " + shortest(given));
  };
  if (!options.force.empty() && forceFrom(options.force) != recipe.force) {
    recipe.force = forceFrom(options.force);
    plan.changed.push_back("--force " + options.force);
    recipe.title.replace(recipe.title.find("charged bodies"), 14, "bodies under gravity");
  }
  if (options.horizon > 0 && options.horizon != recipe.horizon) {
    recipe.horizon = options.horizon;
    plan.changed.push_back("--horizon " + std::to_string(options.horizon));
  }
  recipe.title += ", " + std::to_string(recipe.horizon) + " steps ahead";
  take(options.timeStep, recipe.timeStep, "--time-step", 0.0);
  take(options.leftOut, recipe.leftOut, "--left-out", -0.5);
  take(options.gradientClip, recipe.gradientClip, "--clip", -0.5);
}

void takeEpochs(const TrainOptions& options, TrainingPlan& plan) {
  if (options.steps > 0) throw UserError("Both --steps and --epochs are given; one of them is enough.");
  const auto rows = static_cast<std::size_t>(plan.recipe.trainingSamples);
  const auto steps = static_cast<std::int64_t>(options.epochs) * plan.stepsAnEpoch(rows);
  if (steps > std::numeric_limits<int>::max()) throw UserError("So many epochs are more than 2^31 - 1 steps.");
  plan.recipe.steps = static_cast<int>(steps);
  plan.changed.push_back("--epochs " + std::to_string(options.epochs));
}

}  // namespace

int TrainingPlan::stepsAnEpoch(std::size_t rows) const {
  return static_cast<int>(std::max<std::size_t>(1, rows / static_cast<std::size_t>(recipe.batch)));
}

TrainingPlan planOf(const TrainOptions& options) {
  TrainingPlan plan;
  plan.recipe = recipeNamed(options.model);
  plan.seed = options.seed;
  plan.gridSeed = options.gridSeed;
  auto& recipe = plan.recipe;
  if (recipe.architecture == Architecture::linear) refuseForTeacher(options);
  const auto take = [&](const auto& given, auto& value, bool isGiven, const std::string& option,
                        const std::string& text) {
    if (!isGiven || given == value) return;
    value = given;
    plan.changed.push_back(option + " " + text);
  };
  take(options.steps, recipe.steps, options.steps > 0, "--steps", std::to_string(options.steps));
  take(options.batch, recipe.batch, options.batch > 0, "--batch", std::to_string(options.batch));
  take(options.learningRate, recipe.learningRate, options.learningRate > 0.0, "--lr", shortest(options.learningRate));
  take(options.trainingSamples, recipe.trainingSamples, options.trainingSamples > 0, "--training-samples",
       std::to_string(options.trainingSamples));
  take(options.labelNoise, recipe.labelNoise, options.labelNoise >= 0.0, "--label-noise", shortest(options.labelNoise));
  take(options.checkpoints, recipe.checkpoints, !options.checkpoints.empty(), "--checkpoints", options.checkpoints);
  if (!options.hidden.empty() && options.hidden != recipe.hidden) {
    takeHidden(options.hidden, recipe);
    plan.changed.push_back("--hidden " + joined(options.hidden));
  }
  if (recipe.trainingSamples < recipe.batch) {
    throw UserError("The " + std::to_string(recipe.trainingSamples) + " training samples do not fill one batch of " +
                    std::to_string(recipe.batch) + "; ask for more.");
  }
  if (options.epochs > 0) takeEpochs(options, plan);
  takeGoal(options, plan);
  takeWiring(options, plan);
  takeAdditive(options, plan);
  takeBodies(options, plan);
  if (recipe.measured && recipe.labelNoise > 0.0)
    throw UserError("The targets of " + recipe.name + " are measured values; there are no labels to be wrong.");
  // Refused before any work is done.
  checkpointSteps(recipe.checkpoints, recipe.steps,
                  plan.stepsAnEpoch(static_cast<std::size_t>(recipe.trainingSamples)));
  return plan;
}

}  // namespace spindle
