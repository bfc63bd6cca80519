// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/user_error.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <filesystem>
#include <fstream>

using namespace spindle;

namespace {

namespace fs = std::filesystem;

/// Empty, and last written an hour ago.
fs::path leftBehind(const fs::path& file) {
  std::ofstream(file) << "half";
  fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1));
  return file;
}

}  // namespace

class AtomicFileTest : public QObject {
  Q_OBJECT

 private slots:
  void nothingIsSeenBeforeItIsPublished() {
    const QTemporaryDir folder;
    const fs::path target = folder.filePath("a.csv").toStdString();
    {
      UnfinishedFile file(target);
      file.write("whole");
      QVERIFY(!fs::exists(target));
    }
    QVERIFY(fs::is_empty(folder.path().toStdString()));
    writeFileAtomically(target, "whole");
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{"a.csv"});
  }

  /// A killed process cannot remove its unfinished file; the next one that writes the same target does.
  void whatKilledProcessesLeftIsRemoved() {
    const QTemporaryDir folder;
    const fs::path place = folder.path().toStdString(), target = place / "movie.mp4";
    const fs::path dead = leftBehind(unfinishedName(target));
    const fs::path other = leftBehind(unfinishedName(place / "other.mp4"));
    const fs::path users = leftBehind(place / "movie.mp4.part"),
                   longer = leftBehind(place / "movie.mp4.spindle-1.part");
    const fs::path recent = unfinishedName(target);
    std::ofstream(recent) << "half";
    const fs::path directory = unfinishedName(target);
    fs::create_directory(directory);
    UnfinishedFile busy(target);
    leftBehind(busy.path());  // slow, and still at work
    writeFileAtomically(target, "whole");
    QVERIFY(!fs::exists(dead));
    for (const auto& kept : {other, users, longer, recent, directory, busy.path()})
      QVERIFY2(fs::exists(kept), kept.c_str());
    busy.publish();
    QVERIFY(fs::exists(target));
  }

  /// Each cause has its own sentence; what is told as a full disk is one.
  void causesAreTold_data() {
    QTest::addColumn<int>("error");
    QTest::addColumn<QString>("says");
    QTest::newRow("full") << ENOSPC << "The disk is full: cannot write a.csv; ";
    QTest::newRow("quota") << EDQUOT << "The disk quota is used up: cannot write a.csv; ";
    QTest::newRow("limit") << EFBIG << "Cannot write a.csv: a file may not be that large here; ";
    QTest::newRow("read-only") << EROFS << "Cannot write a.csv: the folder . is read-only; ";
  }
  void causesAreTold() {
    QFETCH(int, error);
    QFETCH(QString, says);
    try {
      throwWriteError("a.csv", error);
    } catch (const UserError& told) {
      QVERIFY2(QString(told.what()).startsWith(says) && QString(told.what()).endsWith('.'), told.what());
    }
  }

  void longNamesHaveRoom() {
    const QTemporaryDir folder;
    const fs::path target = fs::path(folder.path().toStdString()) / (std::string(246, 'x') + ".csv");
    const fs::path dead = leftBehind(unfinishedName(target));
    writeFileAtomically(target, "whole");
    QVERIFY(!fs::exists(dead));
    QVERIFY(fs::exists(target));
  }
};

QTEST_APPLESS_MAIN(AtomicFileTest)
#include "tst_atomic_file.moc"
