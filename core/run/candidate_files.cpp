// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/candidate_files.h"

#include "core/base/user_error.h"
#include "core/run/checkpoints/file_name.h"
#include "core/run/checkpoints/name_position.h"
#include "core/run/checkpoints/order_hints.h"
#include "core/run/samples/sample_files.h"

#include <algorithm>
#include <iterator>

namespace spindle {
namespace {

namespace fs = std::filesystem;

bool holdsWeights(const SetAside& file) {
  const auto name = fs::path(file.name.substr(0, file.name.find(" ("))).filename().string();
  return hasWeightsEnding(name) || name.ends_with(".distcp") || name == "adapter_config.json";
}

/// Weights that Spindle can read once something is done to them, which the reason says.
bool wantsAction(const SetAside& file) {
  return holdsWeights(file) && file.reason.find(": ") != std::string::npos;
}

}  // namespace

void refuseWithoutCheckpoints(const fs::path& folder, const std::vector<SetAside>& setAside,
                              const std::string& beside) {
  const auto unfit = std::find_if(setAside.begin(), setAside.end(),
                                  [](const SetAside& file) { return file.reason == withoutStepNumber; });
  if (unfit != setAside.end())
    throw UserError(folder.string() + ": the pattern under \"steps\" in run.json finds no number in the name of any " +
                    "checkpoint (" + unfit->name + "); correct it, or leave it out.");
  std::string text = folder.string() + " has no checkpoint" + beside;
  auto told = std::find_if(setAside.begin(), setAside.end(), wantsAction);
  if (told == setAside.end()) told = std::find_if(setAside.begin(), setAside.end(), holdsWeights);
  if (told != setAside.end()) text += " (" + told->name + ": " + told->reason + ")";
  throw UserError(
      text + "; give a folder with .pt, .pth, .ckpt or .safetensors files, or set \"checkpoints\" in its run.json.");
}

void refuseNetworkAlone(const fs::path& folder, const RunDescription& description, const CheckpointSeries& series) {
  const bool chosen = description.checkpoints || !description.checkpointFiles.empty();
  if (chosen || series.checkpoints.size() != 1 || series.checkpoints.front().stepSource != "order") return;
  std::vector<SetAside> adapters;
  std::copy_if(series.setAside.begin(), series.setAside.end(), std::back_inserter(adapters),
               [](const SetAside& file) { return file.reason.starts_with("an adapter"); });
  if (adapters.empty()) return;
  refuseWithoutCheckpoints(folder, adapters, " beside " + series.checkpoints.front().name);
}

void setSamplesAside(const fs::path& folder, CheckpointFiles& files) {
  const auto placed = [](const std::string& name) {
    return positionFromName(stemOf(fs::path(name).filename().string())).known();
  };
  if (std::all_of(files.names.begin(), files.names.end(), placed)) return;
  const auto likely = likelySampleFiles(folder);
  const auto isSamples = [&](const std::string& name) {
    return !placed(name) && std::find(likely.begin(), likely.end(), name) != likely.end();
  };
  if (std::all_of(files.names.begin(), files.names.end(), isSamples)) return;
  for (const auto& name : files.names) {
    if (isSamples(name)) files.setAside.push_back({name, "samples (by name)"});
  }
  std::erase_if(files.names, isSamples);
}

void setUnfinishedAside(const fs::path& folder, const std::function<bool(const fs::path&)>& unfinished,
                        CheckpointFiles& files) {
  std::erase_if(files.names, [&](const std::string& name) {
    if (!unfinished(folder / name)) return false;
    files.setAside.push_back({name, "still being written"});
    return true;
  });
  if (files.names == std::vector<std::string>{"model.pt"} || files.names == std::vector<std::string>{"model.pt2"}) {
    files.setAside.push_back({files.names.front(), "the architecture"});
    files.names.clear();
  }
}

}  // namespace spindle
