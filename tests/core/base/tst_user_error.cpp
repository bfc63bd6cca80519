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
             "tensor a?b?[2J? is too large.\nGive Schl\u00fcpfer\t\u2014 less.");
  }
};

QTEST_APPLESS_MAIN(UserErrorTest)
#include "tst_user_error.moc"
