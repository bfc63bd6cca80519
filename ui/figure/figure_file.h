// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_page.h"

#include <QByteArray>

#include <filesystem>

namespace spindle {

/// The bytes of such a file: .pdf (vectors, embedded fonts), .svg, .eps (letters as outlines), .png, or .tex (pgfplots,
/// with its data) by the name's ending. The same page and style give the same bytes; SOURCE_DATE_EPOCH sets the date in
/// a PDF, which is that of the results else. Nothing is written; text out of files is escaped in SVG and TeX. Throws
/// UserError, also when the figure has nothing to draw.
QByteArray figureBytes(const FigurePage& page, const FigureStyle& style, const std::filesystem::path& file);

/// Writes them, whole or not at all, by the rule of writeOutput for what is replaced. Throws UserError.
void writeFigure(const FigurePage& page, const FigureStyle& style, const std::filesystem::path& file);

}  // namespace spindle
