// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/terminal_control.h"
#include "sample_models/train.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

/// Tells another program, line by line, how far it is.
class ProgressLines : public TerminalControl {
 public:
  void progress(std::size_t done, std::size_t total, std::string_view /*what*/) override {
    const auto now = std::chrono::steady_clock::now();
    if (done > 0 && done < total && now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    std::cout << done << " of " << total << std::endl;
  }

 private:
  std::chrono::steady_clock::time_point last_;
};

int train(const TrainOptions& options, bool lines) {
  const std::unique_ptr<TerminalControl> control =
      lines ? std::make_unique<ProgressLines>() : std::make_unique<TerminalControl>();
  if (trainSampleModel(options, *control) == Outcome::finished) return done;
  control->clear();
  std::cerr << "spindle: stopped; "
            << (std::filesystem::exists(options.folder)
                    ? "the run so far is in " + options.folder.string() + ", the same command with --resume goes on.\n"
                    : std::string("nothing was kept.\n"));
  return stopped;
}

}  // namespace

void addTrainCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("train", "Train one of the sample networks into a new run folder");
  std::string names = "Network:";
  for (const SampleModel& model : sampleModels()) names += "\n  " + model.name + ": " + model.description;
  auto options = std::make_shared<TrainOptions>();
  auto folder = std::make_shared<std::string>();
  command->add_option("NAME", options->model, names)->required();
  command->add_option("-o,--output", *folder, "New run folder; must not exist")->required();
  command->add_flag("--resume", options->resume, "Continue a training that was stopped there; give the same options");
  command->add_option("--seed", options->seed, "Seed for weights, sample order, dropout and label noise");
  command->add_option("--grid-seed", options->gridSeed, "Seed for choosing the input variables");
  command->add_option("--steps", options->steps, "Training steps (default: depends on the network, as all below)");
  command->add_option("--epochs", options->epochs, "Passes over the training samples, instead of steps");
  command->add_option("--lr", options->learningRate, "Learning rate");
  command->add_option("--batch", options->batch, "Samples in a training step");
  command->add_option("--training-samples", options->trainingSamples, "Number of training samples");
  command->add_option("--label-noise", options->labelNoise,
                      "Share of training labels replaced by another class, 0 to 1");
  command->add_option("--checkpoints", options->checkpoints,
                      "A maximum number, on a logarithmic grid of steps; log:1.25, steps that grow by this factor; "
                      "every:5, epochs; or steps, 0,10,100");
  command->add_option("--hidden", options->hidden, "Widths of the hidden layers, 128,64")->delimiter(',');
  command->add_option("--encourage", options->encourage,
                      "fashion-mlp: strengthen interactions in contexts of these shares of the image, 0.3:0.7");
  command->add_option("--suppress", options->suppress, "fashion-mlp: weaken them, 0.7:1.0");
  command->add_option("--dag", options->wiring,
                      "dag-mlp: one digit for each edge between its nodes, 0 none, 1 skip, 2 linear, in one group for "
                      "each node: 2_21_112 (its own, the paper's example #3), 2_02_002 (#1), 1_01_222 (#2)");
  command->add_option("--units", options->units, "nam-...: units of each feature's first layer, exu or relu");
  command->add_option("--members", options->members, "nam-...: networks, of which the output is the mean");
  command->add_option("--dropout", options->dropout, "nam-...: share of units left out in a training step");
  command->add_option("--feature-dropout", options->featureDropout, "nam-...: share of features left out");
  command->add_option("--output-penalty", options->outputPenalty,
                      "nam-...: weight in the loss of the mean square of the features' parts");
  command->add_option("--weight-decay", options->weightDecay, "nam-...: weight decay");
  command->add_option("--force", options->force, "bodies-...: charged or gravity");
  command->add_option("--horizon", options->horizon, "bodies-...: how many steps of 0.001 to look ahead, 1000");
  command->add_option("--left-out", options->leftOut,
                      "bodies-...: chance of each body not to be there in a training system, 0.2");
  command->add_option("--clip", options->gradientClip, "bodies-...: longest gradient, 1; 0: any");
  command->add_option("--time-step", options->timeStep,
                      "bodies-segno: of its eight steps; 0.125 as published for every horizon (default: an eighth of "
                      "the horizon)");
  auto lines = std::make_shared<bool>(false);
  command->add_flag("--progress", *lines)->group("");  // for the window
  command->callback([options, folder, lines, &action] {
    action = [options, folder, lines] {
      options->folder = *folder;
      return train(*options, *lines);
    };
  });
}

}  // namespace spindle::app
