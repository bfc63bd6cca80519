// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/figure_page.h"

#include <string>

namespace spindle::app {

/// Text out of files for HTML: no tag, no control character.
std::string htmlEscaped(const std::string& text);

/// A page as SVG that can stand in HTML: without its XML head, as wide as its container.
std::string inlineSvg(const FigurePage& page, double inches);

/// The bars of every checkpoint beside the mean order, to be played: a slider and a play button (a few lines of script;
/// without it the last checkpoint is shown). "#37" behind the page's address opens it at step 37. Of more than 200
/// checkpoints, as many are shown, evenly, and the text says so. Empty where nothing is computed.
std::string playedDynamics(const AnalyzedResults& found);

/// The script and its style; they name nothing out of files.
extern const char* const playerStyle;
extern const char* const playerScript;

}  // namespace spindle::app
