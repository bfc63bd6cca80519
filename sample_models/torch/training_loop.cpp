// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/torch/training_loop.h"

#include "core/base/atomic_file.h"
#include "core/base/split_mix.h"
#include "sample_models/recipe/checkpoint_steps.h"
#include "sample_models/torch/additive_network.h"
#include "sample_models/torch/architecture.h"
#include "sample_models/torch/body_networks.h"
#include "sample_models/torch/optimizer.h"
#include "sample_models/torch/order_loss.h"
#include "sample_models/torch/save_checkpoint.h"
#include "sample_models/torch/training_state.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/mse_loss.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace spindle {
namespace {

at::Tensor asTensor(const std::vector<double>& values) {
  return at::tensor(values, at::kDouble).to(at::kFloat);
}

/// Inputs as the network takes them, and labels (or measured targets), of one part of the data.
struct Batches {
  at::Tensor inputs, labels;

  Batches(const LabeledPart& part, const LabeledData& data) {
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(part.rows())};
    shape.insert(shape.end(), data.shape.begin(), data.shape.end());
    const auto values = at::from_blob(const_cast<float*>(part.values.data()), shape, at::kFloat);
    inputs = data.kind == InputKind::text ? values.to(at::kLong) : values.clone();
    if (data.divisor != 1.0) inputs.div_(data.divisor);
    if (data.mean.size() == 1) {
      inputs.sub_(data.mean[0]).div_(data.std[0]);
    } else if (!data.mean.empty()) {
      inputs.sub_(asTensor(data.mean)).div_(asTensor(data.std));
    }
    if (data.kind == InputKind::bodies) {
      labels =
          at::from_blob(const_cast<float*>(part.positions.data()), {shape[0], 3 * data.shape[0]}, at::kFloat).clone();
      return;
    }
    labels = data.classes.empty()
                 ? asTensor(part.targets)
                 : at::from_blob(const_cast<std::int64_t*>(part.labels.data()), {shape[0]}, at::kLong).clone();
  }
};

/// The rows whose labels were not replaced: comparing their loss with that of test samples shows over-fitting alone.
LabeledPart correctRows(const LabeledPart& part, std::size_t elements) {
  LabeledPart kept;
  for (std::size_t row = 0; row < part.rows(); ++row) {
    if (part.labels[row] != part.correct[row]) continue;
    const auto first = part.values.begin() + static_cast<std::ptrdiff_t>(row * elements);
    kept.values.insert(kept.values.end(), first, first + static_cast<std::ptrdiff_t>(elements));
    kept.labels.push_back(part.labels[row]);
    if (!part.targets.empty()) kept.targets.push_back(part.targets[row]);
    const auto wide = static_cast<std::ptrdiff_t>(part.positions.size() / part.rows());
    const auto place = part.positions.begin() + static_cast<std::ptrdiff_t>(row) * wide;
    kept.positions.insert(kept.positions.end(), place, place + wide);
  }
  kept.correct = kept.labels;
  return kept;
}

/// Rows in a new order in each pass over the data.
class RowOrder {
 public:
  RowOrder(std::size_t rows, std::uint64_t seed) : rows_(rows), next_(rows), random_(seed) {
    std::iota(rows_.begin(), rows_.end(), std::int64_t{0});
  }

  at::Tensor next(std::size_t count) {
    if (next_ + count > rows_.size()) {
      drawToFront(std::span(rows_), rows_.size(), random_);
      next_ = 0;
    }
    const auto batch = at::from_blob(rows_.data() + next_, {static_cast<std::int64_t>(count)}, at::kLong).clone();
    next_ += count;
    return batch;
  }

 private:
  std::vector<std::int64_t> rows_;
  std::size_t next_;
  SplitMix64 random_;
};

/// Of a network in evaluation mode on one part of the data. accuracy: of measured targets the root of the mean squared
/// error, which is the loss then.
struct Quality {
  double loss = 0.0, accuracy = 0.0;
  double area = 0.0;  ///< of two classes: under the receiver operating characteristic
};

