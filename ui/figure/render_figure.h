// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_data.h"
#include "ui/figure/figure_spec.h"

#include <QByteArray>
#include <QSizeF>

#include <filesystem>

class QPainter;

namespace spindle {

/// Page size of the figure in points (1/72 inch).
QSizeF figureSize(const FigureData& data, const FigureSpec& spec);

/// Draws the figure with the painter's unit as one point. Needs a QGuiApplication (fonts), no window.
void renderFigure(const FigureData& data, const FigureSpec& spec, QPainter& painter);

/// The bytes of such a file: .pdf (vectors, embedded fonts), .png or .svg by the name's ending. Nothing is written;
/// names that come from files are escaped in SVG. Throws UserError.
QByteArray figureBytes(const FigureData& data, const FigureSpec& spec, const std::filesystem::path& file);

/// Writes them, whole or not at all, by the rule of writeOutput for what is replaced. Throws UserError.
void writeFigure(const FigureData& data, const FigureSpec& spec, const std::filesystem::path& file);

}  // namespace spindle
