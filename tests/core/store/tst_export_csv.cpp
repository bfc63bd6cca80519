// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/csv_text.h"
#include "core/store/export_csv.h"
#include "core/store/output_file.h"
#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace spindle;
using namespace spindle::test;
namespace fs = std::filesystem;

class TestExportCsv : public QObject {
  Q_OBJECT
 private slots:
  void dynamicsAreOneNumberALine() {
    const std::vector<CsvCheckpoint> checkpoints = {
        {0, markedNaN(), 2.5, 2.5, {0.1, 1.0 / 3.0}, {0, -1e-20}, {0, 0.5}, {0, -2}},
        {100, 1.5, 0.1, 0.2, {}, {}, {}, {}}};
    exportDynamicsCsv(file(), "MLP, \"small\"", checkpoints);
    const std::string name = "\"MLP, \"\"small\"\"\",0,nan,";
    QCOMPARE(bytesOf(file()), "run,step,epoch,order,sign,kind,strength\n" +       //
                                  name + "1,positive,and,0.1\n" +                 //
                                  name + "1,positive,or,0\n" +                    //
                                  name + "1,negative,and,0\n" +                   //
                                  name + "1,negative,or,0\n" +                    //
                                  name + "2,positive,and,0.3333333333333333\n" +  //
                                  name + "2,positive,or,0.5\n" +                  //
                                  name + "2,negative,and,-1e-20\n" +              //
                                  name + "2,negative,or,-2\n");
  }

  void lossesAreOneCheckpointALine() {
    const std::vector<CsvCheckpoint> checkpoints = {{0, 0, 2.5, markedNaN(), {}, {}, {}, {}},
                                                    {1234567, 1.5, 0.1, 0.2, {}, {}, {}, {}}};
    exportLossesCsv(file(), "靴", checkpoints);
    QCOMPARE(bytesOf(file()), std::string("run,step,epoch,train_loss,test_loss\n靴,0,0,2.5,nan\n"
                                          "靴,1234567,1.5,0.1,0.2\n"));
  }

