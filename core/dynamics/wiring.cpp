// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dynamics/wiring.h"

#include "core/base/text.h"
#include "core/base/user_error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

constexpr std::size_t codeLength = 8;

std::size_t place(int from, int to) {
  const int earlier = to * (to - 1) / 2;
  return static_cast<std::size_t>(earlier) + static_cast<std::size_t>(from);
}

bool isCode(std::string_view text) {
  if (text.size() != codeLength || text[1] != '_' || text[4] != '_') return false;
  for (const std::size_t i : {0, 2, 3, 5, 6, 7}) {
    if (text[i] < '0' || text[i] > '2') return false;
  }
  return true;
}

}  // namespace

Wiring::Wiring(const std::string& code) {
  if (!isCode(code))
    throw UserError("\"" + printable(code) +
                    "\" is no wiring of four nodes; write one digit for each edge, 0 none, 1 skip, 2 linear, in one "
                    "group for each node: 2_21_112.");
  std::array<Edge, edges> all{};
  std::size_t next = 0;
  for (const char digit : code) {
    if (digit != '_') all[next++] = static_cast<Edge>(digit - '0');
  }
  *this = Wiring(all);
}

Wiring::Wiring(const std::array<Edge, edges>& all) : edges_(all) {
  // byLength[t][d]: paths from the input to node t with d linear edges.
  std::array<std::array<int, nodes>, nodes> byLength{};
  byLength[0][0] = 1;
  for (int to = 1; to < nodes; ++to) {
    for (int from = 0; from < to; ++from) {
      const Edge one = edge(from, to);
      for (std::size_t d = 0; d < nodes; ++d) {
        const auto& before = byLength[static_cast<std::size_t>(from)];
        auto& target = byLength[static_cast<std::size_t>(to)];
        if (one == Edge::skip) target[d] += before[d];
        if (one == Edge::linear && d > 0) target[d] += before[d - 1];
      }
    }
  }
  lengths_ = byLength.back();
}

Wiring Wiring::numbered(int number) {
  std::array<Edge, edges> all{};
  for (std::size_t i = edges; i-- > 0; number /= 3) all[i] = static_cast<Edge>(number % 3);
  return Wiring(all);
}

Wiring::Edge Wiring::edge(int from, int to) const {
  return edges_.at(place(from, to));
}

std::string Wiring::code() const {
  std::string text;
  for (int to = 1; to < nodes; ++to) {
    if (to > 1) text += '_';
    for (int from = 0; from < to; ++from) text += static_cast<char>('0' + static_cast<int>(edge(from, to)));
  }
  return text;
}

std::vector<std::vector<int>> Wiring::paths() const {
  std::vector<std::vector<int>> open{{0}}, done;
  while (!open.empty()) {
    const std::vector<int> path = open.back();
    open.pop_back();
    if (path.back() == nodes - 1) {
      done.push_back(path);
      continue;
    }
    for (int to = nodes - 1; to > path.back(); --to) {
      if (edge(path.back(), to) == Edge::none) continue;
      open.push_back(path);
      open.back().push_back(to);
    }
  }
  return done;
}

int Wiring::pathCount() const {
  return std::accumulate(lengths_.begin(), lengths_.end(), 0);
}

std::optional<double> Wiring::effectiveDepth() const {
  if (pathCount() == 0) return std::nullopt;
  int sum = 0;
  for (std::size_t d = 0; d < lengths_.size(); ++d) sum += static_cast<int>(d) * lengths_[d];
  return static_cast<double>(sum) / pathCount();
}

std::optional<double> Wiring::effectiveWidth() const {
  const auto depth = effectiveDepth();
  if (!depth) return std::nullopt;
  return *depth > 0.0 ? (pathCount() - lengths_[0]) / *depth : 0.0;
}

std::optional<Wiring> wiringNamedIn(const std::string& text) {
  std::optional<Wiring> found;
  for (std::size_t i = 0; i + codeLength <= text.size(); ++i) {
    const std::string part = text.substr(i, codeLength);
    if (!isCode(part)) continue;
    const Wiring one(part);
    if (found && !(*found == one)) return std::nullopt;
    found = one;
  }
  return found;
}

bool WiringBox::keeps(const Wiring& wiring) const {
  return verdictOn(wiring, *this) == "kept";
}

WiringBox wholeWiringBox() {
  constexpr double far = std::numeric_limits<double>::infinity();
  double leastDepth = far, mostDepth = -far, leastWidth = far, mostWidth = -far;
  for (int i = 0; i < Wiring::count; ++i) {
    const Wiring one = Wiring::numbered(i);
    if (one.pathCount() == 0) continue;
    leastDepth = std::min(leastDepth, *one.effectiveDepth());
    mostDepth = std::max(mostDepth, *one.effectiveDepth());
    leastWidth = std::min(leastWidth, *one.effectiveWidth());
    mostWidth = std::max(mostWidth, *one.effectiveWidth());
  }
  return {(leastDepth + mostDepth) / 2.0, (leastWidth + mostWidth) / 2.0, (mostDepth - leastDepth) / 4.0,
          (mostWidth - leastWidth) / 4.0};
}

std::string verdictOn(const Wiring& wiring, const WiringBox& box) {
  if (wiring.pathCount() == 0) return "disconnected";
  constexpr double rounding = 1e-9;
  const bool depth = std::abs(*wiring.effectiveDepth() - box.depth) > box.depthRadius + rounding;
  const bool width = std::abs(*wiring.effectiveWidth() - box.width) > box.widthRadius + rounding;
  if (!depth && !width) return "kept";
  return std::string("extreme ") + (depth && width ? "depth and width" : depth ? "depth" : "width");
}

}  // namespace spindle
