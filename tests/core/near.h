// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QTest>

#include <cmath>
#include <cstddef>
#include <span>

namespace spindle::test {

/// Compares by absolute difference (QCOMPARE on doubles is useless near zero) and prints both values when it fails.
inline bool near(double actual, double expected, double tolerance) {
  if (std::abs(actual - expected) <= tolerance) return true;
  qWarning("%s", qPrintable(QString("actual %1, expected %2, difference %3, tolerance %4")
                                .arg(actual, 0, 'g', 17)
                                .arg(expected, 0, 'g', 17)
                                .arg(actual - expected, 0, 'g', 4)
                                .arg(tolerance, 0, 'g', 4)));
  return false;
}

/// The same for whole arrays; names the first place that differs.
template <class A, class B>
bool allNear(const A& actual, const B& expected, double tolerance) {
  if (std::size(actual) != std::size(expected)) {
    qWarning("sizes differ: %zu and %zu", std::size(actual), std::size(expected));
    return false;
  }
  for (std::size_t i = 0; i < std::size(actual); ++i) {
    if (!near(static_cast<double>(actual[i]), static_cast<double>(expected[i]), tolerance)) {
      qWarning("at index %zu", i);
      return false;
    }
  }
  return true;
}

}  // namespace spindle::test
