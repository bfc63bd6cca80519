// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/chart/tex_page.h"

#include <string>

namespace spindle {

/// A complete LaTeX document that draws a page with pgfplots (pdflatex, no package beyond pgfplots, standalone and
/// those of the fonts Times and Helvetica), exactly as wide as the page. The numbers stand in it in full precision:
/// lines, bands and cells as tables, bars as a table in comments above the boxes that are drawn. Axes of training and
/// symlog axes are drawn at log10 coordinates with ticks at the values that they stand for, and the tables keep those
/// values in a further column. Texts are escaped: none can run a TeX command. comment: lines for the top of the file;
/// head: lines that are comments already. TeX itself is slow with tables of more than some ten thousand rows.
std::string pgfplotsText(const TexPage& page, const std::string& comment, const std::string& head = {});

}  // namespace spindle
