// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/model/torch/blas_turn.h"
#include "sample_models/recipe/run_files.h"
#include "sample_models/recipe/sample_files.h"
#include "sample_models/torch/new_run_folder.h"
#include "sample_models/torch/teacher_student_run.h"
#include "sample_models/torch/training_loop.h"
#include "sample_models/torch/training_state.h"
#include "sample_models/trainer_entry.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include <malloc.h>

namespace spindle {
namespace {

/// Large tensors come and go at each step. Returned to the system each time, half of the time of furniture-dgcnn was
/// spent on getting their pages back.
void keepFreedMemory() {
  constexpr int block = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, block);
  mallopt(M_TRIM_THRESHOLD, block);
}

void prepareLibTorch(std::uint64_t seed) {
  keepFreedMemory();
  at::set_num_threads(1);
  useOneBlasThread();
  torch::jit::setGraphExecutorOptimize(false);
  at::globalContext().setDeterministicAlgorithms(true, false);
  at::manual_seed(seed);
}

LabeledData dataOf(const TrainingPlan& plan) {
  const auto& recipe = plan.recipe;
  auto data = recipe.read({.trainingRows = static_cast<std::size_t>(recipe.trainingSamples),
                           .testRows = static_cast<std::size_t>(recipe.testSamples),
                           .force = recipe.force,
                           .horizon = recipe.horizon,
                           .leftOut = recipe.leftOut});
  if (data.training.rows() < static_cast<std::size_t>(recipe.trainingSamples)) {
    throw UserError("There are " + std::to_string(data.training.rows()) + " training samples, not " +
                    std::to_string(recipe.trainingSamples) + "; ask for fewer.");
  }
  addLabelNoise(data, recipe.labelNoise, plan.seed + 1);
  return data;
}

Outcome trainInto(const TrainingPlan& plan, const TrainOptions& options, RunControl& control) {
  NewRunFolder folder(options.folder, options.resume);
  prepareLibTorch(plan.seed);
  std::string reached;
  LabeledData data;
  const bool exact = plan.recipe.architecture == Architecture::linear;
  data = exact ? followTeacher(plan, folder, reached) : dataOf(plan);
  if (!options.resume) {
    writeSamples(folder.path(), data, static_cast<std::size_t>(plan.recipe.samples));
    writeRunJson(folder.path() / "run.json", plan, data);
  }
  if (!exact && trainByDescent(plan, data, folder, options.resume, control, reached) == Outcome::stopped)
    return Outcome::stopped;
  std::filesystem::remove(folder.path() / trainingStateFile);
  writeHow(folder.path() / "HOW.md", plan, data, reached);
  folder.publish();
  return Outcome::finished;
}

}  // namespace
}  // namespace spindle

extern "C" spindle::Outcome spindleTrain(const spindle::TrainOptions& options, spindle::RunControl& control) {
  return spindle::trainInto(spindle::planOf(options), options, control);
}
