// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace spindle {

/// Which PyTorch evaluates the networks.
struct TorchFacts {
  std::string version;      ///< "1.13.1"
  std::string cuda;         ///< "13.2", that it was built for; empty: without CUDA
  std::size_t devices = 0;  ///< of CUDA that it sees
  bool driver = false;      ///< NVIDIA's libcuda.so.1 is there
  std::string module;       ///< the file of Spindle's module for it
};

/// Loads LibTorch on first use. Throws UserError. Thread-safe.
TorchFacts torchFacts();

/// "1.13.1, built without CUDA".
std::string toText(const TorchFacts& facts);

/// "module /usr/lib/spindle/spindle_torch.so", and the others that stand beside it.
std::string moduleText(const TorchFacts& facts);

/// "cpu", "cuda:0", "cuda:1", ..., of cpu, cuda (the first), cuda:1 or auto (the first, or cpu where there is none).
/// Throws UserError that says what is missing: the build, the driver or the device.
std::string deviceFrom(const std::string& wanted, const TorchFacts& facts);

}  // namespace spindle
