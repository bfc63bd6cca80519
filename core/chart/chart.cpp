// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chart/chart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

namespace spindle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

/// Least and largest of the finite values that a scale can show.
class Extent {
 public:
  explicit Extent(const ChartAxis& axis) : positiveOnly_(axis.scale == Scale::logarithmic) {}
  void add(double value) {
    if (!std::isfinite(value) || (positiveOnly_ && value <= 0.0)) return;
    low_ = std::min(low_, value);
    high_ = std::max(high_, value);
  }
  void add(const std::vector<double>& values) {
    for (const double value : values) add(value);
  }
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }
  [[nodiscard]] bool any() const { return low_ <= high_; }

 private:
  bool positiveOnly_;
  double low_ = infinity, high_ = -infinity;
};

/// Stacked bars reach as far as their sums.
void addBars(const Chart& chart, Extent& extent) {
  std::map<std::pair<int, double>, std::pair<double, double>> sums;
  for (const Mark& mark : chart.marks) {
    const auto* bars = std::get_if<Bars>(&mark);
    if (bars == nullptr) continue;
    for (std::size_t i = 0; i < bars->x.size(); ++i) {
      if (!std::isfinite(bars->y[i])) continue;
      auto& [up, down] = sums[{bars->stack, bars->x[i]}];
      (bars->y[i] < 0.0 ? down : up) += bars->y[i];
      const double error = bars->error.empty() || !std::isfinite(bars->error[i]) ? 0.0 : bars->error[i];
      extent.add(up + error);
      extent.add(down - (down < 0.0 ? error : 0.0));
    }
  }
}

AxisRange finished(const ChartAxis& axis, const Extent& extent, double pad) {
  double low = extent.any() ? extent.low() : (axis.scale == Scale::logarithmic ? 1.0 : 0.0);
  double high = extent.any() ? extent.high() : (axis.scale == Scale::logarithmic ? 10.0 : 1.0);
  if (axis.scale == Scale::category) {
    low -= 0.5;
    high += 0.5;
  } else if (axis.scale == Scale::logarithmic) {
    if (pad > 0.0) {
      low /= 1.0 + 8.0 * pad;
      high *= 1.0 + 8.0 * pad;
    }
    if (!(low < high)) std::tie(low, high) = std::pair(low / 2.0, high * 2.0);
  } else {
    if (axis.zero && axis.scale == Scale::linear) {
      low = std::min(low, 0.0);
      high = std::max(high, 0.0);
    }
    const double room = high > low ? pad * (high - low) : std::max(std::abs(high), 1.0) * 0.5;
    if (low != 0.0 && pad > 0.0) low -= room;
    if (high != 0.0 && pad > 0.0) high += room;
    if (!(low < high)) high = low + (low == 0.0 ? 1.0 : room);
  }
  if (axis.low) low = *axis.low;
  if (axis.high) high = *axis.high;
  if (!(low < high)) high = low + 1.0;
  return {low, high};
}

template <class List>
void requireLength(const List& list, std::size_t length, bool mayBeEmpty, const std::string& chart) {
  if (list.size() == length || (mayBeEmpty && list.empty())) return;
  throw std::invalid_argument("chart " + chart + ": lists of a mark differ in length");
}

}  // namespace

void requireSound(const Chart& chart) {
  if (chart.marks.empty() && chart.empty.empty())
    throw std::invalid_argument("chart " + chart.name + ": neither marks nor a reason");
  for (const Mark& mark : chart.marks) {
    std::visit(Overloaded{[&](const Bars& m) {
                            requireLength(m.y, m.x.size(), false, chart.name);
                            requireLength(m.error, m.x.size(), true, chart.name);
                            requireLength(m.targets, m.x.size(), true, chart.name);
                          },
                          [&](const Line& m) {
                            requireLength(m.y, m.x.size(), false, chart.name);
                            requireLength(m.targets, m.x.size(), true, chart.name);
                          },
                          [&](const Band& m) {
                            requireLength(m.low, m.x.size(), false, chart.name);
                            requireLength(m.high, m.x.size(), false, chart.name);
                          },
                          [&](const Cells& m) {
                            requireLength(m.values, m.x.size() * m.y.size(), false, chart.name);
                            requireLength(m.targets, m.values.size(), true, chart.name);
                            requireLength(m.colors, m.values.size(), true, chart.name);
                          },
                          [](const Rule&) {}, [](const Label&) {}},
               mark);
  }
}

bool hasContent(const Chart& chart) {
  const auto finite = [](const std::vector<double>& list) {
    return std::any_of(list.begin(), list.end(), [](double value) { return std::isfinite(value); });
  };
  return std::any_of(chart.marks.begin(), chart.marks.end(), [&](const Mark& mark) {
    return std::visit(
        Overloaded{[&](const Bars& m) { return finite(m.y); }, [&](const Line& m) { return finite(m.y); },
                   [&](const Band& m) { return finite(m.low); }, [&](const Cells& m) { return finite(m.values); },
                   [](const Rule&) { return false; }, [](const Label&) { return false; }},
        mark);
  });
}

AxisRange rangeX(const Chart& chart) {
  Extent extent(chart.x);
  for (const Mark& mark : chart.marks) {
    std::visit(Overloaded{[&](const Rule& m) {
                            if (m.vertical) extent.add(m.at);
                          },
                          [&](const Label& m) { extent.add(m.x); }, [&](const auto& m) { extent.add(m.x); }},
               mark);
  }
  return finished(chart.x, extent, 0.0);
}

AxisRange rangeY(const Chart& chart) {
  Extent extent(chart.y);
  addBars(chart, extent);
  bool cells = false;
  for (const Mark& mark : chart.marks) {
    std::visit(Overloaded{[](const Bars&) {}, [&](const Line& m) { extent.add(m.y); },
                          [&](const Band& m) {
                            extent.add(m.low);
                            extent.add(m.high);
                          },
                          [&](const Rule& m) {
                            if (!m.vertical) extent.add(m.at);
                          },
                          [&](const Cells& m) {
                            cells = true;
                            extent.add(m.y);
                          },
                          [&](const Label& m) { extent.add(m.y); }},
               mark);
  }
  return finished(chart.y, extent, cells ? 0.0 : 0.07);
}

double placeOn(const ChartAxis& axis, const AxisRange& range, double value) {
  const auto along = [&axis](double v) {
    switch (axis.scale) {
      case Scale::logarithmic:
        return v > 0.0 ? std::log10(v) : std::numeric_limits<double>::quiet_NaN();
      case Scale::training:
        return std::log10(std::max(0.0, v) + 1.0);
      case Scale::symlog:
        return std::copysign(std::log10(1.0 + std::abs(v) / axis.linearWithin), v);
      case Scale::linear:
      case Scale::category:
        break;
    }
    return v;
  };
  return (along(value) - along(range.low)) / (along(range.high) - along(range.low));
}

std::vector<int> barStacks(const Chart& chart) {
  std::vector<int> stacks;
  for (const Mark& mark : chart.marks) {
    const auto* bars = std::get_if<Bars>(&mark);
    if (bars != nullptr && std::find(stacks.begin(), stacks.end(), bars->stack) == stacks.end())
      stacks.push_back(bars->stack);
  }
  return stacks;
}

}  // namespace spindle
