// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/math_runs.h"

namespace spindle {
namespace {

/// The plain sign of a superscript; null for any other.
QChar unraised(QChar sign) {
  static const QString raised = QString::fromUtf8("⁰¹²³⁴⁵⁶⁷⁸⁹");
  if (sign == QChar(0x207B)) return QChar(0x2212);
  const auto digit = raised.indexOf(sign);
  return digit < 0 ? QChar() : QChar(static_cast<char16_t>(u'0' + digit));
}

bool namesQuantity(QChar sign) {
  static const QString letters = QStringLiteral("INSTijkmnv");
  return letters.contains(sign);
}

bool partOfWord(const QString& text, qsizetype i) {
  return i >= 0 && i < text.size() &&
         (text[i].isLetterOrNumber() || text[i] == '_' || text[i] == '\'' || text[i] == '-' || text[i] == '.' ||
          text[i] == '/');
}

}  // namespace

std::vector<TextRun> mathRuns(const QString& text) {
  if (text.startsWith(asItStands)) return {{text.mid(1)}};
  std::vector<TextRun> runs;
  for (qsizetype i = 0; i < text.size(); ++i) {
    TextRun next{QString(text[i])};
    if (const QChar plain = unraised(text[i]); !plain.isNull())
      next = {QString(plain), false, true};
    else
      next.italic = namesQuantity(text[i]) && !partOfWord(text, i - 1) && !partOfWord(text, i + 1);
    if (!runs.empty() && runs.back().italic == next.italic && runs.back().raised == next.raised)
      runs.back().text += next.text;
    else
      runs.push_back(next);
  }
  return runs;
}

}  // namespace spindle
