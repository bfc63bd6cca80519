// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/module_function.h"

#include "core/base/own_file.h"
#include "core/base/user_error.h"

#include <dlfcn.h>
#include <string>

namespace spindle {
void* moduleFunction(const char* module, const char* function) {
  // dlopen counts references and hands out the same handle again; it is never closed, LibTorch cannot be unloaded.
  void* handle = dlopen(ownFile(std::string(module) + ".so").c_str(), RTLD_NOW | RTLD_LOCAL);
  void* address = handle != nullptr ? dlsym(handle, function) : nullptr;
  if (address == nullptr) {
    const char* reason = dlerror();
    throw UserError("Spindle's module " + std::string(module) + ".so cannot be loaded (" +
                    (reason != nullptr ? reason : "unknown reason") +
                    "); install LibTorch (Debian: libtorch1.13) again.");
  }
  return address;
}

}  // namespace spindle
