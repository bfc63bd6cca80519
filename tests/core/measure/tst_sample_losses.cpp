// SPDX-License-Identifier: GPL-3.0-or-later
// Losses that are computed from a run's own samples are PyTorch's, and the run finds them again.
#include "core/base/user_error.h"
#include "core/measure/outputs/sample_losses.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <sstream>

using namespace spindle;

namespace {

namespace fs = std::filesystem;

const fs::path golden = fs::path(SPINDLE_GOLDEN_DIR) / "app";

/// The tiny run without its log, with 24 labeled samples.
void makeRun(const fs::path& folder) {
  fs::copy(golden / "tiny", folder, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  fs::remove(folder / "metrics.csv");
  fs::copy_file(golden / "losses" / "samples.csv", folder / "samples.csv", fs::copy_options::overwrite_existing);
}

std::vector<std::vector<double>> expected() {
  std::ifstream file(golden / "losses" / "losses.csv");
  std::vector<std::vector<double>> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    auto& row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(std::stod(cell));
  }
  return rows;
}

bool near(double a, double b) {
  return std::abs(a - b) < 1e-5;
}

struct StopAtOnce : RunControl {
  [[nodiscard]] bool stopRequested() const override { return true; }
};

}  // namespace

class SampleLossesTest : public QObject {
  Q_OBJECT

 private slots:
  void lossesArePyTorchs() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    makeRun(path);
    const Run run = Run::open(path);
    for (const int workers : {1, 2}) {
      RunControl control;
      const SampleLosses losses = computeSampleLosses(run, workers, control);
      const auto rows = expected();
      QCOMPARE(losses.train, std::size_t{10});
      QCOMPARE(losses.test, std::size_t{14});
      QCOMPARE(losses.checkpoints.size(), rows.size());
      for (std::size_t c = 0; c < rows.size(); ++c) {
        QCOMPARE(losses.checkpoints[c].step, rows[c][0]);
        QVERIFY(near(losses.checkpoints[c].train, rows[c][1]));
        QVERIFY(near(losses.checkpoints[c].test, rows[c][2]));
        QVERIFY(near(losses.checkpoints[c].accuracy, rows[c][3]));
      }
    }
  }

  void theRunFindsWhatWasWritten() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    makeRun(path);
    QVERIFY(Run::open(path).logColumns().empty());
    RunControl control;
    writeSampleLosses(computeSampleLosses(Run::open(path), 1, control), path / sampleLossesFile);
    const Run run = Run::open(path);
    const auto rows = expected();
    for (std::size_t c = 0; c < rows.size(); ++c) {
      QVERIFY(near(run.series().checkpoints[c].trainLoss, rows[c][1]));
      QVERIFY(near(run.series().checkpoints[c].testLoss, rows[c][2]));
    }
  }

  void aBrokenCheckpointIsLeftOutAndTold() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    makeRun(path);
    fs::copy_file(golden / "parts" / "other_network.pt", path / "epoch5.pt", fs::copy_options::overwrite_existing);
    RunControl control;
    const SampleLosses losses = computeSampleLosses(Run::open(path), 2, control);
    QCOMPARE(losses.checkpoints.size(), std::size_t{3});
    QCOMPARE(losses.notes.size(), std::size_t{1});
    QVERIFY(losses.notes.front().find("epoch5.pt") != std::string::npos);
  }

  void tooFewSamplesAreNoGround() {
    const Run run = Run::open(golden / "tiny");
    QVERIFY(sampleLossesProblem(run).find("at least 10") != std::string::npos);
    RunControl control;
    QVERIFY_THROWS_EXCEPTION(UserError, (void)computeSampleLosses(run, 1, control));
  }

  void theUserCanStopIt() {
    QTemporaryDir folder;
    makeRun(folder.path().toStdString());
    const Run run = Run::open(folder.path().toStdString());
    StopAtOnce control;
    QVERIFY_THROWS_EXCEPTION(Stopped, (void)computeSampleLosses(run, 2, control));
  }
};

QTEST_APPLESS_MAIN(SampleLossesTest)
#include "tst_sample_losses.moc"
