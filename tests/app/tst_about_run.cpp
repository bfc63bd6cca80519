// SPDX-License-Identifier: GPL-3.0-or-later
// What a folder does not tell is asked once in the window, and wrong guesses are corrected there.
#include "app/main_window.h"
#include "app/window_actions.h"
#include "core/run/description/run_description.h"
#include "tests/app/program.h"
#include "ui/panels/run_corrections.h"
#include "ui/panels/run_questions.h"
#include "ui/session/results_place.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <cmath>
#include <memory>

using namespace spindle;
using namespace spindle::test;
using app::MainWindow;

namespace {

constexpr int patience = 120000;  // sanitizers are slow

QString goldenFile(const char* name) {
  return QStringLiteral(SPINDLE_GOLDEN_DIR "/") + QString::fromLatin1(name);
}

}  // namespace

class AboutRunTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    window_ = std::make_unique<MainWindow>(
        app::WindowOptions{folder_->filePath("results").toStdString(), folder_->filePath("settings.ini")});
    window_->resize(1440, 900);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
  }
  void cleanup() {
    window_.reset();
    folder_.reset();
  }

  /// Weights alone of a plain chain, with samples: the layers are suggested, tried out, and kept.
  void theNetworkIsAskedOnceAndKept() {
    const QString run = folder_->filePath("run");
    QDir().mkpath(run);
    QFile::copy(goldenFile("model/chain_mlp.pth"), run + "/epoch1.pth");
    writeFile(run + "/samples.csv", chainSamples());
    open(run);
    RunQuestions* dialog = questions();
    auto* network = dialog->findChild<QLineEdit*>("network");
    QVERIFY(network != nullptr);
    QCOMPARE(network->text(), QString("flatten, linear, relu, linear, relu, linear"));
    auto* tried = dialog->findChild<QLabel*>("tried");
    QTRY_VERIFY_WITH_TIMEOUT(tried->text().contains("%) at epoch1.pth"), patience);
    network->setText("flatten, linear, tanh, linear");
    QTRY_VERIFY_WITH_TIMEOUT(tried->text().contains("architecture"), patience);
    network->setText(run + "/nothing.pt");
    QTRY_VERIFY_WITH_TIMEOUT(tried->text().contains("nothing.pt"), patience);
    network->setText("mlp");
    QTRY_VERIFY_WITH_TIMEOUT(tried->text().contains("samples right"), patience);
    dialog->findChild<QLineEdit*>("mean")->setText("0.25");
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(run + "/run.json"), patience);
    const RunDescription kept = readRunDescription((run + "/run.json").toStdString());
    QCOMPARE(kept.layers, std::vector<std::string>{"mlp"});
    QCOMPARE(kept.mean, std::vector<double>{0.25});
    QCOMPARE(kept.shape, std::vector<std::int64_t>{12});
    waitForEnd(SessionState::finished);
    QVERIFY(window_->findChild<RunQuestions*>() == nullptr);
    QCOMPARE(window_->session().track().doneCount(), std::size_t{1});
  }

  void notNowIsRespected() {
    const QString run = folder_->filePath("run");
    copyFolder(golden("tiny"), run);
    writeFile(run + "/samples.csv", QByteArray("a,b,c,d,e,f,outcome\n1,2,3,4,5,600,0\n6,5,4,3,2,100,1\n"));
    open(run);
    questions()->reject();
    QTRY_VERIFY(window_->findChild<RunQuestions*>() == nullptr);
    const QString description = QString::fromUtf8(fileBytes(run + "/run.json"));
    open(run);
    waitForEnd(SessionState::finished);
    QVERIFY(window_->findChild<RunQuestions*>() == nullptr);
    QCOMPARE(QString::fromUtf8(fileBytes(run + "/run.json")), description);
    window_->actions().aboutRun->trigger();
    auto* target = questions()->findChild<QComboBox*>("target");
    QCOMPARE(target->currentText(), QString("outcome"));
  }

  void fewerSamplesAreComputed() {
    const QString run = folder_->filePath("run");
    copyFolder(golden("tiny"), run);
    open(run);
    waitForEnd(SessionState::finished);
    const std::size_t before = window_->session().choice().samples.size();
    window_->actions().aboutRun->trigger();
    RunQuestions* dialog = questions();
    auto* count = dialog->findChild<QSpinBox*>("sampleCount");
    QVERIFY(count != nullptr);
    QCOMPARE(count->text(), QString("automatic: all, or 50 of more than 200"));
    count->setValue(1);
    dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click();
    const auto kept = [&] { return readRunDescription((run + "/run.json").toStdString()).sampleCount; };
    QTRY_VERIFY_WITH_TIMEOUT(kept() == std::optional<std::size_t>(1), patience);
    const auto wanted = Run::open(run.toStdString()).chosenSamples();
    QVERIFY(!wanted.empty() && wanted.size() < before);
    QTRY_VERIFY_WITH_TIMEOUT(window_->session().choice().samples == wanted, patience);
    waitForEnd(SessionState::finished);
    auto* chooser = window_->findChild<QComboBox*>("sampleChooser");
    QCOMPARE(chooser->count(), static_cast<int>(window_->session().choice().samples.size()));
  }

  void whatCannotBeReadIsNotKept() {
    const QString run = folder_->filePath("run");
    copyFolder(golden("tiny"), run);
    open(run);
    waitForEnd(SessionState::finished);
    QVERIFY(window_->findChild<RunQuestions*>() == nullptr);
    window_->actions().aboutRun->trigger();
    RunQuestions* dialog = questions();
    QSignalSpy answered(dialog, &RunQuestions::answered);
    auto* deviation = dialog->findChild<QLineEdit*>("std");
    QPushButton* keep = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
    for (const char* text : {"", "one", "0", "-1"}) {
      deviation->setText(text);
      keep->click();
    }
    deviation->setText("1");
    dialog->findChild<QLineEdit*>("shape")->setText("six");
    keep->click();
    QCOMPARE(answered.count(), 0);
    QVERIFY(dialog->isVisible());
    dialog->findChild<QLineEdit*>("shape")->setText("6");
    keep->click();
    QCOMPARE(answered.count(), 1);
  }

  void aPatternIsPreviewedAndUsed() {
    const QString run = folder_->filePath("run");
    copyFolder(golden("tiny"), run);
    open(run);
    waitForEnd(SessionState::finished);
    const auto results = window_->session().results();
    const auto written = std::filesystem::last_write_time(results);
    window_->findChild<QToolButton*>("correct")->setChecked(true);
    auto* pattern = window_->findChild<QLineEdit*>("stepPattern");
    auto* use = window_->findChild<QPushButton*>("useCorrections");
    auto* names = window_->findChild<QTreeWidget*>("stepNames");
    QVERIFY(!use->isEnabled());
    pattern->setText("epoch(");
    QTRY_VERIFY(window_->findChild<QLabel*>("stepPreview")->text().contains("Not a valid regular expression"));
    QVERIFY(!use->isEnabled());
    pattern->setText("epoch(1.*)\\.pt");  // epochs 1 and 10
    QTRY_COMPARE(names->topLevelItemCount(), 4);
    QCOMPARE(names->topLevelItem(1)->text(1), QString("10"));
    QVERIFY(names->topLevelItem(3)->isDisabled());
    pattern->setText("ch([0-9]+)\\.pt");
    QTRY_COMPARE(names->topLevelItem(3)->text(1), QString("10"));
    QTRY_VERIFY(use->isEnabled());
    use->click();
    QTRY_COMPARE_WITH_TIMEOUT(window_->session().track().series().stepsAreEpochs, false, patience);
    waitForEnd(SessionState::finished);
    QCOMPARE(readRunDescription((run + "/run.json").toStdString()).steps->pattern, std::string("ch([0-9]+)\\.pt"));
    // Nothing was computed anew: the same results, with other steps.
    QVERIFY(window_->session().allStored());
    QCOMPARE(window_->session().results(), results);
    QVERIFY(std::filesystem::last_write_time(results) != written);
  }

  void anotherColumnOfLossesIsUsed() {
    const QString run = folder_->filePath("run");
    copyFolder(golden("tiny"), run);
    writeFile(run + "/metrics.csv",
              "epoch,train_loss,test_loss,reg_loss\n1,1,2,7\n2,0.5,1,8\n5,0.25,1,9\n10,0.2,1,10\n");
    open(run);
    waitForEnd(SessionState::finished);
    QCOMPARE(window_->session().track().checkpoint(3).testLoss, 1.0);
    window_->findChild<QToolButton*>("correct")->setChecked(true);
    auto* test = window_->findChild<QComboBox*>("testColumn");
    QCOMPARE(test->currentText(), QString("test_loss"));
    test->setCurrentText("reg_loss");
    auto* use = window_->findChild<QPushButton*>("useCorrections");
    QTRY_VERIFY(use->isEnabled());
    use->click();
    QTRY_VERIFY_WITH_TIMEOUT(
        window_->session().track().size() == 4 && window_->session().track().checkpoint(3).testLoss == 10.0, patience);
    waitForEnd(SessionState::finished);
    QVERIFY(window_->session().allStored());
    const auto stored = ResultsReader::open(window_->session().results());
    QCOMPARE(stored->header().testLoss.back(), 10.0);
    QVERIFY(stored->done(3, 0));
  }

  /// A wrong normalization is seen in the window before anything else is.
  void guessingIsDoubted() {
    const QString run = folder_->filePath("run");
    copyFolder(golden("tiny"), run);
    QFile::remove(run + "/samples.csv");
    QFile::copy(golden("losses/samples.csv"), run + "/samples.csv");
    open(run);
    QSignalSpy known(&window_->session(), &DynamicsSession::accuracyKnown);
    QTRY_COMPARE_WITH_TIMEOUT(known.count(), 1, patience);
    auto* findings = window_->findChild<QListView*>("findings");
    QStringList lines;
    for (int row = 0; row < findings->model()->rowCount(); ++row)
      lines << findings->model()->index(row, 0).data().toString();
    QVERIFY2(lines.join('\n').contains("accuracy: 9 of 24 samples right (38 %) at epoch10.pt: no better than guessing"),
             qPrintable(lines.join('\n')));
    QVERIFY2(window_->notice().contains("9 of 24 samples"), qPrintable(window_->notice()));
    auto* format = window_->findChild<QLabel*>("sampleFormat");
    QVERIFY2(format->text().startsWith("tabular [6], "), qPrintable(format->text()));
  }

  /// Stored results are those of the network and the inputs as they are read; what only describes them does not count.
  void otherAnswersAreOtherResults() {
    const auto digest = [](auto change) {
      const std::filesystem::path folder = golden("tiny").toStdString();
      RunDescription description = readRunDescription(folder / "run.json");
      change(description);
      return runDigest(Run::open(folder, description));
    };
    const std::string usual = digest([](RunDescription&) {});
    QCOMPARE(digest([](RunDescription& d) { d.name = "another"; }), usual);
    QCOMPARE(digest([](RunDescription& d) { d.lossColumns.test = "train_loss"; }), usual);
    const std::vector<std::string> others{digest([](RunDescription& d) { d.mean = {1.0}; }),
                                          digest([](RunDescription& d) { d.std = {1.0}; }),
                                          digest([](RunDescription& d) { d.weights = "state_dict"; }),
                                          digest([](RunDescription& d) { d.partialWeights = true; })};
    for (std::size_t i = 0; i < others.size(); ++i) {
      QVERIFY(others[i] != usual);
      for (std::size_t j = 0; j < i; ++j) QVERIFY(others[i] != others[j]);
    }
    // The same bytes elsewhere are the same run; other weights of the same name, size and time are not.
    const QString copied = folder_->filePath("copied");
    copyFolder(golden("tiny"), copied);
    const std::filesystem::path copy = copied.toStdString();
    QCOMPARE(runDigest(Run::open(copy)), usual);
    const auto time = std::filesystem::last_write_time(copy / "epoch1.pt");
    QCOMPARE(std::filesystem::file_size(copy / "epoch1.pt"), std::filesystem::file_size(copy / "epoch2.pt"));
    std::filesystem::copy_file(copy / "epoch2.pt", copy / "epoch1.pt",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::last_write_time(copy / "epoch1.pt", time);
    QVERIFY(runDigest(Run::open(copy)) != usual);
  }

  void missingLossesAreComputed() {
    const QString run = folder_->filePath("run");
    copyFolder(golden("tiny"), run);
    QFile::remove(run + "/metrics.csv");
    QFile::remove(run + "/samples.csv");
    QFile::copy(golden("losses/samples.csv"), run + "/samples.csv");
    open(run);
    waitForEnd(SessionState::finished);
    QVERIFY(std::isnan(window_->session().track().checkpoint(0).trainLoss));
    window_->findChild<QToolButton*>("correct")->setChecked(true);
    auto* compute = window_->findChild<QPushButton*>("computeLosses");
    QVERIFY(compute->isVisible());
    compute->click();
    QTRY_VERIFY_WITH_TIMEOUT(window_->session().track().size() == 4 &&
                                 std::abs(window_->session().track().checkpoint(0).trainLoss - 1.348902) < 1e-4,
                             patience);
    QVERIFY2(window_->notice().contains("sample_losses.csv"), qPrintable(window_->notice()));
    waitForEnd(SessionState::finished);
    QVERIFY(window_->session().allStored());
    QVERIFY(!compute->isVisible());
  }

 private:
  void open(const QString& run) { window_->open(run.toStdString()); }
  void waitForEnd(SessionState state) { QTRY_COMPARE_WITH_TIMEOUT(window_->session().state(), state, patience); }
  RunQuestions* questions() {
    RunQuestions* dialog = nullptr;
    if (!QTest::qWaitFor([&] { return (dialog = window_->findChild<RunQuestions*>()) != nullptr; }, patience))
      qFatal("no dialog");
    return dialog;
  }
  static QByteArray chainSamples() {
    QByteArray text("a,b,c,d,e,f,g,h,i,j,k,l,label\n");
    for (int row = 0; row < 12; ++row) {
      for (int column = 0; column < 12; ++column) text += QByteArray::number((row * 7 + column * 5) % 11) + ',';
      text += QByteArray::number(row % 3) + '\n';
    }
    return text;
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(AboutRunTest)
#include "tst_about_run.moc"
