// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/animation.h"

#include "core/analysis/strength_chart.h"
#include "core/base/text.h"
#include "core/base/user_error.h"
#include "ui/chart/figure_canvas.h"
#include "ui/chart/paper_legend.h"
#include "ui/chart/paper_painter.h"
#include "ui/chart/paper_plot.h"
#include "ui/figure/film_spots.h"
#include "ui/session/interpolation.h"
#include "ui/session/series_words.h"
#include "ui/session/strength_view.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

// A frame is drawn as a page of this height in points, so that text grows with the animation.
constexpr double pageHeight = 405.0, labelPoints = 12.0, tickPoints = 10.0;
constexpr double left = 4.0, right = 12.0, headLine = 18.0, nameLine = 28.0;
constexpr double barsTop = 34.0, barsBottom = 284.0, lossesTop = 290.0, lossesBottom = 402.0;

double pageWidth(const QSize& size) {
  return pageHeight * size.width() / size.height();
}

std::vector<double> stepsOf(const AnimationData& data) {
  std::vector<double> steps;
  for (const auto& point : data.points) steps.push_back(point.step);
  return steps;
}

/// Losses, checkpoints as dots on the axis and the start of phase two, over steps, or over checkpoints where their
/// steps are no axis.
Chart lossChart(const AnimationData& data, const StepAxis& axis) {
  Chart chart;
  chart.name = "losses";
  const CheckpointSeries series = data.series();
  const SeriesWords& words = data.words;
  chart.title = words.kind == SeriesKind::training ? "Losses over training" : "Losses";
  chart.y.label = "loss";
  const bool even = axis.evenlySpaced();
  chart.x.label = even && !axis.labeled() ? "checkpoint" : axisText(words).toStdString();
  chart.x.scale = axis.labeled()                              ? Scale::category
                  : even || axis.scale() == AxisScale::linear ? Scale::linear
                                                              : Scale::training;
  chart.x.zero = false;
  std::vector<double> x, train, test;
  for (std::size_t i = 0; i < data.points.size(); ++i) {
    x.push_back(axis.labeled() ? static_cast<double>(i) : even ? static_cast<double>(i + 1) : data.points[i].step);
    train.push_back(data.points[i].trainLoss);
    test.push_back(data.points[i].testLoss);
  }
  if (x.size() > 1) {
    chart.x.low = x.front();
    chart.x.high = x.back();
  }
  for (const QString& name : frameTexts(series)) chart.x.names.push_back(name.toStdString());
  const auto known = [](const std::vector<double>& list) {
    return std::any_of(list.begin(), list.end(), [](double value) { return std::isfinite(value); });
  };
  chart.marks.push_back(Line{"", x, std::vector<double>(x.size(), 0.0), {InkKind::text}, LineStyle::none, true, {}});
  if (known(train)) chart.marks.push_back(Line{"train", x, train, {InkKind::train}, LineStyle::solid, false, {}});
  if (known(test)) chart.marks.push_back(Line{"test", x, test, {InkKind::test}, LineStyle::dashed, false, {}});
  if (data.phaseTwo)
    chart.marks.push_back(Rule{x[*data.phaseTwo], true, "phase two starts, " + data.start, {InkKind::text}});
  return chart;
}

}  // namespace

void AnimationSpec::check() const {
  const std::string given = std::to_string(size.width()) + "x" + std::to_string(size.height());
  if (size.width() % 2 != 0 || size.height() % 2 != 0)
    throw UserError("Width and height of an animation must be even, such as 1280x720, not " + given + ".");
  if (size.width() < 320 || size.height() < 180 || size.width() > 3840 || size.height() > 2160)
    throw UserError("The size of an animation must be between 320x180 and 3840x2160 pixels, not " + given + ".");
  if (framesPerSecond < 5 || framesPerSecond > 60)
    throw UserError("An animation must have 5 to 60 frames a second, not " + std::to_string(framesPerSecond) + ".");
  if (!(seconds >= 1.0 && seconds <= 600.0))
    throw UserError("An animation must play for 1 to 600 seconds, not " + shortest(seconds) + ".");
}

Animation::Animation(const AnimationData& data, const AnimationSpec& spec) : data_(data), spec_(spec) {
  spec_.check();
  prepare();
  spots_ = filmSpots(axis_, spec_);
}

Animation::Animation(const AnimationData& data, const AnimationSpec& spec, const AnimationSharing& shared)
    : data_(data), spec_(spec), named_(true) {
  prepare();
  spots_ = spotsAtSteps(stepsOf(data), spec.scale, shared.steps);
  if (shared.limits.high > shared.limits.low) limits_ = shared.limits;
}

void Animation::prepare() {
  series_ = data_.series();
  axis_ = StepAxis(stepsOf(data_), spec_.scale, frameTexts(series_));
  const StrengthView view{ShownKinds::both, spec_.normalize};
  limits_ = {0.0, 0.0};
  for (const auto& point : data_.points) {
    shown_.push_back(shownStrength(point.strength, view));
    const auto [low, high] = shownLimits(point.strength, view);
    limits_ = {std::min(limits_.low, low), std::max(limits_.high, high)};
  }
  if (!(limits_.high > limits_.low)) limits_ = {-1.0, 1.0};
  losses_ = lossChart(data_, axis_);
}

