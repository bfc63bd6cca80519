// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/network.h"

#include <QString>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <vector>

namespace spindle::test {

inline std::filesystem::path exportedFolder() {
  return std::filesystem::path(SPINDLE_GOLDEN_DIR) / "model" / "exported";
}

inline std::filesystem::path exportedFile(const QString& name) {
  return exportedFolder() / (name.toStdString() + ".pt2");
}

/// What tests/golden/model/exported/make_exported.py wrote for one network: rows of inputs, and PyTorch's own outputs.
struct ExportedAnswers {
  NetworkOptions options;
  std::vector<float> inputs, outputs, otherOutputs;
  std::size_t rows = 0;

  [[nodiscard]] std::size_t elements() const { return inputs.size() / rows; }
};

inline ExportedAnswers exportedAnswers(const QString& name) {
  static const auto all = [] {
    auto answers = nlohmann::json::parse(std::ifstream(exportedFolder() / "answers.json"));
    answers.update(nlohmann::json::parse(std::ifstream(exportedFolder() / "answers_2_6.json")));
    return answers;
  }();
  const auto& entry = all.at(name.toStdString());
  ExportedAnswers answers;
  answers.options.inputShape = entry.at("shape").get<std::vector<std::int64_t>>();
  answers.options.tokens = entry.at("tokens").get<bool>();
  answers.inputs = entry.at("inputs").get<std::vector<float>>();
  answers.outputs = entry.value("outputs", std::vector<float>());
  answers.otherOutputs = entry.value("other_outputs", std::vector<float>());
  const auto& shape = answers.options.inputShape;
  const auto elements = std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
  answers.rows = answers.inputs.size() / static_cast<std::size_t>(elements);
  return answers;
}

}  // namespace spindle::test
