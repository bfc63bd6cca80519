// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weights/element_layout.h"
#include "core/weights/half.h"
#include "core/weights/tensor.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

using namespace spindle;

class TensorTest : public QObject {
  Q_OBJECT

 private slots:
  // Every bit pattern against the definition: sign, exponent and fraction by powers of two.
  void halfIsSignExponentFraction() {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
      const int exponent = static_cast<int>(bits >> 10 & 31);
      const double fraction = (bits & 1023) / 1024.0;
      const double size = exponent == 0 ? fraction * std::pow(2.0, -14) : (1 + fraction) * std::pow(2.0, exponent - 15);
      const float value = floatFromHalf(static_cast<std::uint16_t>(bits));
      if (exponent == 31) {
        QCOMPARE(std::isnan(value), fraction != 0);
        QCOMPARE(std::isinf(value), fraction == 0);
      } else {
        QCOMPARE(static_cast<double>(std::abs(value)), size);
      }
      if (!std::isnan(value)) QCOMPARE(std::signbit(value), bits >= 0x8000);
    }
  }

  void smallFloats() {
    QCOMPARE(floatFromE4m3(0x7e), 448.0f);  // the largest of E4M3, and the smallest
    QCOMPARE(floatFromE4m3(0x01), 0x1p-9f);
    QCOMPARE(floatFromE4m3(0xb8), -1.0f);
    QVERIFY(std::isnan(floatFromE4m3(0x7f)) && std::isnan(floatFromE4m3(0xff)));
    QCOMPARE(floatFromE5m2(0x7b), 57344.0f);
    QCOMPARE(floatFromE5m2(0x01), 0x1p-16f);
    QVERIFY(std::isinf(floatFromE5m2(0x7c)) && std::isnan(floatFromE5m2(0x7d)));
    QCOMPARE(floatFromBfloat16(0x3f80), 1.0f);
    QCOMPARE(floatFromBfloat16(0xc049), -3.140625f);
  }

  void integersFromFloatsStayInRange() {
    const double values[] = {1.9, -1.9, 1e300, -1e300, std::numeric_limits<double>::quiet_NaN()};
    Tensor tensor{ElementType::float64, {5}, std::vector<std::byte>(sizeof(values))};
    std::memcpy(tensor.bytes.data(), values, sizeof(values));
    QVERIFY(tensor.toIntegers() == (std::vector<std::int64_t>{1, -1, std::numeric_limits<std::int64_t>::max(),
                                                              std::numeric_limits<std::int64_t>::min(), 0}));
    QCOMPARE(tensor.elements(), std::size_t{5});
    QCOMPARE(tensor.toFloats()[0], 1.9f);
  }

  void namesAndSizes() {
    QCOMPARE(QString::fromStdString(shapeText({64, 1, 3, 3})), "[64, 1, 3, 3]");
    QCOMPARE(QString::fromStdString(shapeText({})), "[]");
    QVERIFY(isFloating(ElementType::float8e5m2) && !isFloating(ElementType::int64) &&
            !isFloating(ElementType::boolean));
    for (const auto type : {ElementType::float64, ElementType::float32, ElementType::float16, ElementType::int8,
                            ElementType::uint32, ElementType::boolean}) {
      QVERIFY(bytesOf(type) >= 1 && bytesOf(type) <= 8 && !nameOf(type).empty());
    }
  }

  void countsElementsWithoutOverflow() {
    const auto count = [](std::vector<std::int64_t> shape) { return elementsOf(shape, 4); };
    QCOMPARE(count({}).value(), 1u);
    QCOMPARE(count({2, 3}).value(), 6u);
    QCOMPARE(count({0, 1 << 20}).value(), 0u);
    QVERIFY(!count({-1}));
    QVERIFY(!count({std::int64_t{1} << 60, 8}));
    QVERIFY(!count({std::int64_t{1} << 61}));
    QVERIFY(!count({0, std::int64_t{1} << 62, std::int64_t{1} << 62}));
  }

  // Every view of a small block against the definition of offset and stride.
  void gathersStridedViews() {
    std::vector<std::byte> source(60);
    for (std::size_t i = 0; i < source.size(); ++i) source[i] = static_cast<std::byte>(i);
    for (std::int64_t a = 1; a <= 3; ++a) {
      for (std::int64_t b = 1; b <= 4; ++b) {
        for (std::int64_t first = 0; first <= 4; ++first) {
          for (std::int64_t second = 0; second <= 4; ++second) {
            const std::vector<std::int64_t> shape{a, b}, stride{first, second};
            const auto out = gathered(source, 2, 3, shape, stride);
            QCOMPARE(out.size(), static_cast<std::size_t>(2 * a * b));
            for (std::int64_t i = 0; i < a; ++i) {
              for (std::int64_t j = 0; j < b; ++j) {
                const auto from = static_cast<std::size_t>(2 * (3 + i * first + j * second));
                const auto to = static_cast<std::size_t>(2 * (i * b + j));
                QVERIFY(out[to] == source[from] && out[to + 1] == source[from + 1]);
              }
            }
          }
        }
      }
    }
  }
};

QTEST_APPLESS_MAIN(TensorTest)
#include "tst_tensor.moc"
