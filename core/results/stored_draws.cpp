// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/stored_draws.h"

#include "core/base/user_error.h"
#include "core/results/open_results.h"
#include "core/results/stored_dynamics.h"
#include "core/store/parts_folder.h"

#include <algorithm>

namespace spindle {
namespace {

constexpr std::size_t mostDraws = 99;

std::vector<std::size_t> otherDraws(const std::filesystem::path& results) {
  std::vector<std::size_t> numbers;
  for (std::size_t draw = 2; draw <= mostDraws; ++draw) {
    if (PartsPaths(drawPath(results, draw)).stored()) numbers.push_back(draw);
  }
  return numbers;
}

std::vector<OrderStrength> strengthsOf(const ResultsReader& reader, const Salience& salience, RunControl& control) {
  std::vector<OrderStrength> strengths;
  for (std::size_t c = 0; c < reader.header().checkpoints(); ++c) {
    if (control.stopRequested()) throw Stopped{};
    const StoredCheckpoint stored(reader, c, salience.orderOne);
    strengths.push_back(stored.any() ? orderStrength(stored.interactions(), salience) : OrderStrength());
  }
  return strengths;
}

}  // namespace

std::filesystem::path drawPath(const std::filesystem::path& results, std::size_t draw) {
  if (draw < 2) return results;
  auto path = results;
  path.replace_filename(results.stem().string() + ".draw-" + std::to_string(draw) + results.extension().string());
  return path;
}

std::vector<OrderStrength> DrawnStrengths::at(std::size_t checkpoint) const {
  std::vector<OrderStrength> here;
  for (const auto& draw : byDraw) {
    if (draw[checkpoint].samples > 0) here.push_back(draw[checkpoint]);
  }
  return here.size() < 2 ? std::vector<OrderStrength>() : here;
}

bool DrawnStrengths::any() const {
  for (std::size_t c = 0; !byDraw.empty() && c < byDraw.front().size(); ++c) {
    if (!at(c).empty()) return true;
  }
  return false;
}

bool DrawnStrengths::whole(std::size_t draw) const {
  return std::equal(byDraw[draw].begin(), byDraw[draw].end(), byDraw.front().begin(),
                    [](const OrderStrength& a, const OrderStrength& b) { return a.samples == b.samples; });
}

DrawnStrengths storedDraws(const ResultsReader& results, const std::filesystem::path& file, const Salience& salience,
                           RunControl& control) {
  DrawnStrengths drawn;
  const std::vector<std::size_t> others = file.empty() ? std::vector<std::size_t>() : otherDraws(file);
  if (others.empty()) return drawn;
  drawn.byDraw.push_back(strengthsOf(results, salience, control));
  drawn.numbers.push_back(1);
  for (const std::size_t number : others) {
    const auto path = drawPath(file, number);
    const std::string name = path.filename().string();
    try {
      const auto other = openResults(path);
      if (!sameMeasurement(other->header(), results.header())) {
        drawn.leftOut.push_back(name +
                                " is left out: it is not a selection of variables of this computation (other options, "
                                "samples or weights); compute the selections anew.");
        continue;
      }
      std::vector<OrderStrength> strengths = strengthsOf(*other, salience, control);
      for (std::size_t c = 0; c < strengths.size(); ++c) {
        if (strengths[c].samples < drawn.byDraw.front()[c].samples) strengths[c] = {};
      }
      drawn.byDraw.push_back(std::move(strengths));
      drawn.numbers.push_back(number);
      if (!drawn.whole(drawn.byDraw.size() - 1))
        drawn.leftOut.push_back(name + " is not finished: it does not count for the start of phase two.");
    } catch (const UserError& error) {
      drawn.leftOut.push_back(name + " is left out: " + error.what());
    }
  }
  return drawn;
}

}  // namespace spindle
