// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace spindle {

/// How four nodes of a network are wired: between every two of them no edge, a skip (identity), or a linear layer with
/// ReLU; what comes in at a node is summed. Written as one group of digits a node, from 1 on, one digit for each node
/// before it: 0 none, 1 skip, 2 linear. "2_21_112": node 1 has a linear edge from the input; node 2 a linear one from
/// the input and a skip from node 1; ...
/// Source: Chen et al., NeurIPS 2022 (arXiv 2205.05662), sections 3 and 4 (METHOD.md#wiring).
class Wiring {
 public:
  static constexpr int nodes = 4, edges = 6, count = 729;
  enum class Edge { none, skip, linear };

  /// Throws UserError where the code is none.
  explicit Wiring(const std::string& code);
  /// All of them by number, 0 to count - 1, in the order of their codes.
  static Wiring numbered(int number);

  [[nodiscard]] Edge edge(int from, int to) const;  ///< 0 <= from < to < nodes
  [[nodiscard]] std::string code() const;

  /// How many paths from the input to the last node have 0, 1, 2, 3 linear edges.
  [[nodiscard]] const std::array<int, nodes>& pathsByLength() const { return lengths_; }
  /// Each path as the nodes it visits, 0 first, 3 last.
  [[nodiscard]] std::vector<std::vector<int>> paths() const;
  [[nodiscard]] int pathCount() const;

  /// Mean number of linear edges of a path; nullopt where no path joins input and output.
  [[nodiscard]] std::optional<double> effectiveDepth() const;
  /// Paths with a linear edge over the effective depth; 0 where all paths are skips; nullopt where there is no path.
  [[nodiscard]] std::optional<double> effectiveWidth() const;

  bool operator==(const Wiring&) const = default;

 private:
  explicit Wiring(const std::array<Edge, edges>& all);

  std::array<Edge, edges> edges_{};  ///< 0-1, 0-2, 1-2, 0-3, 1-3, 2-3
  std::array<int, nodes> lengths_{};
};

/// The code of a wiring in a text such as the name of a run; nullopt where there is none, or more than one.
std::optional<Wiring> wiringNamedIn(const std::string& text);

/// The paper's rule for complete sets of wirings: effective depth and width within half a radius of the middle, where
/// middle and radius are those of the range over the set.
struct WiringBox {
  double depth = 0.0, width = 0.0;            ///< the middle
  double depthRadius = 0.0, widthRadius = 0;  ///< half of the radius: what may be missing to the middle

  [[nodiscard]] bool keeps(const Wiring& wiring) const;
};

/// Of all 729 wirings of four nodes.
WiringBox wholeWiringBox();

/// "kept", "extreme depth", "extreme width", "extreme depth and width" or "disconnected".
std::string verdictOn(const Wiring& wiring, const WiringBox& box);

}  // namespace spindle
