// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace spindle {

/// One value that a training script logged. step and epoch are NaN where the log does not give them.
struct LogPoint {
  double step = std::numeric_limits<double>::quiet_NaN();
  double epoch = std::numeric_limits<double>::quiet_NaN();
  double value = 0.0;
  bool operator==(const LogPoint&) const = default;
};

/// All values of one column or tag, by step (then epoch); a later value of the same step has replaced the earlier one.
/// Cells that were empty, NaN or infinite are no points: a column is never filled forward.
struct LogColumn {
  std::string name;
  std::vector<LogPoint> points;
};

/// The numeric columns of a training log. Epochs are as logged; Hugging Face counts finished epochs (fractional), most
/// others the index of the running epoch.
struct TrainingLog {
  std::string source;  ///< file or folder, relative to the run
  std::vector<LogColumn> columns;
  bool epochsFinished = false;
  std::vector<std::string> notes;

  [[nodiscard]] double lastStep() const;   ///< NaN where there are no steps
  [[nodiscard]] double lastEpoch() const;  ///< NaN where there are no epochs
};

/// Readers of one format each, from the bytes of a file; `name` is for messages. All throw UserError when the text is
/// of another format or damaged.
/// A table with a header, delimiter ',', ';' or tab, and a step or an epoch column (Lightning, timm, W&B exports, ...).
TrainingLog readTableLog(std::string_view text, const std::string& name);
/// One JSON object a line (DeiT, MAE, MMEngine); nested objects give "outer/inner", and those that say to be of another
/// part ("mode": "val") "val/loss". A torn last line is left out.
TrainingLog readJsonLinesLog(std::string_view text, const std::string& name);
/// trainer_state.json of the Hugging Face Trainer, whose summary at the end of training (train_runtime) is no point;
/// a list of objects as in readJsonLinesLog(); or one object of lists ("train_loss": [...]), with a list of steps or
/// epochs or else with one value an epoch from 1. Falls back to readJsonLinesLog().
TrainingLog readJsonLog(std::string_view text, const std::string& name);

/// Collects points column by column; used by the readers.
class LogBuilder {
 public:
  explicit LogBuilder(std::string source) : source_(std::move(source)) {}

  /// Ignores values that are not finite. Columns keep the order of their first value. Throws UserError where there are
  /// more values or columns, or longer names, than base/limits.h allows.
  void add(const std::string& column, const LogPoint& point);
  /// Sorts each column and lets the last of equal positions win.
  [[nodiscard]] TrainingLog finish() &&;

 private:
  std::string source_;
  std::vector<LogColumn> columns_;
  std::unordered_map<std::string, std::size_t> places_;
  std::size_t values_ = 0;
};

}  // namespace spindle
