// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.h"

#include <QTest>

using namespace spindle;

class JsonTextTest : public QObject {
  Q_OBJECT

 private slots:
  void problems_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("problem");
    const auto keys = [](int count) {
      QByteArray text = "{";
      for (int i = 0; i < count; ++i) text += "\"k" + QByteArray::number(i) + "\":1,";
      return text + "\"k\":1}";
    };
    QTest::newRow("plain") << QByteArray("{\"a\": [1, {\"b\": 2}]}") << "";
    QTest::newRow("100 levels") << QByteArray(100, '[') + QByteArray(100, ']') << "";
    QTest::newRow("101 levels") << QByteArray(101, '[') + QByteArray(101, ']') << "levels";
    QTest::newRow("100,000 levels that do not end") << QByteArray(100000, '[') << "levels";
    QTest::newRow("objects in objects") << QByteArray("{\"a\":").repeated(200) << "levels";
    QTest::newRow("levels that close again") << QByteArray("[]").repeated(1000) << "";
    QTest::newRow("brackets in a text") << "[\"" + QByteArray(1000, '[') + "\\\"[\"]"
                                        << "";
    QTest::newRow("10,000 keys") << keys(mostJsonKeys - 1) << "";
    QTest::newRow("100,000 keys") << keys(100000) << "keys";
    QTest::newRow("keys of many objects") << QByteArray("[") + QByteArray("{\"a\":1},").repeated(20000) + "{}]"
                                          << "";
    QTest::newRow("2,000,000 values") << "[" + QByteArray("0,").repeated(mostJsonValues - 1) + "0]"
                                      << "";
    QTest::newRow("more values") << "[" + QByteArray("0,").repeated(mostJsonValues) + "0]"
                                 << "values";
    QTest::newRow("commas in texts") << "[\"" + QByteArray(3'000'000, ',') + "\"]"
                                     << "";
    QTest::newRow("colons in texts") << "{\"a\": \"" + QByteArray(20000, ':') + "\"}"
                                     << "";
    QTest::newRow("closed too often") << QByteArray("]]]}}:::") << "";
    QTest::newRow("empty") << QByteArray() << "";
  }

  void problems() {
    QFETCH(QByteArray, text);
    QFETCH(QString, problem);
    const auto found = QString::fromStdString(jsonProblem({text.data(), static_cast<std::size_t>(text.size())}));
    QCOMPARE(found.isEmpty(), problem.isEmpty());
    QVERIFY2(found.contains(problem), qPrintable(found));
  }
};

QTEST_APPLESS_MAIN(JsonTextTest)
#include "tst_json_text.moc"