QRectF Animation::panelFrame(bool losses, double indent) const {
  const double top = losses ? lossesTop : barsTop + (named_ ? nameLine : 0.0);
  return {QPointF(left + indent, top), QPointF(pageWidth(spec_.size) - right, losses ? lossesBottom : barsBottom)};
}

QRectF Animation::valuesIn(bool losses) const {
  const double scale = spec_.size.height() / pageHeight;
  QImage anywhere(1, 1, QImage::Format_RGB32);
  QPainter painter(&anywhere);
  const FigureCanvas canvas(painter, {labelPoints, tickPoints});
  const Chart bars = this->bars(0);
  const PaperPanel upper{&bars, true, true, true, limits_}, lower{&losses_, true, true, true, std::nullopt};
  const double most = std::max(leftRoom(canvas, upper), leftRoom(canvas, lower));
  const PaperPanel& panel = losses ? lower : upper;
  const QRectF frame = panelFrame(losses, most - leftRoom(canvas, panel));
  const QRectF area = valueArea(canvas, frame, panel);
  return {area.topLeft() * scale, area.bottomRight() * scale};
}

QRectF Animation::barsRect() const {
  return valuesIn(false);
}

QRectF Animation::lossesRect() const {
  return valuesIn(true);
}

double Animation::place(const PlayheadSpot& spot) const {
  const double from = axis_.place(spot.lower);
  return from + spot.fraction * (axis_.place(spot.upper) - from);
}

QString Animation::label(int frame) const {
  const PlayheadSpot& at = spot(frame);
  const Checkpoint& lower = series_.checkpoints[at.lower];
  return at.real() ? placeText(data_.words, lower) : betweenText(data_.words, lower, series_.checkpoints[at.upper]);
}

Chart Animation::bars(int frame) const {
  const PlayheadSpot& at = spot(frame);
  Chart chart = strengthChart(at.real() ? shown_[at.lower] : between(shown_[at.lower], shown_[at.upper], at.fraction));
  if (spec_.normalize) chart.y.label = "share of strength";
  return chart;
}

void Animation::drawHead(FigureCanvas& canvas, int frame) const {
  const double scale = spec_.size.height() / pageHeight;
  const QRectF plot(lossesRect().topLeft() / scale, lossesRect().bottomRight() / scale);
  const double x = plot.left() + place(spot(frame)) * plot.width();
  canvas.line(x, plot.top(), x, plot.bottom(), canvas.color(ColorRole::playhead), 1.6);
  canvas.painter().setPen(Qt::NoPen);
  canvas.painter().setBrush(canvas.color(ColorRole::playhead));
  canvas.painter().drawPolygon(QPolygonF({{x - 4.5, plot.top() - 3}, {x + 4.5, plot.top() - 3}, {x, plot.top() + 4}}));
}

void Animation::drawCaption(FigureCanvas& canvas, int frame, const Chart& bars, double indent) const {
  const double width = pageWidth(spec_.size), from = left + indent, to = width - right;
  const bool real = spot(frame).real();
  QFont bold = canvas.labelFont();
  bold.setBold(true);
  const QColor ink = canvas.color(real ? ColorRole::words : ColorRole::between);
  const Chart* charts[] = {&bars, &losses_};
  const auto legend = legendOf(charts);
  const double row = 1.4 * canvas.height(canvas.tickFont());
  if (named_) {
    // The name at the left, the step at the right, the legend below.
    const QString name = paper::shown(data_.run), step = label(frame);
    canvas.text(from, headLine, Qt::AlignLeft | Qt::AlignVCenter, name,
                paper::fitted(name, bold, to - from - 8.0 - FigureCanvas::width(step, canvas.labelFont())));
    canvas.text(to, headLine, Qt::AlignRight | Qt::AlignVCenter, step, canvas.labelFont(), ink);
    const double top = headLine + 0.5 * canvas.height(bold);
    paintLegend(canvas, legend, {from, top, to - from, row * legendRows(canvas, legend, to - from)});
    return;
  }
  canvas.text(from, headLine, Qt::AlignLeft | Qt::AlignVCenter, label(frame), real ? bold : canvas.labelFont(), ink);
  const double room = 0.66 * (to - from);
  const double rows = row * legendRows(canvas, legend, room);
  paintLegend(canvas, legend, {to - room, headLine - rows / 2, room, rows});
}

QImage Animation::draw(int frame) const {
  QImage image(spec_.size, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  const double scale = spec_.size.height() / pageHeight;
  painter.scale(scale, scale);
  FigureCanvas canvas(painter, {labelPoints, tickPoints});
  const Chart bars = this->bars(frame);
  const PaperPanel upper{&bars, true, true, true, limits_}, lower{&losses_, true, true, true, std::nullopt};
  const double most = std::max(leftRoom(canvas, upper), leftRoom(canvas, lower));
  paintChart(canvas, panelFrame(false, most - leftRoom(canvas, upper)), upper);
  paintChart(canvas, panelFrame(true, most - leftRoom(canvas, lower)), lower);
  drawCaption(canvas, frame, bars, most);
  drawHead(canvas, frame);
  return image;
}

}  // namespace spindle
