// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spindle {

/// Text out of files as a tool tip that shows it as it is: tool tips take what looks like HTML ("<unk>") for it.
inline QString plainTip(const QString& text) {
  return text.isEmpty() ? text : QStringLiteral("<p>") + text.toHtmlEscaped() + QStringLiteral("</p>");
}

}  // namespace spindle
