#include "core/store/export_csv.h"
#include "tests/core/store/sample_results.h"

#include <QTemporaryDir>
#include <QTest>

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

  void failedExportLeavesTheOldFile() {
    putBytes(file(), "old");
    fs::create_directory(file().string() + ".tmp");
    QVERIFY(!sentenceOf([&] { exportLossesCsv(file(), "run", {}); }).empty());
    QCOMPARE(bytesOf(file()), std::string("old"));
    const auto missing = file().parent_path() / "no" / "fig.csv";
    QVERIFY(sentenceOf([&] { exportLossesCsv(missing, "run", {}); }).ends_with("create it first."));
  }

 private:
  [[nodiscard]] fs::path file() const { return fs::path(folder_.path().toStdString()) / "dynamics.csv"; }
  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestExportCsv)
#include "tst_export_csv.moc"
