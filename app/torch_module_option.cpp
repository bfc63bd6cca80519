// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/torch_module_option.h"

#include "core/model/torch_modules.h"

#include <CLI/CLI.hpp>

#include <cstdlib>

namespace spindle::app {

void addTorchModuleOption(CLI::App& app) {
  const auto choose = [](const std::string& module) { ::setenv(torchModuleVariable, module.c_str(), 1); };
  const auto add = [&choose](CLI::App& to) {
    to.add_option_function<std::string>(
        "--torch-module", choose,
        "PyTorch to run networks on, where Spindle was built for several: a file spindle_torch.so, or NAME of "
        "spindle_torch-NAME.so beside it (also SPINDLE_TORCH_MODULE); spindle info lists them");
  };
  add(app);
  for (const char* name : {"extract", "info", "losses", "measure", "plan", "watch"}) add(*app.get_subcommand(name));
}

}  // namespace spindle::app
