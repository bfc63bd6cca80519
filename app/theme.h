// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spindle::app {

enum class Theme { automatic, light, dark };

/// Remembers the desktop's palette; call once after the application was made. Sets the Fusion style.
void rememberDesktopPalette();

/// Gives the whole application the palette of the theme; automatic is the desktop's. GUI thread.
void applyTheme(Theme theme);

}  // namespace spindle::app
