// SPDX-License-Identifier: GPL-3.0-or-later
// A second run beside the first: which of its checkpoints belong to the one playhead, and what analyses see of it.
#include "ui/session/beside_run.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace spindle;

namespace {

constexpr int patience = 60000;  // ms
const std::filesystem::path tiny = SPINDLE_GOLDEN_DIR "/app/tiny";

}  // namespace

class BesideRunTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    first_ = std::make_unique<DynamicsSession>(folder_->filePath("results").toStdString());
    beside_ = std::make_unique<BesideRun>(*first_, folder_->filePath("results").toStdString());
    first_->open(tiny);
    finish();
    copy_ = folder_->filePath("copy.h5");
    QVERIFY(QFile::copy(QString::fromStdString(first_->results().string()), copy_));
  }
  void cleanup() {
    beside_.reset();
    first_.reset();
  }

  void theSameResultsLieSideBySide() {
    openCopy();
    QCOMPARE(beside_->firstName(), QString("tiny"));
    QCOMPARE(beside_->name(), QString("copy.h5"));
    const StepAxis axis(first_->track().steps(), AxisScale::log);
    for (const CompareBy by : {CompareBy::step, CompareBy::epoch, CompareBy::trainLoss}) {
      beside_->setBy(by);
      if (by == CompareBy::step && first_->track().series().stepsAreEpochs) {
        QCOMPARE(beside_->rowAt(0), std::optional<std::size_t>());  // epochs are no steps
        continue;
      }
      for (std::size_t row = 0; row < first_->track().size(); ++row) {
        QCOMPARE(beside_->rowAt(row), std::optional(row));
        QCOMPARE(beside_->placeOnAxis(row, axis), std::optional(axis.place(row)));
        QCOMPARE(beside_->session().track().point(row)->strength.andPositive,
                 first_->track().point(row)->strength.andPositive);
      }
    }
  }

  void analysesSeeBoth() {
    openCopy();
    QTRY_VERIFY_WITH_TIMEOUT(first_->analysis() && first_->analysis()->others.size() == 1, patience);
    QVERIFY2(beside_->differing().startsWith("Nothing"), qPrintable(beside_->differing()));
    beside_->setBy(CompareBy::epoch);
    const auto by = [this] {
      const auto& options = first_->analysis()->choices.options;
      const auto compare = options.find("compare");
      return compare == options.end() ? 0.0 : compare->second.value("compare-by", 0.0);
    };
    QTRY_COMPARE_WITH_TIMEOUT(by(), 1.0, patience);
    beside_->close();
    QTRY_VERIFY_WITH_TIMEOUT(first_->analysis()->others.empty(), patience);
    QVERIFY(!beside_->isOpen());
  }

  void theSecondCountsAndAveragesWhatTheFirstDoes() {
    openCopy();
    first_->setSalience({ThresholdRule::largest, 0.4});
    QTRY_COMPARE_WITH_TIMEOUT(beside_->session().salience().factor, 0.4, patience);
    QTRY_COMPARE_WITH_TIMEOUT(beside_->session().track().point(2)->strength.threshold,
                              first_->track().point(2)->strength.threshold, patience);
    finish();
    SampleScope one{SampleScope::Kind::one, static_cast<std::int64_t>(first_->choice().samples[1])};
    first_->setScope(one);
    QCOMPARE(beside_->session().track().point(2)->strength.samples, std::size_t{1});
    QCOMPARE(beside_->session().track().point(2)->strength.andPositive, first_->track().point(2)->strength.andPositive);
  }

  void whatCannotBeOpenedIsTold() {
    QString told;
    connect(beside_.get(), &BesideRun::failed, this, [&told](const QString& sentence) { told = sentence; });
    beside_->open("/nowhere/at/all");
    QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty(), patience);
    QVERIFY(!beside_->isOpen());
    QCOMPARE(first_->state(), SessionState::finished);
  }

 private:
  void finish() {
    QTRY_VERIFY_WITH_TIMEOUT(first_->state() == SessionState::finished && first_->analysis() != nullptr, patience);
  }
  void openCopy() {
    beside_->open(copy_.toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(beside_->session().state() == SessionState::finished, patience);
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<DynamicsSession> first_;
  std::unique_ptr<BesideRun> beside_;
  QString copy_;
};

QTEST_GUILESS_MAIN(BesideRunTest)
#include "tst_beside_run.moc"
