// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/sample_charts.h"

#include "core/input/sample/picture_colors.h"
#include "ui/figure/interaction_look.h"
#include "ui/figure/region_outline.h"
#include "ui/session/cloud_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace spindle {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t mostCells = 64;  // each way; larger pictures are drawn coarser
constexpr double faded = 0.2;
constexpr double numberRoom = 0.4, numberHeight = 0.3;  // beside clouds, in units of their radius

/// Which variable a pixel belongs to, row by row; -1: to none.
std::vector<int> pixelVariables(const ShownSample& shown, const PictureColors& picture) {
  std::vector<int> of(picture.height * picture.width, -1);
  for (std::size_t v = 0; v < shown.variables.size(); ++v) {
    const auto mark = [&](std::size_t pixel) {
      if (pixel < of.size()) of[pixel] = static_cast<int>(v);
    };
    for (const PixelRect& rect : shown.variables[v].pixels) {
      for (auto y = std::max<std::int64_t>(0, rect.top); y < rect.top + rect.height; ++y) {
        for (auto x = std::max<std::int64_t>(0, rect.left); x < rect.left + rect.width; ++x) {
          if (x < static_cast<std::int64_t>(picture.width))
            mark(static_cast<std::size_t>(y) * picture.width + static_cast<std::size_t>(x));
        }
      }
    }
    for (const std::uint32_t element : shown.variables[v].elements) mark(element % of.size());
  }
  return of;
}

Chart pictureChart(const ShownSample& shown) {
  Chart chart;
  chart.name = "input";
  chart.title = "The input and its variables";
  chart.picture = true;
  chart.x.zero = chart.y.zero = false;
  chart.x.low = chart.y.low = 0.0;
  if (shown.format.kind == InputKind::image) {
    chart.x.high = static_cast<double>(shown.format.shape.at(2));
    chart.y.high = static_cast<double>(shown.format.shape.at(1));
  }
  return chart;
}

/// The image, each pixel as faded as level(variable) says: 1 in full color.
template <class Level>
Cells imageCells(const PictureColors& picture, const std::vector<int>& variables, const Level& level) {
  const std::size_t each = (std::max(picture.height, picture.width) + mostCells - 1) / mostCells;
  const std::size_t rows = (picture.height + each - 1) / each, columns = (picture.width + each - 1) / each;
  Cells cells;
  for (std::size_t c = 0; c < columns; ++c)
    cells.x.push_back((static_cast<double>(c) + 0.5) * static_cast<double>(each));
  for (std::size_t r = rows; r > 0; --r) {
    cells.y.push_back(static_cast<double>(picture.height) - (static_cast<double>(r) - 0.5) * static_cast<double>(each));
    for (std::size_t c = 0; c < columns; ++c) {
      std::array<double, 3> sum{};
      double count = 0.0;
      for (std::size_t y = (r - 1) * each; y < std::min(picture.height, r * each); ++y) {
        for (std::size_t x = c * each; x < std::min(picture.width, (c + 1) * each); ++x, count += 1.0) {
          const std::size_t p = y * picture.width + x;
          const double full = level(variables[p]);
          for (std::size_t k = 0; k < 3; ++k) sum[k] += 255.0 - full * (255.0 - picture.pixels[p][k]);
        }
      }
      std::uint32_t color = 0;
      for (const double one : sum) color = color << 8U | static_cast<std::uint32_t>(std::lround(one / count));
      cells.colors.push_back(color);
      cells.values.push_back((sum[0] + sum[1] + sum[2]) / (3.0 * 255.0 * count));
    }
  }
  return cells;
}

template <class Inside>
Line outline(const PictureColors& picture, const std::vector<int>& variables, const Inside& inside) {
  std::vector<std::uint8_t> field;
  for (const int variable : variables) field.push_back(variable >= 0 && inside(static_cast<std::size_t>(variable)));
  Line line;
  for (const auto& closed : regionOutline(field, static_cast<int>(picture.width))) {
    for (const auto& [x, y] : closed) {
      line.x.push_back(x);
      line.y.push_back(static_cast<double>(picture.height) - y);
    }
    line.x.push_back(none);
    line.y.push_back(none);
  }
  return line;
}

