// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/number_list.h"
#include "core/base/user_error.h"

#include <QTest>

using namespace spindle;
using namespace spindle::app;

class NumberListTest : public QObject {
  Q_OBJECT
 private slots:
  void listsAreRead_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("expected");
    QTest::newRow("one") << "7" << QList<int>{7};
    QTest::newRow("range") << "2-5" << QList<int>{2, 3, 4, 5};
    QTest::newRow("range of one") << "3-3" << QList<int>{3};
    QTest::newRow("mixed, order kept") << "9,0-2" << QList<int>{9, 0, 1, 2};
  }
  void listsAreRead() {
    QFETCH(QString, text);
    QFETCH(QList<int>, expected);
    QList<int> read;
    for (const std::size_t i : parseIndexList(text.toStdString(), "--samples")) read << static_cast<int>(i);
    QCOMPARE(read, expected);
  }

  void othersAreRefused_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"", "a", "1,", "5-2", "1,1", "0-3,2", "-1", "1-", "1-2-3", "0-99999999", "1 2"})
      QTest::newRow(text) << text;
  }
  void othersAreRefused() {
    QFETCH(QString, text);
    QVERIFY_EXCEPTION_THROWN(parseIndexList(text.toStdString(), "--samples"), UserError);
  }

  void numbersAreRead() {
    QCOMPARE(parseNumbers("0,34.5,6e3", "--steps"), (std::vector<double>{0, 34.5, 6000}));
    for (const char* text : {"", "1,", "a", "1;2", "1, 2"})
      QVERIFY_EXCEPTION_THROWN(parseNumbers(text, "--steps"), UserError);
  }

  void namesAreRead() {
    QCOMPARE(parseNames("conv1, relu2,conv1", "--layers"), (std::vector<std::string>{"conv1", "relu2"}));
    for (const char* text : {"", "a,", ",a", "a,,b", " "})
      QVERIFY_EXCEPTION_THROWN(parseNames(text, "--layers"), UserError);
  }

  void gridsAreRead() {
    QCOMPARE(parseGrid("7x7", "--grid"), (std::pair{7, 7}));
    QCOMPARE(parseGrid("4x12", "--grid"), (std::pair{4, 12}));
    for (const char* text : {"7", "7x", "x7", "0x7", "7x7x7", "7*7", "1001x1"})
      QVERIFY_EXCEPTION_THROWN(parseGrid(text, "--grid"), UserError);
  }
};

QTEST_APPLESS_MAIN(NumberListTest)
#include "tst_number_list.moc"
