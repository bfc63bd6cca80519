// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/checkpoint_steps.h"

#include "core/base/user_error.h"
#include "core/input/sample/numbers.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace spindle {
namespace {

constexpr std::size_t mostCheckpoints = 10000;

std::vector<int> geometricSteps(int last, double ratio) {
  std::vector<int> steps{0};
  for (double step = 1.0; step < last; step = std::max(step * ratio, step + 1.0)) {
    steps.push_back(static_cast<int>(step));
  }
  steps.push_back(last);
  return steps;
}

[[noreturn]] void fail(const std::string& words, const std::string& why) {
  throw UserError("The checkpoints \"" + words + "\" " + why +
                  "; give a number (32), log:1.25, every:5 (epochs) or steps (0,10,100).");
}

/// A finite number, or none.
double number(std::string_view text, const std::string& words) {
  const auto value = numberFrom(text, false);
  if (!value || !std::isfinite(*value)) fail(words, "are not understood");
  return *value;
}

std::vector<int> listedSteps(std::string_view text, int last, const std::string& words) {
  std::vector<int> steps;
  for (;;) {
    const auto comma = std::min(text.find(','), text.size());
    const double step = number(text.substr(0, comma), words);
    if (step != std::floor(step) || step < 0) fail(words, "are no training steps");
    if (step > last) fail(words, "go beyond the last step, " + std::to_string(last));
    steps.push_back(static_cast<int>(step));
    if (comma == text.size()) return steps;
    text.remove_prefix(comma + 1);
  }
}

std::vector<int> regularSteps(double epochs, int last, double stepsAnEpoch, const std::string& words) {
  if (epochs * stepsAnEpoch < 1.0) fail(words, "are less than one step apart");
  if (last / (epochs * stepsAnEpoch) > static_cast<double>(mostCheckpoints)) fail(words, "are more than 10,000");
  std::vector<int> steps;
  for (double k = 0.0; std::lround(k * epochs * stepsAnEpoch) < last; ++k) {
    steps.push_back(static_cast<int>(std::lround(k * epochs * stepsAnEpoch)));
  }
  return steps;
}

}  // namespace

std::vector<int> checkpointSteps(int last, int count) {
  if (count < 3) return {0, last};
  for (double ratio = 1.01;; ratio *= 1.01) {
    auto steps = geometricSteps(last, ratio);
    if (steps.size() <= static_cast<std::size_t>(count) || ratio > last) return steps;
  }
}

std::vector<int> checkpointSteps(const std::string& words, int last, double stepsAnEpoch) {
  const std::string_view text = words;
  std::vector<int> steps;
  if (text.starts_with("log:")) {
    const double ratio = number(text.substr(4), words);
    if (ratio <= 1.0) fail(words, "need a factor above 1");
    steps = geometricSteps(last, ratio);
  } else if (text.starts_with("every:")) {
    steps = regularSteps(number(text.substr(6), words), last, stepsAnEpoch, words);
  } else if (text.find(',') != std::string_view::npos) {
    steps = listedSteps(text, last, words);
  } else {
    const double count = number(text, words);
    if (count != std::floor(count) || count < 2 || count > static_cast<double>(mostCheckpoints)) {
      fail(words, "are not from 2 to 10,000");
    }
    return checkpointSteps(last, static_cast<int>(count));
  }
  steps.push_back(0);
  steps.push_back(last);
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  if (steps.size() > mostCheckpoints) fail(words, "are more than 10,000");
  return steps;
}

}  // namespace spindle