/// The points from the side, by variable; those of none at the end.
struct SeenCloud {
  std::vector<Line> clusters;  ///< points alone
  std::vector<std::array<double, 2>> middles;
  AxisRange x{-0.1, 0.1}, y{-0.1, 0.1};  ///< with room for the numbers of the variables
};

SeenCloud seenCloud(const ShownSample& shown) {
  const auto coordinates = static_cast<std::size_t>(shown.format.shape.at(1));
  std::vector<std::array<double, 3>> points;
  for (std::size_t i = 0; i + coordinates <= shown.sample.values.size(); i += coordinates)
    points.push_back({shown.sample.values[i], shown.sample.values[i + 1], shown.sample.values[i + 2]});
  points = unitCloud(std::move(points));
  std::vector<std::size_t> of(points.size(), shown.variables.size());
  for (std::size_t v = 0; v < shown.variables.size(); ++v) {
    for (const std::uint32_t point : shown.variables[v].positions) {
      if (point < of.size()) of[point] = v;
    }
  }
  SeenCloud cloud{std::vector<Line>(shown.variables.size() + 1), {}};
  for (std::size_t p = 0; p < points.size(); ++p) {
    const auto seen = CloudView().seen(points[p]);
    cloud.clusters[of[p]].x.push_back(seen[0]);
    cloud.clusters[of[p]].y.push_back(seen[1]);
    cloud.x = {std::min(cloud.x.low, seen[0]), std::max(cloud.x.high, seen[0])};
    cloud.y = {std::min(cloud.y.low, seen[1]), std::max(cloud.y.high, seen[1])};
  }
  cloud.x = {cloud.x.low - numberRoom, cloud.x.high + numberRoom};
  const double numbers = numberHeight * static_cast<double>((shown.variables.size() + 1) / 2);
  const double more = std::max(0.1, numbers - (cloud.y.high - cloud.y.low)) / 2;
  cloud.y = {cloud.y.low - more, cloud.y.high + more};
  for (Line& line : cloud.clusters) {
    line.style = LineStyle::none;
    line.ink = {InkKind::faint};
    std::array<double, 2> middle{};
    for (std::size_t i = 0; i < line.x.size(); ++i) {
      middle[0] += line.x[i] / static_cast<double>(line.x.size());
      middle[1] += line.y[i] / static_cast<double>(line.x.size());
    }
    cloud.middles.push_back(middle);
  }
  return cloud;
}

void setRange(Chart& chart, const SeenCloud& cloud) {
  chart.x.low = cloud.x.low;
  chart.x.high = cloud.x.high;
  chart.y.low = cloud.y.low;
  chart.y.high = cloud.y.high;
}

/// The numbers of the clusters beside the cloud, half of them at each side, with a line to each.
void addNumbers(Chart& chart, const SeenCloud& cloud, std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto by = [&](std::size_t coordinate) {
    return [&, coordinate](std::size_t a, std::size_t b) {
      return cloud.middles[a][coordinate] < cloud.middles[b][coordinate];
    };
  };
  std::stable_sort(order.begin(), order.end(), by(0));
  const auto half = order.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::vector<Label> labels;
  for (const bool right : {false, true}) {
    const std::vector<std::size_t> side(right ? half : order.begin(), right ? order.end() : half);
    std::vector<std::size_t> upward = side;
    std::stable_sort(upward.begin(), upward.end(), by(1));
    const double x = right ? chart.x.high.value() - numberRoom / 2 : chart.x.low.value() + numberRoom / 2;
    double lowest = chart.y.low.value() + numberHeight / 2;
    for (std::size_t i = 0; i < upward.size(); ++i, lowest += numberHeight) {
      const auto& [to, height] = cloud.middles[upward[i]];
      const double above = static_cast<double>(upward.size() - i) - 0.5;
      const double y = std::max(lowest, std::min(height, chart.y.high.value() - numberHeight * above));
      lowest = y;
      const double from = right ? x - numberRoom / 4 : x + numberRoom / 4;
      chart.marks.push_back(Line{"", {from, to}, {y, height}, {InkKind::text}, LineStyle::dotted, false, {}});
      labels.push_back({x, y, std::to_string(upward[i] + 1)});
    }
  }
  for (Label& label : labels) chart.marks.push_back(std::move(label));
}

}  // namespace

