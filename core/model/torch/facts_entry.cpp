// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch_entry.h"
#include "core/model/torch_facts.h"

#include <ATen/Version.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <torch/csrc/api/include/torch/version.h>

#include <dlfcn.h>
#include <exception>
#include <string>

namespace {

/// Of the library that runs, "2.15.0"; the header's where it does not tell.
std::string foundVersion() {
  const std::string config = at::show_config();
  const std::string name = "TORCH_VERSION=";
  const auto at = config.find(name);
  if (at == std::string::npos) return TORCH_VERSION;
  const auto begin = at + name.size();
  return config.substr(begin, config.find_first_of(", \n", begin) - begin);
}

}  // namespace

extern "C" const char* spindleTorchModule(const char** built, const char** found) {
  static const std::string version = foundVersion();
  *built = TORCH_VERSION;
  *found = version.c_str();
  return SPINDLE_TORCH_INTERFACE;
}

extern "C" void spindleTorchFacts(spindle::TorchFacts& facts) {
  facts.version = TORCH_VERSION;
  facts.driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL) != nullptr;
  try {
    const long number = at::detail::getCUDAHooks().versionCUDART();  // 13020 is 13.2; throws in builds without CUDA
    facts.cuda = std::to_string(number / 1000) + "." + std::to_string(number % 1000 / 10);
    facts.devices = static_cast<std::size_t>(torch::cuda::device_count());
  } catch (const std::exception&) {
    facts.devices = 0;
  }
}
