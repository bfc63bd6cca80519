// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace CLI {
class App;
}

namespace spindle::app {

/// --torch-module, for `app` and those of its commands that evaluate networks, before or after the command. It stands
/// in the environment from then on, so that processes that are started use the same.
void addTorchModuleOption(CLI::App& app);

}  // namespace spindle::app
