// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_error.h"

#include <QTest>

using namespace spindle;

class UserErrorTest : public QObject {
  Q_OBJECT

 private slots:
  // A zero byte would end the sentence, an escape would steer the terminal.
  void controlCharactersAreShownAsMarks() {
    using namespace std::string_literals;
    QCOMPARE(UserError("tensor a\0b\x1b[2J\x7f is too large.\nGive Schl\u00fcpfer\t\u2014 less."s).what(),
             "tensor a?b?[2J? is too large. Give Schl\u00fcpfer \u2014 less.");
  }

  void printableText_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("other scripts stay") << QByteArray("\u00e9\u4e2d\U0001F600 a")
                                        << QByteArray("\u00e9\u4e2d\U0001F600 a");
    QTest::newRow("title of the window") << QByteArray("a\x1b]0;x\x07") << QByteArray("a?]0;x?");
    QTest::newRow("C1 control") << QByteArray("a\u009b31m") << QByteArray("a?31m");
    QTest::newRow("right to left") << QByteArray("a\u202egpj.exe\u2066") << QByteArray("a?gpj.exe?");
    QTest::newRow("no width") << QByteArray("a\u200bb\u2060c\ufeffd") << QByteArray("a?b?c?d");
    QTest::newRow("joiners of letters stay") << QByteArray("a\u200db\u200cc") << QByteArray("a\u200db\u200cc");
    QTest::newRow("faked line") << QByteArray("a\r\nb\u2028c") << QByteArray("a? b?c");
    QTest::newRow("not UTF-8") << QByteArray("a\xff\xc3(\xe2\x80")
                               << QByteArray(
                                      "a??"
                                      "(??");
  }
  void printableText() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(printable(text.toStdString())), expected);
  }
};

QTEST_APPLESS_MAIN(UserErrorTest)
#include "tst_user_error.moc"
