// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace spindle {

/// A function of one of Spindle's loadable modules ("spindle_torch"), which hold everything that needs LibTorch so that
/// programs start without waiting for it. The module is found by ownFile();
/// it is opened on first use (0.6 s) and stays open. Throws UserError when it is missing or cannot be loaded.
/// Thread-safe.
void* moduleFunction(const char* module, const char* function);

}  // namespace spindle
