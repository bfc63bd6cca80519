// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/split_mix.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch/blas_turn.h"
#include "sample_models/recipe/labeled_data.h"
#include "sample_models/recipe/run_files.h"
#include "sample_models/torch/architecture.h"
#include "sample_models/trainer_entry.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/zeros_like.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/pickle.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <numeric>
#include <random>
#include <utility>

namespace spindle {
namespace {

/// Normalized inputs and labels of one part of the data.
struct Batches {
  at::Tensor inputs, labels;

  Batches(const LabeledPart& part, const LabeledData& data) {
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(part.rows())};
    shape.insert(shape.end(), data.shape.begin(), data.shape.end());
    const auto bytes = at::from_blob(const_cast<std::uint8_t*>(part.values.data()), shape, at::kByte);
    inputs = bytes.to(at::kFloat).div_(255.0).sub_(data.mean).div_(data.std);
    labels = at::from_blob(const_cast<std::int64_t*>(part.labels.data()), {shape[0]}, at::kLong).clone();
  }
};

/// The rows whose labels were not replaced: comparing their loss with that of test images shows over-fitting alone.
LabeledPart correctRows(const LabeledPart& part, std::size_t elements) {
  LabeledPart kept;
  for (std::size_t row = 0; row < part.rows(); ++row) {
    if (part.labels[row] != part.correct[row]) continue;
    const auto first = part.values.begin() + static_cast<std::ptrdiff_t>(row * elements);
    kept.values.insert(kept.values.end(), first, first + static_cast<std::ptrdiff_t>(elements));
    kept.labels.push_back(part.labels[row]);
  }
  kept.correct = kept.labels;
  return kept;
}

/// Stochastic gradient descent with momentum, as in PyTorch: velocity = momentum * velocity + gradient.
class Sgd {
 public:
  Sgd(const torch::jit::Module& module, double rate, double momentum) : rate_(rate), momentum_(momentum) {
    for (const auto& parameter : module.parameters()) {
      parameters_.push_back(parameter);
      velocities_.push_back(at::zeros_like(parameter));
    }
  }

  void step() {
    const at::NoGradGuard noGradients;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      velocities_[i].mul_(momentum_).add_(parameters_[i].grad());
      parameters_[i].sub_(velocities_[i], rate_);
      parameters_[i].mutable_grad().reset();
    }
  }

 private:
  double rate_, momentum_;
  std::vector<at::Tensor> parameters_, velocities_;
};

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

double meanLoss(torch::jit::Module& module, const Batches& data) {
  const at::NoGradGuard noGradients;
  module.eval();
  double sum = 0.0;
  const auto rows = data.inputs.size(0);
  for (std::int64_t first = 0; first < rows; first += 250) {
    const auto last = std::min<std::int64_t>(first + 250, rows);
    const auto output = module.forward({data.inputs.slice(0, first, last)}).toTensor();
    sum += at::cross_entropy_loss(output, data.labels.slice(0, first, last)).item<double>() *
           static_cast<double>(last - first);
  }
  module.train();
  return sum / static_cast<double>(rows);
}

/// A dictionary of names and tensors in the form of torch.save, readable by torch.load.
void saveCheckpoint(const torch::jit::Module& module, const std::filesystem::path& file) {
  c10::Dict<std::string, at::Tensor> state;
  for (const auto& parameter : module.named_parameters()) state.insert(parameter.name, parameter.value.detach());
  for (const auto& buffer : module.named_buffers()) state.insert(buffer.name, buffer.value);
  const auto bytes = torch::jit::pickle_save(state);
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw UserError("The checkpoint " + file.string() + " cannot be written; check the free space.");
}

std::filesystem::path checkpointFile(const std::filesystem::path& folder, int step) {
  char name[32];
  std::snprintf(name, sizeof name, "step=%06d.pt", step);
  return folder / "checkpoints" / name;
}

/// The run folder under a temporary name beside its place, removed unless it is finished.
class FolderInTheMaking {
 public:
  explicit FolderInTheMaking(std::filesystem::path place) : place_(std::move(place)) {
    if (std::filesystem::exists(place_)) {
      throw UserError("The folder " + place_.string() + " exists already; name one that does not.");
    }
    if (!place_.has_filename()) place_ = place_.parent_path();
    std::error_code failed;
    if (place_.has_parent_path()) std::filesystem::create_directories(place_.parent_path(), failed);
    // A new name: a folder that is there may be somebody's.
    std::random_device random;
    do {
      path_ = place_;
      path_ += ".spindle-" + std::to_string(random()) + ".part";
    } while (!std::filesystem::create_directory(path_, failed) && !failed);
    if (!failed) std::filesystem::create_directory(path_ / "checkpoints", failed);
    if (failed) {
      throw UserError("The folder " + path_.string() + " cannot be created (" + failed.message() +
                      "); choose another folder.");
    }
  }
  FolderInTheMaking(const FolderInTheMaking&) = delete;
  FolderInTheMaking& operator=(const FolderInTheMaking&) = delete;
  ~FolderInTheMaking() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  void finish() {
    std::error_code failed;
    std::filesystem::rename(path_, place_, failed);
    if (failed) {
      throw UserError("The folder " + place_.string() + " cannot be created (" + failed.message() +
                      "); choose another folder.");
    }
  }

