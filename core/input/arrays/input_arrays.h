// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/input/sample/sample_hints.h"
#include "core/input/sample/sample_set.h"
#include "core/weights/tensor.h"

#include <cstdint>
#include <string>
#include <vector>

namespace spindle {

/// How an array of inputs is cut into samples of one format.
struct InputLayout {
  InputFormat format;  ///< kind and shape
  std::size_t samples = 0;
  bool channelsLast = false;  ///< each sample is stored [height, width, channels]
  bool kindGuessed = false;   ///< another kind or shape would do as well
  double scale = 1.0;         ///< raw value = stored value / scale
  std::vector<std::string> notes;
};

/// Decides by the hints, then by rank, type and sizes. Throws UserError when the array's shape is not the hinted one.
InputLayout inputLayout(const Tensor& array, const std::string& name, const std::string& source,
                        const SampleHints& hints);

/// The raw values of one sample, channel first.
std::vector<float> inputValues(const Tensor& array, const InputLayout& layout, std::size_t sample);

}  // namespace spindle
