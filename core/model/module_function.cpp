// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/module_function.h"

#include "core/base/own_file.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/model/torch_entry.h"
#include "core/model/torch_modules.h"

#include <dlfcn.h>
#include <string_view>

namespace spindle {
namespace {

constexpr const char* again = "; build it again with the sources of this Spindle (app/install-headless.sh --torch).";

/// dlopen counts references and hands out the same handle again; it is never closed, LibTorch cannot be unloaded.
void* opened(const std::filesystem::path& file) {
  if (void* const handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) return handle;
  const char* const reason = dlerror();
  throw UserError("Spindle's module " + file.string() + " cannot be loaded (" +
                  (reason != nullptr ? printable(reason) : "unknown reason") +
                  "); install LibTorch (Debian: libtorch1.13), or the PyTorch that it was built with, again, or choose "
                  "another module (--torch-module, " +
                  torchModuleVariable + ").");
}

/// "2.15" of "2.15.0+cu130".
std::string_view seriesOf(std::string_view version) {
  const auto dot = version.find('.');
  return dot == std::string_view::npos ? version : version.substr(0, version.find_first_not_of("0123456789", dot + 1));
}

/// Nothing of a module is called before its headers and its PyTorch are known to fit.
void requireFitting(void* handle, const std::filesystem::path& file) {
  const auto tell = reinterpret_cast<TorchModuleFunction*>(dlsym(handle, torchModuleSymbol));
  if (tell == nullptr) throw UserError(file.string() + " is not a module of this Spindle with PyTorch" + again);
  const char *built = nullptr, *found = nullptr;
  const std::string_view interface = tell(&built, &found);
  if (interface != torchInterface())
    throw UserError("The module " + file.string() + " belongs to another version of Spindle (" + printable(interface) +
                    ", this is " + torchInterface() + ")" + again);
  if (seriesOf(built) != seriesOf(found))
    throw UserError("The module " + file.string() + " was built with PyTorch " + built + " but finds " + found + again);
}

}  // namespace

void* moduleFunction(const char* module, const char* function) {
  const bool torch = std::string_view(module) == torchModule;
  const std::filesystem::path file = torch ? chosenTorchModule() : ownFile(std::string(module) + ".so");
  void* const handle = opened(file);
  if (torch) requireFitting(handle, file);
  if (void* const address = dlsym(handle, function)) return address;
  throw UserError(file.string() + " is not a module of this Spindle: it has no " + function + again);
}

}  // namespace spindle
