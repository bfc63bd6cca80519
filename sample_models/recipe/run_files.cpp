// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/run_files.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "sample_models/recipe/npz_writer.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <fstream>

namespace spindle {
namespace {

constexpr std::size_t samplesASplit = 16;
constexpr std::size_t mislabeledSamples = 4;

void writeText(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw UserError("The file " + file.string() + " cannot be written; check the folder and the free space.");
}

/// The first rows whose labels are classes 0, 1, 2, ... in turn, correct or mislabeled as wanted, in row order of use.
std::vector<std::size_t> chooseRows(const LabeledPart& part, std::size_t classes, std::size_t count, bool mislabeled) {
  std::vector<std::size_t> chosen, next(classes, 0);
  for (std::size_t k = 0; chosen.size() < count && k < 4 * (count + classes); ++k) {
    const auto wanted = static_cast<std::int64_t>(k % classes);
    auto& row = next[k % classes];
    while (row < part.rows() && (part.labels[row] != wanted || (part.labels[row] != part.correct[row]) != mislabeled)) {
      ++row;
    }
    if (row < part.rows()) chosen.push_back(row++);
  }
  return chosen;
}

std::string sampleName(const char* split, const LabeledPart& part, std::size_t row,
                       const std::vector<std::string>& classes) {
  char number[16];
  std::snprintf(number, sizeof number, "%04zu", row);
  const auto& correct = classes[static_cast<std::size_t>(part.correct[row])];
  auto name = std::string(split) + " " + number + " " + correct;
  if (part.labels[row] != part.correct[row]) {
    name += " labeled " + classes[static_cast<std::size_t>(part.labels[row])];
  }
  return name;
}

}  // namespace

TrainingPlan planOf(const TrainOptions& options) {
  TrainingPlan plan{recipeNamed(options.model), options.seed, options.gridSeed, false};
  const auto take = [&](auto given, auto& value, bool isGiven) {
    if (!isGiven || given == value) return;
    value = given;
    plan.ownValues = true;
  };
  take(options.steps, plan.recipe.steps, options.steps > 0);
  take(options.trainingSamples, plan.recipe.trainingSamples, options.trainingSamples > 0);
  take(options.labelNoise, plan.recipe.labelNoise, options.labelNoise >= 0.0);
  take(options.checkpoints, plan.recipe.checkpoints, options.checkpoints > 0);
  if (plan.recipe.trainingSamples < plan.recipe.batch) {
    throw UserError("The " + std::to_string(plan.recipe.trainingSamples) +
                    " training samples do not fill one batch of " + std::to_string(plan.recipe.batch) +
                    "; ask for more.");
  }
  return plan;
}

void writeRunJson(const std::filesystem::path& file, const TrainingPlan& plan, const LabeledData& data) {
  nlohmann::ordered_json run;
  run["spindle"] = 1;
  run["name"] = plan.recipe.title;
  run["model"] = "model.pt";
  run["checkpoints"] = "checkpoints/*.pt";
  run["metrics"] = "metrics.csv";
  run["samples"] = "samples.npz";
  run["input"] = {{"kind", "image"}, {"shape", data.shape}, {"mean", {data.mean}}, {"std", {data.std}}};
  run["classes"] = data.classes;
  run["score"] = "log-odds";
  run["baseline"] = "zero";
  run["variables"] = {{"grid", {7, 7}}, {"count", 10}, {"seed", plan.gridSeed}, {"within", {1, 1, 6, 6}}};
  writeText(file, run.dump(2) + "\n");
}

void writeSamples(const std::filesystem::path& file, const LabeledData& data) {
  std::vector<std::uint8_t> x;
  std::vector<std::int64_t> y, split;
  std::vector<std::uint8_t> mislabeled;
  std::vector<std::string> names;
  const auto add = [&](const char* word, std::int64_t which, const LabeledPart& part,
                       const std::vector<std::size_t>& rows) {
    for (const auto row : rows) {
      const auto first = part.values.begin() + static_cast<std::ptrdiff_t>(row * data.elements());
      x.insert(x.end(), first, first + static_cast<std::ptrdiff_t>(data.elements()));
      y.push_back(part.labels[row]);
      split.push_back(which);
      mislabeled.push_back(part.labels[row] != part.correct[row] ? 1 : 0);
      names.push_back(sampleName(word, part, row, data.classes));
    }
  };
  const auto classes = data.classes.size();
  add("test", 1, data.test, chooseRows(data.test, classes, samplesASplit, false));
  const auto wrong = chooseRows(data.training, classes, mislabeledSamples, true);
  add("train", 0, data.training, chooseRows(data.training, classes, samplesASplit - wrong.size(), false));
  add("train", 0, data.training, wrong);

  std::vector<std::size_t> shape{y.size()};
  for (const auto size : data.shape) shape.push_back(static_cast<std::size_t>(size));
  NpzWriter npz;
  npz.add("x", shape, x);
  npz.add("y", {y.size()}, y);
  npz.add("split", {split.size()}, split);
  npz.add("mislabeled", {mislabeled.size()}, mislabeled);
  npz.add("name", names);
  npz.write(file);
}

void writeHow(const std::filesystem::path& file, const TrainingPlan& plan, const LabeledData& data) {
  const auto& recipe = plan.recipe;
  std::string command = "spindle train " + recipe.name + " --seed " + std::to_string(plan.seed) + " --grid-seed " +
                        std::to_string(plan.gridSeed);
  if (plan.ownValues) {
    command += " --steps " + std::to_string(recipe.steps) + " --training-samples " +
               std::to_string(recipe.trainingSamples) + " --label-noise " + shortest(recipe.labelNoise) +
               " --checkpoints " + std::to_string(recipe.checkpoints);
  }
  std::string text = "# How this run was made\n\n    " + command + " -o RUN\n\n";
  text += recipe.title + ": " + recipe.description + ".\n\n";
  text +=
      "* Data: Fashion-MNIST (Zalando Research, MIT licence), from the Debian package dataset-fashion-mnist: the "
      "first " +
      std::to_string(data.training.rows()) + " training and " + std::to_string(data.test.rows()) + " test images.\n";
  text += "* Stochastic gradient descent: learning rate " + shortest(recipe.learningRate) + ", momentum " +
          shortest(recipe.momentum) + ", batch " + std::to_string(recipe.batch) + ", " + std::to_string(recipe.steps) +
          " steps; dropout " + shortest(recipe.dropout) + "; a share of " + shortest(recipe.labelNoise) +
          " of the training labels replaced by another class.\n";
  text += "* One seed for weights, order of samples, dropout and label noise (" + std::to_string(plan.seed) +
          "), one for the grid cells (" + std::to_string(plan.gridSeed) + ").\n";
  text +=
      "* metrics.csv: mean cross-entropy in evaluation mode at each checkpoint, on the training images "
      "whose labels were not replaced, and on the test images: their gap shows over-fitting alone.\n";
  text += "* samples.npz: test images first; the last training images are mislabeled ones where there are any.\n";
  writeText(file, text);
}

}  // namespace spindle
