// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/run_files.h"

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/run/growing/training_ended.h"
#include "sample_models/recipe/sample_files.h"

#include <nlohmann/json.hpp>

namespace spindle {
namespace {

using Json = nlohmann::ordered_json;

Json inputOf(const LabeledData& data) {
  Json input = {{"kind", toText(data.kind)}, {"shape", data.shape}};
  if (!data.mean.empty()) {
    input["mean"] = data.mean;
    input["std"] = data.std;
  }
  return input;
}

/// Only images and tables name their variables; words and clusters of points are chosen sample by sample.
Json variablesOf(const TrainingPlan& plan, const LabeledData& data) {
  const auto& recipe = plan.recipe;
  if (data.kind == InputKind::image) {
    Json grid = {{"grid", {recipe.cells, recipe.cells}}, {"count", recipe.variables}, {"seed", plan.gridSeed}};
    if (recipe.within != std::array<int, 4>{}) grid["within"] = recipe.within;
    return grid;
  }
  Json list = Json::array();
  for (const auto& [name, columns] : data.variables) list.push_back({{"name", name}, {"columns", columns}});
  return list;
}

std::string choices(const TrainingPlan& plan) {
  const auto& recipe = plan.recipe;
  if (recipe.architecture == Architecture::linear) {
    return "* Gradient descent on all samples, " + std::to_string(recipe.steps) +
           " steps, each checkpoint reached exactly through the eigenvalues of the inputs.\n";
  }
  std::string text = recipe.descent == Descent::adam
                         ? "* Adam: learning rate " + shortest(recipe.learningRate)
                         : "* Stochastic gradient descent: learning rate " + shortest(recipe.learningRate) +
                               ", momentum " + shortest(recipe.momentum);
  text += ", batch " + std::to_string(recipe.batch) + ", " + std::to_string(recipe.steps) + " steps; dropout " +
          shortest(recipe.dropout) + "; a share of " + shortest(recipe.labelNoise) +
          " of the training labels replaced by another class.\n";
  if (recipe.architecture == Architecture::nam) {
    text += std::string("* ") +
            (recipe.members > 1 ? "The mean of " + std::to_string(recipe.members) + " networks; e" : "E") +
            "ach feature has a network of its own: " + std::to_string(recipe.hidden.front()) + " units of the kind " +
            (recipe.units == FeatureUnits::exu ? "ExU" : "ReLU") + ", then dense layers. Feature dropout " +
            shortest(recipe.featureDropout) + ", output penalty " + shortest(recipe.outputPenalty) + ", weight decay " +
            shortest(recipe.weightDecay) + ", learning rate times " + shortest(recipe.rateDecay) +
            " an epoch (Agarwal et al., NeurIPS 2021, arXiv 2004.13912).\n";
  }
  if (movesBodies(recipe.architecture)) {
    text +=
        "* The loss is the mean squared error of the positions at the end; gradients " +
        (recipe.gradientClip > 0.0 ? "longer than " + shortest(recipe.gradientClip) + " are shortened to it"
                                   : std::string("of any length are taken")) +
        ". Each body but the first is left out of a training system with chance " + shortest(recipe.leftOut) +
        ", so that systems of fewer bodies are nothing new." +
        (recipe.architecture == Architecture::segno
             ? " Eight steps of " + shortest(recipe.timeStep > 0.0 ? recipe.timeStep : recipe.horizon * 0.001 / 8.0) +
                   " (Liu et al., ICLR 2024, arXiv 2308.13212).\n"
             : " Four layers (Satorras et al., ICML 2021, arXiv 2102.09844).\n");
  }
  if (plan.orderGoal) {
    text += std::string("* Interactions in contexts of ") + shortest(plan.orderGoal->low) + " to " +
            shortest(plan.orderGoal->high) + " of 16 patches " +
            (plan.orderGoal->encourage ? "encouraged" : "suppressed") +
            " by a second loss (Deng et al., ICLR 2022, arXiv 2111.06236), weight 1.\n";
  }
  return text;
}

}  // namespace

void writeRunJson(const std::filesystem::path& file, const TrainingPlan& plan, const LabeledData& data) {
  const bool measured = data.classes.empty();
  Json run;
  run["spindle"] = 1;
  run["name"] = plan.recipe.title;
  run["model"] = "model.pt";
  run["checkpoints"] = "checkpoints/*.pt";
  run["metrics"] = "metrics.csv";
  run["samples"] = samplesFile(data);
  if (plan.recipe.computedSamples > 0) run["sample_count"] = plan.recipe.computedSamples;
  if (!data.vocabulary.empty()) run["vocab"] = "vocab.txt";
  run["input"] = inputOf(data);
  if (measured) {
    run["output"] = "value";
  } else {
    run["classes"] = data.classes;
  }
  run["score"] = measured ? "value" : "log-odds";
  if (data.kind == InputKind::image || (measured && data.baseline.empty() && data.kind != InputKind::bodies))
    run["baseline"] = "zero";
  // Patches that are kept would be context of every pair.
  if (plan.orderGoal) run["background"] = "mask";
  if (!data.baseline.empty())
    run["baseline"] = data.baseline;
  else if (data.kind == InputKind::tabular && !measured)
    run["baseline"] = data.mean;
  if (data.kind == InputKind::text) run["baseline"] = {{"token", "[PAD]"}};
  if (auto variables = variablesOf(plan, data); !variables.empty()) run["variables"] = std::move(variables);
  writeFileAtomically(file, run.dump(2) + "\n");
}

void writeHow(const std::filesystem::path& file, const TrainingPlan& plan, const LabeledData& data,
              const std::string& reached) {
  const auto& recipe = plan.recipe;
  std::string command = "spindle train " + recipe.name + " --seed " + std::to_string(plan.seed);
  if (data.kind == InputKind::image) command += " --grid-seed " + std::to_string(plan.gridSeed);
  for (const auto& option : plan.changed) command += " " + option;
  std::string text = std::string(howHeading) + "\n\n    " + command + " -o RUN\n\n";
  text += recipe.title + ": " + recipe.description + ".\n\n";
  text += "* Data: " + data.source + ": " + std::to_string(data.training.rows()) + " training and " +
          std::to_string(data.test.rows()) + " test samples.\n";
  text += choices(plan);
  text += "* One seed for weights, order of samples, dropout and label noise (" + std::to_string(plan.seed) + ")" +
          (data.kind == InputKind::image ? ", one for the grid cells (" + std::to_string(plan.gridSeed) + ")" : "") +
          ".\n";
  text += data.kind == InputKind::bodies
              ? "* metrics.csv: mean squared error of a coordinate at the end, and its root, at each checkpoint.\n"
          : data.classes.empty() && recipe.architecture != Architecture::linear
              ? "* metrics.csv: mean squared error and its root in evaluation mode at each checkpoint, in units of the "
                "targets' variance and standard deviation over the training samples.\n"
          : data.classes.empty()
              ? "* metrics.csv: half the mean squared error, on the training samples and expected over all inputs.\n"
              : "* metrics.csv: mean cross-entropy and accuracy in evaluation mode at each checkpoint, on the training "
                "samples "
                "whose labels were not replaced, and on the test samples: their gap shows over-fitting alone.\n";
  text += "* " + samplesFile(data) +
          ": test samples first; the last training samples are mislabeled ones where there are any.\n";
  if (data.kind == InputKind::text) {
    text += "* A masked word becomes [PAD], which the network leaves out: it never saw [MASK] in training.\n";
  }
  text += "* " + reached + "\n";
  writeFileAtomically(file, text);
}

}  // namespace spindle
