// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_words.h"

#include "ui/session/wording.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace spindle {
namespace {

constexpr int mostDescribed = 8;  // marks; more would not be listened to
constexpr double infinity = std::numeric_limits<double>::infinity();

QString tr(const char* text) {
  return QCoreApplication::translate("ChartView", text);
}

template <class NamedMark>
QString nameOf(const Chart& chart, const NamedMark& mark) {
  return QString::fromStdString(mark.name.empty() ? chart.y.label : mark.name);
}

QString numbersOf(const Bars& mark, std::size_t i) {
  if (mark.error.empty() || !std::isfinite(mark.error[i])) return valueText(mark.y[i]);
  return tr("%1 \u00b1 %2").arg(valueText(mark.y[i]), valueText(mark.error[i]));
}
QString numbersOf(const Line& mark, std::size_t i) {
  return valueText(mark.y[i]);
}
QString numbersOf(const Band& mark, std::size_t i) {
  return tr("%1 to %2").arg(valueText(mark.low[i]), valueText(mark.high[i]));
}
QString numbersOf(const Cells& mark, std::size_t i) {
  return valueText(mark.values[i]);
}

struct Extremes {
  double low = infinity, high = -infinity;
  void add(const std::vector<double>& values) {
    for (const double value : values) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
};
Extremes extremesOf(const Band& mark) {
  Extremes extremes;
  extremes.add(mark.low);
  extremes.add(mark.high);
  return extremes;
}
Extremes extremesOf(const Cells& mark) {
  Extremes extremes;
  extremes.add(mark.values);
  return extremes;
}
template <class MarkOfValues>
Extremes extremesOf(const MarkOfValues& mark) {
  Extremes extremes;
  extremes.add(mark.y);
  return extremes;
}

/// Cells of a line of data, by what they say.
enum Column { markColumn, xColumn, yColumn, errorColumn, lowColumn, highColumn, valueColumn, columns };
using DataLine = std::array<QString, columns>;

QString exact(double value) {
  return std::isfinite(value) ? QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest) : QString();
}

DataLine lineOf(const QString& name, double x) {
  DataLine line;
  line[markColumn] = name;
  line[xColumn] = exact(x);
  return line;
}

void addLines(const Chart& chart, const Bars& mark, std::vector<DataLine>& lines) {
  for (std::size_t i = 0; i < mark.x.size(); ++i) {
    DataLine& line = lines.emplace_back(lineOf(nameOf(chart, mark), mark.x[i]));
    line[yColumn] = exact(mark.y[i]);
    if (!mark.error.empty()) line[errorColumn] = exact(mark.error[i]);
  }
}
void addLines(const Chart& chart, const Line& mark, std::vector<DataLine>& lines) {
  for (std::size_t i = 0; i < mark.x.size(); ++i)
    lines.emplace_back(lineOf(nameOf(chart, mark), mark.x[i]))[yColumn] = exact(mark.y[i]);
}
void addLines(const Chart& chart, const Band& mark, std::vector<DataLine>& lines) {
  for (std::size_t i = 0; i < mark.x.size(); ++i) {
    DataLine& line = lines.emplace_back(lineOf(nameOf(chart, mark), mark.x[i]));
    line[lowColumn] = exact(mark.low[i]);
    line[highColumn] = exact(mark.high[i]);
  }
}
void addLines(const Chart& chart, const Cells& mark, std::vector<DataLine>& lines) {
  for (std::size_t i = 0; i < mark.values.size(); ++i) {
    DataLine& line = lines.emplace_back(lineOf(nameOf(chart, mark), mark.x[i % mark.x.size()]));
    line[yColumn] = exact(mark.y[i / mark.x.size()]);
    line[valueColumn] = exact(mark.values[i]);
  }
}
void addLines(const Chart&, const Rule& mark, std::vector<DataLine>& lines) {
  DataLine& line = lines.emplace_back();
  line[markColumn] = QString::fromStdString(mark.label);
  line[mark.vertical ? xColumn : yColumn] = exact(mark.at);
}
void addLines(const Chart&, const Label& mark, std::vector<DataLine>& lines) {
  lines.emplace_back(lineOf(QString::fromStdString(mark.text), mark.x))[yColumn] = exact(mark.y);
}

QString axisWords(const ChartAxis& axis, const QString& otherwise) {
  return axis.label.empty() ? otherwise : QString::fromStdString(axisTitle(axis));
}

}  // namespace

