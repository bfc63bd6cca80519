// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/screen_marks.h"

#include "ui/chart/screen_parts.h"
#include "ui/chart/screen_texts.h"
#include "ui/plots/plot_style.h"

#include <qcustomplot.h>

#include <algorithm>
#include <map>
#include <set>
#include <type_traits>

namespace spindle {
namespace {

constexpr int colorBarWidth = 12;

bool alikeMarks(const Bars& a, const Bars& b) {
  return a.name == b.name && a.ink == b.ink && a.stack == b.stack && a.hatched == b.hatched &&
         a.error.empty() == b.error.empty();
}
bool alikeMarks(const Line& a, const Line& b) {
  return a.name == b.name && a.ink == b.ink && a.style == b.style && a.points == b.points;
}
bool alikeMarks(const Band& a, const Band& b) {
  return a.name == b.name && a.ink == b.ink;
}
bool alikeMarks(const Rule& a, const Rule& b) {
  return a.vertical == b.vertical && a.ink == b.ink && a.style == b.style;
}
bool alikeMarks(const Cells&, const Cells&) {
  return true;
}
bool alikeMarks(const Label& a, const Label& b) {
  return a.ink == b.ink;
}

}  // namespace

ScreenMarks::ScreenMarks(QCustomPlot& plot)
    : plot_(plot), field_(new QCPLayoutGrid), margins_(new QCPMarginGroup(&plot)) {
  QCPAxisRect* axes = plot.axisRect();
  plot.setAutoAddPlottableToLegend(false);
  QCPLayoutGrid* page = plot.plotLayout();
  page->take(axes);
  page->addElement(page->rowCount() - 1, 0, field_);
  field_->addElement(0, 0, axes);
  axes->setMarginGroup(QCP::msTop | QCP::msBottom, margins_);
}

ScreenMarks::~ScreenMarks() = default;

bool ScreenMarks::alike(const Chart& a, const Chart& b) {
  return std::equal(a.marks.begin(), a.marks.end(), b.marks.begin(), b.marks.end(), [](const Mark& m, const Mark& n) {
    return m.index() == n.index() &&
           std::visit([&n](const auto& mark) { return alikeMarks(mark, std::get<std::decay_t<decltype(mark)>>(n)); },
                      m);
  });
}

void ScreenMarks::build(const Chart& chart) {
  plot_.legend->clearItems();
  for (const ShownMark& shown : shown_) removeParts(plot_, shown);
  shown_.clear();
  std::set<std::string> names;
  std::map<int, QCPBars*> tops;
  for (const Mark& mark : chart.marks) {
    const ShownMark& shown =
        shown_.emplace_back(std::visit([this](const auto& m) { return makeParts(plot_, m); }, mark));
    if (const auto* bars = std::get_if<Bars>(&mark)) {
      QCPBars*& top = tops[bars->stack];
      if (top != nullptr) shown.bars->moveAbove(top);
      top = shown.bars;
    }
    QCPAbstractPlottable* named = shown.named();
    if (named != nullptr && !named->name().isEmpty() && names.insert(named->name().toStdString()).second)
      named->addToLegend();
  }
  anyNamed_ = !names.empty();
  setColorScale(std::any_of(chart.marks.begin(), chart.marks.end(),
                            [](const Mark& mark) { return std::holds_alternative<Cells>(mark); }));
}

void ScreenMarks::setColorScale(bool wanted) {
  if (wanted == (scale_ != nullptr)) return;
  if (!wanted) {
    field_->remove(scale_);
    field_->simplify();
    scale_ = nullptr;
    return;
  }
  scale_ = new QCPColorScale(&plot_);
  scale_->setBarWidth(colorBarWidth);
  scale_->axis()->setSubTicks(false);
  field_->addElement(0, 1, scale_);
  scale_->setMarginGroup(QCP::msTop | QCP::msBottom, margins_);
}

void ScreenMarks::style(const Chart& chart, const PlotColors& colors, const QFont& font, double devicePixelRatio) {
  colors_ = colors;
  const MarkLook look{colors, smallFont(font), devicePixelRatio};
  for (std::size_t m = 0; m < shown_.size(); ++m)
    std::visit([&](const auto& mark) { styleParts(shown_[m], mark, look); }, chart.marks[m]);
  if (scale_ == nullptr) return;
  styleAxis(*scale_->axis(), colors, look.font, look.font);
  for (QCPAxis* axis : scale_->axis()->axisRect()->axes()) axis->setBasePen(QPen(colors.axis, 1.0));
}

void ScreenMarks::fill(const Chart& chart) {
  const MarkPlaces places{chart, barPlaces(chart), colors_};
  for (std::size_t m = 0; m < shown_.size(); ++m)
    std::visit([&](const auto& mark) { fillParts(shown_[m], mark, places, m); }, chart.marks[m]);
  for (const Mark& mark : chart.marks) {
    const auto* cells = std::get_if<Cells>(&mark);
    if (cells == nullptr) continue;
    scale_->setGradient(cellGradient(*cells, colors_));
    scale_->setDataRange(colorRange(*cells));
    scale_->setLabel(QString::fromStdString(cells->name));
  }
}

void ScreenMarks::setVisible(bool visible) {
  visible_ = visible;
  for (const ShownMark& shown : shown_) {
    for (QCPLayerable* part : shown.parts()) part->setVisible(visible);
  }
  if (scale_ != nullptr) scale_->setVisible(visible);
}

void ScreenMarks::placeWords(const Chart& chart) {
  const QRectF inside = QRectF(plot_.axisRect()->rect()).adjusted(1.0, 1.0, -1.0, -1.0);
  WordPlaces places(inside);
  for (std::size_t m = 0; m < shown_.size(); ++m) {
    QCPItemText* words = shown_[m].words;
    if (words == nullptr) continue;
    const QString text = std::visit([](const auto& mark) { return wordsOf(mark); }, chart.marks[m]);
    words->setText(QFontMetricsF(words->font()).elidedText(text, Qt::ElideRight, inside.width() - 8.0));
    const QMargins padding = words->padding();
    const QSizeF size = wordsSize(words->text(), words->font()) +
                        QSizeF(padding.left() + padding.right(), padding.top() + padding.bottom());
    const std::vector<QPointF> corners =
        std::visit([&](const auto& mark) { return wordCorners(mark, chart, plot_, size); }, chart.marks[m]);
    words->setVisible(visible_ && !text.isEmpty() && !corners.empty());
    if (words->visible()) words->position->setCoords(places.take(size, corners));
  }
}

}  // namespace spindle
