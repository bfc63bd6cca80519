// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace spindle {

/// What has to be done anew when something changes, from the slowest to the quickest: a pass over the stored tables
/// (minutes on large results); strengths of each sample and order, in memory (milliseconds); series over training
/// (microseconds); what is shown at one place, within a frame (live).
enum class Level { tables, strengths, series, live };

enum class OptionKind {
  number,  ///< a real number in a range
  count,   ///< a whole number in a range
  choice,  ///< one of some words
};

/// One option of an analysis, declared once: the window's control, --help and the small print come from it.
struct OptionInfo {
  std::string name;   ///< as on the command line, without dashes: "gap-share"
  std::string title;  ///< beside the control: "Gap share"
  std::string tip;    ///< one sentence
  OptionKind kind = OptionKind::number;
  double low = 0.0, high = 1.0, usual = 0.0;  ///< of a choice: indices into `choices`
  double step = 0.01;
  std::vector<std::string> choices = {};       ///< words for the command line
  std::vector<std::string> choiceTitles = {};  ///< words for the window
  Level invalidates = Level::series;
  bool logarithmic = false;  ///< a slider moves through decades; from low (from step and, at its end, 0 where low is 0)
  bool slider = false;       ///< of a number or count that is not live: the window shows a slider
};

/// Values by name; a choice holds its index. What is not there has the usual value.
class OptionValues {
 public:
  OptionValues() = default;
  void set(const std::string& name, double value) { values_[name] = value; }
  void unset(const std::string& name) { values_.erase(name); }
  [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
  [[nodiscard]] double value(const std::string& name, double usual) const {
    const auto found = values_.find(name);
    return found == values_.end() ? usual : found->second;
  }
  bool operator==(const OptionValues&) const = default;

 private:
  std::map<std::string, double> values_;
};

}  // namespace spindle
