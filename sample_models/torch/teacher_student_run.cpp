// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/teacher_student_run.h"

#include "core/base/atomic_file.h"
#include "sample_models/recipe/checkpoint_steps.h"
#include "sample_models/recipe/teacher_student.h"
#include "sample_models/torch/architecture.h"
#include "sample_models/torch/save_checkpoint.h"

#include <ATen/core/grad_mode.h>

#include <cstdio>

namespace spindle {
namespace {

LabeledPart partFrom(const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets) {
  LabeledPart part;
  for (Eigen::Index row = 0; row < inputs.rows(); ++row) {
    for (Eigen::Index c = 0; c < inputs.cols(); ++c) part.values.push_back(static_cast<float>(inputs(row, c)));
    part.labels.push_back(0);
    part.targets.push_back(targets[row]);
  }
  part.correct = part.labels;
  return part;
}

void setWeights(torch::jit::Module& module, const Eigen::VectorXd& weights) {
  const at::NoGradGuard noGradients;
  auto parameters = module.parameters();
  const at::Tensor only = *parameters.begin();
  for (Eigen::Index i = 0; i < weights.size(); ++i) only[0][i] = weights[i];
}

}  // namespace

LabeledData followTeacher(const TrainingPlan& plan, const NewRunFolder& folder, std::string& reached) {
  TeacherStudentOptions options;
  options.samples = plan.recipe.trainingSamples;
  const TeacherAndStudent pair(options, plan.seed);
  LabeledData data;
  data.kind = InputKind::tabular;
  data.shape = {options.dimensions};
  for (int c = 1; c <= options.dimensions; ++c) data.columns.push_back("x" + std::to_string(c));
  data.source = "drawn at random, a teacher of " + std::to_string(options.dimensions) + " features, " +
                std::to_string(options.fast) +
                " fast and the others slower by a factor of 100 (Pezeshki et al., ICML "
                "2022, arXiv 2112.03215, Figure 1)";
  data.training = partFrom(pair.inputs(), pair.targets());
  const auto test = pair.newInputs(plan.recipe.testSamples, plan.seed + 1);
  data.test = partFrom(test, pair.answers(test));

  auto module = makeArchitecture(plan.recipe, data);
  setWeights(module, pair.student(0));
  module.eval();
  saveNetwork(module, folder.path() / "model.pt");
  std::string metrics = "step,train_loss,test_loss\n";
  for (const int step : checkpointSteps(plan.recipe.checkpoints, plan.recipe.steps, 1.0)) {
    const auto student = pair.student(step);
    setWeights(module, student);
    saveCheckpoint(module, folder.checkpoint(step));
    char line[128];
    std::snprintf(line, sizeof line, "%d,%.8f,%.8f\n", step, pair.trainingLoss(student), pair.testLoss(student));
    metrics += line;
    std::snprintf(line, sizeof line, "Reached at the end: training loss %.2g, test loss %.2g (0.5 before training).",
                  pair.trainingLoss(student), pair.testLoss(student));
    reached = line;
  }
  writeFileAtomically(folder.path() / "metrics.csv", metrics);
  return data;
}

}  // namespace spindle
