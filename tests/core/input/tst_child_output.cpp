// SPDX-License-Identifier: GPL-3.0-or-later
// What a program that is started writes, and what becomes of one that crashes, fails or hangs.
#include "core/input/arrays/child_output.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>

using namespace spindle;
using std::chrono::milliseconds;

namespace {

std::optional<std::string> shell(const std::string& script, milliseconds patience = milliseconds(20000)) {
  const auto bytes = childOutput("/bin/sh", {"-c", script}, patience);
  if (!bytes) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

}  // namespace

class ChildOutputTest : public QObject {
  Q_OBJECT

 private slots:
  void outputIsReadWhole() {
    QCOMPARE(shell("printf '%s' \"$0 it is\""), std::optional<std::string>("/bin/sh it is"));
    QCOMPARE(shell("head -c 3000000 /dev/zero").value_or("").size(), std::size_t{3000000});
    QCOMPARE(shell("true"), std::optional<std::string>(""));
    QCOMPARE(shell("cat"), std::optional<std::string>(""));  // nothing is typed
  }

  void failuresGiveNothing() {
    QCOMPARE(shell("echo begun; exit 1"), std::nullopt);
    QCOMPARE(shell("echo begun; kill -SEGV $$"), std::nullopt);
    QCOMPARE(childOutput("/no/such/program", {}, milliseconds(1000)), std::nullopt);
  }

  void theHangingOneIsEnded() { QCOMPARE(shell("echo begun; exec sleep 600", milliseconds(200)), std::nullopt); }

  /// A damaged file may keep libhdf5 busy for ever; here a pipe that nobody writes to does.
  void theReaderEndsWithItsParent() {
    const QTemporaryDir folder;
    const QString pipe = folder.filePath("x.h5");
    QCOMPARE(::mkfifo(qPrintable(pipe), 0600), 0);
    QProcess parent;
    parent.start("/bin/sh",
                 {"-c", "\"$0\" \"$1\" & echo $!; wait", SPINDLE_BINARY_DIR "/bin/spindle_hdf5_reader", pipe});
    QVERIFY(parent.waitForReadyRead());
    const auto reader = parent.readAllStandardOutput().trimmed();
    const auto alive = [&] {  // not even as a zombie, where nobody waits for orphans
      QFile state("/proc/" + reader + "/stat");
      return state.open(QIODevice::ReadOnly) && !state.readAll().contains(") Z ");
    };
    QTest::qWait(100);  // until it has asked to be told
    QVERIFY(alive());
    ::kill(static_cast<pid_t>(parent.processId()), SIGKILL);
    QTRY_VERIFY(!alive());
  }
};

QTEST_GUILESS_MAIN(ChildOutputTest)
#include "tst_child_output.moc"
