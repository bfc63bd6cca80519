// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/weights.h"

namespace spindle {

std::string_view nameOf(WeightsFormat format) {
  switch (format) {
    case WeightsFormat::torchZip:
      return "PyTorch (zip)";
    case WeightsFormat::torchLegacy:
      return "PyTorch before 1.6";
    case WeightsFormat::torchScript:
      return "TorchScript";
    case WeightsFormat::torchExport:
      return "torch.export";
    case WeightsFormat::safetensors:
      return "safetensors";
    case WeightsFormat::safetensorsIndex:
      return "sharded safetensors";
    case WeightsFormat::torchIndex:
      return "sharded PyTorch";
  }
  return "unknown";
}

}  // namespace spindle
