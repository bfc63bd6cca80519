// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/module_function.h"

#include "core/base/own_file.h"
#include "core/base/user_error.h"

#include <cstdlib>
#include <dlfcn.h>
#include <string>
#include <string_view>

namespace spindle {
void* moduleFunction(const char* module, const char* function) {
  // dlopen counts references and hands out the same handle again; it is never closed, LibTorch cannot be unloaded.
  const char* const chosen =
      std::string_view(module) == "spindle_torch" ? std::getenv("SPINDLE_TORCH_MODULE") : nullptr;
  const std::string file =
      chosen != nullptr && *chosen != '\0' ? chosen : ownFile(std::string(module) + ".so").string();
  void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* address = handle != nullptr ? dlsym(handle, function) : nullptr;
  if (address == nullptr) {
    const char* reason = dlerror();
    throw UserError(
        "Spindle's module " + file + " cannot be loaded (" + (reason != nullptr ? reason : "unknown reason") + "); " +
        (chosen != nullptr ? "correct SPINDLE_TORCH_MODULE."
                           : "install LibTorch (Debian: libtorch1.13), or the PyTorch that it was built with, "
                             "again."));
  }
  return address;
}

}  // namespace spindle