  void formulasBecomeText_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("cell");
    QTest::newRow("a command") << "=cmd|'/C calc'!A0"
                               << "'=cmd|'/C calc'!A0";
    QTest::newRow("a sum") << "+1+2"
                           << "'+1+2";
    QTest::newRow("a difference with a comma") << "-a,b"
                                               << "\"'-a,b\"";
    QTest::newRow("a function") << "@SUM(A1)"
                                << "'@SUM(A1)";
    QTest::newRow("a negative number stays") << "-1.5"
                                             << "-1.5";
    QTest::newRow("a number with a plus stays") << "+3"
                                                << "+3";
    QTest::newRow("a dash inside stays") << "a-b"
                                         << "a-b";
    QTest::newRow("nothing stays") << ""
                                   << "";
  }
  void formulasBecomeText() {
    QFETCH(QString, name);
    QFETCH(QString, cell);
    QCOMPARE(QString::fromStdString(csvCell(name.toStdString())), cell);
  }

  void onlyOwnTablesAreReplaced_data() {
    QTest::addColumn<QByteArray>("there");
    QTest::addColumn<bool>("replaced");
    QTest::newRow("a table of Spindle") << QByteArray("run,step,epoch,train_loss,test_loss\nx,1,1,2,3\n") << true;
    QTest::newRow("an empty file") << QByteArray() << true;
    QTest::newRow("a log of somebody") << QByteArray("step,train_loss\n1,2\n") << false;
    QTest::newRow("a checkpoint") << QByteArray("PK\x03\x04archive/data.pkl") << false;
    QTest::newRow("a results file") << QByteArray("\x89HDF\r\n\x1a\n") << false;
    QTest::newRow("run.json") << QByteArray("{\n  \"name\": \"x\"\n}\n") << false;
  }
  void onlyOwnTablesAreReplaced() {
    QFETCH(QByteArray, there);
    QFETCH(bool, replaced);
    putBytes(file(), there.toStdString());
    const std::string told = sentenceOf([&] { exportLossesCsv(file(), "run", {}); });
    QCOMPARE(told.empty(), replaced);
    if (replaced) return;
    QCOMPARE(bytesOf(file()), there.toStdString());
    QVERIFY2(told.find(file().string()) != std::string::npos, told.c_str());
  }

  void everyFormatIsKnownByItsFirstBytes_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, OutputFormat format, const QByteArray& bytes) {
      QTest::newRow(name) << static_cast<int>(format) << bytes;
    };
    row("pdf", OutputFormat::pdf, "%PDF-1.4\n");
    row("png", OutputFormat::png, "\x89PNG\r\n\x1a\n");
    row("svg", OutputFormat::svg, "<?xml version=\"1.0\"?>\n<svg width=\"1\">");
    row("html", OutputFormat::html, "<!DOCTYPE html>\n<html>");
    row("mp4", OutputFormat::mp4,
        QByteArray("\0\0\0\x20"
                   "ftypisom",
                   12));
    row("webm", OutputFormat::webm, "\x1a\x45\xdf\xa3");
    row("gif", OutputFormat::gif, "GIF89a");
  }
  void everyFormatIsKnownByItsFirstBytes() {
    QFETCH(int, format);
    QFETCH(QByteArray, bytes);
    putBytes(file(), bytes.toStdString());
    for (int other = static_cast<int>(OutputFormat::table); other <= static_cast<int>(OutputFormat::gif); ++other) {
      const std::string told = sentenceOf([&] { outputPlace(file(), static_cast<OutputFormat>(other)); });
      QVERIFY2(told.empty() == (other == format), told.c_str());
    }
  }

  void picturesOfARunAreNotReplaced() {
    const fs::path run = folder() / "pictures";
    fs::create_directories(run / "samples" / "cat");
    putBytes(run / "run.json", "{}");
    const fs::path picture = run / "samples" / "cat" / "1.png";
    const std::string png("\x89PNG\r\n\x1a\n", 8);
    putBytes(picture, png + "a cat");
    QVERIFY(!sentenceOf([&] { writeOutput(picture, OutputFormat::png, "figure"); }).empty());
    QCOMPARE(bytesOf(picture), png + "a cat");
    putBytes(picture, png + std::string("tEXtSoftware\0Spindle", 20));  // a figure of an earlier call
    QVERIFY(sentenceOf([&] { writeOutput(picture, OutputFormat::png, "figure"); }).empty());
  }

  void whatIsNoFileIsRefused() {
    const auto refused = [](const fs::path& path) {
      return !sentenceOf([&] { outputPlace(path, OutputFormat::table); }).empty();
    };
    QVERIFY(refused(""));
    QVERIFY(refused("/dev/stdout"));
    QVERIFY(refused("/dev/null"));
    QVERIFY(refused(folder()));
    QVERIFY(refused(folder() / ""));
    QCOMPARE(::mkfifo((folder() / "pipe").c_str(), 0600), 0);
    QVERIFY(refused(folder() / "pipe"));
    fs::create_symlink("circle", folder() / "circle");
    QVERIFY(refused(folder() / "circle"));
    putBytes(folder() / "protected.csv", "");
    fs::permissions(folder() / "protected.csv", fs::perms::owner_read);
    QVERIFY(refused(folder() / "protected.csv"));
  }

  void linksAreFollowedAndStay() {
    fs::create_directory(folder() / "elsewhere");
    const fs::path link = folder() / "link.csv", target = folder() / "elsewhere" / "table.csv";
    fs::create_symlink("elsewhere/table.csv", link);
    exportLossesCsv(link, "first", {});  // to nothing yet
    QVERIFY(fs::is_symlink(link) && fs::is_regular_file(target));
    fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write);
    exportLossesCsv(link, "second", {});
    QVERIFY(fs::is_symlink(link));
    QCOMPARE(fs::status(target).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  }

  void twoOutputsAreTwoFiles() {
    const auto same = [&](const fs::path& a, const fs::path& b) {
      return !sentenceOf([&] { requireDifferentOutputs(a, b); }).empty();
    };
    QVERIFY(same(folder() / "q.h5", folder() / "x" / ".." / "q.h5"));
    QVERIFY(!same(folder() / "q.h5", folder() / "q.csv"));
  }

  void filesOfSimilarNamesStay() {
    putBytes(file().string() + ".tmp", "mine");
    putBytes(file().string() + ".part", "mine");
    exportLossesCsv(file(), "run", {});
    QCOMPARE(bytesOf(file().string() + ".tmp"), std::string("mine"));
    QCOMPARE(bytesOf(file().string() + ".part"), std::string("mine"));
  }

  void aLimitOnFilesKeepsTheOldFile() {
    exportLossesCsv(file(), "old", {});
    const std::string old = bytesOf(file());
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    for (const rlim_t limit : {0, 1, 4096, 65535}) {
      const rlimit full{limit, before.rlim_max};
      QCOMPARE(::setrlimit(RLIMIT_FSIZE, &full), 0);
      const std::string told = sentenceOf([&] { writeOutput(file(), OutputFormat::table, std::string(65536, 'x')); });
      ::setrlimit(RLIMIT_FSIZE, &before);
      QVERIFY2(told.find("ulimit -f") != std::string::npos, told.c_str());
      QCOMPARE(bytesOf(file()), old);
    }
    for (const auto& entry : fs::directory_iterator(folder()))
      QVERIFY2(entry.path().string().find(".spindle-") == std::string::npos, entry.path().c_str());
  }

  void longNamesHaveRoom() {
    const fs::path longName = folder() / (std::string(251, 'n') + ".csv");
    QVERIFY(sentenceOf([&] { exportLossesCsv(longName, "run", {}); }).empty());
    QVERIFY(fs::is_regular_file(longName));
  }

  void aMissingFolderIsTold() {
    const auto missing = file().parent_path() / "no" / "fig.csv";
    QVERIFY(sentenceOf([&] { exportLossesCsv(missing, "run", {}); }).ends_with("create it first."));
  }

 private slots:
  void init() { fs::remove(file()); }

 private:
  [[nodiscard]] fs::path folder() const { return fs::path(folder_.path().toStdString()); }
  [[nodiscard]] fs::path file() const { return folder() / "dynamics.csv"; }
  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestExportCsv)
#include "tst_export_csv.moc"
