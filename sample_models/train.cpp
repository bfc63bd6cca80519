// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/train.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/module_function.h"
#include "sample_models/recipe/recipe.h"
#include "sample_models/trainer_entry.h"

#include <map>
#include <string>

namespace spindle {
namespace {

const std::map<std::string, double>& measuredSeconds() {
  static const std::map<std::string, double> seconds{{"digits-mlp", 3},          {"cancer", 3},
                                                     {"sms-lstm", 25},           {"sms-transformer", 35},
                                                     {"furniture-pointnet", 65}, {"fashion-mlp", 10},
                                                     {"fashion-lenet", 40},      {"fashion-vgg", 90},
                                                     {"fashion-resnet", 200},    {"furniture-dgcnn", 260},
                                                     {"teacher-student", 1},     {"dag-mlp", 15},
                                                     {"nam-cancer", 60},         {"nam-diabetes", 20},
                                                     {"nam-friedman", 40},       {"friedman-mlp", 5},
                                                     {"bodies-egnn", 20},        {"bodies-segno", 35}};
  return seconds;
}

}  // namespace

std::vector<SampleModel> sampleModels() {
  std::vector<SampleModel> models;
  for (const auto& recipe : recipes()) {
    const auto seconds = measuredSeconds().find(recipe.name);
    models.push_back({recipe.name, recipe.description, recipe.steps, recipe.batch, recipe.trainingSamples,
                      recipe.learningRate, recipe.labelNoise, !recipe.measured, recipe.checkpoints,
                      seconds == measuredSeconds().end() ? 60.0 : seconds->second});
  }
  return models;
}

std::vector<std::string> TrainOptions::problems() const {
  std::vector<std::string> found;
  std::vector<std::string> names;
  for (const auto& recipe : recipes()) names.push_back(recipe.name);
  bool known = false;
  for (const auto& name : names) known = known || name == model;
  if (!known) found.push_back("There is no sample model \"" + model + "\"; choose one of " + listed(names, 99) + ".");
  if (folder.empty()) found.emplace_back("No folder is given for the run; name one that does not exist yet.");
  if (labelNoise > 1.0) found.emplace_back("The label noise must be between 0 and 1.");
  return found;
}

Outcome trainSampleModel(const TrainOptions& options, RunControl& control) {
  if (const auto problems = options.problems(); !problems.empty()) throw UserError(problems.front());
  const auto train = reinterpret_cast<TrainFunction*>(moduleFunction("spindle_trainer", trainSymbol));
  return train(options, control);
}

}  // namespace spindle
