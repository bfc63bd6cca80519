// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_set.h"
#include "core/input/variables/input_variables.h"
#include "core/input/variables/masked_input.h"
#include "core/run/checkpoints/checkpoint_series.h"
#include "core/run/description/run_description.h"
#include "core/run/finding.h"
#include "core/run/log/loss_choice.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// How a folder is opened in which a training is still writing (see growing_run.h).
struct GrowingFolder {
  std::function<bool(const std::filesystem::path&)> unfinished;  ///< of a checkpoint's file: it is set aside
  std::function<void(CheckpointSeries&)> addDeleted;             ///< once they are in order, before losses are joined
};

/// A run folder, opened: checkpoints in order, losses joined to them, samples, variables for each sample, baseline.
/// Loads no weights. A folder without run.json opens; what cannot be guessed stands in findings as missing.
class Run {
 public:
  /// folder: a run folder, or a file inside it (run.json or a checkpoint). Throws UserError: no such folder, no
  /// checkpoint in it, run.json with an unknown key or a wrong type, unreadable samples.
  static Run open(const std::filesystem::path& folder);

  /// The same with another description than the folder's run.json, to try it out.
  static Run open(const std::filesystem::path& folder, const RunDescription& description);

  /// The same of a folder that grows. Throws UserError, too, while no checkpoint is complete.
  static Run open(const std::filesystem::path& folder, const GrowingFolder& growing);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const RunDescription& description() const { return description_; }
  [[nodiscard]] const CheckpointSeries& series() const { return series_; }
  [[nodiscard]] const SampleSet& samples() const { return samples_; }
  [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }

  /// Names of all files that were taken for checkpoints before they were put in order; some of them are skipped.
  [[nodiscard]] const std::vector<std::string>& candidates() const { return candidates_; }

  /// The columns of the training log, and those that were taken as losses; all empty where there is no log.
  [[nodiscard]] const LossChoice& lossChoice() const { return lossChoice_; }
  [[nodiscard]] const std::vector<std::string>& logColumns() const { return logColumns_; }

  /// File of TorchScript or torch.export that gives the architecture; empty where each checkpoint is such a file.
  [[nodiscard]] const std::filesystem::path& architecture() const { return architecture_; }

  /// The network as words, where architecture() is empty and the checkpoints hold weights only: those of run.json, or
  /// the family that the names of the weights tell; empty where neither is known.
  [[nodiscard]] const std::vector<std::string>& layers() const { return layers_; }

  /// Variables of each sample (as described in run.json, or a default: for images 10 cells of a 7x7 grid, for tables
  /// the columns (at most 12 of them), for text and points see there).
  [[nodiscard]] std::vector<InputVariables> variables() const;
  /// Of some samples, in that order; each below the number of samples.
  [[nodiscard]] std::vector<InputVariables> variables(const std::vector<std::size_t>& samples) const;
  [[nodiscard]] std::vector<InputVariables> variables(const VariablesDescription& description,
                                                      const std::vector<std::size_t>& samples) const;

  /// Indices of the samples that are computed where nobody names others: description().sampleCount, or
  /// the usual choice (see sample_choice.h), of each part (training, test, unknown), spread evenly over the classes.
  [[nodiscard]] std::vector<std::size_t> chosenSamples() const;

  /// What masked elements become: as described, else for tables their mean (see default_baseline.h), for texts [MASK],
  /// else raw 0. Points without a described baseline move to the mean of their cluster instead.
  [[nodiscard]] Baseline baseline() const;

 private:
  Run() = default;
  void read(std::optional<RunDescription> description, const GrowingFolder* growing = nullptr);
  /// Tells of other weights in the checkpoint; returns the family of networks that the names of its weights tell.
  std::string lookInside(const std::filesystem::path& checkpoint);
  void tellArchitecture(const std::string& found);
  void tellSampleChoice();
  void tellBaseline();
  [[nodiscard]] std::string defaultBaselineText() const;

  std::filesystem::path folder_;
  std::string name_;
  RunDescription description_;
  CheckpointSeries series_;
  SampleSet samples_;
  std::vector<Finding> findings_;
  std::filesystem::path architecture_;
  std::vector<std::string> layers_;
  LossChoice lossChoice_;
  std::vector<std::string> logColumns_, candidates_;
};

}  // namespace spindle
