// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_delegate.h"

#include "ui/panels/sample_thumbnail.h"
#include "ui/plots/plot_colors.h"
#include "ui/plots/plot_style.h"
#include "ui/session/samples_model.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace spindle {
namespace {

constexpr qsizetype mostPictures = 512;
constexpr int pad = 3;

/// Wide enough for "misclassified" classes and, for texts, some words.
int pictureHeight(const QFontMetrics& metrics) {
  return static_cast<int>(3.4 * metrics.height());
}

}  // namespace

void SampleDelegate::setFacts(const RunFacts* facts) {
  facts_ = facts;
  forget();
}

QSize SampleDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const {
  const QFontMetrics metrics(smallFont(option.font));
  const bool text = facts_ != nullptr && facts_->samples.format.kind == InputKind::text;
  const double width = (text ? 9.5 : 5.4) * option.fontMetrics.height();
  return {static_cast<int>(width), pictureHeight(option.fontMetrics) + 2 * metrics.height() + 2 * pad};
}

QPixmap SampleDelegate::picture(std::size_t sample, const QSize& size, const QPalette& palette, qreal ratio) const {
  if (const auto known = pictures_.constFind(sample); known != pictures_.constEnd()) return *known;
  if (pictures_.size() >= mostPictures) pictures_.clear();
  const Sample& one = facts_->samples.samples[sample];
  SampleSet alone;
  alone.format = facts_->samples.format;
  alone.samples = {one};
  const bool drawable = alone.format.kind == InputKind::text ? !one.words.empty() : !one.values.empty();
  return *pictures_.insert(sample, drawable ? sampleThumbnail(alone, size, palette, ratio) : QPixmap());
}

void SampleDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem back(option);
  initStyleOption(&back, index);
  back.text.clear();
  back.rect.setHeight(std::min(back.rect.height(), sizeHint(option, index).height()));
  const QStyle* style = option.widget != nullptr ? option.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &back, painter, option.widget);
  if (facts_ == nullptr) return;
  const PlotColors colors = PlotColors::of(option.palette);
  const auto sample = static_cast<std::size_t>(index.data(SamplesModel::sampleRole).toULongLong());
  const QRect room = option.rect.adjusted(pad, pad, -pad, -pad);
  const QSize size(room.width(), pictureHeight(option.fontMetrics));
  const QFont small = smallFont(option.font);
  const QFontMetrics metrics(small);
  painter->save();
  painter->setFont(small);
  const QPixmap shown = picture(sample, size, option.palette, painter->device()->devicePixelRatioF());
  const bool selected = (option.state & QStyle::State_Selected) != 0;
  const QColor ink = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
  painter->setPen(ink);
  if (!shown.isNull()) {
    if (selected) painter->fillRect(QRect(room.topLeft(), size), colors.background);
    painter->drawPixmap(room.topLeft(), shown);
  } else {
    painter->drawText(QRect(room.topLeft(), size), Qt::AlignCenter | Qt::TextWrapAnywhere,
                      sampleText(facts_->samples.samples[sample], sample));
  }
  QRect line(room.left(), room.top() + size.height(), room.width(), metrics.height());
  const QStringList texts = index.data(SamplesModel::linesRole).toStringList();
  const int right = index.data(SamplesModel::rightRole).toInt();
  for (int i = 0; i < texts.size(); ++i) {
    QRect place = line;
    if (i == 1 && right >= 0) {
      painter->setPen(selected ? ink : right == 1 ? colors.train : colors.failed);
      painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter,
                        right == 1 ? QStringLiteral("\u2713") : QStringLiteral("\u2717"));
      place.setRight(place.right() - metrics.height());
      painter->setPen(ink);
    }
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(texts[i], Qt::ElideRight, place.width()));
    line.translate(0, metrics.height());
  }
  painter->restore();
}

}  // namespace spindle