/// Share of pairs of a sample of class 1 and one of class 0 in which the first has the larger score; half for equal
/// ones.
double areaUnderCurve(const std::vector<std::pair<float, std::int64_t>>& scored) {
  double right = 0.0, pairs = 0.0;
  for (const auto& [high, one] : scored) {
    for (const auto& [low, zero] : scored) {
      if (one != 1 || zero != 0) continue;
      right += high > low ? 1.0 : high == low ? 0.5 : 0.0;
      ++pairs;
    }
  }
  return pairs > 0.0 ? right / pairs : 0.0;
}

at::Tensor lossOf(const at::Tensor& output, const at::Tensor& labels, const at::Tensor& inputs) {
  if (labels.dim() == 2) return bodiesLoss(output, labels, inputs);
  return labels.scalar_type() == at::kLong ? at::cross_entropy_loss(output, labels)
                                           : at::mse_loss(output.squeeze(1), labels);
}

/// area: whether it is wanted; takes the square of the rows.
Quality measure(torch::jit::Module& module, const Batches& data, std::int64_t batch, bool area) {
  const at::NoGradGuard noGradients;
  module.eval();
  Quality sum;
  std::vector<std::pair<float, std::int64_t>> scored;
  const auto rows = data.inputs.size(0);
  for (std::int64_t first = 0; first < rows; first += batch) {
    const auto last = std::min(first + batch, rows);
    const auto inputs = data.inputs.slice(0, first, last);
    const auto output = module.forward({inputs}).toTensor();
    const auto labels = data.labels.slice(0, first, last);
    sum.loss += lossOf(output, labels, inputs).item<double>() * static_cast<double>(last - first);
    if (labels.scalar_type() != at::kLong) continue;
    for (std::int64_t row = 0; area && row < labels.size(0); ++row)
      scored.emplace_back(output[row][1].item<float>() - output[row][0].item<float>(),
                          labels[row].item<std::int64_t>());
    sum.accuracy += static_cast<double>(output.argmax(1).eq(labels).sum().item<std::int64_t>());
  }
  module.train();
  const double loss = sum.loss / static_cast<double>(rows);
  return {loss, data.labels.scalar_type() == at::kLong ? sum.accuracy / static_cast<double>(rows) : std::sqrt(loss),
          areaUnderCurve(scored)};
}

class Training {
 public:
  Training(const TrainingPlan& plan, const LabeledData& data, NewRunFolder& folder, bool resume)
      : plan_(plan),
        data_(data),
        folder_(folder),
        module_(makeArchitecture(plan.recipe, data)),
        optimizer_(module_, plan.recipe, plan.stepsAnEpoch(data.training.rows())),
        order_(data.training.rows(), plan.seed + 2),
        training_(data.training, data),
        measured_(correctRows(data.training, data.elements()), data),
        test_(data.test, data) {
    if (resume) {
      goOn();
      return;
    }
    module_.eval();
    saveNetwork(module_, folder_.path() / "model.pt");
    module_.train();
  }

  Outcome run(RunControl& control) {
    const auto& recipe = plan_.recipe;
    const auto saved = checkpointSteps(recipe.checkpoints, recipe.steps, plan_.stepsAnEpoch(data_.training.rows()));
    auto next = std::upper_bound(saved.begin(), saved.end(), done_);
    for (int step = done_ + 1; step <= recipe.steps; ++step) {
      if (control.stopRequested()) {
        if (step > 0) remember(step - 1);
        return Outcome::stopped;
      }
      if (step > 0) learn();
      if (step == *next) {
        keep(step);
        ++next;
      }
      control.progress(static_cast<std::size_t>(step), static_cast<std::size_t>(recipe.steps), latest_);
    }
    return Outcome::finished;
  }

  [[nodiscard]] std::string reached() const { return reached_; }

 private:
  [[nodiscard]] bool tellsArea() const {
    return plan_.recipe.architecture == Architecture::nam && data_.classes.size() == 2;
  }

