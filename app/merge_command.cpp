// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"
#include "app/terminal_control.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "core/results/parts/merge_shards.h"
#include "core/results/parts/part.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace spindle::app {
namespace {

struct MergeArguments {
  std::string output;
  std::vector<std::string> shards;
  bool incomplete = false;
};

std::vector<std::filesystem::path> shardsFor(const MergeArguments& a) {
  if (!a.shards.empty()) return {a.shards.begin(), a.shards.end()};
  auto found = shardsOf(a.output);
  if (found.empty())
    throw UserError("There are no shards of " + a.output + " (" + partPath(a.output, {1, 4}).filename().string() +
                    ", ...) beside it; compute them with spindle extract --part, or name them.");
  return found;
}

int merge(const MergeArguments& a) {
  const auto shards = ShardSet::open(shardsFor(a));
  const ResultsHeader& header = shards->header();
  const std::size_t missing = shards->missingPairs();
  const auto commands = shards->commands();
  if (missing > 0 && !a.incomplete) {
    std::cerr << "spindle: " << missing << " of " << header.checkpoints() * header.samples()
              << " pairs of checkpoint and sample are missing; " << printable(a.output)
              << " was not written. These commands make them (--incomplete merges what is there):\n";
    for (const std::string& command : commands) std::cout << printable(command) << '\n';
    return unusable;
  }
  TerminalControl control;
  if (mergeShards(*shards, a.output, control) == Outcome::stopped) {
    control.clear();
    std::cerr << "spindle: stopped; nothing was written.\n";
    return stopped;
  }
  control.clear();
  std::cout << printable(a.output) << " holds " << header.checkpoints() << " checkpoints and " << header.samples()
            << " samples from " << shards->shards() << (shards->shards() == 1 ? " shard" : " shards");
  if (missing > 0)
    std::cout << ", without " << missing << " pairs; spindle extract --resume computes them.\n";
  else
    std::cout << ", which can be deleted.\n";
  return done;
}

}  // namespace

void addMergeCommand(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand(
      "merge", "Join the shards of extract --part into one results file, the same as a run on one machine");
  auto a = std::make_shared<MergeArguments>();
  command->add_option("RESULTS", a->output, "Results file (.h5) to write")->required();
  command->add_option("SHARDS", a->shards, "Shards (default: all RESULTS.part-*-of-*.h5 beside it)");
  command->add_flag("--incomplete", a->incomplete,
                    "Write the file with gaps where parts are missing, to be resumed by extract");
  command->callback([a, &action] { action = [a] { return merge(*a); }; });
}

}  // namespace spindle::app
