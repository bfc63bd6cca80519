// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"
#include "core/measure/network/taken_length.h"

#include <QTest>

#include <functional>

using namespace spindle;

namespace {

/// Why a length is refused; empty where it is taken.
using Refusal = std::function<std::string(std::int64_t)>;

std::string sentenceOf(std::int64_t length, const std::string& why) {
  return "The network in run_9/model.pt refuses inputs of shape [" + std::to_string(length) + "] (" + why +
         "); check the shape under \"input\" in run.json.";
}

/// The advice for samples of this length; counts the loads.
QString advice(std::int64_t own, const Refusal& refusal, int& loads) {
  const LoadNetwork load = [&](const std::vector<std::int64_t>& shape) -> std::unique_ptr<Network> {
    ++loads;
    const auto why = refusal(shape[0]);
    if (!why.empty()) throw UserError(sentenceOf(shape[0], why));
    return nullptr;
  };
  return QString::fromStdString(adviceOnLength(own, sentenceOf(own, refusal(own)), load));
}

std::string mustMatch(std::int64_t length, std::int64_t rows) {
  return "The size of tensor a (" + std::to_string(length) + ") must match the size of tensor b (" +
         std::to_string(rows) + ") at non-singleton dimension 1";
}

Refusal flattened(std::int64_t wanted, const std::function<std::int64_t(std::int64_t)>& size) {
  return [=](std::int64_t length) {
    const auto has = size(length);
    return has == wanted ? std::string()
                         : "mat1 and mat2 shapes cannot be multiplied (1x" + std::to_string(has) + " and " +
                               std::to_string(wanted) + "x2)";
  };
}

Refusal silent(const std::function<bool(std::int64_t)>& takes) {
  return [=](std::int64_t length) { return takes(length) ? std::string() : "index out of range in self"; };
}

}  // namespace

class TakenLengthTest : public QObject {
  Q_OBJECT

 private slots:
  void advises_data() {
    QTest::addColumn<qint64>("own");
    QTest::addColumn<Refusal>("refusal");
    QTest::addColumn<QString>("told");
    const Refusal sliced = [](std::int64_t n) { return n <= 12 ? std::string() : mustMatch(n, 12); };
    const Refusal repeated = [](std::int64_t n) { return n == 23 || n == 1 ? std::string() : mustMatch(n, 23); };
    const auto convolved = flattened(140, [](std::int64_t n) { return 4 * (n - 2); });
    const auto pooled = flattened(144, [](std::int64_t n) { return 8 * ((n - 1) / 2); });
    const Refusal viewed = [](std::int64_t n) {
      return n == 37 ? std::string() : "shape '[1, 296]' is invalid for input of size " + std::to_string(8 * n);
    };
    QTest::newRow("positions that are cut to the text") << qint64{15} << sliced << "at most 12 tokens";
    QTest::newRow("positions that are not cut") << qint64{15} << repeated << "of 23 tokens";
    QTest::newRow("flattened, shorter") << qint64{45} << convolved << "of 37 tokens";
    QTest::newRow("flattened, longer") << qint64{31} << convolved << "of 37 tokens";
    QTest::newRow("flattened at the end of all lengths") << qint64{511} << convolved << "of 37 tokens";
    QTest::newRow("flattened behind pooling") << qint64{90} << pooled << "of 38 tokens";
    QTest::newRow("viewed") << qint64{64} << viewed << "of 37 tokens";
    QTest::newRow("8 and no other") << qint64{40} << silent([](auto n) { return n == 8; }) << "of 8 tokens";
    QTest::newRow("up to 29") << qint64{500} << silent([](auto n) { return n <= 29; }) << "at most 29 tokens";
    QTest::newRow("up to 3") << qint64{20} << silent([](auto n) { return n <= 3; }) << "at most 3 tokens";
    QTest::newRow("one less") << qint64{20} << silent([](auto n) { return n <= 19; }) << "at most 19 tokens";
    QTest::newRow("a kernel of 9") << qint64{5} << silent([](auto n) { return n >= 9; }) << "at least 9 tokens";
    QTest::newRow("none") << qint64{20} << silent([](auto) { return false; }) << "";
  }

  void advises() {
    QFETCH(qint64, own);
    QFETCH(Refusal, refusal);
    QFETCH(QString, told);
    int loads = 0;
    const auto text = advice(own, refusal, loads);
    QCOMPARE(text.isEmpty(), told.isEmpty());
    QVERIFY2(text.contains(told), qPrintable(text));
    QVERIFY2(loads < 60, qPrintable(QString::number(loads)));
    if (text.isEmpty()) return;
    const auto number = told.split(' ')[told.split(' ').size() - 2];
    QVERIFY2(text.endsWith("tokens: set \"input\": {\"shape\": [" + number + "]} in run.json."), qPrintable(text));
  }
};

QTEST_APPLESS_MAIN(TakenLengthTest)
#include "tst_taken_length.moc"