  void goOn() {
    module_.train();
    done_ = loadTrainingState(folder_.path() / trainingStateFile, module_, optimizer_, settings());
    for (int step = 0; step < done_; ++step) order_.next(static_cast<std::size_t>(plan_.recipe.batch));
    std::ifstream log(folder_.path() / "metrics.csv");
    std::string line;
    std::getline(log, line);  // the heading
    while (std::getline(log, line) && std::atoi(line.c_str()) <= done_) metrics_ += line + "\n";
  }

  void remember(int step) const {
    saveTrainingState(folder_.path() / trainingStateFile, module_, optimizer_, step, settings());
  }

  [[nodiscard]] std::string settings() const {
    std::string words = plan_.recipe.name + ' ' + std::to_string(plan_.seed) + ' ' + std::to_string(plan_.gridSeed);
    for (const auto& option : plan_.changed) words += ' ' + option;
    return words;
  }

  void learn() {
    const auto rows = order_.next(static_cast<std::size_t>(plan_.recipe.batch));
    const auto inputs = training_.inputs.index_select(0, rows);
    const auto labels = training_.labels.index_select(0, rows);
    auto loss = plan_.recipe.architecture == Architecture::nam
                    ? additiveLoss(module_, inputs, labels, plan_.recipe)
                    : lossOf(module_.forward({inputs}).toTensor(), labels, inputs);
    if (plan_.orderGoal) {
      loss = loss.add(orderLoss(module_, inputs, labels, *plan_.orderGoal, -data_.mean[0] / data_.std[0]));
    }
    loss.backward();
    optimizer_.step();
  }

  void keep(int step) {
    const double epoch = static_cast<double>(step) * plan_.recipe.batch / static_cast<double>(training_.inputs.size(0));
    const std::int64_t batch = data_.kind == InputKind::points ? 20 : 250;
    const auto train = measure(module_, measured_, batch, tellsArea()),
               test = measure(module_, test_, batch, tellsArea());
    char line[192];
    std::snprintf(line, sizeof line, "%d,%.4f,%.6f,%.6f,%.4f,%.4f\n", step, epoch, train.loss, test.loss,
                  train.accuracy, test.accuracy);
    metrics_ += line;
    if (tellsArea()) {
      std::snprintf(line, sizeof line, ",%.4f,%.4f\n", train.area, test.area);
      metrics_.replace(metrics_.size() - 1, 1, line);
    }
    std::snprintf(line, sizeof line, "Reached at the end: %s %.3f on these training samples, %.3f on the test samples.",
                  data_.classes.empty() ? "root of the mean squared error" : "accuracy", train.accuracy, test.accuracy);
    reached_ = line;
    latest_ = "step " + std::to_string(step);
    writeFileAtomically(folder_.path() / "metrics.csv", metrics_);
    saveCheckpoint(module_, folder_.checkpoint(step));
    if (step < plan_.recipe.steps) remember(step);  // whoever is killed behind the last takes it again
    folder_.publish();
  }

  const TrainingPlan& plan_;
  const LabeledData& data_;
  NewRunFolder& folder_;
  torch::jit::Module module_;
  Optimizer optimizer_;
  RowOrder order_;
  Batches training_, measured_, test_;
  int done_ = -1;  ///< the last step that was taken before
  std::string metrics_ = data_.classes.empty() ? "step,epoch,train_loss,test_loss,train_rmse,test_rmse\n"
                         : tellsArea()
                             ? "step,epoch,train_loss,test_loss,train_accuracy,test_accuracy,train_auc,test_auc\n"
                             : "step,epoch,train_loss,test_loss,train_accuracy,test_accuracy\n";
  std::string latest_, reached_;
};

}  // namespace

Outcome trainByDescent(const TrainingPlan& plan, const LabeledData& data, NewRunFolder& folder, bool resume,
                       RunControl& control, std::string& reached) {
  Training training(plan, data, folder, resume);
  const auto outcome = training.run(control);
  reached = training.reached();
  return outcome;
}

}  // namespace spindle
