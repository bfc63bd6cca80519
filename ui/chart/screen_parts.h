// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/screen_cells.h"
#include "ui/chart/screen_inks.h"
#include "ui/chart/screen_places.h"

#include <QFont>
#include <qcustomplot.h>

#include <vector>

namespace spindle {

// One kind of mark at a time: making its parts in a plot, giving them colors, giving them values.

/// What shows a mark; those that its kind does not need are nullptr.
struct ShownMark {
  QCPBars* bars = nullptr;
  QCPGraph* tops = nullptr;  ///< not seen, carries the whiskers
  QCPErrorBars* whiskers = nullptr;
  QCPCurve* curve = nullptr;
  QCPGraph *low = nullptr, *high = nullptr;
  CellField* cells = nullptr;
  QCPItemStraightLine* rule = nullptr;
  QCPItemText* words = nullptr;

  [[nodiscard]] QCPAbstractPlottable* named() const;  ///< stands in the legend
  [[nodiscard]] std::vector<QCPLayerable*> parts() const;
};

void removeParts(QCustomPlot& plot, const ShownMark& shown);

ShownMark makeParts(QCustomPlot& plot, const Bars& mark);
ShownMark makeParts(QCustomPlot& plot, const Line& mark);
ShownMark makeParts(QCustomPlot& plot, const Band& mark);
ShownMark makeParts(QCustomPlot& plot, const Rule& mark);
ShownMark makeParts(QCustomPlot& plot, const Cells& mark);
ShownMark makeParts(QCustomPlot& plot, const Label& mark);

struct MarkLook {
  const PlotColors& colors;
  QFont font;
  double devicePixelRatio = 1.0;
};
void styleParts(const ShownMark& shown, const Bars& mark, const MarkLook& look);
void styleParts(const ShownMark& shown, const Line& mark, const MarkLook& look);
void styleParts(const ShownMark& shown, const Band& mark, const MarkLook& look);
void styleParts(const ShownMark& shown, const Rule& mark, const MarkLook& look);
void styleParts(const ShownMark& shown, const Cells& mark, const MarkLook& look);
void styleParts(const ShownMark& shown, const Label& mark, const MarkLook& look);

struct MarkPlaces {
  const Chart& chart;
  std::vector<std::vector<BarPlace>> bars;
  const PlotColors& colors;
};
/// `number`: of the mark in its chart.
void fillParts(const ShownMark& shown, const Bars& mark, const MarkPlaces& places, std::size_t number);
void fillParts(const ShownMark& shown, const Line& mark, const MarkPlaces& places, std::size_t number);
void fillParts(const ShownMark& shown, const Band& mark, const MarkPlaces& places, std::size_t number);
void fillParts(const ShownMark& shown, const Rule& mark, const MarkPlaces& places, std::size_t number);
void fillParts(const ShownMark& shown, const Cells& mark, const MarkPlaces& places, std::size_t number);
void fillParts(const ShownMark& shown, const Label& mark, const MarkPlaces& places, std::size_t number);

/// The ends of the color scale, in order.
QCPRange colorRange(const Cells& cells);

}  // namespace spindle
