// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/sample_film.h"

#include "core/analysis/representative.h"
#include "core/analysis/series_axis.h"
#include "core/base/user_error.h"
#include "core/results/pair_interactions.h"
#include "ui/chart/figure_canvas.h"
#include "ui/chart/paper_legend.h"
#include "ui/chart/paper_painter.h"
#include "ui/figure/film_spots.h"
#include "ui/figure/sample_figure.h"
#include "ui/figure/sample_source.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

constexpr double pageHeight = 405.0, headLine = 18.0, top = 34.0, margin = 6.0, space = 6.0;
constexpr std::size_t usualTop = 6;

}  // namespace

SampleFilm::SampleFilm(const AnalyzedResults& results, std::shared_ptr<const ShownSample> shown, std::size_t row,
                       std::size_t top, const AnimationSpec& spec)
    : shown_(std::move(shown)), data_(animationData(results)), spec_(spec) {
  spec_.check();
  const ResultsHeader& header = results.results->header();
  requireRow(header, row);
  score_ = scoreName(header);
  steps_ = seriesAxis(header);
  if (spec_.scale == AxisScale::linear && steps_.scale == Scale::training) steps_.scale = Scale::linear;
  std::vector<double> steps;
  for (const auto& point : data_.points) steps.push_back(point.step);
  spots_ = filmSpots(StepAxis(steps, spec_.scale, frameTexts(data_.series())), spec_);
  const std::vector<std::size_t> known = knownCheckpoints(*results.strengths);
  std::vector<Life> all;
  for (std::size_t p = 0; p < known.size(); ++p) {
    thresholds_.push_back((*results.strengths)[known[p]].threshold());
    if (!results.results->done(known[p], row)) continue;
    const PairResult pair = results.results->pair(known[p], row);
    const SampleInteractions sample = interactionsOf(pair, results.choices.salience.orderOne);
    const std::size_t size = sample.andPart.size();
    if (all.empty()) {
      for (std::size_t s = 0; s < 2 * size; ++s)
        all.push_back({static_cast<Coalition>(s % size), s < size ? InteractionKind::andKind : InteractionKind::orKind,
                       std::vector<double>(known.size(), std::numeric_limits<double>::quiet_NaN()), 0.0});
    }
    for (std::size_t s = 0; s < 2 * size; ++s) {
      if (s % size == 0) continue;
      const double value = s < size ? sample.andOf(s) : sample.orOf(s % size);
      all[s].values[p] = value;
      all[s].largest = std::max(all[s].largest, std::abs(value));
    }
  }
  if (all.empty())
    throw UserError("Sample " + std::to_string(row) + " is not computed at any checkpoint; resume the computation.");
  std::stable_sort(all.begin(), all.end(), [](const Life& a, const Life& b) { return a.largest > b.largest; });
  all.resize(std::min(all.size(), std::min(top == 0 ? usualTop : top, mostInteractions)));
  lives_ = std::move(all);
}

std::vector<ShownInteraction> SampleFilm::interactionsAt(std::size_t point) const {
  std::vector<ShownInteraction> shown;
  for (std::size_t i = 0; i < lives_.size(); ++i) {
    const double value = lives_[i].values[point];
    const bool salient = std::abs(value) >= thresholds_[point] && value != 0.0;
    const double lit = lives_[i].largest > 0.0 && std::isfinite(value) ? std::abs(value) / lives_[i].largest : 0.0;
    shown.push_back({lives_[i].coalition, lives_[i].kind, value, std::to_string(i + 1), salient, lit});
    if (isPicture(shown_->format)) shown.back().heading += ": " + effectText(value);
  }
  return shown;
}

std::vector<Chart> SampleFilm::upperCharts(std::size_t point) const {
  const std::vector<ShownInteraction> interactions = interactionsAt(point);
  if (!isPicture(shown_->format)) {
    Chart list = interactionList(*shown_, interactions);
    list.x.label = "interaction";
    return {list};
  }
  std::vector<Chart> charts{inputPicture(*shown_)};
  for (const ShownInteraction& one : interactions) charts.push_back(interactionPicture(*shown_, one));
  return charts;
}

Chart SampleFilm::effects(std::size_t point) const {
  Chart chart;
  chart.name = "effects";
  chart.title = "Effects of the interactions over training";
  chart.x = steps_;
  chart.y.label = "effect on the " + score_;
  for (std::size_t i = 0; i < lives_.size(); ++i) {
    Line line{std::to_string(i + 1) + (lives_[i].kind == InteractionKind::andKind ? " (AND)" : " (OR)"),
              {},
              {},
              Ink::series(static_cast<int>(i)),
              LineStyle::solid,
              false,
              {}};
    if (lives_[i].kind == InteractionKind::orKind) line.style = LineStyle::dashed;
    for (std::size_t p = 0; p < data_.points.size(); ++p) {
      line.x.push_back(data_.points[p].step);
      line.y.push_back(lives_[i].values[p]);
    }
    chart.marks.push_back(std::move(line));
  }
  if (data_.phaseTwo)
    chart.marks.push_back(
        Rule{data_.points[*data_.phaseTwo].step, true, "phase two starts, " + data_.start, {InkKind::text}});
  chart.marks.push_back(Rule{data_.points[point].step, true, "", {InkKind::text}, LineStyle::solid});
  return chart;
}

QImage SampleFilm::paint(std::size_t point) const {
  QImage image(spec_.size, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  const double scale = spec_.size.height() / pageHeight, width = spec_.size.width() / scale;
  painter.scale(scale, scale);
  FigureCanvas canvas(painter, {12.0, 10.0});
  const std::vector<Chart> upper = upperCharts(point);
  const Chart lower = effects(point);
  const bool pictures = isPicture(shown_->format);
  double legendTop = top, left = margin;
  if (pictures) {
    const double each = (width - 2 * margin + space) / static_cast<double>(upper.size());
    const double height = std::min(0.5 * pageHeight, each + 1.3 * canvas.height(canvas.tickFont()));
    for (std::size_t i = 0; i < upper.size(); ++i) {
      PaperPanel panel;
      panel.chart = &upper[i];
      paintChart(canvas, {margin + static_cast<double>(i) * each, top, each - space, height}, panel);
    }
    legendTop = top + height + space;
  } else {
    PaperPanel panel;
    panel.chart = &upper.front();
    paintChart(canvas, {margin, top, 0.5 * width - margin, pageHeight - top - margin}, panel);
    left = 0.5 * width + 2 * space;
  }
  const Chart* shown[] = {&lower};
  const auto legend = legendOf(shown);
  const double row = 1.4 * canvas.height(canvas.tickFont()) * legendRows(canvas, legend, width - margin - left);
  paintLegend(canvas, legend, {left, legendTop, width - margin - left, row});
  PaperPanel panel;
  panel.chart = &lower;
  paintChart(canvas, {QPointF(left, legendTop + row), QPointF(width - margin, pageHeight - margin)}, panel);
  QString label = placeText(data_.words, data_.series().checkpoints[point]);
  if (data_.phaseTwo) label += point < *data_.phaseTwo ? QStringLiteral(", phase one") : QStringLiteral(", phase two");
  QFont bold = canvas.labelFont();
  bold.setBold(true);
  canvas.text(margin, headLine, Qt::AlignLeft | Qt::AlignVCenter, label, bold);
  return image;
}

QImage SampleFilm::draw(int frame) const {
  const std::size_t point = spots_[static_cast<std::size_t>(frame)].lower;
  if (image_.isNull() || point != painted_) image_ = paint(point);
  painted_ = point;
  return image_;
}

}  // namespace spindle
