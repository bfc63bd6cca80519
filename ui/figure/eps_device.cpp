// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/eps_device.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace spindle {
namespace {

/// Points need no more digits than a hundredth.
QByteArray number(double value) {
  QByteArray text = QByteArray::number(value, 'f', 3);
  while (text.endsWith('0')) text.chop(1);
  if (text.endsWith('.')) text.chop(1);
  return text == "-0" ? QByteArray("0") : text;
}

QByteArray onWhite(const QColor& color) {
  const double alpha = color.alphaF();
  const auto part = [alpha](double c) { return number(1.0 - alpha + alpha * c); };
  return part(color.redF()) + ' ' + part(color.greenF()) + ' ' + part(color.blueF()) + " setrgbcolor\n";
}

}  // namespace

class EpsDevice::Engine : public QPaintEngine {
 public:
  explicit Engine(double height)
      : QPaintEngine(PaintEngineFeatures(AllFeatures) & ~PaintEngineFeatures(ObjectBoundingModeGradients)),
        height_(height) {}

  bool begin(QPaintDevice*) override { return true; }
  bool end() override { return true; }
  [[nodiscard]] Type type() const override { return User; }

  void updateState(const QPaintEngineState& now) override {
    if (now.state() & DirtyPen) pen_ = now.pen();
    if (now.state() & DirtyBrush) brush_ = now.brush();
    if (now.state() & DirtyTransform) transform_ = now.transform();
  }

  void drawPath(const QPainterPath& path) override {
    const QByteArray outline = pathText(transform_.map(path));
    if (brush_.style() != Qt::NoBrush) {
      body += onWhite(brush_.color()) + outline;
      body += path.fillRule() == Qt::OddEvenFill ? "eofill\n" : "fill\n";
    }
    if (pen_.style() != Qt::NoPen) body += onWhite(pen_.color()) + penText() + outline + "stroke\n";
  }

  void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
    QPainterPath path;
    path.moveTo(points[0]);
    for (int i = 1; i < count; ++i) path.lineTo(points[i]);
    if (mode != PolylineMode) path.closeSubpath();
    path.setFillRule(mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill);
    const QBrush filled = brush_;
    if (mode == PolylineMode) brush_ = Qt::NoBrush;
    drawPath(path);
    brush_ = filled;
  }

  void drawTextItem(const QPointF& place, const QTextItem& item) override {
    QPainterPath path;
    path.addText(place, item.font(), item.text());
    body += onWhite(pen_.color()) + pathText(transform_.map(path)) + "fill\n";
  }

  void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}

  QByteArray body;

 private:
  [[nodiscard]] QByteArray point(const QPainterPath::Element& e) const {
    return number(e.x) + ' ' + number(height_ - e.y) + ' ';
  }

  [[nodiscard]] QByteArray pathText(const QPainterPath& path) const {
    QByteArray text = "newpath\n";
    for (int i = 0; i < path.elementCount(); ++i) {
      const QPainterPath::Element e = path.elementAt(i);
      if (e.isMoveTo()) {
        text += point(e) + "moveto\n";
      } else if (e.isLineTo()) {
        text += point(e) + "lineto\n";
      } else if (e.isCurveTo() && i + 2 < path.elementCount()) {
        text += point(e) + point(path.elementAt(i + 1)) + point(path.elementAt(i + 2)) + "curveto\n";
        i += 2;
      }
    }
    return text;
  }

  [[nodiscard]] QByteArray penText() const {
    const double scale = std::sqrt(std::abs(transform_.determinant())), width = pen_.widthF() * scale;
    QByteArray dashes;
    for (const double dash : pen_.dashPattern()) dashes += number(dash * width) + ' ';
    const char* join = pen_.joinStyle() == Qt::RoundJoin ? "1" : pen_.joinStyle() == Qt::BevelJoin ? "2" : "0";
    const char* cap = pen_.capStyle() == Qt::RoundCap ? "1" : pen_.capStyle() == Qt::SquareCap ? "2" : "0";
    return number(std::max(0.1, width)) + " setlinewidth " + join + " setlinejoin " + cap + " setlinecap [" +
           (pen_.style() == Qt::SolidLine ? QByteArray() : dashes) + "] 0 setdash\n";
  }

  double height_;
  QPen pen_;
  QBrush brush_;
  QTransform transform_;
};

EpsDevice::EpsDevice(const QSizeF& points) : size_(points), engine_(std::make_unique<Engine>(points.height())) {}

EpsDevice::~EpsDevice() = default;

QPaintEngine* EpsDevice::paintEngine() const {
  return engine_.get();
}

int EpsDevice::metric(PaintDeviceMetric metric) const {
  constexpr int pointsPerInch = 72, colors = 24;
  constexpr double millimeters = 25.4 / pointsPerInch;
  switch (metric) {
    case PdmWidth:
      return static_cast<int>(std::ceil(size_.width()));
    case PdmHeight:
      return static_cast<int>(std::ceil(size_.height()));
    case PdmWidthMM:
      return static_cast<int>(std::lround(size_.width() * millimeters));
    case PdmHeightMM:
      return static_cast<int>(std::lround(size_.height() * millimeters));
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
      return pointsPerInch;
    case PdmDepth:
      return colors;
    case PdmDevicePixelRatio:
      return 1;
    case PdmDevicePixelRatioScaled:
      return static_cast<int>(QPaintDevice::devicePixelRatioFScale());
    case PdmNumColors:
      return 1 << colors;
    default:
      return QPaintDevice::metric(metric);
  }
}

QByteArray EpsDevice::document(const QByteArray& title, const QByteArray& comments) const {
  QByteArray plain;
  for (const char c : title.left(200)) plain += c >= ' ' && c <= '~' ? c : '?';
  return "%!PS-Adobe-3.0 EPSF-3.0\n%%Creator: Spindle\n%%Title: " + plain + "\n%%BoundingBox: 0 0 " +
         number(std::ceil(size_.width())) + ' ' + number(std::ceil(size_.height())) + "\n%%HiResBoundingBox: 0 0 " +
         number(size_.width()) + ' ' + number(size_.height()) + "\n%%LanguageLevel: 2\n%%Pages: 1\n" + comments +
         "%%EndComments\n%%Page: 1 1\ngsave\n" + engine_->body + "grestore\nshowpage\n%%EOF\n";
}

}  // namespace spindle