bool isPicture(const InputFormat& format) {
  return format.kind == InputKind::image || isInSpace(format.kind);
}

Chart inputPicture(const ShownSample& shown) {
  Chart chart = pictureChart(shown);
  chart.heading = "input";
  if (isInSpace(shown.format.kind)) {
    SeenCloud cloud = seenCloud(shown);
    setRange(chart, cloud);
    chart.marks.push_back(std::move(cloud.clusters.back()));
    for (std::size_t v = 0; v < shown.variables.size(); ++v) {
      cloud.clusters[v].ink = Ink::series(static_cast<int>(v));
      chart.marks.push_back(std::move(cloud.clusters[v]));
    }
    addNumbers(chart, cloud, shown.variables.size());
    return chart;
  }
  const PictureColors picture = pictureColors(shown.sample, shown.format);
  const std::vector<int> variables = pixelVariables(shown, picture);
  chart.marks.push_back(imageCells(picture, variables, [](int variable) { return variable < 0 ? 2.0 * faded : 1.0; }));
  for (std::size_t v = 0; v < shown.variables.size(); ++v) {
    Line line = outline(picture, variables, [v](std::size_t variable) { return variable == v; });
    line.ink = {InkKind::text};
    chart.marks.push_back(std::move(line));
  }
  return chart;
}

Chart interactionPicture(const ShownSample& shown, const ShownInteraction& one) {
  Chart chart = pictureChart(shown);
  chart.name = "interaction";
  chart.title = nameOf(one) + ": " + one.heading;
  chart.heading = one.heading;
  if (isInSpace(shown.format.kind)) {
    SeenCloud cloud = seenCloud(shown);
    setRange(chart, cloud);
    std::vector<std::array<double, 2>> places;
    std::vector<Line> members;
    for (std::size_t v = 0; v < cloud.clusters.size(); ++v) {
      if (v == shown.variables.size() || !hasVariable(one, v)) {
        chart.marks.push_back(std::move(cloud.clusters[v]));
        continue;
      }
      if (one.marked) cloud.clusters[v].ink = inkOf(one);
      places.push_back(cloud.middles[v]);
      members.push_back(std::move(cloud.clusters[v]));
    }
    for (Line& line : members) chart.marks.push_back(std::move(line));
    if (one.marked) {
      Line line = joined(std::move(places), one);
      line.ink = {InkKind::text};  // the sign is in the color of the points
      line.name = one.kind == InteractionKind::andKind ? "AND" : "OR";
      chart.marks.push_back(std::move(line));
    }
    return chart;
  }
  const PictureColors picture = pictureColors(shown.sample, shown.format);
  const std::vector<int> variables = pixelVariables(shown, picture);
  const auto in = [&](std::size_t variable) { return hasVariable(one, variable); };
  const double level = faded + std::clamp(one.lit, 0.0, 1.0) * (1.0 - faded);
  chart.marks.push_back(imageCells(picture, variables, [&](int variable) {
    return variable >= 0 && in(static_cast<std::size_t>(variable)) ? level : faded;
  }));
  if (!one.marked) return chart;
  Line line = outline(picture, variables, in);
  line.name = nameOf(one);
  line.ink = inkOf(one);
  line.style = styleOf(one);
  chart.marks.push_back(std::move(line));
  return chart;
}

}  // namespace spindle