QString valueOnAxis(const ChartAxis& axis, double value) {
  const bool count = axis.scale == Scale::training || (value >= 0.0 && value < 1e7 && value == std::floor(value));
  QStringList words;
  if (!axis.label.empty()) words << QString::fromStdString(axis.label);
  const std::string name = nameOnAxis(axis, value);
  words << (!name.empty() ? QString::fromStdString(name) : count ? stepText(value) : valueText(value));
  if (!axis.unit.empty()) words << QString::fromStdString(axis.unit);
  return words.join(QLatin1Char(' '));
}

QString numberWords(const Chart& chart, const Mark& mark, std::size_t index) {
  return std::visit(
      [&](const auto& m) -> QString {
        if constexpr (requires { m.name; }) {
          return QStringLiteral("%1 %2").arg(nameOf(chart, m), numbersOf(m, index)).trimmed();
        } else {
          return {};
        }
      },
      mark);
}

ChartTarget targetOf(const Mark& mark, std::size_t index) {
  return std::visit(
      [index](const auto& m) -> ChartTarget {
        if constexpr (requires { m.targets; }) {
          if (index < m.targets.size()) return m.targets[index];
        }
        return {};
      },
      mark);
}

bool hasTargets(const Chart& chart) {
  return std::any_of(chart.marks.begin(), chart.marks.end(), [](const Mark& mark) {
    return std::visit(
        [](const auto& m) {
          if constexpr (requires { m.targets; }) {
            return std::any_of(m.targets.begin(), m.targets.end(),
                               [](const ChartTarget& target) { return target.kind != TargetKind::none; });
          } else {
            return false;
          }
        },
        mark);
  });
}

QString describeChart(const Chart& chart) {
  if (!hasContent(chart)) return QString::fromStdString(chart.empty);
  QStringList ranges;
  for (const Mark& mark : chart.marks) {
    std::visit(
        [&](const auto& m) {
          if constexpr (requires { m.name; }) {
            const Extremes extremes = extremesOf(m);
            if (extremes.low > extremes.high) return;
            ranges << (extremes.low < extremes.high
                           ? tr("%1 from %2 to %3")
                                 .arg(nameOf(chart, m), valueText(extremes.low), valueText(extremes.high))
                           : tr("%1 %2").arg(nameOf(chart, m), valueText(extremes.low)));
          }
        },
        mark);
  }
  if (const auto more = ranges.size() - mostDescribed; more > 0) {
    ranges.resize(mostDescribed);
    ranges << tr("and %1 more").arg(more);
  }
  const QString marks = tr("%1.").arg(ranges.join(QStringLiteral(", ")));
  return chart.heading.empty() ? marks : tr("%1. %2").arg(QString::fromStdString(chart.heading), marks);
}

QString tabSeparated(const Chart& chart) {
  DataLine titles;
  titles[markColumn] = tr("mark");
  titles[xColumn] = axisWords(chart.x, QStringLiteral("x"));
  titles[yColumn] = axisWords(chart.y, QStringLiteral("y"));
  titles[errorColumn] = tr("standard error");
  titles[lowColumn] = tr("low");
  titles[highColumn] = tr("high");
  titles[valueColumn] = tr("value");
  std::vector<DataLine> lines{titles};
  for (const Mark& mark : chart.marks) std::visit([&](const auto& m) { addLines(chart, m, lines); }, mark);
  for (std::size_t i = 1; i < lines.size() && !chart.x.names.empty(); ++i) {
    bool number = false;
    const double value = lines[i][xColumn].toDouble(&number);
    if (number) lines[i][xColumn] = QString::fromStdString(nameOnAxis(chart.x, value));
  }
  std::array<bool, columns> used{true, true, true};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    for (std::size_t c = 0; c < columns; ++c) used[c] = used[c] || !lines[i][c].isEmpty();
  }
  QString text;
  for (const DataLine& line : lines) {
    QStringList cells;
    for (std::size_t c = 0; c < columns; ++c) {
      if (used[c])
        cells << QString(line[c])
                     .replace(QLatin1Char('\t'), QLatin1Char(' '))
                     .replace(QLatin1Char('\n'), QLatin1Char(' '));
    }
    text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  }
  return text;
}

}  // namespace spindle
