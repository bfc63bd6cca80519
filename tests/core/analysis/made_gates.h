// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/stored_gates.h"
#include "tests/core/dynamics/random_tables.h"

#include <cmath>

namespace spindle::test {

/// Gates of 5 classes in two layers, drawn; nothing is known of checkpoint 1, and class 4 has no path at checkpoint 0.
inline ClassGates madeGates(std::size_t checkpoints, std::size_t samples) {
  constexpr std::size_t classes = 5;
  Dice dice(17);
  ClassGates gates;
  gates.data = "made up";
  gates.learnedFrom.assign(classes, 60);
  gates.lookedAt.assign(classes, 10);
  gates.layers = {{"relu1", {checkpoints, classes, 8}, {}}, {"relu2", {checkpoints, classes, 6}, {}}};
  gates.confusion = {"confusion", {checkpoints, classes, classes}, {}};
  gates.recall = {"recall", {checkpoints, classes, classes}, {}};
  gates.answered = {"answered", {checkpoints, classes, classes}, {}};
  gates.loss = {"loss", {checkpoints, classes, 4}, {}};
  gates.hits = {"hits", {checkpoints, classes, 4}, {}};
  gates.predicted = {"predicted", {checkpoints, samples, 1}, {}};
  for (std::size_t c = 0; c < checkpoints; ++c) {
    const double known = c == 1 ? std::nan("") : 0.0;
    for (std::size_t k = 0; k < classes; ++k) {
      const double path = c == 0 && k == 4 ? std::nan("") : known;
      for (MeasuredArray& layer : gates.layers) {
        for (std::size_t u = 0; u < layer.extent[2]; ++u)
          layer.values.push_back(path + (dice.normal() > -0.2 ? 0.9 : 0.1));
      }
      for (std::size_t d = 0; d < classes; ++d) {
        gates.confusion.values.push_back(known + (k == d ? 6.0 : std::floor(std::abs(2.0 * dice.normal()))));
        gates.recall.values.push_back(path + (k == d ? 1.0 : 0.05));
        gates.answered.values.push_back(path + (k == d ? 1.0 : 0.5));
      }
      for (const double hit : {0.5, 0.4, 0.1, 0.2}) gates.hits.values.push_back(path + hit);
      for (int part = 0; part < 4; ++part) gates.loss.values.push_back(path + 0.5);
    }
    for (std::size_t s = 0; s < samples; ++s) gates.predicted.values.push_back(known + static_cast<double>(s % 2));
  }
  return gates;
}

}  // namespace spindle::test
