// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_text.h"

#include "core/analysis/start_range.h"
#include "core/base/text.h"
#include "core/chart/tex_text.h"
#include "core/results/results_options.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Whether unnamed points only mark places of other lines.
bool onOtherLines(const Line& points, const Chart& chart) {
  if (points.style != LineStyle::none || !points.name.empty()) return false;
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  const auto passes = [&](const Mark& mark, std::size_t i) {
    const auto* line = std::get_if<Line>(&mark);
    if (!line || line == &points) return false;
    for (std::size_t j = 0; j < line->x.size(); ++j) {
      if (same(line->x[j], points.x[i]) && same(line->y[j], points.y[i])) return true;
    }
    return false;
  };
  for (std::size_t i = 0; i < points.x.size(); ++i) {
    if (std::none_of(chart.marks.begin(), chart.marks.end(), [&](const Mark& mark) { return passes(mark, i); }))
      return false;
  }
  return true;
}

class Rows {
 public:
  explicit Rows(Table& table) : table_(table) {}

  void add(const FigureCharts& figure, std::size_t row, const Chart& chart) {
    ++panel_;
    const std::string title = row < figure.lines.size() ? figure.lines[row].title : "";
    for (const Mark& mark : chart.marks) {
      const auto put = [&](const char* kind, const std::string& name, double x, double y, double value = none,
                           double low = none, double high = none, double error = none) {
        table_.addRow({static_cast<std::int64_t>(panel_), title, chart.name, chart.heading, std::string(kind), name, x,
                       y, value, low, high, error});
      };
      if (const auto* m = std::get_if<Bars>(&mark)) {
        for (std::size_t i = 0; i < m->x.size(); ++i)
          put("bar", m->name, m->x[i], m->y[i], none, none, none, m->error.empty() ? none : m->error[i]);
      } else if (const auto* line = std::get_if<Line>(&mark)) {
        const char* kind = onOtherLines(*line, chart) ? "dot" : "point";
        for (std::size_t i = 0; i < line->x.size(); ++i) put(kind, line->name, line->x[i], line->y[i]);
      } else if (const auto* band = std::get_if<Band>(&mark)) {
        for (std::size_t i = 0; i < band->x.size(); ++i)
          put("band", band->name, band->x[i], none, none, band->low[i], band->high[i]);
      } else if (const auto* cells = std::get_if<Cells>(&mark)) {
        for (std::size_t i = 0; i < cells->values.size(); ++i)
          put("cell", cells->name, cells->x[i % cells->x.size()], cells->y[i / cells->x.size()], cells->values[i]);
      } else if (const auto* rule = std::get_if<Rule>(&mark)) {
        put("rule", rule->label, rule->vertical ? rule->at : none, rule->vertical ? none : rule->at);
      } else if (const auto* label = std::get_if<Label>(&mark)) {
        put("label", label->text, label->x, label->y);
      }
    }
  }

 private:
  Table& table_;
  std::size_t panel_ = 0;
};

std::string option(const ResultsHeader& header, const std::string& name) {
  for (const auto& [key, value] : optionRows(readOptions(header))) {
    if (key == name) return value;
  }
  return {};
}

/// "[0.0]" is "0.0".
std::string onlyNumber(const std::string& list) {
  const bool one = list.size() > 2 && list.front() == '[' && list.back() == ']' && list.find(',') == std::string::npos;
  return one ? list.substr(1, list.size() - 2) : list;
}

std::string texSalience(const Salience& salience) {
  const std::string whose = salience.rule == ThresholdRule::modelMeanRange ? "the model's mean" : "the mean";
  const std::string scale =
      salience.rule == ThresholdRule::largest ? "the largest $|I|$" : whose + " of $|v(N) - v(\\emptyset)|$";
  return "Salient: $|I| \\ge " + shortest(salience.factor) + "$ times " + scale + " (" + toText(salience.rule) + ")" +
         (salience.orderOne == OrderOne::separate ? ", order 1 not merged." : ".");
}

std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

}  // namespace

Table figureTable(const FigureCharts& figure) {
  Table table("figure", figure.title,
              {{"panel", "panel", ColumnKind::count},
               {"row", "row", ColumnKind::text},
               {"chart", "chart", ColumnKind::text},
               {"heading", "heading", ColumnKind::text},
               {"mark", "mark", ColumnKind::text},
               {"name", "name", ColumnKind::text},
               {"x", "x"},
               {"y", "y"},
               {"value", "value"},
               {"low", "low"},
               {"high", "high"},
               {"error", "standard error"}});
  Rows rows(table);
  for (std::size_t r = 0; r < figure.rows.size(); ++r) {
    for (const Chart& chart : figure.rows[r]) rows.add(figure, r, chart);
  }
  return table;
}

std::string draftCaption(const FigureCharts& figure, const AnalyzedResults& results) {
  const ResultsHeader& header = results.results->header();
  const auto tex = [](const std::string& words) { return texEscaped(printable(words)); };
  std::string setting = ", " + std::to_string(header.samples()) + " samples";
  for (const auto& [name, words] : {std::pair("score", "score "), std::pair("baseline", "baseline "),
                                    std::pair("mask_at", "masked at "), std::pair("ties", "tie-break ")}) {
    if (const std::string value = option(header, name); !value.empty())
      setting += std::string("; ") + words + onlyNumber(value);
  }
  const PhaseResult& start = results.phases->meanOrder;
  const std::string found = start.checkpoint ? "Phase two starts at " + startText(header, start) + ", by the rule \""
                                             : "No phase two was found by the rule \"";
  const std::vector<std::string> said{tex(sentence(figure.sentence)),
                                      tex(header.run + ": ") + "$n = " + std::to_string(header.variables) + "$" +
                                          tex(" input variables" + sentence(setting)),
                                      texSalience(results.choices.salience),
                                      tex(found + start.rule + "\": " + sentence(start.explanation))};
  std::string text;
  for (const std::string& one : said) text += (text.empty() ? "" : "\n  ") + one;
  return "% Written by Spindle\n\\caption{" + text + "}\n";
}

}  // namespace spindle
