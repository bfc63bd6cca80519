// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/points_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace spindle {
namespace {

constexpr double nearPixels = 9.0, dragPixels = 4.0;
constexpr double turnEachPixel = 0.01, turnEachKey = 0.15, zoomEachNotch = 1.15;
constexpr double half = 0.5;
constexpr int hues = 360;
constexpr std::size_t fewPoints = 20;  // which are bodies rather than a cloud

std::vector<std::array<double, 3>> centered(std::vector<std::array<double, 3>> points,
                                            const std::array<double, 3>& middle, double radius) {
  for (auto& point : points) {
    for (std::size_t c = 0; c < 3; ++c) point[c] = (point[c] - middle[c]) / (radius > 0.0 ? radius : 1.0);
  }
  return points;
}

}  // namespace

PointsView::PointsView(QWidget* parent) : QWidget(parent), colors_(PlotColors::of(palette())) {
  setObjectName("pointsView");
  setAccessibleName(tr("Points with their input variables"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(110, 110);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PointsView::setPoints(std::vector<std::array<double, 3>> points) {
  points_ = std::move(points);
  clusters_.clear();
  masked_.clear();
  underMouse_.reset();
  middle_ = {};
  for (const auto& point : points_) {
    for (std::size_t c = 0; c < 3; ++c) middle_[c] += point[c] / static_cast<double>(points_.size());
  }
  radius_ = 0.0;
  for (const auto& point : points_)
    radius_ = std::max(radius_, std::hypot(point[0] - middle_[0], point[1] - middle_[1], point[2] - middle_[2]));
  points_ = centered(std::move(points_), middle_, radius_);
  setVariables({});
}

void PointsView::setMasked(const std::vector<std::array<double, 3>>& points, Coalition present) {
  if (masked_.empty() && points.empty()) return;
  masked_ = points.size() == points_.size() ? centered(points, middle_, radius_) : points_;
  if (points.empty()) masked_.clear();
  present_ = present;
  update();
}

void PointsView::setVariables(const InputVariables& variables) {
  variables_ = variables;
  variable_.assign(points_.size(), -1);
  for (std::size_t v = 0; v < variables.all().size(); ++v) {
    for (const std::uint32_t point : variables[v].positions) {
      if (point < variable_.size()) variable_[point] = static_cast<int>(v);
    }
  }
  setAccessibleDescription(tr("%1 points, %2 variables").arg(points_.size()).arg(variables.count()));
  update();
}

void PointsView::setClusters(std::vector<std::vector<std::uint32_t>> clusters) {
  clusters_ = std::move(clusters);
  underMouse_.reset();
  update();
}

void PointsView::setLit(const Lit& lit, Coalition contained) {
  lit_ = lit;
  contained_ = contained;
  update();
}

void PointsView::setEditing(bool editing) {
  editing_ = editing;
  if (!editing) underMouse_.reset();
  setCursor(editing ? Qt::CrossCursor : Qt::OpenHandCursor);
}

std::optional<std::size_t> PointsView::variableOf(std::size_t point) const {
  return variable_[point] < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(variable_[point]));
}

QColor PointsView::colorOf(std::size_t variable) const {
  const bool masked = !masked_.empty();
  const bool lit = ((masked ? present_ : lit_.coalition) >> variable & 1u) != 0;
  if (lit && !masked) return colors_.lit;
  const int count = std::max(1, variables_.count());
  const int hue = static_cast<int>(variable) * hues / count;
  QColor color = QColor::fromHsl(hue, 150, colors_.dark ? 165 : 115);
  if (!masked && lit_.coalition != 0) color.setAlpha(90);
  if (masked && !lit) color.setAlpha(60);
  return color;
}

QPointF PointsView::onScreen(std::size_t point) const {
  return place(points_[point]);
}

QPointF PointsView::place(const std::array<double, 3>& point) const {
  const auto at = view_.seen(point);
  const double scale = half * 0.94 * view_.zoom * std::min(width(), height());
  return {half * width() + scale * at[0], half * height() - scale * at[1]};
}

std::optional<std::size_t> PointsView::pointAt(const QPointF& place) const {
  std::optional<std::size_t> found;
  double nearest = nearPixels * nearPixels;
  for (std::size_t p = 0; p < points_.size(); ++p) {
    const QPointF away = onScreen(p) - place;
    const double squared = QPointF::dotProduct(away, away);
    if (squared > nearest) continue;
    nearest = squared;
    found = p;
  }
  return found;
}

void PointsView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (points_.empty()) {
    painter.setPen(colors_.faintText);
    painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, tr("no points of this sample"));
    return;
  }
  std::vector<std::size_t> order(points_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<double> depth(points_.size());
  const auto& points = masked_.empty() ? points_ : masked_;
  for (std::size_t p = 0; p < points.size(); ++p) depth[p] = view_.seen(points[p])[2];
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return depth[a] < depth[b]; });
  const double size = std::clamp(0.9 * std::sqrt(width() * height() / static_cast<double>(points_.size())) * 0.16, 1.4,
                                 points_.size() <= fewPoints ? 8.0 : 4.0);
  for (const std::size_t p : order) {
    const auto variable = variableOf(p);
    const bool contained = variable && (contained_ >> *variable & 1u) != 0;
    const bool wanted = underMouse_ && std::binary_search(clusters_[*underMouse_].begin(),
                                                          clusters_[*underMouse_].end(), static_cast<std::uint32_t>(p));
    QColor color = variable ? colorOf(*variable) : colors_.faintText;
    if (!variable) color.setAlpha(70);
    if (wanted) color = colors_.lit;
    painter.setPen(contained || wanted ? QPen(colors_.text, wanted ? 0.6 : 1.2) : QPen(Qt::NoPen));
    painter.setBrush(color);
    const double radius = size * (variable ? 1.25 : 0.9) * (1.0 + 0.25 * depth[p]);
    painter.drawEllipse(place(points[p]), radius, radius);
  }
  if (hasFocus()) {
    painter.setPen(QPen(colors_.lit, 2.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
  }
}

void PointsView::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) press_ = last_ = event->position();
}

