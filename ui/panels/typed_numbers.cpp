// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/typed_numbers.h"

#include "core/base/text.h"

#include <QRegularExpression>
#include <QStringList>

namespace spindle {

QString numbersText(const std::vector<double>& numbers) {
  QStringList parts;
  for (const double number : numbers) parts << QString::fromStdString(shortest(number));
  return parts.join(QStringLiteral(", "));
}

std::optional<std::vector<double>> typedNumbers(const QString& text) {
  std::vector<double> numbers;
  static const QRegularExpression between(QStringLiteral("[,;\\s\\[\\]x\u00d7]+"));
  for (const QString& part : text.split(between, Qt::SkipEmptyParts)) {
    bool read = false;
    numbers.push_back(part.toDouble(&read));
    if (!read) return std::nullopt;
  }
  return numbers;
}

}  // namespace spindle
