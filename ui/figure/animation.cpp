// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/animation.h"

#include "core/base/text.h"
#include "core/base/user_error.h"
#include "ui/chart/figure_canvas.h"
#include "ui/figure/order_bars.h"
#include "ui/session/interpolation.h"
#include "ui/session/strength_view.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace spindle {
namespace {

// A frame is drawn as a page of this height in points, so that text grows with the film.
constexpr double pageHeight = 405.0;
constexpr double labelPoints = 12.0;
constexpr double tickPoints = 10.0;
constexpr double left = 58.0, right = 16.0;
constexpr double barsTop = 40.0, barsBottom = 252.0;
constexpr double lossesTop = 303.0, lossesBottom = 368.0;

QString tr(const char* text) {
  return QCoreApplication::translate("Figure", text);
}

double pageWidth(const QSize& size) {
  return pageHeight * size.width() / size.height();
}

std::vector<double> stepsOf(const FigureData& data) {
  std::vector<double> steps;
  for (const auto& point : data.points) steps.push_back(point.step);
  return steps;
}

/// Evenly from the first place to the last; a frame close to a checkpoint stands exactly at it.
std::vector<PlayheadSpot> spotsOf(const StepAxis& axis, const AnimationSpec& spec) {
  std::vector<PlayheadSpot> spots;
  const std::size_t last = axis.size() - 1;
  const auto hold = [&](double seconds, std::size_t checkpoint) {
    const auto count = static_cast<std::size_t>(std::lround(seconds * spec.framesPerSecond));
    spots.insert(spots.end(), count, {checkpoint, checkpoint, 0.0});
  };
  hold(spec.holdFirst, 0);
  const int moving = last == 0 ? 1 : std::max(2, static_cast<int>(std::lround(spec.seconds * spec.framesPerSecond)));
  std::size_t lower = 0;
  for (int i = 0; i < moving; ++i) {
    const double place = moving == 1 ? 0.0 : static_cast<double>(i) / (moving - 1);
    while (lower < last && axis.place(lower + 1) <= place) ++lower;
    const std::size_t nearest = axis.nearest(place);
    if (lower == last || std::abs(axis.place(nearest) - place) <= 1.0 / (moving - 1)) {
      spots.push_back({nearest, nearest, 0.0});
    } else {
      const double from = axis.place(lower);
      spots.push_back({lower, lower + 1, (place - from) / (axis.place(lower + 1) - from)});
    }
  }
  hold(spec.holdLast, last);
  return spots;
}

}  // namespace

void AnimationSpec::check() const {
  const std::string given = std::to_string(size.width()) + "x" + std::to_string(size.height());
  if (size.width() % 2 != 0 || size.height() % 2 != 0)
    throw UserError("Width and height of a film must be even, such as 1280x720, not " + given + ".");
  if (size.width() < 320 || size.height() < 180 || size.width() > 3840 || size.height() > 2160)
    throw UserError("The size of a film must be between 320x180 and 3840x2160 pixels, not " + given + ".");
  if (framesPerSecond < 5 || framesPerSecond > 60)
    throw UserError("A film must have 5 to 60 frames a second, not " + std::to_string(framesPerSecond) + ".");
  if (!(seconds >= 1.0 && seconds <= 600.0))
    throw UserError("A film must play for 1 to 600 seconds, not " + shortest(seconds) + ".");
}

Animation::Animation(const FigureData& data, const AnimationSpec& spec) : data_(data), spec_(spec) {
  spec_.check();
  axis_ = StepAxis(stepsOf(data), spec.scale);
  const StrengthView view{ShownKinds::both, spec.normalize};
  low_ = high_ = 0.0;
  for (const auto& point : data.points) {
    shown_.push_back(shownStrength(point.strength, view));
    const auto [low, high] = shownLimits(point.strength, view);
    low_ = std::min(low_, low);
    high_ = std::max(high_, high);
  }
  if (!(high_ > low_)) {
    low_ = -1.0;
    high_ = 1.0;
  }
  spots_ = spotsOf(axis_, spec_);
}

QRectF Animation::barsRect() const {
  const double scale = spec_.size.height() / pageHeight;
  return QRectF(QPointF(left, barsTop) * scale, QPointF(pageWidth(spec_.size) - right, barsBottom) * scale);
}

QRectF Animation::lossesRect() const {
  const double scale = spec_.size.height() / pageHeight;
  return QRectF(QPointF(left, lossesTop) * scale, QPointF(pageWidth(spec_.size) - right, lossesBottom) * scale);
}

double Animation::place(const PlayheadSpot& spot) const {
  const double from = axis_.place(spot.lower);
  return from + spot.fraction * (axis_.place(spot.upper) - from);
}

QString Animation::label(int frame) const {
  const PlayheadSpot& at = spot(frame);
  const auto& lower = data_.points[at.lower];
  if (at.real()) return tr("after %1").arg(placeText(lower.step, lower.epoch, false));
  return tr("between steps %1 and %2").arg(stepText(lower.step), stepText(data_.points[at.upper].step));
}

