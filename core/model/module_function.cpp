#include "core/model/module_function.h"

#include "core/base/user_error.h"

#include <dlfcn.h>
#include <filesystem>
#include <string>

namespace spindle {
namespace {

std::filesystem::path moduleFile(const std::string& name) {
  std::error_code ignored;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  const auto beside = folder / (name + ".so");
  if (std::filesystem::exists(beside, ignored)) return beside;
  const auto installed = folder.parent_path() / "lib" / "spindle" / (name + ".so");
  if (std::filesystem::exists(installed, ignored)) return installed;
  throw UserError("Spindle's module " + name + ".so is neither in " + folder.string() + " nor in " +
                  installed.parent_path().string() + "; build or install Spindle again.");
}

}  // namespace

void* moduleFunction(const char* module, const char* function) {
  // dlopen counts references and hands out the same handle again; it is never closed, LibTorch cannot be unloaded.
  void* handle = dlopen(moduleFile(module).c_str(), RTLD_NOW | RTLD_LOCAL);
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