 private:
  std::filesystem::path place_, path_;
};

void prepareLibTorch(std::uint64_t seed) {
  at::set_num_threads(1);
  useOneBlasThread();
  torch::jit::setGraphExecutorOptimize(false);
  at::globalContext().setDeterministicAlgorithms(true, false);
  at::manual_seed(seed);
}

class Training {
 public:
  Training(const TrainingPlan& plan, LabeledData& data, const std::filesystem::path& folder)
      : plan_(plan),
        folder_(folder),
        module_(makeArchitecture(plan.recipe)),
        sgd_(module_, plan.recipe.learningRate, plan.recipe.momentum),
        order_(data.training.rows(), plan.seed + 2),
        training_(data.training, data),
        measured_(correctRows(data.training, data.elements()), data),
        test_(data.test, data) {
    module_.eval();
    module_.save((folder_ / "model.pt").string());
    module_.train();
  }

  Outcome run(RunControl& control) {
    const auto saved = checkpointSteps(plan_.recipe.steps, plan_.recipe.checkpoints);
    auto next = saved.begin();
    for (int step = 0; step <= plan_.recipe.steps; ++step) {
      if (control.stopRequested()) return Outcome::stopped;
      if (step > 0) learn();
      if (step == *next) {
        keep(step);
        ++next;
      }
      control.progress(static_cast<std::size_t>(step), static_cast<std::size_t>(plan_.recipe.steps), latest_);
    }
    writeMetrics();
    return Outcome::finished;
  }

 private:
  void learn() {
    const auto rows = order_.next(static_cast<std::size_t>(plan_.recipe.batch));
    const auto output = module_.forward({training_.inputs.index_select(0, rows)}).toTensor();
    at::cross_entropy_loss(output, training_.labels.index_select(0, rows)).backward();
    sgd_.step();
  }

  void keep(int step) {
    saveCheckpoint(module_, checkpointFile(folder_, step));
    const double epoch = static_cast<double>(step) * plan_.recipe.batch / static_cast<double>(training_.inputs.size(0));
    char line[128];
    std::snprintf(line, sizeof line, "%d,%.4f,%.6f,%.6f\n", step, epoch, meanLoss(module_, measured_),
                  meanLoss(module_, test_));
    metrics_ += line;
    latest_ = "step " + std::to_string(step);
  }

  void writeMetrics() const {
    std::ofstream out(folder_ / "metrics.csv", std::ios::binary);
    out << metrics_;
    out.close();
    if (!out) throw UserError("The losses in " + folder_.string() + " cannot be written; check the free space.");
  }

  const TrainingPlan& plan_;
  std::filesystem::path folder_;
  torch::jit::Module module_;
  Sgd sgd_;
  RowOrder order_;
  Batches training_, measured_, test_;
  std::string metrics_ = "step,epoch,train_loss,test_loss\n";
  std::string latest_;
};

Outcome trainInto(const TrainingPlan& plan, const std::filesystem::path& place, RunControl& control) {
  FolderInTheMaking folder(place);
  auto data = readData(plan.recipe.data, static_cast<std::size_t>(plan.recipe.trainingSamples),
                       static_cast<std::size_t>(plan.recipe.testSamples));
  addLabelNoise(data, plan.recipe.labelNoise, plan.seed + 1);
  prepareLibTorch(plan.seed);
  Training training(plan, data, folder.path());
  if (training.run(control) == Outcome::stopped) return Outcome::stopped;
  writeSamples(folder.path() / "samples.npz", data);
  writeRunJson(folder.path() / "run.json", plan, data);
  writeHow(folder.path() / "HOW.md", plan, data);
  folder.finish();
  return Outcome::finished;
}

}  // namespace
}  // namespace spindle

extern "C" spindle::Outcome spindleTrain(const spindle::TrainOptions& options, spindle::RunControl& control) {
  return spindle::trainInto(spindle::planOf(options), options.folder, control);
}