void Animation::drawBars(FigureCanvas& canvas, int frame) const {
  const QRectF plot(QPointF(left, barsTop), QPointF(pageWidth(spec_.size) - right, barsBottom));
  const PlayheadSpot& at = spot(frame);
  const OrderStrength strength =
      at.real() ? shown_[at.lower] : between(shown_[at.lower], shown_[at.upper], at.fraction);
  const FigureAxis y = FigureAxis::linear(low_, high_, plot.bottom(), plot.top(), 5, false);
  drawOrderBars(canvas, plot, strength, y, false);
  drawOrderAxes(canvas, plot, strength.variables(), y);
  const double tick = canvas.height(canvas.tickFont());
  canvas.text(plot.center().x(), plot.bottom() + tick + 3, Qt::AlignHCenter | Qt::AlignTop, tr("order"),
              canvas.labelFont());
  canvas.verticalText(12, plot.center().y(), spec_.normalize ? tr("share of the strength") : tr("strength"),
                      canvas.labelFont());
  QFont heading = canvas.labelFont();
  heading.setBold(at.real());
  canvas.text(plot.left(), 18, Qt::AlignLeft | Qt::AlignVCenter, label(frame), heading,
              at.real() ? figure_colors::ink : QColor(0x80, 0x80, 0x80));
  const double legendWidth = 0.66 * plot.width();
  drawStrengthLegend(canvas, plot.right() - 0.5 * legendWidth,
                     18 - 0.7 * tick * strengthLegendRows(canvas, legendWidth), legendWidth);
}

void Animation::drawLosses(FigureCanvas& canvas, int frame) const {
  const QRectF plot(QPointF(left, lossesTop), QPointF(pageWidth(spec_.size) - right, lossesBottom));
  const auto x = [&](double place) { return plot.left() + place * plot.width(); };
  double most = 0.0;
  for (const auto& point : data_.points) {
    for (const double loss : {point.trainLoss, point.testLoss}) {
      if (std::isfinite(loss)) most = std::max(most, loss);
    }
  }
  const FigureAxis y = FigureAxis::linear(0.0, most > 0.0 ? most : 1.0, plot.bottom(), plot.top(), 2, false);
  canvas.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), figure_colors::ink, 0.8);
  for (const StepAxis::Tick& tick : axis_.ticks(0.06)) {
    canvas.line(x(tick.place), plot.bottom(), x(tick.place), plot.bottom() + 3, figure_colors::ink, 0.8);
    canvas.text(x(tick.place), plot.bottom() + 4, Qt::AlignHCenter | Qt::AlignTop, tick.label, canvas.tickFont());
  }
  canvas.text(plot.center().x(), pageHeight - 3, Qt::AlignHCenter | Qt::AlignBottom,
              axis_.evenlySpaced() ? tr("checkpoint") : tr("training step"), canvas.labelFont());
  if (most > 0.0) {
    for (const auto& tick : y.ticks()) {
      canvas.line(plot.left() - 3, y.at(tick.value), plot.left(), y.at(tick.value), figure_colors::ink, 0.8);
      canvas.text(plot.left() - 5, y.at(tick.value), Qt::AlignRight | Qt::AlignVCenter, tick.label, canvas.tickFont());
    }
    canvas.verticalText(12, plot.center().y(), tr("loss"), canvas.labelFont());
  }
  const auto curve = [&](const QColor& color, bool dashed, auto valueOf) {
    QPolygonF line;
    for (std::size_t i = 0; i < data_.points.size(); ++i) {
      const double value = valueOf(data_.points[i]);
      if (std::isfinite(value)) line << QPointF(x(axis_.place(i)), y.at(value));
    }
    QPen pen(color, 1.6, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (dashed) pen.setDashPattern({3.5, 2.0});
    canvas.painter().setPen(pen);
    canvas.painter().setBrush(Qt::NoBrush);
    canvas.painter().drawPolyline(line);
    return !line.isEmpty();
  };
  double edge = plot.right();
  const auto name = [&](const QString& text, const QColor& color, bool dashed) {
    edge -= canvas.width(text, canvas.tickFont());
    canvas.text(edge, plot.top() - 10, Qt::AlignLeft | Qt::AlignVCenter, text, canvas.tickFont(), color);
    canvas.line(edge - 22, plot.top() - 10, edge - 4, plot.top() - 10, color, 1.6, dashed);
    edge -= 34;
  };
  if (curve(figure_colors::test, true, [](const auto& p) { return p.testLoss; }))
    name(tr("test"), figure_colors::test, true);
  if (curve(figure_colors::train, false, [](const auto& p) { return p.trainLoss; }))
    name(tr("train"), figure_colors::train, false);
  if (data_.phaseTwo) {
    const double at = x(axis_.place(*data_.phaseTwo));
    canvas.line(at, plot.top() - 16, at, plot.bottom(), figure_colors::ink, 1.0, true);
    const QString text = tr("phase two starts, step %1").arg(stepText(data_.points[*data_.phaseTwo].step));
    const bool fits = at + 6 + canvas.width(text, canvas.tickFont()) < edge;
    canvas.text(fits ? at + 4 : at - 4, plot.top() - 10, (fits ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                text, canvas.tickFont());
  }
  // Checkpoints as dots on the axis, and the playhead over all.
  canvas.painter().setPen(Qt::NoPen);
  canvas.painter().setBrush(figure_colors::ink);
  for (std::size_t i = 0; i < data_.points.size(); ++i)
    canvas.painter().drawEllipse(QPointF(x(axis_.place(i)), plot.bottom()), 1.8, 1.8);
  const double head = x(place(spot(frame)));
  const QColor color(0x9A, 0x6A, 0x00);
  canvas.line(head, plot.top(), head, plot.bottom(), color, 1.6);
  canvas.painter().setPen(Qt::NoPen);
  canvas.painter().setBrush(color);
  canvas.painter().drawPolygon(
      QPolygonF({{head - 4.5, plot.top() - 3}, {head + 4.5, plot.top() - 3}, {head, plot.top() + 4}}));
}

QImage Animation::draw(int frame) const {
  QImage image(spec_.size, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  const double scale = spec_.size.height() / pageHeight;
  painter.scale(scale, scale);
  FigureCanvas canvas(painter, labelPoints, tickPoints);
  drawBars(canvas, frame);
  drawLosses(canvas, frame);
  return image;
}

}  // namespace spindle
