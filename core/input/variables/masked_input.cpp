// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/input/variables/masked_input.h"

#include "core/base/user_error.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace spindle {
namespace {

void checkBaseline(const Baseline& baseline, const InputFormat& format) {
  const bool each = !baseline.elements.empty();
  const auto& values = each ? baseline.elements : baseline.values;
  const auto channels = format.channels();
  if (each && values.size() != format.elements()) {
    throw UserError("The baseline has " + std::to_string(values.size()) + " element values but the input has " +
                    std::to_string(format.elements()) + " elements; give one for each.");
  }
  if (!each && values.size() != 1 && values.size() != channels) {
    throw UserError("The baseline has " + std::to_string(values.size()) + " values; give one, or one for each of the " +
                    std::to_string(channels) + " channels, columns or coordinates.");
  }
  if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); })) {
    throw UserError("The baseline holds a value that is not finite; give finite numbers.");
  }
}

double baselineOf(const Baseline& baseline, const InputFormat& format, std::size_t element) {
  if (!baseline.elements.empty()) return baseline.elements[element];
  return baseline.values.size() == 1 ? baseline.values[0] : baseline.values[format.channelOf(element)];
}

}  // namespace

MaskedInput::MaskedInput(const Sample& sample, const InputFormat& format, const InputVariables& variables,
                         const Baseline& baseline, Background background) {
  format.check();
  checkSample(sample, format);
  checkBaseline(baseline, format);

  const auto present = [&](std::size_t e) { return format.normalized(static_cast<double>(sample.values[e]), e); };
  const auto masked = [&](std::size_t e) { return format.normalized(baselineOf(baseline, format, e), e); };

  base_.resize(sample.values.size());
  for (std::size_t e = 0; e < base_.size(); ++e) base_[e] = background == Background::mask ? masked(e) : present(e);
  for (const auto& variable : variables.all()) {
    if (!variable.elements.empty() && variable.elements.back() >= base_.size()) {
      throw UserError("Variable \"" + variable.name + "\" lies outside the input of " + std::to_string(base_.size()) +
                      " elements; choose variables for this input's shape.");
    }
    auto& values = present_.emplace_back();
    values.reserve(variable.elements.size());
    for (const auto e : variable.elements) {
      values.push_back(present(e));
      base_[e] = masked(e);
    }
    indices_.push_back(variable.elements);
  }
}

void MaskedInput::write(Coalition t, std::span<float> row) const {
  if (row.size() != base_.size()) throw std::invalid_argument("MaskedInput::write: row of the wrong size");
  std::copy(base_.begin(), base_.end(), row.begin());
  for (std::size_t i = 0; i < indices_.size(); ++i) {
    if ((t >> i & 1U) == 0) continue;
    for (std::size_t k = 0; k < indices_[i].size(); ++k) row[indices_[i][k]] = present_[i][k];
  }
}

}  // namespace spindle
