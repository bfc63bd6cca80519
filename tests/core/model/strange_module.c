// SPDX-License-Identifier: GPL-3.0-or-later
// Modules that do not fit: of another version of Spindle, built with another PyTorch than it finds, and one that has
// nothing to do with Spindle.
#ifndef STRANGER
const char* spindleTorchModule(const char** built, const char** found) {
#ifdef OTHER_VERSION
  *built = *found = "2.15.0";
  return "0.0.9-012345";
#else
  *built = "2.15.0";
  *found = "2.16.1+cpu";
  return SPINDLE_TORCH_INTERFACE;
#endif
}
#endif
