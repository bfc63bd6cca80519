// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

namespace spindle {

/// A TorchScript file is a program. Walks the graph, its blocks and everything that it calls, before anything of it has
/// run, and refuses operators that do more than compute: only PyTorch's own are known (a list of prim, and of aten
/// those of isKnownAten()). Loops must be counted, not `while`. What prints is removed from the graph. Throws
/// UserError.
void requireComputationOnly(torch::jit::Graph& graph, const std::filesystem::path& file);

/// Whether an operator is one of those that requireComputationOnly() takes.
bool isComputation(const c10::Symbol& kind);

/// A copy whose loops together end after 300,000 rounds in one run, with an exception of this text, because LibTorch
/// cannot be interrupted. beginRun() restarts the count for the calling thread.
inline constexpr std::string_view endlessLoops = "its loops ran for 300000 iterations without ending";
std::shared_ptr<torch::jit::Graph> withCountedLoops(torch::jit::Graph& graph);
void beginRun();

/// While it lives, loops of networks that run in this thread poll in every iteration whether to end, which they then do
/// with an exception of this text.
inline constexpr std::string_view stoppedLoops = "its loops were stopped";
class StopScope {
 public:
  explicit StopScope(const std::function<bool()>& stopRequested);
  ~StopScope();
  StopScope(const StopScope&) = delete;
  StopScope& operator=(const StopScope&) = delete;

 private:
  const std::function<bool()>* before_;
};

}  // namespace spindle