void PointsView::hover(const QMouseEvent& event) {
  const auto point = pointAt(event.position());
  if (editing_) {
    const auto cluster = point ? clusterOf(*point) : std::nullopt;
    if (cluster != underMouse_) update();
    underMouse_ = cluster;
    return;
  }
  if ((event.modifiers() & Qt::AltModifier) == 0) return emit lookedAt(std::nullopt);
  const auto variable = point ? variableOf(*point) : std::nullopt;
  emit lookedAt(variable ? Coalition{1} << *variable : Coalition{0});
}

void PointsView::leaveEvent(QEvent* /*event*/) {
  if (underMouse_) update();
  underMouse_.reset();
  emit lookedAt(std::nullopt);
}

void PointsView::mouseMoveEvent(QMouseEvent* event) {
  if (!last_) return hover(*event);
  const QPointF moved = event->position() - *last_;
  if (press_ && QPointF(event->position() - *press_).manhattanLength() < dragPixels) return;
  press_.reset();
  view_.yaw += turnEachPixel * moved.x();
  view_.pitch = std::clamp(view_.pitch + turnEachPixel * moved.y(), -M_PI_2, M_PI_2);
  last_ = event->position();
  update();
}

void PointsView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (press_) click(*press_);
  press_.reset();
  last_.reset();
}

void PointsView::click(const QPointF& place) {
  const auto point = pointAt(place);
  if (!point) return;
  if (!editing_) {
    if (const auto variable = variableOf(*point)) emit variableClicked(*variable);
    return;
  }
  if (const auto cluster = clusterOf(*point)) emit clusterClicked(*cluster);
}

std::optional<std::size_t> PointsView::clusterOf(std::size_t point) const {
  for (std::size_t c = 0; c < clusters_.size(); ++c) {
    if (std::binary_search(clusters_[c].begin(), clusters_[c].end(), static_cast<std::uint32_t>(point))) return c;
  }
  return std::nullopt;
}

void PointsView::wheelEvent(QWheelEvent* event) {
  const int notches = event->angleDelta().y();
  if (notches == 0) return;
  view_.zoom = std::clamp(view_.zoom * (notches > 0 ? zoomEachNotch : 1.0 / zoomEachNotch), 0.3, 8.0);
  update();
  event->accept();
}

void PointsView::keyPressEvent(QKeyEvent* event) {
  const bool turns = (event->modifiers() & Qt::AltModifier) != 0;
  switch (turns ? event->key() : 0) {
    case Qt::Key_Left:
      view_.yaw -= turnEachKey;
      break;
    case Qt::Key_Right:
      view_.yaw += turnEachKey;
      break;
    case Qt::Key_Up:
      view_.pitch = std::min(view_.pitch + turnEachKey, M_PI_2);
      break;
    case Qt::Key_Down:
      view_.pitch = std::max(view_.pitch - turnEachKey, -M_PI_2);
      break;
    default:
      return QWidget::keyPressEvent(event);
  }
  update();
}

bool PointsView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const auto point = pointAt(help->pos());
  const auto variable = point ? variableOf(*point) : std::nullopt;
  QString text = tr("Drag to turn, wheel to zoom (Alt and arrows turn as well).");
  if (variable)
    text =
        tr("Variable %1. Click to %2.")
            .arg(QString::fromStdString(variables_[*variable].name),
                 editing_ ? tr("take it away")
                          : tr("list the interactions that contain it; with Alt: what the network sees of it alone"));
  else if (point && editing_)
    text = clusters_.empty() ? tr("The clusters are being computed.") : tr("Click to make this cluster a variable.");
  QToolTip::showText(help->globalPos(), text, this);
  return true;
}

void PointsView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) colors_ = PlotColors::of(palette());
}

}  // namespace spindle
