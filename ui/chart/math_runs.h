// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace spindle {

/// A stretch of text that is set alike.
struct TextRun {
  QString text;
  bool italic = false;
  bool raised = false;  ///< a superscript, in smaller digits

  bool operator==(const TextRun&) const = default;
};

/// In front of a text: words of somebody else, set as they stand.
inline constexpr QChar asItStands(0x2060);

/// Cuts a line into what is set alike: letters that stand alone and name a quantity (v(N), |I|, n, k) are italic as in
/// papers, superscript digits are raised digits of the same font, since few fonts have all of them. "a" and "A" are
/// words. Joined, the runs are the text with plain digits.
std::vector<TextRun> mathRuns(const QString& text);

}  // namespace spindle
