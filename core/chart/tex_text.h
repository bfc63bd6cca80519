// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace spindle {

/// Text as TeX prints it, with no package but those of pdflatex: none of it can run a command. Any sign that is neither
/// plain ASCII nor known becomes '?'.
std::string texEscaped(const std::string& text);

/// Each line of a text behind a percent sign, with nothing in it that could end the line for TeX.
std::string texComment(const std::string& text);

}  // namespace spindle
