// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_draws.h"

#include "core/base/user_error.h"
#include "core/results/open_results.h"
#include "core/results/stored_dynamics.h"
#include "core/store/parts_folder.h"

namespace spindle {
namespace {

constexpr std::size_t mostDraws = 99;

/// Calls take with every draw of the same computation beside `file`; returns a sentence for each other one.
template <class Take>
std::vector<std::string> eachDraw(const ResultsReader& results, const std::filesystem::path& file, Take&& take) {
  std::vector<std::string> leftOut;
  const auto paths = drawPaths(file);
  for (std::size_t i = 1; i < paths.size(); ++i) {
    try {
      const auto other = openResults(paths[i]);
      if (sameMeasurement(other->header(), results.header()))
        take(*other);
      else
        leftOut.push_back(paths[i].filename().string() +
                          " is left out: it is not a draw of this computation (other options, samples or weights); "
                          "extract --seeds computes it anew.");
    } catch (const UserError& error) {
      leftOut.push_back(paths[i].filename().string() + " is left out: " + error.what());
    }
  }
  return leftOut;
}

bool there(const std::filesystem::path& file) {
  const PartsPaths parts(file);
  return std::filesystem::exists(parts.results) || std::filesystem::exists(parts.header());
}

}  // namespace

std::filesystem::path drawPath(const std::filesystem::path& results, std::size_t draw) {
  if (draw < 2) return results;
  auto path = results;
  path.replace_filename(results.stem().string() + ".draw-" + std::to_string(draw) + results.extension().string());
  return path;
}

std::vector<std::filesystem::path> drawPaths(const std::filesystem::path& results) {
  std::vector<std::filesystem::path> paths{results};
  for (std::size_t draw = 2; draw <= mostDraws; ++draw) {
    if (const auto path = drawPath(results, draw); there(path)) paths.push_back(path);
  }
  return paths;
}

DrawnStrengths storedDraws(const ResultsReader& results, const std::filesystem::path& file, const Salience& salience,
                           RunControl& control) {
  DrawnStrengths drawn;
  drawn.byCheckpoint.resize(results.header().checkpoints());
  const auto add = [&](const ResultsReader& reader) {
    for (std::size_t c = 0; c < drawn.byCheckpoint.size(); ++c) {
      if (control.stopRequested()) throw Stopped{};
      const StoredCheckpoint stored(reader, c);
      if (stored.any()) drawn.byCheckpoint[c].push_back(orderStrength(stored.interactions(), salience));
    }
  };
  if (file.empty() || drawPaths(file).size() < 2) return drawn;
  add(results);
  drawn.leftOut = eachDraw(results, file, add);
  for (auto& list : drawn.byCheckpoint) {
    if (list.size() < 2) list.clear();
  }
  return drawn;
}

}  // namespace spindle
