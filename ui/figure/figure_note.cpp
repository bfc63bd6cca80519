// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure/figure_note.h"

#include <QStringList>

#include <algorithm>

namespace spindle {
namespace {

constexpr double pointsPerInch = 72.0;
constexpr double lineSpacing = 1.25;

double notePoints(const FigureSpec& spec) {
  return std::max(4.0, 0.75 * spec.tickPoints);
}

QStringList noteLines(const FigureData& data, const FigureSpec& spec) {
  QStringList lines;
  if (!spec.choices || data.choices.empty()) return lines;
  const QFont font = FigureCanvas::font(notePoints(spec));
  const double width = spec.widthInches * pointsPerInch - 4.0;
  for (const QString& part : QString::fromStdString(data.choices).split(QStringLiteral("; "))) {
    const QString longer = lines.isEmpty() ? part : lines.back() + QStringLiteral("; ") + part;
    if (!lines.isEmpty() && FigureCanvas::textWidth(longer, font) <= width) {
      lines.back() = longer;
    } else {
      lines << part;
    }
  }
  return lines;
}

}  // namespace

double noteHeight(const FigureData& data, const FigureSpec& spec) {
  return static_cast<double>(noteLines(data, spec).size()) * lineSpacing * notePoints(spec);
}

void drawNote(FigureCanvas& canvas, const QSizeF& page, const FigureData& data, const FigureSpec& spec) {
  const QStringList lines = noteLines(data, spec);
  const QFont font = FigureCanvas::font(notePoints(spec));
  double y = page.height() - static_cast<double>(lines.size()) * lineSpacing * notePoints(spec);
  for (const QString& line : lines) {
    canvas.text(2.0, y, Qt::AlignLeft | Qt::AlignTop, line, font, QColor(0x70, 0x70, 0x70));
    y += lineSpacing * notePoints(spec);
  }
}

}  // namespace spindle
