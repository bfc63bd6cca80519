// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/torch_facts.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/module_function.h"
#include "core/model/torch_entry.h"
#include "core/model/torch_modules.h"

#include <charconv>
#include <string_view>

namespace spindle {

TorchFacts torchFacts() {
  static const auto tell = reinterpret_cast<TorchFactsFunction*>(moduleFunction(torchModule, torchFactsSymbol));
  TorchFacts facts;
  tell(facts);
  facts.module = chosenTorchModule().string();
  return facts;
}

std::string toText(const TorchFacts& facts) {
  if (facts.cuda.empty()) return facts.version + ", built without CUDA";
  const std::string devices = facts.devices == 1 ? "1 device" : std::to_string(facts.devices) + " devices";
  return facts.version + ", built for CUDA " + facts.cuda + ", " + devices;
}

std::string moduleText(const TorchFacts& facts) {
  std::vector<std::string> others;
  for (const auto& file : torchModules()) {
    if (file != facts.module) others.push_back(file.filename().string());
  }
  return "module " + facts.module + (others.empty() ? std::string() : "; beside it: " + listed(others, 8));
}

std::string deviceFrom(const std::string& wanted, const TorchFacts& facts) {
  if (wanted == "cpu" || (wanted == "auto" && facts.devices == 0)) return "cpu";
  const std::string_view prefix = "cuda:";
  std::size_t number = 0;
  if (wanted.starts_with(prefix)) {
    const char* const end = wanted.data() + wanted.size();
    const auto read = std::from_chars(wanted.data() + prefix.size(), end, number);
    if (read.ec != std::errc() || read.ptr != end)
      throw UserError("--device: \"" + printable(wanted) + "\" is not cpu, cuda, cuda:1 or auto.");
  } else if (wanted != "cuda" && wanted != "auto") {
    throw UserError("--device: \"" + printable(wanted) + "\" is not cpu, cuda, cuda:1 or auto.");
  }
  const std::string begin = "--device " + wanted + ": ";
  if (facts.cuda.empty())
    throw UserError(
        begin + "PyTorch " + facts.version +
        " here was built without CUDA; build Spindle with one that was (--torch), or leave the option out.");
  if (facts.devices == 0 && !facts.driver)
    throw UserError(begin +
                    "NVIDIA's driver (libcuda.so.1) is not there; install it, or in a container pass it in "
                    "(--nv, --gpus all), or leave the option out.");
  if (facts.devices == 0)
    throw UserError(
        begin + "the driver is there, but PyTorch " + facts.version + ", built for CUDA " + facts.cuda +
        ", sees no device; look at CUDA_VISIBLE_DEVICES, nvidia-smi (does the driver know this CUDA?) and the "
        "scheduler's request for GPUs.");
  if (number >= facts.devices)
    throw UserError(begin + "PyTorch sees " + std::to_string(facts.devices) + " devices, from cuda:0 on.");
  return "cuda:" + std::to_string(number);
}

}  // namespace spindle
